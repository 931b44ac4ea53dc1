// The rates of a component over its items in the order of their dates: bands, caps and windows. Exact until the one rounding.
import { compare, fraction, greatest, least, minus, parseDecimal, percentOf, plus, round, sum, times, whole, zero, type Fraction, type Rounding } from '../../../kernel/fraction.ts'
import { formatMoney } from '../../../kernel/money.ts'
import type { Bands, EarnedComponent, Pay, Period } from './plan.ts'
import { minorOf } from './world.ts'

/** One thing to rate. `basis` in minor units of the plan's currency, exact; `kept` is the share of it that was not refunded. */
export type Unit = { key: string; scope: string; account: string; tier: string; day: string; basis: Fraction; units: Fraction; kept: Fraction }
export type Rated = { amountMinor: bigint; working: string[] }

const minor = (text: string, currency: string): bigint => minorOf(text, currency) ?? 0n

/** Amounts by unit key. The units come in order; those outside a window earn nothing and count for no total. */
export function rate(units: Unit[], component: EarnedComponent, currency: string, rounding: Rounding): Map<string, Rated> {
  const inside = firstOnes(withinWindow(units, component.window), component.limits?.items)
  const totals = new Map<string, Fraction>()
  const used = new Map<string, bigint>()
  const periodTotals = totalsOf(inside, component.pay)
  const rated = new Map<string, Rated>()
  for (const unit of inside) {
    const working: string[] = []
    const exact = payFor(unit, component.pay, currency, totals, periodTotals, working)
    let amountMinor = round(exact, rounding)
    if (exact.d !== 1n) working.push(`${sayExact(exact, currency)} is rounded to ${formatMoney({ amountMinor, currency })}.`)
    amountMinor = limited(unit, amountMinor, component, currency, used, working)
    rated.set(unit.key, { amountMinor, working })
  }
  return rated
}

/** Counted from the first with the account by calendar months: to the same date, or the last day of a month that is shorter. */
function withinWindow(units: Unit[], window: EarnedComponent['window']): Unit[] {
  if (!window) return units
  const spans = new Map<string, { from: string; until: string | null }>()
  return units.filter((unit) => {
    const key = `${unit.scope}\n${unit.account}`
    const first = Temporal.PlainDate.from(unit.day)
    const span = spans.get(key) ?? { from: first.add({ months: window.after }).toString(), until: window.months === undefined ? null : first.add({ months: window.after + window.months }).toString() }
    spans.set(key, span)
    return unit.day >= span.from && (span.until === null || unit.day < span.until)
  })
}

/** The first so many that were not wholly refunded; what is refunded leaves its place to the next. */
function firstOnes(units: Unit[], items: NonNullable<EarnedComponent['limits']>['items']): Unit[] {
  if (!items) return units
  const seen = new Map<string, number>()
  return units.filter((unit) => {
    if (unit.kept.n === 0n) return false
    const key = items.per === 'account' ? `${unit.scope}\n${unit.account}` : unit.scope
    const n = (seen.get(key) ?? 0) + 1
    seen.set(key, n)
    return n <= items.count
  })
}

function payFor(unit: Unit, pay: Pay, currency: string, totals: Map<string, Fraction>, periodTotals: Map<string, Fraction>, working: string[]): Fraction {
  if ('flat' in pay) {
    working.push(`${formatMoney({ amountMinor: minor(pay.flat, currency), currency })} for each.`)
    return unit.kept.n === 0n ? zero : whole(minor(pay.flat, currency))
  }
  if ('perUnit' in pay) {
    working.push(`${formatMoney({ amountMinor: minor(pay.perUnit, currency), currency })} for each of ${sayNumber(unit.units)}.`)
    return times(unit.units, whole(minor(pay.perUnit, currency)))
  }
  if ('percent' in pay) {
    working.push(`${pay.percent} % of ${sayExact(unit.basis, currency)}.`)
    return times(unit.basis, percentOf(pay.percent))
  }
  if ('percentByTier' in pay) {
    const percent = pay.percentByTier[unit.tier] ?? pay.otherwise
    working.push(`${unit.tier ? `Tier ${unit.tier}` : 'No tier'} on that day: ${percent} % of ${sayExact(unit.basis, currency)}.`)
    return times(unit.basis, percentOf(percent))
  }
  const { bands } = pay
  const measured = measureOf(unit, bands)
  const key = bands.over === 'item' ? unit.key : `${unit.scope}\n${periodOf(unit.day, bands.over)}`
  if (bands.mode === 'whole') {
    const total = periodTotals.get(key) ?? zero
    const row = bands.rows.find((one) => one.upTo === undefined || isBelow(total, one.upTo, bands, currency)) ?? bands.rows.at(-1)
    working.push(`The total of the ${sayPeriod(bands.over)} is ${sayMeasure(total, bands, currency)}, which decides the rate for all of it.`)
    return payRow(unit.basis, whole(unit.kept.n === 0n ? 0n : 1n), row, currency, working)
  }
  const before = totals.get(key) ?? zero
  const after = plus(before, measured)
  totals.set(key, after)
  // Of an item that counts as one, the whole amount is in the band that it falls in.
  return sum(cut(before, after, bands, currency).map(({ part, row }) => payRow(bands.measure === 'count' ? unit.basis : part, part, row, currency, working)))
}

