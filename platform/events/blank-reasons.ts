import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../db/context.ts'

/** Takes out what people wrote of somebody who was erased; that, when and by whom something happened stays. The database lets it through for nobody else. */
export async function blankReasons(tx: Tx, partnerId: Id): Promise<void> {
  await tx.q.updateTable('event').set({ why: null }).where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).where('why', 'is not', null).execute()
}
