// Guards P6: what failed or came back goes out at most once more, as a new payment that a second person approves.
import type { Id } from '../../kernel/ids.ts'
import { notFound, refuse } from '../../kernel/refusal.ts'
import { list } from '../../kernel/text.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { partnerNames } from '../partners/index.ts'
import { planAgain } from './candidates.ts'
import { daysOf, writePayout, type NewPayment } from './make-payout.ts'
import { linesOf, lockPayments, vatOfPayments, whoOf } from './payout-store.ts'
import { isPlanned, mayMake, maySendAgain, notPaidReasons } from './rules.ts'

/** A new payout of the same lines, to the accounts that are in force now. Refuses what was sent again already, and whoever cannot be paid now, saying why. */
export async function sendAgain(ctx: Ctx, paymentIds: Id[], note: string | null): Promise<{ id: Id }> {
  allow(ctx, 'payouts:write')
  return transact(ctx, async (tx) => {
    const payments = await lockPayments(tx, paymentIds)
    if (payments.length !== new Set(paymentIds).size) throw notFound('payment')
    const maker = mayMake(whoOf(tx))
    if (!maker.allowed) throw refuse('forbidden', 'payouts.needs_person', maker.why)
    const again = await tx.q.selectFrom('payout_payment').select(['id', 'again_of']).where('workspace_id', '=', tx.workspace).where('again_of', '=', anyOf(paymentIds)).where('state', '<>', 'withdrawn').execute()
    for (const payment of payments) {
      const may = maySendAgain({ state: payment.state, againAs: again.find((one) => one.again_of === payment.id)?.id ?? null })
      if (!may.allowed) throw refuse('conflict', 'payouts.cannot_send_again', `${payment.reference}: ${may.why}`)
    }
    const [lines, vat] = [await linesOf(tx, paymentIds), await vatOfPayments(tx, paymentIds)]
    const before = await tx.q.selectFrom('payout').select('up_to').where('workspace_id', '=', tx.workspace).where('id', '=', anyOf(payments.map((payment) => payment.payoutId))).execute()
    const now = await daysOf(tx, {})
    // What was paid ahead of its day is sent again ahead of it.
    const days = { ...now, upTo: before.reduce((latest, { up_to }) => (up_to > latest ? up_to : latest), now.upTo) }
    const asked = payments.map((payment) => ({ payment: { ...payment, againOf: payment.id }, lineIds: lines.get(payment.id) ?? [], vatOf: vat.get(payment.id) ?? [] }))
    const { decided, lineAmounts } = await planAgain(tx, asked, days.upTo)
    const names = await partnerNames(tx, payments.map((payment) => payment.partnerId))
    const planned = payments.map((payment): NewPayment => {
      const now = decided.get(payment.id)
      if (!now || !isPlanned(now))
        throw refuse('conflict', 'payouts.cannot_send_again', `${names.get(payment.partnerId) ?? 'The partner'} cannot be paid now: ${list((now?.reasons ?? ['nothing_left']).map((reason) => notPaidReasons[reason].replace(/\.$/, '').replace(/^[A-Z]/, (c) => c.toLowerCase())))}.`)
      return { ...now, againOf: payment.id, overruledWhy: now.overruled.length > 0 ? `Sent again after ${payment.reference}.` : null }
    })
    return { id: await writePayout(tx, { ...days, note, payments: planned, lineAmounts }) }
  })
}
