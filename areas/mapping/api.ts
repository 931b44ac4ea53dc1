import { Readable } from 'node:stream'
import { z } from 'zod'
import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { no, notFound, refuse } from '../../kernel/refusal.ts'
import { paging } from '../../platform/db/paging.ts'
import { read } from '../../platform/db/transact.ts'
import { storeFile } from '../../platform/files/index.ts'
import { csvOf } from '../../platform/http/exports.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, idOut, lineIn, pageIn, pageOf, shown } from '../../platform/http/shapes.ts'
import { companyById } from '../companies/index.ts'
import { contactNames, partnerById } from '../partners/index.ts'
import { askIntroduction, asksOf, endAsk } from './ask-introduction.ts'
import { askForList, endRequest } from './ask-list.ts'
import { cancelList } from './cancel-list.ts'
import { askIn, askOut, askQuery, customerOut, customerQuery, judgeIn, knownBy, listIn, listOut, maybeWhyIn, partnerMapping, requestIn, sharingIn, whyIn } from './contract.ts'
import { customersCsv, rejectedCsv } from './csv.ts'
import { deleteList } from './delete-list.ts'
import { giveList } from './give-list.ts'
import { judgeCustomer, matchAgain } from './match-again.ts'
import { narrowSharing } from './narrow-sharing.ts'
import { customersOf, listsInUse, listsNaming, withAsks } from './queries.ts'
import { showsRows } from './rules.ts'
import { newestPrivate } from './private-store.ts'
import { showPrivate } from './private-api.ts'
import { showAsks, showCustomers, showLists } from './show.ts'
import { listById, listsOf } from './store.ts'

const tag = 'Account mapping'
const access = 'mapping:read'
const params = z.object({ id: idIn('customerList') })
const ofRow = params.extend({ n: z.coerce.number().int().min(0).max(10_000_000) })
const ofPartner = z.object({ id: idIn('partner') })
const csv = 'text/csv; charset=utf-8'
const list = (id: Id) => ({ id: shown('customerList', id) })
const onlyWriters = no('An admin or a manager can.')

