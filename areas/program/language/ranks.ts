// Prizes for the partners with the largest totals of a period.
import { compare, plus, whole, zero, type Fraction } from '../../../kernel/fraction.ts'
import { sayAmount } from './amounts.ts'
import { measureOf } from './bands.ts'
import type { PayFor } from './paying.ts'
import { periodOf, sayPeriod } from './periods.ts'
import type { Ranked } from './plan-pay.ts'
import { minor, type Unit } from './rating.ts'

type Standing = { total: Fraction; last: Unit; at: number }

/** A prize is earned on the last item that counts; of equal totals the one that was reached first is ahead. */
export function ranking(units: Unit[], ranked: Ranked, name: string): PayFor {
  const periods = new Map<string, Map<string, Standing>>()
  for (const [at, unit] of units.entries()) {
    const measure = measureOf(unit, ranked)
    if (measure.n <= 0n) continue
    const period = periodOf(unit.day, ranked.over, unit.view.world.yearBegins)
    const standings = periods.get(period) ?? new Map<string, Standing>()
    standings.set(unit.scope, { total: plus(standings.get(unit.scope)?.total ?? zero, measure), last: unit, at })
    periods.set(period, standings)
  }
  const prizes = new Map<Unit, number>()
  for (const standings of periods.values()) {
    const order = [...standings.values()].sort((a, b) => -compare(a.total, b.total) || a.at - b.at)
    for (const [rank, { last }] of order.slice(0, ranked.prizes.length).entries()) prizes.set(last, rank)
  }
  return (unit, working) => {
    const rank = prizes.get(unit)
    const prize = rank === undefined ? undefined : ranked.prizes[rank]
    if (rank === undefined || prize === undefined) return zero
    working.push(() => `Number ${rank + 1} of the ${sayPeriod(ranked.over)}: ${sayAmount(minor(prize, name), name)}.`)
    return whole(minor(prize, name))
  }
}
