// What a component pays on each item before rounding: one of the forms of pay.
import { least, parseDecimal, percentOf, plus, times, whole, zero, fraction, type Fraction } from '../../../kernel/fraction.ts'
import { sayAmount, sayExact, sayNumber } from './amounts.ts'
import { awarding } from './awards.ts'
import { banding } from './bands.ts'
import { valueOf } from './conditions.ts'
import type { AmountText } from './plan-parts.ts'
import type { Pay, Table } from './plan-pay.ts'
import { minor, type Unit } from './rating.ts'
import { ranking } from './ranks.ts'

export type PayFor = (unit: Unit, working: string[]) => Fraction

export function paying(units: Unit[], pay: Pay, name: string): PayFor {
  if ('bands' in pay) return banding(units, pay.bands, name)
  if ('award' in pay) return awarding(pay.award, name)
  if ('ranked' in pay) return ranking(units, pay.ranked, name)
  return (unit, working) => {
    if ('flat' in pay || 'perUnit' in pay || 'percent' in pay) return payRow(unit, pay, name, working)
    if ('percentByTier' in pay) {
      const percent = pay.percentByTier[unit.tier] ?? pay.otherwise
      working.push(`${unit.tier ? `Tier ${unit.tier}` : 'No tier'} on that day: ${percent} % of ${sayExact(unit.basis, name)}.`)
      return times(unit.basis, percentOf(percent))
    }
    if ('percentFrom' in pay) {
      const said = parseDecimal(valueOf(pay.percentFrom, unit.view)) ?? zero
      const percent = pay.atMost === undefined ? said : least(said, parseDecimal(pay.atMost) ?? said)
      working.push(`${pay.percentFrom} on that day: ${sayNumber(percent)} % of ${sayExact(unit.basis, name)}.`)
      return times(unit.basis, fraction(percent.n, percent.d * 100n))
    }
    return fromTable(unit, pay.table, name, working)
  }
}

type Row = { percent?: string | undefined; flat?: AmountText | undefined; perUnit?: AmountText | undefined }
/** A share of the amount, an amount for each item that was not wholly refunded, an amount for each unit. */
export function payRow(unit: Unit, row: Row | undefined, name: string, working: string[], amount = unit.basis): Fraction {
  if (row?.percent !== undefined) working.push(`${row.percent} % of ${sayExact(amount, name)}.`)
  if (row?.flat !== undefined) working.push(`${sayAmount(minor(row.flat, name), name)} for each.`)
  if (row?.perUnit !== undefined) working.push(`${sayAmount(minor(row.perUnit, name), name)} for each of ${sayNumber(unit.units)}.`)
  const flat = row?.flat === undefined || unit.kept.n === 0n ? zero : whole(minor(row.flat, name))
  const perUnit = row?.perUnit === undefined ? zero : times(unit.units, whole(minor(row.perUnit, name)))
  return plus(plus(times(amount, percentOf(row?.percent ?? '0')), flat), perUnit)
}

function fromTable(unit: Unit, table: Table, name: string, working: string[]): Fraction {
  const row = table.rows.find(({ when }) => Object.entries(when).every(([field, value]) => [value].flat().includes(valueOf(field, unit.view))))
  if (row) working.push(`${Object.keys(row.when).map((field) => `${field} is ${valueOf(field, unit.view) || 'not said'}`).join(', ')}.`)
  return payRow(unit, row ?? { percent: table.otherwise }, name, working)
}
