// Whom and what a fact bears on, so that what a partner is due is worked out from the facts that can matter and no others.
import type { Fact } from '../program/index.ts'

export const closedPeriods = 'closed'
export const ofPartner = (partnerId: string): string => `p:${partnerId}`
export const ofAccount = (account: string): string => `a:${account}`
export const ofManager = (partnerId: string): string => `m:${partnerId}`
export const ofRate = (currency: string): string => `r:${currency}`
/** Protections of an account alone: most accounts never have one. */
export const protectionOf = (account: string): string => `h:${account}`
export const inCurrency = (currency: string): string => `c:${currency}`

/** The fact that this one is about, which lends it its topics. */
export const aboutOf = (fact: Fact): string | undefined => ('of' in fact && fact.kind !== 'payout_failed' ? fact.of : undefined)

/** The partners that a fact names. */
export function partnersOf(fact: Fact): string[] {
  if (fact.kind === 'above') return [fact.partner, fact.manager]
  const one = 'partner' in fact && fact.partner ? [fact.partner] : []
  return 'partners' in fact && fact.partners ? [...one, ...fact.partners.map((credit) => credit.partner)] : one
}

/** Topics of a fact that stands for itself; those about another fact have that one's. */
export function topicsOf(fact: Fact): string[] {
  if (fact.kind === 'above') return [ofPartner(fact.partner), ofManager(fact.manager)]
  if (fact.kind === 'rate') return [ofRate(fact.from), ofRate(fact.to)]
  if (fact.kind === 'statement_closed') return [closedPeriods]
  const account = 'account' in fact && fact.account ? [ofAccount(fact.account)] : []
  const currency = 'currency' in fact && fact.currency ? [inCurrency(fact.currency)] : []
  const held = fact.kind === 'protection' ? [protectionOf(fact.account)] : []
  return [...partnersOf(fact).map(ofPartner), ...account, ...held, ...currency]
}

/** Under which a fact about another is found when that arrives. */
export const waitingFor = (key: string): string => `of:${key}`

/** What is passed one at a time: the fact's own name and the one it is about, and its account, so that of two told at once the second sees the first. */
export function gatesOf(fact: Fact): string[] {
  const account = 'account' in fact && fact.account ? [ofAccount(fact.account)] : []
  return [waitingFor(aboutOf(fact) ?? fact.id), ...account, ...(fact.kind === 'above' ? [ofPartner(fact.partner), ofManager(fact.manager)] : [])]
}
