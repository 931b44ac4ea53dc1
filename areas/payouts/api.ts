import { Readable } from 'node:stream'
import { z } from 'zod'
import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { no, refuse } from '../../kernel/refusal.ts'
import { read } from '../../platform/db/transact.ts'
import { csvOf } from '../../platform/http/exports.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, lineIn, pageOf, shown } from '../../platform/http/shapes.ts'
import { paging } from '../../platform/db/paging.ts'
import { partnerNames } from '../partners/index.ts'
import { approvePayout } from './approve-payout.ts'
import { mostResultBytes } from './bank-result.ts'
import { fingerprintOf, planPayout } from './candidates.ts'
import { againIn, imported, noteIn, outcomeIn, payment, paymentQuery, payoutIn, payoutOut, payoutPreview, payoutQuery, payoutRow, previewQuery, whyIn, yearQuery } from './contract.ts'
import { downloadPaymentFile, downloadTaxYear } from './download-file.ts'
import { paymentsCsv } from './export-payments.ts'
import { importResults } from './import-results.ts'
import { daysOf, makePayout } from './make-payout.ts'
import { detailsOf } from './payee-store.ts'
import { canOf, paymentViews, payoutList, payoutView } from './payout-queries.ts'
import { whoOf } from './payout-store.ts'
import { mayMake } from './rules.ts'
import { sendAgain } from './send-again.ts'
import { sendPayout } from './send-payout.ts'
import { recordOutcome } from './settle-payment.ts'
import { showPayment, showPayout, showPreview, showView } from './show.ts'
import { cancelPayout, withdrawPayment } from './withdraw-payment.ts'

const tag = 'Payouts'
const params = z.object({ id: idIn('payout') })
const ofPayment = z.object({ id: idIn('payment') })
const payout = (id: Id) => ({ id: shown('payout', id) })
const narrow = ({ payout: payoutId, partner, ...rest }: Omit<z.output<typeof paymentQuery>, 'limit' | 'after'>) => ({ ...rest, payoutId, partnerId: partner })

