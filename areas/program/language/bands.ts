// Rates by a running total: each part at its own, all at the one that is reached, or from the item on that reaches it.
import { compare, greatest, least, minus, parseDecimal, percentOf, plus, times, whole, zero, type Fraction } from '../../../kernel/fraction.ts'
import { sayPercent } from '../../../kernel/text.ts'
import { amountIn, sayAmount, sayExact, sayNumber, unitDigits } from './amounts.ts'
import { valueOf, yearsOf } from './conditions.ts'
import { payRow, type PayFor } from './paying.ts'
import { periodOf, sayPeriod, startBefore } from './periods.ts'
import type { AmountText } from './plan-parts.ts'
import type { Bands } from './plan-pay.ts'
import { minor, ownerOf, type Unit } from './rating.ts'
import type { Sentence } from './sentences.ts'

type Measured = { measure: 'amount' | 'count' | 'units' }
export const measureOf = (unit: Unit, { measure }: Measured): Fraction => (measure === 'amount' ? unit.basis : measure === 'units' ? unit.units : whole(unit.count))
export const boundOf = (text: AmountText, { measure }: Measured, name: string): Fraction => (measure === 'amount' ? whole(minor(text, name)) : (parseDecimal(typeof text === 'string' ? text : (text[name] ?? '0')) ?? zero))
const sayMeasure = (value: Fraction, bands: Measured, name: string): string => (bands.measure === 'amount' ? sayExact(value, name) : sayNumber(value))

type BoundAt = (text: AmountText) => Fraction
/** A bound as it is, or as a percentage of the target that holds on the day of the item, or of what an earlier period came to. */
function boundsOf(unit: Unit, bands: Bands, name: string, before: (unit: Unit) => Fraction): BoundAt {
  if (bands.quota === undefined) return (text) => boundOf(text, bands, name)
  if (typeof bands.quota === 'object') {
    const target = before(unit)
    return (text) => times(target, percentOf(amountIn(text, name) ?? '0'))
  }
  const quota = parseDecimal(valueOf(bands.quota, unit.view)) ?? zero
  const target = bands.measure === 'amount' ? times(quota, whole(10n ** BigInt(unitDigits(name)))) : quota
  return (text) => times(target, percentOf(amountIn(text, name) ?? '0'))
}

export function banding(units: Unit[], bands: Bands, name: string, past: Unit[]): PayFor {
  const keyOf = (unit: Unit) => (bands.over === 'item' ? unit.key : periodKey(unit, unit.day, bands, bands.over))
  const earlierTotal = earlierTotals(past, bands)
  const reached = new Map<string, Fraction>()
  for (const unit of bands.mode === 'whole' ? units : []) reached.set(keyOf(unit), plus(reached.get(keyOf(unit)) ?? zero, measureOf(unit, bands)))
  const soFar = new Map<string, Fraction>()
  const rowAt = (total: Fraction, boundAt: BoundAt) => bands.rows.find((row) => row.upTo === undefined || isBelow(total, boundAt(row.upTo), bands))
  return (unit, working) => {
    const key = keyOf(unit)
    const boundAt = boundsOf(unit, bands, name, earlierTotal)
    if (typeof bands.quota === 'object') {
      const { monthsBefore } = bands.quota
      working.push(() => `${monthsBefore} months before it came to ${sayMeasure(earlierTotal(unit), bands, name)}.`)
    }
    const before = soFar.get(key) ?? zero
    const after = plus(before, measureOf(unit, bands))
    soFar.set(key, after)
    if (bands.mode !== 'marginal') {
      const total = bands.mode === 'whole' ? (reached.get(key) ?? zero) : after
      working.push(() => `${bands.over === 'item' ? 'It' : `The ${sayPeriod(bands.over)}`} reached ${sayMeasure(total, bands, name)}.`)
      return payRow(unit, rowAt(total, boundAt), name, working)
    }
    const parts = cut(before, after, bands, boundAt)
    if (bands.measure === 'amount') return parts.reduce((total, { part, row }) => plus(total, payRow({ ...unit, count: 0n, units: zero }, row, name, working, part)), zero)
    // A part of an item that is refunded on its own day counts as none, and goes by the last that was counted.
    if (bands.measure === 'count') return (parts.length === 0 && unit.basis.n < 0n ? cut(minus(before, whole(1n)), before, bands, boundAt) : parts).reduce((total, { row }) => plus(total, payRow(unit, row, name, working)), zero)
    return parts.reduce((total, { part, row }) => plus(total, perPart(unit, part, row, name, working)), zero)
  }
}

const periodKey = (unit: Unit, day: string, bands: Bands, over: Exclude<Bands['over'], 'item'>) => `${ownerOf(unit, bands.per)}\n${periodOf(day, over, yearsOf(unit.view, over))}`

/** What the total came to in the period that began so many months before a unit's own. */
function earlierTotals(past: Unit[], bands: Bands): (unit: Unit) => Fraction {
  const { over, quota } = bands
  if (typeof quota !== 'object' || over === 'item') return () => zero
  const totals = new Map<string, Fraction>()
  for (const unit of past) {
    const key = periodKey(unit, unit.day, bands, over)
    totals.set(key, plus(totals.get(key) ?? zero, measureOf(unit, bands)))
  }
  return (unit) => totals.get(periodKey(unit, startBefore(unit.day, over, yearsOf(unit.view, over) ?? 1, quota.monthsBefore), bands, over)) ?? zero
}

/** Of units, each band takes the share of the amount that its units are of all. */
function perPart(unit: Unit, part: Fraction, row: Bands['rows'][number], name: string, working: Sentence[]): Fraction {
  const amount = unit.units.n === 0n ? zero : times(unit.basis, times(part, { n: unit.units.d, d: unit.units.n }))
  const { percent, perUnit } = row
  if (percent !== undefined) working.push(() => `${sayPercent(percent)} of ${sayExact(amount, name)}.`)
  if (perUnit !== undefined) working.push(() => `${sayAmount(minor(perUnit, name), name)} for each of ${sayNumber(part)}.`)
  return plus(times(amount, percentOf(row.percent ?? '0')), times(part, whole(minor(row.perUnit ?? '0', name))))
}

/** The parts of a running total that lie in each band, less than nothing where it falls; what is below zero is in the first. */
function cut(before: Fraction, after: Fraction, bands: Bands, boundAt: BoundAt): { part: Fraction; row: Bands['rows'][number] }[] {
  if (compare(after, before) < 0) return cut(after, before, bands, boundAt).map(({ part, row }) => ({ part: minus(zero, part), row }))
  let floor: Fraction | undefined
  return bands.rows.flatMap((row) => {
    const ceiling = row.upTo === undefined ? after : boundAt(row.upTo)
    const part = minus(least(after, ceiling), floor ? greatest(before, floor) : before)
    floor = ceiling
    return compare(part, zero) > 0 ? [{ part, row }] : []
  })
}

const isBelow = (total: Fraction, bound: Fraction, bands: Bands): boolean => {
  const side = compare(total, bound)
  return bands.bound === 'reached' ? side < 0 : side <= 0
}
