// What a hypothesis predicts, as it is stored, and what of it cannot be meant. Pure.
import type { FieldProblem } from '../../kernel/refusal.ts'

/** A number with the range in which it lies eight times out of ten; null ends are `defaultSpread` around it. */
export type Spread = { value: number; low: number | null; high: number | null }
/** The same in minor units of the predictions' currency, as decimal texts. */
export type MoneySpread = { valueMinor: string; lowMinor: string | null; highMinor: string | null }
/** What may stop a test; each falls short when it is below the number. */
export const stopMeasures = ['active_partners', 'introductions', 'opportunity_rate', 'won_rate', 'first_year_value'] as const
export type StopMeasure = (typeof stopMeasures)[number]

export type Predictions = {
  currency: string
  /** Partners in state active that belong to it. */
  activePartners: Spread
  /** Qualified introductions per active partner per quarter, once a partner introduces at all. */
  introductions: Spread
  /** Of qualified introductions, the share that becomes an opportunity; of closed opportunities, the share won. Between 0 and 1. */
  opportunityRate: Spread; wonRate: Spread
  firstYearValue: MoneySpread
  /** From a partner's start to its first introduction. */
  monthsToFirst: Spread
  /** From opportunity to won or lost. An assumption of the forecast; the verdict does not ask about it. */
  monthsToClose: number
  /** What the program spends on it, fees apart, per month in minor units. */
  fixedCostMinor: string
  /** Of first-year value, what partners are paid. Between 0 and 1. */
  feeShare: number
  /** Below this we stop: a number, a share between 0 and 1, or minor units for first_year_value. */
  stop: { measure: StopMeasure; below: number }
}

/** How far low and high are from the number where nobody said, as a share of it. */
export const defaultSpread = 0.3

export type Range = { value: number; low: number; high: number }
/** The range said or the default one; `most` is the largest value that can be, 1 for a share. */
export function rangeOf({ value, low, high }: Spread, most = Infinity): Range {
  return { value, low: low ?? value * (1 - defaultSpread), high: Math.min(high ?? value * (1 + defaultSpread), Math.max(most, value)) }
}
/** Minor units as numbers: for estimates, which are not money anybody owes. */
export const moneyRangeOf = ({ valueMinor, lowMinor, highMinor }: MoneySpread): Range => rangeOf({ value: Number(valueMinor), low: lowMinor === null ? null : Number(lowMinor), high: highMinor === null ? null : Number(highMinor) })

const spreads = ['activePartners', 'introductions', 'opportunityRate', 'wonRate', 'monthsToFirst'] as const

/** Problems at their fields: ranges that do not hold their number, shares above one, a stop that is above what is predicted. */
export function problemsOf(p: Predictions): FieldProblem[] {
  const problems: FieldProblem[] = []
  const add = (field: string, code: string, message: string) => void problems.push({ field, code: `hypotheses.${code}`, message })
  const order = (field: string, low: number | null, value: number, high: number | null) => {
    if (low !== null && low > value) add(`${field}.low`, 'range', 'The low end is above the number.')
    if (high !== null && high < value) add(`${field}.high`, 'range', 'The high end is below the number.')
  }
  for (const name of spreads) order(name, p[name].low, p[name].value, p[name].high)
  const { firstYearValue: money } = p
  order('firstYearValue', money.lowMinor === null ? null : Number(money.lowMinor), Number(money.valueMinor), money.highMinor === null ? null : Number(money.highMinor))
  const predicted: Record<StopMeasure, number> = { active_partners: p.activePartners.value, introductions: p.introductions.value, opportunity_rate: p.opportunityRate.value, won_rate: p.wonRate.value, first_year_value: Number(money.valueMinor) }
  if (p.stop.below >= predicted[p.stop.measure]) add('stop.below', 'stop_above', 'The number that makes you stop is below what you predict.')
  return problems
}

/** The same text for the same predictions. */
export const canonical = (p: Predictions): string => JSON.stringify([
  p.currency, spreads.map((name) => [p[name].value, p[name].low, p[name].high]), p.firstYearValue.valueMinor, p.firstYearValue.lowMinor, p.firstYearValue.highMinor, p.monthsToClose, p.fixedCostMinor, p.feeShare, p.stop.measure, p.stop.below,
])
