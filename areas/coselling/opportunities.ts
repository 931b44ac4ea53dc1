/**
 * The opportunities' side of co-selling: deals in our pipeline, made by people or synced from the CRM, and what its stages mean.
 * Words: a stage is the CRM's word, a state is ours: open, won or lost.
 * Invariants: one opportunity per CRM id; a closed one has the day it was closed, an open one has none; whoever changes a sourced one
 * settles its money in the same transaction.
 */
import { registerImportKind } from '../../platform/imports/index.ts'
import type { Tasks } from '../../platform/jobs/worker.ts'
import { opportunityImport } from './import-opportunities.ts'

export { changeOpportunity, closeOpportunity, reopenOpportunity, type OpportunityChange, type OpportunityClosing } from './change-opportunity.ts'
export { createOpportunity, type NewOpportunity } from './create-opportunity.ts'
export { linkOpportunity } from './link-opportunity.ts'
export { opportunityRoutes } from './opportunity-api.ts'
export { opportunityStates, type Attribution, type OpportunityState } from './opportunity-rules.ts'
export { opportunitySums, type OpportunitySums } from './opportunity-sums.ts'
export { findOpportunity, openOpportunitiesOf, opportunityById, type OpportunityRow } from './opportunity-store.ts'
export { decideStages, guessStage, stageMap } from './stages.ts'
export { writeOpportunities, type SyncedOpportunity } from './write-opportunities.ts'

registerImportKind(opportunityImport)

export const opportunityTasks: Tasks = {}
