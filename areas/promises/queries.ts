import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { compiledOnce } from '../../platform/db/compiled.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { PromiseKind } from './rules.ts'

export type OpenPromise = {
  id: Id; kind: PromiseKind; subjectId: Id; partnerId: Id; partnerName: string; ownerId: Id | null; ownerName: string | null
  madeAt: Temporal.Instant; dueAt: Temporal.Instant
}

/** The queue: what runs, oldest due first. */
export async function openPromises(r: Reading, filter: { ownerId?: Id; limit: number }): Promise<OpenPromise[]> {
  const rows = await r.q
    .selectFrom('promise as p')
    .innerJoin('partner', (j) => j.onRef('partner.workspace_id', '=', 'p.workspace_id').onRef('partner.id', '=', 'p.partner_id'))
    .leftJoin('member', (j) => j.onRef('member.workspace_id', '=', 'p.workspace_id').onRef('member.id', '=', 'p.owner_id'))
    .select(['p.id', 'p.kind', 'p.subject_id', 'partner.id as partner_id', 'partner.name as partner_name', 'p.owner_id', 'member.name as owner_name', 'p.made_at', 'p.due_at'])
    .where('p.workspace_id', '=', r.workspace).where('p.settled_at', 'is', null)
    .$if(filter.ownerId !== undefined, (q) => q.where('p.owner_id', '=', filter.ownerId!))
    .orderBy('p.due_at').orderBy('p.id')
    .limit(filter.limit)
    .execute()
  return rows.map((row) => ({
    id: row.id, kind: row.kind as PromiseKind, subjectId: row.subject_id, partnerId: row.partner_id, partnerName: row.partner_name,
    ownerId: row.owner_id, ownerName: row.owner_name, madeAt: row.made_at, dueAt: row.due_at,
  }))
}

/** The running promise on each subject that is due first. */
export async function nextPromises(r: Reading, subjectIds: Id[]): Promise<Map<Id, { kind: PromiseKind; dueAt: Temporal.Instant }>> {
  if (subjectIds.length === 0) return new Map()
  const rows = await running(r, { subjects: [...new Set(subjectIds)] })
  return new Map(rows.map((row) => [row.subject_id, { kind: row.kind as PromiseKind, dueAt: row.due_at }]))
}

// Each subject by itself, in the index that tells what runs for it: asked for together, all that runs in the workspace may be gone through.
const running = compiledOnce((_, v: { subjects: Id[] }, r) => sql<{ subject_id: Id; kind: string; due_at: Temporal.Instant }>`
  select s.id as subject_id, p.kind, p.due_at from unnest((select ${v.subjects}::uuid[])) as s(id)
  cross join lateral (select kind, due_at from promise where workspace_id = ${r.workspace}::uuid and subject_id = s.id and settled_at is null offset 0) as p
  order by p.due_at desc`)

/** Promises kept: of those that ended kept or broken since an instant, how many in time. Still open and overdue counts as broken. */
export async function promisesKept(r: Reading, since: Temporal.Instant, partnerId?: Id): Promise<{ kept: number; decided: number }> {
  const row = await r.q
    .selectFrom('promise')
    .select([sql<bigint>`count(*) filter (where outcome = 'kept')`.as('kept'), sql<bigint>`count(*)`.as('decided')])
    .where('workspace_id', '=', r.workspace)
    .where((w) => w.or([
      w.and([w('settled_at', '>=', since), w('outcome', 'in', ['kept', 'broken'])]),
      w.and([w('settled_at', 'is', null), w('due_at', '<', r.now)]),
    ]))
    .$if(partnerId !== undefined, (q) => q.where('partner_id', '=', partnerId!))
    .executeTakeFirstOrThrow()
  return { kept: Number(row.kept), decided: Number(row.decided) }
}

/** How many run, for the rail. */
export async function openPromiseCount(r: Reading): Promise<number> {
  const row = await r.q.selectFrom('promise').select(sql<bigint>`count(*)`.as('n')).where('workspace_id', '=', r.workspace).where('settled_at', 'is', null).executeTakeFirstOrThrow()
  return Number(row.n)
}
