import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { finishBackTest } from './finish-back-test.ts'
import { lockBackTest } from './back-test-store.ts'

/** Stops a back-test after the partners it is at; what is worked out so far is kept. Refuses when it has ended (ledger.back_test_ended). */
export async function cancelBackTest(ctx: Ctx, id: Id): Promise<void> {
  allow(ctx, 'plans:write')
  await transact(ctx, async (tx) => {
    const row = await lockBackTest(tx, id)
    if (row.finishedAt) throw refuse('conflict', 'ledger.back_test_ended', 'This back-test has ended already; there is nothing left to stop.')
    if (row.cancelAskedAt) return
    await tx.q.updateTable('back_test').set({ cancel_asked_at: tx.now, cancel_asked_by: 'id' in tx.actor ? tx.actor.id : null }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await record(tx, { type: 'back_test.cancel_asked', subject: { noun: 'backTest', id } })
    if (row.state === 'waiting') await finishBackTest(tx, id, 'cancelled', null)
  })
}
