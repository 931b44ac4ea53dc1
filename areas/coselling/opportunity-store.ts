import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { Attribution, OpportunityContent, OpportunityState } from './opportunity-rules.ts'

export type OpportunityRow = OpportunityContent & {
  id: Id; crmId: string | null; attribution: Attribution; partnerId: Id | null; referralId: Id | null; createdAt: Temporal.Instant; changedAt: Temporal.Instant
}

export async function findOpportunity(r: Reading, id: Id): Promise<OpportunityRow | undefined> {
  const row = await r.q.selectFrom('opportunity').select(opportunityColumns).where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  return row && toOpportunity(row)
}

export async function opportunityById(r: Reading, id: Id): Promise<OpportunityRow> {
  const found = await findOpportunity(r, id)
  if (!found) throw notFound('opportunity')
  return found
}

/** The opportunity, locked: its changes and their money go one after the other. */
export async function lockOpportunity(tx: Tx, id: Id): Promise<OpportunityRow> {
  const row = await tx.q.selectFrom('opportunity').select(opportunityColumns).where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound('opportunity')
  return toOpportunity(row)
}

/** Open opportunities of these companies, oldest first; `attribution` says which are direct. */
export async function openOpportunitiesOf(r: Reading, companyIds: Id[]): Promise<OpportunityRow[]> {
  if (companyIds.length === 0) return []
  const rows = await r.q
    .selectFrom('opportunity').select(opportunityColumns)
    .where('workspace_id', '=', r.workspace).where('company_id', '=', anyOf(companyIds)).where('state', '=', 'open')
    .orderBy('id')
    .execute()
  return rows.map(toOpportunity)
}

const opportunityColumns = [
  'id', 'name', 'company_id', 'crm_id', 'crm_stage', 'state', 'amount_minor', 'currency', 'product', 'rep_name', 'opened_on', 'closed_on', 'attribution', 'partner_id', 'referral_id',
  'created_at', 'changed_at',
] as const

export type Stored = {
  id: Id; name: string; company_id: Id | null; crm_id: string | null; crm_stage: string | null; state: string; amount_minor: bigint | null; currency: string; product: string | null
  rep_name: string | null; opened_on: string | null; closed_on: string | null; attribution: string; partner_id: Id | null; referral_id: Id | null
  created_at: Temporal.Instant; changed_at: Temporal.Instant
}
export function toOpportunity(row: Stored): OpportunityRow {
  return {
    id: row.id, name: row.name, companyId: row.company_id, crmId: row.crm_id, crmStage: row.crm_stage, state: row.state as OpportunityState, amountMinor: row.amount_minor,
    currency: row.currency, product: row.product, repName: row.rep_name, openedOn: row.opened_on, closedOn: row.closed_on, attribution: row.attribution as Attribution,
    partnerId: row.partner_id, referralId: row.referral_id, createdAt: row.created_at, changedAt: row.changed_at,
  }
}
