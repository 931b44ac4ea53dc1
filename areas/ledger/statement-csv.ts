import type { Readable } from 'node:stream'
import { showId } from '../../kernel/ids.ts'
import { decimal } from '../../kernel/money.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { csvNumber, csvStream, type CsvRow } from '../../platform/files/csv.ts'
import type { Paper } from './beside-statements.ts'
import { linesOfStatement } from './statement-lines.ts'
import type { StatementView, ToldLine, ToldPayment } from './statement-queries.ts'

const columns = ['kind', 'date', 'for', 'component', 'clause', 'amount', 'currency', 'payable', 'payable_by', 'of_an_earlier_period', 'working', 'commission', 'number', 'net', 'vat', 'total', 'credits']

/**
 * A statement as CSV: opening balance, lines, payments as negative amounts, invoice and credit notes, closing balance. The amounts of all rows
 * but the last add up to the last; invoices and credit notes move no balance: they have none, only what they come to, without and with VAT.
 */
export function statementCsv(ctx: Ctx, statement: StatementView, { payments, papers }: { payments: ToldPayment[]; papers: Paper[] }): Readable {
  const plain = (minor: bigint) => csvNumber(decimal(minor, statement.currency))
  const amount = (minor: bigint) => ({ amount: plain(minor), currency: statement.currency })
  const lineRow = (line: ToldLine): CsvRow => ({
    kind: line.kind, date: line.earnedOn, for: line.about, component: line.component, clause: line.clause, ...amount(line.amountMinor), payable: plain(line.payableMinor), payable_by: line.payableOn,
    of_an_earlier_period: line.isPrior ? 'yes' : 'no', working: line.working.join(' '), commission: showId('commission', line.id),
  })
  async function* rows() {
    yield [{ kind: 'opening', date: statement.from, ...amount(statement.openingMinor) }]
    for await (const lines of linesOfStatement(ctx, statement)) yield lines.map(lineRow)
    yield payments.map((payment) => ({ kind: 'payment', date: payment.on, for: payment.memo, ...amount(-payment.amountMinor) }))
    yield papers.map((one) => ({ kind: one.what, date: one.issuedOn, currency: statement.currency, number: one.number, net: plain(one.netMinor), vat: plain(one.vatMinor), total: plain(one.grossMinor), credits: one.of }))
    yield [{ kind: 'closing', date: statement.to, ...amount(statement.closingMinor) }]
  }
  return csvStream(columns, rows())
}

/** "statement-2026-Q3-EUR.csv" */
export const statementFileName = ({ period, currency }: StatementView, ending: 'csv' | 'pdf'): string => `statement-${period}-${currency}.${ending}`
