// What the facts come to before any plan rule: items with what is kept of them, who stands above whom, who protects what, and rates.
import { fraction, over, parseDecimal, times, type Fraction } from '../../../kernel/fraction.ts'
import { digitsOf } from '../../../kernel/money.ts'
import type { Fact, FactOf, Trayed } from './facts.ts'

/** `ns` is the instant since 1970 in nanoseconds: comparing numbers is what sorting a million of them costs. */
export type Moment = { instant: Temporal.Instant; ns: bigint; day: string }
export type Credit = { partner: string; weight: bigint }
export type Line = { id: string; kind: string; amountMinor: bigint }
/** Something that may earn. Amounts in minor units of its currency. */
export type Item = {
  id: string; kind: 'sale' | 'invoice' | 'qualified' | 'milestone'; at: Moment; credits: Credit[]; account: string | null; currency: string | null
  netMinor: bigint; lines: Line[]; discountMinor: bigint; grossMinor: bigint; units: bigint; refundedMinor: bigint
  /** What came in, gross, oldest first. */
  cash: { id: string; amountMinor: bigint; at: Moment }[]
  activatedOn: string | null; cancelledOn: string | null
  fields: Record<string, string>
}
export type Protection = { id: string; partner: string; account: string; from: Temporal.Instant; until: Temporal.Instant; accepted: boolean; why: string }
export type World = {
  items: Item[]
  protections: Protection[]
  /** Those of an account that were accepted. */
  protectionsOf: (account: string) => Protection[]
  /** Who holds the account at this moment: from the start, included, to the end, excluded. */
  holderOf: (account: string, at: Temporal.Instant) => Protection | undefined
  managerOf: (partner: string, at: Temporal.Instant) => string | undefined
  /** The empty text while it has none. */
  tierOf: (partner: string, at: Temporal.Instant) => string
  /** How many of `to` one of `from` is, in major units, by the newest rate up to that day, given either way round. */
  rateOn: (from: string, to: string, day: string) => Fraction | undefined
  tray: Trayed[]
}

/** Facts in, world out; the order in which they are given does not matter. */
export function worldOf(told: Fact[], timeZone: string): World {
  const tray: Trayed[] = []
  const momentOf = momentsIn(timeZone)
  const withdrawn = new Set(told.flatMap((one) => (one.kind === 'withdrawn' ? [one.of] : [])))
  const facts = withdrawn.size === 0 ? told : told.filter((one) => !withdrawn.has(one.id) && one.kind !== 'withdrawn')
  const kinds = Map.groupBy(facts, (one) => one.kind)
  const of = <Kind extends Fact['kind']>(kind: Kind): FactOf<Kind>[] => (kinds.get(kind) ?? []) as FactOf<Kind>[]
  const items = new Map<string, Item>()
  for (const one of [...of('sale'), ...of('invoice'), ...of('qualified'), ...of('milestone')]) {
    const item = itemOf(one, momentOf)
    if (typeof item === 'string') tray.push({ fact: one, why: item })
    else items.set(one.id, item)
  }
  const about = [...of('refund'), ...of('payment'), ...of('activation'), ...of('cancellation')].sort((a, b) => order(momentOf(a.at), a.id, momentOf(b.at), b.id))
  for (const one of about) {
    const item = items.get(one.of)
    const why = item ? apply(item, one, momentOf(one.at)) : withdrawn.has(one.of) ? `It is about “${one.of}”, which was withdrawn.` : `It is about “${one.of}”, which is not known.`
    if (why) tray.push({ fact: one, why })
  }

  const protections = decideProtections(of('protection'), momentOf)
  const ofPartner = <One extends { id: string; at: string; partner: string }>(all: One[]) =>
    Map.groupBy(all.map((one) => ({ ...one, moment: momentOf(one.at) })).sort((a, b) => -order(a.moment, a.id, b.moment, b.id)), (one) => one.partner)
  const [above, tiers, held] = [ofPartner(of('above')), ofPartner(of('tier')), Map.groupBy(protections.filter((p) => p.accepted), (p) => p.account)]
  const newest = <One extends { moment: Moment }>(all: One[] | undefined, at: Temporal.Instant) => all?.find((one) => Temporal.Instant.compare(one.moment.instant, at) <= 0)
  const rates = of('rate').map((one) => ({ ...one, day: momentOf(one.at).day, value: parseDecimal(one.rate) ?? fraction(1n, 1n) })).sort((a, b) => (a.day === b.day ? (a.id < b.id ? 1 : -1) : a.day < b.day ? 1 : -1))
  return {
    items: [...items.values()].sort((a, b) => order(a.at, a.id, b.at, b.id)),
    protections,
    protectionsOf: (account) => held.get(account) ?? [],
    holderOf: (account, at) => held.get(account)?.find((p) => Temporal.Instant.compare(p.from, at) <= 0 && Temporal.Instant.compare(at, p.until) < 0),
    managerOf: (partner, at) => newest(above.get(partner), at)?.manager,
    tierOf: (partner, at) => newest(tiers.get(partner), at)?.tier ?? '',
    rateOn: (from, to, day) => {
      if (from === to) return fraction(1n, 1n)
      const known = rates.find((rate) => rate.day <= day && rate.value.n > 0n && ((rate.from === from && rate.to === to) || (rate.from === to && rate.to === from)))
      return known && (known.from === from ? known.value : over(fraction(1n, 1n), known.value))
    },
    tray,
  }
}

/** By time, then by id, so that the order of arrival decides nothing. */
export const order = (a: Moment, aId: string, b: Moment, bId: string): number => (a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : aId < bId ? -1 : aId > bId ? 1 : 0)

