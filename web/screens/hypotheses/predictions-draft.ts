// Predictions as a person types them, and back. Shares are typed in percent, amounts in whole currency.
import { decimal, digitsOf, parseMoney } from '../../parts/money.tsx'
import type { Predictions } from './queries.ts'

export type SpreadDraft = { value: string; low: string; high: string }
export const spreadNames = ['activePartners', 'introductions', 'opportunityRate', 'wonRate', 'firstYearValue', 'monthsToFirst'] as const
export type SpreadName = (typeof spreadNames)[number]
export type Draft = Record<SpreadName, SpreadDraft> & { currency: string; monthsToClose: string; fixedCost: string; feeShare: string; stopMeasure: Predictions['stop']['measure']; stopBelow: string }

const isShare = (name: string) => name === 'opportunityRate' || name === 'wonRate' || name === 'opportunity_rate' || name === 'won_rate'
const plain = (value: number) => String(Math.round(value * 1e6) / 1e6)
const brief = (minor: string | null, currency: string) => (minor === null ? '' : decimal({ amountMinor: minor, currency }).replace(/\.0+$/, '').replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ','))

export function toDraft(p: Predictions): Draft {
  const spread = (name: Exclude<SpreadName, 'firstYearValue'>): SpreadDraft => {
    const say = (value: number | null) => (value === null ? '' : plain(isShare(name) ? value * 100 : value))
    return { value: say(p[name].value), low: say(p[name].low), high: say(p[name].high) }
  }
  const money = p.firstYearValue
  return {
    currency: p.currency, activePartners: spread('activePartners'), introductions: spread('introductions'), opportunityRate: spread('opportunityRate'), wonRate: spread('wonRate'), monthsToFirst: spread('monthsToFirst'),
    firstYearValue: { value: brief(money.valueMinor, p.currency), low: brief(money.lowMinor, p.currency), high: brief(money.highMinor, p.currency) },
    monthsToClose: plain(p.monthsToClose), fixedCost: brief(p.fixedCostMinor, p.currency), feeShare: plain(p.feeShare * 100), stopMeasure: p.stop.measure,
    stopBelow: p.stop.measure === 'first_year_value' ? brief(String(Math.round(p.stop.below)), p.currency) : plain(isShare(p.stop.measure) ? p.stop.below * 100 : p.stop.below),
  }
}

export type Problems = Record<string, string>
/** What can be sent, or the field that cannot be read with what to do. */
export function toPredictions(draft: Draft): { predictions: Predictions; problems: null } | { predictions: null; problems: Problems } {
  const problems: Problems = {}
  const number = (text: string, field: string, scale = 1): number => {
    const typed = text.trim().replace(/%$/, '').replace(/(\d),(?=\d{3}(\D|$))/g, '$1').trim()
    const value = Number(typed)
    if (typed === '' || !Number.isFinite(value)) problems[field] = 'Write a number, such as 1.5.'
    return Math.round((value / scale) * 1e9) / 1e9
  }
  const minor = (text: string, field: string): string => {
    const read = parseMoney(text, draft.currency)
    if (read === undefined) problems[field] = `Write an amount, such as ${digitsOf(draft.currency) === 0 ? '40,000' : '40,000.00'}.`
    return read ?? '0'
  }
  const spread = (name: Exclude<SpreadName, 'firstYearValue'>) => {
    const one = (text: string, part: string) => number(text, `${name}.${part}`, isShare(name) ? 100 : 1)
    const optional = (text: string, part: string) => (text.trim() === '' ? null : one(text, part))
    const read = { value: one(draft[name].value, 'value'), low: optional(draft[name].low, 'low'), high: optional(draft[name].high, 'high') }
    for (const part of ['value', 'low', 'high'] as const) if (isShare(name) && (read[part] ?? 0) > 1) problems[`${name}.${part}`] ??= 'A share is 0 to 100 %.'
    order(name, read.low, read.value, read.high)
    return read
  }
  const order = (name: string, low: number | null, value: number, high: number | null) => {
    if (low !== null && low > value) problems[`${name}.low`] ??= 'The low end is above the number.'
    if (high !== null && high < value) problems[`${name}.high`] ??= 'The high end is below the number.'
  }
  const optional = (text: string, part: string) => (text.trim() === '' ? null : minor(text, `firstYearValue.${part}`))
  const value = draft.firstYearValue
  const firstYearValue = { valueMinor: minor(value.value, 'firstYearValue.value'), lowMinor: optional(value.low, 'low'), highMinor: optional(value.high, 'high') }
  order('firstYearValue', firstYearValue.lowMinor === null ? null : Number(firstYearValue.lowMinor), Number(firstYearValue.valueMinor), firstYearValue.highMinor === null ? null : Number(firstYearValue.highMinor))
  const predictions: Predictions = {
    currency: draft.currency, activePartners: spread('activePartners'), introductions: spread('introductions'), opportunityRate: spread('opportunityRate'), wonRate: spread('wonRate'), monthsToFirst: spread('monthsToFirst'),
    firstYearValue, monthsToClose: number(draft.monthsToClose, 'monthsToClose'), fixedCostMinor: minor(draft.fixedCost, 'fixedCostMinor'), feeShare: number(draft.feeShare, 'feeShare', 100),
    stop: { measure: draft.stopMeasure, below: draft.stopMeasure === 'first_year_value' ? Number(minor(draft.stopBelow, 'stop.below')) : number(draft.stopBelow, 'stop.below', isShare(draft.stopMeasure) ? 100 : 1) },
  }
  return Object.keys(problems).length > 0 ? { predictions: null, problems } : { predictions, problems: null }
}
