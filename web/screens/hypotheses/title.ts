import { partnerTypes } from '../partners/queries.ts'
import type { HypothesisRow } from './queries.ts'

/** "Implementation partners: food and logistics" */
export const titleOf = ({ type, segment }: Pick<HypothesisRow, 'type' | 'segment'>): string => `${partnerTypes[type].word} partners: ${segment}`
