// From what is rated to what is due: clawback, what may be paid, instalments, and whom it goes to.
import { fraction, over, percentOf, round, times, whole } from '../../../kernel/fraction.ts'
import { allocate } from '../../../kernel/money.ts'
import { sayAmount } from './amounts.ts'
import { keptOf, type Item } from './items.ts'
import { freeOn, paymentDay } from './payable-on.ts'
import { daysBetween, later } from './periods.ts'
import type { EarnedComponent, Plan } from './plan.ts'
import type { Rated } from './rating.ts'
import type { Sentence } from './sentences.ts'
import { unitNameOf, type Subject } from './subjects.ts'

/**
 * What a partner earns on one item by one component. `seller` is the partner whose item it stems from: the same, but for shares and what customers get. `itemId` and `itemDay` are of the fact itself where `item` is a line of it or an instalment. `payableMinor` is the part that may be paid:
 * all of it, or as the customer pays; by `payableOn`, which counts from the newest payment where it is paid as collected. `heldUntil` is the day on which the component's hold is over, null where it has none.
 */
export type DueLine = { partner: string; seller: string; item: string; component: string; amountMinor: bigint; payableMinor: bigint; currency: string; earnedOn: string; payableOn: string; heldUntil: string | null; working: string[]; itemId: string; itemDay: string }
export type Internal = Omit<DueLine, 'working'> & { working: Sentence[]; source: Item }
type When = Pick<DueLine, 'payableOn' | 'heldUntil'>

export function linesOf(plan: Plan, component: EarnedComponent, currency: string, rated: Map<Subject, Rated>): Internal[] {
  const unit = unitNameOf(component, currency)
  const firsts = new Map<string, string>()
  const known = new Map<string, When>()
  return [...rated].flatMap(([{ unit: { scope, account, day, key }, item, credits, returned }, found]) => {
    const working = [...found.working]
    const amountMinor = clawedBack(found.amountMinor, component, item, plan, unit, working)
    const free = freeOf(amountMinor, component, item, plan, unit, working)
    const first = firsts.get(`${scope}\n${account}`) ?? day
    firsts.set(`${scope}\n${account}`, first)
    const paidOn = component.payable === 'as_collected' || component.payable === 'when_collected' ? item.cash.at(-1)?.at.day : undefined
    const on = (earned: string) => {
      const earnedOn = paidOn !== undefined && paidOn > earned ? paidOn : earned
      return remembered(known, `${earnedOn} ${component.hold?.from === 'first' ? first : ''} ${returned ? item.at.day : ''}`, () => {
        // What was refunded is set off at once, but not before what it is of is paid.
        const held = freeOn(component, returned ? item.at.day : earnedOn, first)
        const free = held > earnedOn || !returned ? held : earnedOn
        return { payableOn: paymentDay(plan, free), heldUntil: component.hold ? free : null }
      })
    }
    const weights = credits.map((credit) => credit.weight)
    const [amounts, payables] = [allocate(amountMinor, weights), allocate(free, weights)]
    const total = weights.reduce((sum, weight) => sum + weight, 0n)
    const sign = component.owes ? -1n : 1n
    return credits.flatMap(({ partner, weight }, i) => inParts({
      partner, seller: component.to === 'customer' ? (item.credits[0]?.partner ?? partner) : partner, item: key, component: component.id, amountMinor: sign * (amounts[i] ?? 0n), payableMinor: sign * (payables[i] ?? 0n), currency: unit, earnedOn: day, ...on(day), itemId: item.id, itemDay: item.at.day, source: item,
      working: credits.length > 1 ? [...working, () => `${weight} of ${total} parts of ${sayAmount(amountMinor, unit)}; left-over units go to the largest remainders.`] : working,
    }, component, on))
  })
}

function remembered<K, V>(known: Map<K, V>, key: K, find: () => V): V {
  const value = known.get(key) ?? find()
  known.set(key, value)
  return value
}

