/**
 * The plan language, version 2: what a partner earns under a plan, worked out from facts alone. No database, no clock.
 * Words: a fact is something that happened and is never changed; an item is a fact that may earn; a component is one thing that a plan
 * pays for; what is due is worked out from all facts known, and a posting is that minus what is booked.
 * Invariants: the order in which facts arrive, and saying one twice, change nothing about what is due; nothing is rounded before the one
 * place that the plan names; shares add up to what is shared; refunding all of an item returns what it earned to zero, but
 * where a plan keeps it, or rates a refund on a day of its own.
 */
export { exchangeOn, needsHold, payTermsOf, type Exchange, type PayTerms } from './pay-terms.ts'
export { checkPlan, type Finding } from './check-plan.ts'
export { paymentDay } from './due.ts'
export { dueOfSeller, ownSource, type PlanSpan, type SellerDue, type SellerLine, type SellerReward } from './due-of-seller.ts'
export type { Expiring } from './expiry.ts'
export { fact, parseFact, readFacts, saidBy, type Fact, type Trayed } from './facts.ts'
export { firstOpen, statedEach } from './history.ts'
export { looksAt, type LooksAt } from './looks-at.ts'
export { isShared, planDocument, type Plan } from './plan.ts'
export { readPlan } from './read-plan.ts'
export { runPlan, type PlanRun } from './run-plan.ts'
export { periodOf } from './periods.ts'
export { clauseOf, clauseOfReward, sayPlan } from './say-plan.ts'
export { decimalOf, minorOf, sayAmount } from './amounts.ts'
