// What components pay in other than money, and what of it was used.
import { minorOf } from './amounts.ts'
import type { Use } from './expiry.ts'
import type { Trayed } from './facts.ts'
import { isShared, type EarnedComponent, type Plan } from './plan.ts'
import type { World } from './world.ts'

export const unitOf = (component: EarnedComponent): string | undefined => (typeof component.unit === 'object' ? component.unit.credit : component.unit)
export type Kind = { unit: string | undefined; to: 'partner' | 'customer'; counted: boolean }
export const money: Kind = { unit: undefined, to: 'partner', counted: false }
/** What each component pays in, and to whom; a share is in what it is a share of. `counted` for a named unit, which has no currency. */
export function kindsIn(plan: Plan): Map<string, Kind> {
  const kinds = new Map<string, Kind>()
  for (const one of plan.components) kinds.set(one.id, isShared(one) ? { ...(kinds.get([one.share.of].flat()[0] ?? '') ?? money), to: 'partner' } : { unit: unitOf(one), to: one.to === 'customer' ? 'customer' : 'partner', counted: typeof one.unit === 'string' })
  return kinds
}

/** What was used, in minor units of what it is counted in. */
export function usesOf(plan: Plan, kinds: Map<string, Kind>, world: World, tray: Trayed[]): Use[] {
  return world.used.flatMap(({ fact, at }): Use[] => {
    const say = (why: string): Use[] => (tray.push({ fact, why }), [])
    const to = fact.account === undefined ? 'partner' : 'customer'
    const own = [...kinds.values()].filter((one) => one.to === to && (one.unit ?? (to === 'customer' ? 'money' : undefined)) === fact.unit)
    const [kind] = own
    if (!kind) return say(`The plan gives a ${to} nothing in “${fact.unit}” that could be used.`)
    if (kind.counted && fact.currency) return say(`“${fact.unit}” has no currency.`)
    const currency = kind.counted ? fact.unit : (fact.currency ?? plan.currency)
    const amountMinor = minorOf(fact.amount, currency)
    return amountMinor === undefined ? say('The amount has more decimals than what it is counted in.') : amountMinor === 0n ? [] : [{ id: fact.id, partner: fact.partner, account: fact.account ?? null, unit: fact.unit, currency, amountMinor, day: at.day }]
  })
}
