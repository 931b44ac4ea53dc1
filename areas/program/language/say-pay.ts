// What a component pays, in words.
import { count, list, sayPercent } from '../../../kernel/text.ts'
import { asWritten, minorOf, sayAmount } from './amounts.ts'
import { sayPeriod } from './periods.ts'
import { plainNumber, sayField, sayWord } from './say-condition.ts'
import type { AmountText } from './plan-parts.ts'
import type { Award, Bands, Pay, Ranked, Table } from './plan-pay.ts'

export type Noun = { each: string; amount: string }
export type SayMoney = (text: AmountText) => string

/** "€150.00", or "€150.00 or $180.00 by currency". */
export const moneyIn = (name: string): SayMoney => (text) =>
  typeof text === 'string' ? sayAmount(minorOf(text, name) ?? 0n, name) : list(Object.entries(text).map(([currency, own]) => sayAmount(minorOf(own, currency) ?? 0n, currency)), 'or')

export function sayPay(pay: Pay, noun: Noun, on: string, money: SayMoney): string {
  if ('flat' in pay) return `${money(pay.flat)} for each ${noun.each}`
  if ('perUnit' in pay) return `${money(pay.perUnit)} for each unit of ${on}`
  if ('percent' in pay) return `${sayPercent(pay.percent)} of ${on}`
  if ('bands' in pay) return `${sayBands(pay.bands, money)} ${pay.bands.mode === 'marginal' && pay.bands.over !== 'item' ? 'counting' : pay.bands.rows.every((row) => row.percent === undefined) ? 'for' : 'of'} ${on}`
  if ('percentByTier' in pay) return `${sayTiers(pay)} of ${on}`
  if ('percentFrom' in pay) return `the percentage that “${pay.percentFrom.replaceAll('_', ' ')}” says on its day${pay.atMost ? `, at most ${sayPercent(pay.atMost)},` : ''} of ${on}`
  if ('table' in pay) return `${sayTable(pay.table, money)}, for ${on}`
  return 'award' in pay ? `${sayAward(pay.award, money)}, counting ${on}` : sayRanked(pay.ranked, on, money)
}

const sayTiers = (pay: { percentByTier: Record<string, string>; otherwise: string }): string =>
  list([...Object.entries(pay.percentByTier).map(([tier, percent]) => `${sayPercent(percent)} for tier ${tier}`), ...(pay.otherwise === '0' ? [] : [`${sayPercent(pay.otherwise)} otherwise`])])

type Row = { percent?: string | undefined; flat?: AmountText | undefined; perUnit?: AmountText | undefined }
const sayRow = (row: Row, money: SayMoney): string => [row.percent && sayPercent(row.percent), row.flat && `${money(row.flat)} each`, row.perUnit && `${money(row.perUnit)} a unit`].filter(Boolean).join(' and ')

function sayTable({ rows, otherwise }: Table, money: SayMoney): string {
  const said = rows.map((row) => `${sayRow(row, money)} where ${list(Object.entries(row.when).map(([field, value]) => (field === 'protected' && value === 'yes' ? 'the account is protected' : `${sayField(field)} is ${list([value].flat().map(sayWord), 'or')}`)))}`)
  return list([...said, ...(otherwise === '0' ? [] : [`${sayPercent(otherwise)} otherwise`])], 'or')
}

function sayBands(bands: Bands, money: SayMoney): string {
  const at = (text: AmountText) => (bands.quota ? sayPercent(asWritten(text)) : bands.measure === 'amount' ? money(text) : typeof text === 'string' ? plainNumber(text) : asWritten(text))
  const ofTarget = typeof bands.quota === 'object' ? `, measured by what the ${sayPeriod(bands.over)} ${count(bands.quota.monthsBefore, 'month')} before came to` : bands.quota ? `, measured by “${bands.quota.replaceAll('_', ' ')}”` : ''
  const isCliff = bands.mode !== 'marginal'
  const rows = bands.rows.map((row, i) => {
    const from = bands.rows[i - 1]?.upTo
    const pays = sayRow(row, money)
    if (row.upTo === undefined) return from === undefined ? pays : `${pays} ${isCliff && bands.bound === 'reached' ? `from ${at(from)} on` : `above ${at(from)}`}`
    return from === undefined ? `${pays} ${isCliff && bands.bound === 'reached' ? 'below' : 'up to'} ${at(row.upTo)}` : `${pays} from ${at(from)} to ${at(row.upTo)}`
  })
  const what = { amount: 'total of', count: 'number in', units: 'units of' }[bands.measure]
  const whose = bands.per === 'account' ? ' with each customer' : typeof bands.per === 'object' ? ` of each ${sayField(bands.per.field)}` : ''
  const over = bands.over === 'item' ? 'each one' : `the ${what} the ${sayPeriod(bands.over)}${whose}`
  const reach = bands.measure === 'units' && bands.over !== 'item' ? 'reach' : 'reaches'
  if (bands.mode === 'onward') return `the rate that ${over} ${reach} (${list(rows, 'or')}${ofTarget}), from the one on that reaches it,`
  return bands.mode === 'whole' ? `the rate that ${over} ${reach} (${list(rows, 'or')}${ofTarget}),${bands.over === 'item' ? '' : ' back to the first one,'}` : `${list(rows)} of ${over}${ofTarget}, each part at its own rate,`
}

function sayAward(award: Award, money: SayMoney): string {
  const at = (text: AmountText) => (award.measure === 'amount' ? money(text) : `${typeof text === 'string' ? plainNumber(text) : asWritten(text)}${award.measure === 'units' ? ' units' : ''}`)
  const whose = award.per === 'account' ? ' with a customer' : typeof award.per === 'object' ? ` of a ${sayField(award.per.field)}` : ''
  const what = { amount: 'total', count: 'number', units: 'total' }[award.measure]
  const when = award.over === 'ever' ? `the ${what}${whose} so far` : `the ${what} in the ${sayPeriod(award.over)}${whose}`
  return `${list(award.rows.map((row) => `${money(row.flat)} when ${when} reaches ${at(row.at)}`))}${award.again ? ' and each further time as much' : ''}`
}

function sayRanked(ranked: Ranked, on: string, money: SayMoney): string {
  const by = { amount: 'total', count: 'number', units: 'units' }[ranked.measure]
  return `${list(ranked.prizes.map((prize, i) => `${money(prize)} for number ${i + 1}`))} of all partners ${ranked.over === 'ever' ? 'in all' : `in each ${sayPeriod(ranked.over)}`}, by the ${by} of ${on}`
}
