// The one formula's first half: what is due to each partner, for each item and component, under all facts known. Pure; order decides nothing.
import { fraction, minus, over, percentOf, round, sum, times, whole, zero, type Fraction } from '../../../kernel/fraction.ts'
import { allocate, formatMoney } from '../../../kernel/money.ts'
import { holds } from './conditions.ts'
import type { Fact, Trayed } from './facts.ts'
import { isShared, type EarnedComponent, type Plan, type SharedComponent } from './plan.ts'
import { rate, type Unit } from './rating.ts'
import { perMinor, worldOf, type Credit, type Item, type Protection, type World } from './world.ts'

/**
 * What a partner earns on one item by one component. `seller` is the partner whose item it stems from: the same, but for shares. `payableMinor` is the part that may be paid:
 * all of it, or as the customer pays; by `payableOn`, which counts from the newest payment where it is paid as collected.
 */
export type DueLine = { partner: string; seller: string; item: string; component: string; amountMinor: bigint; payableMinor: bigint; currency: string; earnedOn: string; payableOn: string; working: string[] }
export type Due = { lines: DueLine[]; protections: Protection[]; tray: Trayed[]; world: World }

type Subject = { unit: Unit; item: Item; credits: Credit[] }
type Internal = DueLine & { source: Item }

/** Lines of zero are left out. */
export function due(plan: Plan, facts: Fact[]): Due {
  const world = worldOf(facts, plan.timeZone)
  const tray = [...world.tray]
  let lines: Internal[] = []
  for (const component of plan.components) if (!isShared(component)) lines = lines.concat(earnedLines(plan, component, world, tray))
  for (const component of plan.components) if (isShared(component)) lines = lines.concat(sharedLines(plan, component, lines, world))
  const shown = lines.filter((line) => line.amountMinor !== 0n).map(({ source: _, ...line }) => line)
  const keyed = shown.map((line) => ({ line, key: keyOf(line) })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return { lines: keyed.map(({ line }) => line), protections: world.protections, tray, world }
}

export const keyOf = (line: Pick<DueLine, 'partner' | 'item' | 'component'>): string => [line.partner, line.item, line.component].join('\n')

function earnedLines(plan: Plan, component: EarnedComponent, world: World, tray: Trayed[]): Internal[] {
  const replaced = new Set(plan.components.flatMap((other) => (!isShared(other) && other.replaces?.includes(component.id) ? subjectsOf(plan, other, world, []).map((one) => one.unit.key) : [])))
  const subjects = subjectsOf(plan, component, world, tray).filter((one) => !replaced.has(one.unit.key))
  const payable = new Map<string, string>()
  const rated = rate(subjects.map((one) => one.unit), component, plan.currency, plan.rounding)
  return subjects.flatMap(({ unit, item, credits }) => {
    const found = rated.get(unit.key)
    if (!found) return []
    const working = [...found.working]
    const amountMinor = clawedBack(found.amountMinor, component, item, plan, working)
    const free = component.payable === 'as_collected' ? collected(amountMinor, item, plan, working) : amountMinor
    const paidOn = component.payable === 'as_collected' ? item.cash.at(-1)?.at.day : undefined
    const from = paidOn !== undefined && paidOn > unit.day ? paidOn : unit.day
    const weights = credits.map((credit) => credit.weight)
    const [amounts, payables] = [allocate(amountMinor, weights), allocate(free, weights)]
    const total = weights.reduce((sum, weight) => sum + weight, 0n)
    return credits.map(({ partner, weight }, i): Internal => ({
      partner, seller: partner, item: unit.key, component: component.id, amountMinor: amounts[i] ?? 0n, payableMinor: payables[i] ?? 0n, currency: plan.currency, earnedOn: unit.day, payableOn: remembered(payable, from, () => payableOn(plan, component, from)), source: item,
      working: credits.length > 1 ? [...working, `${weight} of ${total} parts of ${formatMoney({ amountMinor, currency: plan.currency })}; left-over units go to the largest remainders.`] : working,
    }))
  })
}

/** What the component looks at: items of its kind that it is for, each with its basis in the plan's currency. */
function subjectsOf(plan: Plan, component: EarnedComponent, world: World, tray: Trayed[]): Subject[] {
  const kind = component.on === 'invoice_line' ? 'invoice' : component.on
  return world.items.filter((item) => item.kind === kind).flatMap((item): Subject[] => {
    const holder = item.account === null ? undefined : world.holderOf(item.account, item.at.instant)
    const credits = component.to === 'protected' ? (holder ? [{ partner: holder.partner, weight: 1n }] : []) : item.credits
    const lead = credits[0]
    if (!lead || (component.from && item.at.day < component.from) || (component.until && item.at.day >= component.until)) return []
    const tier = world.tierOf(lead.partner, item.at.instant)
    if (!holds(component.where, item, { partner: lead.partner, tier, isProtected: holder !== undefined && credits.some((credit) => credit.partner === holder.partner) })) return []
    const exchange = exchangeOf(plan, item, world)
    if (!exchange) {
      tray.push({ fact: { id: item.id }, why: `There is no rate from ${item.currency} to ${plan.currency} on or before ${item.at.day}.` })
      return []
    }
    const kept = item.netMinor === 0n ? whole(1n) : fraction(item.netMinor - item.refundedMinor, item.netMinor)
    const common = { scope: credits.map((credit) => credit.partner).sort().join('+'), account: item.account ?? '', tier, day: item.at.day, kept, units: times(whole(item.units), kept) }
    return partsOf(item, component).map(({ key, net }) => ({ item, credits, unit: { ...common, key, basis: times(times(net, kept), exchange) } }))
  })
}

/** The item as a whole, or line by line; of an invoice with lines those that count, less their share of a discount on all of it. */
function partsOf(item: Item, component: EarnedComponent): { key: string; net: Fraction }[] {
  const { lines: kinds, discountOver } = component.basis ?? {}
  if (item.lines.length === 0) return [{ key: item.id, net: whole(item.netMinor) }]
  const sharing = item.lines.filter((line) => !discountOver || discountOver.includes(line.kind))
  const shared = sharing.reduce((total, line) => total + line.amountMinor, 0n)
  const parts = item.lines.filter((line) => !kinds || kinds.includes(line.kind)).map((line) => {
    const discount = shared > 0n && sharing.includes(line) ? fraction(item.discountMinor * line.amountMinor, shared) : zero
    return { key: `${item.id}/${line.id}`, net: minus(whole(line.amountMinor), discount) }
  })
  if (component.on === 'invoice_line') return parts
  return [{ key: item.id, net: sum(parts.map((part) => part.net)) }]
}

/** Minor units of the plan's currency for one of the item's; 1 where the item has no amount. */
function exchangeOf(plan: Plan, item: Item, world: World): Fraction | undefined {
  if (item.currency === null || item.currency === plan.currency) return whole(1n)
  const found = world.rateOn(item.currency, plan.currency, item.at.day)
  return found && perMinor(found, item.currency, plan.currency)
}

function remembered<K, V>(known: Map<K, V>, key: K, find: () => V): V {
  const value = known.get(key) ?? find()
  known.set(key, value)
  return value
}

/** The last day on which it is to be paid: so many days after the end of the month or quarter in which its hold is over. */
function payableOn(plan: Plan, component: EarnedComponent, from: string): string {
  return paymentDay(plan, Temporal.PlainDate.from(from).add({ days: component.hold?.days ?? 0 }))
}

/** The day by which a plan pays what became free on a day. */
export function paymentDay(plan: Plan, free: Temporal.PlainDate): string {
  const month = plan.payout.every === 'month' ? free.month : Math.ceil(free.month / 3) * 3
  return free.with({ month, day: 1 }).add({ months: 1 }).subtract({ days: 1 }).add({ days: plan.payout.days }).toString()
}

/** Day 0 is the day it counts from; from the last day of the guarantee on nothing is returned. */
function clawedBack(amountMinor: bigint, component: EarnedComponent, item: Item, plan: Plan, working: string[]): bigint {
  const { clawback } = component
  const start = clawback?.from === 'activation' ? item.activatedOn : item.at.day
  if (!clawback || !start || !item.cancelledOn) return amountMinor
  const day = Temporal.PlainDate.from(start).until(item.cancelledOn, { largestUnit: 'days' }).days
  if (day >= clawback.days) return amountMinor
  const left = BigInt(clawback.days - Math.max(0, day))
  const returned = clawback.how === 'full' ? amountMinor : round(fraction(amountMinor * left, BigInt(clawback.days)), plan.rounding)
  working.push(`The customer left on day ${day} of ${clawback.days}: ${formatMoney({ amountMinor: returned, currency: plan.currency })} of ${formatMoney({ amountMinor, currency: plan.currency })} is returned.`)
  return amountMinor - returned
}

/** The share of the amount that the cash so far is of the gross that is kept. */
function collected(amountMinor: bigint, item: Item, plan: Plan, working: string[]): bigint {
  const cash = item.cash.reduce((total, one) => total + one.amountMinor, 0n)
  const gross = item.netMinor === 0n ? whole(item.grossMinor) : fraction(item.grossMinor * (item.netMinor - item.refundedMinor), item.netMinor)
  const payable = gross.n === 0n || whole(cash).n * gross.d >= gross.n ? amountMinor : round(over(whole(amountMinor * cash), gross), plan.rounding)
  working.push(`Payable as the customer pays: ${formatMoney({ amountMinor: payable, currency: plan.currency })} so far.`)
  return payable
}

function sharedLines(plan: Plan, component: SharedComponent, lines: Internal[], world: World): Internal[] {
  const { share } = component
  const of = Array.isArray(share.of) ? share.of : [share.of]
  const part = percentOf(share.percent)
  return lines.filter((line) => of.includes(line.component)).flatMap((line): Internal[] => {
    const partner = 'above' in share.to ? managerAt(line, share.to.above, world) : earlierHolder(line, share.to.earlierProtection.withinDays, world)
    if (!partner) return []
    const [amountMinor, payableMinor] = [round(times(whole(line.amountMinor), part), plan.rounding), round(times(whole(line.payableMinor), part), plan.rounding)]
    const earned = formatMoney({ amountMinor: line.amountMinor, currency: plan.currency })
    if (share.takenFromIt) {
      line.amountMinor -= amountMinor
      line.payableMinor -= payableMinor
      line.working.push(`${share.percent} % of it goes to ${partner}.`)
    }
    return [{ ...line, partner, component: component.id, amountMinor, payableMinor, working: [`${share.percent} % of the ${earned} that ${line.partner} earned.`] }]
  })
}

function managerAt(line: Internal, level: number, world: World): string | undefined {
  let partner: string | undefined = line.partner
  const seen = new Set<string>()
  for (let i = 0; i < level && partner !== undefined; i += 1) {
    if (seen.has(partner)) return undefined
    seen.add(partner)
    partner = world.managerOf(partner, line.source.at.instant)
  }
  return partner
}

/** Who else held the account last, if that ended less than so many days before. */
function earlierHolder(line: Internal, withinDays: number, world: World): string | undefined {
  const at = line.source.at.instant
  const ended = world.protectionsOf(line.source.account ?? '')
    .filter((p) => p.partner !== line.partner && Temporal.Instant.compare(p.until, at) <= 0 && Temporal.Instant.compare(at, p.until.add({ hours: withinDays * 24 })) < 0)
    .sort((a, b) => Temporal.Instant.compare(b.until, a.until))
  return ended[0]?.partner
}
