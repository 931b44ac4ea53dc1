import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'

/**
 * Ties subsidiaries to parents by name, whichever of them came first: new parents to waiting children, new children to known parents. Each is
 * looked up by itself, and few wait, so that a list of any length costs the same for each of its companies.
 */
export async function adoptOrphans(tx: Tx, ids: Id[]): Promise<void> {
  if (ids.length === 0) return
  const { rows: pairs } = await sql<{ child: Id; parent: Id }>`
    select 1 as turn, child.id as child, parent.id as parent from unnest(${ids}::uuid[]) as known(id)
    cross join lateral (select p.id, p.name_key from company p where p.workspace_id = ${tx.workspace}::uuid and p.id = known.id limit 1) as parent
    cross join lateral (select c.id from company c where c.workspace_id = ${tx.workspace}::uuid and c.parent_key = parent.name_key and c.id <> parent.id offset 0) as child
    union all
    select 2, child.id, parent.id from unnest(${ids}::uuid[]) as known(id)
    cross join lateral (select c.id, c.parent_key from company c where c.workspace_id = ${tx.workspace}::uuid and c.id = known.id and c.parent_key is not null limit 1) as child
    cross join lateral (select p.id from company p where p.workspace_id = ${tx.workspace}::uuid and p.name_key = child.parent_key
      and (p.merged_into is null or house.living_company(p.workspace_id, p.id) <> child.id) order by p.id limit 1) as parent
    where parent.id <> child.id order by turn, parent`.execute(tx.q)
  // A child that several could take goes to the first of those given, before any other.
  const parentOf = new Map(pairs.toReversed().map(({ child, parent }) => [child, parent]))
  if (parentOf.size === 0) return
  await sql`update company as child set parent_id = pair.parent, parent_key = null, changed_at = ${tx.now}::timestamptz
    from unnest(${[...parentOf.keys()]}::uuid[], ${[...parentOf.values()]}::uuid[]) as pair(child, parent)
    where child.workspace_id = ${tx.workspace}::uuid and child.id = pair.child and child.parent_key is not null`.execute(tx.q)
}
