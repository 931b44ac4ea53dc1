import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Eraser } from '../partners/index.ts'

const tables = ['partner_plan', 'plan_holder'] as const
const stands = async (r: Reading, table: (typeof tables)[number], partnerId: Id): Promise<boolean> =>
  (await r.q.selectFrom(table).select('workspace_id').where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).limit(1).executeTakeFirst()) !== undefined

/** Terms that were agreed are kept. */
export const programEraser: Eraser = {
  name: 'program',
  against: async (r, partnerId) => {
    for (const table of tables) if (await stands(r, table, partnerId)) return 'A plan was agreed with it, and what was agreed is kept.'
    return null
  },
}