export const mappingRoutes = [
  route({
    method: 'GET', path: '/customer-lists', tag, summary: 'Lists in use, of every partner; the one with the most of our ideal customers first', access, query: pageIn, response: pageOf(listOut),
    handler: (ctx, { query }) => read(ctx, async (r) => {
      const { lists, next, total } = await listsInUse(r, query)
      return { items: await showLists(r, lists), next, total }
    }),
  }),
  route({
    method: 'POST', path: '/customer-lists/files', tag, summary: 'Upload a customer list as CSV, as the raw request body of up to 1 GB', access: 'mapping:write', status: 201, consumes: ['application/octet-stream', 'text/csv'],
    query: z.object({ name: lineIn(200, 'Say how the file is called.') }), body: z.unknown().meta({ type: 'string', format: 'binary', description: 'The bytes of the file.' }),
    response: z.object({ id: idOut('file'), size: z.number().int().meta({ description: 'Bytes.' }), sha256: z.string() }),
    handler: async (ctx, { query, http }) => {
      if (!(http.stream instanceof Readable)) throw refuse('invalid', 'files.not_raw', 'Send the file itself as the body, with the content type application/octet-stream or text/csv.')
      const file = await storeFile(ctx, { name: query.name, contentType: http.header('content-type') ?? 'application/octet-stream', permission: 'mapping:write' }, http.stream)
      return { ...file, id: shown('file', file.id) }
    },
  }),
  route({
    method: 'GET', path: '/partners/{id}/customer-lists', tag, summary: 'The list of a partner in use, the one being read, those before, and whether we asked for one', access, params: ofPartner, response: partnerMapping,
    handler: (ctx, { params: { id } }) => read(ctx, async (r) => {
      const partner = await partnerById(r, id)
      const lists = await listsOf(r, id)
      const shownLists = new Map((await showLists(r, lists)).map((one) => [one.id, one]))
      const view = (one: (typeof lists)[number] | undefined) => (one && shownLists.get(shown('customerList', one.id))) ?? null
      const inUse = lists.find((one) => one.state === 'ready')
      const underWay = lists.find((one) => one.state === 'waiting' || one.state === 'running')
      const request = await r.q.selectFrom('list_request').selectAll().where('workspace_id', '=', r.workspace).where('partner_id', '=', id).orderBy('id', 'desc').limit(1).executeTakeFirst()
      const privately = await newestPrivate(r, id)
      const contact = request && (await contactNames(r, [request.contact_id])).get(request.contact_id)
      const ended = partner.state === 'ended' ? no('The partnership has ended.') : { allowed: true }
      const writes = may(r.actor, 'mapping:write')
      return {
        inUse: view(inUse), underWay: view(underWay), earlier: lists.filter((one) => one !== inUse && one !== underWay).map((one) => view(one)!),
        request: request ? { id: shown('listRequest', request.id), contact: { id: shown('contact', request.contact_id), name: contact ?? '' }, askedAt: request.asked_at.toString(), state: request.state as 'open', answeredAt: request.answered_at?.toString() ?? null, why: request.why } : null,
        privately: privately ? await showPrivate(r, privately) : null,
        can: {
          askPrivately: !writes ? onlyWriters : privately && !privately.finishedAt ? no('A private comparison is open already.') : ended,
          give: !writes ? onlyWriters : underWay ? no('A list is being read just now.') : ended, ask: !writes ? onlyWriters : request?.state === 'open' ? no(`${contact} has been asked and has not answered yet.`) : ended,
          withdraw: !writes ? onlyWriters : request?.state === 'open' ? { allowed: true } : no('Nothing is asked.'),
        },
      }
    }),
  }),
  route({
    method: 'POST', path: '/partners/{id}/customer-lists', tag, summary: 'Take a customer list that a partner gave, with the level of sharing and who agreed to it; read as a job', access: 'mapping:write', params: ofPartner, body: listIn, response: created('customerList'), status: 201,
    handler: async (ctx, { params: p, body }) => list((await giveList(ctx, { partnerId: p.id, ...body, consentContactId: body.consentContactId ?? null })).id),
  }),
  route({
    method: 'POST', path: '/partners/{id}/list-requests', tag, summary: 'Ask a contact of the partner for its customer list by mail', access: 'mapping:write', params: ofPartner, body: requestIn, response: created('listRequest'), status: 201,
    handler: async (ctx, { params: p, body }) => ({ id: shown('listRequest', (await askForList(ctx, p.id, body)).id) }),
  }),
  route({
    method: 'PUT', path: '/partners/{id}/list-requests/withdrawal', tag, summary: 'Take the question back', access: 'mapping:write', params: ofPartner, body: maybeWhyIn, status: 204,
    handler: (ctx, { params: p, body }) => endRequest(ctx, p.id, 'withdrawn', body.why),
  }),
  route({
    method: 'GET', path: '/customer-lists/{id}', tag, summary: 'One list: how far it is, what it comes to, what changed', access, params, response: listOut,
    handler: (ctx, { params: p }) => read(ctx, async (r) => one(await showLists(r, [await listById(r, p.id)]))),
  }),
  route({
    method: 'GET', path: '/customer-lists/{id}/customers', tag, summary: 'The customers that may be seen, those with an open opportunity first', access, params, query: customerQuery, response: pageOf(customerOut),
    handler: (ctx, { params: p, query }) => read(ctx, async (r) => {
      const found = await listById(r, p.id)
      if (found.state !== 'ready' || !showsRows(found.sharing)) return { items: [], next: null, total: 0 }
      const page = await customersOf(r, found, query)
      return { items: await showCustomers(r, page.rows), next: page.next, total: page.total }
    }),
  }),
  route({
    method: 'GET', path: '/customer-lists/{id}/customers.csv', tag, summary: 'The same as CSV', access, params, query: csvOf(customerQuery), produces: 'text/csv',
    handler: async (ctx, { params: p, query: { workspace: _, ...filter } }) => ({ fileName: 'customers.csv', contentType: csv, content: await customersCsv(ctx, p.id, filter) }),
  }),
  route({
    method: 'GET', path: '/customer-lists/{id}/rejected.csv', tag, summary: 'Rows that could not be used, with the reason', access, params, produces: 'text/csv',
    handler: async (ctx, { params: p }) => {
      await read(ctx, (r) => listById(r, p.id))
      return { fileName: 'rejected.csv', contentType: csv, content: rejectedCsv(ctx, p.id) }
    },
  }),
  route({ method: 'PUT', path: '/customer-lists/{id}/cancellation', tag, summary: 'Stop the reading; nothing is kept', access: 'mapping:write', params, status: 204, handler: (ctx, { params: p }) => cancelList(ctx, p.id) }),
  route({
    method: 'PUT', path: '/customer-lists/{id}/sharing', tag, summary: 'Keep less; what is not shared any more is removed at once', access: 'mapping:write', params, body: sharingIn, response: z.object({ removed: z.number().int() }),
    handler: (ctx, { params: p, body }) => narrowSharing(ctx, p.id, body.sharing, body.why),
  }),
  route({ method: 'POST', path: '/customer-lists/{id}/matchings', tag, summary: 'Hold it against what we know today, as a job', access: 'mapping:write', params, status: 204, handler: (ctx, { params: p }) => matchAgain(ctx, p.id) }),
  route({
    method: 'PUT', path: '/customer-lists/{id}/deletion', tag, summary: 'Remove every customer, figure and byte of it; what was removed is counted and recorded', access: 'mapping:write', params, body: whyIn,
    response: z.object({ rows: z.number().int(), problems: z.number().int(), files: z.number().int(), left: z.number().int() }), handler: (ctx, { params: p, body }) => deleteList(ctx, p.id, body.why),
  }),
  route({
    method: 'PUT', path: '/customer-lists/{id}/customers/{n}/company', tag, summary: 'Say which company a customer is, or that it is none of ours', access: 'mapping:write', params: ofRow, body: judgeIn, status: 204,
    handler: async (ctx, { params: p, body }) => {
      if (body.companyId) await read(ctx, (r) => companyById(r, body.companyId!))
      await judgeCustomer(ctx, p.id, p.n, body.companyId)
    },
  }),
  route({
    method: 'POST', path: '/customer-lists/{id}/customers/{n}/introduction-asks', tag, summary: 'Ask the partner to introduce this customer, by mail and on its page', access: 'referrals:write', params: ofRow, body: askIn, response: created('introductionAsk'), status: 201,
    handler: async (ctx, { params: p, body }) => ({ id: shown('introductionAsk', (await askIntroduction(ctx, p.id, p.n, body)).id) }),
  }),
  route({
    method: 'GET', path: '/introduction-asks', tag, summary: 'Introductions that we asked for, newest first', access, query: askQuery, response: pageOf(askOut),
    handler: (ctx, { query }) => read(ctx, async (r) => {
      const { next } = paging('introductionAsk', query)
      const asks = await asksOf(r, { ...(query.partner ? { partnerId: query.partner } : {}), ...(query.company ? { companyId: query.company } : {}), onlyOpen: query.open ?? false, limit: query.limit + 1 })
      return { items: await showAsks(r, asks.slice(0, query.limit)), next: next(asks), total: null }
    }),
  }),
  route({
    method: 'PUT', path: '/introduction-asks/{id}/withdrawal', tag, summary: 'Take the question back', access: 'referrals:write', params: z.object({ id: idIn('introductionAsk') }), body: maybeWhyIn, status: 204,
    handler: (ctx, { params: p, body }) => endAsk(ctx, p.id, 'withdrawn', body.why),
  }),
  route({
    method: 'GET', path: '/companies/{id}/known-by', tag, summary: 'Partners on whose customer list a company stands, as far as they share it', access, params: z.object({ id: idIn('company') }), response: knownBy,
    handler: (ctx, { params: p }) => read(ctx, async (r) => {
      await companyById(r, p.id)
      const found = await listsNaming(r, p.id)
      return { items: await Promise.all(found.map(async ({ list: l, row }) => {
        const [view] = await showLists(r, [l])
        const [customer] = await showCustomers(r, await withAsks(r, l, [row]))
        return { partner: view!.partner, listId: view!.id, n: row.n, called: row.name, since: l.createdAt.toString(), ask: customer!.ask, can: { ask: customer!.can.ask } }
      })) }
    }),
  }),
]

function one<T>(items: T[]): T {
  if (items[0] === undefined) throw notFound('customer list')
  return items[0]
}
