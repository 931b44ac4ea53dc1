// Time until something happens, where it has not happened yet for some: Kaplan-Meier with Greenwood's variance and R's default band
// (survfit, conf.type "log"), quantiles by R's rule, and the log-rank test of two groups.
import { chiSquareTail } from './chi-square.ts'

/** How many of a group had the event after `days`, and how many were last seen then without it. */
export type DayCount = { days: number; events: number; censored: number }
/** The share still without the event at the end of the day, with its 95 % band; null where the band is not defined. */
export type Step = { days: number; atRisk: number; share: number; low: number | null; high: number | null }
export type Middle = { days: number | null; low: number | null; high: number | null }

const z = 1.959963984540054
const tolerance = 1.5e-8 // as R's quantile.survfit: the root of the machine's epsilon

/** One step per day seen, in order; days may come in any order, each once. */
export function kaplanMeier(counts: DayCount[]): Step[] {
  let atRisk = counts.reduce((n, c) => n + c.events + c.censored, 0)
  let share = 1
  let variance = 0
  return [...counts].sort((a, b) => a.days - b.days).map(({ days, events, censored }) => {
    const now = atRisk
    share *= (now - events) / now
    variance += events / (now * (now - events))
    atRisk -= events + censored
    const reach = Math.exp(z * Math.sqrt(variance))
    return share > 0 ? { days, atRisk: now, share, low: share / reach, high: Math.min(1, share * reach) } : { days, atRisk: now, share: 0, low: null, high: null }
  })
}

/** The day by which a part q has had the event, and its limits; null where the curve does not come down that far. */
export function quantile(steps: Step[], q = 0.5): Middle {
  const level = 1 - q
  return { days: crossing(steps, level, (s) => s.share), low: crossing(steps, level, (s) => s.low), high: crossing(steps, level, (s) => s.high) }
}

// Where the curve lies exactly on the level for a while, the middle of that while.
function crossing(steps: Step[], level: number, height: (step: Step) => number | null): number | null {
  const known = steps.filter((step) => height(step) !== null)
  const first = known.find((step) => height(step)! <= level + tolerance)
  if (!first) return null
  if (height(first)! < level - tolerance) return first.days
  const below = known.find((step) => height(step)! < level - tolerance) ?? steps.at(-1)!
  return (first.days + below.days) / 2
}

export type LogRank = { statistic: number; p: number; observed: [number, number]; expected: [number, number] }

/** Whether two groups differ; null when there is nothing to compare. */
export function logRank(first: DayCount[], second: DayCount[]): LogRank | null {
  const days = [...new Set([...first, ...second].map((c) => c.days))].sort((a, b) => a - b)
  const groups = [first, second].map((counts) => ({ on: new Map(counts.map((c) => [c.days, c])), atRisk: counts.reduce((n, c) => n + c.events + c.censored, 0) }))
  const observed: [number, number] = [0, 0]
  let expected = 0
  let variance = 0
  for (const day of days) {
    const [one, two] = groups.map((g) => ({ atRisk: g.atRisk, events: g.on.get(day)?.events ?? 0 }))
    const atRisk = one!.atRisk + two!.atRisk
    const events = one!.events + two!.events
    observed[0] += one!.events
    observed[1] += two!.events
    expected += (events * one!.atRisk) / atRisk
    if (atRisk > 1) variance += (events * one!.atRisk * two!.atRisk * (atRisk - events)) / (atRisk * atRisk * (atRisk - 1))
    for (const g of groups) g.atRisk -= (g.on.get(day)?.events ?? 0) + (g.on.get(day)?.censored ?? 0)
  }
  if (variance === 0) return null
  const statistic = (observed[0] - expected) ** 2 / variance
  return { statistic, p: chiSquareTail(statistic), observed, expected: [expected, observed[0] + observed[1] - expected] }
}
