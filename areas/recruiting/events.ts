import type { Fact } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'

const fact = (type: string, partnerId: Id, payload: Fact['payload'] = {}, why?: string | null): Fact => ({ type: `candidate.${type}`, subject: { noun: 'partner', id: partnerId }, partnerId, payload, why: why ?? null })

export const candidateAdded = (partnerId: Id, payload: { source: string; maybeSameAs: number }): Fact => fact('added', partnerId, payload)
export const candidateMoved = (partnerId: Id, payload: { from: string; to: string }, why: string | null): Fact => fact('moved', partnerId, payload, why)
export const candidatePlanned = (partnerId: Id, payload: { fields: string[]; on: string | null; by: Id | null }): Fact => fact('planned', partnerId, payload)
export const candidateAssessed = (partnerId: Id, payload: { assessmentId: Id; version: number; answered: number }): Fact => fact('assessed', partnerId, payload)
export const candidateErased = (partnerId: Id, payload: { partnerType: string; stage: string; erased: Record<string, number> }, why: string): Fact => fact('erased', partnerId, payload, why)
export const applicationReceived = (partnerId: Id, payload: { applicationId: Id; partnerType: string }): Fact => fact('applied', partnerId, payload)
export const applicationRepeated = (partnerId: Id, payload: { applicationId: Id; first: Id }): Fact => fact('applied_again', partnerId, payload)
export const applicationConfirmed = (partnerId: Id, payload: { applicationId: Id }): Fact => fact('email_confirmed', partnerId, payload)
export const scorecardSet = (id: Id, payload: { partnerType: string; version: number }, why: string): Fact => ({ type: 'scorecard.set', subject: { noun: 'scorecard', id }, payload, why })
export const applicationPageSet = (workspaceId: Id, payload: { isOpen: boolean; isNewAddress: boolean; ownerId: Id }): Fact => ({ type: 'application_page.set', subject: { noun: 'workspace', id: workspaceId }, payload })
