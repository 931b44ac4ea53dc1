import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { paymentWithdrawn, payoutCancelled } from './events.ts'
import { postReturned } from '../ledger/index.ts'
import { changePayment, lockPayments, lockPayout, paymentById, paymentsOf, releaseLines, type PaymentRow, type PayoutRow } from './payout-store.ts'
import { mayCancel, mayWithdraw } from './rules.ts'

/** Takes one payment out before it is sent; what it would have paid is payable again. Taken out twice is once. */
export async function withdrawPayment(ctx: Ctx, id: Id, why: string): Promise<{ id: Id }> {
  allow(ctx, 'payouts:write')
  return transact(ctx, async (tx) => {
    const payout = await lockPayout(tx, (await paymentById(tx, id)).payoutId)
    const [payment] = await lockPayments(tx, [id])
    if (!payment || payment.state === 'withdrawn') return { id }
    const may = mayWithdraw(payment)
    if (!may.allowed) throw refuse('conflict', 'payouts.payment_left', may.why)
    await withdraw(tx, payout, payment, why)
    return { id }
  })
}

/** Calls off a payout that was not sent, approved or not. */
export async function cancelPayout(ctx: Ctx, id: Id, why: string): Promise<{ id: Id }> {
  allow(ctx, 'payouts:write')
  return transact(ctx, async (tx) => {
    const payout = await lockPayout(tx, id)
    if (payout.state === 'cancelled') return { id }
    const may = mayCancel(payout)
    if (!may.allowed) throw refuse('conflict', 'payouts.cannot_cancel', may.why)
    for (const payment of await lockPayments(tx, (await paymentsOf(tx, id)).map((one) => one.id))) if (payment.state === 'scheduled') await withdraw(tx, payout, payment, why)
    await tx.q.updateTable('payout').set({ state: 'cancelled', cancelled_by: 'id' in tx.actor ? tx.actor.id : null, cancelled_at: tx.now, cancelled_why: why }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await record(tx, payoutCancelled(id, why))
    return { id }
  })
}

async function withdraw(tx: Tx, payout: PayoutRow, payment: PaymentRow, why: string): Promise<void> {
  await changePayment(tx, payment.id, { state: 'withdrawn', reason: why })
  await releaseLines(tx, payment.id)
  const because = await record(tx, paymentWithdrawn(payment, why))
  // The ledger has it from the approval on.
  if (payout.state === 'approved') await postReturned(tx, payment.id, because)
}
