import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { decimal, formatMoney, parseAmount } from '../../kernel/money.ts'
import { notFound, Refusal } from '../../kernel/refusal.ts'
import { cleanLine } from '../../kernel/text.ts'
import { sayDate } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import type { Page, PageAnswer, PageRequest } from '../../platform/pages/page.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { statementById, type StatementView } from '../ledger/index.ts'
import { actAsHolder, asHolder } from '../partners/index.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { invoicesOf, type InvoiceRow } from './invoice-store.ts'
import { expectedInvoice, tellInvoice } from './write-invoice.ts'

type Address = { base: string; query: Record<string, string | undefined> }

/** Beside a statement on the partner's page: the invoice it has, or the form for the one it waits for. */
export async function invoiceBeside(r: Reading, statements: StatementView[], page: Address): Promise<Map<Id, Html>> {
  const invoices = await invoicesOf(r, statements.map((one) => one.id))
  const today = await todayOf(r)
  const said = new Map<Id, Html>()
  for (const statement of statements) {
    const invoice = invoices.get(statement.id)
    const expected = invoice ? undefined : await expectedInvoice(r, statement)
    if (invoice) said.set(statement.id, has(invoice, page))
    else if (expected?.arrangement.mode === 'partner') said.set(statement.id, form(statement, expected.vat, today, page))
  }
  return said
}

function has(invoice: InvoiceRow, { base }: Address): Html {
  const amount = formatMoney({ amountMinor: invoice.grossMinor, currency: invoice.currency })
  if (invoice.kind === 'partner') return html`<section><h2>Invoice</h2><p>Your invoice <b dir="auto">${invoice.number}</b> of ${sayDate(Temporal.PlainDate.from(invoice.issuedOn))}, ${amount}, is here.</p></section>`
  return html`<section><h2>Invoice</h2><p>We made out ${invoice.netMinor < 0n ? 'credit note' : 'invoice'} <b>${invoice.number}</b> for you, ${amount}. ${invoice.sentence}</p><p class="s"><a href="${base}/invoices/${showId('invoice', invoice.id)}">Take it as PDF</a></p></section>`
}

function form(statement: StatementView, vat: { grossMinor: bigint; vatMinor: bigint; sentence: string }, today: string, { base, query }: Address): Html {
  const isOwn = query['invoice'] === statement.currency
  const problem = isOwn ? query['problem'] : undefined
  const total = decimal(vat.grossMinor, statement.currency)
  return html`<section id="invoice"><h2>Your invoice</h2><p>This is paid once we have your invoice of ${formatMoney({ amountMinor: vat.grossMinor, currency: statement.currency })}${vat.vatMinor !== 0n && html`, of which ${formatMoney({ amountMinor: vat.vatMinor, currency: statement.currency })} VAT`}. ${vat.sentence}</p>
<form method="post" action="${base}/invoice" novalidate>${problem && html`<p class="e" role="alert">${problem}</p>`}<input type="hidden" name="currency" value="${statement.currency}"><input type="hidden" name="statement" value="${showId('statement', statement.id)}">
<label for="number-${statement.currency}">Its number</label><input type="text" id="number-${statement.currency}" name="number" required maxlength="60" autocomplete="off" value="${isOwn ? (query['number'] ?? '') : ''}">
<label for="amount-${statement.currency}">Its total in ${statement.currency}</label><input type="text" id="amount-${statement.currency}" name="amount" inputmode="decimal" required maxlength="30" autocomplete="off" placeholder="${total}" value="${isOwn ? (query['amount'] ?? '') : ''}">
<label for="on-${statement.currency}">Its date</label><input type="date" id="on-${statement.currency}" name="on" required value="${isOwn ? (query['on'] ?? today) : today}">
<button class="go">Send invoice</button></form></section>`
}

async function send(request: PageRequest): Promise<PageAnswer> {
  const back = `/p/${request.params['token']}/statements/${request.params['period']}`
  const currency = request.form['currency'] ?? ''
  const typed = { number: cleanLine(request.form['number'] ?? '').slice(0, 60), amount: cleanLine(request.form['amount'] ?? '').slice(0, 30), on: (request.form['on'] ?? '').slice(0, 10) }
  const again = (problem: string): PageAnswer => ({ redirect: `${back}?${new URLSearchParams({ invoice: currency.slice(0, 3), problem, ...typed })}#invoice` })
  const statementId = parseId('statement', request.form['statement'] ?? '')
  if (!statementId || !/^[A-Z]{3}$/.test(currency)) throw notFound('page')
  const grossMinor = parseAmount(typed.amount, currency)
  if (typed.number === '') return again('Give the number of the invoice.')
  if (typeof grossMinor !== 'bigint') return again('Write the total as it stands on the invoice, such as 1250.00.')
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed.on)) return again('Give the date of the invoice.')
  try {
    await actAsHolder(request, (tx) => tellInvoice(tx, statementId, { number: typed.number, issuedOn: typed.on, grossMinor }))
    return { redirect: back }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'not_found') throw error
    return again(error.message)
  }
}

async function pdf(request: PageRequest): Promise<PageAnswer> {
  const id = parseId('invoice', request.params['id'] ?? '')
  const found = await asHolder(request, async (r, who) => {
    const invoice = id ? (await r.q.selectFrom('invoice').select('statement_id').where('workspace_id', '=', r.workspace).where('id', '=', id).where('partner_id', '=', who.partner.id).where('kind', '=', 'self').executeTakeFirst()) : undefined
    const own = invoice && (await invoicesOf(r, [invoice.statement_id])).get(invoice.statement_id)
    return own && { invoice: own, statement: await statementById(r, own.statementId) }
  })
  if (!found) throw notFound('page')
  return { download: { fileName: `${found.invoice.number}.pdf`, contentType: 'application/pdf', content: await invoicePdf(found.invoice, found.statement) } }
}

export const invoicePages: Page[] = [
  { method: 'POST', path: '/p/:token/statements/:period/invoice', handler: send },
  { method: 'GET', path: '/p/:token/statements/:period/invoices/:id', handler: pdf },
]
