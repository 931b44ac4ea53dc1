// What keeps an item from earning for now, or for good: something that must still come, and partners who brought nothing new for too long.
import { holds, yearsOf, type View } from './conditions.ts'
import { order, type Moment } from './moments.ts'
import { endOf, later } from './periods.ts'
import type { EarnedComponent } from './plan.ts'

/** Whether what it needs held at the item or at some change after it, in time. */
export function isMet({ needs }: EarnedComponent, view: View): boolean {
  if (!needs) return true
  const { item, partner, world } = view
  const ends = [needs.by, needs.within && later(item.at.day, needs.within), needs.period && needs.period !== 'ever' ? endOf(item.at.day, needs.period, yearsOf(view, needs.period)) : undefined].filter((day) => day !== undefined)
  const moments = [item.at, ...world.changesOf(item.account, partner), ...world.itemsOf(partner).map((one) => one.at), ...(item.account === null ? [] : world.itemsAt(item.account).map((one) => one.at))]
  return moments.some((at) => at.ns >= item.at.ns && ends.every((end) => at.day <= end) && holds(needs.that, { ...view, item: { ...item, id: '\uffff', at } }))
}

/** Whether the partner never went too long without something new since the account came. The last day of the time is in it. */
export function isAlive({ keepAlive }: EarnedComponent, view: View): boolean {
  if (!keepAlive) return true
  const { item, partner, world } = view
  const own = world.itemsOf(partner)
  const counts = (one: (typeof own)[number]) => keepAlive.on.includes(one.kind) && holds(keepAlive.where, { ...view, item: one, isProtected: false })
  const active = own.filter(counts).map((one) => one.at)
  const starts: Moment[] = active.length > 0 ? active : own.slice(0, 1).map((one) => one.at)
  const since = world.firstOf(item)?.at ?? item.at
  return starts.sort((a, b) => order(a, '', b, '')).every((at, i) => {
    const lapse = later(at.day, keepAlive)
    const next = starts[i + 1]?.day
    const lapses = next === undefined || next > lapse
    return !lapses || !(since.day <= lapse && item.at.day > lapse)
  })
}
