// Conditions, in words.
import { list } from '../../../kernel/text.ts'
import { sayDate } from '../../../kernel/time.ts'
import { minorOf, sayAmount } from './amounts.ts'
import { sayLength, sayPeriod } from './periods.ts'
import type { Bound, Condition, ItemKind, Total } from './plan-parts.ts'

/** "product is licence and source is not direct"; amounts of running totals in `currency`. */
export function sayCondition(condition: Condition, currency?: string): string {
  const inner = (one: Condition): string => ('all' in one || 'any' in one ? `(${sayCondition(one, currency)})` : sayCondition(one, currency))
  if ('all' in condition) return condition.all.map(inner).join(' and ')
  if ('any' in condition) return condition.any.map(inner).join(' or ')
  return 'not' in condition ? (sayLeaf(condition.not, true, currency) ?? `not ${inner(condition.not)}`) : (sayLeaf(condition, false, currency) ?? '')
}

/** One condition, or its contrary; undefined for those that hold others. */
function sayLeaf(condition: Condition, isNot: boolean, currency: string | undefined): string | undefined {
  if ('all' in condition || 'any' in condition || 'not' in condition) return undefined
  const is = isNot ? 'is not' : 'is'
  if ('total' in condition) return isNone(condition, isNot) ? sayNone(condition.total, currency) : sayTotal(condition.total, sayBound(condition, totalWords, numberIn(condition.total, currency)), isNot, currency)
  const field = sayField(condition.field)
  if ('before' in condition) return `${field} ${is} before ${sayField(condition.before)}`
  if ('notBefore' in condition) return `${field} ${is} on or after ${sayField(condition.notBefore)}`
  if ('within' in condition) return `${field} ${is} within ${sayLength(condition.within)} after ${sayField(condition.within.after)}`
  const value = condition.asOf ? `${field} at the beginning of the ${sayPeriod(condition.asOf)}` : field
  if ('is' in condition) {
    const known = condition.asOf ? undefined : (standing[`${condition.field}=${condition.is}`] ?? [])[isNot ? 1 : 0]
    return known ?? (condition.is === '' ? `${value} is ${isNot ? '' : 'not '}said` : `${value} ${is} ${sayWord(condition.is)}`)
  }
  if ('in' in condition) return `${value} ${is} ${condition.in.length === 1 ? '' : 'one of '}${list(condition.in.map(sayWord), 'or')}`
  return 'sameAs' in condition ? `${value} ${is} the same as ${sayField(condition.sameAs)}` : `${value} ${is} ${sayBound(condition, fieldWords, plainNumber)}`
}

/** What some fields say in a sentence, and the contrary. */
const standing: Record<string, [string, string]> = {
  'protected=yes': ['the account is protected', 'the account is not protected'], 'protected=no': ['the account is not protected', 'the account is protected'],
  'incumbent=yes': ['the partner made the purchase before', 'the partner did not make the purchase before'], 'incumbent=no': ['the partner did not make the purchase before', 'the partner made the purchase before'],
  'ended_on=': ['the partnership has not ended', 'the partnership has ended'], 'activated_on=': ['it is not activated', 'it is activated'], 'cancelled_on=': ['it is not cancelled', 'it is cancelled'], 'collected_on=': ['not all of it is paid', 'all of it is paid'],
}
const names: Record<string, string> = {
  day: 'its day', first_day: 'the first purchase of the customer', days_since_last: 'the number of days since the purchase before', activated_on: 'the activation', cancelled_on: 'the cancellation', collected_on: 'the day on which all of it was paid',
  ended_on: 'the end of the partnership', term_months: 'the term in months', account: 'the customer', partner: 'the partner', above: 'the partner above', credited: 'the credited partner',
}
/** A field as a reader sees it, or the day that stands in its place: “loss ratio”, the activation, Wed, Apr 1, 2026. */
export function sayField(field: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(field)) return sayDate(Temporal.PlainDate.from(field))
  if (Object.hasOwn(names, field)) return names[field] ?? field
  return /[_ ]/.test(field) ? `“${field.replaceAll('_', ' ')}”` : field
}

