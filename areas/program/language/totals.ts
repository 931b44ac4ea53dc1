// Running totals over what a partner or an account did, for conditions.
import { fraction, plus, times, whole, zero, type Fraction } from '../../../kernel/fraction.ts'
import { unitDigits } from './amounts.ts'
import { holds, yearsOf, type View } from './conditions.ts'
import { keptOf, type Item } from './items.ts'
import { earlier, periodOf } from './periods.ts'
import type { Total } from './plan-parts.ts'
import type { World } from './world.ts'

type Part = { item: Item; value: Fraction }

/** Amounts in major units of the plan's currency, what was refunded left out. */
export function totalsIn(currency: string, say: (item: Item, why: string) => void) {
  const known = new Map<string, Part[]>()
  return (total: Total, view: View): Fraction => {
    const { item, partner } = view
    const who = total.per === 'partner' ? partner : (item.account ?? '')
    const key = JSON.stringify([total, who, total.per === 'partner' ? '' : partner, view.blind ?? false])
    const parts = known.get(key) ?? partsOf(total, view, who, currency, say)
    known.set(key, parts)
    const at = view.upTo ?? item.at
    const years = yearsOf(view, total.over)
    if (years === undefined) return zero
    const since = total.last && earlier(at.day, total.last)
    const counted = parts.filter(({ item: one }) =>
      (one.at.ns < at.ns || (one.at.ns === at.ns && (one.id < item.id || (total.itself && one.id === item.id)))) &&
      (since === undefined || one.at.day > since) && (!total.over || periodOf(one.at.day, total.over, years) === periodOf(at.day, total.over, years)))
    if (total.measure === 'accounts') return whole(BigInt(new Set(counted.filter((one) => one.value.n > 0n).map((one) => one.item.account ?? one.item.id)).size))
    return counted.reduce((sum, one) => plus(sum, one.value), zero)
  }
}

function partsOf(total: Total, view: View, who: string, currency: string, say: (item: Item, why: string) => void): Part[] {
  const { world, partner } = view
  const candidates = (total.per === 'partner' ? world.itemsOf(who) : world.itemsAt(who)).filter((one) => total.on.includes(one.kind))
  return candidates.filter((one) => holds(total.where, { item: one, partner, world, isProtected: isProtected(world, one, partner), ...(view.blind ? { blind: true } : {}) })).map((one) => ({ item: one, value: valueOf(one, total, world, currency, say) }))
}

export const isProtected = (world: World, item: Item, partner: string): boolean => item.account !== null && world.holderOf(item.account, item.at.instant, item.fields['product'])?.partner === partner

function valueOf(item: Item, total: Total, world: World, currency: string, say: (item: Item, why: string) => void): Fraction {
  const kept = keptOf(item)
  if (total.measure === 'units') return times(whole(item.units), kept)
  if (total.measure !== 'amount') return kept.n === 0n ? zero : whole(1n)
  if (item.currency === null) return zero
  const rate = world.rateOn(item.currency, currency, item.at.day)
  if (!rate) say(item, `There is no rate from ${item.currency} to ${currency} on or before ${item.at.day}, so no total counts it.`)
  return rate ? times(times(fraction(item.netMinor - item.refundedMinor, 10n ** BigInt(unitDigits(item.currency))), item.part), rate) : zero
}
