// Guards rule 2 for plans: what is due follows from facts and the plan version alone. Whole minor units, rounded once per line.
import type { Id } from '../../kernel/ids.ts'
import { applyRate, formatMoney, formatRate, isCurrency, type Money, type Rate } from '../../kernel/money.ts'
import { count } from '../../kernel/text.ts'
import { quarterDays, quarterOf } from '../../kernel/quarter.ts'
import { sayDate } from '../../kernel/time.ts'

export const triggers = ['referral.qualified', 'opportunity.won'] as const
export type Trigger = (typeof triggers)[number]

/** One thing a partner earns. Amounts are decimal strings of minor units in the plan's currency; `clause` is the wording or number of the agreement. */
export type Flat = { id: string; trigger: Trigger; kind: 'flat'; amountMinor: string; clause?: string }
export type Percent = {
  id: string; trigger: 'opportunity.won'; kind: 'percent'; rate: { num: number; den: number }; basis: 'first_year_revenue'; capMinor?: string; clause?: string
}
export type Component = Flat | Percent

/** Language 1: amounts for a qualified introduction and a customer won. */
export type SimpleTerms = {
  language: 1
  currency: string
  components: Component[]
  payment: { rule: 'after_quarter_end'; days: number }
  rounding: 'half_away_per_line'
}
type Version<Of> = { id: Id; planId: Id; planName: string; number: number; terms: Of }
export type SimpleVersion = Version<SimpleTerms>
/** A version in any language; what is in a later one is read elsewhere. */
export type AnyVersion = Version<{ language: number }>
export const isSimple = (version: AnyVersion): version is SimpleVersion => version.terms.language === 1
/** The plan version in force for a partner on a day, "2026-11-30", or none. */
export type VersionAt = (on: string) => AnyVersion | undefined

/** What is known now about one introduction. Days are "YYYY-MM-DD" of the workspace's time zone. */
export type Facts = {
  qualifiedOn: string | null
  won: { closedOn: string; amountMinor: bigint; currency: string; firstYearMinor?: bigint } | null
}
export const nothingHappened: Facts = { qualifiedOn: null, won: null }

/** One component's due amount with all that made it. `working` is for people; the rest is enough to compute it again. */
export type DueLine = {
  component: string; amountMinor: bigint; currency: string; planVersionId: Id; clause: string
  basis: Money | null; rate: Rate | null; earnedOn: string; payableOn: string; working: string[]
}

type Occurrence = { on: string; revenue: Money | null; sentence: string }

/** What is due under the facts, one line per component; each is ruled by the version in force on the day of its event. */
export function due(facts: Facts, versionAt: VersionAt): DueLine[] {
  return dueAndWhyNot(facts, versionAt).lines
}

/** The same, with a sentence for each event that happened and earned nothing. */
export function dueAndWhyNot(facts: Facts, versionAt: VersionAt): { lines: DueLine[]; whyNot: string[] } {
  const lines: DueLine[] = []
  const whyNot: string[] = []
  for (const trigger of triggers) {
    const occurrence = occurrenceOf(trigger, facts)
    if (!occurrence) continue
    const version = versionAt(occurrence.on)
    if (version && !isSimple(version)) continue // told to the ledger as facts
    if (!version) {
      whyNot.push(`${occurrence.sentence} No plan was in force for the partner on that day.`)
      continue
    }
    const components = version.terms.components.filter((component) => component.trigger === trigger)
    if (components.length === 0) whyNot.push(`${occurrence.sentence} ${sayVersion(version)} pays nothing for that.`)
    for (const component of components) {
      const line = lineOf(component, occurrence, version)
      if (typeof line === 'string') whyNot.push(line)
      else lines.push(line)
    }
  }
  return { lines, whyNot }
}

function occurrenceOf(trigger: Trigger, facts: Facts): Occurrence | null {
  if (trigger === 'referral.qualified')
    return facts.qualifiedOn === null ? null : { on: facts.qualifiedOn, revenue: null, sentence: `Qualified on ${sayDay(facts.qualifiedOn)}.` }
  const { won } = facts
  if (!won) return null
  const revenue = { amountMinor: won.firstYearMinor ?? won.amountMinor, currency: won.currency }
  return { on: won.closedOn, revenue, sentence: `Won on ${sayDay(won.closedOn)}.` }
}

function lineOf(component: Component, occurrence: Occurrence, version: SimpleVersion): DueLine | string {
  const amount = amountOf(component, occurrence.revenue, version.terms)
  if (typeof amount === 'string') return `${occurrence.sentence} ${amount}`
  const payableOn = payableBy(occurrence.on, version.terms)
  return {
    component: component.id, ...amount.money, planVersionId: version.id, clause: clauseOf(component, version.terms),
    basis: amount.basis, rate: amount.rate, earnedOn: occurrence.on, payableOn,
    working: [occurrence.sentence, `${sayVersion(version)}: ${sayComponent(component, version.terms)}.`, ...amount.sentences, sayPayable(payableOn, version.terms)],
  }
}