/** A name of several words as a reader sees it: monthly_cloud is monthly cloud. */
export const sayWord = (value: string): string => (/^[a-z0-9]+(_[a-z0-9]+)+$/.test(value) ? value.replaceAll('_', ' ') : value)

type BoundWords = Record<'atLeast' | 'below' | 'atMost' | 'above', string>
const fieldWords: BoundWords = { atLeast: 'at least', below: 'below', atMost: 'at most', above: 'above' }
const totalWords: BoundWords = { atLeast: 'at least', below: 'less than', atMost: 'at most', above: 'more than' }
function sayBound(bound: Bound, words: BoundWords, number: (text: string) => string): string {
  if ('atLeast' in bound) return `${words.atLeast} ${number(bound.atLeast)}`
  if ('below' in bound) return `${words.below} ${number(bound.below)}`
  return 'atMost' in bound ? `${words.atMost} ${number(bound.atMost)}` : `${words.above} ${number(bound.above)}`
}
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 })
export const plainNumber = (text: string): string => grouped.format(text as Intl.StringNumericLiteral)
function numberIn({ measure }: Total, currency: string | undefined): (text: string) => string {
  return (text) => {
    const minor = measure === 'amount' && currency !== undefined ? minorOf(text, currency) : undefined
    return minor === undefined || currency === undefined ? plainNumber(text) : sayAmount(minor, currency)
  }
}

const plurals: Record<ItemKind, string> = {
  introduction: 'introductions', qualified: 'qualified introductions', opportunity: 'opportunities', sale: 'sales', renewal: 'renewals', expansion: 'expansions', invoice: 'invoices', payment: 'payments', milestone: 'milestones', activity: 'activities', usage: 'reports of use',
}

/** Whether it asks that there be none of what is counted. */
function isNone(condition: { total: Total } & Bound, isNot: boolean): boolean {
  const is = (text: string, number: number) => Number(text) === number
  if (condition.total.measure !== 'count') return false
  return isNot ? ('atLeast' in condition && is(condition.atLeast, 1)) || ('above' in condition && is(condition.above, 0)) : ('below' in condition && is(condition.below, 1)) || ('atMost' in condition && is(condition.atMost, 0))
}
const sayNone = (total: Total, currency: string | undefined): string => `${total.per === 'account' ? 'the customer' : 'the partner'} has no ${sayDone(total, currency, 'or')}`

/** What is counted: "sales where product is edge, in the quarter". */
function sayDone({ on, over, last, where, itself }: Total, currency: string | undefined, join: 'and' | 'or' = 'and'): string {
  const when = last ? ` in the last ${sayLength(last)}` : over && over !== 'ever' ? ` in the ${sayPeriod(over)}` : ''
  return `${list(on.map((kind) => plurals[kind]), join)}${where ? ` where ${sayCondition(where, currency)},` : ''}${when}${itself ? '' : ' before it'}`
}

/** "the partner's sales and renewals in the last 12 months come to at least $50,000.00". */
function sayTotal(total: Total, bound: string, isNot: boolean, currency: string | undefined): string {
  const { measure, per } = total
  const did = sayDone(total, currency)
  const what = `${per === 'account' ? 'the customer’s' : 'the partner’s'} ${did}`
  const not = isNot ? 'do not ' : ''
  if (measure === 'amount') return `${what} ${not}come to ${bound}`
  if (measure === 'units') return `the units of ${what} ${isNot ? 'are not' : 'are'} ${bound}`
  return measure === 'accounts' ? `${per === 'account' ? 'the customers' : 'the partner’s customers'} with ${did} ${not}number ${bound}` : `${what} ${not}number ${bound}`
}
