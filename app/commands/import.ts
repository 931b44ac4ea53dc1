import { statSync } from 'node:fs'
import { importFromCli } from '../../platform/imports/index.ts'
import '../areas.ts'
import { chosenWorkspace, CliProblem, progressBar, withDatabase, workspaceOption, type Command } from './command.ts'

export const importCommand: Command = {
  name: 'import', summary: 'import companies, opportunities, introductions or candidates from a CSV file', usage: 'companies|opportunities|referrals|candidates FILE',
  options: {
    ...workspaceOption, currency: { type: 'string', says: 'currency of amounts without one; the workspace\'s when left out' },
    'date-order': { type: 'string', says: 'dmy or mdy, for dates such as 03/04/2026' }, map: { type: 'string', says: 'JSON of our field to your column; good guesses when left out; {"column:Segment": "Segment"} keeps a column of companies that we have no field for' },
  },
  examples: ['alongside import companies accounts.csv', 'alongside import opportunities pipeline.csv --currency USD'],
  run: (call) => {
    const [kind, file] = call.words
    if (!kind || !file) throw new CliProblem('Say what to import and the file.', true)
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new CliProblem(`There is no file ${file}.`)
    const mapping = readMapping(call.options['map'])
    return withDatabase(async (db) => {
      const workspace = await chosenWorkspace(db, call.options['workspace'])
      const bar = progressBar(`Importing ${kind}`)
      const { currency, 'date-order': dateOrder } = call.options
      const row = await importFromCli(db, workspace.id, file, {
        kind, ...(mapping ? { mapping } : {}), ...(typeof currency === 'string' ? { currency } : {}),
        ...(typeof dateOrder === 'string' ? { dateOrder: dateOrder as 'dmy' } : {}),
      }, (p) => bar(p.percent / 100, p.rowsPerSecond ? `${Math.round(p.rowsPerSecond).toLocaleString('en-US')} rows/s` : ''))
      const { created, updated, unchanged, rejected, state } = row
      call.say(`${state}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected${rejected > 0 ? ' (reasons: Imports in the app)' : ''}.`)
      return { json: { state, created, updated, unchanged, rejected }, ok: state === 'done' }
    })
  },
}

/** Which column holds which field, as it was said; undefined where nothing was. */
function readMapping(said: unknown): Record<string, string> | undefined {
  if (typeof said !== 'string') return undefined
  const problem = new CliProblem('--map is JSON of our field to your column, such as \'{"name": "Company"}\'.', true)
  let read: unknown
  try {
    read = JSON.parse(said)
  } catch {
    throw problem
  }
  if (typeof read !== 'object' || read === null || !Object.values(read).every((column) => typeof column === 'string')) throw problem
  return read as Record<string, string>
}
