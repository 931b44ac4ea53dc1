import type { Id } from '../../kernel/ids.ts'
import { dayOf } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import type { PastItem } from '../ledger/index.ts'

const qualified = (r: Reading) => r.q.selectFrom('referral').where('workspace_id', '=', r.workspace).where('qualified_at', 'is not', null)

/** Partners with an introduction that was qualified. */
export async function partnersQualified(r: Reading): Promise<Id[]> {
  return (await qualified(r).select('partner_id').distinct().execute()).map((row) => row.partner_id)
}

/** A partner's qualified introductions, as they would be settled, whether or not a plan paid for them. */
export async function qualifiedItems(r: Reading, partnerId: Id): Promise<PastItem[]> {
  const { timeZone } = await workspaceSettings(r)
  const rows = await qualified(r).select(['id', 'company_id', 'qualified_at']).where('partner_id', '=', partnerId).orderBy('id').execute()
  return rows.flatMap((row) => row.qualified_at === null ? [] : [{ partnerId, itemId: row.id, opportunityId: null, companyId: row.company_id, facts: { qualifiedOn: dayOf(row.qualified_at, timeZone).toString(), won: null } }])
}
