import { sql, type RawBuilder } from 'kysely'
import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { no, yes, type Can } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { containing } from '../../platform/db/containing.ts'
import type { Reading } from '../../platform/db/context.ts'
import { paging, sorted, type Sort } from '../../platform/db/paging.ts'
import { fold, words } from './fold.ts'
import { icpInForce, yearOf } from './icp.ts'
import { fitOf, type Grade } from './icp-rules.ts'
import { hashKey } from './keys.ts'
import { nameKey } from './names.ts'
import { readBuyer } from './read-buyer.ts'
import { recognise } from './recognise.ts'
import type { Candidate } from './rules.ts'
import { companyById, companyColumns, toCompany } from './store.ts'

export type CompanyFilter = { q?: string | undefined; grade?: Grade | undefined; customer?: boolean | undefined; limit: number; after?: string | undefined; sort?: Sort<CompanyOrder> | undefined }
export const companyOrders = ['name', 'grade', 'industry', 'country', 'employees'] as const
type CompanyOrder = (typeof companyOrders)[number]
const orders: Record<CompanyOrder, RawBuilder<unknown>> = {
  name: sql`c.name_key`, grade: sql`array_position(array['A', 'B', 'C', 'none'], c.icp_grade)`, industry: sql`lower(c.industry)`, country: sql`c.country`, employees: sql`c.employees`,
}
const countedUpTo = 5000
const endOf = (prefix: string): string => `${prefix}\u{10ffff}`

/** By name unless sorted. `total` is null when there are more than five thousand. */
export async function companyList(r: Reading, filter: CompanyFilter) {
  const { afterId, offset, next } = paging('company', filter)
  const q = filter.q?.trim()
  const named = q ? await idsMatching(r, q) : []
  const prefix = q ? nameKey(q) : ''
  const matching = r.q
    .selectFrom('company as c')
    .where('c.workspace_id', '=', r.workspace).where('c.merged_into', 'is', null)
    .$if(Boolean(q), (w) => w.where((e) => e.or([
      e('c.id', '=', sql<Id>`any(${named}::uuid[])`), ...(prefix ? [e.and([e('c.name_key', '>=', prefix), e('c.name_key', '<', endOf(prefix))])] : []),
    ])))
    .$if(Boolean(filter.grade), (w) => w.where('c.icp_grade', '=', filter.grade ?? null))
    .$if(filter.customer !== undefined, (w) => w.where('c.is_customer', '=', filter.customer ?? false))
  const rows = await matching
    .select(companyColumns.map((column) => `c.${column}` as const))
    .$if(afterId !== undefined, (w) => w.where(sql<boolean>`(c.name_key, c.id) > (select b.name_key, b.id from company b where b.workspace_id = ${r.workspace} and b.id = ${afterId})`))
    .$call((w) => sorted(w, filter.sort ?? { by: 'name', descending: false }, orders, 'c.id'))
    .limit(filter.limit + 1).offset(offset)
    .execute()
  const counted = await r.q.selectFrom(matching.select('c.id').limit(countedUpTo + 1).as('some')).select(sql<bigint>`count(*)`.as('n')).executeTakeFirstOrThrow()
  const page = rows.slice(0, filter.limit)
  return {
    rows: page.map(toCompany), next: next(rows),
    total: Number(counted.n) > countedUpTo ? null : Number(counted.n),
  }
}

/** Companies that have a word of the search as a telling word of their name, or that it recognises. */
async function idsMatching(r: Reading, q: string): Promise<Id[]> {
  const keys = tellingKeys(q)
  const rows = keys.length === 0 ? [] : await r.q.selectFrom('company_key').select('company_id').where('workspace_id', '=', r.workspace).where('key', '=', sql<bigint>`any(${keys}::bigint[])`).limit(500).execute()
  const { candidates } = await recognise(r, buyerOf(q))
  return [...new Set([...rows.map((row) => row.company_id), ...candidates.map((one) => one.companyId)])]
}

/** Companies, those that became part of another too, whose name holds these words, found by a telling word in it or by how it begins. */
export async function companiesCalled(r: Reading, q: string): Promise<Id[]> {
  const prefix = nameKey(q)
  const keys = tellingKeys(q)
  const rows = await r.q
    .selectFrom('company').select('id').where('workspace_id', '=', r.workspace).where(sql<boolean>`name ilike ${containing(q)}`)
    .where((e) => e.or([
      e('id', 'in', e.selectFrom('company_key').select('company_id').where('workspace_id', '=', r.workspace).where('key', '=', sql<bigint>`any(${keys}::bigint[])`).limit(500)),
      ...(prefix ? [e.and([e('name_key', '>=', prefix), e('name_key', '<', endOf(prefix))])] : []),
    ]))
    .orderBy('id').limit(500).execute()
  return rows.map((row) => row.id)
}

