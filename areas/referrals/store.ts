import { newId, type Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { Grade, ReferralState, Turn } from './rules.ts'

export type ReferralRow = {
  id: Id; partnerId: Id; contactId: Id | null; companyId: Id; state: ReferralState; turn: Turn; buyerText: string; personName: string; personReach: string
  reason: string; consent: 'given' | 'not_yet'; source: string; ownerId: Id | null; submittedAt: Temporal.Instant; answeredAt: Temporal.Instant | null
  qualifiedAt: Temporal.Instant | null; qualifiedGrade: Grade | null; closedAt: Temporal.Instant | null; closingReason: string | null; opportunityId: Id | null
  maybeSameAs: { companyId: Id; name: string; score: number; probability?: number | undefined; reasons: string[] }[]
  contactedAt: Temporal.Instant | null; metAt: Temporal.Instant | null; opportunityAt: Temporal.Instant | null
}

export async function referralById(r: Reading, id: Id): Promise<ReferralRow> {
  const row = await r.q.selectFrom('referral').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('introduction')
  return toReferral(row)
}

/** Whether an introduction of this company by this partner, other than this one, is under way: there can be one. */
export async function isUnderWay(r: Reading, of: { partnerId: Id; companyId: Id; except: Id }): Promise<boolean> {
  const row = await r.q.selectFrom('referral').select('id').where('workspace_id', '=', r.workspace).where('partner_id', '=', of.partnerId).where('company_id', '=', of.companyId)
    .where('id', '<>', of.except).where('state', 'not in', ['won', 'lost', 'declined']).executeTakeFirst()
  return row !== undefined
}

/** Whether the partner asked already that it is looked at again. */
export async function isAppealed(r: Reading, id: Id): Promise<boolean> {
  return (await r.q.selectFrom('referral_decision').select('id').where('workspace_id', '=', r.workspace).where('referral_id', '=', id).where('kind', '=', 'appealed').executeTakeFirst()) !== undefined
}

/** The referral, locked: what is decided about it is decided one at a time. */
export async function lockReferral(tx: Tx, id: Id): Promise<ReferralRow> {
  const row = await tx.q.selectFrom('referral').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound('introduction')
  return toReferral(row)
}

export type ReferralChange = Partial<{
  state: ReferralState; turn: Turn; owner_id: Id; company_id: Id; consent: 'given'; consent_at: Temporal.Instant; answered_at: Temporal.Instant | null; contacted_at: Temporal.Instant
  met_at: Temporal.Instant; qualified_at: Temporal.Instant | null; qualified_grade: Grade | null; opportunity_at: Temporal.Instant | null; opportunity_id: Id | null
  closed_at: Temporal.Instant | null; closing_reason: string | null; maybe_same_as: string
}>

export async function changeReferral(tx: Tx, id: Id, change: ReferralChange): Promise<void> {
  await tx.q.updateTable('referral').set({ ...change, changed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
}

export type DecisionKind = 'accepted' | 'asked' | 'declined' | 'contacted' | 'met' | 'qualified' | 'opportunity' | 'won' | 'lost' | 'reopened' | 'appealed'

/** A human decision is a row with who, when and why. */
export async function writeDecision(tx: Tx, referralId: Id, kind: DecisionKind, why: string | null): Promise<void> {
  await tx.q
    .insertInto('referral_decision')
    .values({ workspace_id: tx.workspace, id: newId(tx.now.epochMilliseconds), referral_id: referralId, kind, decided_by: tx.actor.kind === 'member' ? tx.actor.id : null, decided_at: tx.now, why })
    .execute()
}

export type NewMessage = { referralId: Id; kind: 'question' | 'reply' | 'note' | 'answer'; fromPartner: boolean; authorName: string; body: string; sourceKey?: string | null }

/** Adds to the thread both sides read; with a source key the same words twice are one. Undefined when it was there already. */
export async function writeMessage(tx: Tx, message: NewMessage): Promise<Id | undefined> {
  const id = newId(tx.now.epochMilliseconds)
  const written = await tx.q
    .insertInto('referral_message')
    .values({
      workspace_id: tx.workspace, id, referral_id: message.referralId, kind: message.kind, from_partner: message.fromPartner, author_id: 'id' in tx.actor ? tx.actor.id : null,
      author_name: message.authorName, body: message.body, source_key: message.sourceKey ?? null, created_at: tx.now,
    })
    .onConflict((c) => c.columns(['workspace_id', 'referral_id', 'source_key']).where('source_key', 'is not', null).doNothing())
    .executeTakeFirst()
  return written.numInsertedOrUpdatedRows === 1n ? id : undefined
}

type Stored = {
  id: Id; partner_id: Id; contact_id: Id | null; company_id: Id; state: string; turn: string; buyer_text: string; person_name: string; person_reach: string; reason: string
  consent: string; source: string; owner_id: Id | null; submitted_at: Temporal.Instant; answered_at: Temporal.Instant | null; qualified_at: Temporal.Instant | null
  qualified_grade: string | null; closed_at: Temporal.Instant | null; closing_reason: string | null; opportunity_id: Id | null; maybe_same_as: unknown
  contacted_at: Temporal.Instant | null; met_at: Temporal.Instant | null; opportunity_at: Temporal.Instant | null
}
export function toReferral(row: Stored): ReferralRow {
  return {
    id: row.id, partnerId: row.partner_id, contactId: row.contact_id, companyId: row.company_id, state: row.state as ReferralState, turn: row.turn as Turn,
    buyerText: row.buyer_text, personName: row.person_name, personReach: row.person_reach, reason: row.reason, consent: row.consent as 'given' | 'not_yet', source: row.source,
    ownerId: row.owner_id, submittedAt: row.submitted_at, answeredAt: row.answered_at, qualifiedAt: row.qualified_at, qualifiedGrade: row.qualified_grade as Grade | null,
    closedAt: row.closed_at, closingReason: row.closing_reason, opportunityId: row.opportunity_id, maybeSameAs: row.maybe_same_as as ReferralRow['maybeSameAs'],
    contactedAt: row.contacted_at, metAt: row.met_at, opportunityAt: row.opportunity_at,
  }
}