/** Equal parts, the first on the day of the item; the left-over units go to the first ones. */
function inParts(line: Internal, { instalments }: EarnedComponent, on: (earnedOn: string) => When): Internal[] {
  if (!instalments) return [line]
  const weights = Array.from({ length: instalments.count }, () => 1n)
  const [amounts, payables] = [allocate(line.amountMinor, weights), allocate(line.payableMinor, weights)]
  return amounts.flatMap((amountMinor, i) => {
    const earnedOn = later(line.earnedOn, { months: i * instalments.everyMonths })
    const gone = line.source.cancelledOn
    if (instalments.stops && gone !== null && earnedOn >= gone && i > 0) return []
    return [{ ...line, item: `${line.item}#${i + 1}`, amountMinor, payableMinor: payables[i] ?? 0n, earnedOn, ...on(earnedOn), working: [...line.working, () => `Part ${i + 1} of ${instalments.count}.`] }]
  })
}

/** Day 0 is the day it counts from; from the last day of the guarantee on nothing is returned. */
function clawedBack(amountMinor: bigint, component: EarnedComponent, item: Item, plan: Plan, unit: string, working: Sentence[]): bigint {
  const { clawback } = component
  // Whoever leaves before it was activated leaves on day 0.
  const start = clawback?.from === 'activation' ? (item.activatedOn ?? item.cancelledOn) : item.at.day
  if (!clawback || !start || !item.cancelledOn) return amountMinor
  const gone = item.cancelledOn < start ? start : item.cancelledOn
  const end = later(start, clawback)
  if (gone >= end) return amountMinor
  const [day, days] = [daysBetween(start, gone), daysBetween(start, end)]
  const share = clawback.steps ? percentOf(clawback.steps.find((step) => gone < later(start, { months: step.untilMonth, days: step.untilDay }))?.percent ?? '0')
    : clawback.how === 'full' ? whole(1n)
      : clawback.how === 'by_month' ? monthsLeft(start, gone, end) : fraction(BigInt(days - day), BigInt(days))
  const returned = round(times(whole(amountMinor), share), plan.rounding)
  working.push(() => `The customer left on day ${day} of ${days}: ${sayAmount(returned, unit)} of ${sayAmount(amountMinor, unit)} is returned.`)
  return amountMinor - returned
}

/** The share of the calendar months of the guarantee that had not begun; one that had begun is kept. */
function monthsLeft(start: string, gone: string, end: string) {
  const months = (to: string) => {
    let count = 0
    while (later(start, { months: count }) < to) count += 1
    return count
  }
  const [all, begun] = [months(end), Math.max(1, months(later(gone, { days: 1 })))]
  return fraction(BigInt(Math.max(0, all - begun)), BigInt(all))
}

function freeOf(amountMinor: bigint, component: EarnedComponent, item: Item, plan: Plan, unit: string, working: Sentence[]): bigint {
  if (component.payable === 'when_earned') return amountMinor
  if (component.payable === 'when_activated') {
    working.push(() => (item.activatedOn ? `Payable since it was activated on ${item.activatedOn}.` : 'Payable once it is activated.'))
    return item.activatedOn ? amountMinor : 0n
  }
  const cash = item.cash.reduce((total, one) => total + one.amountMinor, 0n)
  const kept = keptOf(item)
  const gross = fraction(item.grossMinor * kept.n, kept.d)
  const isPaid = gross.n === 0n || cash * gross.d >= gross.n
  const payable = isPaid ? amountMinor : component.payable === 'when_collected' ? 0n : round(over(whole(amountMinor * cash), gross), plan.rounding)
  working.push(() => (component.payable === 'when_collected' ? (isPaid ? 'Payable: the customer paid all of it.' : 'Payable once the customer paid all of it.') : `Payable as the customer pays: ${sayAmount(payable, unit)} so far.`))
  return payable
}
