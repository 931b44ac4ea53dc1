import { createReadStream, existsSync } from 'node:fs'
import { basename } from 'node:path'
import { backTestOutcomes, backTestSums, farOf, runBackTest, startBackTest } from '../../areas/ledger/index.ts'
import type { Plan } from '../../areas/program/index.ts'
import '../areas.ts'
import { showId } from '../../kernel/ids.ts'
import { decimal, formatMoney } from '../../kernel/money.ts'
import { count } from '../../kernel/text.ts'
import { read } from '../../platform/db/transact.ts'
import { storeFile } from '../../platform/files/index.ts'
import { chosenWorkspace, CliProblem, operatorCtx, progressBar, withDatabase, type Call } from './command.ts'

const mostRows = 10_000

/** Runs a draft over the past of a workspace, or of a file, and says what it would have cost, for each partner. The result is kept. */
export function backTestFile(call: Call, plan: Plan) {
  const past = textOf(call.options['past'])
  if (past !== undefined && !existsSync(past)) throw new CliProblem(`There is no file ${past}.`)
  return withDatabase(async (db) => {
    const workspace = await chosenWorkspace(db, call.options['workspace'])
    const ctx = operatorCtx(db, workspace.id)
    const file = past === undefined ? undefined : await storeFile(ctx, { name: basename(past), contentType: 'application/octet-stream' }, createReadStream(past), 64 * 1024 ** 3)
    const { id } = await startBackTest(ctx, { terms: plan, from: textOf(call.options['from']), to: textOf(call.options['to']), fileId: file?.id }, { inline: true })
    const bar = progressBar('Back-test')
    const test = await runBackTest(ctx, id, { onProgress: (row) => bar(farOf(row) / 1000, `${row.sellersDone} of ${count(row.sellersTotal ?? 0, 'partner')}`) })
    const [sums, rows] = await read(ctx, async (r) => [await backTestSums(r, test), await backTestOutcomes(r, test, { limit: mostRows })] as const)
    const money = (amountMinor: bigint) => formatMoney({ amountMinor, currency: plan.currency })
    for (const one of [...rows].sort((a, b) => (a.partner.name < b.partner.name ? -1 : 1))) call.say(`${one.partner.name}: booked ${money(one.bookedMinor)}, draft ${money(one.draftMinor)}, ${one.draftMinor >= one.bookedMinor ? '+' : ''}${money(one.draftMinor - one.bookedMinor)}`)
    call.say(`In all: booked ${money(sums.bookedMinor)}, draft ${money(sums.draftMinor)}.${test.unused > 0 ? ` ${count(test.unused, 'fact')} cannot be used by the draft.` : ''}`)
    if (test.rejected > 0) call.say(`${count(test.rejected, 'row')} of the file could not be used; the reasons are at the back-test in the app.`)
    const say = (amountMinor: bigint) => decimal(amountMinor, plan.currency)
    return {
      json: {
        id: showId('backTest', id), state: test.state, currency: plan.currency, booked: say(sums.bookedMinor), draft: say(sums.draftMinor), unused: test.unused, rows: test.rowsRead, rejected: test.rejected,
        partners: rows.map((one) => ({ id: one.partner.id && showId('partner', one.partner.id), name: one.partner.name, booked: say(one.bookedMinor), draft: say(one.draftMinor) })),
      },
      ok: test.state === 'done',
    }
  }, { migrate: false })
}

const textOf = (option: string | boolean | undefined): string | undefined => (typeof option === 'string' ? option : undefined)
