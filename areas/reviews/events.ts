import type { Fact } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'
import type { ActionOutcome, Conclusion } from './rules.ts'

type Of = { id: Id; partnerId: Id; quarter: string }
/** Every fact says of which quarter the review is, as "2026-Q3". */
const fact = (type: string, review: Of, payload: Fact['payload'] = {}, why?: string | null): Fact => ({
  type: `review.${type}`, subject: { noun: 'review', id: review.id }, partnerId: review.partnerId, payload: { quarter: review.quarter, ...payload }, why: why ?? null,
})

export const reviewOpened = (r: Of): Fact => fact('opened', r)
export const notesWritten = (r: Of, payload: { version: number }): Fact => fact('notes_written', r, payload)
/** After it was held. */
export const notesCorrected = (r: Of, payload: { version: number }, why: string): Fact => fact('notes_corrected', r, payload, why)
export const reviewHeld = (r: Of, payload: { conclusion: Conclusion; heldOn: string; hypothesisId: Id | null }, why: string): Fact => fact('held', r, payload, why)
export const actionAdded = (r: Of, payload: { actionId: Id; ownerId: Id | null; dueOn: string }): Fact => fact('action_added', r, payload)
/** The fields that have another value now. */
export const actionChanged = (r: Of, payload: { actionId: Id; fields: string[] }, why: string | null): Fact => fact('action_changed', r, payload, why)
export const actionSettled = (r: Of, outcome: ActionOutcome, payload: { actionId: Id }, why: string | null): Fact => fact(`action_${outcome}`, r, payload, why)
export const actionReopened = (r: Of, payload: { actionId: Id; from: string }, why: string): Fact => fact('action_reopened', r, payload, why)
