import type { Id } from '../../kernel/ids.ts'
import { notFound, refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { listSharingChanged } from './events.ts'
import { mixFor } from './mix-rules.ts'
import { mixesOf, writeMix } from './mix-store.ts'
import { isNarrower, mayNarrow, type Sharing } from './rules.ts'
import { lockList, removeRows } from './store.ts'

/**
 * Less is shared from now on, and what is not shared any more is removed. Only the partner opens what was hidden. Refuses (mapping.not_narrower)
 * what would show more than was agreed: that takes a new list.
 */
export async function narrowSharing(ctx: Ctx, id: Id, to: Sharing, why: string | null): Promise<{ removed: number }> {
  allow(ctx, 'mapping:write')
  return transact(ctx, async (tx) => {
    const list = await lockList(tx, id)
    const byPartner = tx.actor.kind === 'partner'
    if (tx.actor.kind === 'partner' && tx.actor.partnerId !== list.partnerId) throw notFound('customer list')
    if (list.sharing === to) return { removed: 0 }
    const may = byPartner && list.sharing === 'hidden' && list.state === 'ready' ? { allowed: true as const } : mayNarrow(list)
    if (!may.allowed) throw refuse('conflict', 'mapping.not_in_use', may.why)
    if (!isNarrower(list.sharing, to) && !(byPartner && list.sharing === 'hidden')) throw refuse('conflict', 'mapping.not_narrower', 'This would show more than was agreed. The partner gives a new list for that.')
    const cells = (await mixesOf(tx, [id])).get(id) ?? []
    const gone = to === 'counts' ? await removeRows(tx, id) : to === 'overlap' ? await removeRows(tx, id, { unknown: true }) : { rows: 0, problems: 0 }
    if (cells.length > 0) await writeMix(tx, id, mixFor(to, cells))
    await tx.q.updateTable('customer_list').set({ sharing: to, ...(to === 'all' || to === 'overlap' ? {} : { changes: null }) }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    const removed = gone.rows + gone.problems
    await record(tx, listSharingChanged(list, { from: list.sharing, to, removed }, why))
    return { removed }
  })
}
