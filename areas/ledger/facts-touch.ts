import { parseId, type Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { looksAt, plansOf, type Fact } from '../program/index.ts'
import { besideOn, besideSince } from './fact-store.ts'
import { accountCredits, inCurrency, ofManager, ofPartner, under } from './fact-topics.ts'

/**
 * The partners on whose items new facts can change what is due, sorted: those that they and the facts they are about name; those with facts
 * on the same account, or above, whose plans look at that; those below a new manager; everybody with items in a currency that got a rate. `besides`: those on the same
 * accounts and directly above, `crew`: those who share an item with them, as topics.
 */
export async function sellersTouched(tx: Tx, topics: string[], facts: Fact[], besides: string[], crew: string[] = []): Promise<Id[]> {
  const managers = [...new Set([...besides, ...topics])].filter((topic) => topic.startsWith(ofManager(''))).map((topic) => ofPartner(topic.slice(ofManager('').length)))
  const touched = new Set([...topics, ...crew])
  const near = new Set([...besides, ...managers])
  const rates = facts.flatMap((fact) => (fact.kind === 'rate' ? [fact] : []))
  if (rates.length > 0) {
    const from = rates.map((rate) => Temporal.PlainDate.from(rate.at.slice(0, 10)).subtract({ days: 1 }).toString()).sort()[0]
    for (const topic of await beside(tx, rates.flatMap((rate) => [inCurrency(rate.from), inCurrency(rate.to)]), from)) touched.add(topic)
  }
  await climb(tx, [...managers, ...crew], near, 'up')
  if (facts.some((fact) => fact.kind === 'above')) await climb(tx, topics.filter((topic) => topic.startsWith(ofPartner(''))), touched, 'down')
  const own = partnersIn(touched)
  const others = partnersIn(near).filter((id) => !own.includes(id))
  const looking = besides.includes(accountCredits) || facts.some((fact) => fact.kind === 'credited') ? others : await thoseWhoLook(tx, others)
  return [...own, ...looking].sort()
}

const partnersIn = (topics: Set<string>): Id[] => [...topics].filter((topic) => topic.startsWith(ofPartner(''))).flatMap((topic) => parseId('partner', topic.slice(ofPartner('').length)) ?? [])

/** Of partners near by those whose plans look at what others do: on the same account, or below them. */
async function thoseWhoLook(tx: Tx, partnerIds: Id[]): Promise<Id[]> {
  const plans = await plansOf(tx, partnerIds)
  return partnerIds.filter((id) => plans.get(id)?.some((plan) => looksAt(plan).accounts || looksAt(plan).below > 0))
}

/** Adds those above, or below, of these, as far as it goes. */
async function climb(tx: Tx, start: string[], touched: Set<string>, way: 'up' | 'down'): Promise<void> {
  const ask = way === 'up' ? under : ofManager
  const seen = new Set(start)
  let level = start
  for (let n = 1; n < mostLevels && level.length > 0; n += 1) {
    const found = await beside(tx, level.map((topic) => ask(topic.slice(ofPartner('').length))))
    level = found.filter((topic) => !seen.has(topic))
    for (const topic of level) {
      seen.add(topic)
      touched.add(topic)
    }
  }
}
const mostLevels = 10

/** The partners, managers among them, of all facts on these topics, or of those that happened on a day or later. */
async function beside(tx: Tx, topics: string[], from?: string): Promise<string[]> {
  const found = from === undefined ? [...(await besideOn(tx, topics)).values()].flat() : await besideSince(tx, topics, from)
  return [...new Set(found.filter((topic) => topic !== accountCredits).map((topic) => topic.replace(/^m:/, 'p:')))]
}
