import { sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { findPartner, lockPartner, type PartnerRow } from '../partners/index.ts'
import type { Stage } from './rules.ts'
import type { SameAs } from './same-as.ts'

export type Source = 'staff' | 'api' | 'file' | 'page'
export type CandidacyRow = {
  partnerId: Id; stage: Stage; stageSince: Temporal.Instant; source: Source; sourceNote: string | null; hypothesisNote: string | null; nextStep: string | null; nextStepOn: string | null
  nextStepBy: Id | null; maybeSameAs: SameAs[]; createdAt: Temporal.Instant
}

export async function findCandidacy(r: Reading, partnerId: Id): Promise<CandidacyRow | undefined> {
  const row = await r.q.selectFrom('candidacy').selectAll().where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).executeTakeFirst()
  return row && {
    partnerId: row.partner_id, stage: row.stage as Stage, stageSince: row.stage_since, source: row.source as Source, sourceNote: row.source_note, hypothesisNote: row.hypothesis_note, nextStep: row.next_step,
    nextStepOn: row.next_step_on, nextStepBy: row.next_step_by, maybeSameAs: row.maybe_same_as as SameAs[], createdAt: row.created_at,
  }
}

export type Candidate = CandidacyRow & { partner: PartnerRow }

/** Partner and candidacy. A partner that was a candidate before there was a board stands at its beginning; one that never was is not found. */
export async function candidateById(r: Reading, partnerId: Id): Promise<Candidate> {
  const partner = await findPartner(r, partnerId)
  const row = partner && ((await findCandidacy(r, partnerId)) ?? (partner.state === 'candidate' ? beginning(partner) : undefined))
  if (!partner || !row) throw notFound('candidate')
  return { ...row, partner }
}

const beginning = (partner: PartnerRow): CandidacyRow => {
  const since = Temporal.PlainDate.from(partner.startedOn).toZonedDateTime(partner.timeZone).toInstant()
  return { partnerId: partner.id, stage: 'identified', stageSince: since, source: 'staff', sourceNote: null, hypothesisNote: null, nextStep: null, nextStepOn: null, nextStepBy: null, maybeSameAs: [], createdAt: since }
}

/** The same, locked, with a row: what is decided about a candidate is decided one at a time. */
export async function lockCandidate(tx: Tx, partnerId: Id): Promise<Candidate> {
  await lockPartner(tx, partnerId)
  const candidate = await candidateById(tx, partnerId)
  await writeCandidacy(tx, candidate)
  return candidate
}

export type NewCandidacy = Pick<CandidacyRow, 'partnerId' | 'stage' | 'stageSince' | 'source' | 'sourceNote' | 'hypothesisNote' | 'maybeSameAs' | 'createdAt'> & { sourceKey?: string | null }

/** Written once; where there is a row it stays as it is. */
export async function writeCandidacy(tx: Tx, row: NewCandidacy): Promise<void> {
  await tx.q
    .insertInto('candidacy')
    .values({
      workspace_id: tx.workspace, partner_id: row.partnerId, stage: row.stage, stage_since: row.stageSince, source: row.source, source_key: row.sourceKey ?? null, source_note: row.sourceNote, hypothesis_note: row.hypothesisNote,
      maybe_same_as: JSON.stringify(row.maybeSameAs), created_at: row.createdAt,
    })
    .onConflict((c) => c.columns(['workspace_id', 'partner_id']).doNothing())
    .execute()
}

/** Which of these came already. */
export async function knownSourceKeys(r: Reading, keys: string[]): Promise<Set<string>> {
  const rows = await r.q.selectFrom('candidacy').select('source_key').where('workspace_id', '=', r.workspace).where(sql<boolean>`source_key = any(${keys}::text[])`).execute()
  return new Set(rows.flatMap((row) => row.source_key ?? []))
}

/** Puts a candidacy at a stage and writes the move: who, when, why. */
export async function writeMove(tx: Tx, partnerId: Id, move: { from: Stage; to: Stage; why: string | null }): Promise<void> {
  await tx.q.updateTable('candidacy').set({ stage: move.to, stage_since: tx.now }).where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).execute()
  await tx.q
    .insertInto('candidacy_move')
    .values({
      workspace_id: tx.workspace, id: newId(tx.now.epochMilliseconds), partner_id: partnerId, from_stage: move.from, to_stage: move.to, why: move.why, moved_at: tx.now,
      moved_by: tx.actor.kind === 'member' ? tx.actor.id : null,
    })
    .execute()
}
