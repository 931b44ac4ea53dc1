// A statement as PDF. The same bytes each time: everything in it was fixed when it was issued, the date inside the file as well. What comes
// later, its invoice and credit notes, stands in it from then on and never changes either.
import { formatMoney } from '../../kernel/money.ts'
import { dayOf, sayDate } from '../../kernel/time.ts'
import type { Paper } from './beside-statements.ts'
import { sayPeriod } from './statement-rules.ts'
import type { StatementView, ToldLine, ToldPayment } from './statement-queries.ts'
import { startPdf, type Pdf } from './statement-pdf-page.ts'

const amountWidth = 92

/** `timeZone` is the workspace's. */
export async function statementPdf(statement: StatementView, lines: AsyncIterable<ToldLine[]>, { payments, papers, timeZone }: { payments: ToldPayment[]; papers: Paper[]; timeZone: string }): Promise<Buffer> {
  const say = (amountMinor: bigint) => formatMoney({ amountMinor, currency: statement.currency })
  const pdf = startPdf({
    title: `Statement for ${sayPeriod(statement.period)}, ${statement.partnerName}`, author: statement.vendorName, at: statement.issuedAt,
    foot: `${statement.vendorName} · Statement ${statement.number} in ${statement.currency} · ${statement.partnerName}`,
  })
  pdf.text(statement.vendorName, { size: 10, color: 'quiet' })
  pdf.text(`Statement for ${sayPeriod(statement.period)}`, { size: 20, bold: true, gap: 2 })
  pdf.text(statement.partnerName, { size: 12, gap: 8 })
  pdf.text(`${day(statement.from)} to ${day(statement.to)}. Number ${statement.number} in ${statement.currency}, issued on ${sayDate(dayOf(statement.issuedAt, timeZone))}.`, { size: 9, color: 'quiet', gap: 16 })

  summary(pdf, statement, say)
  outlook(pdf, statement, say)
  if (payments.length > 0) {
    pdf.heading('Payments')
    for (const payment of payments) pdf.row([day(payment.on), payment.memo, say(payment.amountMinor)], [110, null, amountWidth])
  }
  besides(pdf, papers, say)
  pdf.heading(statement.lineCount === 0 ? 'Lines' : statement.lineCount === 1 ? 'The line' : `The ${statement.lineCount.toLocaleString('en-US')} lines`)
  if (statement.lineCount === 0) pdf.text('Nothing was earned or taken back in this period.', { size: 9, color: 'quiet' })
  let told = 0
  for await (const some of lines)
    for (const line of some) {
      drawLine(pdf, line, say)
      told += 1
      // Long ones give way to others now and then.
      if (told % 500 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  return pdf.end()
}

const days = new Map<string, string>()
/** The lines of a statement are of few days. */
function day(text: string): string {
  const said = days.get(text) ?? sayDate(Temporal.PlainDate.from(text))
  if (days.size >= mostDays) days.clear()
  days.set(text, said)
  return said
}
const mostDays = 2000

function summary(pdf: Pdf, statement: StatementView, say: (amountMinor: bigint) => string): void {
  const rows: [string, bigint][] = [['Opening balance', statement.openingMinor], ['Earned', statement.earnedMinor], ['Taken back', statement.takenBackMinor], ['Paid', -statement.paidMinor]]
  for (const [label, amountMinor] of rows) pdf.row([label, say(amountMinor)], [null, amountWidth])
  pdf.rule()
  pdf.row(['Closing balance', say(statement.closingMinor)], [null, amountWidth], { bold: true })
}

function outlook(pdf: Pdf, statement: StatementView, say: (amountMinor: bigint) => string): void {
  if (statement.schedule.length === 0 && statement.waitingMinor === 0n) return
  pdf.heading('When the closing balance is paid')
  for (const { on, amountMinor } of statement.schedule) pdf.row([amountMinor < 0n ? `Set off against what is payable, from ${day(on)}` : `Payable by ${day(on)}`, say(amountMinor)], [null, amountWidth])
  if (statement.waitingMinor !== 0n) pdf.row(['On hold until the customers have paid', say(statement.waitingMinor)], [null, amountWidth])
}

function besides(pdf: Pdf, papers: Paper[], say: (amountMinor: bigint) => string): void {
  if (papers.length === 0) return
  const [invoice, ...more] = papers.map((one) => one.what)
  pdf.heading(invoice === 'invoice' ? (more.length > 0 ? 'Invoice and credit notes' : 'Invoice') : more.length > 0 ? 'Credit notes' : 'Credit note')
  for (const one of papers) {
    const what = one.what === 'invoice' ? 'invoice' : 'credit note'
    const parts = one.vatMinor === 0n ? 'Without VAT.' : `Net ${say(one.netMinor)}, VAT at ${one.vatPercent} ${say(one.vatMinor)}. The balances above are without VAT.`
    pdf.block([
      { left: `${one.by === 'us' ? `Our ${what}` : `Your ${what}`} ${one.number} of ${day(one.issuedOn)}`, right: say(one.grossMinor), size: 9.5 },
      { left: `${one.of === null ? '' : `Takes back a part of invoice ${one.of}. `}${parts}`, size: 8, color: 'quiet' },
    ])
  }
}

function drawLine(pdf: Pdf, line: ToldLine, say: (amountMinor: bigint) => string): void {
  const component = line.component.replaceAll('_', ' ')
  const facts = [
    `${component.charAt(0).toUpperCase()}${component.slice(1)}`, `earned ${day(line.earnedOn)}`, line.payableMinor === 0n ? 'on hold until the customer has paid' : `payable by ${day(line.payableOn)}`,
    ...(line.kind === 'reversal' ? ['takes back an earlier line'] : line.kind === 'adjustment' ? ['corrects an earlier line'] : []), ...(line.isPrior ? ['of an earlier period'] : []),
  ].join(', ')
  pdf.block([{ left: line.about, right: say(line.amountMinor), size: 9.5 }, { left: `${facts}. ${line.working.join(' ')}`, size: 8, color: 'quiet' }])
}
