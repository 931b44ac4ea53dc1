import { sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { paging } from '../../platform/db/paging.ts'
import { record } from '../../platform/events/record.ts'
import type { Evidence } from './rules.ts'

export type ConflictKind = 'partner_partner' | 'direct_partner'
export type ConflictRow = {
  id: Id; kind: ConflictKind; companyId: Id; referralId: Id; partnerId: Id; rivalClaimId: Id | null; opportunityId: Id | null; evidence: Evidence
  openedAt: Temporal.Instant; decidedAt: Temporal.Instant | null; decidedBy: Id | null; outcome: 'credited' | 'not_credited' | null; why: string | null
  /** The case whose decision the partner asks us to look at again. */
  appealOf: Id | null
}

/** Opens a case: two claims on one buyer. The evidence is kept as it was when it was noticed. */
export async function openConflict(tx: Tx, conflict: Pick<ConflictRow, 'kind' | 'companyId' | 'referralId' | 'partnerId' | 'rivalClaimId' | 'opportunityId' | 'evidence'> & { appealOf?: Id | null }): Promise<Id> {
  const id = newId(tx.now.epochMilliseconds)
  await tx.q
    .insertInto('conflict')
    .values({
      workspace_id: tx.workspace, id, kind: conflict.kind, company_id: conflict.companyId, referral_id: conflict.referralId, partner_id: conflict.partnerId,
      rival_claim_id: conflict.rivalClaimId, opportunity_id: conflict.opportunityId, evidence: JSON.stringify(conflict.evidence), opened_at: tx.now, appeal_of: conflict.appealOf ?? null,
    })
    .execute()
  await record(tx, { type: 'conflict.opened', subject: { noun: 'conflict', id }, partnerId: conflict.partnerId, companyId: conflict.companyId, payload: { kind: conflict.kind, referralId: conflict.referralId, ...(conflict.appealOf ? { appealOf: conflict.appealOf } : {}) } })
  return id
}

/** Writes the decision on a locked conflict. */
export async function closeConflict(tx: Tx, conflict: ConflictRow, outcome: 'credited' | 'not_credited', why: string): Promise<void> {
  await tx.q
    .updateTable('conflict')
    .set({ decided_at: tx.now, decided_by: 'id' in tx.actor ? tx.actor.id : null, outcome, why })
    .where('workspace_id', '=', tx.workspace).where('id', '=', conflict.id).where('decided_at', 'is', null)
    .execute()
  await record(tx, { type: 'conflict.decided', subject: { noun: 'conflict', id: conflict.id }, partnerId: conflict.partnerId, companyId: conflict.companyId, why, payload: { outcome, referralId: conflict.referralId } })
}

export async function conflictOf(r: Reading, referralId: Id): Promise<ConflictRow | undefined> {
  const row = await r.q.selectFrom('conflict').selectAll().where('workspace_id', '=', r.workspace).where('referral_id', '=', referralId).orderBy('id', 'desc').executeTakeFirst()
  return row && toConflict(row)
}

/** Every case of these introductions, the first one first: an appeal is one of its own. */
export async function conflictsOf(r: Reading, referralIds: Id[]): Promise<Pick<ConflictRow, 'id' | 'referralId' | 'kind'>[]> {
  const rows = await r.q.selectFrom('conflict').select(['id', 'referral_id', 'kind']).where('workspace_id', '=', r.workspace).where('referral_id', '=', anyOf(referralIds)).orderBy('id').execute()
  return rows.map((row) => ({ id: row.id, referralId: row.referral_id, kind: row.kind as ConflictRow['kind'] }))
}

export async function conflictById(r: Reading, id: Id): Promise<ConflictRow> {
  const row = await r.q.selectFrom('conflict').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('conflict')
  return toConflict(row)
}

/** The conflict, locked for decision. */
export async function lockConflict(tx: Tx, id: Id): Promise<ConflictRow> {
  const row = await tx.q.selectFrom('conflict').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound('conflict')
  return toConflict(row)
}

/** Cases, undecided first, oldest first. */
export async function conflictList(r: Reading, filter: { open: boolean; limit: number; after?: string | undefined }) {
  const { offset, next } = paging('conflict', { ...filter, byPlace: true })
  const rows = await r.q
    .selectFrom('conflict as c')
    .innerJoin('partner', (j) => j.onRef('partner.workspace_id', '=', 'c.workspace_id').onRef('partner.id', '=', 'c.partner_id'))
    .innerJoin('company', (j) => j.onRef('company.workspace_id', '=', 'c.workspace_id').onRef('company.id', '=', 'c.company_id'))
    .select(['c.id', 'c.kind', 'c.company_id', 'company.name as company_name', 'c.partner_id', 'partner.name as partner_name', 'c.referral_id', 'c.evidence', 'c.opened_at', 'c.decided_at', 'c.decided_by', 'c.outcome', 'c.why', 'c.appeal_of'])
    .where('c.workspace_id', '=', r.workspace)
    .$if(filter.open, (q) => q.where('c.decided_at', 'is', null))
    .orderBy('c.decided_at', (o) => o.desc().nullsFirst()).orderBy('c.opened_at').orderBy('c.id')
    .limit(filter.limit + 1).offset(offset)
    .execute()
  const { n } = await r.q.selectFrom('conflict').select(sql<number>`count(*)::integer`.as('n')).where('workspace_id', '=', r.workspace).$if(filter.open, (q) => q.where('decided_at', 'is', null)).executeTakeFirstOrThrow()
  return { rows: rows.slice(0, filter.limit), next: next(rows), total: n }
}

type Stored = {
  id: Id; kind: string; company_id: Id; referral_id: Id; partner_id: Id; rival_claim_id: Id | null; opportunity_id: Id | null; evidence: unknown
  opened_at: Temporal.Instant; decided_at: Temporal.Instant | null; decided_by: Id | null; outcome: string | null; why: string | null; appeal_of: Id | null
}
function toConflict(row: Stored): ConflictRow {
  return {
    id: row.id, kind: row.kind as ConflictKind, companyId: row.company_id, referralId: row.referral_id, partnerId: row.partner_id, rivalClaimId: row.rival_claim_id,
    opportunityId: row.opportunity_id, evidence: row.evidence as Evidence, openedAt: row.opened_at, decidedAt: row.decided_at, decidedBy: row.decided_by, appealOf: row.appeal_of, outcome: row.outcome as ConflictRow['outcome'], why: row.why,
  }
}
