import { keptWhere, type Eraser } from '../partners/index.ts'
import { ofManager, ofPartner, sharedBy, under } from './fact-topics.ts'

const why = 'There is money of it in the books, and books are kept.'
const inTheBooks = keptWhere(['commission_line', 'reward_line', 'ledger_account', 'statement', 'dispute', 'fact_tray', 'unsettled', 'reward_lapse'], why)

/** Books are kept, and facts that name it with them. */
export const ledgerEraser: Eraser = {
  name: 'ledger',
  against: async (r, partnerId) => {
    const named = await r.q.selectFrom('plan_fact_topic').select('workspace_id').where('workspace_id', '=', r.workspace).where('topic', 'in', [ofPartner(partnerId), ofManager(partnerId), under(partnerId), sharedBy(partnerId)]).limit(1).executeTakeFirst()
    return named ? why : inTheBooks(r, partnerId)
  },
}
