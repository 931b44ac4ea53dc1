/**
 * Co-selling: opportunities, whose buyer it is (claims), and what happens when two claims meet (conflicts).
 * Words: a claim is held, waits, or was released; an opportunity is sourced or influenced by a partner, or direct.
 * Invariants: one held claim per company (unique index); one opportunity per introduction; a sourced opportunity's money is settled in
 * the transaction that changes it.
 */
import { eraseWith } from '../partners/index.ts'
import { cosellingEraser } from './erase.ts'
import type { Part } from '../../platform/part.ts'
import { relinkWith } from '../companies/index.ts'
import { describePast } from '../ledger/index.ts'
import { opportunityRoutes, opportunityTasks } from './opportunities.ts'
import { partnersWithSourced, wonItems } from './past-items.ts'
import { cosellingReactions } from './reactions.ts'
import { cosellingRelinker } from './relink.ts'

export { claimOf, heldClaim, holdAgain, holdUntil, moveClaim, placeClaim, releaseClaim, transferHold, waitAgain, type ClaimRow, type Standing } from './claims.ts'
export { closeConflict, conflictById, conflictList, conflictOf, conflictsOf, lockConflict, openConflict, type ConflictRow } from './conflicts.ts'
export { joinClaims, letWait } from './relink.ts'
export { conflictRule, decideConflict, directReasons, mayCredit, mayJudge, type Evidence } from './rules.ts'
export { settleOpportunities } from './settle-opportunity.ts'
export * from './opportunities.ts'

relinkWith(cosellingRelinker)
describePast('opportunities', { partners: partnersWithSourced, items: wonItems })

eraseWith(cosellingEraser)

export const part: Part = { name: 'coselling', routes: opportunityRoutes, reactions: cosellingReactions, tasks: opportunityTasks }
