/**
 * Hypotheses: why partners of one type in one segment will bring qualified buyers, what they get, and what we predict of it.
 * Words: draft → testing → supported | refuted | inconclusive → closed, each decided by a person with a reason; a prediction is a number
 * with a range; a partner belongs to at most one hypothesis at a time, and what it introduces counts for the one of that day.
 * Invariants: one hypothesis per type and segment until it is closed (unique index); at most two partner types under test unless
 * somebody says why; predictions are added, never changed; the forecast is the same for the same numbers.
 * How a hypothesis fares is counted in performance.
 */
import { eraseWith } from '../partners/index.ts'
import { hypothesesEraser } from './erase.ts'
import type { Part } from '../../platform/part.ts'
import { hypothesisRoutes } from './api.ts'

export { changeHypothesis, changePredictions } from './change-hypothesis.ts'
export { createHypothesis } from './create-hypothesis.ts'
export { decideHypothesis } from './decide-hypothesis.ts'
export { placePartner } from './place-partner.ts'
export { predictionsFrom } from './preset-predictions.ts'
export { presets } from './presets.ts'
export { moneyRangeOf, stopMeasures, type Predictions, type StopMeasure } from './predictions.ts'
export { hypothesesTested, hypothesisOn, isAnySupported, partnersIn, testedTypes } from './queries.ts'
export { hypothesisTypes } from './rules.ts'
export { hypothesisById, predictionsOf, type HypothesisRow } from './store.ts'

eraseWith(hypothesesEraser)

export const part: Part = { name: 'hypotheses', routes: hypothesisRoutes }