type Row = Bands['rows'][number]
/** What a band pays: a share of the amount, and for each item. */
function payRow(amount: Fraction, items: Fraction, row: Row | undefined, currency: string, working: string[]): Fraction {
  if (row?.percent !== undefined) working.push(`${row.percent} % of ${sayExact(amount, currency)}.`)
  if (row?.flat !== undefined) working.push(`${formatMoney({ amountMinor: minor(row.flat, currency), currency })} for each.`)
  return plus(times(amount, percentOf(row?.percent ?? '0')), times(items, whole(minor(row?.flat ?? '0', currency))))
}

const measureOf = (unit: Unit, bands: Bands): Fraction => (bands.measure === 'amount' ? unit.basis : whole(unit.kept.n === 0n ? 0n : 1n))
const boundOf = (text: string, bands: Bands, currency: string): Fraction => (bands.measure === 'amount' ? whole(minor(text, currency)) : (parseDecimal(text) ?? zero))
const sayMeasure = (value: Fraction, bands: Bands, currency: string): string => (bands.measure === 'amount' ? sayExact(value, currency) : sayNumber(value))

/** The parts of a running total that lie in each band. */
function cut(before: Fraction, after: Fraction, bands: Bands, currency: string): { part: Fraction; row: Row }[] {
  let floor = zero
  return bands.rows.flatMap((row) => {
    const ceiling = row.upTo === undefined ? after : boundOf(row.upTo, bands, currency)
    const part = minus(least(after, ceiling), greatest(before, floor))
    floor = ceiling
    return compare(part, zero) > 0 ? [{ part, row }] : []
  })
}

const isBelow = (total: Fraction, bound: string, bands: Bands, currency: string): boolean => {
  const side = compare(total, boundOf(bound, bands, currency))
  return bands.bound === 'reached' ? side < 0 : side <= 0
}

function totalsOf(units: Unit[], pay: Pay): Map<string, Fraction> {
  const totals = new Map<string, Fraction>()
  if (!('bands' in pay)) return totals
  for (const unit of units) {
    const key = pay.bands.over === 'item' ? unit.key : `${unit.scope}\n${periodOf(unit.day, pay.bands.over)}`
    totals.set(key, plus(totals.get(key) ?? zero, measureOf(unit, pay.bands)))
  }
  return totals
}

function limited(unit: Unit, amountMinor: bigint, component: EarnedComponent, currency: string, used: Map<string, bigint>, working: string[]): bigint {
  const { perItem, perPeriod } = component.limits ?? {}
  let amount = amountMinor
  if (perItem !== undefined && amount > minor(perItem, currency)) {
    amount = minor(perItem, currency)
    working.push(`At most ${formatMoney({ amountMinor: amount, currency })} for each.`)
  }
  if (!perPeriod) return amount
  const key = [unit.scope, perPeriod.per === 'account' ? unit.account : '', periodOf(unit.day, perPeriod.over)].join('\n')
  const room = minor(perPeriod.amount, currency) - (used.get(key) ?? 0n)
  if (amount > room) {
    amount = room
    working.push(`At most ${formatMoney({ amountMinor: minor(perPeriod.amount, currency), currency })} ${perPeriod.over === 'ever' ? 'in all' : `in a ${sayPeriod(perPeriod.over)}`}${perPeriod.per === 'account' ? ' for each customer' : ''}, of which ${formatMoney({ amountMinor: room, currency })} was left.`)
  }
  used.set(key, (used.get(key) ?? 0n) + amount)
  return amount
}

/** "2026-03", "2026-Q1", "2026-H1", "2026" or "ever". */
export function periodOf(day: string, period: Period): string {
  const [year = '', month = ''] = day.split('-')
  if (period === 'month') return `${year}-${month}`
  if (period === 'quarter') return `${year}-Q${Math.ceil(Number(month) / 3)}`
  if (period === 'half_year') return `${year}-H${Number(month) <= 6 ? 1 : 2}`
  return period === 'year' ? year : 'ever'
}

export const sayPeriod = (period: Period | 'item'): string => (period === 'half_year' ? 'half year' : period === 'ever' ? 'whole time' : period)
const sayNumber = (value: Fraction): string => (value.d === 1n ? value.n.toLocaleString('en-US') : `${value.n}/${value.d}`)

/** "$1,054.50", or with the exact rest where it is no whole minor unit: "$10.42 and 2/3 of the smallest unit". */
export function sayExact(value: Fraction, currency: string): string {
  const down = value.n / value.d
  const rest = fraction(value.n - down * value.d, value.d)
  const said = formatMoney({ amountMinor: down, currency })
  return rest.n === 0n ? said : `${said} and ${rest.n < 0n ? -rest.n : rest.n}/${rest.d} of the smallest unit`
}
