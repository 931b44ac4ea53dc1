import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'

/** Ties subsidiaries to parents by name, whichever of them came first: new parents to waiting children, new children to known parents. */
export async function adoptOrphans(tx: Tx, ids: Id[]): Promise<void> {
  if (ids.length === 0) return
  await sql`update company as child set parent_id = parent.id, parent_key = null, changed_at = ${tx.now}::timestamptz from company as parent
    where child.workspace_id = ${tx.workspace}::uuid and parent.workspace_id = ${tx.workspace}::uuid and child.parent_key = parent.name_key and child.parent_key is not null
      and parent.id = any(${ids}::uuid[]) and child.id <> parent.id`.execute(tx.q)
  await sql`update company as child set parent_id = parent.id, parent_key = null, changed_at = ${tx.now}::timestamptz
    from company as waiting
    cross join lateral (select p.id from company p where p.workspace_id = ${tx.workspace}::uuid and p.name_key = waiting.parent_key
      and (p.merged_into is null or house.living_company(p.workspace_id, p.id) <> waiting.id) order by p.id limit 1) as parent
    where waiting.workspace_id = ${tx.workspace}::uuid and waiting.id = any(${ids}::uuid[]) and waiting.parent_key is not null
      and child.workspace_id = waiting.workspace_id and child.id = waiting.id and parent.id <> child.id`.execute(tx.q)
}
