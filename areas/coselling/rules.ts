import type { Id } from '../../kernel/ids.ts'
import { no, refuse, yes, type Can, type Refusal } from '../../kernel/refusal.ts'
import { list } from '../../kernel/text.ts'
import { sayDate } from '../../kernel/time.ts'

/** What we knew of a company when a partner claimed it. Dates are days of the workspace. */
export type DirectFacts = {
  openDirectOpportunity: { name: string; since: string | null } | null
  lastDirectContact: Temporal.PlainDate | null
  today: Temporal.PlainDate
  /** A conversation of ours this recent makes a claim a conflict (PRODUCT: 60 days). */
  recentContactDays: number
  directOnly: boolean
  isCustomer: boolean
}
export type Evidence = { reasons: string[]; rival?: { partnerName: string; placedOn: string; state: string } | null }

/** Why the buyer may be ours already, in sentences for the member who decides; empty when nothing speaks against the partner (PRODUCT: checks at submission). */
export function directReasons(facts: DirectFacts): string[] {
  const reasons: string[] = []
  if (facts.openDirectOpportunity)
    reasons.push(`There is an open direct opportunity, “${facts.openDirectOpportunity.name}”${facts.openDirectOpportunity.since ? `, since ${sayDate(Temporal.PlainDate.from(facts.openDirectOpportunity.since))}` : ''}.`)
  if (facts.lastDirectContact && facts.lastDirectContact.until(facts.today, { largestUnit: 'days' }).days <= facts.recentContactDays)
    reasons.push(`Our sales was in touch with them on ${sayDate(facts.lastDirectContact)}, within the last ${facts.recentContactDays} days.`)
  if (facts.directOnly) reasons.push('The company is on the direct-only list.')
  if (facts.isCustomer) reasons.push('The company is a customer already.')
  return reasons
}

export type ConflictFacts = { decided: boolean; referralState: string; rivalReferralState: string | null; rivalPartner: string | null }

/** A conflict is decided once, and not against an introduction that was accepted while it was open. */
export function decideConflict(outcome: 'credited' | 'not_credited', facts: ConflictFacts): Refusal | 'ok' {
  if (facts.decided) return refuse('conflict', 'coselling.already_decided', 'This conflict has been decided already.')
  if (facts.referralState !== 'submitted') return refuse('conflict', 'coselling.not_waiting', 'This introduction has been answered already.')
  const may = mayCredit(facts)
  if (outcome === 'credited' && !may.allowed) return refuse('conflict', 'coselling.rival_accepted', may.why)
  return 'ok'
}

export function mayCredit(facts: Pick<ConflictFacts, 'rivalReferralState' | 'rivalPartner'>): Can {
  return facts.rivalReferralState && facts.rivalReferralState !== 'submitted'
    ? no(`The introduction by ${facts.rivalPartner ?? 'another partner'} was accepted already. Close that one first, or decide against this one.`)
    : yes
}

/** By which rule a case is decided, unless whoever decides says why not. */
export const conflictRule = {
  partner_partner: 'Whose introduction came first holds the buyer.',
  direct_partner: 'A buyer that our own sales works with, has talked to lately or has won already is ours.',
} as const

/** An appeal is decided by somebody else than the case that it is about, where there is somebody else. `others`: their names. */
export function mayJudge(f: { firstBy: Id | null; by: Id | null; others: string[] }): Can {
  return f.firstBy === null || f.firstBy !== f.by || f.others.length === 0 ? yes : no(`You decided it the first time. An appeal is for somebody else: ${list(f.others, 'or')}.`)
}