export const payoutRoutes = [
  route({
    method: 'GET', path: '/payouts', tag, summary: 'Payouts, newest first', access: 'payouts:read', query: payoutQuery, response: pageOf(payoutRow),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const page = await payoutList(r, query)
        return { items: page.payouts.map(({ payout: one, counts }) => showPayout(one, counts, page.names)), next: page.next, total: null }
      }),
  }),
  route({
    method: 'GET', path: '/payouts/preview', tag, summary: 'Who would be paid, what, and who would not and why; nothing is made', access: 'payouts:read', query: previewQuery, response: payoutPreview,
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const days = await daysOf(r, query)
        const plan = await planPayout(r, days.upTo)
        const ids = [...plan.payments, ...plan.notPaid].map((one) => one.partnerId)
        const [names, all] = await Promise.all([partnerNames(r, ids), detailsOf(r, ids)])
        const details = new Map(all.map((detail) => [detail.id, detail]))
        return showPreview({ ...days, plan, names, details, fingerprint: fingerprintOf(plan.payments), make: may(r.actor, 'payouts:write') ? mayMake(whoOf(r)) : no('An admin or finance can.') })
      }),
  }),
  route({
    method: 'POST', path: '/payouts', tag, summary: 'Make a payout for a second person to approve', access: 'payouts:write', body: payoutIn, response: created('payout'), status: 201,
    handler: async (ctx, { body }) => payout((await makePayout(ctx, body)).id),
  }),
  route({
    method: 'POST', path: '/payouts/again', tag, summary: 'Send again what failed or came back, as a payout that is approved anew', access: 'payouts:write', body: againIn, response: created('payout'), status: 201,
    handler: async (ctx, { body }) => payout((await sendAgain(ctx, body.paymentIds, body.note)).id),
  }),
  route({
    method: 'GET', path: '/payouts/{id}', tag, summary: 'One payout: who made and approved it, its files, what you may do', access: 'payouts:read', params, response: payoutOut,
    handler: (ctx, input) => read(ctx, async (r) => showView(await payoutView(r, input.params.id))),
  }),
  route({
    method: 'PUT', path: '/payouts/{id}/approval', tag, summary: 'Approve it; not for whoever made it', access: 'payouts:approve', params, body: noteIn, response: created('payout'),
    handler: async (ctx, { params: p, body }) => payout((await approvePayout(ctx, p.id, body.note)).id),
  }),
  route({
    method: 'PUT', path: '/payouts/{id}/cancellation', tag, summary: 'Call off what was not sent', access: 'payouts:write', params, body: whyIn, response: created('payout'),
    handler: async (ctx, { params: p, body }) => payout((await cancelPayout(ctx, p.id, body.why)).id),
  }),
  route({
    method: 'POST', path: '/payouts/{id}/files', tag, summary: 'Write its files for the bank, once; a second time changes nothing', access: 'payouts:write', params, response: created('payout'), status: 201,
    handler: async (ctx, { params: p }) => payout((await sendPayout(ctx, p.id)).id),
  }),
  route({
    method: 'POST', path: '/payouts/{id}/files/{fileId}/downloads', tag, summary: 'Fetch a file for the bank, the same each time; that it was fetched is recorded', access: 'payouts:write', params: params.extend({ fileId: idIn('paymentFile') }), produces: 'application/octet-stream',
    handler: (ctx, { params: p }) => downloadPaymentFile(ctx, p.id, p.fileId),
  }),
  route({
    method: 'GET', path: '/payments', tag, summary: 'Payments, newest first', access: 'payouts:read', query: paymentQuery, response: pageOf(payment),
    handler: (ctx, { query: { limit, after, ...filter } }) =>
      read(ctx, async (r) => {
        const { afterId, next } = paging('payment', { limit, after })
        const views = await paymentViews(r, { ...narrow(filter), before: afterId, limit: limit + 1 })
        return { items: views.slice(0, limit).map((view) => showPayment(view, canOf(r, view))), next: next(views), total: null }
      }),
  }),
  route({
    method: 'GET', path: '/payments.csv', tag, summary: 'Payments as CSV with stable ids, newest first', access: 'payouts:read', query: csvOf(paymentQuery), produces: 'text/csv',
    handler: async (ctx, { query: { workspace: _, ...filter } }) => ({ fileName: 'payments.csv', contentType: 'text/csv; charset=utf-8', content: paymentsCsv(ctx, narrow(filter)) }),
  }),
  route({
    method: 'POST', path: '/payments/1099-nec/downloads', tag, summary: 'Fetch what was paid to US payees in a year, as Form 1099-NEC asks for it, numbers in clear; that it was fetched is recorded', access: 'payouts:write', query: yearQuery, produces: 'text/csv',
    handler: (ctx, { query }) => downloadTaxYear(ctx, query.year),
  }),
  route({
    method: 'PUT', path: '/payments/{id}/withdrawal', tag, summary: 'Take a payment out before it is sent', access: 'payouts:write', params: ofPayment, body: whyIn, response: created('payment'),
    handler: async (ctx, { params: p, body }) => ({ id: shown('payment', (await withdrawPayment(ctx, p.id, body.why)).id) }),
  }),
  route({
    method: 'PUT', path: '/payments/{id}/outcome', tag, summary: 'Say what became of a payment, where no file of the bank does', access: 'payouts:write', params: ofPayment, body: outcomeIn, response: created('payment'),
    handler: async (ctx, { params: p, body }) => ({ id: shown('payment', (await recordOutcome(ctx, p.id, body)).id) }),
  }),
  route({
    method: 'POST', path: '/payment-results', tag, summary: 'Read what the bank says: camt.053, camt.054 or CSV, as the raw request body of up to 10 MB', access: 'payouts:write', status: 201, consumes: ['application/octet-stream', 'text/csv'],
    query: z.object({ name: lineIn(200, 'Say how the file is called.') }), body: z.unknown().meta({ type: 'string', format: 'binary', description: 'The bytes of the file.' }), response: imported,
    handler: async (ctx, { query, http }) => {
      if (!(http.stream instanceof Readable)) throw refuse('invalid', 'payouts.not_raw', 'Send the file itself as the body, with the content type application/octet-stream or text/csv.')
      const result = await importResults(ctx, { name: query.name, bytes: await bytesOf(http.stream) })
      return { ...result, id: shown('resultFile', result.id) }
    },
  }),
]

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of stream) {
    size += part.length
    if (size > mostResultBytes) throw refuse('too_large', 'payouts.result_too_large', 'The file is larger than 10 MB. Split it by days. Nothing was changed.')
    parts.push(part)
  }
  return Buffer.concat(parts)
}
