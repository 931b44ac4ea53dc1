// What stands beside a statement on the partner's page: its invoice and credit notes, or the forms for those that it wants.
import { showId, type Id } from '../../kernel/ids.ts'
import { decimal, formatMoney } from '../../kernel/money.ts'
import { sayDate } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { sayBytes, type SentDocument } from '../../platform/files/index.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import type { StatementView } from '../ledger/index.ts'
import { mayAddInvoiceFile, mostInvoiceBytes } from './add-invoice-file.ts'
import { expectedInvoices, type ExpectedCreditNote } from './expected-invoices.ts'
import { invoiceFilesOf } from './invoice-files.ts'
import { sayVatRate } from './invoice-rules.ts'
import { creditNotesOf, invoicesOf, numbersOfInvoices, vatPayments, type InvoiceRow } from './invoice-store.ts'

type Address = { base: string; query: Record<string, string | undefined> }
type Known = { files: Map<Id, SentDocument[]>; vatPaid: Map<Id, bigint>; credited: Map<Id, { number: string }> }

/** The invoice and credit notes that each statement has, and forms for those that the partner is to send. */
export async function invoiceBeside(r: Reading, statements: StatementView[], page: Address): Promise<Map<Id, Html>> {
  const ids = statements.map((one) => one.id)
  const [invoices, notes, today] = [await invoicesOf(r, ids), await creditNotesOf(r, ids), await todayOf(r)]
  const all = [...invoices.values(), ...[...notes.values()].flat()]
  const known: Known = {
    files: await invoiceFilesOf(r, all.map((one) => one.id)), credited: await numbersOfInvoices(r, all.flatMap((one) => one.creditsId ?? [])),
    vatPaid: new Map([...(await vatPayments(r, all.map((one) => one.id)))].map(([id, own]) => [id, own.reduce((sum, one) => sum + one.vatMinor, 0n)])),
  }
  const said = new Map<Id, Html>()
  for (const statement of statements) {
    const expected = await expectedInvoices(r, statement)
    const invoice = invoices.get(statement.id)
    const parts = [
      ...(invoice ? [has(invoice, known, page)] : expected.invoice?.arrangement.mode === 'partner' ? [invoiceForm(statement, expected.invoice.vat, today, page)] : []),
      ...(notes.get(statement.id) ?? []).map((note) => has(note, known, page)),
      ...expected.creditNotes.filter((one) => one.credits.kind === 'partner').map((one) => creditNoteForm(statement, one, today, page)),
    ]
    if (parts.length > 0) said.set(statement.id, html`${parts}`)
  }
  return said
}

function has(invoice: InvoiceRow, { files, vatPaid, credited }: Known, { base, query }: Address): Html {
  const isNote = invoice.netMinor < 0n
  const amount = formatMoney({ amountMinor: invoice.kind === 'partner' && isNote ? -invoice.grossMinor : invoice.grossMinor, currency: invoice.currency })
  const title = isNote ? 'Credit note' : 'Invoice'
  const of = invoice.creditsId === null ? html`` : html` It takes back a part of invoice <b dir="auto">${credited.get(invoice.creditsId)?.number ?? ''}</b>.`
  const said = parts(invoice, vatPaid.get(invoice.id) ?? 0n)
  if (invoice.kind === 'partner') return html`<section><h2>${title}</h2><p>Your ${isNote ? 'credit note' : 'invoice'} <b dir="auto">${invoice.number}</b> of ${sayDate(Temporal.PlainDate.from(invoice.issuedOn))}, ${amount}, is here.${of}</p>${said}${documents(invoice, files.get(invoice.id) ?? [], { base, query })}</section>`
  return html`<section><h2>${title}</h2><p>We made out ${isNote ? 'credit note' : 'invoice'} <b>${invoice.number}</b> for you, ${amount}.${of} ${invoice.sentence}</p>${said}<p class="s"><a href="${base}/invoices/${showId('invoice', invoice.id)}">Download PDF</a></p></section>`
}

/** Net, VAT and total; what the page says elsewhere is without VAT. */
function parts({ netMinor, vatMinor, grossMinor, vatRate, currency }: InvoiceRow, paidMinor: bigint): Html {
  const say = (amountMinor: bigint) => formatMoney({ amountMinor, currency })
  const row = (label: string, amountMinor: bigint) => html`<div class="r"><span>${label}</span><span class="n">${say(amountMinor)}</span></div>`
  const openMinor = vatMinor - paidMinor
  const when = openMinor === 0n ? '' : openMinor !== vatMinor ? `${say(openMinor)} of the VAT waits with the lines that are not paid yet. ` : vatMinor > 0n ? `The VAT is paid with the next payment in ${currency}. ` : `The next payment in ${currency} is less by the VAT. `
  return vatMinor === 0n ? html`` : html`${row('Net', netMinor)}${row(`VAT at ${sayVatRate(vatRate)}`, vatMinor)}${row('Total', grossMinor)}<p class="m s">${when}The balances above are without VAT.</p>`
}

