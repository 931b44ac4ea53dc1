import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { checkSeals, journalCsv, verifyLedger } from '../../areas/ledger/index.ts'
import '../areas.ts'
import { count } from '../../kernel/text.ts'
import { read } from '../../platform/db/transact.ts'
import { dateIn } from '../../platform/http/shapes.ts'
import { chosenWorkspace, CliProblem, operatorCtx, withDatabase, workspaceOption, type Call, type Command } from './command.ts'

export const ledger: Command = {
  name: 'ledger', summary: 'prove that the ledger is whole and was not tampered with, or export its journal for an accounting system', usage: 'verify | export --from DAY --to DAY --out FILE',
  options: {
    ...workspaceOption, head: { type: 'string', says: 'verify: a code that an earlier verify printed and that you kept elsewhere' },
    from: { type: 'string', says: 'export: the first day, such as 2026-10-01' }, to: { type: 'string', says: 'export: the last day' }, out: { type: 'string', says: 'export: the CSV file to write' },
  },
  examples: ['alongside ledger verify', 'alongside ledger verify --head 5c1f… --json', 'alongside ledger export --from 2026-10-01 --to 2026-12-31 --out journal-q4.csv'],
  run: (call) => {
    if (call.words[0] === 'export') return exportJournal(call)
    if (call.words[0] !== 'verify') throw new CliProblem('Say what to do with the ledger: verify or export.', true)
    return verify(call)
  },
}

function verify(call: Call) {
  const head = typeof call.options['head'] === 'string' ? call.options['head'] : undefined
  return withDatabase(async (db) => {
    const workspace = await chosenWorkspace(db, call.options['workspace'])
    const ctx = operatorCtx(db, workspace.id)
    const books = await read(ctx, verifyLedger)
    const seals = await read(ctx, (r) => checkSeals(r, head))
    const problems = [...books.problems, ...seals.problems]
    call.say(`${workspace.name}: ${books.journals} journals, ${books.entries} entries, ${books.lines} commission lines.`)
    call.say(books.ok ? 'Every journal balances, every line computes again, and what is booked is what is due.' : 'The books do not hold:')
    call.say(seals.problems.length === 0 ? `${count(seals.sealed, 'journal')} in ${count(seals.blocks, 'block')} are as they were when they were sealed; ${seals.unsealed} wait for the next one.` : 'Something was changed after it was sealed, or the secret of this installation is another one than before:')
    for (const problem of problems) call.say(`  ${problem}`)
    call.say(`Keep this code elsewhere, and give it with --head next time: ${seals.head}`)
    return { json: { workspace: workspace.slug, ...books, ok: problems.length === 0, problems, seals }, ok: problems.length === 0 }
  }, { migrate: false })
}

/** Written to the file as it is read, so that memory stays flat. */
function exportJournal(call: Call) {
  const [from, to] = [day(call, 'from'), day(call, 'to')]
  const out = call.options['out']
  if (typeof out !== 'string') throw new CliProblem('Say with --out which file to write.', true)
  return withDatabase(async (db) => {
    const workspace = await chosenWorkspace(db, call.options['workspace'])
    let bytes = 0
    const file = createWriteStream(out)
    await pipeline(await journalCsv(operatorCtx(db, workspace.id), { from, to }), async function* (parts: AsyncIterable<string>) {
      for await (const part of parts) {
        bytes += Buffer.byteLength(part)
        yield part
      }
    }, file)
    call.say(`Wrote the journal of ${workspace.name} from ${from} to ${to} to ${out}: ${bytes.toLocaleString('en-US')} bytes.`)
    return { json: { workspace: workspace.slug, from, to, out, bytes } }
  }, { migrate: false })
}

function day(call: Call, name: 'from' | 'to'): string {
  const read = dateIn.safeParse(call.options[name])
  if (!read.success) throw new CliProblem(`Say with --${name} a day such as 2026-10-01.`, true)
  return read.data
}
