import { sql } from 'kysely'
import { parseId, showId } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { anyOfTexts } from '../../platform/db/any-of.ts'
import type { Fact } from '../program/index.ts'
import { ofPartner } from './fact-topics.ts'

/** Facts newest first; `after` is the shown id of the last one seen. Those of a partner, of a kind, of one id, or all. */
export async function factsPage(r: Reading, filter: { partner?: string | undefined; kind?: string | undefined; id?: string | undefined; limit: number; after?: string | undefined }) {
  const before = filter.after === undefined ? undefined : parseId('fact', filter.after)
  const rows = await r.q
    .selectFrom('plan_fact as f').select(['f.id', 'f.body', 'f.recorded_at'])
    .where('f.workspace_id', '=', r.workspace)
    .$if(filter.kind !== undefined, (q) => q.where('f.kind', '=', filter.kind ?? ''))
    .$if(filter.id !== undefined, (q) => q.where('f.key', '=', filter.id ?? ''))
    .$if(before !== undefined, (q) => q.where('f.id', '<', before ?? ''))
    .$if(filter.partner !== undefined, (q) => q.where((w) => w.exists(w.selectFrom('plan_fact_topic as t').select(sql`1`.as('one'))
      .whereRef('t.workspace_id', '=', 'f.workspace_id').whereRef('t.fact_id', '=', 'f.id').where('t.topic', '=', ofPartner(filter.partner ?? '')))))
    .orderBy('f.id', 'desc').limit(filter.limit + 1)
    .execute()
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return { items: page.map((row) => ({ fact: row.body as Fact, recordedAt: row.recorded_at })), next: rows.length > page.length && last ? showId('fact', last.id) : null }
}

/** What is in the tray and open, oldest first. */
export async function trayPage(r: Reading, filter: { waits?: boolean | undefined; limit: number; after?: string | undefined }) {
  const after = filter.after === undefined ? undefined : parseId('trayed', filter.after)
  const open = r.q.selectFrom('fact_tray').where('workspace_id', '=', r.workspace).where('closed_at', 'is', null)
    .$if(filter.waits !== undefined, (q) => q.where('code', filter.waits ? '=' : '!=', 'waits'))
  const rows = await open.selectAll().$if(after !== undefined, (q) => q.where('id', '>', after ?? '')).orderBy('id').limit(filter.limit + 1).execute()
  const bodies = rows.filter((row) => row.code === 'waits').map((row) => row.key)
  const told = bodies.length === 0 ? [] : await r.q.selectFrom('plan_fact').select(['key', 'body']).where('workspace_id', '=', r.workspace).where('key', '=', anyOfTexts(bodies)).execute()
  const byKey = new Map(told.map((row) => [row.key, row.body]))
  const { n } = await open.select(sql<bigint>`count(*)`.as('n')).executeTakeFirstOrThrow()
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  const alike = await countedByWhy(r, page.flatMap((row) => (row.code === 'refused' ? [row.why] : [])))
  return {
    items: page.map((row) => ({ id: row.id, key: row.key, alike: Math.max(0, (alike.get(row.why) ?? 0) - 1), fact: byKey.get(row.key) ?? row.body, why: row.why, waits: row.code === 'waits', partnerId: row.partner_id, openedAt: row.opened_at })),
    next: rows.length > page.length && last ? showId('trayed', last.id) : null, total: Number(n),
  }
}

/** How many facts were not taken for each of these reasons, of those that are in the tray. */
async function countedByWhy(r: Reading, reasons: string[]): Promise<Map<string, number>> {
  if (reasons.length === 0) return new Map()
  const rows = await r.q.selectFrom('fact_tray').select(['why', sql<bigint>`count(*)`.as('n')]).where('workspace_id', '=', r.workspace).where('closed_at', 'is', null).where('code', '=', 'refused').where('why', '=', anyOfTexts(reasons)).groupBy('why').execute()
  return new Map(rows.map((row) => [row.why, Number(row.n)]))
}
