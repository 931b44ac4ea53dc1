// Facts that may earn, as items, with what happened to each later.
import { fraction, minus, least, whole, zero, type Fraction } from '../../../kernel/fraction.ts'
import { minorOf, perMinor } from './amounts.ts'
import type { FactOf } from './facts.ts'
import type { ItemKind } from './plan-parts.ts'
import type { Moment } from './moments.ts'

export type Credit = { partner: string; weight: bigint }
export type Line = { id: string; kind: string; amountMinor: bigint }
/** Something that may earn. Amounts in minor units of its currency. */
export type Item = {
  id: string; kind: ItemKind; at: Moment; credits: Credit[]; account: string | null; currency: string | null
  netMinor: bigint; lines: Line[]; discountMinor: bigint; grossMinor: bigint; units: bigint; amounts: Record<string, bigint>; termMonths: number | null
  refunds: { id: string; amountMinor: bigint; at: Moment }[]; refundedMinor: bigint
  /** What came in, gross, oldest first. */
  cash: { id: string; amountMinor: bigint; at: Moment }[]
  activatedOn: string | null; cancelledOn: string | null
  fields: Record<string, string>
  /** Whether a person decided whom it is credited to. */
  isDecided: boolean
  /** The part of it that this is: all, but for a payment, which is its part of what it pays for. */
  part: Fraction
}
export const earningKinds = ['introduction', 'qualified', 'opportunity', 'sale', 'renewal', 'expansion', 'invoice', 'milestone', 'activity', 'usage'] as const
export type EarningFact = FactOf<(typeof earningKinds)[number]>
export type LaterFact = FactOf<'refund' | 'payment' | 'activation' | 'cancellation'>
export const laterKinds = ['refund', 'payment', 'activation', 'cancellation'] as const

const finer = 'more decimals than its currency.'

/** The item, or why it cannot be one. */
export function itemOf(one: EarningFact, at: Moment): Item | string {
  const credits = one.partners ?? (one.partner ? [{ partner: one.partner, weight: 1 }] : [])
  if (one.partner && one.partners) return 'It names one partner and several; name one or the other.'
  if (new Set(credits.map((c) => c.partner)).size < credits.length) return 'It names a partner twice.'
  const currency = one.currency ?? null
  if (currency === null && (one.amount !== undefined || one.amounts)) return 'It has an amount and no currency.'
  const lines: Line[] = []
  for (const line of one.kind === 'invoice' ? (one.lines ?? []) : []) {
    const amountMinor = minorOf(line.amount, currency)
    if (amountMinor === undefined) return `Line ${line.id}: the amount has ${finer}`
    lines.push({ id: line.id, kind: line.kind, amountMinor })
  }
  if (one.kind === 'invoice' && (one.amount === undefined) === (one.lines === undefined)) return 'An invoice has either lines or a net amount.'
  const read = (text: string | undefined) => (text === undefined ? 0n : minorOf(text, currency))
  const [amount, discount, tax] = [read(one.amount), read(one.kind === 'invoice' ? one.discount : undefined), read(one.kind === 'invoice' ? one.tax : undefined)]
  if (amount === undefined || discount === undefined || tax === undefined) return `An amount has ${finer}`
  const amounts: Record<string, bigint> = {}
  for (const [name, text] of Object.entries(one.amounts ?? {})) {
    const minor = minorOf(text, currency)
    if (minor === undefined) return `The amount “${name}” has ${finer}`
    amounts[name] = minor
  }
  const netMinor = (lines.length > 0 ? lines.reduce((total, line) => total + line.amountMinor, 0n) : amount) - discount
  if (netMinor < 0n) return 'The discount is larger than what it is taken from.'
  return {
    id: one.id, kind: one.kind, at, credits: creditsOf(credits), account: one.account ?? null, currency,
    netMinor, lines, discountMinor: discount, grossMinor: netMinor + tax, units: BigInt(one.units ?? 0), amounts, termMonths: one.termMonths ?? null, refunds: [], refundedMinor: 0n, cash: [], activatedOn: null, cancelledOn: null,
    fields: { ...one.fields, ...(one.product ? { product: one.product } : {}), ...(one.source ? { source: one.source } : {}) }, part: whole(1n), isDecided: false,
  }
}

