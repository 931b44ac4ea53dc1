import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { PastItem } from '../ledger/index.ts'

const sourced = (r: Reading) => r.q.selectFrom('opportunity').where('workspace_id', '=', r.workspace).where('partner_id', 'is not', null).where('attribution', '=', 'sourced').where('state', '=', 'won').where('amount_minor', 'is not', null).where('closed_on', 'is not', null)

/** Partners who sourced an opportunity that was won. */
export async function partnersWithSourced(r: Reading): Promise<Id[]> {
  return (await sourced(r).select('partner_id').distinct().execute()).flatMap((row) => row.partner_id ?? [])
}

/** What a partner sourced and we won, as it would be settled, whether or not a plan paid for it. */
export async function wonItems(r: Reading, partnerId: Id): Promise<PastItem[]> {
  const rows = await sourced(r).select(['id', 'company_id', 'amount_minor', 'currency', 'closed_on']).where('partner_id', '=', partnerId).orderBy('id').execute()
  return rows.flatMap((row) => row.amount_minor === null || row.closed_on === null ? [] : [{
    partnerId, itemId: row.id, opportunityId: row.id, companyId: row.company_id, facts: { qualifiedOn: null, won: { closedOn: row.closed_on, amountMinor: row.amount_minor, currency: row.currency } },
  }])
}
