import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { boundsOf, type SizeBand } from '../../kernel/sizes.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { containing } from '../../platform/db/containing.ts'
import type { Reading } from '../../platform/db/context.ts'
import { paging, type Sort } from '../../platform/db/paging.ts'
import { statesOfPartners, mayIntroduce } from '../partners/index.ts'
import type { CustomerBase } from '../recruiting/index.ts'
import { introducedCompanies } from '../referrals/index.ts'
import type { AskRow } from './ask-introduction.ts'
import type { customerOrders } from './contract.ts'
import { mixesOf } from './mix-store.ts'
import { mayAsk, type Band, type Relation, type Standing } from './rules.ts'
import { toCustomer, toList, type CustomerRow, type ListRow } from './store.ts'
import type { Can } from '../../kernel/refusal.ts'

export type CustomerFilter = { relation?: Relation | undefined; grade?: Standing | undefined; band?: Band | undefined; new?: boolean | undefined; industry?: string | undefined; size?: SizeBand | undefined; country?: string | undefined; q?: string | undefined; sort?: Sort<(typeof customerOrders)[number]> | undefined; limit: number; after?: string | undefined }
export type SeenCustomer = CustomerRow & { ask: Pick<AskRow, 'id' | 'state'> | null; mayAsk: Can }

const orders = { name: sql`lower(c.name)`, relation: sql`array_position(array['open', 'prospect', 'customer', 'unknown'], c.relation)`, grade: sql`array_position(array['A', 'B', 'C', 'none'], c.grade)` }

/** Customers of a list as they may be seen: those with an open opportunity first, then by fit. The caller has looked at the sharing level. */
export async function customersOf(r: Reading, list: ListRow, filter: CustomerFilter): Promise<{ rows: SeenCustomer[]; next: string | null; total: number }> {
  const offset = Number(/^at_(\d{1,9})$/.exec(filter.after ?? '')?.[1] ?? 0)
  const matching = r.q
    .selectFrom('customer_list_row as c').where('c.workspace_id', '=', r.workspace).where('c.list_id', '=', list.id)
    .$if(filter.relation !== undefined, (q) => q.where('c.relation', '=', filter.relation ?? ''))
    .$if(filter.grade !== undefined, (q) => (filter.grade === 'ungraded' ? q.where('c.grade', 'is', null) : q.where('c.grade', '=', filter.grade ?? '')))
    .$if(filter.band !== undefined, (q) => q.where('c.band', '=', filter.band ?? ''))
    .$if(filter.new !== undefined, (q) => q.where('c.is_new', '=', filter.new ?? false))
    .$if(filter.industry !== undefined, (q) => q.where(sql<boolean>`lower(trim(coalesce(c.our_industry, c.industry))) = ${filter.industry?.trim().toLowerCase()}`))
    .$if(filter.size !== undefined, (q) => q.where(ofSize(filter.size ?? '1-9')))
    .$if(filter.country !== undefined, (q) => q.where(sql<boolean>`coalesce(c.our_country, c.country) = ${filter.country}`))
    .$if(Boolean(filter.q), (q) => q.where(sql<boolean>`(c.name ilike ${containing(filter.q!)} or c.domain ilike ${containing(filter.q!)})`))
  const way = sql.raw(filter.sort?.descending ? 'desc nulls last' : 'asc nulls last')
  const by = filter.sort ? sql`${orders[filter.sort.by]} ${way}` : sql`${orders.relation}, ${orders.grade} nulls last, lower(c.name)`
  const [rows, { n }] = await Promise.all([
    matching.selectAll().orderBy(sql`${by}, c.n`).limit(filter.limit + 1).offset(offset).execute(),
    matching.select(sql<bigint>`count(*)`.as('n')).executeTakeFirstOrThrow(),
  ])
  const page = rows.slice(0, filter.limit).map(toCustomer)
  return { rows: await withAsks(r, list, page), next: rows.length > filter.limit ? `at_${offset + filter.limit}` : null, total: Number(n) }
}

function ofSize(band: SizeBand) {
  const { from, below } = boundsOf(band)
  const employees = sql`coalesce(c.our_employees, c.employees)`
  return below === null ? sql<boolean>`${employees} >= ${from}` : sql<boolean>`${employees} >= ${from} and ${employees} < ${below}`
}


