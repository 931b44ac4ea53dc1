/**
 * Recruiting: who might become a partner, how good they would be, and where they stand on the way.
 * Words: a candidate is a partner in state candidate with a card on the board; a scorecard is what one partner type is judged by, in
 * versions; an assessment is one member's view by it; an application is what somebody sent by the public page.
 * Invariants: a card's stage and the partner's state never contradict each other (one transaction, both ways); a score is a range while
 * anything is unknown; a card is moved only from where the mover saw it; of one address or domain one application waits at a time (unique
 * indexes) and every other is kept beside it; nobody outside learns of any other candidate.
 */
import { registerImportKind } from '../../platform/imports/index.ts'
import type { Part } from '../../platform/part.ts'
import { followPartnerState } from '../partners/index.ts'
import { describePromises } from '../promises/index.ts'
import { recruitingRoutes } from './api.ts'
import { describeApplicationPromises } from './describe-promises.ts'
import { followPartner } from './follow-partner.ts'
import { candidateImport } from './import-candidates.ts'
import { recruitingPages } from './pages.ts'

export { addCandidate, type NewCandidate } from './add-candidate.ts'
export { applicationAddress, applicationPage } from './application-page.ts'
export { assessCandidate, type Assessment } from './assess-candidate.ts'
export { eraseCandidate } from './erase-candidate.ts'
export { moveCandidate, type Move } from './move-candidate.ts'
export { describeCustomerBase } from './outside.ts'
export { planNextStep } from './plan-next-step.ts'
export { type CustomerBase } from './score-rules.ts'
export { scorecardOf } from './scorecards.ts'
export { setApplicationPage } from './set-application-page.ts'
export { setScorecard } from './set-scorecard.ts'
export { submitApplication } from './submit-application.ts'

describePromises(['answer_application'], describeApplicationPromises)
followPartnerState(followPartner)
registerImportKind(candidateImport)

export const part: Part = { name: 'recruiting', routes: recruitingRoutes, pages: recruitingPages }
