// Whom and what a fact bears on, so that what a partner is due is worked out from the facts that can matter and no others.
// How topics of partners, managers, accounts, who is below and who shares begin is known to the database too (house.keep_beside).
import type { Fact } from '../program/index.ts'

export const closedPeriods = 'closed'
/** What is so of the whole program, and which days were payment days. */
export const ofProgram = 'program'
export const ofPartner = (partnerId: string): string => `p:${partnerId}`
export const ofAccount = (account: string): string => `a:${account}`
/** Who stands below a manager, and who stands above a partner. */
export const ofManager = (partnerId: string): string => `m:${partnerId}`
export const under = (partnerId: string): string => `u:${partnerId}`
export const ofRate = (currency: string): string => `r:${currency}`
export const inCurrency = (currency: string): string => `c:${currency}`
/** What a partner shares with others: an item that credits several. */
export const sharedBy = (partnerId: string): string => `w:${partnerId}`
/** Decisions that credit all items of an account to somebody; there are few. */
export const accountCredits = 'credits'
/** What is about a fact, also when that is not known yet. */
export const aboutFact = (key: string): string => `of:${key}`

/** The fact that this one is about, which lends it its topics. */
export const aboutOf = (fact: Fact): string | undefined => ('of' in fact && fact.kind !== 'payout_failed' ? fact.of : undefined)

/** The partners that a fact names. */
export function partnersOf(fact: Fact): string[] {
  if (fact.kind === 'above') return [fact.partner, fact.manager]
  const one = 'partner' in fact && fact.partner ? [fact.partner] : []
  return 'partners' in fact && fact.partners ? [...one, ...fact.partners.map((credit) => credit.partner)] : one
}

/** Topics of a fact by itself; one about another has that one's as well. */
export function topicsOf(fact: Fact): string[] {
  if (fact.kind === 'above') return [ofPartner(fact.partner), under(fact.partner), ofManager(fact.manager)]
  if (fact.kind === 'rate') return [ofRate(fact.from), ofRate(fact.to)]
  if (fact.kind === 'statement_closed') return [closedPeriods]
  const about = aboutOf(fact)
  const account = 'account' in fact && fact.account ? [ofAccount(fact.account), ...(fact.kind === 'credited' ? [accountCredits] : [])] : []
  const currency = 'currency' in fact && fact.currency ? [inCurrency(fact.currency)] : []
  const crew = partnersOf(fact)
  const topics = [...crew.map(ofPartner), ...(crew.length > 1 ? crew.map(sharedBy) : []), ...account, ...currency, ...(about === undefined ? [] : [aboutFact(about)])]
  return topics.length === 0 ? [ofProgram] : topics
}

/** Whether it is so of everybody. */
export const isOfProgram = (fact: Fact): boolean => fact.kind !== 'payout' && fact.kind !== 'statement_closed' && topicsOf(fact).includes(ofProgram)

/** A touch that was none, a refund, a refused registration: they bear on others at an account that only the fact they are about names. */
const bearsOnOthers = new Set<Fact['kind']>(['withdrawn', 'refund', 'decision', 'extension', 'step'])
/** The fact that lends this one the account at which it bears on others. */
export const lenderOf = (fact: Fact): string | undefined => (bearsOnOthers.has(fact.kind) ? aboutOf(fact) : undefined)

/** Whether it bears on partners that neither it nor an account names: whoever stands below somebody, or has items in a currency. */
export const reachesFar = (topics: string[]): boolean => topics.some((topic) => topic.startsWith(under('')) || topic.startsWith(ofRate('')))

/** What is passed one at a time: the fact's own name and the one it is about, and its account, so that of two told at once the second sees the first. */
export function gatesOf(fact: Fact): string[] {
  const account = 'account' in fact && fact.account ? [ofAccount(fact.account)] : []
  return [aboutFact(aboutOf(fact) ?? fact.id), ...account]
}
