import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Eraser } from '../partners/index.ts'
import { ofManager, ofPartner, sharedBy, under } from './fact-topics.ts'

const tables = ['commission_line', 'reward_line', 'ledger_account', 'statement', 'dispute', 'fact_tray', 'unsettled'] as const
const stands = async (r: Reading, table: (typeof tables)[number], partnerId: Id): Promise<boolean> =>
  (await r.q.selectFrom(table).select('workspace_id').where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).limit(1).executeTakeFirst()) !== undefined

const why = 'There is money of it in the books, and books are kept.'

/** Books are kept, and facts that name it with them. */
export const ledgerEraser: Eraser = {
  name: 'ledger',
  against: async (r, partnerId) => {
    for (const table of tables) if (await stands(r, table, partnerId)) return why
    const named = await r.q.selectFrom('plan_fact_topic').select('workspace_id').where('workspace_id', '=', r.workspace).where('topic', 'in', [ofPartner(partnerId), ofManager(partnerId), under(partnerId), sharedBy(partnerId)]).limit(1).executeTakeFirst()
    return named ? why : null
  },
}
