/**
 * Program: plans, that is what a partner earns, for what, and when it is paid; and which partner is on which plan from when.
 * Words: a plan has versions; terms are its content as data (language 1); a component is one thing that is paid for; a clause is the
 * wording a commission line cites; due is what facts and terms make a partner earn.
 * Invariants: a published version never changes (append-only table); a partner is on at most one version on any day (exclusion
 * constraint); what no longer holds is kept with when it was replaced; `due` is pure and knows whole minor units only.
 * `language/` holds version 2 of the language, so far used from files on the command line; partners are on language 1.
 */
import type { Part } from '../../platform/part.ts'
import { planRoutes } from './api.ts'

export { assignPlan, type Assigned, type AssignPlan } from './assign-plan.ts'
export { checkTerms } from './check-terms.ts'
export { createPlan, publishPlanVersion, type Published } from './create-plan.ts'
export type { PlanAssigned, PlanPublished } from './events.ts'
export { checkPlan, fact, planDocument, readFacts, runPlan, sayPlan, type Plan, type PlanRun } from './language/index.ts'
export { partnerPlans, planInForce, plansInForce } from './queries.ts'
export { amountOf, due, dueAndWhyNot, nothingHappened, payableBy, sayRate, type Component, type DueLine, type Facts, type PlanVersion, type Terms, type VersionAt } from './rules.ts'
export { sayTerms, sayTermsInOneLine } from './say-terms.ts'
export { versionAt, versionAtForPosting, versionsById } from './store.ts'

export const part: Part = { name: 'program', routes: planRoutes }
