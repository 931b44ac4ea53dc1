/**
 * Program: plans, that is what a partner earns, for what, and when it is paid; and which partner is on which plan from when.
 * Words: a plan has versions; terms are its content as data (language 1: amounts for introductions and customers won; language 2: `language/`); a component is one thing that is paid for; a clause is the
 * wording a commission line cites; due is what facts and terms make a partner earn.
 * Invariants: a published version never changes (append-only table); a partner is on at most one version on any day (exclusion
 * constraint); what no longer holds is kept with when it was replaced; `due` is pure and knows whole minor units only.
 */
import { eraseWith } from '../partners/index.ts'
import { programEraser } from './erase.ts'
import type { Part } from '../../platform/part.ts'
import { planRoutes } from './api.ts'

export { assignPlan, type Assigned, type AssignPlan } from './assign-plan.ts'
export { checkTerms } from './check-terms.ts'
export { createPlan, publishPlanVersion, type Published } from './create-plan.ts'
export type { PlanAssigned, PlanPublished } from './events.ts'
export {
  checkPlan, clauseOf, clauseOfReward, decimalOf, dueOfSeller, exchangeOn, fact, firstOpen, isShared, looksAt, needsHold, ownSource, parseFact, paymentDay, periodOf, planDocument, readFacts, readPlan, runPlan, saidBy, sayAmount, sayPlan, statedEach, type Exchange, type Expiring, type Fact, type LooksAt, type PayTerms, type Plan, type PlanRun, type PlanSpan, type SellerDue, type SellerLine, type SellerReward, type Trayed,
} from './language/index.ts'
export { partnerPlans, planInForce, plansInForce, plansWithin } from './queries.ts'
export { amountOf, due, dueAndWhyNot, isSimple, nothingHappened, sayRate, type Component, type DueLine, type Facts, type SimpleTerms, type VersionAt } from './rules.ts'
export { sayTerms, sayTermsInOneLine } from './say-terms.ts'
export { paidWithinMonth, payableBy, payTermsIn, statedEvery, type PlanVersion, type Terms } from './terms.ts'
export { partnersLosingBelow, planMates, plansOf, planSpans, planSpansForPosting, versionAt, versionAtForPosting, versionOf, versionsById, versionsOfPartner } from './store.ts'

eraseWith(programEraser)

export const part: Part = { name: 'program', routes: planRoutes }
