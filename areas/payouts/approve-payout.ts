// Guards P2 and P3: a second person approves, what has changed meanwhile is not paid, and the ledger takes the lines in the same transaction.
import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { list } from '../../kernel/text.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { partnerNames } from '../partners/index.ts'
import { planAgain } from './candidates.ts'
import { payoutApproved } from './events.ts'
import { postPayment } from '../ledger/index.ts'
import { linesOf, lockPayout, paymentsOf, vatOfPayments, whoOf, type PaymentRow } from './payout-store.ts'
import { isUnchanged, mayApprove } from './rules.ts'

/** Approves all that is in it. Refuses whoever made it, software, and when a payment would be made otherwise by now. Approving twice is once. */
export async function approvePayout(ctx: Ctx, id: Id, note: string | null): Promise<{ id: Id }> {
  allow(ctx, 'payouts:approve')
  return transact(ctx, async (tx) => {
    const payout = await lockPayout(tx, id)
    const who = whoOf(tx)
    if (payout.approvedBy !== null && payout.approvedBy === who.id && payout.state !== 'cancelled') return { id }
    const may = mayApprove(payout, who)
    if (!may.allowed) throw payout.state === 'waiting' ? refuse('forbidden', who.kind === 'member' ? 'payouts.second_person' : 'payouts.needs_person', may.why) : refuse('conflict', 'payouts.not_waiting', may.why)
    const payments = (await paymentsOf(tx, id)).filter((payment) => payment.state === 'scheduled')
    if (payments.length === 0) throw refuse('conflict', 'payouts.empty', 'Every payment was taken out. Cancel it instead.')
    const lines = await linesOf(tx, payments.map((payment) => payment.id))
    const vat = await vatOfPayments(tx, payments.map((payment) => payment.id))
    const { decided } = await planAgain(tx, payments.map((payment) => ({ payment, lineIds: lines.get(payment.id) ?? [], vatOf: vat.get(payment.id) ?? [] })), payout.upTo)
    await refuseChanged(tx, payments.filter((payment) => {
      const now = decided.get(payment.id)
      return !now || !isUnchanged({ ...payment, lineIds: lines.get(payment.id) ?? [], vatOf: vat.get(payment.id) ?? [], detailId: payment.bankDetailId }, now)
    }))
    await tx.q.updateTable('payout').set({ state: 'approved', approved_by: who.id, approved_at: tx.now, approval_note: note }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    const because = await record(tx, payoutApproved(id, { payments: payments.length, madeBy: payout.madeBy }, note))
    for (const payment of payments) {
      const posted = await postPayment(tx, { paymentId: payment.id, partnerId: payment.partnerId, currency: payment.owedCurrency, lineIds: lines.get(payment.id) ?? [], withheldMinor: payment.withheldMinor, feeMinor: payment.feeMinor, vatOf: vat.get(payment.id) ?? [], because,
        sent: payment.exchange && { currency: payment.currency, amountMinor: payment.amountMinor }, books: payment.books })
      if (posted.grossMinor !== payment.grossMinor || posted.vatMinor !== payment.vatMinor) throw new Error(`the ledger pays ${posted.grossMinor} and ${posted.vatMinor} of VAT where ${payment.grossMinor} and ${payment.vatMinor} were approved`)
    }
    return { id }
  })
}

/** Names the partners whose payments cannot leave as they were made. */
export async function refuseChanged(tx: Tx, changed: PaymentRow[]): Promise<void> {
  if (changed.length === 0) return
  const names = await partnerNames(tx, changed.map((payment) => payment.partnerId))
  const some = [...new Set(changed.map((payment) => names.get(payment.partnerId) ?? 'a partner'))]
  const said = some.length > 5 ? [...some.slice(0, 5), `${some.length - 5} more`] : some
  throw refuse('conflict', 'payouts.changed_since', `Something changed since this payout was made for ${list(said)}: the account, the partnership, a dispute or what is owed. Take the payment out; it is in the next payout again. Nothing was done.`)
}
