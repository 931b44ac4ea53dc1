// Guards P5: one place where a payment learns what became of it. Told again, or late, it changes nothing.
import type { Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import type { Outcome } from './bank-result.ts'
import { paymentSettled } from './events.ts'
import { postPaid, postReturned } from '../ledger/index.ts'
import { mailOutcome } from './mail-outcome.ts'
import { changePayment, lockPayments, paymentById, releaseLines, type PaymentRow } from './payout-store.ts'
import { decideResult } from './rules.ts'

export type Word = { outcome: Outcome; on: string; reason: string | null; resultFileId: Id | null }
export type Became = 'changed' | 'repeat' | { problem: string }

/** Applies the bank's word to a locked payment: state, ledger, lines, event and mail, or nothing of it. */
export async function settlePayment(tx: Tx, payment: PaymentRow, word: Word): Promise<Became> {
  const decided = decideResult(payment, word.outcome, word.on)
  if (decided === 'repeat') return 'repeat'
  if ('problem' in decided) return decided
  const outcome: Outcome = decided.to === 'paid' ? 'paid' : decided.to === 'failed' ? 'failed' : 'returned'
  await changePayment(tx, payment.id, { state: decided.to, reason: word.reason, ...(outcome === 'paid' ? { paid_on: word.on } : { returned_on: word.on }) })
  const because = await record(tx, paymentSettled(payment, outcome, { on: word.on, resultFileId: word.resultFileId }, word.reason))
  if (outcome === 'paid') await postPaid(tx, payment.id, because)
  else {
    await releaseLines(tx, payment.id)
    await postReturned(tx, payment.id, because)
  }
  await mailOutcome(tx, payment, outcome, word)
  return 'changed'
}

/** A person of finance says what the bank told them, where no file does. */
export async function recordOutcome(ctx: Ctx, id: Id, input: { outcome: Outcome; on: string; reason: string | null }): Promise<{ id: Id }> {
  allow(ctx, 'payouts:write')
  return transact(ctx, async (tx) => {
    await paymentById(tx, id)
    if (input.on > await todayOf(tx)) throw refuseField('on', 'payouts.outcome_ahead', 'That day has not come yet.')
    const [payment] = await lockPayments(tx, [id])
    const became = payment ? await settlePayment(tx, payment, { ...input, resultFileId: null }) : 'repeat'
    if (typeof became !== 'string') throw refuse('conflict', 'payouts.cannot_settle', became.problem)
    return { id }
  })
}
