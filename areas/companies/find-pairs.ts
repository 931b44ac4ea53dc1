// Companies that may be one: each is looked up among all others as a buyer would be. A job with progress; starting over is harmless.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { allow, type Ctx, type Reading } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import { allKeys, findCandidates, likely, scored } from './candidates.ts'
import { writePairs, type FoundPair } from './pair-store.ts'
import { placeOf } from './places.ts'
import { mostCandidates, thresholds, type Candidate } from './rules.ts'

export const findPairsTask = 'companies.find_pairs'
const batch = 1000
const nothing = '00000000-0000-0000-0000-000000000000'

/** Looks for duplicates among all companies, as a job; one that is under way goes on instead. */
export async function startFindPairs(ctx: Ctx): Promise<void> {
  allow(ctx, 'companies:write')
  await transact(ctx, async (tx) => {
    const { total } = await tx.q.selectFrom('company').select(sql<number>`count(*)::int`.as('total')).where('workspace_id', '=', tx.workspace).where('merged_into', 'is', null).executeTakeFirstOrThrow()
    const by = 'id' in tx.actor ? tx.actor.id : null
    await sql`insert into company_pair_search as s (workspace_id, asked_at, asked_by, total) values (${tx.workspace}::uuid, ${tx.now}::timestamptz, ${by}::uuid, ${total})
      on conflict (workspace_id) do update set asked_at = excluded.asked_at, asked_by = excluded.asked_by, total = excluded.total, looked = 0, found = 0, finished_at = null where s.finished_at is not null`.execute(tx.q)
    await addJob(tx, { task: findPairsTask, payload: { workspace: tx.workspace }, key: `${findPairsTask}:${tx.workspace}` })
  })
}

/** The job. Each batch is looked up on one snapshot and written in a transaction of its own. */
export async function findPairs(ctx: Ctx, signal?: AbortSignal): Promise<{ looked: number; found: number }> {
  const sum = { looked: 0, found: 0 }
  for (let after: Id | undefined = nothing; after; ) {
    if (signal?.aborted) throw new Error('the look for duplicates was stopped and goes on later')
    const from: Id = after
    const ids: Id[] = await read(ctx, async (r) => (await r.q.selectFrom('company').select('id').where('workspace_id', '=', r.workspace).where('merged_into', 'is', null).where('id', '>', from).orderBy('id').limit(batch).execute()).map((row) => row.id))
    sum.found += await findPairsOf(ctx, ids)
    sum.looked += ids.length
    await transact({ ...ctx, now: Temporal.Now.instant() }, (tx) => tx.q.updateTable('company_pair_search').set({ looked: sum.looked, found: sum.found }).where('workspace_id', '=', tx.workspace).execute())
    after = ids.length === batch ? ids.at(-1) : undefined
  }
  await transact({ ...ctx, now: Temporal.Now.instant() }, (tx) => tx.q.updateTable('company_pair_search').set({ finished_at: tx.now, ...sum }).where('workspace_id', '=', tx.workspace).execute())
  return sum
}

/** Looks up those named; answers how many pairs are new. */
export async function findPairsOf(ctx: Ctx, ids: Id[]): Promise<number> {
  if (ids.length === 0) return 0
  const pairs = await read(ctx, (r) => pairsOf(r, ids))
  return transact(ctx, (tx) => writePairs(tx, pairs))
}

const told = ({ score, probability, reasons }: Candidate) => ({ score, probability, reasons })

async function pairsOf(r: Reading, ids: Id[]): Promise<FoundPair[]> {
  const own = await r.q.selectFrom('company').select(['id', 'name', 'domain', 'country', 'street', 'zip', 'city', 'phone', 'attributes', 'parent_id']).where('workspace_id', '=', r.workspace).where('merged_into', 'is', null).where('id', '=', anyOf(ids)).execute()
  const sought = own.map((company) => ({ name: company.name, country: company.country, ...placeOf({ ...company, attributes: company.attributes as Record<string, unknown> }), ...(company.domain ? { domain: company.domain } : {}) }))
  const found = (await findCandidates(r, sought, allKeys)).filter((row) => row.id !== own[row.i]?.id)
  const parents = new Map((await r.q.selectFrom('company').select(['id', 'parent_id']).where('workspace_id', '=', r.workspace).where('id', '=', anyOf([...new Set(found.map((row) => row.id))])).execute()).map((row) => [row.id, row.parent_id]))
  const pairs = [...Map.groupBy(found, (row) => row.i)].flatMap(([i, rows]) => {
    const [company, asked] = [own[i]!, sought[i]!]
    const all = rows.map((row) => scored(asked, row))
    // A subsidiary is called like its parent and is another company.
    const others = all.filter((one) => parents.get(one.companyId) !== company.id && company.parent_id !== one.companyId && one.score >= thresholds.maybe)
    return others.sort((a, b) => b.score - a.score).slice(0, mostCandidates).map((one) => ({ companyId: company.id, otherId: one.companyId, ...told(likely(asked, one, rows)) }))
  })
  return pairs.filter((pair, at) => !pairs.slice(0, at).some((other) => other.companyId === pair.otherId && other.otherId === pair.companyId))
}
