import { decimal, parseMoney } from '../../parts/money.tsx'
import type { Component, Terms } from './queries.ts'

/** A plan as the form holds it: two things a partner can earn, and when they are paid. */
export type TermsValues = {
  currency: string; hasFlat: boolean; flat: string; flatClause: string; hasPercent: boolean; percent: string; cap: string; percentClause: string; days: string
}
type Flat = Extract<Component, { kind: 'flat' }>
type Percent = Extract<Component, { kind: 'percent' }>
const isFlat = (c: Component): c is Flat => c.kind === 'flat' && c.trigger === 'referral.qualified'
const isPercent = (c: Component): c is Percent => c.kind === 'percent'

export const emptyTerms = (currency: string): TermsValues => ({ currency, hasFlat: true, flat: '', flatClause: '', hasPercent: true, percent: '', cap: '', percentClause: '', days: '30' })

export function valuesOf(terms: Terms): TermsValues {
  const flat = terms.components.find(isFlat)
  const percent = terms.components.find(isPercent)
  const amount = (minor: string | undefined) => (minor === undefined ? '' : decimal({ amountMinor: minor, currency: terms.currency }))
  return {
    currency: terms.currency, hasFlat: Boolean(flat), flat: amount(flat?.amountMinor), flatClause: flat?.clause ?? '', hasPercent: Boolean(percent), percent: percent ? sayPercent(percent.rate) : '',
    cap: amount(percent?.capMinor), percentClause: percent?.clause ?? '', days: String(terms.payment.days),
  }
}

/** Components that the form has no fields for; they stay as they are. */
export const keptOf = (terms: Terms | undefined): Component[] => {
  if (!terms) return []
  const shown = [terms.components.find(isFlat), terms.components.find(isPercent)]
  return terms.components.filter((c) => !shown.includes(c))
}

/** The plan as data, or nothing while a field cannot be read. Ids of components stay, since lines already booked cite them. */
export function termsOf(values: TermsValues, before: Terms | undefined): Terms | undefined {
  const { currency } = values
  const components: Component[] = []
  if (values.hasFlat) {
    const amountMinor = parseMoney(values.flat, currency)
    if (amountMinor === undefined) return undefined
    components.push({ id: before?.components.find(isFlat)?.id ?? 'qualified', trigger: 'referral.qualified', kind: 'flat', amountMinor, ...clauseOf(values.flatClause) })
  }
  if (values.hasPercent) {
    const rate = parsePercent(values.percent)
    const capMinor = values.cap.trim() ? parseMoney(values.cap, currency) : undefined
    if (!rate || (values.cap.trim() && capMinor === undefined)) return undefined
    components.push({
      id: before?.components.find(isPercent)?.id ?? 'first_year', trigger: 'opportunity.won', kind: 'percent', rate, basis: 'first_year_revenue', ...(capMinor === undefined ? {} : { capMinor }), ...clauseOf(values.percentClause),
    })
  }
  if (!/^\d{1,3}$/.test(values.days.trim())) return undefined
  return { language: 1, currency, components: [...components, ...keptOf(before)], payment: { rule: 'after_quarter_end', days: Number(values.days) }, rounding: 'half_away_per_line' }
}

const clauseOf = (clause: string) => (clause.trim() ? { clause: clause.trim() } : {})

/** "15" and "12.5" as whole numbers: 15 of 100, 125 of 1000; also "1/3 of it" as "1/3". */
export function parsePercent(text: string): { num: number; den: number } | undefined {
  const plain = text.replace(/[\s%]/g, '').replace(',', '.')
  const fraction = /^(\d{1,9})\/(\d{1,9})$/.exec(plain)
  if (fraction) return { num: Number(fraction[1]), den: Number(fraction[2]) }
  const match = /^(\d{1,3})(?:\.(\d{1,6}))?$/.exec(plain)
  if (!match) return undefined
  const digits = (match[2] ?? '').replace(/0+$/, '')
  return { num: Number(`${match[1]}${digits}`), den: 100 * 10 ** digits.length }
}

function sayPercent({ num, den }: { num: number; den: number }): string {
  const scaled = BigInt(num) * 100_000_000n
  if (scaled % BigInt(den) !== 0n) return `${num}/${den}`
  const micro = (scaled / BigInt(den)).toString().padStart(7, '0')
  return `${micro.slice(0, -6)}.${micro.slice(-6)}`.replace(/\.?0+$/, '')
}

type Checks = { [K in keyof TermsValues]?: (value: string, values: TermsValues) => string | undefined }
export const termsChecks: Checks = {
  flat: (value, { hasFlat, currency }) => (hasFlat && parseMoney(value, currency) === undefined ? `Give an amount in ${currency}, such as 400.` : undefined),
  percent: (value, { hasPercent }) => (hasPercent && !parsePercent(value) ? 'Give a percentage, such as 15.' : undefined),
  cap: (value, { hasPercent, currency }) => (hasPercent && value.trim() && parseMoney(value, currency) === undefined ? `Give an amount in ${currency}, or leave it empty.` : undefined),
  days: (value) => (/^\d{1,3}$/.test(value.trim()) && Number(value) <= 366 ? undefined : 'Give whole days, at most 366.'),
}

/** Where the server names a component by its place, the field here that shows it. */
export const termsNames: Record<string, keyof TermsValues> = {
  'terms.currency': 'currency', 'terms.components': 'hasFlat', 'terms.payment.days': 'days',
  ...Object.fromEntries([0, 1].flatMap((i) => [[`terms.components.${i}.amountMinor`, 'flat'], [`terms.components.${i}.rate`, 'percent'], [`terms.components.${i}.rate.num`, 'percent'], [`terms.components.${i}.rate.den`, 'percent'], [`terms.components.${i}.capMinor`, 'cap']])),
}
