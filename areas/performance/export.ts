import { showId } from '../../kernel/ids.ts'
import { decimal } from '../../kernel/money.ts'
import type { Reading } from '../../platform/db/context.ts'
import { csvNumber, csvText, type CsvRow, type CsvValue } from '../../platform/files/csv.ts'
import type { Download } from '../../platform/http/route.ts'
import { definitions } from './definitions.ts'
import type { PeriodWish } from './period.ts'
import { everyPartner, type Cell } from './views.ts'

/** One line per partner: counts, shares with their cases and likely range, and an amount column per currency in use. */
export async function performanceCsv(r: Reading, wish: PeriodWish): Promise<Download> {
  const { period, measures, rows } = await everyPartner(r, wish)
  const currencies = [...new Set(rows.flatMap((row) => row.cells.flatMap((cell) => cell.figure.amounts.map((m) => m.currency))))].sort()
  const table = rows.map((row): CsvRow => ({
    partner_id: showId('partner', row.id), partner: row.name, from: period.from, to: period.to, ...Object.assign({}, ...row.cells.map((cell) => cellColumns(cell, currencies))) as CsvRow,
  }))
  const empty = Object.assign({}, ...measures.map((key) => blankColumns(key, currencies))) as CsvRow
  return { fileName: `performance-${period.from}-${period.to}.csv`, contentType: 'text/csv; charset=utf-8', content: csvText(table, ['partner_id', 'partner', 'from', 'to', ...Object.keys(empty)]) }
}

function cellColumns({ figure, likely }: Cell, currencies: string[]): CsvRow {
  const { key, counted, cases, value } = figure
  const columns = blankColumns(key, currencies)
  const fill = (name: string, content: CsvValue) => {
    if (name in columns) columns[name] = content
  }
  fill(key, cases)
  fill(`${key}_cases`, cases)
  fill(`${key}_counted`, counted)
  fill(`${key}_share`, value === null ? null : csvNumber(value.toFixed(4)))
  fill(`${key}_likely_low`, likely && csvNumber(likely.low.toFixed(4)))
  fill(`${key}_likely_high`, likely && csvNumber(likely.high.toFixed(4)))
  for (const m of figure.amounts) fill(`${key}_${m.currency}`, csvNumber(decimal(m.amountMinor, m.currency)))
  return columns
}

function blankColumns(key: Cell['figure']['key'], currencies: string[]): CsvRow {
  const { unit } = definitions[key]
  const likely = key === 'promises_kept' ? [] : ['_likely_low', '_likely_high']
  const names = unit === 'count' ? [''] : unit === 'rate' ? ['_counted', '_cases', '_share', ...likely] : ['_cases', ...currencies.map((currency) => `_${currency}`)]
  return Object.fromEntries(names.map((name) => [`${key}${name}`, null]))
}