const fileField = (id: string, what: string): Html => html`<label for="${id}">The ${what} as a file<small>PDF, or the XML of an e-invoice; up to ${sayBytes(mostInvoiceBytes)}.</small></label><input type="file" id="${id}" name="file" accept=".pdf,.xml,application/pdf,application/xml,text/xml">`

/** What we have of it, and the field for it where it is wanting or was the wrong one. */
function documents(invoice: InvoiceRow, files: SentDocument[], { base, query }: Address): Html {
  const [counts] = files
  const id = showId('invoice', invoice.id)
  const problem = query['invoice'] === id || (invoice.creditsId === null && query['invoice'] === invoice.currency) ? query['problem'] : undefined
  const known = counts && html`<p class="s"><a href="${base.split('/statements/')[0]}/invoice-files/${showId('file', counts.fileId)}" dir="auto">${counts.name}</a>, ${sayBytes(counts.size)}</p>`
  const can = mayAddInvoiceFile(invoice, files.length).allowed
  return html`${known}${can && html`<details${problem || !counts ? html` open` : html``}><summary>${counts ? 'Was it the wrong file?' : 'Send its file'}</summary><form id="${invoice.creditsId === null ? 'invoice' : id}" method="post" action="${base}/invoice/file" enctype="multipart/form-data" novalidate>${problem && html`<p class="e" role="alert">${problem}</p>`}<input type="hidden" name="currency" value="${invoice.currency}"><input type="hidden" name="id" value="${id}">
${fileField(`file-${invoice.creditsId === null ? invoice.currency : id}`, invoice.creditsId === null ? 'invoice' : 'credit note')}<button class="go">Send file</button></form></details>`}`
}

type Form = { action: string; key: string; anchor: string; what: string; hidden: Html; totalMinor: bigint; currency: string; today: string }
function fields({ action, key, anchor, what, hidden, totalMinor, currency, today }: Form, query: Address['query']): Html {
  const isOwn = query['invoice'] === anchor
  const problem = isOwn ? query['problem'] : undefined
  return html`<form method="post" action="${action}" enctype="multipart/form-data" novalidate>${problem && html`<p class="e" role="alert">${problem}</p>`}<input type="hidden" name="currency" value="${currency}">${hidden}
<label for="number-${key}">Number of the ${what}</label><input type="text" id="number-${key}" name="number" required maxlength="60" autocomplete="off" value="${isOwn ? (query['number'] ?? '') : ''}">
<label for="amount-${key}">Total in ${currency}</label><input type="text" id="amount-${key}" name="amount" inputmode="decimal" required maxlength="30" autocomplete="off" placeholder="${decimal(totalMinor, currency)}" value="${isOwn ? (query['amount'] ?? '') : ''}">
<label for="on-${key}">Date of the ${what}</label><input type="date" id="on-${key}" name="on" required value="${isOwn ? (query['on'] ?? today) : today}">
${fileField(`file-${key}`, what)}
<button class="go">Send ${what}</button></form>`
}

const totalOf = (vat: { grossMinor: bigint; vatMinor: bigint }, currency: string): Html => {
  const say = (amountMinor: bigint) => formatMoney({ amountMinor: amountMinor < 0n ? -amountMinor : amountMinor, currency })
  return html`${say(vat.grossMinor)}${vat.vatMinor !== 0n && html`, of which ${say(vat.vatMinor)} VAT`}`
}

function invoiceForm({ id, currency }: StatementView, vat: { grossMinor: bigint; vatMinor: bigint; sentence: string }, today: string, { base, query }: Address): Html {
  return html`<section id="invoice"><h2>Your invoice</h2><p>This is paid once we have your invoice of ${totalOf(vat, currency)}. ${vat.sentence}</p>
${fields({ action: `${base}/invoice`, key: currency, anchor: currency, what: 'invoice', hidden: html`<input type="hidden" name="statement" value="${showId('statement', id)}">`, totalMinor: vat.grossMinor, currency, today }, query)}</section>`
}

function creditNoteForm({ id, currency }: StatementView, { credits, vat }: ExpectedCreditNote, today: string, { base, query }: Address): Html {
  const key = showId('invoice', credits.id)
  return html`<section id="${key}"><h2>Your credit note</h2><p>Part of what your invoice <b dir="auto">${credits.number}</b> of ${sayDate(Temporal.PlainDate.from(credits.issuedOn))} was for was taken back. Please send us a credit note for it of ${totalOf(vat, currency)}. Nothing that you earned waits for it.</p>
${fields({ action: `${base}/credit-note`, key, anchor: key, what: 'credit note', hidden: html`<input type="hidden" name="statement" value="${showId('statement', id)}"><input type="hidden" name="invoice" value="${key}">`, totalMinor: -vat.grossMinor, currency, today }, query)}</section>`
}
