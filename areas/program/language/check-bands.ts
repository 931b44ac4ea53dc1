// Bands start at zero, rise, and end open: so they cover everything and leave no gap.
import { amountIn, asWritten } from './amounts.ts'
import { error, exceeds, warning, type Finding } from './findings.ts'
import { monthsOf, sayPeriod } from './periods.ts'
import type { EarnedComponent, Plan } from './plan.ts'
import type { AmountText } from './plan-parts.ts'
import type { Bands } from './plan-pay.ts'

export function checkBands(plan: Plan, { pay, owes }: EarnedComponent, i: number): Finding[] {
  const units = [...new Set([plan.currency, ...(plan.currencies ?? [])])]
  const rises = (one: AmountText | undefined, before: AmountText | undefined) => units.every((unit) => exceeds(amountIn(one ?? '0', unit) ?? '0', amountIn(before ?? '0', unit) ?? '0'))
  if ('bands' in pay) return bandFindings(pay.bands, `components.${i}.pay.bands`, rises, owes)
  if (!('award' in pay)) return []
  const place = `components.${i}.pay.award`
  return [
    ...pay.award.rows.flatMap((row, n) => (rises(row.at, pay.award.rows[n - 1]?.at) ? [] : [error(`${place}.rows.${n}.at`, `${asWritten(row.at)} is not above ${asWritten(pay.award.rows[n - 1]?.at ?? '0')}.`, 'Let the bounds rise.')])),
    ...(pay.award.again && pay.award.rows.length > 1 ? [error(`${place}.again`, 'With several bounds it is not clear what is reached again.', 'Keep one row, or take it out.')] : []),
  ]
}

function bandFindings(bands: Bands, place: string, rises: (one: AmountText | undefined, before: AmountText | undefined) => boolean, owes: boolean): Finding[] {
  const found = bands.rows.flatMap((row, n) => {
    const at = `${place}.rows.${n}`
    const before = bands.rows[n - 1]?.upTo
    const isLast = n === bands.rows.length - 1
    if (row.upTo === undefined) return isLast ? [] : [error(at, 'An open band comes before another one, which is never reached.', 'Give it an upper bound, or put it last.')]
    if (isLast) return [error(at, `Nothing is said about totals from ${asWritten(row.upTo)} on.`, 'Add a last band without an upper bound.')]
    return rises(row.upTo, before) ? [] : [error(at, `The band ends at ${asWritten(row.upTo)}, which is not above ${asWritten(before ?? '0')}.`, 'Let the bounds rise.')]
  })
  const isFlatByAmount = bands.measure === 'amount' && !(bands.over === 'item' && bands.mode !== 'marginal')
  for (const [n, row] of bands.rows.entries()) {
    if (row.percent === undefined && row.flat === undefined && row.perUnit === undefined) found.push(error(`${place}.rows.${n}`, 'It does not say what this band pays.', 'Give it a percent or an amount; 0 pays nothing.'))
    if (row.flat !== undefined && isFlatByAmount) found.push(error(`${place}.rows.${n}.flat`, 'A flat amount for each needs items that are counted, or each item by itself.', 'Measure the count, let bands be over the item and whole, or pay a percentage.'))
    if (row.flat !== undefined && bands.measure === 'units' && bands.mode === 'marginal') found.push(error(`${place}.rows.${n}.flat`, 'A part of the units of an item cannot have a flat amount for each item.', 'Pay an amount for each unit.'))
    if (row.perUnit !== undefined && bands.measure === 'amount' && bands.mode === 'marginal') found.push(error(`${place}.rows.${n}.perUnit`, 'A part of an amount has no units.', 'Measure the units, or pay a percentage.'))
  }
  if (typeof bands.quota === 'object') {
    const own = bands.over === 'month' ? 1 : bands.over === 'item' ? undefined : monthsOf[bands.over]
    if (own === undefined) found.push(error(`${place}.quota`, `What came before is compared by month, quarter, half year or year, not by ${sayPeriod(bands.over)}.`, 'Let the bands be over one of these.'))
    else if (bands.quota.monthsBefore % own !== 0) found.push(error(`${place}.quota.monthsBefore`, `${bands.quota.monthsBefore} months before a ${sayPeriod(bands.over)} no ${sayPeriod(bands.over)} begins.`, `Use ${own}, ${own * 2} and so on.`))
  }
  const falls = bands.mode === 'whole' && bands.rows.some((row, n) => n > 0 && exceeds(bands.rows[n - 1]?.percent ?? '0', row.percent ?? '0'))
  return falls ? [...found, warning(place, bands.over === 'item' ? `The rate falls at a bound and holds for all of an item, so that a larger one can ${owes ? 'cost' : 'earn'} less.` : `The rate falls at a bound and holds for the whole period, so that more sales can ${owes ? 'cost' : 'earn'} less.`, 'Use marginal bands where that is not meant.')] : found
}
