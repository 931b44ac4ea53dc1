// What a component pays on each item before rounding: one of the forms of pay.
import { least, parseDecimal, percentOf, plus, times, whole, zero, fraction, type Fraction } from '../../../kernel/fraction.ts'
import { sayPercent } from '../../../kernel/text.ts'
import { sayAmount, sayExact, sayNumber } from './amounts.ts'
import { awarding } from './awards.ts'
import { banding } from './bands.ts'
import { valueOf } from './conditions.ts'
import type { AmountText } from './plan-parts.ts'
import type { Pay, Table } from './plan-pay.ts'
import { minor, type Unit } from './rating.ts'
import { ranking } from './ranks.ts'
import type { Sentence } from './sentences.ts'

export type PayFor = (unit: Unit, working: Sentence[]) => Fraction

/** `past` are the units of all times, whether or not the component held. */
export function paying(units: Unit[], pay: Pay, name: string, past: Unit[]): PayFor {
  if ('bands' in pay) return banding(units, pay.bands, name, past)
  if ('award' in pay) return awarding(pay.award, name)
  if ('ranked' in pay) return ranking(units, pay.ranked, name)
  return (unit, working) => {
    if ('flat' in pay || 'perUnit' in pay || 'percent' in pay) return payRow(unit, pay, name, working)
    if ('percentByTier' in pay) {
      const percent = (Object.hasOwn(pay.percentByTier, unit.tier) ? pay.percentByTier[unit.tier] : undefined) ?? pay.otherwise
      working.push(() => `${unit.tier ? `Tier ${unit.tier}` : 'No tier'} on that day: ${sayPercent(percent)} of ${sayExact(unit.basis, name)}.`)
      return times(unit.basis, percentOf(percent))
    }
    if ('percentFrom' in pay) {
      const said = parseDecimal(valueOf(pay.percentFrom, unit.view)) ?? zero
      const percent = pay.atMost === undefined ? said : least(said, parseDecimal(pay.atMost) ?? said)
      working.push(() => `${pay.percentFrom} on that day: ${sayPercent(sayNumber(percent))} of ${sayExact(unit.basis, name)}.`)
      return times(unit.basis, fraction(percent.n, percent.d * 100n))
    }
    return fromTable(unit, pay.table, name, working)
  }
}

type Row = { percent?: string | undefined; flat?: AmountText | undefined; perUnit?: AmountText | undefined }
/** A share of the amount, an amount for each item that was not wholly refunded, an amount for each unit; of what was refunded on its own day less than nothing. */
export function payRow(unit: Unit, row: Row | undefined, name: string, working: Sentence[], amount = unit.basis): Fraction {
  const { percent, flat: each, perUnit: forEach } = row ?? {}
  if (percent !== undefined) working.push(() => `${sayPercent(percent)} of ${sayExact(amount, name)}.`)
  if (each !== undefined) working.push(() => `${sayAmount(minor(each, name), name)} for each.`)
  if (forEach !== undefined) working.push(() => `${sayAmount(minor(forEach, name), name)} for each of ${sayNumber(unit.units)}.`)
  const flat = each === undefined || unit.count === 0n ? zero : whole(unit.count * minor(each, name))
  const perUnit = forEach === undefined ? zero : times(unit.units, whole(minor(forEach, name)))
  return plus(plus(times(amount, percentOf(percent ?? '0')), flat), perUnit)
}

function fromTable(unit: Unit, table: Table, name: string, working: Sentence[]): Fraction {
  const row = table.rows.find(({ when }) => Object.entries(when).every(([field, value]) => [value].flat().includes(valueOf(field, unit.view))))
  if (row) working.push(() => `${Object.keys(row.when).map((field) => `${field} is ${valueOf(field, unit.view) || 'not said'}`).join(', ')}.`)
  return payRow(unit, row ?? { percent: table.otherwise }, name, working)
}
