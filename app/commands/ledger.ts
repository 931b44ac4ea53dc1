import { checkSeals, verifyLedger } from '../../areas/ledger/index.ts'
import { count } from '../../kernel/text.ts'
import { read } from '../../platform/db/transact.ts'
import { chosenWorkspace, CliProblem, operatorCtx, withDatabase, workspaceOption, type Command } from './command.ts'

export const ledger: Command = {
  name: 'ledger', summary: 'prove that the ledger is whole, follows from the facts, and was not tampered with', usage: 'verify',
  options: { ...workspaceOption, head: { type: 'string', says: 'a code that an earlier verify printed and that you kept elsewhere' } },
  examples: ['alongside ledger verify', 'alongside ledger verify --head 5c1f… --json'],
  run: (call) => {
    if (call.words[0] !== 'verify') throw new CliProblem('Say what to do with the ledger: verify.', true)
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
  },
}
