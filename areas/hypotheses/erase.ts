import { sql } from 'kysely'
import type { Eraser } from '../partners/index.ts'

/** Which hypothesis somebody belonged to goes with the one it is about. */
export const hypothesesEraser: Eraser = {
  name: 'hypotheses',
  count: async (r, partnerId) => [{ what: 'hypothesis place', count: Number((await r.q.selectFrom('hypothesis_partner').select(sql<bigint>`count(*)`.as('n')).where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).executeTakeFirstOrThrow()).n) }],
  erase: async (tx, partnerId) => void (await tx.q.deleteFrom('hypothesis_partner').where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).execute()),
}
