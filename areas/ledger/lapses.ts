// What lapses on a day does so on that day: each partner's next one is kept with what was booked, and whoever's has come is settled.
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Ctx, Tx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import type { Expiring, PlanSpan } from '../program/index.ts'
import type { RewardDifference } from './settle-rewards.ts'

/** Whether it has lapsed and is not booked yet, which the next minute does: after a pause, or in a backup that is restored, that of many days. */
export const isLapsing = (one: Pick<RewardDifference, 'move' | 'adjusts'>): boolean => one.adjusts === null && one.move === 'lapsed'

/** Keeps when something of a partner's lapses next. Under plans in which nothing does it asks the database nothing; a day that was kept under an earlier one comes and finds nothing. */
export async function keepNextLapse(tx: Tx, partnerId: Id, spans: PlanSpan[], expiring: Expiring[]): Promise<void> {
  if (!spans.some((span) => span.plan?.expiry)) return
  const [next] = expiring.map((one) => one.on).sort()
  if (next === undefined) await tx.q.deleteFrom('reward_lapse').where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).execute()
  else await tx.q.insertInto('reward_lapse').values({ workspace_id: tx.workspace, partner_id: partnerId, lapses_on: next }).onConflict((c) => c.columns(['workspace_id', 'partner_id']).doUpdateSet({ lapses_on: next })).execute()
}

/** Marks as unsettled whoever has something that lapses by today; settling keeps the next day. In two steps, so that nobody who settles waits in a circle: who is marked twice is settled once. */
export async function markLapsing(ctx: Ctx): Promise<void> {
  const { today, partnerIds } = await read(ctx, async (r) => {
    const day = await todayOf(r)
    const rows = await r.q.selectFrom('reward_lapse').select('partner_id').where('workspace_id', '=', r.workspace).where('lapses_on', '<=', day).orderBy('partner_id').execute()
    return { today: day, partnerIds: rows.map((row) => row.partner_id) }
  })
  if (partnerIds.length === 0) return
  await transact(ctx, (tx) => tx.q.insertInto('unsettled').values(partnerIds.map((partnerId) => ({ workspace_id: tx.workspace, partner_id: partnerId }))).onConflict((c) => c.doNothing()).execute())
  await transact(ctx, (tx) => tx.q
    .deleteFrom('reward_lapse').where('workspace_id', '=', tx.workspace)
    .where('partner_id', 'in', (q) => q.selectFrom('reward_lapse').select('partner_id').where('workspace_id', '=', tx.workspace).where('partner_id', '=', anyOf(partnerIds)).where('lapses_on', '<=', today).forUpdate().skipLocked())
    .execute())
}
