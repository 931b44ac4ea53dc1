// Every amount has the decimals of what it is in, and says something about each of the plan's currencies.
import { unitDigits } from './amounts.ts'
import { error, type Finding } from './findings.ts'
import { isShared, type EarnedComponent, type Plan } from './plan.ts'
import type { AmountText } from './plan-parts.ts'
import { unitNameOf } from './subjects.ts'

export function checkAmounts(plan: Plan): Finding[] {
  const currencies = [...new Set([plan.currency, ...(plan.currencies ?? [])])]
  const money = (place: string, text: AmountText | undefined) => (text === undefined ? [] : checkAmount(place, text, currencies))
  return [
    ...plan.components.flatMap((component, i) => (isShared(component) ? [] : amountsOf(component).flatMap(([place, text]) => checkAmount(`components.${i}.${place}`, text, typeof component.unit === 'string' ? [unitNameOf(component, plan.currency)] : currencies)))),
    ...(plan.caps ?? []).flatMap((cap, i) => checkAmount(`caps.${i}.amount`, cap.amount, [capUnit(plan, cap.of)].flatMap((unit) => (unit ? [unit] : currencies)))),
    ...(plan.together ?? []).flatMap((cap, i) => (cap.amount === undefined ? [] : checkAmount(`together.${i}.amount`, cap.amount, [capUnit(plan, cap.of)].flatMap((unit) => (unit ? [unit] : currencies))))),
    ...money('payout.minimum', plan.payout.minimum), ...money('payout.fee.max', plan.payout.fee?.max), ...(plan.payout.groups ?? []).flatMap((group, i) => money(`payout.groups.${i}.minimum`, group.minimum)),
  ]
}

const capUnit = (plan: Plan, of: string[]): string | undefined => {
  const first = plan.components.find((one) => of.includes(one.id))
  return first && !isShared(first) && typeof first.unit === 'string' ? first.unit : undefined
}

function checkAmount(place: string, text: AmountText, units: string[]): Finding[] {
  if (typeof text === 'string' && units.length > 1 && /[1-9]/.test(text)) {
    const finest = Math.min(...units.map(unitDigits))
    return decimals(text) > finest ? [error(place, `${text} has more decimals than one of ${units.join(', ')} has.`, 'Give one amount for each currency.')] : []
  }
  return units.flatMap((unit) => {
    const own = typeof text === 'string' ? text : text[unit]
    if (own === undefined) return [error(place, `It says no amount in ${unit}.`, `Add one for ${unit}.`)]
    return decimals(own) > unitDigits(unit) ? [error(place, `${own} has more decimals than ${unit} has.`, `Use at most ${unitDigits(unit)} decimals.`)] : []
  })
}
const decimals = (text: string): number => (text.split('.')[1] ?? '').replace(/0+$/, '').length

function amountsOf({ pay, limits }: EarnedComponent): [string, AmountText][] {
  const rows = (place: string, all: { flat?: AmountText | undefined; perUnit?: AmountText | undefined }[]): [string, AmountText | undefined][] => all.flatMap((row, n) => [[`${place}.${n}.flat`, row.flat], [`${place}.${n}.perUnit`, row.perUnit]] as [string, AmountText | undefined][])
  const found: [string, AmountText | undefined][] = [
    ['pay.flat', 'flat' in pay ? pay.flat : undefined], ['pay.perUnit', 'perUnit' in pay ? pay.perUnit : undefined],
    ...('bands' in pay ? rows('pay.bands.rows', pay.bands.rows) : []), ...('table' in pay ? rows('pay.table.rows', pay.table.rows) : []), ...('award' in pay ? rows('pay.award.rows', pay.award.rows) : []),
    ...('bands' in pay && pay.bands.measure === 'amount' && !pay.bands.quota ? pay.bands.rows.map((row, n): [string, AmountText | undefined] => [`pay.bands.rows.${n}`, row.upTo]) : []),
    ...('award' in pay && pay.award.measure === 'amount' ? pay.award.rows.map((row, n): [string, AmountText] => [`pay.award.rows.${n}.at`, row.at]) : []),
    ...('ranked' in pay ? pay.ranked.prizes.map((prize, n): [string, AmountText] => [`pay.ranked.prizes.${n}`, prize]) : []),
    ['limits.perItem', limits?.perItem], ['limits.atLeast', limits?.atLeast], ['limits.minimum.amount', limits?.minimum?.amount],
    ...(limits?.perPeriod ? [limits.perPeriod].flat().map((cap, n): [string, AmountText] => [Array.isArray(limits.perPeriod) ? `limits.perPeriod.${n}.amount` : 'limits.perPeriod.amount', cap.amount]) : []),
  ]
  return found.flatMap(([place, text]) => (text === undefined ? [] : [[place, text]]))
}
