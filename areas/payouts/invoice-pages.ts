import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { decimal, formatMoney, parseAmount } from '../../kernel/money.ts'
import { notFound, Refusal } from '../../kernel/refusal.ts'
import { cleanLine } from '../../kernel/text.ts'
import { sayDate } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { documentDownload, sayBytes, type SentDocument } from '../../platform/files/index.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import type { Page, PageAnswer, PageRequest } from '../../platform/pages/page.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { statementById, type StatementView } from '../ledger/index.ts'
import { actAsHolder, asHolder, linkCtx } from '../partners/index.ts'
import { addInvoiceFile, mayAddInvoiceFile, mostInvoiceBytes } from './add-invoice-file.ts'
import { invoiceFilesOf } from './invoice-files.ts'
import { sayPercent } from './invoice-rules.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { invoicesOf, vatPayments, type InvoiceRow } from './invoice-store.ts'
import { expectedInvoice, tellInvoice } from './write-invoice.ts'

const mostFormBytes = mostInvoiceBytes + 64 * 1024
type Address = { base: string; query: Record<string, string | undefined> }

/** Beside a statement on the partner's page: the invoice it has, or the form for the one it waits for. */
export async function invoiceBeside(r: Reading, statements: StatementView[], page: Address): Promise<Map<Id, Html>> {
  const invoices = await invoicesOf(r, statements.map((one) => one.id))
  const ids = [...invoices.values()].map((one) => one.id)
  const [today, files, vatPaid] = [await todayOf(r), await invoiceFilesOf(r, ids), await vatPayments(r, ids)]
  const said = new Map<Id, Html>()
  for (const statement of statements) {
    const invoice = invoices.get(statement.id)
    const expected = invoice ? undefined : await expectedInvoice(r, statement)
    if (invoice) said.set(statement.id, has(invoice, files.get(invoice.id) ?? [], vatPaid.has(invoice.id), page))
    else if (expected?.arrangement.mode === 'partner') said.set(statement.id, form(statement, expected.vat, today, page))
  }
  return said
}

function has(invoice: InvoiceRow, files: SentDocument[], isVatPaid: boolean, { base, query }: Address): Html {
  const amount = formatMoney({ amountMinor: invoice.grossMinor, currency: invoice.currency })
  if (invoice.kind === 'partner') return html`<section><h2>Invoice</h2><p>Your invoice <b dir="auto">${invoice.number}</b> of ${sayDate(Temporal.PlainDate.from(invoice.issuedOn))}, ${amount}, is here.</p>${parts(invoice, isVatPaid)}${documents(invoice, files, { base, query })}</section>`
  return html`<section><h2>Invoice</h2><p>We made out ${invoice.netMinor < 0n ? 'credit note' : 'invoice'} <b>${invoice.number}</b> for you, ${amount}. ${invoice.sentence}</p>${parts(invoice, isVatPaid)}<p class="s"><a href="${base}/invoices/${showId('invoice', invoice.id)}">Take it as PDF</a></p></section>`
}

/** Net, VAT and total; what the page says elsewhere is without VAT. */
function parts({ netMinor, vatMinor, grossMinor, vatRate, currency }: InvoiceRow, isVatPaid: boolean): Html {
  const row = (label: string, amountMinor: bigint) => html`<div class="r"><span>${label}</span><span class="n">${formatMoney({ amountMinor, currency })}</span></div>`
  return vatMinor === 0n ? html`` : html`${row('Net', netMinor)}${row(`VAT at ${sayPercent(vatRate)}`, vatMinor)}${row('Total', grossMinor)}<p class="m s">${!isVatPaid && (vatMinor > 0n ? `The VAT is paid with the next payment in ${currency}. ` : `The next payment in ${currency} is less by the VAT. `)}The balances above are without VAT.</p>`
}

const fileStyle = 'width:100%;margin-top:.35rem;padding:.7rem .8rem;font:inherit;color:inherit;border:1px solid var(--line);border-radius:.5rem'
const fileField = (id: string): Html => html`<label for="${id}">The invoice as a file<small>PDF, or the XML of an e-invoice; up to ${sayBytes(mostInvoiceBytes)}.</small></label><input type="file" id="${id}" name="file" accept=".pdf,.xml,application/pdf,application/xml,text/xml" style="${fileStyle}">`

