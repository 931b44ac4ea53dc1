import { z } from 'zod'
import { may } from '../../kernel/actor.ts'
import { no } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, shown } from '../../platform/http/shapes.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { contactNames } from '../partners/index.ts'
import { stopPrivately } from './answer-privately.ts'
import { askPrivately } from './ask-privately.ts'
import { privateIn, privateOut } from './contract.ts'
import { privateById, type PrivateRow } from './private-store.ts'

const tag = 'Account mapping'
const params = z.object({ id: idIn('privateMapping') })

export async function showPrivate(r: Reading, one: PrivateRow) {
  const [contacts, members] = await Promise.all([contactNames(r, [one.contactId]), memberNames(r, [one.askedBy])])
  const writes = may(r.actor, 'mapping:write')
  return {
    id: shown('privateMapping', one.id), contact: { id: shown('contact', one.contactId), name: contacts.get(one.contactId) ?? '' }, wish: one.wish, state: one.state, ours: one.ours, theirs: one.theirs, found: one.found, askedAt: one.askedAt.toString(),
    askedBy: one.askedBy ? (members.get(one.askedBy) ?? null) : null, expiresAt: one.expiresAt.toString(), answeredAt: one.answeredAt?.toString() ?? null, finishedAt: one.finishedAt?.toString() ?? null, problem: one.problem,
    can: { withdraw: !writes ? no('An admin or a manager can.') : one.finishedAt ? no('It is over.') : { allowed: true as const } },
  }
}

export const privateRoutes = [
  route({
    method: 'POST', path: '/partners/{id}/private-mappings', tag, summary: 'Ask the partner to compare lists so that we learn only what both have, or only how many', access: 'mapping:write', params: z.object({ id: idIn('partner') }), body: privateIn, response: created('privateMapping'), status: 201,
    handler: async (ctx, { params: p, body }) => ({ id: shown('privateMapping', (await askPrivately(ctx, p.id, body)).id) }),
  }),
  route({ method: 'GET', path: '/private-mappings/{id}', tag, summary: 'One private comparison', access: 'mapping:read', params, response: privateOut, handler: (ctx, { params: p }) => read(ctx, async (r) => showPrivate(r, await privateById(r, p.id))) }),
  route({ method: 'PUT', path: '/private-mappings/{id}/withdrawal', tag, summary: 'Take the question back; what was sent is removed', access: 'mapping:write', params, status: 204, handler: (ctx, { params: p }) => stopPrivately(ctx, p.id, 'withdrawn') }),
]
