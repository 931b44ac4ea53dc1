// The rates of a component over its items in the order of their dates. Exact until the one rounding.
import { round, type Fraction, type Rounding } from '../../../kernel/fraction.ts'
import { amountIn, minorOf, sayAmount, sayExact } from './amounts.ts'
import { valueOf, yearsOf, type View } from './conditions.ts'
import { limiter, minimums } from './limits.ts'
import { paying } from './paying.ts'
import { periodOf } from './periods.ts'
import type { EarnedComponent } from './plan.ts'
import type { AmountText, Per, Period } from './plan-parts.ts'
import type { Sentence } from './sentences.ts'

/** One thing to rate. `basis` in minor units of what is paid in, exact; `kept` is the share of it that was not refunded, `full` the basis before that; it counts `count` times: not where all of it was refunded, less than nothing where it is that refund. */
export type Unit = { key: string; scope: string; account: string; tier: string; day: string; full: Fraction; basis: Fraction; units: Fraction; kept: Fraction; count: bigint; view: View }
export type Rated = { amountMinor: bigint; working: Sentence[] }

/** Minor units of an amount of a plan; there are few, and each is asked for at every item. */
export function minor(text: AmountText, unit: string): bigint {
  const own = amountIn(text, unit)
  if (own === undefined) return 0n
  const key = `${unit} ${own}`
  const known = minors.get(key) ?? minorOf(own, unit) ?? 0n
  if (minors.size < mostMinors) minors.set(key, known)
  return known
}
const minors = new Map<string, bigint>()
const mostMinors = 1000
/** Whose total a unit counts in. */
export const ownerOf = (unit: Unit, per: Per | undefined): string =>
  per === undefined || per === 'partner' ? unit.scope : per === 'account' ? `${unit.scope}\n${unit.account}` : `${unit.scope}\n${unit.account}\n${valueOf(per.field, unit.view)}`

/** The period that a unit lies in, as its plan counts years. */
export const periodIn = (unit: Unit, period: Period): string => periodOf(unit.day, period, yearsOf(unit.view, period))

/** What others pay on the same item, which is taken off before any limit. */
export type LessOf = (unit: Unit) => { minor: bigint; of: string }[]
function lessened(amount: bigint, others: ReturnType<LessOf>, name: string, working: Sentence[]): bigint {
  return others.filter((one) => one.minor > 0n).reduce((left, { minor: paid, of }) => {
    working.push(() => `The ${sayAmount(paid, name)} of “${of}” on it are taken off${paid > left ? ', and nothing is left' : ''}.`)
    return paid > left ? 0n : left - paid
  }, amount)
}

/** Amounts by unit, in `name`: a currency or a named unit. The units are those in its window and among the first so many, in order. `past` are what the component would be for if it held always. */
export function rate(units: Unit[], component: EarnedComponent, name: string, rounding: Rounding, { past = units, lessOf }: { past?: Unit[] | undefined; lessOf?: LessOf | undefined } = {}): Map<Unit, Rated> {
  const payFor = paying(units, component.pay, name, past)
  const limited = limiter(component.limits, name)
  const rated = new Map<Unit, Rated>()
  for (const unit of units) {
    const working: Sentence[] = []
    const exact = payFor(unit, working)
    const rounded = round(exact, rounding)
    if (exact.d !== 1n) working.push(() => `${sayExact(exact, name)} is rounded to ${sayAmount(rounded, name)}.`)
    const amountMinor = limited(unit, lessOf ? lessened(rounded, lessOf(unit), name, working) : rounded, working)
    rated.set(unit, { amountMinor, working })
  }
  minimums(rated, component.limits?.minimum, name)
  return rated
}
