// A self-billed invoice as PDF, the same bytes each time: all it says was fixed when it was made.
import { formatMoney } from '../../kernel/money.ts'
import { sayDate } from '../../kernel/time.ts'
import { sayPeriod, startPdf, type StatementView } from '../ledger/index.ts'
import { sayVatRate } from './invoice-rules.ts'
import type { InvoiceRow, Side } from './invoice-store.ts'

const amountWidth = 92

/** `credits` is the invoice that a credit note lowers. */
export async function invoicePdf({ invoice, statement, credits }: { invoice: InvoiceRow; statement: StatementView; credits: Pick<InvoiceRow, 'number' | 'issuedOn'> | null }): Promise<Buffer> {
  const { sides } = invoice
  if (!sides) throw new Error('only a self-billed invoice has a document of ours')
  const isCredit = invoice.netMinor < 0n
  const title = isCredit ? 'Self-billed credit note' : 'Self-billed invoice'
  const say = (amountMinor: bigint) => formatMoney({ amountMinor, currency: invoice.currency })
  const pdf = startPdf({ title: `${title} ${invoice.number}`, author: sides.to.name, at: invoice.madeAt, foot: `${invoice.number} · ${sides.from.name} to ${sides.to.name}` })
  pdf.text(`${title} ${invoice.number}`, { size: 18, bold: true, gap: 4 })
  pdf.text(`${sayDate(Temporal.PlainDate.from(invoice.issuedOn))}. Self-billing: made out by the recipient, as agreed on ${sayDate(Temporal.PlainDate.from(sides.agreedOn))}.`, { size: 9, color: 'quiet', gap: 12 })
  side(pdf, 'From, the supplier', sides.from)
  side(pdf, 'To, the recipient', sides.to)
  pdf.heading('What it is for')
  if (credits) pdf.text(`Takes back a part of invoice ${credits.number} of ${sayDate(Temporal.PlainDate.from(credits.issuedOn))}.`, { size: 9.5, bold: true, gap: 3 })
  pdf.row([`Commissions ${credits ? 'taken back in' : 'of'} ${sayPeriod(statement.period)}, ${sayDate(Temporal.PlainDate.from(statement.from))} to ${sayDate(Temporal.PlainDate.from(statement.to))}, as on statement ${statement.number} in ${statement.currency}`, say(invoice.netMinor)], [null, amountWidth])
  pdf.rule()
  pdf.row(['Net', say(invoice.netMinor)], [null, amountWidth])
  pdf.row([invoice.vatMode === 'domestic' ? `VAT ${sayVatRate(invoice.vatRate)}` : 'VAT', say(invoice.vatMinor)], [null, amountWidth])
  pdf.row(['Total', say(invoice.grossMinor)], [null, amountWidth], { bold: true })
  pdf.text(invoice.sentence, { size: 9.5 })
  return pdf.end()
}

function side(pdf: ReturnType<typeof startPdf>, label: string, of: Side): void {
  pdf.text(label, { size: 8.5, color: 'quiet' })
  pdf.text(of.name, { size: 10.5, bold: true })
  for (const line of of.address.split('\n')) pdf.text(line, { size: 9.5 })
  pdf.text(of.vatNumber ? `VAT number ${of.vatNumber}` : 'No VAT number', { size: 9.5, gap: 10 })
}