/** Reads moments, and days as their beginning in the time zone; each text once. */
export function momentsIn(timeZone: string): (text: string) => Moment {
  const known = new Map<string, Moment>()
  return (text) => {
    const before = known.get(text)
    if (before) return before
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
    const instant = isDay ? Temporal.PlainDate.from(text).toZonedDateTime(timeZone).toInstant() : Temporal.Instant.from(text)
    const moment = { instant, ns: instant.epochNanoseconds, day: isDay ? text : instant.toZonedDateTimeISO(timeZone).toPlainDate().toString() }
    if (known.size < mostRemembered) known.set(text, moment)
    return moment
  }
}
const mostRemembered = 100_000

/** Minor units of `to` for one minor unit of `from`, where `rate` is of the whole units. */
export const perMinor = (rate: Fraction, from: string, to: string): Fraction => times(rate, fraction(10n ** BigInt(digitsOf(to)), 10n ** BigInt(digitsOf(from))))

/** Minor units of a decimal text; undefined where it has more decimals than the currency. */
export function minorOf(text: string, currency: string | null): bigint | undefined {
  const value = parseDecimal(text)
  const scaled = value && fraction(value.n * 10n ** BigInt(currency ? digitsOf(currency) : 0), value.d)
  return scaled?.d === 1n ? scaled.n : undefined
}

function itemOf(one: FactOf<'sale' | 'invoice' | 'qualified' | 'milestone'>, momentOf: (text: string) => Moment): Item | string {
  const credits = one.partners ?? (one.partner ? [{ partner: one.partner, weight: 1 }] : [])
  if (one.partner && one.partners) return 'It names one partner and several; name one or the other.'
  if (new Set(credits.map((c) => c.partner)).size < credits.length) return 'It names a partner twice.'
  const currency = 'currency' in one ? one.currency : null
  const lines: Line[] = []
  for (const line of one.kind === 'invoice' ? (one.lines ?? []) : []) {
    const amountMinor = minorOf(line.amount, currency)
    if (amountMinor === undefined) return `Line ${line.id}: the amount has more decimals than its currency.`
    lines.push({ id: line.id, kind: line.kind, amountMinor })
  }
  if (one.kind === 'invoice' && (one.amount === undefined) === (one.lines === undefined)) return 'An invoice has either lines or a net amount.'
  const read = (text: string | undefined) => (text === undefined ? 0n : minorOf(text, currency))
  const [amount, discount, tax] = [read('amount' in one ? one.amount : undefined), read(one.kind === 'invoice' ? one.discount : undefined), read(one.kind === 'invoice' ? one.tax : undefined)]
  if (amount === undefined || discount === undefined || tax === undefined) return 'An amount has more decimals than its currency.'
  const netMinor = (lines.length > 0 ? lines.reduce((total, line) => total + line.amountMinor, 0n) : amount) - discount
  if (netMinor < 0n) return 'The discount is larger than what it is taken from.'
  return {
    id: one.id, kind: one.kind, at: momentOf(one.at), credits: credits.map((c) => ({ partner: c.partner, weight: BigInt(c.weight) })), account: one.account ?? null, currency,
    netMinor, lines, discountMinor: discount, grossMinor: netMinor + tax, units: BigInt('units' in one ? (one.units ?? 0) : 0), refundedMinor: 0n, cash: [], activatedOn: null, cancelledOn: null,
    fields: { ...one.fields, ...(one.product ? { product: one.product } : {}), ...(one.source ? { source: one.source } : {}) },
  }
}

/** Adds what happened to an item later; says why where that cannot be. */
function apply(item: Item, one: FactOf<'refund' | 'payment' | 'activation' | 'cancellation'>, at: Moment): string | undefined {
  if (one.kind === 'activation') item.activatedOn ??= at.day
  if (one.kind === 'cancellation') item.cancelledOn ??= at.day
  if (one.kind === 'activation' || one.kind === 'cancellation') return undefined
  const minor = one.amount === 'all' ? item.netMinor - item.refundedMinor : minorOf(one.amount, item.currency)
  if (minor === undefined) return 'The amount has more decimals than its currency.'
  if (one.kind === 'payment') item.cash.push({ id: one.id, amountMinor: minor, at })
  else if (item.refundedMinor + minor > item.netMinor) return `With it more would be refunded than ${item.id} came to.`
  else item.refundedMinor += minor
  return undefined
}

/** First come, first served: an application that overlaps an accepted one of the account is refused, and touching at an instant is no overlap. */
function decideProtections(asked: FactOf<'protection'>[], momentOf: (text: string) => Moment): Protection[] {
  const decided: Protection[] = []
  const accepted = new Map<string, Protection[]>()
  for (const one of [...asked].sort((a, b) => order(momentOf(a.at), a.id, momentOf(b.at), b.id))) {
    const from = momentOf(one.at).instant
    const until = one.until ? momentOf(one.until).instant : from.add({ hours: 24 * (one.days ?? 90) })
    const own = accepted.get(one.account) ?? []
    const rival = own.find((p) => Temporal.Instant.compare(p.from, until) < 0 && Temporal.Instant.compare(from, p.until) < 0)
    const empty = Temporal.Instant.compare(from, until) >= 0
    const decision: Protection = {
      id: one.id, partner: one.partner, account: one.account, from, until, accepted: !rival && !empty,
      why: empty ? 'The window ends before it starts.' : rival ? `The account is protected until ${rival.until.toString()}.` : 'Nobody else held the account.',
    }
    decided.push(decision)
    if (decision.accepted) accepted.set(one.account, [...own, decision])
  }
  return decided
}
