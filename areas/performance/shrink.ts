// Rates on few cases: weighed together with the program's rate, shown as the range that holds the true value with 95 %.
// Empirical Bayes with a beta prior. Its strength is estimated from how much the partners differ (method of moments for the
// beta-binomial with unequal numbers of cases: Kleinman 1973, Journal of the American Statistical Association 68, weights n).
import { betaQuantile } from './beta.ts'

/** `counted` of `cases`. */
export type Rate = { counted: number; cases: number }
/** What is believed of any partner before its own cases: the program's rate, worth so many cases. */
export type Prior = { mean: number; strength: number; partners: number; isEstimated: boolean }
export type Range = { low: number; high: number }

/** Used while too few partners have cases to tell how much they differ. */
export const fixedStrength = 10
export const fewestPartners = 8
export const strengthBounds = [2, 100] as const
const tail = 0.025

/** The prior from all partners' cases; those without any say nothing. `times`: of how many partners, one where it is not said. */
export function priorOf(rates: Iterable<Rate & { times?: number }>): Prior {
  const all = [...rates].filter((rate) => rate.cases > 0).map(({ counted, cases, times = 1 }) => ({ counted, cases, times }))
  const partners = all.reduce((total, rate) => total + rate.times, 0)
  const cases = sum(all, (rate) => rate.cases)
  const counted = sum(all, (rate) => rate.counted)
  // Half a case each way keeps a program where all or none counted from claiming certainty.
  const mean = (counted + 0.5) / (cases + 1)
  const strength = partners < fewestPartners ? undefined : estimatedStrength(all, partners, cases, counted)
  return { mean, strength: strength ?? fixedStrength, partners, isEstimated: strength !== undefined }
}

type Times = Rate & { times: number }

/** 1/ρ − 1, where ρ is how alike two cases of one partner are; undefined when the data cannot say. */
function estimatedStrength(all: Times[], partners: number, cases: number, counted: number): number | undefined {
  const p = counted / cases
  const chance = p * (1 - p)
  const room = cases - partners - sum(all, (rate) => rate.cases * (rate.cases - 1)) / cases
  if (chance === 0 || room <= 0) return undefined
  const spread = sum(all, (rate) => rate.cases * (rate.counted / rate.cases - p) ** 2)
  const likeness = (spread / chance - (partners - 1)) / room
  const [least, most] = strengthBounds
  return likeness <= 0 ? most : Math.min(most, Math.max(least, 1 / likeness - 1))
}

/** The range that holds the true rate with 95 %, equal tails. */
export function likelyRange(prior: Prior, rate: Rate): Range {
  const [a, b] = posterior(prior, rate)
  return { low: betaQuantile(tail, a, b), high: betaQuantile(1 - tail, a, b) }
}

/**
 * What partners are ranked by: the lower end of the likely range, and never more than their own cases alone support (Jeffreys'
 * interval). Without the second, one lucky case in a program that wins nearly always would beat 18 of 20.
 */
export function safeRate(prior: Prior, rate: Rate): number {
  const [a, b] = posterior(prior, rate)
  const own = rate.counted === 0 ? 0 : betaQuantile(tail, rate.counted + 0.5, rate.cases - rate.counted + 0.5)
  return own === 0 ? 0 : Math.min(own, betaQuantile(tail, a, b))
}

const posterior = (prior: Prior, rate: Rate) => [prior.mean * prior.strength + rate.counted, (1 - prior.mean) * prior.strength + rate.cases - rate.counted] as const
const sum = (rates: Times[], of: (rate: Rate) => number) => rates.reduce((total, rate) => total + of(rate) * rate.times, 0)
