import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { listCancelAsked } from './events.ts'
import { endList } from './finish-list.ts'
import { lockList } from './store.ts'

/** Stops the reading of a list; nothing of it is kept. Refuses when it has ended (mapping.list_ended). */
export async function cancelList(ctx: Ctx, id: Id): Promise<void> {
  allow(ctx, 'mapping:write')
  await transact(ctx, async (tx) => {
    const list = await lockList(tx, id)
    if (list.finishedAt) throw refuse('conflict', 'mapping.list_ended', 'This list has been read already; there is nothing left to stop.')
    if (list.cancelAskedAt) return
    await tx.q.updateTable('customer_list').set({ cancel_asked_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await record(tx, listCancelAsked(list))
    if (list.state === 'waiting') await endList(tx, id, 'cancelled', null)
  })
}
