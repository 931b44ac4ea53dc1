import { parseId, showId } from '../../kernel/ids.ts'
import { decimal, digitsOf, isCurrency, parseAmount } from '../../kernel/money.ts'
import { notFound, Refusal } from '../../kernel/refusal.ts'
import { cleanLine } from '../../kernel/text.ts'
import { documentDownload, sayBytes } from '../../platform/files/index.ts'
import type { Page, PageAnswer, PageRequest } from '../../platform/pages/page.ts'
import { statementById } from '../ledger/index.ts'
import { actAsHolder, asHolder, linkCtx } from '../partners/index.ts'
import { addInvoiceFile, mostInvoiceBytes } from './add-invoice-file.ts'
import { invoiceFilesOf } from './invoice-files.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { invoiceById } from './invoice-store.ts'
import { tellCreditNote, tellInvoice } from './write-invoice.ts'

const mostFormBytes = mostInvoiceBytes + 64 * 1024
/** The partner's invoice for a statement, or its credit note for what the statement takes back of one. */
async function send(request: PageRequest, what: 'invoice' | 'credit note'): Promise<PageAnswer> {
  const back = `/p/${request.params['token']}/statements/${request.params['period']}`
  const currency = request.form['currency'] ?? ''
  const typed = { number: cleanLine(request.form['number'] ?? '').slice(0, 60), amount: cleanLine(request.form['amount'] ?? '').slice(0, 30), on: (request.form['on'] ?? '').slice(0, 10) }
  const [statementId, creditsId] = [parseId('statement', request.form['statement'] ?? ''), what === 'credit note' ? parseId('invoice', request.form['invoice'] ?? '') : undefined]
  if (!statementId || !isCurrency(currency) || (what === 'credit note' && !creditsId)) throw notFound('page')
  const again = (problem: string): PageAnswer => ({ redirect: `${back}?${new URLSearchParams({ invoice: creditsId ? showId('invoice', creditsId) : currency, problem, ...typed })}#${creditsId ? showId('invoice', creditsId) : 'invoice'}` })
  const grossMinor = parseAmount(typed.amount, currency)
  if (typed.number === '') return again(`Give the number of the ${what}.`)
  if (typeof grossMinor !== 'bigint') return again(`Write the total as it stands on the ${what}, such as ${decimal(1250n * 10n ** BigInt(digitsOf(currency)), currency)}.`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed.on)) return again(`Give the date of the ${what}.`)
  if (request.isCut) return again(tooMuch)
  const told = { number: typed.number, issuedOn: typed.on, grossMinor, file: request.files['file'] }
  try {
    await actAsHolder(request, (tx) => (creditsId ? tellCreditNote(tx, statementId, creditsId, told) : tellInvoice(tx, statementId, told)))
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
  const id = parseId('invoice', request.form['id'] ?? '')
  if (!id) throw notFound('page')
  const again = (problem: string): PageAnswer => ({ redirect: `${back}?${new URLSearchParams({ invoice: showId('invoice', id), problem })}#invoice` })
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
    const row = id ? await r.q.selectFrom('invoice').select('id').where('workspace_id', '=', r.workspace).where('id', '=', id).where('partner_id', '=', who.partner.id).where('kind', '=', 'self').executeTakeFirst() : undefined
    const invoice = row && (await invoiceById(r, row.id))
    return invoice && { invoice, statement: await statementById(r, invoice.statementId), credits: invoice.creditsId === null ? null : await invoiceById(r, invoice.creditsId) }
  })
  if (!found) throw notFound('page')
  return { download: { fileName: `${found.invoice.number}.pdf`, contentType: 'application/pdf', content: await invoicePdf(found) } }
}

export const invoicePages: Page[] = [
  { method: 'POST', path: '/p/:token/statements/:period/invoice', handler: (request) => send(request, 'invoice'), mostBytes: mostFormBytes, takesCut: true },
  { method: 'POST', path: '/p/:token/statements/:period/credit-note', handler: (request) => send(request, 'credit note'), mostBytes: mostFormBytes, takesCut: true },
  { method: 'POST', path: '/p/:token/statements/:period/invoice/file', handler: sendFile, mostBytes: mostFormBytes, takesCut: true },
  { method: 'GET', path: '/p/:token/invoice-files/:id', handler: document },
  { method: 'GET', path: '/p/:token/statements/:period/invoices/:id', handler: pdf },
]
