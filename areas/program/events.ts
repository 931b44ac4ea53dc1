import type { Id } from '../../kernel/ids.ts'

/** plan.created and plan.version_published, about the plan. */
export type PlanPublished = { planVersionId: Id; version: number; name: string }

/** partner.plan_assigned, about the partner. Whoever holds facts of this partner settles again what happened from `from` on. */
export type PlanAssigned = { planId: Id; planVersionId: Id; version: number; from: string; before: Id | null; backDated: boolean }
