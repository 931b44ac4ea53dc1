import type { Fact } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Decidable, HypothesisState, HypothesisType } from './rules.ts'

const about = (type: string, id: Id, payload: Fact['payload'], why?: string | null): Fact => ({ type: `hypothesis.${type}`, subject: { noun: 'hypothesis', id }, payload: payload ?? {}, why: why ?? null })

export const hypothesisCreated = (id: Id, payload: { partnerType: HypothesisType }): Fact => about('created', id, payload)
/** The fields that have another value now. */
export const hypothesisChanged = (id: Id, payload: { fields: string[] }, why: string | null): Fact => about('changed', id, payload, why)
export const predictionsChanged = (id: Id, payload: { version: number }, why: string | null): Fact => about('predictions_changed', id, payload, why)
/** `focus`: a third partner type is under test with it. */
export const hypothesisDecided = (id: Id, payload: { from: HypothesisState; to: Decidable; version: number; focus: boolean }, why: string): Fact => about('decided', id, payload, why)
/** About the partner: the hypothesis it belongs to from a day on, or none. */
export const partnerPlaced = (partnerId: Id, payload: { hypothesisId: Id | null; from: string; before: Id | null }, why: string | null): Fact =>
  ({ type: 'partner.hypothesis_set', subject: { noun: 'partner', id: partnerId }, partnerId, payload, why })
