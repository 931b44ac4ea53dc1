import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { Membership } from './membership-rules.ts'
import type { Predictions } from './predictions.ts'
import type { HypothesisState, HypothesisType } from './rules.ts'

export type HypothesisRow = {
  id: Id; type: HypothesisType; segment: string; state: HypothesisState; bestPlaced: string; whyRecommend: string; gainFinancial: string; gainStrategic: string; gainReputational: string
  reviewOn: string; ownerId: Id
  /** The first day of its test, and the first that is no longer part of it. */
  testingFrom: string | null; testedUntil: string | null
  createdAt: Temporal.Instant
}

export async function hypothesisById(r: Reading, id: Id): Promise<HypothesisRow> {
  const row = await r.q.selectFrom('hypothesis').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('hypothesis')
  return toHypothesis(row)
}

/** The hypothesis, locked: what is decided about it is decided one at a time. */
export async function lockHypothesis(tx: Tx, id: Id): Promise<HypothesisRow> {
  const row = await tx.q.selectFrom('hypothesis').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound('hypothesis')
  return toHypothesis(row)
}

export type PredictionVersion = { version: number; predictions: Predictions; why: string | null; writtenAt: Temporal.Instant; writtenBy: Id | null }
/** Every version of what was predicted, newest first: that one is in force. */
export async function predictionsOf(r: Reading, id: Id): Promise<PredictionVersion[]> {
  const rows = await r.q.selectFrom('hypothesis_prediction').selectAll().where('workspace_id', '=', r.workspace).where('hypothesis_id', '=', id).orderBy('version', 'desc').execute()
  return rows.map((row) => ({ version: row.version, predictions: row.predictions as Predictions, why: row.why, writtenAt: row.written_at, writtenBy: row.written_by }))
}

export async function writePredictions(tx: Tx, id: Id, version: number, predictions: Predictions, why: string | null): Promise<void> {
  await tx.q
    .insertInto('hypothesis_prediction')
    .values({ workspace_id: tx.workspace, hypothesis_id: id, version, predictions: JSON.stringify(predictions), why, written_at: tx.now, written_by: memberOf(tx) })
    .execute()
}

/** Who did it, where a member did. */
export const memberOf = (tx: Tx): Id | null => (tx.actor.kind === 'member' ? tx.actor.id : null)

/** Until the transaction ends nobody else begins a test here, so that two types beside a third are never counted as free by both. */
export async function lockTesting(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hypotheses.testing ${tx.workspace}`}, 0))`.execute(tx.q)
}

/** Until the transaction ends nobody else takes a segment for this partner type, by writing a hypothesis or by renaming one. */
export async function lockSegments(tx: Tx, type: HypothesisType): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hypotheses.segment ${tx.workspace} ${type}`}, 0))`.execute(tx.q)
}

/** Until the transaction ends nobody else says which hypothesis this partner belongs to. */
export async function lockMembership(tx: Tx, partnerId: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hypotheses.partner ${tx.workspace} ${partnerId}`}, 0))`.execute(tx.q)
}

/** What holds of a partner, earliest first. */
export async function membershipsOf(r: Reading, partnerId: Id): Promise<Membership[]> {
  const rows = await r.q
    .selectFrom('hypothesis_partner').select(['id', 'hypothesis_id', 'starts_on', 'ends_on', 'why'])
    .where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).where('replaced_at', 'is', null).orderBy('starts_on')
    .execute()
  return rows.map((row) => ({ id: row.id, hypothesisId: row.hypothesis_id, startsOn: row.starts_on, endsOn: row.ends_on, why: row.why }))
}

type Stored = {
  id: Id; partner_type: string; segment: string; state: string; best_placed: string; why_recommend: string; gain_financial: string; gain_strategic: string; gain_reputational: string
  review_on: string; owner_id: Id; testing_from: string | null; tested_until: string | null; created_at: Temporal.Instant
}
export function toHypothesis(row: Stored): HypothesisRow {
  return {
    id: row.id, type: row.partner_type as HypothesisType, segment: row.segment, state: row.state as HypothesisState, bestPlaced: row.best_placed, whyRecommend: row.why_recommend, gainFinancial: row.gain_financial,
    gainStrategic: row.gain_strategic, gainReputational: row.gain_reputational, reviewOn: row.review_on, ownerId: row.owner_id, testingFrom: row.testing_from, testedUntil: row.tested_until, createdAt: row.created_at,
  }
}
