// What a plan says of paying one amount that it made due, for whoever pays.
import { percentOf, type Fraction, type Rounding } from '../../../kernel/fraction.ts'
import { minorOf, perMinor } from './amounts.ts'
import { holds } from './conditions.ts'
import type { Fact } from './facts.ts'
import { momentsIn } from './moments.ts'
import type { Plan } from './plan.ts'
import { ratesIn } from './rates.ts'
import { asPartner } from './tier-of.ts'
import { worldOf } from './world.ts'

/** `group` of components that are paid apart; `currency` where it is paid in another one; `books` of the vendor. Amounts in minor units of what is owed. */
export type PayTerms = {
  group: string; minimumMinor: bigint | null; onRequest: boolean; needs: boolean; currency: string | null; books: string | null; rounding: Rounding
  fee: { share: Fraction; maxMinor: bigint | null } | null
  /** In percent, as the plan says it; null for nothing. */
  withholdPercent: string | null
}

export function payTermsOf(plan: Plan, component: string, owed: string): PayTerms {
  const { payout, rounding } = plan
  const group = payout.groups?.find((one) => one.of.includes(component))
  const minimum = group?.minimum ?? payout.minimum
  return {
    group: group?.id ?? '', minimumMinor: minimum === undefined ? null : (minorOf(minimum, owed) ?? null), onRequest: payout.onRequest, needs: payout.needs !== undefined, rounding,
    currency: payout.currency && payout.currency !== owed ? payout.currency : null, books: payout.books && payout.books !== owed ? payout.books : null,
    fee: payout.fee ? { share: percentOf(payout.fee.percent), maxMinor: payout.fee.max === undefined ? null : (minorOf(payout.fee.max, owed) ?? null) } : null,
    withholdPercent: payout.withholdPercent === undefined || percentOf(payout.withholdPercent).n === 0n ? null : payout.withholdPercent,
  }
}

/** Whether what a payment needs holds for the partner at a moment, by the facts known. */
export function needsHold(plan: Plan, partner: string, facts: Fact[], at: Temporal.Instant): boolean {
  if (!plan.payout.needs) return true
  const day = at.toZonedDateTimeISO(plan.timeZone).toPlainDate().toString()
  return holds(plan.payout.needs, { item: asPartner(partner, { instant: at, ns: at.epochNanoseconds, day }), partner, world: worldOf(facts, plan), isProtected: false })
}

/** One rate of `facts` for a day in a time zone: minor units of `to` for one minor unit of `from`, and who said what on which day. */
export function exchangeOn(facts: Fact[], from: string, to: string, day: string, timeZone: string): Exchange | undefined {
  const found = ratesIn(facts.flatMap((fact) => (fact.kind === 'rate' ? [fact] : [])), momentsIn(timeZone))(from, to, day)
  return found && { perMinor: perMinor(found.rate, from, to), from: found.fact.from, to: found.fact.to, rate: found.fact.rate, on: found.day, fact: found.fact.id }
}
export type Exchange = { perMinor: Fraction; from: string; to: string; rate: string; on: string; fact: string }
