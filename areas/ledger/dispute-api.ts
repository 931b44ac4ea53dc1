import { z } from 'zod'
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { documentDownload, sentFile } from '../../platform/files/index.ts'
import { route } from '../../platform/http/route.ts'
import { created, pageOf, shown } from '../../platform/http/shapes.ts'
import { addDisputeFiles } from './add-dispute-files.ts'
import { answerDispute } from './answer-dispute.ts'
import { answerIn, disputeIn, disputeOut, disputeParams, disputesQuery, fileParams, fileQuery, filesAdded, settlementIn } from './dispute-contract.ts'
import { filesOf } from './dispute-file-store.ts'
import { mostFileBytes } from './dispute-rules.ts'
import { disputesShown } from './dispute-show.ts'
import { disputeById, disputesPage } from './dispute-store.ts'
import { openDispute } from './open-dispute.ts'
import { settleDispute } from './settle-dispute.ts'

const tag = 'Disputes'
const access = 'ledger:read'

export const disputeRoutes = [
  route({
    method: 'GET', path: '/disputes', tag, summary: 'Lines that partners say are wrong, the newest first', access, query: disputesQuery, response: pageOf(disputeOut),
    handler: (ctx, { query: { partner, ...query } }) =>
      read(ctx, async (r) => {
        const page = await disputesPage(r, { ...query, partnerId: partner })
        return { items: await disputesShown(r, page.items), next: page.next, total: null }
      }),
  }),
  route({
    method: 'POST', path: '/disputes', tag, summary: 'Dispute a line on behalf of its partner', access: 'disputes:write', body: disputeIn, response: created('dispute'), status: 201,
    handler: async (ctx, { body: { commissionId, ...body } }) => ({ id: shown('dispute', (await openDispute(ctx, { ...body, lineId: commissionId, sourceKey: newId() })).id) }),
  }),
  route({
    method: 'GET', path: '/disputes/{id}', tag, summary: 'One dispute with its line', access, params: disputeParams, response: disputeOut,
    handler: (ctx, { params }) => one(ctx, params.id),
  }),
  route({
    method: 'POST', path: '/disputes/{id}/files', tag, summary: 'Add a file that shows it, as the raw request body of up to 8 MB; the same again changes nothing', access: 'disputes:write', params: disputeParams, query: fileQuery, status: 201,
    consumes: ['application/octet-stream', 'application/pdf', 'text/csv'], body: z.unknown().meta({ type: 'string', format: 'binary', description: 'The bytes of the file.' }), response: filesAdded,
    handler: async (ctx, { params: { id }, query, http }) => {
      await read(ctx, (r) => disputeById(r, id))
      return { added: (await addDisputeFiles(ctx, id, [await sentFile(query.name, http.stream, mostFileBytes)])).added }
    },
  }),
  route({
    method: 'GET', path: '/disputes/{id}/files/{fileId}', tag, summary: 'One of its files as it was sent', access, params: fileParams, produces: 'application/octet-stream',
    handler: async (ctx, { params: { id, fileId } }) => {
      const file = (await read(ctx, async (r) => (await filesOf(r, [(await disputeById(r, id)).id])).get(id)))?.find((one) => one.fileId === fileId)
      if (!file) throw notFound('file')
      return documentDownload(ctx, file)
    },
  }),
  route({
    method: 'PUT', path: '/disputes/{id}/answer', tag, summary: 'Tell the partner what we think of it', access: 'disputes:decide', params: disputeParams, body: answerIn, response: disputeOut,
    handler: async (ctx, { params, body }) => one(ctx, (await answerDispute(ctx, params.id, body.answer)).id),
  }),
  route({
    method: 'PUT', path: '/disputes/{id}/settlement', tag, summary: 'End it and let go of the money it holds', access: 'disputes:decide', params: disputeParams, body: settlementIn, response: disputeOut,
    handler: async (ctx, { params, body }) => one(ctx, (await settleDispute(ctx, params.id, body)).id),
  }),
]

function one(ctx: Ctx, id: Id) {
  return read(ctx, async (r) => {
    const [dispute] = await disputesShown(r, [await disputeById(r, id)])
    if (!dispute) throw new Error(`no dispute ${id}`)
    return dispute
  })
}
