import { newId, type Id } from '../../kernel/ids.ts'
import { quarterDays } from '../../kernel/quarter.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { partnerById } from '../partners/index.ts'
import { reviewOpened } from './events.ts'
import { decideOpening } from './rules.ts'
import { memberOf } from './store.ts'

/**
 * Opens the review of a partner and quarter, "2026-Q3". Where there is one already, whoever asks is led to it, also when two ask at once.
 * Refuses a quarter that has not begun, and a candidate.
 */
export async function openReview(ctx: Ctx, { partnerId, quarter }: { partnerId: Id; quarter: string }): Promise<{ id: Id; isNew: boolean }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const partner = await partnerById(tx, partnerId)
    const refusal = decideOpening({ partnerState: partner.state, quarter, today: await todayOf(tx) })
    if (refusal) throw refusal
    const id = newId(tx.now.epochMilliseconds)
    const written = await tx.q
      .insertInto('review')
      .values({ workspace_id: tx.workspace, id, partner_id: partnerId, quarter_from: quarterDays(quarter).from, state: 'open', opened_at: tx.now, opened_by: memberOf(tx) })
      .onConflict((c) => c.columns(['workspace_id', 'partner_id', 'quarter_from']).doNothing())
      .executeTakeFirst()
    if (written.numInsertedOrUpdatedRows !== 1n) {
      const there = await tx.q.selectFrom('review').select('id').where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).where('quarter_from', '=', quarterDays(quarter).from).executeTakeFirstOrThrow()
      return { id: there.id, isNew: false }
    }
    await record(tx, reviewOpened({ id, partnerId, quarter }))
    return { id, isNew: true }
  })
}
