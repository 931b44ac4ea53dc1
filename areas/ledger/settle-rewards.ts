// Guards L8 for rewards: points, credits and what customers get are what is due less what is booked, apart from money.
import { sql } from 'kysely'
import { newId, parseId, type Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { together } from '../../platform/db/together.ts'
import { send } from '../../platform/db/transact.ts'
import { recordAll } from '../../platform/events/record.ts'
import { clauseOfReward, type PlanSpan, type SellerDue, type SellerReward } from '../program/index.ts'
import { differenceOf, type Difference, type DueNow, type Standing } from './difference.ts'
import { rewardBooked } from './events.ts'

/** points: a named unit. credit: an amount in the plan's currency that is not paid out. gift: what a customer gets. */
export const rewardKinds = ['points', 'credit', 'gift'] as const
export type RewardKind = (typeof rewardKinds)[number]
/** Whether a line gives, takes what was used, or takes what lapsed. */
export const rewardMoves = ['earned', 'used', 'lapsed'] as const
export type RewardMove = (typeof rewardMoves)[number]
/** `account` is the customer's, null where it is the partner's own; `unit` what it is called. Its `currency` is what it is counted in. */
type About = { account: string | null; kind: RewardKind; unit: string; move: RewardMove }
export type RewardStanding = Standing & About
export type RewardDue = DueNow & About
export type RewardDifference = Difference & About

const keyOf = (one: { partnerId: Id; itemKey: string; component: string }) => [one.partnerId, one.itemKey, one.component].join('\n')

export const rewardStandingOf = together<Reading, Id, RewardStanding[]>(async (r, sellerIds) => {
  const rows = await r.q
    .selectFrom('reward_line').select(['id', 'seller_id', 'partner_id', 'account', 'item_key', 'component', 'kind', 'unit', 'move', 'counted_in', 'plan_version_id', 'clause', 'earned_on', 'usable_on',
      sql<string>`sum(amount_minor) over w`.as('amount'), sql<string>`sum(usable_minor) over w`.as('usable'), sql<boolean>`row_number() over w_back = 1`.as('is_last')])
    .where('workspace_id', '=', r.workspace).where('seller_id', '=', anyOf(sellerIds))
    .modifyEnd(sql`window w as (partition by seller_id, partner_id, item_key, component), w_back as (partition by seller_id, partner_id, item_key, component order by seq desc, id desc)`)
    .execute()
  const bySeller = Map.groupBy(rows.filter((row) => row.is_last), (row) => row.seller_id)
  return sellerIds.map((id) => (bySeller.get(id) ?? []).map((row) => ({
    partnerId: row.partner_id, itemKey: row.item_key, component: row.component, currency: row.counted_in, amountMinor: BigInt(row.amount), payableMinor: BigInt(row.usable), earnedOn: row.earned_on, payableOn: row.usable_on,
    clause: row.clause, planVersionId: row.plan_version_id, lastLineId: row.id, held: [], hasClawback: false, account: row.account, kind: row.kind as RewardKind, unit: row.unit, move: row.move as RewardMove,
  })))
})

/** What is due in rewards, as the ledger books it. What a customer gets is with the partner who brought it. */
export function rewardsDue(found: SellerDue, spans: PlanSpan[]): RewardDue[] {
  const plans = new Map(spans.map((span) => [span.planVersionId, span.plan]))
  return found.rewards.map((line) => {
    const partnerId = parseId('partner', line.to === 'customer' ? line.seller : line.partner)
    const plan = plans.get(line.planVersionId)
    if (!partnerId || !plan) throw new Error(`nobody to book ${line.component} of ${line.item} for`)
    return {
      partnerId, itemKey: line.item, component: line.component, currency: line.currency, amountMinor: line.amountMinor, payableMinor: line.payableMinor, earnedOn: line.earnedOn, payableOn: line.payableOn, heldUntil: null,
      clause: clauseOfReward(plan, line), planVersionId: line.planVersionId, get working() { return line.working }, account: line.to === 'customer' ? line.partner : null, kind: kindOf(line), unit: line.unit, move: line.move,
    }
  })
}

const kindOf = (line: SellerReward): RewardKind => (line.to === 'customer' ? 'gift' : line.unit === line.currency ? 'points' : 'credit')

export function rewardDifferences(standing: RewardStanding[], due: RewardDue[]): RewardDifference[] {
  const before = new Map(standing.map((one) => [keyOf(one), one]))
  const after = new Map(due.map((one) => [keyOf(one), one]))
  return differenceOf(standing, due).flatMap((one) => {
    // What is taken back is what it was; what is booked is what it is now.
    const about = one.planVersionId === after.get(keyOf(one))?.planVersionId ? after.get(keyOf(one)) : before.get(keyOf(one))
    return about ? [{ ...one, account: about.account, kind: about.kind, unit: about.unit, move: about.move }] : []
  })
}

type Booking = { sellerId: Id; posting: number; today: string; said: { because: Id | null; fact: string | null; why?: string | null }; rewards: RewardDifference[]; isAlone: boolean }
/** Writes the lines with their events. `isAlone` where no money is booked with them, which counts the posting. */
export async function bookRewards(tx: Tx, { sellerId, posting, today, said, rewards, isAlone }: Booking): Promise<void> {
  const rows = rewards.map((one) => ({
    id: newId(tx.now.epochMilliseconds), partner_id: one.partnerId, account: one.account, item_key: one.itemKey, component: one.component, seq: posting * 2 + (one.adjusts === null ? 1 : 0), kind: one.kind, unit: one.unit, move: one.move, counted_in: one.currency,
    amount_minor: one.amountMinor.toString(), usable_minor: one.payableMinor.toString(), plan_version_id: one.planVersionId, clause: one.clause, working: one.working, earned_on: one.earnedOn, usable_on: one.payableOn < today ? today : one.payableOn, adjusts: one.adjusts,
  }))
  send(tx, sql`insert into reward_line (workspace_id, seller_id, booked_on, fact_key, event_id, created_at, id, partner_id, account, item_key, component, seq, kind, unit, move, counted_in, amount_minor, usable_minor, plan_version_id, clause, working, earned_on, usable_on, adjusts)
    select ${tx.workspace}::uuid, ${sellerId}::uuid, ${today}::date, ${said.fact}::text, ${said.because}::uuid, ${tx.now}::timestamptz, id, partner_id, account, item_key, component, seq, kind, unit, move, counted_in, amount_minor, usable_minor, plan_version_id, clause, working, earned_on, usable_on, adjusts
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(
      id uuid, partner_id uuid, account text, item_key text, component text, seq integer, kind text, unit text, move text, counted_in text, amount_minor bigint, usable_minor bigint, plan_version_id uuid, clause text, working jsonb, earned_on date, usable_on date, adjusts uuid)`)
  if (isAlone) await tx.q.updateTable('commission_item').set({ postings: posting }).where('workspace_id', '=', tx.workspace).where('item_id', '=', sellerId).execute()
  await recordAll(tx, rows.map((row) => rewardBooked(row, said.why ?? null)))
}
