// What a component looks at: items of its kinds that it is for, each with whom it credits and its basis in the plan's currency.
import { fraction, greatest, least, minus, parseDecimal, sum, times, whole, zero, type Fraction } from '../../../kernel/fraction.ts'
import { unitDigits } from './amounts.ts'
import { holds, valueOf, yearsOf, type View } from './conditions.ts'
import { creditsOf } from './credits.ts'
import type { Trayed } from './facts.ts'
import { inCurrency, keptOf, type Credit, type Item } from './items.ts'
import type { Moment } from './moments.ts'
import { isAlive, isMet } from './pending.ts'
import { payableOn } from './payable-on.ts'
import { isContractual } from './periods.ts'
import type { EarnedComponent, Plan } from './plan.ts'
import type { Unit } from './rating.ts'
import type { World } from './world.ts'

/** `returned` where it is what was refunded of the item, on its own day. */
export type Subject = { unit: Unit; item: Item; credits: Credit[]; returned?: { id: string; at: Moment } }
/** `currency` is the one that is worked out; items in another of the plan's own currencies are left to that. */
export type Scope = { plan: Plan; currency: string; world: World; tray: Trayed[] }

export const kindsOf = (component: EarnedComponent): string[] => (Array.isArray(component.on) ? component.on : [component.on])
export const unitNameOf = (component: EarnedComponent, currency: string): string => (typeof component.unit === 'string' ? component.unit : currency)

export function subjectsOf(component: EarnedComponent, scope: Scope): Subject[] {
  const kinds = new Set(kindsOf(component).map((kind) => (kind === 'invoice_line' ? 'invoice' : kind)))
  const own = scope.plan.currencies ?? []
  const mine = (item: Item) => (item.currency !== null && own.includes(item.currency) ? item.currency : scope.plan.currency) === scope.currency
  const subjects = scope.world.items.filter((item) => kinds.has(item.kind) && mine(item)).flatMap((item) => {
    if ((component.from && item.at.day < component.from) || (component.until && item.at.day >= component.until)) return []
    const credits = creditsOf(component, item, scope.world)
    return (component.split === 'each_in_full' ? credits.map((credit) => [credit]) : [credits]).flatMap((some) => subjectOf(component, item, some, scope))
  })
  return component.basis?.ceiling ? underFirst(subjects) : subjects
}

const one = whole(1n)
/** What a tray was told already, so that several components say it once. */
const saidIn = new WeakMap<Trayed[], Set<string>>()

function subjectOf(component: EarnedComponent, item: Item, credits: Credit[], scope: Scope): Subject[] {
  const { currency, world, tray } = scope
  const lead = credits[0]
  if (!lead) return []
  // A reward to the customer follows the terms of the partner who brought it.
  const partner = component.to === 'customer' ? (item.credits[0]?.partner ?? lead.partner) : lead.partner
  const holder = item.account === null ? undefined : world.holderOf(item.account, item.at.instant, item.fields['product'])
  const view: View = { item, partner, world, isProtected: holder !== undefined && credits.some((credit) => credit.partner === holder.partner) }
  if (!holds(component.where, view)) return []
  const say = (why: string): Subject[] => {
    const key = `${item.id}\n${why}`
    const told = saidIn.get(tray) ?? new Set()
    saidIn.set(tray, told)
    if (!told.has(key)) tray.push({ fact: { id: item.id }, why })
    told.add(key)
    return []
  }
  if (countsContracts(component, scope.plan) && yearsOf(view, 'contract_year') === undefined) return say(`Nothing says what day “${world.contractFrom}” is on ${item.at.day}, from which contract years are counted.`)
  if (!isMet(component, view) || !isAlive(component, view)) return []
  const rate = inCurrency(item, currency, world)
  if (!rate) return say(`There is no rate from ${item.currency} to ${currency} on or before ${item.at.day}.`)
  const unit = unitNameOf(component, currency)
  const exchange = unit === currency && (item.currency === null || item.currency === currency) ? one : times(rate, fraction(10n ** BigInt(unitDigits(unit)), 10n ** BigInt(unitDigits(currency))))
  const said = 'percentFrom' in component.pay ? component.pay.percentFrom : 'bands' in component.pay && typeof component.pay.bands.quota === 'string' ? component.pay.bands.quota : undefined
  const value = said === undefined ? undefined : valueOf(said, view)
  if (value === '') return say(`Nothing says what “${said}” is on ${item.at.day}.`)
  if (value !== undefined && (parseDecimal(value)?.n ?? -1n) < 0n) return say(`“${said}” is “${value}” on ${item.at.day}, which is no number such as “12.5”.`)
  const parts = partsOf(item, component)
  if (typeof parts === 'string') return say(parts)
  const kept = keptOf(item, keptBack(component, item, scope))
  const common = { scope: credits.length === 1 ? lead.partner : credits.map((credit) => credit.partner).sort().join('+'), account: item.account ?? '', tier: 'percentByTier' in component.pay ? world.tierOf(partner, item.at.instant) : '', day: item.at.day, kept: item.part.n === 0n ? zero : kept, count: item.part.n === 0n || kept.n === 0n ? 0n : 1n, units: times(times(whole(item.units), kept), item.part), view }
  return parts.map(({ key, net }) => ({ item, credits, unit: { ...common, key, full: times(times(net, item.part), exchange), basis: times(times(times(net, item.part), kept), exchange) } }))
}

