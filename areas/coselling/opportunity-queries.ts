import { sql, type RawBuilder } from 'kysely'
import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { containing } from '../../platform/db/containing.ts'
import type { Reading } from '../../platform/db/context.ts'
import { paging, sorted, type Sort } from '../../platform/db/paging.ts'
import { companyNames } from '../companies/index.ts'
import { partnerNames } from '../partners/index.ts'
import { mayChange, mayClose, mayReopen, type OpportunityState } from './opportunity-rules.ts'
import { opportunityById, toOpportunity, type OpportunityRow } from './opportunity-store.ts'

export type OpportunityFilter = {
  state?: OpportunityState | undefined; q?: string | undefined; partnerId?: Id | undefined; companyId?: Id | undefined; attribution?: 'sourced' | 'influenced' | 'direct' | undefined
  limit: number; after?: string | undefined; sort?: Sort<OpportunityOrder> | undefined
}
export const opportunityOrders = ['name', 'state', 'rep', 'opened', 'closed', 'amount'] as const
type OpportunityOrder = (typeof opportunityOrders)[number]
const orders: Record<OpportunityOrder, RawBuilder<unknown>> = {
  name: sql`lower(name)`, state: sql`array_position(array['open', 'won', 'lost'], state)`, rep: sql`lower(rep_name)`, opened: sql`opened_on`, closed: sql`closed_on`, amount: sql`amount_minor`,
}
const countedUpTo = 10_000

/** Opportunities, newest first unless sorted, with the names of company and partner. `total` is null where there are very many. */
export async function opportunityList(r: Reading, filter: OpportunityFilter) {
  const { afterId, offset, next } = paging('opportunity', filter)
  const matching = r.q
    .selectFrom('opportunity')
    .where('workspace_id', '=', r.workspace)
    .$if(Boolean(filter.state), (q) => q.where('state', '=', filter.state!))
    .$if(Boolean(filter.attribution), (q) => q.where('attribution', '=', filter.attribution!))
    .$if(Boolean(filter.partnerId), (q) => q.where('partner_id', '=', filter.partnerId!))
    .$if(Boolean(filter.companyId), (q) => q.where('company_id', '=', filter.companyId!))
    .$if(Boolean(filter.q), (q) => q.where((e) => e.or([e('name', 'ilike', containing(filter.q!)), e('crm_id', '=', filter.q!)])))
  const rows = await matching
    .selectAll()
    .$if(afterId !== undefined, (q) => q.where('id', '<', afterId!))
    .$call((q) => (filter.sort ? sorted(q, filter.sort, orders, 'id') : q.orderBy('id', 'desc')))
    .limit(filter.limit + 1).offset(offset)
    .execute()
  const counted = await r.q.selectFrom(matching.select('id').limit(countedUpTo + 1).as('some')).select(sql<bigint>`count(*)`.as('n')).executeTakeFirstOrThrow()
  const page = rows.slice(0, filter.limit).map(toOpportunity)
  return {
    items: await withNames(r, page),
    next: next(rows),
    total: Number(counted.n) > countedUpTo ? null : Number(counted.n),
  }
}

export type NamedOpportunity = OpportunityRow & { companyName: string | null; partnerName: string | null }

async function withNames(r: Reading, rows: OpportunityRow[]): Promise<NamedOpportunity[]> {
  const idsOf = (pick: (row: OpportunityRow) => Id | null) => [...new Set(rows.map(pick).filter((id) => id !== null))]
  const companies = await companyNames(r, idsOf((row) => row.companyId))
  const partners = await partnerNames(r, idsOf((row) => row.partnerId))
  return rows.map((row) => ({ ...row, companyName: companies.get(row.companyId ?? '') ?? null, partnerName: partners.get(row.partnerId ?? '') ?? null }))
}

/** One opportunity and what the caller may do with it. */
export async function opportunityView(r: Reading, id: Id) {
  const [opportunity] = await withNames(r, [await opportunityById(r, id)])
  const mayWrite = may(r.actor, 'opportunities:write')
  const { state } = opportunity!
  return { opportunity: opportunity!, can: { change: mayChange(mayWrite), close: mayClose(state, mayWrite), reopen: mayReopen(state, mayWrite) } }
}
