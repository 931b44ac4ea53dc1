import type { Fact } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'

type Of = { id: Id; partnerId: Id; companyId: Id }
const fact = (type: string, referral: Of, payload: Fact['payload'] = {}, why?: string | null): Fact => ({
  type: `referral.${type}`, subject: { noun: 'referral', id: referral.id }, partnerId: referral.partnerId, companyId: referral.companyId, payload, why: why ?? null,
})

export const referralSubmitted = (r: Of, payload: { source: string; standing: string; consent: string }): Fact => fact('submitted', r, payload)
export const referralRepeated = (r: Of, payload: { source: string }): Fact => fact('repeated', r, payload)
export const referralAccepted = (r: Of, payload: { ownerId: Id }, why?: string | null): Fact => fact('accepted', r, payload, why)
export const referralAsked = (r: Of, payload: { messageId: Id }): Fact => fact('asked', r, payload)
export const referralReplied = (r: Of, payload: { messageId: Id }): Fact => fact('replied', r, payload)
export const referralDeclined = (r: Of, payload: { reason: string }, why: string): Fact => fact('declined', r, payload, why)
export const referralProgressed = (r: Of, step: string, payload: Fact['payload'], why?: string | null): Fact => fact(step, r, payload, why)
export const referralOpportunity = (r: Of, payload: { opportunityId: Id }): Fact => fact('opportunity_linked', r, payload)
export const referralClosed = (r: Of, outcome: 'won' | 'lost', payload: Fact['payload'], why?: string | null): Fact => fact(outcome, r, payload, why)
export const referralReopened = (r: Of, payload: { from: string; to: string }, why: string): Fact => fact('reopened', r, payload, why)
export const referralAppealed = (r: Of, payload: { isContested: boolean }, why: string): Fact => fact('appealed', r, payload, why)
export const consentRecorded = (r: Of, payload: { by: string }): Fact => fact('consent_recorded', r, payload)
export const ownerChanged = (r: Of, payload: { ownerId: Id }): Fact => fact('owner_changed', r, payload)
export const companyChanged = (r: Of, payload: { from: Id; to: Id }, why?: string | null): Fact => fact('company_changed', r, payload, why)