/** What we have of it, and the field for it where it is wanting or was the wrong one. */
function documents(invoice: InvoiceRow, files: SentDocument[], { base, query }: Address): Html {
  const [counts] = files
  const problem = query['invoice'] === invoice.currency ? query['problem'] : undefined
  const known = counts && html`<p class="s"><a href="${base.split('/statements/')[0]}/invoice-files/${showId('file', counts.fileId)}" dir="auto">${counts.name}</a>, ${sayBytes(counts.size)}</p>`
  const can = mayAddInvoiceFile(invoice, files.length).allowed
  return html`${known}${can && html`<details${problem || !counts ? html` open` : html``}><summary>${counts ? 'Was it the wrong file?' : 'Send its file'}</summary><form id="invoice" method="post" action="${base}/invoice/file" enctype="multipart/form-data" novalidate>${problem && html`<p class="e" role="alert">${problem}</p>`}<input type="hidden" name="currency" value="${invoice.currency}"><input type="hidden" name="id" value="${showId('invoice', invoice.id)}">
${fileField(`file-${invoice.currency}`)}<button class="go">Send file</button></form></details>`}`
}

function form(statement: StatementView, vat: { grossMinor: bigint; vatMinor: bigint; sentence: string }, today: string, { base, query }: Address): Html {
  const isOwn = query['invoice'] === statement.currency
  const problem = isOwn ? query['problem'] : undefined
  const total = decimal(vat.grossMinor, statement.currency)
  return html`<section id="invoice"><h2>Your invoice</h2><p>This is paid once we have your invoice of ${formatMoney({ amountMinor: vat.grossMinor, currency: statement.currency })}${vat.vatMinor !== 0n && html`, of which ${formatMoney({ amountMinor: vat.vatMinor, currency: statement.currency })} VAT`}. ${vat.sentence}</p>
<form method="post" action="${base}/invoice" enctype="multipart/form-data" novalidate>${problem && html`<p class="e" role="alert">${problem}</p>`}<input type="hidden" name="currency" value="${statement.currency}"><input type="hidden" name="statement" value="${showId('statement', statement.id)}">
<label for="number-${statement.currency}">Its number</label><input type="text" id="number-${statement.currency}" name="number" required maxlength="60" autocomplete="off" value="${isOwn ? (query['number'] ?? '') : ''}">
<label for="amount-${statement.currency}">Its total in ${statement.currency}</label><input type="text" id="amount-${statement.currency}" name="amount" inputmode="decimal" required maxlength="30" autocomplete="off" placeholder="${total}" value="${isOwn ? (query['amount'] ?? '') : ''}">
<label for="on-${statement.currency}">Its date</label><input type="date" id="on-${statement.currency}" name="on" required value="${isOwn ? (query['on'] ?? today) : today}">
${fileField(`file-${statement.currency}`)}
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
  if (request.isCut) return again(tooMuch)
  try {
    await actAsHolder(request, (tx) => tellInvoice(tx, statementId, { number: typed.number, issuedOn: typed.on, grossMinor, file: request.files['file'] }))
    return { redirect: back }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'not_found') throw error
    return again(error.message)
  }
}

const tooMuch = `The file is too large. It may have at most ${sayBytes(mostInvoiceBytes)}.`

/** The document of an invoice that is here already. */
async function sendFile(request: PageRequest): Promise<PageAnswer> {
  const back = `/p/${request.params['token']}/statements/${request.params['period']}`
  const again = (problem: string): PageAnswer => ({ redirect: `${back}?${new URLSearchParams({ invoice: (request.form['currency'] ?? '').slice(0, 3), problem })}#invoice` })
  const id = parseId('invoice', request.form['id'] ?? '')
  if (!id) throw notFound('page')
  const { file } = request.files
  if (request.isCut) return again(tooMuch)
  if (!file) return again('Choose the file first.')
  try {
    await actAsHolder(request, (tx) => addInvoiceFile(tx, id, file))
    return { redirect: back }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'not_found') throw error
    return again(error.message)
  }
}

async function document(request: PageRequest): Promise<PageAnswer> {
  const id = parseId('file', request.params['id'] ?? '')
  const file = await asHolder(request, async (r, who) => {
    const row = id ? await r.q.selectFrom('invoice_file as f').innerJoin('invoice as i', (j) => j.onRef('i.workspace_id', '=', 'f.workspace_id').onRef('i.id', '=', 'f.invoice_id')).select('f.invoice_id').where('f.workspace_id', '=', r.workspace).where('f.file_id', '=', id).where('i.partner_id', '=', who.partner.id).executeTakeFirst() : undefined
    return row && (await invoiceFilesOf(r, [row.invoice_id])).get(row.invoice_id)?.find((one) => one.fileId === id)
  })
  const ctx = linkCtx(request.db, request.params['token'] ?? '', request.now, request.requestId)
  if (!file || !ctx) throw notFound('page')
  return { download: documentDownload(ctx, file) }
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
  { method: 'POST', path: '/p/:token/statements/:period/invoice', handler: send, mostBytes: mostFormBytes, takesCut: true },
  { method: 'POST', path: '/p/:token/statements/:period/invoice/file', handler: sendFile, mostBytes: mostFormBytes, takesCut: true },
  { method: 'GET', path: '/p/:token/invoice-files/:id', handler: document },
  { method: 'GET', path: '/p/:token/statements/:period/invoices/:id', handler: pdf },
]
