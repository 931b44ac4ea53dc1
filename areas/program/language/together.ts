// What all partners of one item get together at most. Amounts are rounded already, and each partner's own caps are used.
import { greatest, percentOf, round, times, whole, zero, type Fraction } from '../../../kernel/fraction.ts'
import { allocate } from '../../../kernel/money.ts'
import { sayPercent } from '../../../kernel/text.ts'
import { sayAmount } from './amounts.ts'
import { inCurrency } from './items.ts'
import type { Plan } from './plan.ts'
import type { Together } from './plan-pay.ts'
import { minor, type Rated } from './rating.ts'
import type { Subject } from './subjects.ts'
import type { World } from './world.ts'

type Found = { component: { id: string }; rated: Map<Subject, Rated> }
type Part = { subject: Subject; one: Rated }

/** Cuts what is over, in the order in which the plan names its caps. */
export function capPartners(plan: Plan, found: Found[], currency: string, world: World): void {
  for (const cap of plan.together ?? []) {
    const parts = cap.of.flatMap((id) => found.filter(({ component }) => component.id === id).flatMap(({ rated }) => [...rated].map(([subject, one]): Part => ({ subject, one }))))
    for (const own of Map.groupBy(parts, ({ subject }) => subject.item.id).values()) cutTo(own, cap, mostOf(own, cap, { plan, currency, world }), currency)
  }
}

type Around = { plan: Plan; currency: string; world: World }
/** In minor units; a percentage is of what is kept of the item where that of the components which counts the fewest refunds. */
function mostOf(own: Part[], { percent, amount }: Together, { plan, currency, world }: Around): bigint {
  const item = own[0]?.subject.item
  const flat = amount === undefined ? undefined : minor(amount, currency)
  if (percent === undefined || !item) return flat ?? 0n
  const kept = own.reduce((most, { subject }) => greatest(most, subject.unit.kept), zero)
  const comesTo: Fraction = times(times(whole(item.netMinor), times(item.part, kept)), inCurrency(item, currency, world) ?? zero)
  const share = round(times(comesTo, percentOf(percent)), plan.rounding)
  return flat !== undefined && flat < share ? flat : share
}

function cutTo(own: Part[], { cut, percent, amount }: Together, most: bigint, currency: string): void {
  const total = own.reduce((sum, { one }) => sum + one.amountMinor, 0n)
  if (total <= most) return
  const limit = () => `At most ${sayAmount(most, currency)} for all partners of it together${percent === undefined ? '' : amount === undefined ? `, ${sayPercent(percent)} of it` : `, the lower of ${sayPercent(percent)} of it and ${sayAmount(minor(amount, currency), currency)}`}`
  const amounts = cut === 'in_proportion' ? allocate(most, own.map(({ one }) => one.amountMinor)) : inOrder(own, most)
  for (const [i, { one }] of own.entries()) {
    const [before, after] = [one.amountMinor, amounts[i] ?? 0n]
    if (before === after) continue
    one.amountMinor = after
    one.working.push(() => `${limit()}: ${cut === 'in_proportion' ? `they came to ${sayAmount(total, currency)}, so this is cut in the same proportion, from ${sayAmount(before, currency)} to ${sayAmount(after, currency)}` : `${sayAmount(after, currency)} of that was left here`}.`)
  }
}

function inOrder(own: Part[], most: bigint): bigint[] {
  let left = most
  return own.map(({ one }) => {
    const amount = one.amountMinor < left ? one.amountMinor : left
    left -= amount
    return amount
  })
}
