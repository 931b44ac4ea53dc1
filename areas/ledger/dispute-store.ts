import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { DisputeOutcome, DisputeReason, DisputeState } from './dispute-rules.ts'

export type DisputeRow = {
  id: Id; partnerId: Id; lineId: Id; contactId: Id | null; state: DisputeState; reason: DisputeReason; body: string; evidence: string | null; sourceKey: string; openedAt: Temporal.Instant
  answer: string | null; answeredAt: Temporal.Instant | null; answeredBy: Id | null; outcome: DisputeOutcome | null; settledWhy: string | null; settledAt: Temporal.Instant | null; settledBy: Id | null; factKey: string | null
}

/** The dispute, held until the transaction ends; a partner's contact finds only their own. */
export async function lockDispute(tx: Tx, id: Id): Promise<DisputeRow> {
  const row = await tx.q.selectFrom('dispute').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row || (tx.actor.kind === 'partner' && row.partner_id !== tx.actor.partnerId)) throw notFound('dispute')
  return toDispute(row)
}

export async function disputeById(r: Reading, id: Id): Promise<DisputeRow> {
  const row = await r.q.selectFrom('dispute').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('dispute')
  return toDispute(row)
}

/** The newest dispute about each of these lines. */
export async function lastDisputes(r: Reading, lineIds: Id[]): Promise<Map<Id, DisputeRow>> {
  const rows = await r.q
    .selectFrom('dispute').selectAll().distinctOn('commission_line_id').where('workspace_id', '=', r.workspace).where('commission_line_id', '=', anyOf(lineIds))
    .orderBy('commission_line_id').orderBy('id', 'desc').execute()
  return new Map(rows.map((row) => [row.commission_line_id, toDispute(row)]))
}

export type DisputeFilter = { state?: DisputeState | undefined; partnerId?: Id | undefined; limit: number; after?: string | undefined }

/** Disputes, the newest first. */
export async function disputesPage(r: Reading, filter: DisputeFilter): Promise<{ items: DisputeRow[]; next: string | null }> {
  const before = filter.after === undefined ? undefined : parseId('dispute', filter.after)
  const rows = await r.q
    .selectFrom('dispute').selectAll().where('workspace_id', '=', r.workspace)
    .$if(filter.state !== undefined, (q) => q.where('state', '=', filter.state ?? ''))
    .$if(filter.partnerId !== undefined, (q) => q.where('partner_id', '=', filter.partnerId ?? ''))
    .$if(before !== undefined, (q) => q.where('id', '<', before ?? ''))
    .orderBy('id', 'desc').limit(filter.limit + 1).execute()
  const items = rows.slice(0, filter.limit).map(toDispute)
  const last = items.at(-1)
  return { items, next: rows.length > items.length && last ? showId('dispute', last.id) : null }
}

type Stored = {
  id: Id; partner_id: Id; commission_line_id: Id; contact_id: Id | null; state: string; reason: string; body: string; evidence: string | null; source_key: string; opened_at: Temporal.Instant; answer: string | null
  answered_at: Temporal.Instant | null; answered_by: Id | null; outcome: string | null; settled_why: string | null; settled_at: Temporal.Instant | null; settled_by: Id | null; fact_key: string | null
}
const toDispute = (row: Stored): DisputeRow => ({
  id: row.id, partnerId: row.partner_id, lineId: row.commission_line_id, contactId: row.contact_id, state: row.state as DisputeState, reason: row.reason as DisputeReason, body: row.body, evidence: row.evidence,
  sourceKey: row.source_key, openedAt: row.opened_at, answer: row.answer, answeredAt: row.answered_at, answeredBy: row.answered_by, outcome: row.outcome as DisputeOutcome | null, settledWhy: row.settled_why,
  settledAt: row.settled_at, settledBy: row.settled_by, factKey: row.fact_key,
})
