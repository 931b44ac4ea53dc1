// Refunds that count on their own day: each like an item of less than nothing, in the period in which it comes back and at the rate of its day.
import { fraction, times, zero } from '../../../kernel/fraction.ts'
import { order } from './moments.ts'
import type { EarnedComponent } from './plan.ts'
import type { Unit } from './rating.ts'
import type { Subject } from './subjects.ts'
import { firstOnes } from './windows.ts'

/** The first so many of those that a component keeps, and what was refunded of them, in the order of their moments. Whatever the component asks of an item was asked when it was sold. */
export function withReturns({ limits, refunds, pay }: EarnedComponent, subjects: Subject[]): Subject[] {
  const first = limits?.items ? new Set(firstOnes(subjects.map((one) => one.unit), limits.items)) : undefined
  const inside = first ? subjects.filter((one) => first.has(one.unit)) : subjects
  if (refunds !== 'as_they_come') return inside
  const all = inside.flatMap((one) => [one, ...returnsOf(one, 'percentByTier' in pay)])
  return all.map((one, i) => ({ one, i, at: momentOf(one), id: one.returned?.id ?? one.item.id })).sort((a, b) => order(a.at, a.id, b.at, b.id) || a.i - b.i).map(({ one }) => one)
}

export const momentOf = ({ item, returned }: Subject) => returned?.at ?? item.at

function returnsOf({ unit, item, credits }: Subject, byTier: boolean): Subject[] {
  let left = item.netMinor
  return item.refunds.filter((refund) => refund.amountMinor > 0n).map(({ id, at, amountMinor }) => {
    left -= amountMinor
    const part = fraction(-amountMinor, item.netMinor)
    const own: Unit = {
      ...unit, key: `${unit.key}#${id}`, day: at.day, full: times(unit.full, part), basis: times(unit.basis, part), units: times(unit.units, part), kept: zero, count: left === 0n ? -unit.count : 0n,
      tier: byTier ? unit.view.world.tierOf(unit.view.partner, at.instant) : unit.tier, view: { ...unit.view, item: { ...item, at } },
    }
    return { unit: own, item, credits, returned: { id, at } }
  })
}
