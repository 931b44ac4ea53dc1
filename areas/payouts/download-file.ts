// Numbers in clear leave here, so each fetching is recorded, in the transaction that reads them. It is why these are no GET.
import type { Id } from '../../kernel/ids.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { csvFile } from '../../platform/http/exports.ts'
import type { Download } from '../../platform/http/route.ts'
import { payoutById } from './payout-store.ts'
import { paymentFile } from './send-payout.ts'
import { taxYearColumns, taxYearRows } from './tax-year.ts'

/** A file for the bank, the same each time. A repeated request is a fetching of its own. */
export async function downloadPaymentFile(ctx: Ctx, payoutId: Id, fileId: Id): Promise<Download> {
  allow(ctx, 'payouts:write')
  return transact({ ...ctx, idempotency: undefined }, async (tx) => {
    await payoutById(tx, payoutId)
    const file = await paymentFile(tx, payoutId, fileId)
    await record(tx, { type: 'payout.file_downloaded', subject: { noun: 'payout', id: payoutId }, payload: { paymentFileId: fileId } })
    return file
  })
}

/** What Form 1099-NEC asks for of a year, taxpayer numbers in clear. */
export async function downloadTaxYear(ctx: Ctx, year: number): Promise<Download> {
  allow(ctx, 'payouts:write')
  return transact({ ...ctx, idempotency: undefined }, async (tx) => {
    const rows = await taxYearRows(tx, year)
    await record(tx, { type: 'payout.tax_year_downloaded', subject: { noun: 'workspace', id: tx.workspace }, payload: { year, payees: rows.length } })
    return csvFile(`1099-nec-${year}.csv`, taxYearColumns, rows)
  })
}
