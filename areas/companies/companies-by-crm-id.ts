import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { survivorsOf } from './store.ts'

/** Companies by the CRM's own ids, of one that became part of another that other; unknown ids are missing from the answer. */
export async function companiesByCrmId(r: Reading, crmIds: string[]): Promise<Map<string, Id>> {
  if (crmIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('company').select(['id', 'crm_id']).where('workspace_id', '=', r.workspace).where('crm_id', '=', sql<string>`any(${[...new Set(crmIds)]}::text[])`).execute()
  const survivors = await survivorsOf(r, rows.map((row) => row.id))
  return new Map(rows.map((row) => [row.crm_id ?? '', survivors.get(row.id) ?? row.id]))
}