type Amount = { money: Money; basis: Money | null; rate: Rate | null; sentences: string[] }

/** The amount of one component on its basis: rounded once, then capped. A sentence when it comes to nothing. */
export function amountOf(component: Component, basis: Money | null, terms: SimpleTerms): Amount | string {
  if (component.kind === 'flat') return { money: { amountMinor: BigInt(component.amountMinor), currency: terms.currency }, basis: null, rate: null, sentences: [] }
  if (!basis || !isCurrency(basis.currency)) return 'Its amount is not in a known currency, so no share of it can be computed.'
  if (basis.amountMinor <= 0n) return `The first year is worth ${formatMoney(basis)}, so there is nothing to take a share of.`
  const rate = { num: BigInt(component.rate.num), den: BigInt(component.rate.den) }
  const share = applyRate(basis.amountMinor, rate)
  const sentences = [`${sayRate(component.rate)} of ${formatMoney(basis)} is ${sayShare(basis, rate, share)}.`]
  const cap = component.capMinor === undefined ? null : BigInt(component.capMinor)
  if (cap !== null && basis.currency !== terms.currency) sentences.push(`The limit of ${sayMinor(cap, terms.currency)} is for amounts in ${terms.currency}; this one is in ${basis.currency}.`)
  const capped = cap !== null && basis.currency === terms.currency && share > cap
  if (capped) sentences.push(`That is more than the limit of ${sayMinor(cap, terms.currency)}, so ${sayMinor(cap, terms.currency)} is due.`)
  const amountMinor = capped ? cap : share
  if (amountMinor === 0n) return `${sentences[0] ?? ''} That rounds to nothing.`
  return { money: { amountMinor, currency: basis.currency }, basis, rate, sentences }
}

/** The last day on which what was earned on a day may be paid: N days after the end of its quarter. */
export function payableBy(earnedOn: string, terms: SimpleTerms): string {
  return Temporal.PlainDate.from(quarterDays(quarterOf(earnedOn)).to).add({ days: terms.payment.days }).toString()
}

/** "15 % of what the customer pays in the first year, at most €5,000.00 for each customer". */
export function sayComponent(component: Component, terms: SimpleTerms): string {
  if (component.kind === 'flat') return `${sayMinor(BigInt(component.amountMinor), terms.currency)} for each ${component.trigger === 'referral.qualified' ? 'qualified introduction' : 'customer won'}`
  const cap = component.capMinor === undefined ? '' : `, at most ${sayMinor(BigInt(component.capMinor), terms.currency)} for each customer who pays in ${terms.currency}`
  return `${sayRate(component.rate)} of what the customer pays in the first year${cap}`
}

/** "15 %"; a rate that is no short decimal is said as the fraction it is. */
export function sayRate(rate: { num: number; den: number }): string {
  const exact = { num: BigInt(rate.num), den: BigInt(rate.den) }
  return (exact.num * 100_000n) % exact.den === 0n ? formatRate(exact) : `${rate.num}/${rate.den}`
}

const sayPayable = (payableOn: string, { payment }: SimpleTerms) =>
  `Payable by ${sayDay(payableOn)}, ${payment.days === 0 ? '' : `${count(payment.days, 'day')} after `}the end of the quarter.`
const clauseOf = (component: Component, terms: SimpleTerms) => component.clause ?? sayComponent(component, terms)
const sayVersion = (version: SimpleVersion) => `Plan ${version.planName}, version ${version.number}`
const sayDay = (day: string) => sayDate(Temporal.PlainDate.from(day))
const sayMinor = (amountMinor: bigint, currency: string) => formatMoney({ amountMinor, currency })

/** "€12,600.00", or with what rounding did: "€123.455, rounded to €123.46". */
function sayShare(basis: Money, rate: Rate, share: bigint): string {
  const rounded = formatMoney({ amountMinor: share, currency: basis.currency })
  const product = basis.amountMinor * rate.num
  if (product % rate.den === 0n) return rounded
  const fine = (product * 10_000n) / rate.den
  const dots = (product * 10_000n) % rate.den === 0n ? '' : '…'
  const whole = formatMoney({ amountMinor: fine / 10_000n, currency: basis.currency })
  const digits = (fine % 10_000n).toString().padStart(4, '0')
  return `${whole}${whole.includes('.') ? '' : '.'}${dots ? digits : digits.replace(/0+$/, '')}${dots}, rounded to ${rounded}`
}
