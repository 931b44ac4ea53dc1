import { parseId, type Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { compiledOnce } from '../../platform/db/compiled.ts'
import type { Reading } from '../../platform/db/context.ts'
import { nextPromises } from '../promises/index.ts'
import { messagesOf } from './queries.ts'
import { factsOf } from './facts.ts'
import { appealDays, mayAppeal, type ReferralState, type Turn } from './rules.ts'
import { toReferral } from './store.ts'

/** A partner's own introductions, newest first, those older than `before`: what they wrote and how it stands. Companies appear in the partner's words, not in ours. */
export async function ownReferrals(r: Reading, partnerId: Id, { limit, before = newest }: { limit: number; before?: Id | undefined }) {
  const rows = await newestOf(r, { partnerId, limit, before })
  const promises = await nextPromises(r, rows.map((row) => row.id))
  return rows.map((row) => ({
    id: row.id, buyer: row.buyer_text, state: row.state as ReferralState, turn: row.turn as Turn, submittedAt: row.submitted_at, closingReason: row.closing_reason,
    ownerName: row.owner_name, due: promises.get(row.id) ?? null, consent: row.consent as 'given' | 'not_yet',
  }))
}

const newest = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const newestOf = compiledOnce((q, v: { partnerId: Id; limit: number; before: Id }, r) => q
  .selectFrom('referral as f').leftJoin('member as m', (j) => j.onRef('m.workspace_id', '=', 'f.workspace_id').onRef('m.id', '=', 'f.owner_id'))
  .select(['f.id', 'f.buyer_text', 'f.state', 'f.turn', 'f.submitted_at', 'f.closing_reason', 'm.name as owner_name', 'f.consent'])
  .where('f.workspace_id', '=', r.workspace).where('f.partner_id', '=', v.partnerId).where('f.id', '<', v.before)
  .orderBy('f.id', 'desc').limit(v.limit))

/** Of those of a partner's own introductions that are asked for: the buyer, in the partner's words. */
export async function ownBuyers(r: Reading, partnerId: Id, ids: Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const rows = await r.q.selectFrom('referral').select(['id', 'buyer_text']).where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).where('id', '=', anyOf(ids)).execute()
  return new Map(rows.map((row) => [row.id, row.buyer_text]))
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
    mayAppealUntil: referral.closedAt && mayAppeal(await factsOf(r, referral)).allowed ? referral.closedAt.add({ hours: appealDays * 24 }) : null,
  }
}
