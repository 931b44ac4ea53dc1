import { sql } from 'kysely'
import type { Eraser } from '../partners/index.ts'

/** What runs ends without praise or blame; what was kept or broken counts on, and to whom it was made is not known any more. */
export const promisesEraser: Eraser = {
  name: 'promises',
  erase: async (tx, partnerId) => {
    await tx.q.updateTable('promise').set({ settled_at: tx.now, outcome: sql<string>`case when due_at >= ${tx.now} then 'void' else 'broken' end` })
      .where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).where('settled_at', 'is', null).execute()
    await tx.q.updateTable('promise').set({ partner_id: null }).where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).execute()
  },
}
