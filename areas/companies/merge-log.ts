// Guards undo: what a merge changed is kept value by value, and only that is put back. Values pass as text, so that none is rounded.
// Tables are those that their owners named with `relinkWith`; nothing else is touched.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { Changed, Watched } from './relinkers.ts'

const rowsOf = async (r: Reading, watched: Watched, ids: Id[]): Promise<string> =>
  (await sql<{ rows: string }>`select coalesce(jsonb_agg(to_jsonb(t)), '[]')::text as rows from ${sql.table(watched.table)} t where t.workspace_id = ${r.workspace}::uuid and ${watched.scope(ids)}`.execute(r.q)).rows[0]?.rows ?? '[]'

/** How many rows of a table hang on a company. */
export const countOf = async (r: Reading, watched: Watched, id: Id): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(watched.table)} t where t.workspace_id = ${r.workspace}::uuid and ${(watched.counted ?? watched.scope)([id])}`.execute(r.q)).rows[0]?.n ?? 0

export type Before = { watched: Watched; rows: string }[]

/** The rows as they are before. */
export async function look(r: Reading, tables: Watched[], ids: Id[]): Promise<Before> {
  const before: Before = []
  for (const watched of tables) before.push({ watched, rows: await rowsOf(r, watched, ids) })
  return before
}

/** Looks again and keeps what differs: changed columns with both values, whole rows where they were made or taken away. */
export async function keepChanges(tx: Tx, mergeId: Id, before: Before, ids: Id[]): Promise<void> {
  for (const { watched, rows } of before) {
    const key = (row: string) => sql`jsonb_build_object(${sql.join(watched.key.flatMap((column) => [sql`${column}::text`, sql`${sql.ref(row)} -> ${column}::text`]))})`
    await sql`with
      was as (select r, ${key('r')} as k from jsonb_array_elements(${rows}::jsonb) as x(r)),
      now as (select r, ${key('r')} as k from (select to_jsonb(t) as r from ${sql.table(watched.table)} t where t.workspace_id = ${tx.workspace}::uuid and ${watched.scope(ids)}) as y)
      insert into company_merge_row (workspace_id, merge_id, n, of_table, key, before, after)
      select ${tx.workspace}::uuid, ${mergeId}::uuid, (select count(*) from company_merge_row where workspace_id = ${tx.workspace}::uuid and merge_id = ${mergeId}::uuid) + row_number() over (order by coalesce(was.k, now.k)),
        ${watched.table}, coalesce(was.k, now.k),
        case when was.r is null or now.r is null then was.r else (select jsonb_object_agg(e.key, e.value) from jsonb_each(was.r) as e where e.value is distinct from now.r -> e.key) end,
        case when was.r is null or now.r is null then now.r else (select jsonb_object_agg(e.key, e.value) from jsonb_each(now.r) as e where e.value is distinct from was.r -> e.key) end
      from was full join now on was.k = now.k where was.r is distinct from now.r`.execute(tx.q)
  }
}

/** What a merge changed, as far as it has ids. */
export async function changedBy(r: Reading, mergeId: Id): Promise<Changed[]> {
  const { rows } = await sql<Changed>`select of_table as table, key ->> 'id' as id, before, after from company_merge_row
    where workspace_id = ${r.workspace}::uuid and merge_id = ${mergeId}::uuid and jsonb_exists(key, 'id')`.execute(r.q)
  return rows
}

/**
 * Puts a table back: what was made goes, what was changed gets its value from before wherever it still has the one from after, what was
 * taken away returns. Rows of `first` go before the others, so that what is unique is free when its owner takes it.
 */
export async function putBack(tx: Tx, mergeId: Id, { table, key }: Watched, first?: Id): Promise<void> {
  const T = sql.table(table)
  const own = sql`m.merge_id = ${mergeId}::uuid and m.of_table = ${table}`
  const same = sql`t.workspace_id = ${tx.workspace}::uuid and ${sql.join(key.map((column) => sql`t.${sql.ref(column)} = (jsonb_populate_record(null::${T}, m.key)).${sql.ref(column)}`), sql` and `)}`
  const { rows: [kinds] } = await sql<{ made: boolean | null; gone: boolean | null }>`select bool_or(before is null) as made, bool_or(after is null) as gone from company_merge_row m where m.workspace_id = ${tx.workspace}::uuid and ${own}`.execute(tx.q)
  if (kinds?.made) await sql`delete from ${T} t using company_merge_row m where m.workspace_id = ${tx.workspace}::uuid and ${own} and m.before is null and ${same}`.execute(tx.q)
  const { rows } = await sql<{ column: string }>`select distinct k as column from company_merge_row m cross join lateral jsonb_object_keys(m.before) as k where m.workspace_id = ${tx.workspace}::uuid and ${own} and m.before is not null and m.after is not null`.execute(tx.q)
  if (rows.length > 0) {
    const set = sql.join(rows.map(({ column }) => sql`${sql.ref(column)} = case when jsonb_exists(m.before, ${column}::text) and to_jsonb(t) -> ${column}::text is not distinct from m.after -> ${column}::text
      then (jsonb_populate_record(null::${T}, m.before)).${sql.ref(column)} else t.${sql.ref(column)} end`))
    const isFirst = first ? sql`m.key ->> 'id' = ${first}::text` : sql`jsonb_exists(m.before, 'company_id')`
    for (const which of [isFirst, sql`not (${isFirst})`])
      await sql`update ${T} t set ${set} from company_merge_row m where m.workspace_id = ${tx.workspace}::uuid and ${own} and m.before is not null and m.after is not null and ${which} and ${same}`.execute(tx.q)
  }
  if (kinds?.gone) await sql`insert into ${T} select (jsonb_populate_record(null::${T}, m.before)).* from company_merge_row m where m.workspace_id = ${tx.workspace}::uuid and ${own} and m.after is null on conflict do nothing`.execute(tx.q)
}

/** Rows with ids that came after the merge and hang on the survivor: they stay there. */
export async function cameAfter(r: Reading, mergeId: Id, watched: Watched, into: Id): Promise<number> {
  if (!watched.key.includes('id')) return 0
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(watched.table)} t where t.workspace_id = ${r.workspace}::uuid and ${(watched.counted ?? watched.scope)([into])} and t.id > ${mergeId}::uuid
    and not exists (select from company_merge_row m where m.workspace_id = ${r.workspace}::uuid and m.merge_id = ${mergeId}::uuid and m.of_table = ${watched.table} and m.key ->> 'id' = t.id::text)`.execute(r.q)
  return rows[0]?.n ?? 0
}
