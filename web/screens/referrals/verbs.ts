import { api, send, take, type Schemas } from '../../api/client.ts'

type Closing = { outcome: 'won' | 'lost'; closedOn: string; why: string; deal?: { amountMinor: string; currency: string } }
export type DeclineReason = 'not_a_fit' | 'came_second' | 'already_talking' | 'no_need' | 'no_answer' | 'no_consent' | 'other'
export type Step = 'contacted' | 'met' | 'qualified'

const path = (id: string) => ({ params: { path: { id } } })

/** What can be done to an introduction, each one call. */
export const referralVerbs = (id: string) => ({
  accept: (ownerId: string, why: string) => send(api.PUT('/api/v1/referrals/{id}/decision', { ...path(id), body: { answer: 'accept', ownerId, why } })),
  ask: (question: string) => send(api.PUT('/api/v1/referrals/{id}/decision', { ...path(id), body: { answer: 'ask', question } })),
  decline: (reason: DeclineReason, why: string) => send(api.PUT('/api/v1/referrals/{id}/decision', { ...path(id), body: { answer: 'decline', reason, why } })),
  progress: (step: Step, why: string) => send(api.PUT('/api/v1/referrals/{id}/progress', { ...path(id), body: { step, why } })),
  unqualify: (why: string) => send(api.DELETE('/api/v1/referrals/{id}/qualification', { ...path(id), body: { why } })),
  consent: () => send(api.PUT('/api/v1/referrals/{id}/consent', path(id))),
  owner: (ownerId: string) => send(api.PUT('/api/v1/referrals/{id}/owner', { ...path(id), body: { ownerId } })),
  company: (companyId: string) => send(api.PUT('/api/v1/referrals/{id}/company', { ...path(id), body: { companyId } })),
  linkOpportunity: (opportunityId: string) => send(api.PUT('/api/v1/referrals/{id}/opportunity', { ...path(id), body: { opportunityId } })),
  createOpportunity: (create: { name: string; amountMinor: string | null; currency: string; product: string }) => send(api.PUT('/api/v1/referrals/{id}/opportunity', { ...path(id), body: { create } })),
  close: (closing: Closing) => send(api.PUT('/api/v1/referrals/{id}/closing', { ...path(id), body: closing })),
  reopen: (why: string) => send(api.DELETE('/api/v1/referrals/{id}/closing', { ...path(id), body: { why } })),
  appeal: (why: string) => send(api.PUT('/api/v1/referrals/{id}/appeal', { ...path(id), body: { why } })),
  write: (body: string) => send(api.POST('/api/v1/referrals/{id}/messages', { ...path(id), body: { body } })),
})

export const decideConflict = (id: string, outcome: 'credited' | 'not_credited', why: string, ownerId?: string) =>
  take(api.PUT('/api/v1/conflicts/{id}/decision', { ...path(id), body: { outcome, why, ...(ownerId ? { ownerId } : {}) } }))

export type Conflict = NonNullable<Schemas['Referral']['conflict']>
