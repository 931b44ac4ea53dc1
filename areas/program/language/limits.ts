// Caps and minimums of a component, and caps over several components together. Amounts are rounded already.
import { sayAmount } from './amounts.ts'
import { sayIn, sayPeriod } from './periods.ts'
import type { Cap, Limits } from './plan-pay.ts'
import { minor, ownerOf, periodIn, type Rated, type Unit } from './rating.ts'
import type { Sentence } from './sentences.ts'

const sayPer = (cap: Cap): string => (cap.per === 'account' ? ' for each customer' : cap.per === 'partner' ? '' : ` for each ${cap.per.field}`)

export function limiter(limits: Limits | undefined, name: string) {
  const caps = (limits?.perPeriod === undefined ? [] : Array.isArray(limits.perPeriod) ? limits.perPeriod : [limits.perPeriod]).map((cap) => capped(cap, name))
  return (unit: Unit, amountMinor: bigint, working: Sentence[]): bigint => {
    let amount = amountMinor
    if (limits?.atLeast !== undefined && unit.kept.n !== 0n && amount < minor(limits.atLeast, name)) {
      const least = minor(limits.atLeast, name)
      amount = least
      working.push(() => `At least ${sayAmount(least, name)} for each.`)
    }
    if (limits?.perItem !== undefined && amount > minor(limits.perItem, name)) {
      const most = minor(limits.perItem, name)
      amount = most
      working.push(() => `At most ${sayAmount(most, name)} for each.`)
    }
    for (const cap of caps) amount = cap.fit(unit, amount, working)
    for (const cap of caps) cap.use(unit, amount)
    return amount
  }
}

/** Room under a cap in a period, used in the order of the items; what is refunded on its own day takes back first what the cap had left out. */
export function capped(cap: Cap, name: string) {
  const [used, leftOut] = [new Map<string, bigint>(), new Map<string, bigint>()]
  const keyOf = (unit: Unit) => `${ownerOf(unit, cap.per)}\n${periodIn(unit, cap.over)}`
  const most = minor(cap.amount, name)
  return {
    fit: (unit: Unit, amount: bigint, working: Sentence[]): bigint => {
      const key = keyOf(unit)
      if (amount < 0n) {
        const out = leftOut.get(key) ?? 0n
        const less = -amount < out ? -amount : out
        if (less === 0n) return amount
        leftOut.set(key, out - less)
        working.push(() => `${sayAmount(less, name)} of it had been left out by the limit of ${sayAmount(most, name)} ${sayIn(cap.over)}${sayPer(cap)}.`)
        return amount + less
      }
      const room = most - (used.get(key) ?? 0n)
      if (amount <= room) return amount
      leftOut.set(key, (leftOut.get(key) ?? 0n) + amount - room)
      working.push(() => `At most ${sayAmount(most, name)} ${sayIn(cap.over)}${sayPer(cap)}, of which ${sayAmount(room, name)} was left.`)
      return room
    },
    use: (unit: Unit, amount: bigint): void => {
      const key = keyOf(unit)
      used.set(key, (used.get(key) ?? 0n) + amount)
    },
  }
}

/** Less than the minimum of a period pays nothing, or the last item that is kept gets the rest; an advance is taken back from what later periods come to above it, from their last items first. */
export function minimums(rated: Map<Unit, Rated>, minimum: Limits['minimum'], name: string): void {
  if (!minimum) return
  const least = minor(minimum.amount, name)
  const advanced = new Map<string, bigint>()
  for (const [, own] of Map.groupBy(rated, ([unit]) => `${unit.scope}\n${periodIn(unit, minimum.over)}`)) {
    const total = own.reduce((sum, [, one]) => sum + one.amountMinor, 0n)
    const last = own.findLast(([unit]) => unit.count > 0n)
    const scope = own[0]?.[0].scope ?? ''
    const before = advanced.get(scope) ?? 0n
    if (total > least && before > 0n) advanced.set(scope, before - takeBack(own, before < total - least ? before : total - least, name))
    // What was refunded is owed, whatever the minimum.
    if (total >= least || !last || (minimum.below === 'nothing' && total < 0n)) continue
    const said = () => `${sayAmount(total, name)} ${minimum.over === 'ever' ? 'in all' : `in the ${sayPeriod(minimum.over)}`} is less than ${sayAmount(least, name)}`
    const isAdvance = minimum.below === 'advanced'
    if (isAdvance) advanced.set(scope, before + least - total)
    if (minimum.below === 'nothing') for (const [, one] of own) Object.assign(one, { amountMinor: 0n, working: [...one.working, () => `${said()}, so nothing is earned.`] })
    else Object.assign(last[1], { amountMinor: last[1].amountMinor + least - total, working: [...last[1].working, () => `${said()}; the rest is ${isAdvance ? 'advanced' : 'added'} here.`] })
  }
}

/** Takes so much from what items earned, from the last ones first, and never below nothing; returns how much that was. */
function takeBack(own: [Unit, Rated][], wanted: bigint, name: string): bigint {
  let rest = wanted
  for (const [, one] of own.toReversed()) {
    const part = one.amountMinor < rest ? one.amountMinor : rest
    if (part <= 0n) continue
    rest -= part
    Object.assign(one, { amountMinor: one.amountMinor - part, working: [...one.working, () => `${sayAmount(part, name)} that was advanced before is taken back.`] })
  }
  return wanted - rest
}
