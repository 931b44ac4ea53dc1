import { applyRate, formatMoney, type Money } from '../../kernel/money.ts'
import { list } from '../../kernel/text.ts'
import { definitions, measureKeys, type MeasureKey } from './definitions.ts'
import { likelyRange, priorOf, safeRate, type Prior, type Range, type Rate } from './shrink.ts'

/** Numbers of cases; `decided`, `closed` and `due` are what the others are parts of. */
export type Counts = { submitted: number; decided: number; metIcp: number; opportunities: number; closed: number; won: number; due: number; kept: number }
export const noCounts: Counts = { submitted: 0, decided: 0, metIcp: 0, opportunities: 0, closed: 0, won: 0, due: 0, kept: 0 }
/** Amounts in order of currency, none twice, and the number of rows they are the sum of. */
export type Amounts = { amounts: Money[]; cases: number }
export type AmountsBy = { revenue: Amounts; commissions: Amounts }
export const noAmounts: AmountsBy = { revenue: { amounts: [], cases: 0 }, commissions: { amounts: [], cases: 0 } }

/** What a screen shows for one measure, one period, one partner or all. */
export type Figure = {
  key: MeasureKey
  /** A count, or a share between 0 and 1; null for money and where there are no cases. */
  value: number | null
  amounts: Money[]
  counted: number
  cases: number
  /** "12", "75 %", "€186,400.00 and $900.00" */
  said: string
  /** "9 of 12", "3" */
  saidCases: string
}

/** Shares that say something of the partner. Promises are ours to keep, so nothing likely is said of them and nobody is ranked by them. */
export const partnerRates = measureKeys.filter((key) => definitions[key].unit === 'rate' && key !== 'promises_kept')
const parts: Partial<Record<MeasureKey, (c: Counts) => Rate>> = {
  referrals_submitted: (c) => ({ counted: c.submitted, cases: c.submitted }),
  met_icp: (c) => ({ counted: c.metIcp, cases: c.decided }),
  became_opportunity: (c) => ({ counted: c.opportunities, cases: c.decided }),
  won: (c) => ({ counted: c.won, cases: c.closed }),
  promises_kept: (c) => ({ counted: c.kept, cases: c.due }),
}

/** How many count, of how many cases; for counts both are the same. */
export function rateOf(key: MeasureKey, counts: Counts): Rate {
  const part = parts[key]
  if (!part) throw new Error(`${key} is not counted`)
  return part(counts)
}

export function figure(key: MeasureKey, counts: Counts, amounts: AmountsBy): Figure {
  if (key === 'revenue' || key === 'commissions') return moneyFigure(key, amounts[key])
  return definitions[key].unit === 'count' ? countFigure(key, rateOf(key, counts).cases) : rateFigure(key, rateOf(key, counts))
}

export function countFigure(key: MeasureKey, cases: number): Figure {
  return { key, value: cases, amounts: [], counted: cases, cases, said: sayCount(cases), saidCases: sayCount(cases) }
}

export function rateFigure(key: MeasureKey, rate: Rate): Figure {
  const value = rate.cases === 0 ? null : rate.counted / rate.cases
  return { key, value, amounts: [], ...rate, said: value === null ? 'no cases' : percent(value), saidCases: `${sayCount(rate.counted)} of ${sayCount(rate.cases)}` }
}

export function moneyFigure(key: MeasureKey, { amounts, cases }: Amounts): Figure {
  return { key, value: null, amounts, counted: cases, cases, said: sayAmounts(amounts), saidCases: sayCount(cases) }
}

/** The program beside a partner's figure: a rate over all, or what it is for each of the partners counted. */
export type Average = { value: number | null; amounts: Money[]; said: string; partners: number }

export function average(all: Figure, partners: number): Average {
  const { unit } = definitions[all.key]
  if (unit === 'rate') return { value: all.value, amounts: [], said: all.said, partners }
  if (partners === 0) return { value: null, amounts: [], said: 'no partners', partners }
  if (unit === 'count') return { value: all.cases / partners, amounts: [], said: `${tenths.format(all.cases / partners)} each`, partners }
  const amounts = all.amounts.map((m) => ({ currency: m.currency, amountMinor: applyRate(m.amountMinor, { num: 1n, den: BigInt(partners) }) }))
  return { value: null, amounts, said: amounts.length === 0 ? 'none' : `${sayAmounts(amounts)} each`, partners }
}

export type Likely = Range & { said: string; priorCases: number }
/** Ranges and ranks by one rate; the same cases are worked out once. */
export type Scale = { prior: Prior; likely(rate: Rate): Likely | null; safe(rate: Rate): number }

/** `times`: of how many partners, one where it is not said. */
export function scaleOf(rates: (Rate & { times?: number })[]): Scale {
  const prior = priorOf(rates)
  const once = <T>(work: (rate: Rate) => T) => {
    const known = new Map<number, T>()
    return (rate: Rate) => {
      const name = rate.cases * 67_108_864 + rate.counted
      return known.get(name) ?? (known.set(name, work(rate)), known.get(name)!)
    }
  }
  return {
    prior, safe: once((rate) => safeRate(prior, rate)),
    likely: once((rate) => {
      if (rate.cases === 0) return null
      const range = likelyRange(prior, rate)
      return { ...range, said: sayRange(range), priorCases: Math.round(prior.strength) }
    }),
  }
}

const percent = (share: number) => `${Math.round(share * 100)} %`
const sayRange = ({ low, high }: Range) => `${Math.round(low * 100)}–${Math.round(high * 100)} %`
const sayCount = (n: number) => whole.format(n)
const whole = new Intl.NumberFormat('en-US')
const tenths = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const sayAmounts = (amounts: Money[]) => (amounts.length === 0 ? 'none' : list(amounts.map(formatMoney)))
