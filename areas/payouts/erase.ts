import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Eraser } from '../partners/index.ts'

const tables = ['payee_request', 'payee_detail', 'invoicing', 'invoice', 'payout_payment'] as const
const stands = async (r: Reading, table: (typeof tables)[number], partnerId: Id): Promise<boolean> =>
  (await r.q.selectFrom(table).select('workspace_id').where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).limit(1).executeTakeFirst()) !== undefined

/** What belongs to payments is kept. */
export const payoutsEraser: Eraser = {
  name: 'payouts',
  against: async (r, partnerId) => {
    for (const table of tables) if (await stands(r, table, partnerId)) return 'It was asked how it is paid, and what belongs to payments is kept.'
    return null
  },
}
