import { createReadStream, existsSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { recordInBulk } from '../../areas/ledger/index.ts'
import { chosenWorkspace, CliProblem, operatorCtx, progressBar, withDatabase, workspaceOption, type Command } from './command.ts'

const mostSaid = 20

export const facts: Command = {
  name: 'facts', summary: 'tell the ledger facts from a file, one JSON object a line; what was told before changes nothing', usage: 'FILE',
  options: workspaceOption,
  examples: ['alongside facts invoices-2026.jsonl', 'alongside facts invoices-2026.jsonl --json'],
  run: (call) => {
    const [file] = call.words
    if (!file) throw new CliProblem('Say which file to read.', true)
    if (!existsSync(file)) throw new CliProblem(`There is no file ${file}.`)
    return withDatabase(async (db) => {
      const workspace = await chosenWorkspace(db, call.options['workspace'])
      const ctx = operatorCtx(db, workspace.id)
      const counts = { recorded: 0, known: 0, refused: 0 }
      const refused: { id: string; why: string | null }[] = []
      const size = statSync(file).size
      const [bar, settling] = [progressBar('Facts'), progressBar('Partners')]
      let read = 0
      const lines = async function* () {
        for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
          read += Buffer.byteLength(line) + 1
          if (line.trim() !== '') yield jsonOf(line)
        }
      }
      const partners = await recordInBulk(ctx, lines(), (results) => {
        for (const one of results) {
          counts[one.result] += 1
          if (one.result === 'refused' && refused.length < 1000) refused.push({ id: one.id, why: one.why })
        }
        bar(read / Math.max(1, size), `${counts.recorded} recorded`)
      }, (settled, of) => settling(settled / of, `${settled} settled`))
      call.say(`New: ${counts.recorded}. Known before: ${counts.known}. Refused, and in the tray: ${counts.refused}. Partners settled: ${partners}.`)
      for (const one of refused.slice(0, mostSaid)) call.say(`  ${one.id}: ${one.why}`)
      if (counts.refused > mostSaid) call.say(`  … and ${counts.refused - mostSaid} more: Money › Facts lists them all.`)
      return { json: { ...counts, refusedFacts: refused, partnersSettled: partners }, ok: counts.refused === 0 }
    })
  },
}

/** A line that is no JSON is told as the text it is, so that it lands in the tray with the reason. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return { id: `line ${line.slice(0, 60)}`, text: line.slice(0, 2000) }
  }
}