/** With the newest question to the partner about each, and whether another may be asked. */
export async function withAsks(r: Reading, list: ListRow, rows: CustomerRow[]): Promise<SeenCustomer[]> {
  const ids = [...new Set(rows.flatMap((row) => (row.band === 'same' && row.companyId ? [row.companyId] : [])))]
  const [states, introduced, asks] = await Promise.all([
    statesOfPartners(r, [list.partnerId]), introducedCompanies(r, list.partnerId, ids),
    ids.length === 0 ? [] : r.q.selectFrom('introduction_ask').select(['id', 'company_id', 'state']).where('workspace_id', '=', r.workspace).where('partner_id', '=', list.partnerId).where('company_id', '=', anyOf(ids)).orderBy('id').execute(),
  ])
  const newest = new Map(asks.map((one) => [one.company_id, { id: one.id, state: one.state as AskRow['state'] }]))
  const introduces = mayIntroduce(states.get(list.partnerId) ?? 'ended')
  return rows.map((row) => {
    const ask = row.band === 'same' && row.companyId ? (newest.get(row.companyId) ?? null) : null
    return { ...row, ask, mayAsk: mayAsk(row, list, { introduces, isAsked: ask?.state === 'open', isIntroduced: row.companyId !== null && introduced.has(row.companyId) }) }
  })
}

/** Partners in whose list, in use and shown to us, a company stands. */
export async function listsNaming(r: Reading, companyId: Id): Promise<{ list: ListRow; row: CustomerRow }[]> {
  const rows = await r.q
    .selectFrom('customer_list_row as c').selectAll('c').where('c.workspace_id', '=', r.workspace).where('c.company_id', '=', companyId).where('c.band', '=', 'same').orderBy('c.list_id').limit(100)
    .execute()
  const lists = rows.length === 0 ? [] : await r.q.selectFrom('customer_list').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', anyOf(rows.map((row) => row.list_id))).where('state', '=', 'ready').where('sharing', 'in', ['all', 'overlap']).execute()
  const byId = new Map(lists.map((list) => [list.id, toList(list)]))
  return rows.flatMap((row) => { const list = byId.get(row.list_id); return list ? [{ list, row: toCustomer(row) }] : [] })
}

/** Lists in use, the one with the most of our ideal customers first. */
export async function listsInUse(r: Reading, asked: { limit: number; after?: string | undefined }): Promise<{ lists: ListRow[]; next: string | null; total: number }> {
  const { offset, next } = paging('customerList', { ...asked, byPlace: true })
  const inUse = r.q.selectFrom('customer_list').where('workspace_id', '=', r.workspace).where('state', '=', 'ready')
  const rows = await inUse.selectAll().orderBy(sql`case when sharing = 'hidden' then -1 else (figures->>'inIcp')::integer end desc, id desc`).limit(asked.limit + 1).offset(offset).execute()
  const { n } = await inUse.select(sql<number>`count(*)::integer`.as('n')).executeTakeFirstOrThrow()
  return { lists: rows.slice(0, asked.limit).map(toList), next: next(rows), total: n }
}

/** What account mapping says of a partner's customers; partners without a list that may be looked at are missing. `icpShare` in [0, 1] of those that could be graded; `withMix` also says of which kind they are. */
export async function customerBases(r: Reading, partnerIds: Id[], withMix = false) {
  if (partnerIds.length === 0) return new Map<Id, CustomerBase>()
  const rows = await r.q.selectFrom('customer_list').selectAll().where('workspace_id', '=', r.workspace).where('partner_id', '=', anyOf(partnerIds)).where('state', '=', 'ready').where('sharing', '<>', 'hidden').execute()
  const mixes = withMix ? await mixesOf(r, rows.map((row) => row.id)) : undefined
  return new Map(rows.map(toList).flatMap((list): [Id, CustomerBase][] => {
    if (!list.figures || !list.matchedAt) return []
    const n = (relation: Relation) => list.figures!.cells.filter((cell) => cell.relation === relation).reduce((sum, cell) => sum + cell.companies, 0)
    const { customers, known, inIcp, graded } = list.figures
    return [[list.partnerId, { mix: mixes?.get(list.id), listed: customers, matched: known, customers: n('customer'), openOpportunities: n('open'), inIcp, icpShare: graded === 0 ? 0 : inIcp / graded, asOf: list.matchedAt }]]
  }))
}
