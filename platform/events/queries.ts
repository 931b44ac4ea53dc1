import { sql } from 'kysely'
import type { Id, Noun } from '../../kernel/ids.ts'
import { anyOf } from '../db/any-of.ts'
import { asWritten, containing } from '../db/containing.ts'
import type { Reading } from '../db/context.ts'
import { idsCalled } from './called.ts'
import { partsOfCompany } from './company-parts.ts'
import { hiddenFrom } from './guarded.ts'
import { partsOfSubjects } from './subject-parts.ts'

export type EventFilter = {
  subjects?: { noun: Noun; id: Id }[] | undefined; partnerId?: Id | undefined; companyId?: Id | undefined; type?: string | undefined; actorId?: Id | undefined; from?: string | undefined; to?: string | undefined; q?: string | undefined
  limit: number; after?: Id | undefined
}
export type EventRow = {
  id: Id; type: string; noun: Noun; subjectId: Id; partnerId: Id | null; companyId: Id | null; actor: { kind: string; id: Id | null; name: string }; at: Temporal.Instant; why: string | null
  payload: Record<string, unknown>
}

/** Events, newest first, that the reader may read: a timeline when narrowed to subjects, the log when not. */
export async function eventList(r: Reading, filter: EventFilter): Promise<EventRow[]> {
  const hidden = hiddenFrom(r.actor)
  const companies = filter.companyId === undefined ? [] : await partsOfCompany(r, filter.companyId)
  const parts = await partsOfSubjects(r, filter.subjects ?? [])
  const called = filter.q ? await idsCalled(r, filter.q) : []
  const rows = await r.q
    .selectFrom('event as e')
    .leftJoin('member as m', (j) => j.onRef('m.workspace_id', '=', 'e.workspace_id').onRef('m.id', '=', 'e.actor_id').on('e.actor_kind', '=', 'member'))
    .leftJoin('contact as c', (j) => j.onRef('c.workspace_id', '=', 'e.workspace_id').onRef('c.id', '=', 'e.actor_id').on('e.actor_kind', '=', 'partner'))
    .leftJoin('api_key as k', (j) => j.onRef('k.workspace_id', '=', 'e.workspace_id').onRef('k.id', '=', 'e.actor_id').on('e.actor_kind', '=', 'key'))
    .select(['e.id', 'e.type', 'e.subject_type', 'e.subject_id', 'e.partner_id', 'e.company_id', 'e.actor_kind', 'e.actor_id', 'e.at', 'e.why', 'e.payload', sql<string>`coalesce(m.name, c.name, k.name, 'Alongside')`.as('actor_name')])
    .where('e.workspace_id', '=', r.workspace)
    .$if(filter.subjects !== undefined, (q) => q.where((eb) => eb.or([eb('e.subject_id', '=', anyOf(filter.subjects!.map(({ id }) => id))), ...parts.map(({ ids, types }) => eb.and([eb('e.subject_id', '=', anyOf(ids)), eb('e.type', 'in', types)]))])))
    .$if(filter.partnerId !== undefined, (q) => q.where('e.partner_id', '=', filter.partnerId!))
    .$if(companies.length > 0, (q) => q.where('e.company_id', 'in', companies))
    .$if(Boolean(filter.type), (q) => (filter.type!.includes('.') ? q.where('e.type', '=', filter.type!) : q.where('e.type', 'like', `${asWritten(filter.type!)}.%`)))
    .$if(hidden.length > 0, (q) => q.where(sql<boolean>`split_part(e.type, '.', 1) <> all(${hidden}::text[])`))
    .$if(filter.actorId !== undefined, (q) => q.where('e.actor_id', '=', filter.actorId!))
    .$if(Boolean(filter.from), (q) => q.where('e.at', '>=', Temporal.Instant.from(`${filter.from}T00:00Z`)))
    .$if(Boolean(filter.to), (q) => q.where('e.at', '<', Temporal.Instant.from(`${filter.to}T00:00Z`).add({ hours: 24 })))
    .$if(Boolean(filter.q), (q) => q.where(sql<boolean>`(e.why ilike ${containing(filter.q!)} or e.payload::text ilike ${containing(filter.q!)} or e.type ilike ${containing(filter.q!)}
      or coalesce(m.name, c.name, k.name) ilike ${containing(filter.q!)} or e.partner_id = any(${called}::uuid[]) or e.company_id = any(${called}::uuid[]))`))
    .$if(filter.after !== undefined, (q) => q.where('e.id', '<', filter.after!))
    .orderBy('e.id', 'desc')
    .limit(filter.limit)
    .execute()
  return rows.map((row) => ({
    id: row.id, type: row.type, noun: row.subject_type as Noun, subjectId: row.subject_id, partnerId: row.partner_id, companyId: row.company_id,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name }, at: row.at, why: row.why, payload: row.payload as Record<string, unknown>,
  }))
}
