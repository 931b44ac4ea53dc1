// The predictions rolled forward, many times with chance: what follows if they hold, and how far it may be from that. Estimates in
// minor units as plain numbers; nobody owes them.
import { beta, binomial, chanceOf, gamma, poisson, type Chance } from './chance.ts'
import { moneyRangeOf, rangeOf, type Predictions, type Range } from './predictions.ts'

/** Eight of ten runs lie between low and high, half below mid. */
export type Band = { low: number; mid: number; high: number }
/** At the end of a month: value of open opportunities, first-year value won so far, fees on it, and what is left after fees and fixed cost. */
export type MonthAhead = { month: number; pipeline: Band; revenue: Band; fees: Band; net: Band }
export type Forecast = {
  runs: number; months: MonthAhead[]
  introductions: Band; opportunities: Band; won: Band
  /** Over the runs that won anything; null where fewer than half did. `wonNothing` is the share of the others. */
  costPerWon: Band | null; wonNothing: number
  /** The month from which on what was won covers fees and fixed cost up to the end; an end is null where those runs do not get there. */
  breakEven: { probability: number; low: number | null; mid: number | null; high: number | null }
}

/** How much single contracts differ: standard deviation by mean. A round guess. */
export const contractVariation = 0.6
const contractShape = 1 / contractVariation ** 2
/** Low and high hold eight of ten, as ±1.2816 standard deviations of a normal distribution do. */
const deviations = 2 * 1.2815515655446004
export const defaultRuns = 2000

/**
 * Month by month in each run: partners begin to introduce after a time (exponential, on average `monthsToFirst`), then introduce by
 * chance (Poisson); an introduction becomes an opportunity or not; opportunities close after a time (geometric, on average
 * `monthsToClose`), won or not; contracts differ (gamma). What is predicted is itself uncertain: drawn once per run, counts and amounts
 * from a gamma distribution, shares from a beta distribution, with the number as mean and the width of its range as spread.
 */
export function forecast(p: Predictions, months: number, seed: number, runs = defaultRuns): Forecast {
  const columns = () => Array.from({ length: months }, () => new Float64Array(runs))
  const found = { pipeline: columns(), revenue: columns(), fees: columns(), net: columns() }
  const ends = { introductions: new Float64Array(runs), opportunities: new Float64Array(runs), won: new Float64Array(runs), cost: new Float64Array(runs), evenAt: new Float64Array(runs).fill(Infinity) }
  const fixed = Number(p.fixedCostMinor)
  const leave = p.monthsToClose <= 1 ? 1 : 1 / p.monthsToClose
  for (let run = 0; run < runs; run++) {
    const chance = chanceOf(seed * 1_000_003 + run)
    const truth = drawTruth(chance, p)
    let [waiting, busy, open, revenue] = [truth.partners, 0, 0, 0]
    for (let month = 0; month < months; month++) {
      const begun = binomial(chance, waiting, truth.begin)
      // Those who begin in this month are at work for half of it, on average.
      const introduced = poisson(chance, (truth.introductions / 3) * (busy + begun / 2))
      waiting -= begun
      busy += begun
      const opened = binomial(chance, introduced, truth.opportunityRate)
      const closed = binomial(chance, open, leave)
      const won = binomial(chance, closed, truth.wonRate)
      open += opened - closed
      revenue += won > 0 ? (gamma(chance, won * contractShape) / contractShape) * truth.value : 0
      const spent = fixed * (month + 1)
      const fees = revenue * p.feeShare
      found.pipeline[month]![run] = open * truth.value
      found.revenue[month]![run] = revenue
      found.fees[month]![run] = fees
      found.net[month]![run] = revenue - fees - spent
      ends.introductions[run]! += introduced
      ends.opportunities[run]! += opened
      ends.won[run]! += won
      ends.cost[run] = fees + spent
      if (revenue - fees < spent) ends.evenAt[run] = Infinity
      else if (ends.evenAt[run] === Infinity) ends.evenAt[run] = month + 1
    }
  }
  const cost = costOf(ends.cost, ends.won)
  return {
    runs, introductions: bandOf(ends.introductions), opportunities: bandOf(ends.opportunities), won: bandOf(ends.won), ...cost, breakEven: evenOf(ends.evenAt),
    months: Array.from({ length: months }, (_, i) => ({ month: i + 1, pipeline: bandOf(found.pipeline[i]!), revenue: bandOf(found.revenue[i]!), fees: bandOf(found.fees[i]!), net: bandOf(found.net[i]!) })),
  }
}

function drawTruth(chance: Chance, p: Predictions) {
  const partners = amount(chance, rangeOf(p.activePartners))
  const months = amount(chance, rangeOf(p.monthsToFirst))
  return {
    // Whole partners, so that the average stays what was drawn.
    partners: Math.floor(partners + chance.uniform()), introductions: amount(chance, rangeOf(p.introductions)), opportunityRate: share(chance, rangeOf(p.opportunityRate, 1)), wonRate: share(chance, rangeOf(p.wonRate, 1)),
    value: amount(chance, moneyRangeOf(p.firstYearValue)), begin: months <= 0 ? 1 : 1 - Math.exp(-1 / months),
  }
}

function amount(chance: Chance, { value, low, high }: Range): number {
  const deviation = (high - low) / deviations
  if (value <= 0 || deviation <= 0) return value
  const shape = (value / deviation) ** 2
  return (gamma(chance, shape) / shape) * value
}

function share(chance: Chance, { value, low, high }: Range): number {
  const deviation = (high - low) / deviations
  if (value <= 0 || value >= 1 || deviation <= 0) return Math.min(1, Math.max(0, value))
  // A range wider than a share can have is taken as the widest that has one hump.
  const cases = Math.max(1 / Math.min(value, 1 - value), (value * (1 - value)) / deviation ** 2 - 1)
  return beta(chance, value * cases, (1 - value) * cases)
}

/** Sorts what it is given. */
function bandOf(values: Float64Array): Band {
  values.sort()
  return { low: at(values, 0.1), mid: at(values, 0.5), high: at(values, 0.9) }
}
const at = (sorted: Float64Array, share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0

function costOf(cost: Float64Array, won: Float64Array): Pick<Forecast, 'costPerWon' | 'wonNothing'> {
  const each = cost.map((value, run) => value / won[run]!).filter(Number.isFinite)
  return { costPerWon: each.length * 2 < won.length ? null : bandOf(each), wonNothing: 1 - each.length / won.length }
}

function evenOf(evenAt: Float64Array): Forecast['breakEven'] {
  const reached = evenAt.filter(Number.isFinite).length
  const { low, mid, high } = bandOf(evenAt)
  const finite = (value: number) => (Number.isFinite(value) ? value : null)
  return { probability: reached / evenAt.length, low: finite(low), mid: finite(mid), high: finite(high) }
}
