import { z } from 'zod'
import type { Id } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, shown } from '../../platform/http/shapes.ts'
import { memberNames, todayOf } from '../../platform/workspaces/index.ts'
import { partnerById } from '../partners/index.ts'
import { addAction, changeAction } from './add-action.ts'
import { actionChangeIn, actionIn, actionOut, outcomeIn, whyIn } from './contract.ts'
import { reopenAction, settleAction } from './settle-action.ts'
import { showAction } from './show.ts'
import { actionById, reviewById } from './store.ts'

const tag = 'Reviews'
const params = z.object({ id: idIn('reviewAction') })
const done = created('reviewAction')
const show = ({ id }: { id: Id }) => ({ id: shown('reviewAction', id) })

export const actionRoutes = [
  route({
    method: 'POST', path: '/reviews/{id}/actions', tag, summary: 'Add an action, the fifth at most', access: 'partners:write', params: z.object({ id: idIn('review') }), body: actionIn, response: done, status: 201,
    handler: async (ctx, { params: p, body }) => show(await addAction(ctx, p.id, body)),
  }),
  route({
    method: 'GET', path: '/review-actions/{id}', tag, summary: 'One action of a review', access: 'performance:read', params, response: actionOut,
    handler: (ctx, input) =>
      read(ctx, async (r) => {
        const action = await actionById(r, input.params.id)
        const { partnerId, quarter } = await reviewById(r, action.reviewId)
        return showAction(r, action, { names: await memberNames(r, [action.ownerId, action.settledBy]), today: await todayOf(r), partner: await partnerById(r, partnerId), quarter })
      }),
  }),
  route({
    method: 'PATCH', path: '/review-actions/{id}', tag, summary: 'Change its words, owner or day', access: 'partners:write', params, body: actionChangeIn, response: done,
    handler: async (ctx, { params: p, body }) => show(await changeAction(ctx, p.id, body)),
  }),
  route({
    method: 'PUT', path: '/review-actions/{id}/outcome', tag, summary: 'Done, or dropped with a reason', access: 'actions:settle', params, body: outcomeIn, response: done,
    handler: async (ctx, { params: p, body }) => show(await settleAction(ctx, p.id, body)),
  }),
  route({
    method: 'DELETE', path: '/review-actions/{id}/outcome', tag, summary: 'Take it up again', access: 'actions:settle', params, body: whyIn, response: done,
    handler: async (ctx, { params: p, body }) => show(await reopenAction(ctx, p.id, body.why)),
  }),
]
