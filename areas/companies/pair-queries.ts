import type { Id } from '../../kernel/ids.ts'
import { sql } from 'kysely'
import type { Reading } from '../../platform/db/context.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { companyColumns, toCompany } from './store.ts'
import { anyOf } from '../../platform/db/any-of.ts'

export type PairFilter = { state: 'open' | 'merged' | 'different'; limit: number; after?: string | undefined }

/** Possible duplicates, the likeliest first; open ones only where both still stand by themselves. What was split is not among them. */
export async function pairList(r: Reading, { state, limit, after }: PairFilter) {
  const offset = Number(/^at_(\d{1,9})$/.exec(after ?? '')?.[1] ?? 0)
  const living = state === 'open' ? sql`and a.merged_into is null and b.merged_into is null` : sql``
  const from = sql`from company_pair p join company a on a.workspace_id = p.workspace_id and a.id = p.company_id join company b on b.workspace_id = p.workspace_id and b.id = p.other_id
    where p.workspace_id = ${r.workspace}::uuid and p.state = ${state} and p.score > 0 ${living}`
  const { rows } = await sql<{ id: Id; company_id: Id; other_id: Id; score: number; probability: number | null; reasons: string[]; state: PairFilter['state']; decided_at: Temporal.Instant | null; decided_by: Id | null; why: string | null }>`
    select p.id, p.company_id, p.other_id, p.score, p.probability, p.reasons, p.state, p.decided_at, p.decided_by, p.why ${from} order by p.probability desc nulls last, p.score desc, p.id limit ${limit + 1} offset ${offset}`.execute(r.q)
  const { rows: [counted] } = await sql<{ n: number }>`select count(*)::int as n from (select 1 ${from} limit 5001) as few`.execute(r.q)
  const page = rows.slice(0, limit)
  const companies = page.length === 0 ? [] : await r.q.selectFrom('company').select(companyColumns).where('workspace_id', '=', r.workspace).where('id', '=', anyOf(page.flatMap((row) => [row.company_id, row.other_id]))).execute()
  const byId = new Map(companies.map((row) => [row.id, toCompany(row)]))
  const names = await memberNames(r, page.map((row) => row.decided_by))
  return {
    rows: page.flatMap((row) => {
      const [one, other] = [byId.get(row.company_id), byId.get(row.other_id)]
      return one && other ? [{ ...row, one, other, by: row.decided_by ? (names.get(row.decided_by) ?? null) : null }] : []
    }),
    next: rows.length > limit ? `at_${offset + limit}` : null, total: (counted?.n ?? 0) > 5000 ? null : (counted?.n ?? 0),
    search: (await r.q.selectFrom('company_pair_search').select(['asked_at', 'total', 'looked', 'found', 'finished_at']).where('workspace_id', '=', r.workspace).executeTakeFirst()) ?? null,
  }
}
