import type { Readable } from 'node:stream'
import { showId, type Id } from '../../kernel/ids.ts'
import { decimal } from '../../kernel/money.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { csvNumber, csvStream, type CsvRow } from '../../platform/files/csv.ts'
import { paymentViews, type PaymentFilter, type PaymentView } from './payout-queries.ts'

const columns = ['payment', 'reference', 'state', 'partner', 'partner_name', 'gross', 'withheld', 'fee', 'owed_currency', 'amount', 'currency', 'method', 'account_ending', 'payout', 'file', 'execution_on', 'sent_at', 'paid_on', 'returned_on', 'reason', 'again_of', 'lines', 'vat']
const batch = 1000

/** All payments that match, newest first, as CSV: ids stay the same for ever, so that books can be matched by them. */
export function paymentsCsv(ctx: Ctx, filter: Omit<PaymentFilter, 'limit' | 'before' | 'id'>): Readable {
  async function* batches() {
    for (let before: Id | undefined; ; ) {
      const views = await read(ctx, (r) => paymentViews(r, { ...filter, before, limit: batch }))
      yield views.map(rowOf)
      before = views.at(-1)?.id
      if (views.length < batch || !before) return
    }
  }
  return csvStream(columns, batches())
}

function rowOf(p: PaymentView): CsvRow {
  const owed = (minor: bigint) => csvNumber(decimal(minor, p.owedCurrency))
  return {
    payment: showId('payment', p.id), reference: p.reference, state: p.state, partner: showId('partner', p.partnerId), partner_name: p.partnerName, gross: owed(p.grossMinor), withheld: owed(p.withheldMinor), fee: owed(p.feeMinor), owed_currency: p.owedCurrency, amount: csvNumber(decimal(p.amountMinor, p.currency)),
    currency: p.currency, method: p.method, account_ending: p.account.lastFour, payout: showId('payout', p.payoutId), file: p.fileId && showId('paymentFile', p.fileId), execution_on: p.executionOn, sent_at: p.sentAt?.toString(),
    paid_on: p.paidOn, returned_on: p.returnedOn, reason: p.reason, again_of: p.againOf && showId('payment', p.againOf), lines: p.lines, vat: owed(p.vatMinor),
  }
}
