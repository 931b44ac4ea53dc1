import { parseId, type Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { nextPromises } from '../promises/index.ts'
import { messagesOf } from './queries.ts'
import type { ReferralState, Turn } from './rules.ts'
import { toReferral } from './store.ts'

/** A partner's own introductions, newest first: what they wrote and how it stands. Companies appear in the partner's words, not in ours. */
export async function ownReferrals(r: Reading, partnerId: Id, limit: number) {
  const rows = await r.q
    .selectFrom('referral')
    .select(['id', 'buyer_text', 'state', 'turn', 'submitted_at', 'closing_reason', 'closed_at', 'owner_id', 'contacted_at', 'consent'])
    .where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  const [promises, owners] = await Promise.all([nextPromises(r, rows.map((row) => row.id)), memberNames(r, rows.map((row) => row.owner_id))])
  return rows.map((row) => ({
    id: row.id, buyer: row.buyer_text, state: row.state as ReferralState, turn: row.turn as Turn, submittedAt: row.submitted_at, closingReason: row.closing_reason,
    ownerName: row.owner_id ? (owners.get(row.owner_id) ?? null) : null, due: promises.get(row.id) ?? null, consent: row.consent as 'given' | 'not_yet',
  }))
}

/** One of a partner's own introductions with its thread and history; of anybody else's it says that there is none. */
export async function ownReferral(r: Reading, partnerId: Id, shownId: string) {
  const id = parseId('referral', shownId)
  const row = id && (await r.q.selectFrom('referral').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).where('partner_id', '=', partnerId).executeTakeFirst())
  if (!row) throw notFound('introduction')
  const referral = toReferral(row)
  const [decisions, owner, messages, promises] = await Promise.all([
    r.q.selectFrom('referral_decision').select(['kind', 'decided_at']).where('workspace_id', '=', r.workspace).where('referral_id', '=', referral.id).orderBy('id').execute(),
    referral.ownerId ? r.q.selectFrom('member').select(['name', 'email']).where('workspace_id', '=', r.workspace).where('id', '=', referral.ownerId).executeTakeFirst() : undefined,
    messagesOf(r, referral.id), nextPromises(r, [referral.id]),
  ])
  return {
    referral, decisions, owner, messages, due: promises.get(referral.id) ?? null,
    ownerName: owner?.name ?? null,
  }
}
