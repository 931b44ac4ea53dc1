import type { Readable } from 'node:stream'
import { showId } from '../../kernel/ids.ts'
import { decimal } from '../../kernel/money.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { csvNumber, csvStream, type CsvRow } from '../../platform/files/csv.ts'
import { linesOfStatement } from './statement-lines.ts'
import { toldPayments, type StatementView, type ToldLine } from './statement-queries.ts'

const columns = ['kind', 'date', 'for', 'component', 'clause', 'amount', 'currency', 'payable', 'payable_by', 'of_an_earlier_period', 'working', 'commission']

/** A statement as CSV: opening balance, lines, payments as negative amounts, closing balance. The amounts of all rows but the last add up to the last. */
export function statementCsv(ctx: Ctx, statement: StatementView): Readable {
  const amount = (minor: bigint) => ({ amount: csvNumber(decimal(minor, statement.currency)), currency: statement.currency })
  const lineRow = (line: ToldLine): CsvRow => ({
    kind: line.kind, date: line.earnedOn, for: line.about, component: line.component, clause: line.clause, ...amount(line.amountMinor), payable: csvNumber(decimal(line.payableMinor, statement.currency)), payable_by: line.payableOn,
    of_an_earlier_period: line.isPrior ? 'yes' : 'no', working: line.working.join(' '), commission: showId('commission', line.id),
  })
  async function* rows() {
    yield [{ kind: 'opening', date: statement.from, ...amount(statement.openingMinor) }]
    for await (const lines of linesOfStatement(ctx, statement)) yield lines.map(lineRow)
    const payments = await read(ctx, (r) => toldPayments(r, statement.id))
    yield payments.map((payment) => ({ kind: 'payment', date: payment.on, for: payment.memo, ...amount(-payment.amountMinor) }))
    yield [{ kind: 'closing', date: statement.to, ...amount(statement.closingMinor) }]
  }
  return csvStream(columns, rows())
}

/** "statement-2026-Q3-EUR.csv" */
export const statementFileName = ({ period, currency }: StatementView, ending: 'csv' | 'pdf'): string => `statement-${period}-${currency}.${ending}`