const contractual = new WeakMap<EarnedComponent, boolean>()
/** Whether something of it, or a cap over it, is counted in years of a contract. */
function countsContracts(component: EarnedComponent, { contract, caps }: Plan): boolean {
  if (!contract) return false
  const known = contractual.get(component) ?? ((caps ?? []).some((cap) => cap.of.includes(component.id) && isContractual(cap.over)) || /"(over|asOf|period)":"contract_/.test(JSON.stringify(component)))
  contractual.set(component, known)
  return known
}

/** What of the refunds counts: all of it, that before the payment, or none. */
function keptBack(component: EarnedComponent, item: Item, { plan, world }: Scope): bigint {
  if (component.refunds === 'taken_back') return item.refundedMinor
  if (component.refunds === 'kept' || component.refunds === 'as_they_come') return 0n
  const cashOn = component.payable === 'as_collected' || component.payable === 'when_collected' ? item.cash[0]?.at.day : item.at.day
  const due = payableOn(plan, component, cashOn !== undefined && cashOn > item.at.day ? cashOn : item.at.day, world.firstOf(item)?.at.day ?? item.at.day)
  const paidOn = cashOn && world.payoutDays.find((day) => day >= due)
  return item.refunds.filter((refund) => !paidOn || refund.at.day <= paidOn).reduce((total, refund) => total + refund.amountMinor, 0n)
}

/** The item as a whole, or line by line; of an invoice with lines those that count, less their share of a discount on all of it. */
function partsOf(item: Item, component: EarnedComponent): { key: string; net: Fraction }[] | string {
  const { lines: kinds, discountOver, of = component.price && Object.hasOwn(item.amounts, component.price.list) ? component.price.list : undefined } = component.basis ?? {}
  if (of !== undefined) {
    const named = Object.hasOwn(item.amounts, of) ? item.amounts[of] : undefined
    return named === undefined ? `It does not say its ${of}.` : [{ key: item.id, net: lessened(whole(named), item, component) }]
  }
  if (item.lines.length === 0) return [{ key: item.id, net: lessened(whole(item.netMinor), item, component) }]
  const sharing = item.lines.filter((line) => !discountOver || discountOver.includes(line.kind))
  const shared = sharing.reduce((total, line) => total + line.amountMinor, 0n)
  const parts = item.lines.filter((line) => !kinds || kinds.includes(line.kind)).map((line) => {
    const discount = shared > 0n && sharing.includes(line) ? fraction(item.discountMinor * line.amountMinor, shared) : zero
    return { key: `${item.id}/${line.id}`, net: minus(whole(line.amountMinor), discount) }
  })
  if (kindsOf(component).includes('invoice_line')) return parts.map((part) => ({ ...part, net: firstYear(part.net, item, component) }))
  return [{ key: item.id, net: lessened(sum(parts.map((part) => part.net)), item, component) }]
}

function lessened(net: Fraction, item: Item, component: EarnedComponent): Fraction {
  const less = (component.basis?.minus ?? []).reduce((total, name) => total + (Object.hasOwn(item.amounts, name) ? (item.amounts[name] ?? 0n) : 0n), 0n)
  return firstYear(greatest(zero, minus(net, whole(less))), item, component)
}

const firstYear = (net: Fraction, item: Item, component: EarnedComponent): Fraction =>
  component.basis?.firstYear && item.termMonths !== null && item.termMonths > 12 ? times(net, fraction(12n, BigInt(item.termMonths))) : net

/** Never more than the first with the account came to, before refunds. */
function underFirst(subjects: Subject[]): Subject[] {
  const firsts = new Map<string, Fraction>()
  return subjects.map((subject) => {
    const key = `${subject.unit.scope}\n${subject.unit.account}`
    const first = firsts.get(key) ?? subject.unit.full
    firsts.set(key, first)
    return { ...subject, unit: { ...subject.unit, basis: times(least(subject.unit.full, first), subject.unit.kept) } }
  })
}
