import { showId } from '../../kernel/ids.ts'
import { decimal } from '../../kernel/money.ts'
import type { Reading } from '../../platform/db/context.ts'
import { csvNumber, csvText, type CsvRow } from '../../platform/files/csv.ts'
import type { Download } from '../../platform/http/route.ts'
import { definitions, type MeasureKey } from './definitions.ts'
import { partnerRates, rateOf, type AmountsBy, type Counts, type Likely } from './figure-rules.ts'
import type { PeriodWish } from './period.ts'
import { likelyOf } from './program.ts'
import { everyPartner } from './views.ts'

/** One line per partner: counts, shares with their cases and likely range, and an amount column per currency in use. */
export async function performanceCsv(r: Reading, wish: PeriodWish): Promise<Download> {
  const { period, program, measures, rows } = await everyPartner(r, wish)
  const currenciesOf = (key: MeasureKey) => (key === 'revenue' || key === 'commissions' ? [...new Set(rows.flatMap((row) => row.amounts[key].amounts.map((m) => m.currency)))].sort() : [])
  const columns = ['partner_id', 'partner', 'from', 'to', ...measures.flatMap((key) => columnsOf(key, currenciesOf(key)))]
  const table = rows.map((row) => {
    const line: CsvRow = { partner_id: showId('partner', row.id), partner: row.name, from: period.from, to: period.to }
    for (const key of measures) fill(line, key, row, likelyOf(program, key, row.counts))
    return line
  })
  return { fileName: `performance-${period.from}-${period.to}.csv`, contentType: 'text/csv; charset=utf-8', content: csvText(table, columns) }
}

function columnsOf(key: MeasureKey, currencies: string[]): string[] {
  const { unit } = definitions[key]
  if (unit === 'count') return [key]
  if (unit === 'money') return [`${key}_cases`, ...currencies.map((currency) => `${key}_${currency}`)]
  return [`${key}_counted`, `${key}_cases`, `${key}_share`, ...(partnerRates.includes(key) ? [`${key}_likely_low`, `${key}_likely_high`] : [])]
}

function fill(line: CsvRow, key: MeasureKey, { counts, amounts }: { counts: Counts; amounts: AmountsBy }, likely: Likely | null): void {
  if (key === 'revenue' || key === 'commissions') {
    line[`${key}_cases`] = amounts[key].cases
    for (const m of amounts[key].amounts) line[`${key}_${m.currency}`] = csvNumber(decimal(m.amountMinor, m.currency))
    return
  }
  const { counted, cases } = rateOf(key, counts)
  if (definitions[key].unit === 'count') {
    line[key] = cases
    return
  }
  line[`${key}_counted`] = counted
  line[`${key}_cases`] = cases
  line[`${key}_share`] = cases === 0 ? null : csvNumber((counted / cases).toFixed(4))
  line[`${key}_likely_low`] = likely && csvNumber(likely.low.toFixed(4))
  line[`${key}_likely_high`] = likely && csvNumber(likely.high.toFixed(4))
}
