// What a plan can be: data in one of the languages, each read as it was when it was published.
import { paymentDay, payTermsOf, statedEach, type PayTerms, type Plan } from './language/index.ts'
import { payableBy as payableSimply, type AnyVersion, type SimpleTerms } from './rules.ts'

/** A plan as data. `language` says which reading of this JSON holds, so that a version published today reads the same for ever. */
export type Terms = SimpleTerms | Plan
export type PlanVersion = Omit<AnyVersion, 'terms'> & { terms: Terms }

/** The last day on which what was earned on a day may be paid. */
export function payableBy(earnedOn: string, terms: Terms): string {
  return terms.language === 2 ? paymentDay(terms, Temporal.PlainDate.from(earnedOn)) : payableSimply(earnedOn, terms)
}

/** What a plan says of paying what one of its components made due in a currency. Language 1 says nothing. */
export const payTermsIn = (terms: Terms, component: string, owed: string): PayTerms =>
  terms.language === 2 ? payTermsOf(terms, component, owed) : { group: '', minimumMinor: null, onRequest: false, needs: false, currency: null, books: null, rounding: 'half_away', fee: null, withholdPercent: null }

/** How often the partners of a plan get a statement: as often as it pays, but at most each month. */
export const statedEvery = (terms: Terms): 'month' | 'quarter' => (terms.language === 2 && statedEach(terms) !== 'quarter' ? 'month' : 'quarter')
/** The parts of a month by which a plan pays; null where it pays by whole ones. */
export const paidWithinMonth = (terms: Terms): 'day' | 'half_month' | null => (terms.language === 2 && (terms.payout.every === 'day' || terms.payout.every === 'half_month') ? terms.payout.every : null)
