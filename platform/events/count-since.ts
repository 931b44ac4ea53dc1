import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../db/context.ts'

/** The ids of events begin with the millisecond in which they were recorded, so the index by type says what came after a moment. */
const firstOf = (at: Temporal.Instant): Id => `${at.epochMilliseconds.toString(16).padStart(12, '0').replace(/^(.{8})(.{4})$/, '$1-$2')}-7000-8000-000000000000`

/** How many events of each type came after each moment, in its order; counting stops at `most` of a type. */
export async function countSince(r: Reading, moments: Temporal.Instant[], types: readonly string[], most: number): Promise<Map<string, number>[]> {
  if (moments.length === 0) return []
  const { rows } = await sql<{ i: number; type: string; n: number }>`
    select asked.i, t.type, counted.n
    from unnest(${moments.map((_, i) => i)}::integer[], ${moments.map(firstOf)}::uuid[]) as asked(i, first) cross join unnest(${[...types]}::text[]) as t(type)
    cross join lateral (select count(*)::integer as n from (select from event e where e.workspace_id = ${r.workspace}::uuid and e.type = t.type and e.id > asked.first limit ${most}) few) counted
    where counted.n > 0`.execute(r.q)
  return moments.map((_, i) => new Map(rows.filter((row) => row.i === i).map((row) => [row.type, row.n])))
}