const tellingKeys = (q: string): number[] => words(fold(q)).filter((word) => word.length >= 3).slice(0, 5).map((word) => hashKey(`t${word}`))

/** What staff typed; a private address is looked for as words. */
function buyerOf(q: string) {
  const buyer = readBuyer(q)
  return buyer.problem ? { name: q } : buyer
}

export type Suggestion = Omit<Candidate, 'probability'> & { probability: number | null; domain: string | null; isCustomer: boolean; band: 'same' | 'maybe' | 'prefix' }

/** For a field that completes while staff type: who it is, who it may be, then whose name begins so. */
export async function suggestCompanies(r: Reading, q: string, limit = 8): Promise<Suggestion[]> {
  const { band, company, candidates } = await recognise(r, buyerOf(q))
  const prefix = nameKey(q)
  const starting = prefix.length < 2 ? [] : await r.q
    .selectFrom('company').select(['id', 'name']).where('workspace_id', '=', r.workspace).where('merged_into', 'is', null).where('name_key', '>=', prefix).where('name_key', '<', endOf(prefix))
    .orderBy('name_key').orderBy('id').limit(limit).execute()
  const found = [
    ...candidates.map((one) => ({ ...one, band: band === 'same' && one.companyId === company?.id ? ('same' as const) : ('maybe' as const) })),
    ...starting.filter((row) => !candidates.some((one) => one.companyId === row.id)).map((row) => ({ companyId: row.id, name: row.name, score: 0.5, probability: null, reasons: ['The name begins so.'], band: 'prefix' as const })),
  ].slice(0, limit)
  if (found.length === 0) return []
  const facts = await r.q.selectFrom('company').select(['id', 'domain', 'is_customer']).where('workspace_id', '=', r.workspace).where('id', '=', anyOf(found.map((one) => one.companyId))).execute()
  const factsOf = new Map(facts.map((row) => [row.id, row]))
  return found.map((one) => ({ ...one, domain: factsOf.get(one.companyId)?.domain ?? null, isCustomer: factsOf.get(one.companyId)?.is_customer ?? false }))
}

/** Everything the company's own page shows apart from what other areas add. */
export async function companyView(r: Reading, asked: Id) {
  const company = await companyById(r, asked)
  const { id } = company
  const parent = company.parentId ? await r.q.selectFrom('company').select(['id', 'name']).where('workspace_id', '=', r.workspace).where('id', '=', company.parentId).executeTakeFirst() : undefined
  const children = await r.q.selectFrom('company').select(['id', 'name']).where('workspace_id', '=', r.workspace).where('parent_id', '=', id).orderBy('name_key').limit(50).execute()
  const attributes = await attributesOf(r, id)
  const icp = await icpInForce(r)
  const change: Can = may(r.actor, 'companies:write') ? yes : no('An admin, a manager or a rep can change companies.')
  return { company, parent: parent ?? null, children, aliases: await aliasesOf(r, id), domains: await domainsOf(r, id), attributes, fit: icp ? { version: icp.version, ...fitOf(icp.rules, { ...company, attributes }, yearOf(r.now)) } : null, can: { change } }
}

/** Further columns of an import. */
export async function attributesOf(r: Reading, id: Id): Promise<Record<string, unknown>> {
  const row = await r.q.selectFrom('company').select('attributes').where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirstOrThrow()
  return row.attributes as Record<string, unknown>
}

export async function aliasesOf(r: Reading, id: Id): Promise<{ name: string; kind: 'alias' | 'former' }[]> {
  const rows = await r.q.selectFrom('company_name').select(['name', 'kind']).where('workspace_id', '=', r.workspace).where('company_id', '=', id).orderBy('name').execute()
  return rows.map((row) => ({ name: row.name, kind: row.kind as 'alias' | 'former' }))
}

export async function domainsOf(r: Reading, id: Id): Promise<string[]> {
  const rows = await r.q.selectFrom('company_domain').select('domain').where('workspace_id', '=', r.workspace).where('company_id', '=', id).orderBy('created_at').orderBy('domain').execute()
  return rows.map((row) => row.domain)
}

export async function companyByDomain(r: Reading, domain: string): Promise<Id | undefined> {
  return (await r.q.selectFrom('company_domain').select('company_id').where('workspace_id', '=', r.workspace).where('domain', '=', domain).executeTakeFirst())?.company_id
}
