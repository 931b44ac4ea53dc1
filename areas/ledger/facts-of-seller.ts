import { showId, type Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { isShared, looksAt, type Fact, type PlanSpan } from '../program/index.ts'
import { factsOfMates } from './facts-of-mates.ts'
import { factsOn } from './fact-store.ts'
import { accountCredits, closedPeriods, ofAccount, ofManager, ofPartner, ofProgram, ofRate, partnersOf, under } from './fact-topics.ts'

/** What names the partner itself, whom whole accounts are credited to, and which periods are closed. */
export const ownFacts = (r: Reading, sellerId: Id): Promise<Fact[]> => factsOn(r, [ofPartner(showId('partner', sellerId)), accountCredits, closedPeriods])

/**
 * All facts that can bear on what is due on a partner's items under its plans: `own`, the partner's own and those of whoever shares an item with it; where a plan looks at them those of
 * all who are on it, of the accounts they are about, of the whole program, and of the partners below; who stands above whom; and rates of the currencies in them.
 */
export function factsOfSeller(r: Reading, sellerId: Id, spans: PlanSpan[], own: Fact[]): Promise<Fact[]> {
  return factsAround({ find: (topics) => factsOn(r, topics), mates: (ranked) => factsOfMates(r, ranked) }, showId('partner', sellerId), spans, own)
}

/** `find` answers the facts on topics, `mates` those of everybody on plans that rank them. */
export type FactSource = { find(topics: string[]): Promise<Fact[]>; mates(ranked: PlanSpan[]): Promise<Fact[]> }

/** The same from wherever facts come from; `seller` is the partner as facts name it. */
export async function factsAround({ find, mates }: FactSource, seller: string, spans: PlanSpan[], own: Fact[]): Promise<Fact[]> {
  // What others on the plan did, where it ranks them, before whatever hangs on the accounts in it.
  const plans = spans.flatMap((span) => (span.plan ? [span.plan] : []))
  const facts = new Map(own.map((fact) => [fact.id, fact]))
  const add = async (topics: string[], keep: (fact: Fact) => boolean = () => true) => {
    if (topics.length > 0) for (const fact of await find(topics)) if (keep(fact)) facts.set(fact.id, fact)
  }
  const looks = plans.map(looksAt)
  const ranked = spans.filter((span) => span.plan && looksAt(span.plan).everyone)
  if (ranked.length > 0) for (const fact of await mates(ranked)) if (!facts.has(fact.id)) facts.set(fact.id, fact)
  // Who shares an item is looked at with it: tiers, standings and totals of whoever leads it decide for all.
  await add(crewOf(own, seller).map(ofPartner))
  const below = Math.max(0, ...looks.map((look) => look.below))
  for (let level = 1, managers = [seller]; level <= below && managers.length > 0; level += 1) {
    const known = new Set(facts.keys())
    await add(managers.map(ofManager))
    managers = [...facts.values()].flatMap((fact) => (fact.kind === 'above' && !known.has(fact.id) ? [fact.partner] : []))
    await add(managers.map(ofPartner))
  }
  // Where what others get of an item counts, that follows from whom they share it, and other items, with.
  if (looks.some((look) => look.crew)) await add(crewOf([...facts.values()], seller).map(ofPartner))
  if (looks.some((look) => look.accounts) || own.some((fact) => fact.kind === 'credited' && fact.account !== undefined)) await add(accountsOf([...facts.values()]).map(ofAccount))
  if (looks.some((look) => look.accounts || look.program)) await add([ofProgram])
  const levels = Math.max(0, ...plans.flatMap((plan) => plan.components.map((one) => (isShared(one) && 'above' in one.share.to ? one.share.to.above : 0))))
  const asked = new Set([seller])
  for (let level = 1; level < levels; level += 1) {
    const above = [...facts.values()].flatMap((fact) => (fact.kind === 'above' && !asked.has(fact.manager) ? [fact.manager] : []))
    above.forEach((manager) => asked.add(manager))
    await add(above.map(under))
  }
  const foreign = new Set([...facts.values()].flatMap((fact) => ('currency' in fact && fact.currency && plans.some((plan) => plan.currency !== fact.currency) ? [fact.currency] : [])))
  await add([...foreign].map(ofRate))
  return [...facts.values()]
}

const crewOf = (facts: Fact[], own: string): string[] => [...new Set(facts.flatMap((fact) => (partnersOf(fact).length > 1 && fact.kind !== 'above' ? partnersOf(fact) : [])))].filter((partner) => partner !== own)
const accountsOf = (facts: Fact[]): string[] => [...new Set(facts.flatMap((fact) => ('account' in fact && fact.account ? [fact.account] : [])))]