const creditsOf = (credits: { partner: string; weight: number }[]): Credit[] => credits.map((c) => ({ partner: c.partner, weight: BigInt(c.weight) }))

/** Credits an item, or all of an account from then on, as a person decided; says why where that cannot be. */
export function decideCredits(items: Map<string, Item>, one: FactOf<'credited'>, at: Moment): string | undefined {
  if ((one.of === undefined) === (one.account === undefined)) return 'It is about an item or about an account: name one.'
  if (new Set(one.partners.map((c) => c.partner)).size < one.partners.length) return 'It names a partner twice.'
  const own = one.of === undefined ? [...items.values()].filter((item) => item.account === one.account && item.at.ns >= at.ns) : [...items.values()].filter((item) => item.id === one.of)
  if (one.of !== undefined && own.length === 0) return `It is about “${one.of}”, which is not known.`
  for (const item of own) Object.assign(item, { credits: creditsOf(one.partners), isDecided: true })
  return undefined
}

/** Adds what happened to an item later; says why where that cannot be. */
export function apply(item: Item, one: LaterFact, at: Moment): string | undefined {
  if (one.kind === 'activation') item.activatedOn ??= at.day
  if (one.kind === 'cancellation') item.cancelledOn ??= at.day
  if (one.kind !== 'payment' && one.kind !== 'refund') return undefined
  const minor = one.amount === 'all' ? item.netMinor - item.refundedMinor : minorOf(one.amount, item.currency)
  if (minor === undefined) return `The amount has ${finer}`
  if (one.kind === 'payment') item.cash.push({ id: one.id, amountMinor: minor, at })
  else if (item.refundedMinor + minor > item.netMinor) return `With it more would be refunded than ${item.id} came to.`
  else {
    item.refundedMinor += minor
    item.refunds.push({ id: one.id, amountMinor: minor, at })
  }
  return undefined
}

/** The share of an item that was not refunded, by what was refunded up to then; 1 where it has no amount. */
const all = whole(1n)
export const keptOf = (item: Item, refundedMinor = item.refundedMinor): Fraction => (item.netMinor === 0n || refundedMinor === 0n ? all : fraction(item.netMinor - refundedMinor, item.netMinor))

/** Minor units of a currency for one of the item's, at the rate of its day. */
export function inCurrency({ currency, at }: Item, to: string, { rateOn }: { rateOn: (from: string, to: string, day: string) => Fraction | undefined }): Fraction | undefined {
  if (currency === null || currency === to) return all
  const rate = rateOn(currency, to, at.day)
  return rate && perMinor(rate, currency, to)
}

/** The day on which all that is kept of it had come in. */
export function collectedOn(item: Item): string | undefined {
  const kept = keptOf(item)
  let soFar = 0n
  return item.cash.find((one) => {
    soFar += one.amountMinor
    return soFar * kept.d >= item.grossMinor * kept.n
  })?.at.day
}

/** Each payment as an item: its part of what it pays for, by what had come in before. More than the whole is nobody's. */
export function paymentsOf(item: Item): Item[] {
  const kept = keptOf(item)
  const gross = fraction(item.grossMinor * kept.n, kept.d)
  let [soFar, before] = [0n, zero]
  return item.cash.map((cash) => {
    soFar += cash.amountMinor
    const after = gross.n === 0n ? zero : least(whole(1n), fraction(soFar * gross.d, gross.n))
    const part = minus(after, before)
    before = after
    return { ...item, id: cash.id, kind: 'payment', at: cash.at, part, fields: { ...item.fields, of: item.id } }
  })
}
