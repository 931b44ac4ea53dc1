import { Readable } from 'node:stream'
import { z } from 'zod'
import { may } from '../../kernel/actor.ts'
import { parseId, prefixes, showId, type Id, type Noun } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import type { Ctx } from '../db/context.ts'
import { read } from '../db/transact.ts'
import { csvLine } from '../files/csv.ts'
import { route } from '../http/route.ts'
import { dateIn, idOut, instantOut, pageIn, pageOf } from '../http/shapes.ts'
import { eventList, type EventFilter, type EventRow } from './queries.ts'

const eventOut = z.object({
  id: idOut('event'), type: z.string(), subject: z.object({ noun: z.string(), id: z.string() }), partnerId: z.string().nullable(), companyId: z.string().nullable(),
  actor: z.object({ kind: z.string(), name: z.string() }), at: instantOut, why: z.string().nullable(), payload: z.record(z.string(), z.unknown()),
}).meta({ id: 'Event' })

const filters = z.object({
  subject: z.string().max(400).optional().meta({ description: 'One or more shown ids, comma separated: a timeline.' }),
  partner: z.string().max(60).optional(), company: z.string().max(60).optional(), type: z.string().max(60).optional().meta({ description: 'A type such as referral.accepted, or its first word.' }),
  from: dateIn.optional(), to: dateIn.optional(), q: z.string().max(100).optional(),
})

const nounOf = new Map(Object.entries(prefixes).map(([noun, prefix]) => [prefix, noun as Noun]))
function anyId(shown: string): { noun: Noun; id: Id } {
  const noun = nounOf.get(shown.split('_')[0] as (typeof prefixes)[Noun])
  const id = noun && parseId(noun, shown)
  if (!noun || !id) throw refuseField('subject', 'not_an_id', 'This is not an id.')
  return { noun, id }
}

/** Every member reads the timeline of what they can open; the whole log is for those who may audit. */
function filterOf(ctx: Ctx, query: z.output<typeof filters>): Omit<EventFilter, 'limit' | 'after'> {
  const narrowed = query.subject ?? query.partner ?? query.company
  if (!narrowed && !may(ctx.actor, 'events:read')) throw refuse('forbidden', 'not_allowed', 'An admin can read the whole event log. You can read the timeline of a partner, company, introduction or opportunity.')
  return {
    subjects: query.subject ? query.subject.split(',').map((s) => anyId(s.trim())) : undefined, partnerId: query.partner ? anyId(query.partner).id : undefined,
    companyId: query.company ? anyId(query.company).id : undefined, type: query.type, from: query.from, to: query.to, q: query.q,
  }
}

const out = (event: EventRow): z.input<typeof eventOut> => ({
  id: showId('event', event.id), type: event.type, subject: { noun: event.noun, id: showId(event.noun, event.subjectId) }, partnerId: event.partnerId && showId('partner', event.partnerId),
  companyId: event.companyId && showId('company', event.companyId), actor: { kind: event.actor.kind, name: event.actor.name }, at: event.at.toString(), why: event.why, payload: showIds(event.type, event.payload),
})

const idFields: Record<string, Noun> = {
  referralId: 'referral', opportunityId: 'opportunity', ownerId: 'member', messageId: 'message', linkId: 'link', contactId: 'contact', companyId: 'company', planId: 'plan',
  planVersionId: 'planVersion', importId: 'import', fileId: 'file', commissionId: 'commission', memberId: 'member', partnerId: 'partner', keyId: 'key', journalId: 'journal', corrects: 'commission',
  session: 'session', passkey: 'passkey', maybe: 'company', absorbed: 'company', into: 'company', made: 'company', other: 'company', mergeId: 'companyMerge', conflictId: 'conflict', claimId: 'claim', hypothesisId: 'hypothesis',
  payoutId: 'payout', paymentId: 'payment', paymentFileId: 'paymentFile', resultFileId: 'resultFile', detailId: 'payeeDetail', againOf: 'payment', actionId: 'reviewAction',
}
/** What ids in fields of other names are of, by type of event. */
const nounsOfType: Record<string, Noun> = { 'referral.company_changed': 'company', 'partner.plan_assigned': 'planVersion', 'partner.hypothesis_set': 'hypothesis' }
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Ids inside payloads leave as shown ids, however deep; a bare UUID never does. One whose noun is not known is `id_…`. */
function showIds(type: string, payload: Record<string, unknown>): Record<string, unknown> {
  const nounOfValue = new Map(Object.entries(payload).flatMap(([key, value]) => (idFields[key] && typeof value === 'string' ? [[value, idFields[key]]] : [])))
  const show = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => show(item, key))
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([inner, item]) => [inner, show(item, inner)]))
    if (typeof value !== 'string' || !uuid.test(value)) return value
    const noun = idFields[key] ?? nounOfValue.get(value) ?? nounsOfType[type]
    return noun ? showId(noun, value) : `id_${value.replaceAll('-', '')}`
  }
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, show(value, key)]))
}

export const eventRoutes = [
  route({
    method: 'GET', path: '/events', tag: 'Events', summary: 'A timeline (subject, partner or company) or, for an admin, the whole log; newest first', access: 'member', query: pageIn.extend(filters.shape), response: pageOf(eventOut),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const events = await eventList(r, { ...filterOf(ctx, query), limit: query.limit + 1, after: query.after ? parseId('event', query.after) : undefined })
        const page = events.slice(0, query.limit)
        return { items: page.map(out), next: events.length > query.limit ? showId('event', page.at(-1)!.id) : null, total: null }
      }),
  }),
  route({
    method: 'GET', path: '/events.csv', tag: 'Events', summary: 'The event log as CSV, streamed', access: 'events:read', query: filters.extend({ workspace: z.string().optional() }), produces: 'text/csv',
    handler: async (ctx, { query }) => ({ fileName: 'events.csv', contentType: 'text/csv; charset=utf-8', content: Readable.from(csvOf(ctx, filterOf(ctx, query))) }),
  }),
]

async function* csvOf(ctx: Ctx, filter: Omit<EventFilter, 'limit' | 'after'>): AsyncGenerator<string> {
  yield csvLine(['id', 'at', 'type', 'subject', 'partner', 'company', 'actor_kind', 'actor', 'why', 'payload'])
  let after: Id | undefined
  for (;;) {
    const events = await read(ctx, (r) => eventList(r, { ...filter, limit: 1000, after }))
    yield events.map(out).map((e) => csvLine([e.id, e.at, e.type, e.subject.id, e.partnerId, e.companyId, e.actor.kind, e.actor.name, e.why, JSON.stringify(e.payload)])).join('')
    if (events.length < 1000) return
    after = events.at(-1)!.id
  }
}
