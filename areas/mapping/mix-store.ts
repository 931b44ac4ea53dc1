// The kinds of customers of a list, kept beside its figures and gone with its rows.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { SizeBand } from '../../kernel/sizes.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { MixCell } from './mix-rules.ts'

/** In place of those that were there. */
export async function writeMix(tx: Tx, listId: Id, cells: MixCell[]): Promise<void> {
  await removeMix(tx, listId)
  const stored = cells.map((cell, i) => ({ n: i + 1, is_known: cell.isKnown, industry: cell.industry, size: cell.size, country: cell.country, customers: cell.customers, industry_ours: cell.ours?.industry, size_ours: cell.ours?.size, country_ours: cell.ours?.country }))
  for (let i = 0; i < stored.length; i += atATime)
    await sql`insert into customer_list_mix (workspace_id, list_id, n, is_known, industry, size, country, customers, industry_ours, size_ours, country_ours)
      select ${tx.workspace}::uuid, ${listId}::uuid, x.* from jsonb_to_recordset(${JSON.stringify(stored.slice(i, i + atATime))}::jsonb) as x(n integer, is_known boolean, industry text, size text, country text, customers integer, industry_ours integer, size_ours integer, country_ours integer)`.execute(tx.q)
}
const atATime = 5000

export async function removeMix(tx: Tx, listId: Id): Promise<void> {
  await tx.q.deleteFrom('customer_list_mix').where('workspace_id', '=', tx.workspace).where('list_id', '=', listId).execute()
}

/** By list; one that was matched before kinds were told is missing. The caller has looked at the sharing level. */
export async function mixesOf(r: Reading, listIds: Id[]): Promise<Map<Id, MixCell[]>> {
  if (listIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('customer_list_mix').selectAll().where('workspace_id', '=', r.workspace).where('list_id', '=', anyOf(listIds)).orderBy('list_id').orderBy('n').execute()
  return Map.groupBy(rows, (row) => row.list_id).entries().reduce((map, [id, cells]) => map.set(id, cells.map((cell): MixCell => ({
    isKnown: cell.is_known, industry: cell.industry, size: cell.size as SizeBand | null, country: cell.country, customers: cell.customers,
    ours: cell.industry_ours === null || cell.size_ours === null || cell.country_ours === null ? null : { industry: cell.industry_ours, size: cell.size_ours, country: cell.country_ours },
  }))), new Map<Id, MixCell[]>())
}
