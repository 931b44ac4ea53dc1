/**
 * Performance: what partners bring, measured once for every screen, and honest about small numbers. Owns no tables.
 * Words: a case is one row a figure counts over; n is the number of cases; a likely range is where a true rate lies with 95 %; the
 * program is all partners together.
 * Invariants: a measure is defined in definitions.ts and counted in populations.ts, nowhere else; a figure and the rows it opens to come
 * from the same statement; currencies are never added together; a ranking goes by what can be said safely, so 1 of 1 never beats 18 of 20;
 * open opportunities are censored, not ignored. Other areas' tables are read here (see populations.ts) and never written.
 */
import type { Part } from '../../platform/part.ts'
import { performanceRoutes } from './api.ts'

export { figureShape, findingShape, hiddenShape, measureShape, periodShape } from './contract.ts'
export { definitions, measureKeys, timeToCloseDefinition, type Definition, type MeasureKey } from './definitions.ts'
export type { Average, Figure, Likely } from './figure-rules.ts'
export { partnerInTest, type PartnerInTest } from './hypothesis-partner.ts'
export { hypothesisVerdict, hypothesisVerdicts, type HypothesisVerdict } from './hypothesis-verdict.ts'
export type { Period, PeriodWish } from './period.ts'
export { performanceRows, type RowsWish } from './rows.ts'
export { showFigure, showFinding, showMeasure } from './show.ts'
export { timeToClose, type TimeToClose } from './time-to-close.ts'
export { hiddenFrom, partnerPerformance, programPerformance, type Measure } from './views.ts'

export const part: Part = { name: 'performance', routes: performanceRoutes }
