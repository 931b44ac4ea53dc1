// What a reseller pays: the list price less the discount that a price component works out.
import { round } from '../../../kernel/fraction.ts'
import type { EarnedComponent } from './plan.ts'
import type { Rated } from './rating.ts'
import { sayAll } from './sentences.ts'
import type { Subject } from './subjects.ts'

/** Amounts in minor units of `currency`. */
export type Price = { item: string; partner: string; component: string; listMinor: bigint; discountMinor: bigint; priceMinor: bigint; currency: string; on: string; working: string[] }

export function pricesOf(component: EarnedComponent, currency: string, rated: Map<Subject, Rated>): Price[] {
  if (!component.price) return []
  return [...rated].map(([{ unit, credits }, { amountMinor, working }]) => {
    const listMinor = round(unit.basis, 'half_away')
    return { item: unit.key, partner: credits.map((credit) => credit.partner).join(', '), component: component.id, listMinor, discountMinor: amountMinor, priceMinor: listMinor - amountMinor, currency, on: unit.day, working: sayAll(working) }
  })
}
