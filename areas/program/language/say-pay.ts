// What a component pays, in words.
import { count, list } from '../../../kernel/text.ts'
import { asWritten, minorOf, sayAmount } from './amounts.ts'
import { sayPeriod } from './periods.ts'
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
  if ('percent' in pay) return `${pay.percent} % of ${on}`
  if ('bands' in pay) return `${sayBands(pay.bands, money)} of ${on}`
  if ('percentByTier' in pay) return `${sayTiers(pay)} of ${on}`
  if ('percentFrom' in pay) return `the percentage that “${pay.percentFrom}” is on its day${pay.atMost ? `, at most ${pay.atMost} %,` : ''} of ${on}`
  if ('table' in pay) return `${sayTable(pay.table, money)}, for ${on}`
  return 'award' in pay ? `${sayAward(pay.award, money)}, over ${on}` : sayRanked(pay.ranked, on, money)
}

const sayTiers = (pay: { percentByTier: Record<string, string>; otherwise: string }): string =>
  `${list(Object.entries(pay.percentByTier).map(([tier, percent]) => `${percent} % for tier ${tier}`))}${pay.otherwise === '0' ? '' : ` and ${pay.otherwise} % otherwise`}`

type Row = { percent?: string | undefined; flat?: AmountText | undefined; perUnit?: AmountText | undefined }
const sayRow = (row: Row, money: SayMoney): string => [row.percent && `${row.percent} %`, row.flat && `${money(row.flat)} each`, row.perUnit && `${money(row.perUnit)} a unit`].filter(Boolean).join(' and ')

function sayTable({ rows, otherwise }: Table, money: SayMoney): string {
  const said = rows.map((row) => `${sayRow(row, money)} where ${list(Object.entries(row.when).map(([field, value]) => `${field} is ${list([value].flat(), 'or')}`))}`)
  return list([...said, ...(otherwise === '0' ? [] : [`${otherwise} % otherwise`])], 'or')
}

function sayBands(bands: Bands, money: SayMoney): string {
  const at = (text: AmountText) => (typeof bands.quota === 'object' ? `${asWritten(text)} % of what the ${sayPeriod(bands.over)} ${count(bands.quota.monthsBefore, 'month')} before came to` : bands.quota ? `${asWritten(text)} % of “${bands.quota}”` : bands.measure === 'amount' ? money(text) : asWritten(text))
  const isCliff = bands.mode !== 'marginal'
  const rows = bands.rows.map((row, i) => {
    const from = bands.rows[i - 1]?.upTo
    const pays = sayRow(row, money)
    if (row.upTo === undefined) return from === undefined ? pays : `${pays} ${isCliff && bands.bound === 'reached' ? `from ${at(from)} on` : `above ${at(from)}`}`
    return from === undefined ? `${pays} ${isCliff && bands.bound === 'reached' ? 'below' : 'up to'} ${at(row.upTo)}` : `${pays} from ${at(from)} to ${at(row.upTo)}`
  })
  const what = { amount: 'total of', count: 'number in', units: 'units of' }[bands.measure]
  const whose = bands.per === 'account' ? ' with each customer' : typeof bands.per === 'object' ? ` of each ${bands.per.field}` : ''
  const over = bands.over === 'item' ? 'each one' : `the ${what} the ${sayPeriod(bands.over)}${whose}`
  if (bands.mode === 'onward') return `the rate that ${over} reaches (${list(rows, 'or')}), from the one on that reaches it,`
  return bands.mode === 'whole' ? `the rate that ${over} reaches (${list(rows, 'or')}), for all` : `${list(rows)} of ${over}, each part at its own rate,`
}

function sayAward(award: Award, money: SayMoney): string {
  const at = (text: AmountText) => (award.measure === 'amount' ? money(text) : award.measure === 'units' ? `${String(text)} units` : String(text))
  const whose = award.per === 'account' ? ' with a customer' : typeof award.per === 'object' ? ` of a ${award.per.field}` : ''
  return `${list(award.rows.map((row) => `${money(row.flat)} when the total of the ${sayPeriod(award.over)}${whose} reaches ${at(row.at)}`))}${award.again ? ' and each further time as much' : ''}`
}

const sayRanked = (ranked: Ranked, on: string, money: SayMoney): string =>
  `${list(ranked.prizes.map((prize, i) => `${money(prize)} for number ${i + 1}`))} of the ${count(ranked.prizes.length, 'partner')} with the most of ${on} in a ${sayPeriod(ranked.over)}`

