import { showId, type Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { isShared, type Fact, type Plan, type PlanSpan } from '../program/index.ts'
import { factsOn } from './fact-store.ts'
import { closedPeriods, ofAccount, ofPartner, ofRate } from './fact-topics.ts'

/** What names the partner itself, and which periods are closed. */
export const ownFacts = (r: Reading, sellerId: Id): Promise<Fact[]> => factsOn(r, [ofPartner(showId('partner', sellerId)), closedPeriods])

/**
 * All facts that can bear on what is due on a partner's items: `own`, the partner's own; where a plan looks at protection, those of the accounts
 * they are about; where it pays those above, who stands above whom; and rates of the currencies in them.
 */
export async function factsOfSeller(r: Reading, sellerId: Id, spans: PlanSpan[], own: Fact[]): Promise<Fact[]> {
  const plans = spans.flatMap((span) => (span.plan ? [span.plan] : []))
  const facts = new Map(own.map((fact) => [fact.id, fact]))
  const add = async (topics: string[], keep: (fact: Fact) => boolean = () => true) => {
    if (topics.length > 0) for (const fact of await factsOn(r, topics)) if (keep(fact)) facts.set(fact.id, fact)
  }
  if (plans.some(looksAtProtection)) await add(accountsOf([...facts.values()]).map(ofAccount))
  const levels = Math.max(0, ...plans.flatMap((plan) => plan.components.map((one) => (isShared(one) && 'above' in one.share.to ? one.share.to.above : 0))))
  const asked = new Set([showId('partner', sellerId)])
  for (let level = 1; level < levels; level += 1) {
    const above = [...facts.values()].flatMap((fact) => (fact.kind === 'above' && !asked.has(fact.manager) ? [fact.manager] : []))
    above.forEach((manager) => asked.add(manager))
    await add(above.map(ofPartner), (fact) => fact.kind === 'above' || fact.kind === 'withdrawn')
  }
  const foreign = new Set([...facts.values()].flatMap((fact) => ('currency' in fact && fact.currency && plans.some((plan) => plan.currency !== fact.currency) ? [fact.currency] : [])))
  await add([...foreign].map(ofRate))
  return [...facts.values()]
}

const accountsOf = (facts: Fact[]): string[] => [...new Set(facts.flatMap((fact) => ('account' in fact && fact.account ? [fact.account] : [])))]

/** Whether it pays the holder of the protection, asks for one, or shares with an earlier one. */
function looksAtProtection(plan: Plan): boolean {
  return plan.components.some((one) => (isShared(one) ? 'earlierProtection' in one.share.to : one.to === 'protected' || JSON.stringify(one.where ?? '').includes('"protected"')))
}
