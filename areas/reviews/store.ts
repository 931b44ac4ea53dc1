import { quarterOf } from '../../kernel/quarter.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { Numbers } from './numbers.ts'
import type { ActionState, Conclusion, ReviewState } from './rules.ts'

export type ReviewRow = { id: Id; partnerId: Id; firstDay: string; quarter: string; state: ReviewState; openedAt: Temporal.Instant; openedBy: Id | null; held: Held | null }
export type Held = { on: string; at: Temporal.Instant; by: Id | null; attendees: string; conclusion: Conclusion; why: string; numbers: Numbers; hypothesisId: Id | null }
export type ActionRow = {
  id: Id; reviewId: Id; n: number; words: string; ownerId: Id | null; ownerWords: string | null; dueOn: string; state: ActionState; settledAt: Temporal.Instant | null; settledBy: Id | null; settledWhy: string | null
}
export type NoteRow = { version: number; notes: string; why: string | null; at: Temporal.Instant; by: Id | null }

export async function reviewById(r: Reading, id: Id): Promise<ReviewRow> {
  const row = await r.q.selectFrom('review').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('review')
  return toReview(row)
}

/** The review, locked: notes, actions and the end of it come one at a time. */
export async function lockReview(tx: Tx, id: Id): Promise<ReviewRow> {
  const row = await tx.q.selectFrom('review').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound('review')
  return toReview(row)
}

/** The actions of these reviews, in their order. */
export async function actionsOf(r: Reading, reviewIds: Id[]): Promise<ActionRow[]> {
  const rows = await r.q.selectFrom('review_action').selectAll().where('workspace_id', '=', r.workspace).where('review_id', '=', anyOf(reviewIds)).orderBy('review_id').orderBy('n').execute()
  return rows.map(toAction)
}

export async function actionById(r: Reading, id: Id): Promise<ActionRow> {
  const row = await r.q.selectFrom('review_action').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('action')
  return toAction(row)
}

/** The action, locked, with its review. */
export async function lockAction(tx: Tx, id: Id): Promise<{ action: ActionRow; review: ReviewRow }> {
  const row = await tx.q.selectFrom('review_action').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound('action')
  return { action: toAction(row), review: await reviewById(tx, row.review_id) }
}

/** Every version of the notes, newest first: that one is in force. */
export async function notesOf(r: Reading, reviewId: Id): Promise<NoteRow[]> {
  const rows = await r.q.selectFrom('review_note').selectAll().where('workspace_id', '=', r.workspace).where('review_id', '=', reviewId).orderBy('version', 'desc').execute()
  return rows.map((row) => ({ version: row.version, notes: row.notes, why: row.why, at: row.written_at, by: row.written_by }))
}

/** Who did it, where a member did. */
export const memberOf = (tx: Tx): Id | null => (tx.actor.kind === 'member' ? tx.actor.id : null)

type StoredReview = {
  id: Id; partner_id: Id; quarter_from: string; state: string; opened_at: Temporal.Instant; opened_by: Id | null; held_on: string | null; held_at: Temporal.Instant | null; held_by: Id | null; attendees: string | null
  conclusion: string | null; why: string | null; numbers: unknown; hypothesis_id: Id | null
}
function toReview(row: StoredReview): ReviewRow {
  const held = row.held_on === null || row.held_at === null ? null : {
    on: row.held_on, at: row.held_at, by: row.held_by, attendees: row.attendees ?? '', conclusion: row.conclusion as Conclusion, why: row.why ?? '', numbers: row.numbers as Numbers, hypothesisId: row.hypothesis_id,
  }
  return { id: row.id, partnerId: row.partner_id, firstDay: row.quarter_from, quarter: quarterOf(row.quarter_from), state: row.state as ReviewState, openedAt: row.opened_at, openedBy: row.opened_by, held }
}

type StoredAction = { id: Id; review_id: Id; n: number; words: string; owner_id: Id | null; owner_words: string | null; due_on: string; state: string; settled_at: Temporal.Instant | null; settled_by: Id | null; settled_why: string | null }
const toAction = (row: StoredAction): ActionRow => ({
  id: row.id, reviewId: row.review_id, n: row.n, words: row.words, ownerId: row.owner_id, ownerWords: row.owner_words, dueOn: row.due_on, state: row.state as ActionState, settledAt: row.settled_at, settledBy: row.settled_by,
  settledWhy: row.settled_why,
})
