import type { Fact } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'
import type { DetailKind } from './payee-forms.ts'
import type { Outcome } from './bank-result.ts'

const ofPartner = (type: string, partnerId: Id, payload: Fact['payload'], why?: string | null): Fact => ({ type, subject: { noun: 'partner', id: partnerId }, partnerId, payload, why: why ?? null })

export const payeeAsked = (partnerId: Id, payload: { contactId: Id }): Fact => ofPartner('payee.asked', partnerId, payload)
export const payeeDetailGiven = (partnerId: Id, payload: { detailId: Id; kind: DetailKind }): Fact => ofPartner('payee.detail_given', partnerId, payload)
export const payeeDetailConfirmed = (partnerId: Id, payload: { detailId: Id; kind: DetailKind; isChange: boolean; heldUntil: string | null }): Fact => ofPartner('payee.detail_confirmed', partnerId, payload)
export const payeeHoldReleased = (partnerId: Id, payload: { detailId: Id }, why: string): Fact => ofPartner('payee.hold_released', partnerId, payload, why)
export const paySettingsChanged = (workspace: Id, payload: { fields: string[] }): Fact => ({ type: 'payout.settings_changed', subject: { noun: 'workspace', id: workspace }, payload })

const ofPayout = (type: string, id: Id, payload: Fact['payload'], why?: string | null): Fact => ({ type: `payout.${type}`, subject: { noun: 'payout', id }, payload, why: why ?? null })
export const payoutMade = (id: Id, payload: { payments: number; upTo: string }, why: string | null): Fact => ofPayout('made', id, payload, why)
export const payoutApproved = (id: Id, payload: { payments: number; madeBy: Id }, why: string | null): Fact => ofPayout('approved', id, payload, why)
export const payoutSent = (id: Id, payload: { files: number; payments: number }): Fact => ofPayout('sent', id, payload)
export const payoutCancelled = (id: Id, why: string): Fact => ofPayout('cancelled', id, {}, why)
export const resultsRead = (id: Id, payload: { applied: number; repeated: number; unknown: number; problems: number }): Fact => ({ type: 'payout.results_read', subject: { noun: 'resultFile', id }, payload })

type Paid = { id: Id; partnerId: Id; payoutId: Id; amountMinor: bigint; currency: string }
const ofPayment = (type: string, p: Paid, payload: Fact['payload'] = {}, why?: string | null): Fact => ({
  type: `payment.${type}`, subject: { noun: 'payment', id: p.id }, partnerId: p.partnerId, payload: { payoutId: p.payoutId, amountMinor: p.amountMinor.toString(), currency: p.currency, ...payload }, why: why ?? null,
})
export const paymentScheduled = (p: Paid, againOf: Id | null): Fact => ofPayment('scheduled', p, againOf ? { againOf } : {})
export const paymentSent = (p: Paid, payload: { paymentFileId: Id }): Fact => ofPayment('sent', p, payload)
export const paymentWithdrawn = (p: Paid, why: string): Fact => ofPayment('withdrawn', p, {}, why)
export const paymentSettled = (p: Paid, outcome: Outcome, payload: { on: string; resultFileId: Id | null }, why: string | null): Fact => ofPayment(outcome, p, payload, why)
