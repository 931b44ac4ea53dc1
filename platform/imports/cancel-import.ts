import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../db/context.ts'
import { transact } from '../db/transact.ts'
import { record } from '../events/record.ts'
import { finish } from './run-import.ts'
import { lockImport } from './store.ts'

/** Stops an import after the batch it is at; what was imported stays. Refuses when it has ended (imports.ended). */
export async function cancelImport(ctx: Ctx, id: Id): Promise<{ id: Id }> {
  allow(ctx, 'imports:write')
  return transact(ctx, async (tx) => {
    const row = await lockImport(tx, id)
    if (row.finishedAt) throw refuse('conflict', 'imports.ended', 'This import has ended already; there is nothing left to stop.')
    if (row.cancelAskedAt) return { id }
    await tx.q
      .updateTable('import')
      .set({ cancel_asked_at: tx.now, cancel_asked_by: 'id' in tx.actor ? tx.actor.id : null })
      .where('workspace_id', '=', tx.workspace).where('id', '=', id)
      .execute()
    await record(tx, { type: 'import.cancel_asked', subject: { noun: 'import', id } })
    if (row.state === 'waiting') await finish(tx, id, 'cancelled', null)
    return { id }
  })
}
