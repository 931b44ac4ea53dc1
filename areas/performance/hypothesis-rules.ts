// What the data so far say of each prediction: the probability that it is met, or that it is too early. Pure. Gamma-Poisson for counts
// over time, beta-binomial for shares: conjugate, so exact (Gelman and others, Bayesian Data Analysis, 3rd edition, sections 2.4 and 2.6).
import { betaCdf, betaQuantile } from './beta.ts'
import { gammaCdf, gammaQuantile, studentCdf } from './gamma.ts'

export const predictedMeasures = ['active_partners', 'introductions', 'opportunity_rate', 'won_rate', 'first_year_value', 'months_to_first'] as const
export type PredictedMeasure = (typeof predictedMeasures)[number]

/** A partner's time in the test in months, and after how many of them its first introduction came. */
export type TimeIn = { months: number; firstAt: number | null; isIn: boolean }
export type Share = { counted: number; cases: number }
export type Judged = {
  /** That the target is met; null where it is too early. */
  probability: number | null
  /** Where the true value lies with 80 %; null where nothing can be said. */
  likely: { low: number; high: number } | null
}

/** Too early before so many introductions were to be expected, or came; before so many cases of a share; before so many won amounts. */
export const fewest = { events: 3, cases: 5, amounts: 5 } as const
/** A qualified introduction is a case of the share that becomes an opportunity once it is this old, whatever became of it. */
export const settleDays = 30
const tails = [0.1, 0.9] as const

/**
 * Partner-quarters that introductions are counted over. A partner's first months, as many as were predicted to its first introduction,
 * are left out unless it introduced somebody in them.
 */
export function exposureOf(times: TimeIn[], rampMonths: number): number {
  return times.reduce((sum, { months, firstAt }) => sum + (firstAt !== null && firstAt < rampMonths ? months : Math.max(0, months - rampMonths)), 0) / 3
}

/** First introductions, and the months in which each partner could still have had its first. */
export function firstsOf(times: TimeIn[]): { events: number; months: number } {
  return { events: times.filter((one) => one.firstAt !== null).length, months: times.reduce((sum, one) => sum + (one.firstAt ?? one.months), 0) }
}

/**
 * Whether a rate over time is at least the target, after so many events in so much time. Prior: Gamma(½, ½ ÷ target), whose mean is the
 * target and which weighs half an event; posterior: Gamma(events + ½, time + ½ ÷ target). Too early until enough was to be expected.
 */
export function judgeRate(events: number, time: number, target: number): Judged {
  if (target <= 0) return { probability: 1, likely: null }
  const [shape, rate] = [events + 0.5, time + 0.5 / target]
  const isEarly = time * target < fewest.events && events < fewest.events
  return { probability: isEarly ? null : 1 - gammaCdf(target, shape, rate), likely: { low: gammaQuantile(tails[0], shape, rate), high: gammaQuantile(tails[1], shape, rate) } }
}

/**
 * Whether the count will have reached the target by the review, with `future` more of the time it is counted over: what is still missing
 * against the negative binomial that the posterior gives for what comes (gamma-Poisson predictive; its sum is DLMF 8.17.24).
 */
export function reachByReview(events: number, time: number, future: number, target: number): number {
  const missing = Math.ceil(target * (time + future) - 1e-9) - events
  if (missing <= 0) return 1
  if (future <= 0) return 0
  return betaCdf(future / (time + 0.5 / target + future), missing, events + 0.5)
}

/** Whether a share is at least the target. Prior: Jeffreys' Beta(½, ½); posterior: Beta(counted + ½, others + ½). */
export function judgeShare({ counted, cases }: Share, target: number): Judged {
  if (cases === 0) return { probability: null, likely: null }
  const [a, b] = [counted + 0.5, cases - counted + 0.5]
  return { probability: cases < fewest.cases ? null : 1 - betaCdf(target, a, b), likely: { low: betaQuantile(tails[0], a, b), high: betaQuantile(tails[1], a, b) } }
}

/**
 * Whether the time to the first event is on average at most the target, those still waiting counted up to now: exponential waiting times,
 * so events over time at risk are Poisson and the rate is judged against 1 ÷ target.
 */
export function judgeWait({ events, months }: { events: number; months: number }, target: number): Judged {
  if (target <= 0) return { probability: null, likely: null }
  const { probability, likely } = judgeRate(events, months, 1 / target)
  return { probability, likely: likely && { low: 1 / likely.high, high: 1 / Math.max(likely.low, 1e-9) } }
}

/** Whether the average of all contracts to come is at least the target: Student's t, flat prior on mean and logarithm of the deviation (the same, section 3.2). */
export function judgeAmount(amounts: number[], target: number): Judged {
  const n = amounts.length
  if (n < 2) return { probability: null, likely: null }
  const mean = amounts.reduce((sum, one) => sum + one, 0) / n
  const error = Math.sqrt(amounts.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (n - 1) / n)
  if (error === 0) return { probability: n < fewest.amounts ? null : Number(mean >= target), likely: { low: mean, high: mean } }
  const half = studentHalf(n - 1) * error
  return { probability: n < fewest.amounts ? null : 1 - studentCdf((target - mean) / error, n - 1), likely: { low: Math.max(0, mean - half), high: mean + half } }
}

/** The t above which a tenth lies, by halving. */
function studentHalf(freedom: number): number {
  let [low, high] = [0, 10]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (studentCdf(middle, freedom) < tails[1]) low = middle
    else high = middle
  }
  return low
}

export const likelihoods = ['too_early', 'very_unlikely', 'unlikely', 'open', 'likely', 'very_likely'] as const
export type Likelihood = (typeof likelihoods)[number]
/** In words: from 95 % very likely, from two thirds likely, down to a third open, below 5 % very unlikely. */
export function likelihoodOf(probability: number | null): Likelihood {
  if (probability === null) return 'too_early'
  if (probability >= 0.95) return 'very_likely'
  if (probability >= 2 / 3) return 'likely'
  if (probability > 1 / 3) return 'open'
  return probability >= 0.05 ? 'unlikely' : 'very_unlikely'
}

export const proposals = ['not_begun', 'too_early', 'supported', 'refuted', 'inconclusive', 'open'] as const
export type Proposal = (typeof proposals)[number]
/** How sure it must be that the number to stop at is missed. */
export const stopCertainty = 0.9

/**
 * What the numbers propose; a person decides. Refuted: with 90 % the number to stop at is missed, or introductions are very unlikely to
 * reach the target. Supported: introductions and both shares are each at least likely. Else too early while one of these is; once none
 * is, open until the review date and inconclusive from then on.
 */
export function propose(chain: (number | null)[], stop: number | null, isReviewDue: boolean): Proposal {
  if ((stop !== null && stop >= stopCertainty) || likelihoodOf(chain[0] ?? null) === 'very_unlikely') return 'refuted'
  if (chain.every((one) => one !== null && one >= 2 / 3)) return 'supported'
  if (isReviewDue) return 'inconclusive'
  return chain.includes(null) ? 'too_early' : 'open'
}
