// A rate over opportunities of companies that have several each. Opportunities of one company are alike, so a hundred of them say less
// than a hundred companies would: the interval is of the number of independent cases that they are worth. Pure.
import { betaQuantile } from './beta.ts'

/** One company: `counted` of its `cases`. */
export type Cluster = { cases: number; counted: number }
/** `low` and `high` hold the true rate with 95 %; all three null without a case. `companies` have at least one case. */
export type ClusteredRate = { counted: number; cases: number; companies: number; rate: number | null; low: number | null; high: number | null }

/**
 * Jeffreys' interval for the effective number of cases n / deff (Korn and Graubard 1998, Survey Methodology 24). The variance of the
 * ratio is the linearized one between companies; the result stays between Kish's (Σn)² / Σn², as if each company were one case, and n.
 * Where no company differs from another the variance says nothing and Kish's number is used. One opportunity each: plain Jeffreys.
 */
export function clusteredRate(clusters: Iterable<Cluster>): ClusteredRate {
  const all = [...clusters].filter((one) => one.cases > 0)
  const cases = sum(all.map((one) => one.cases))
  const counted = sum(all.map((one) => one.counted))
  if (cases === 0) return { counted, cases, companies: 0, rate: null, low: null, high: null }
  const rate = counted / cases
  const worth = effectiveCases(all, cases, rate)
  const [a, b] = [rate * worth + 0.5, (1 - rate) * worth + 0.5]
  return { counted, cases, companies: all.length, rate, low: counted === 0 ? 0 : betaQuantile(0.025, a, b), high: counted === cases ? 1 : betaQuantile(0.975, a, b) }
}

function effectiveCases(all: Cluster[], cases: number, rate: number): number {
  const fewest = cases ** 2 / sum(all.map((one) => one.cases ** 2))
  const between = all.length < 2 ? 0 : ((all.length / (all.length - 1)) * sum(all.map((one) => (one.counted - rate * one.cases) ** 2))) / cases ** 2
  return between === 0 ? fewest : Math.min(cases, Math.max(fewest, (rate * (1 - rate)) / between))
}

export type Verdict = 'higher' | 'lower' | 'no_clear_difference' | 'too_early'
/** Below either, nothing is said of a group. */
const fewest = { cases: 10, companies: 3 } as const

/** Whether the intervals are apart. */
export function compareRates(one: ClusteredRate, other: ClusteredRate): Verdict {
  const few = [one, other].some((rate) => rate.cases < fewest.cases || rate.companies < fewest.companies)
  if (few || one.low === null || one.high === null || other.low === null || other.high === null) return 'too_early'
  return one.low > other.high ? 'higher' : one.high < other.low ? 'lower' : 'no_clear_difference'
}

const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0)
