import { quarterBefore, quarterOf } from '../../kernel/quarter.ts'
import { z } from 'zod'
import { read } from '../../platform/db/transact.ts'
import { csvFile, csvLimit, csvOf } from '../../platform/http/exports.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, pageIn, pageOf, shown, sortIn } from '../../platform/http/shapes.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { dueOut, heldIn, notesIn, opened, quarterIn, reviewIn, reviewOut, reviewRow } from './contract.ts'
import { holdReview } from './hold-review.ts'
import { openReview } from './open-review.ts'
import { reviewList, reviewOrders, reviewsDue, reviewView } from './queries.ts'
import { reviewStates } from './rules.ts'
import { showReview } from './show.ts'
import { writeNotes } from './write-notes.ts'

const tag = 'Reviews'
const access = 'performance:read'
const params = z.object({ id: idIn('review') })
const filter = pageIn.extend({
  q: z.string().max(100).optional().meta({ description: 'Words in the name of the partner.' }),
  quarter: quarterIn.optional(), partner: idIn('partner').optional(), hypothesis: idIn('hypothesis').optional().meta({ description: 'The one that stands on it.' }), state: z.enum(reviewStates).optional(),
  owner: idIn('member').optional().meta({ description: 'Who has an open action in it.' }), sort: sortIn(reviewOrders),
})
const filterOf = (query: z.output<typeof filter>) => ({ ...query, partnerId: query.partner, hypothesisId: query.hypothesis, ownerId: query.owner })

export const reviewRoutes = [
  route({
    method: 'GET', path: '/reviews', tag, summary: 'Quarterly reviews, newest first', access, query: filter, response: pageOf(reviewRow),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const page = await reviewList(r, filterOf(query))
        return { ...page, items: page.rows.map((row) => ({ ...row, id: shown('review', row.id), partner: { id: shown('partner', row.partner.id), name: row.partner.name }, openedAt: row.openedAt.toString() })) }
      }),
  }),
  route({
    method: 'GET', path: '/reviews.csv', tag, summary: 'Quarterly reviews as CSV, at most 10,000', access, query: csvOf(filter), produces: 'text/csv',
    handler: (ctx, { query }) =>
      read(ctx, async (r) => csvFile('reviews.csv', ['id', 'partner', 'quarter', 'state', 'held_on', 'conclusion', 'open_actions', 'next_due_on'], (await reviewList(r, filterOf({ ...query, limit: csvLimit }))).rows.map((row) => ({
        id: shown('review', row.id), partner: row.partner.name, quarter: row.quarter, state: row.state, held_on: row.heldOn, conclusion: row.conclusion, open_actions: row.openActions, next_due_on: row.nextDueOn,
      })))),
  }),
  route({
    method: 'GET', path: '/reviews/due', tag, summary: 'Active partners that have no review of a quarter, the last that is over unless named', access, query: z.object({ quarter: quarterIn.optional() }), response: dueOut,
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const due = await reviewsDue(r, query.quarter ?? quarterBefore(quarterOf(await todayOf(r))))
        return { ...due, items: due.items.map(({ partner, owner, lastHeld }) => ({ partner: { id: shown('partner', partner.id), name: partner.name }, owner: { id: shown('member', owner.id), name: owner.name }, lastHeld: lastHeld && { ...lastHeld, id: shown('review', lastHeld.id) } })) }
      }),
  }),
  route({
    method: 'POST', path: '/reviews', tag, summary: 'Open the review of a partner and quarter, or find the one that is there', access: 'partners:write', body: reviewIn, response: opened, status: 201,
    handler: async (ctx, { body }) => {
      const { id, isNew } = await openReview(ctx, body)
      return { id: shown('review', id), isNew }
    },
  }),
  route({
    method: 'GET', path: '/reviews/{id}', tag, summary: 'One review: numbers, notes, actions, what you may do', access, params, response: reviewOut,
    handler: (ctx, input) => read(ctx, async (r) => showReview(r, await reviewView(r, input.params.id))),
  }),
  route({
    method: 'PUT', path: '/reviews/{id}/notes', tag, summary: 'Write the notes, or correct them with a reason', access: 'partners:write', params, body: notesIn, response: z.object({ version: z.number().int() }),
    handler: (ctx, { params: p, body }) => writeNotes(ctx, p.id, body),
  }),
  route({
    method: 'PUT', path: '/reviews/{id}/held', tag, summary: 'Say that it was held, by whom, and what follows; its numbers are frozen', access: 'partners:write', params, body: heldIn, response: created('review'),
    handler: async (ctx, { params: p, body }) => ({ id: shown('review', (await holdReview(ctx, p.id, body)).id) }),
  }),
]
