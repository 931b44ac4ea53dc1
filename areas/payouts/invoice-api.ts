import { z } from 'zod'
import { may } from '../../kernel/actor.ts'
import { no, notFound, yes } from '../../kernel/refusal.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { documentDownload, sentFile } from '../../platform/files/index.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, pageOf, shown } from '../../platform/http/shapes.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { statementById } from '../ledger/index.ts'
import { partnerById } from '../partners/index.ts'
import { addInvoiceFile, mostInvoiceBytes } from './add-invoice-file.ts'
import { creditNoteIn, invoiceFileAdded, invoiceFileParams, invoiceFileQuery, invoiceIn, invoiceOut, invoiceParams, invoiceQuery, invoiceSettingsIn, invoiceSettingsOut, invoicingIn, invoicingOut, wantedOut } from './invoice-contract.ts'
import { expectedInvoices } from './expected-invoices.ts'
import { invoiceFilesOf } from './invoice-files.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { showExpected, showInvoices } from './invoice-show.ts'
import { invoiceById, invoiceList, invoiceSettings, invoicingOf } from './invoice-store.ts'
import { detailsOf, inForce } from './payee-store.ts'
import { saveInvoiceSettings, setInvoicing } from './set-invoicing.ts'
import { tellCreditNote, tellInvoice } from './write-invoice.ts'

const tag = 'Payouts'
const ofPartner = z.object({ id: idIn('partner') })
const change = (ctx: Ctx) => (may(ctx.actor, 'payouts:write') ? yes : no('An admin or finance can change this.'))

export const invoiceRoutes = [
  route({
    method: 'GET', path: '/partners/{id}/invoicing', tag, summary: 'Who raises invoices with a partner, and what they say about VAT', access: 'payouts:read', params: ofPartner, response: invoicingOut,
    handler: (ctx, { params: { id } }) =>
      read(ctx, async (r) => {
        await partnerById(r, id)
        const row = (await invoicingOf(r, [id])).get(id)
        const vat = inForce(await detailsOf(r, [id]), id, 'vat')?.shown
        return { mode: row?.mode ?? 'none', from: row?.fromOn ?? null, agreedOn: row?.agreedOn ?? null, vatPercent: (row?.vatRate ?? 0) / 100, address: row?.address ?? null, vatNumber: vat?.number ?? null, vatMode: vat?.mode ?? null, can: { change: change(ctx) } }
      }),
  }),
  route({
    method: 'PUT', path: '/partners/{id}/invoicing', tag, summary: 'Say who raises invoices with a partner', access: 'payouts:write', params: ofPartner, status: 204, body: invoicingIn,
    handler: (ctx, { params: { id }, body }) => setInvoicing(ctx, id, { mode: body.mode, fromOn: body.from, agreedOn: body.agreedOn ?? null, vatRate: Math.round(body.vatPercent * 100), address: body.address }),
  }),
  route({
    method: 'GET', path: '/invoice-settings', tag, summary: 'What self-billed invoices say of us', access: 'payouts:read', response: invoiceSettingsOut,
    handler: (ctx) => read(ctx, async (r) => ({ ...((await invoiceSettings(r)) ?? { name: (await workspaceSettings(r)).name, address: '', vatNumber: null, prefix: 'SB' }), can: { change: change(ctx) } })),
  }),
  route({ method: 'PUT', path: '/invoice-settings', tag, summary: 'Say what self-billed invoices say of us', access: 'payouts:write', status: 204, body: invoiceSettingsIn, handler: (ctx, { body }) => saveInvoiceSettings(ctx, body) }),
  route({
    method: 'GET', path: '/invoices', tag, summary: 'Invoices for statements, newest first', access: 'payouts:read', query: invoiceQuery, response: pageOf(invoiceOut),
    handler: (ctx, { query: { partner, statement, ...page } }) =>
      read(ctx, async (r) => {
        const { items, next } = await invoiceList(r, { ...page, partnerId: partner, statementId: statement })
        return { items: await showInvoices(r, items), next, total: null }
      }),
  }),
  route({
    method: 'POST', path: '/statements/{id}/invoice', tag, summary: 'The partner’s invoice for a statement, as we got it; its payment waits for no other', access: 'payouts:write', status: 201, params: z.object({ id: idIn('statement') }), body: invoiceIn, response: created('invoice'),
    handler: async (ctx, { params: { id }, body }) => ({ id: shown('invoice', (await tellInvoice(ctx, id, { number: body.number, issuedOn: body.on, grossMinor: body.amountMinor })).id) }),
  }),
  route({
    method: 'POST', path: '/statements/{id}/credit-notes', tag, summary: 'The partner’s credit note for what a statement takes back of an invoice, as we got it', access: 'payouts:write', status: 201, params: z.object({ id: idIn('statement') }), body: creditNoteIn, response: created('invoice'),
    handler: async (ctx, { params: { id }, body }) => ({ id: shown('invoice', (await tellCreditNote(ctx, id, body.invoiceId, { number: body.number, issuedOn: body.on, grossMinor: body.amountMinor })).id) }),
  }),
  route({
    method: 'GET', path: '/statements/{id}/wanted-invoices', tag, summary: 'Invoice and credit notes that a statement wants and has not', access: 'payouts:read', params: z.object({ id: idIn('statement') }), response: wantedOut,
    handler: (ctx, { params: { id } }) =>
      read(ctx, async (r) => {
        const statement = await statementById(r, id)
        return { items: showExpected(await expectedInvoices(r, statement), statement.currency) }
      }),
  }),
  route({
    method: 'POST', path: '/invoices/{id}/files', tag, summary: 'The document of an invoice that the partner raised, as the raw request body of up to 10 MB: PDF, or the XML of an e-invoice; the same again changes nothing', access: 'payouts:write', status: 201,
    params: invoiceParams, query: invoiceFileQuery, consumes: ['application/octet-stream', 'application/pdf', 'text/csv'], body: z.unknown().meta({ type: 'string', format: 'binary', description: 'The bytes of the file.' }), response: invoiceFileAdded,
    handler: async (ctx, { params: { id }, query, http }) => {
      await read(ctx, (r) => invoiceById(r, id))
      return { added: (await addInvoiceFile(ctx, id, await sentFile(query.name, http.stream, mostInvoiceBytes))).added }
    },
  }),
  route({
    method: 'GET', path: '/invoices/{id}/files/{fileId}', tag, summary: 'A document of an invoice as it was sent', access: 'payouts:read', params: invoiceFileParams, produces: 'application/octet-stream',
    handler: async (ctx, { params: { id, fileId } }) => {
      const file = (await read(ctx, async (r) => (await invoiceFilesOf(r, [(await invoiceById(r, id)).id])).get(id)))?.find((one) => one.fileId === fileId)
      if (!file) throw notFound('file')
      return documentDownload(ctx, file)
    },
  }),
  route({
    method: 'GET', path: '/invoices/{id}/invoice.pdf', tag, summary: 'A self-billed invoice as PDF, the same bytes each time', access: 'payouts:read', params: z.object({ id: idIn('invoice') }), produces: 'application/pdf',
    handler: async (ctx, { params: { id } }) => {
      const found = await read(ctx, async (r) => {
        const invoice = await invoiceById(r, id)
        if (invoice.kind !== 'self') throw notFound('document of this invoice')
        return { invoice, statement: await statementById(r, invoice.statementId), credits: invoice.creditsId === null ? null : await invoiceById(r, invoice.creditsId) }
      })
      return { fileName: `${found.invoice.number}.pdf`, contentType: 'application/pdf', content: await invoicePdf(found) }
    },
  }),
]
