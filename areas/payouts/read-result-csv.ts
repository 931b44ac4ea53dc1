import { isCurrency } from '../../kernel/money.ts'
import { refuse } from '../../kernel/refusal.ts'
import { amountIn } from '../../platform/imports/amounts.ts'
import { parseDate } from '../../platform/imports/dates.ts'
import { guessDelimiter, isBlank, sepLine } from '../../platform/imports/format.ts'
import { createRowReader } from '../../platform/imports/row-reader.ts'
import { outcomes, type BankResult, type Outcome } from './bank-result.ts'

const columns = { reference: ['reference', 'endtoendid', 'individualid'], outcome: ['outcome', 'status', 'result'], on: ['on', 'date', 'bookedon'], amount: ['amount'], currency: ['currency'], reason: ['reason', 'returncode', 'code'] }
type Column = keyof typeof columns
const outcomeWords: Record<string, Outcome> = { paid: 'paid', booked: 'paid', executed: 'paid', settled: 'paid', success: 'paid', failed: 'failed', rejected: 'failed', returned: 'returned', return: 'returned' }

/** A row that says nothing we can use, with the reason. */
export type ResultProblem = { row: number; problem: string }

/** Columns reference and outcome (paid, failed, returned), and if they are there: on, amount, currency, reason. Row numbers are those of a spreadsheet. */
export function readResultCsv(text: string): { results: BankResult[]; problems: ResultProblem[] } {
  const body = text.replace(/^\ufeff/, '')
  const named = sepLine(body)
  const reader = createRowReader(named?.delimiter ?? guessDelimiter(body))
  const rows = [...reader.push(named ? body.slice(named.length) : body), ...reader.end()].map((row, i) => ({ ...row, row: i + 1 + (named ? 1 : 0) })).filter((row) => !isBlank(row))
  const [header, ...lines] = rows
  const places = new Map<Column, number>()
  for (const [i, cell] of (header?.cells ?? []).entries())
    for (const [column, names] of Object.entries(columns)) if (names.includes(cell.toLowerCase().replace(/[^a-z]/g, '')) && !places.has(column as Column)) places.set(column as Column, i)
  if (!places.has('reference') || !places.has('outcome'))
    throw refuse('invalid', 'payouts.result_columns', `The first row must name the columns reference and outcome (${outcomes.join(', ')}). On, amount, currency and reason may follow. Nothing was changed.`)
  const results: BankResult[] = []
  const problems: ResultProblem[] = []
  for (const line of lines) {
    const read = readLine((column) => line.cells[places.get(column) ?? -1]?.trim() ?? '', line.row)
    if (typeof read === 'string') problems.push({ row: line.row, problem: read })
    else results.push(read)
  }
  return { results, problems }
}

function readLine(cell: (column: Column) => string, row: number): BankResult | string {
  const outcome = outcomeWords[cell('outcome').toLowerCase()]
  if (!outcome) return `The outcome is one of ${outcomes.join(', ')}.`
  const on = cell('on') === '' ? null : parseDate(cell('on'), undefined)
  if (on !== null && !/^\d{4}-\d{2}-\d{2}$/.test(on)) return 'The date cannot be read; write it as 2026-11-30.'
  const reference = cell('reference').replace(/^'/, '')
  if (reference === '') return 'The reference is missing.'
  const currency = cell('currency').toUpperCase()
  const amountMinor = cell('amount') === '' || !isCurrency(currency) ? null : amountIn(cell('amount'), currency, undefined)
  if (cell('amount') !== '' && typeof amountMinor !== 'bigint') return 'The amount cannot be read together with its currency.'
  return { row, about: { payment: reference }, outcome, on, amount: typeof amountMinor === 'bigint' ? { amountMinor, currency } : null, reason: cell('reason').slice(0, 200) || null }
}
