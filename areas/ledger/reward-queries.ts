import { sql } from 'kysely'
import { parseId, showId, type Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { sayAmount } from '../program/index.ts'
import type { RewardKind, RewardMove } from './settle-rewards.ts'

/** A reward line as screens show it. Amounts are minor units of what it is counted in; a named unit has two decimals. */
export type RewardView = {
  id: Id; partnerId: Id; account: string | null; kind: RewardKind; unit: string; move: RewardMove; countedIn: string; amountMinor: bigint; usableMinor: bigint; said: string; component: string; clause: string; working: string[]
  item: string; planVersionId: Id; earnedOn: string; usableOn: string; bookedOn: string; fact: string | null; adjusts: Id | null; createdAt: string
}
export type RewardFilter = { partnerId?: Id | undefined; kind?: RewardKind | undefined; item?: string | undefined; from?: string | undefined; to?: string | undefined; limit: number; after?: string | undefined }

/** Reward lines, newest first, a page at a time. */
export async function rewardsPage(r: Reading, filter: RewardFilter): Promise<{ items: RewardView[]; next: string | null }> {
  const before = filter.after === undefined ? undefined : parseId('reward', filter.after)
  const rows = await r.q
    .selectFrom('reward_line').selectAll().where('workspace_id', '=', r.workspace)
    .$if(filter.partnerId !== undefined, (q) => q.where('partner_id', '=', filter.partnerId ?? ''))
    .$if(filter.kind !== undefined, (q) => q.where('kind', '=', filter.kind ?? ''))
    .$if(filter.item !== undefined, (q) => q.where('item_key', '=', filter.item ?? ''))
    .$if(filter.from !== undefined, (q) => q.where('booked_on', '>=', filter.from ?? ''))
    .$if(filter.to !== undefined, (q) => q.where('booked_on', '<=', filter.to ?? ''))
    .$if(before !== undefined, (q) => q.where('id', '<', before ?? ''))
    .orderBy('id', 'desc').limit(filter.limit + 1).execute()
  const items = rows.slice(0, filter.limit).map((row): RewardView => ({
    id: row.id, partnerId: row.partner_id, account: row.account, kind: row.kind as RewardKind, unit: row.unit, move: row.move as RewardMove, countedIn: row.counted_in, amountMinor: row.amount_minor, usableMinor: row.usable_minor, said: sayReward(row.amount_minor, row.counted_in, row.unit),
    component: row.component, clause: row.clause, working: row.working as string[], item: row.item_key, planVersionId: row.plan_version_id, earnedOn: row.earned_on, usableOn: row.usable_on, bookedOn: row.booked_on, fact: row.fact_key, adjusts: row.adjusts, createdAt: row.created_at.toString(),
  }))
  const last = items.at(-1)
  return { items, next: rows.length > items.length && last ? showId('reward', last.id) : null }
}

/** "1,250 points", "$30.00 of cloud_credit", "$50.00". */
const sayReward = (amountMinor: bigint, countedIn: string, unit: string): string => (unit === countedIn || unit === 'money' ? sayAmount(amountMinor, countedIn) : `${sayAmount(amountMinor, countedIn)} of ${unit}`)

export type RewardSum = { kind: RewardKind; unit: string; countedIn: string; amountMinor: bigint; said: string }

/** What a partner has in rewards, and their customers together as gifts, up to and including a day when given. None that come to nothing. */
export async function rewardSums(r: Reading, partnerId: Id, until?: string): Promise<RewardSum[]> {
  const rows = await r.q
    .selectFrom('reward_line').select(['kind', 'unit', 'counted_in', sql<string>`sum(amount_minor)`.as('amount')])
    .where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).$if(until !== undefined, (q) => q.where('booked_on', '<=', until ?? ''))
    .groupBy(['kind', 'unit', 'counted_in']).having(sql<boolean>`sum(amount_minor) <> 0`).orderBy('kind').orderBy('unit').orderBy('counted_in').execute()
  return rows.map((row) => ({ kind: row.kind as RewardKind, unit: row.unit, countedIn: row.counted_in, amountMinor: BigInt(row.amount), said: sayReward(BigInt(row.amount), row.counted_in, row.unit) }))
}
