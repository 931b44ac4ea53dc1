import type { Readable } from 'node:stream'
import { showId, type Id } from '../../kernel/ids.ts'
import { decimal } from '../../kernel/money.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { csvNumber, csvStream, type CsvRow } from '../../platform/files/csv.ts'
import { backTestOutcomes } from './back-test-queries.ts'
import { backTestById } from './back-test-store.ts'

const batch = 1000

/** Every partner of a result. */
export function backTestCsv(ctx: Ctx, id: Id): Readable {
  async function* batches(): AsyncGenerator<CsvRow[]> {
    for (let offset = 0; ; offset += batch) {
      const rows = await read(ctx, async (r) => {
        const test = await backTestById(r, id)
        const amount = (minor: bigint, currency = test.plan.currency) => csvNumber(decimal(minor, currency))
        return (await backTestOutcomes(r, test, { limit: batch, offset })).map((one): CsvRow => ({
          partner: one.partner.id ? showId('partner', one.partner.id) : '', partner_name: one.partner.name, booked: amount(one.bookedMinor), draft: amount(one.draftMinor), change: amount(one.draftMinor - one.bookedMinor), currency: test.plan.currency,
          booked_in_others: one.others.map((other) => `${decimal(other.bookedMinor, other.currency)} ${other.currency}`).join(', '),
        }))
      })
      yield rows
      if (rows.length < batch) return
    }
  }
  return csvStream(['partner', 'partner_name', 'booked', 'draft', 'change', 'currency', 'booked_in_others'], batches())
}

/** The rows of the file that could not be used, as they stood there, with the reason. */
export function backTestRejectedCsv(ctx: Ctx, id: Id): Readable {
  async function* batches(): AsyncGenerator<CsvRow[]> {
    for (let after = 0n; ; ) {
      const rows = await read(ctx, (r) => r.q.selectFrom('back_test_problem').select(['row_no', 'reason', 'row']).where('workspace_id', '=', r.workspace).where('back_test_id', '=', id).where('row_no', '>', after).orderBy('row_no').limit(batch).execute())
      yield rows.map((row) => ({ row: row.row_no, why: row.reason, as_it_stood: row.row }))
      if (rows.length < batch) return
      after = rows.at(-1)?.row_no ?? after
    }
  }
  return csvStream(['row', 'why', 'as_it_stood'], batches())
}
