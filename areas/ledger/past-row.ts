// One row of an imported past: an opportunity as a CRM exports it, or a fact of the plan language. Pure.
import { decimal, isCurrency, type MoneyProblem } from '../../kernel/money.ts'
import { amountIn, currencyWritten, parseDate, type ImportField } from '../../platform/imports/index.ts'
import { parseFact, type Fact } from '../program/index.ts'

/** Columns of CRMs, and of exports made by hand. */
export const pastFields: ImportField[] = [
  { name: 'id', label: 'Id', required: true, synonyms: ['id', 'opportunity id', 'deal id', 'record id', 'opportunity', 'crm id', 'key', 'fact'] },
  { name: 'partner', label: 'Partner', required: true, synonyms: ['partner', 'partner name', 'partner id', 'partner account', 'sourced by', 'referred by', 'introduced by', 'reseller', 'sales agent', 'seller'] },
  { name: 'at', label: 'Won on', required: true, synonyms: ['closed on', 'close date', 'closed date', 'won on', 'won date', 'date', 'at', 'closing date', 'closedate', 'day'] },
  { name: 'amount', label: 'Amount', synonyms: ['amount', 'close value', 'value', 'deal value', 'deal amount', 'revenue', 'amount in company currency', 'total', 'acv', 'arr', 'betrag'] },
  { name: 'currency', label: 'Currency', synonyms: ['currency', 'currency code', 'currency iso code', 'amount currency', 'deal currency'] },
  { name: 'account', label: 'Company', synonyms: ['account', 'account name', 'company', 'company name', 'customer', 'client', 'account id'] },
  { name: 'product', label: 'Product', synonyms: ['product', 'product name', 'item'] },
  { name: 'stage', label: 'Stage', synonyms: ['stage', 'deal stage', 'status', 'state', 'opportunity stage', 'deal status', 'stage name'] },
  { name: 'kind', label: 'Kind', synonyms: ['kind', 'fact kind', 'type'] },
  { name: 'of', label: 'Of', synonyms: ['of', 'about'] },
]

export type PastRow = { fact: Fact } | { why: string }
const won = /^(closed[\s-]*won|won|gewonnen|ganada?|gagn[ée]e?)$/i
const badAmount: Record<MoneyProblem, string> = { not_a_number: 'is not an amount', negative: 'is negative; what lowers an amount is a refund', too_many_decimals: 'has more decimals than the currency', too_large: 'is too large' }

/** A row by field, empty ones left out. Without a kind it is an opportunity, which counts where it is won; `currency` is that of the plan. */
export function pastRow(values: Record<string, string>, currency: string): PastRow {
  const { kind = 'sale', stage, at, amount, of, ...rest } = values
  if (stage !== undefined && !won.test(stage)) return { why: `It is not won but “${stage}”.` }
  if (at === undefined) return { why: 'It has no day.' }
  const day = /T\d\d:/.test(at) ? at : parseDate(at, undefined)
  if (day === 'ambiguous') return { why: `“${at}” can be read with day or month first. Write it as 2026-11-30.` }
  if (day === 'not_a_date' || day === 'no_such_day') return { why: `“${at}” is not a day.` }
  const named = rest['currency'] ?? (amount === undefined ? undefined : currencyWritten(amount))
  const its = (named ?? currency).toUpperCase()
  if (!isCurrency(its)) return { why: `“${named}” is not an ISO 4217 currency such as EUR.` }
  const minor = amount === undefined ? undefined : amountIn(amount, its, undefined)
  if (minor !== undefined && typeof minor !== 'bigint') return { why: `The amount “${amount}” ${badAmount[minor]}.` }
  if (minor === 0n) return { why: 'The amount is zero.' }
  return parseFact({ ...rest, kind, at: day, ...(of === undefined ? {} : { of }), ...(minor === undefined ? {} : { amount: decimal(minor, its), ...(of === undefined ? { currency: its } : {}) }) })
}

/** A line of JSON: a fact where it says its kind, else an opportunity with the columns as keys. */
export function pastLine(json: unknown, fieldOf: (key: string) => string | undefined, currency: string): PastRow {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return { why: 'It is no JSON object.' }
  if ('kind' in json) return parseFact(json)
  const values: Record<string, string> = {}
  for (const [key, value] of Object.entries(json)) {
    const field = fieldOf(key)
    if (field !== undefined && value !== null && value !== '') values[field] = String(value)
  }
  return pastRow(values, currency)
}
