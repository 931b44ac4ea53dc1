import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { partnerById } from '../partners/index.ts'
import { payeeHoldReleased } from './events.ts'
import { heldOn, inForce, lockDetails } from './payee-store.ts'

/** Lets money follow an account that was just given before its hold ends, with the reason: whom they called. */
export async function releaseHold(ctx: Ctx, partnerId: Id, why: string): Promise<{ id: Id }> {
  allow(ctx, 'payouts:approve')
  return transact(ctx, async (tx) => {
    await partnerById(tx, partnerId)
    const bank = inForce(await lockDetails(tx, partnerId), partnerId, 'bank')
    if (!bank || heldOn(bank, await todayOf(tx)) === null) throw refuse('conflict', 'payouts.not_on_hold', 'The bank details are not on hold.')
    await tx.q.updateTable('payee_detail').set({ released_at: tx.now, released_by: 'id' in tx.actor ? tx.actor.id : null, released_why: why }).where('workspace_id', '=', tx.workspace).where('id', '=', bank.id).execute()
    await record(tx, payeeHoldReleased(partnerId, { detailId: bank.id }, why))
    return { id: partnerId }
  })
}
