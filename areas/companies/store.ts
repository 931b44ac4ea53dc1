// Writes and fetch-or-refuse on the area's own tables. A company and what it is found by are written together.
import { sql } from 'kysely'
import type { Json } from '../../kernel/event.ts'
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { together } from '../../platform/db/together.ts'
import { send } from '../../platform/db/transact.ts'
import { pretendedDomain, lettersOfDomain, showDomain } from './domains.ts'
import type { Grade, Graded } from './icp-rules.ts'
import { hashKey, storedKeys } from './keys.ts'
import { nameKey } from './names.ts'

/** What an import of companies, or of what belongs to them, fills. */
export const companyTables = ['company', 'company_name', 'company_domain', 'company_key'] as const

export type CompanyRow = {
  id: Id; name: string; domain: string | null; industry: string | null; employees: number | null; street: string | null; zip: string | null; city: string | null; country: string | null; phone: string | null
  foundedYear: number | null; annualRevenueMinor: bigint | null; annualRevenueCurrency: string | null; crmId: string | null; parentId: Id | null; isCustomer: boolean; directOnly: boolean
  lastContactAt: Temporal.Instant | null; icpGrade: Grade | null; icpReasons: string[]; icpUnknown: string[]; suspicious: 'look_alike' | null; createdAt: Temporal.Instant
  /** What it became part of; null while it stands by itself. */
  mergedInto: Id | null
}
export type NewCompany = {
  name: string; domain?: string | null; aliases?: string[]; industry?: string | null; employees?: number | null; street?: string | null; zip?: string | null; city?: string | null; country?: string | null; phone?: string | null
  foundedYear?: number | null
  annualRevenueMinor?: bigint | null; annualRevenueCurrency?: string | null; attributes?: { [key: string]: Json }; crmId?: string | null; parentId?: Id | null; parentKey?: string | null
  isCustomer?: boolean; directOnly?: boolean; lastContactAt?: Temporal.Instant | null; graded: Graded | null
}

export const companyColumns = [
  'id', 'name', 'domain', 'industry', 'employees', 'street', 'zip', 'city', 'country', 'phone', 'founded_year', 'annual_revenue_minor', 'annual_revenue_currency', 'crm_id', 'parent_id', 'is_customer',
  'direct_only', 'last_contact_at', 'icp_grade', 'icp_reasons', 'icp_unknown', 'suspicious', 'created_at', 'merged_into',
] as const

export type StoredCompany = {
  id: Id; name: string; domain: string | null; industry: string | null; employees: number | null; street: string | null; zip: string | null; city: string | null; country: string | null; phone: string | null
  founded_year: number | null; annual_revenue_minor: bigint | null; annual_revenue_currency: string | null; crm_id: string | null; parent_id: Id | null; is_customer: boolean; direct_only: boolean
  last_contact_at: Temporal.Instant | null; icp_grade: string | null; icp_reasons: unknown; icp_unknown: unknown; suspicious: string | null; created_at: Temporal.Instant; merged_into: Id | null
}

export function toCompany(row: StoredCompany): CompanyRow {
  return {
    id: row.id, name: row.name, domain: row.domain, industry: row.industry, employees: row.employees, street: row.street, zip: row.zip, city: row.city, country: row.country, phone: row.phone,
    foundedYear: row.founded_year, annualRevenueMinor: row.annual_revenue_minor, annualRevenueCurrency: row.annual_revenue_currency, crmId: row.crm_id, parentId: row.parent_id, isCustomer: row.is_customer,
    directOnly: row.direct_only, lastContactAt: row.last_contact_at, icpGrade: row.icp_grade as Grade | null, icpReasons: row.icp_reasons as string[],
    icpUnknown: row.icp_unknown as string[], suspicious: row.suspicious as 'look_alike' | null, createdAt: row.created_at, mergedInto: row.merged_into,
  }
}

/** The company of an id; of one that became part of another, that other. */
export async function companyById(r: Reading, id: Id): Promise<CompanyRow> {
  const company = await exactCompany(r, id)
  return company.mergedInto ? companyById(r, company.mergedInto) : company
}

/** The same, which cannot become part of another until the transaction ends. */
export async function holdCompany(tx: Tx, id: Id): Promise<CompanyRow> {
  const row = await holdRow(tx, id)
  if (!row) throw notFound('company')
  return row.merged_into ? holdCompany(tx, row.merged_into) : toCompany(row)
}
const holdRow = together(async (tx: Tx, ids: Id[]) => {
  const rows = await tx.q.selectFrom('company').select(companyColumns).where('workspace_id', '=', tx.workspace).where('id', '=', sql<Id>`any((select ${ids}::uuid[])::uuid[])`).orderBy('id').forKeyShare().execute()
  return ids.map((id) => rows.find((row) => row.id === id))
})

/** Waits for whoever writes of a company at this moment, and keeps others from beginning to until the transaction ends. */
export async function holdStill(tx: Tx, id: Id): Promise<void> {
  await tx.q.selectFrom('company').select('id').where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().execute()
}

/** The very row, also of one that became part of another. */
export async function exactCompany(r: Reading, id: Id): Promise<CompanyRow> {
  const row = await r.q.selectFrom('company').select(companyColumns).where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('company')
  return toCompany(row)
}

/** Held against other changes until the transaction ends. Refuses one that became part of another. */
export async function lockCompany(tx: Tx, id: Id): Promise<CompanyRow> {
  const row = await tx.q.selectFrom('company').select(companyColumns).where('workspace_id', '=', tx.workspace).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  if (!row) throw notFound('company')
  if (row.merged_into) throw refuse('conflict', 'companies.merged', `${row.name} is part of ${(await companyById(tx, row.merged_into)).name} since a merge. Change that one.`)
  return toCompany(row)
}

/** Names by id, for lists of other areas: of one that became part of another, the name of that other. */
export async function companyNames(r: Reading, ids: Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const rows = await r.q.selectFrom('company').select(['id', 'name', 'merged_into']).where('workspace_id', '=', r.workspace).where('id', '=', anyOf(ids)).execute()
  const survivors = await companyNames(r, [...new Set(rows.flatMap((row) => row.merged_into ?? []))])
  return new Map(rows.map((row) => [row.id, (row.merged_into && survivors.get(row.merged_into)) || row.name]))
}

/** What ids stand for now, where that is another one: absorbed companies and their survivors. */
export async function survivorsOf(r: Reading, ids: Id[]): Promise<Map<Id, Id>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ asked: Id; id: Id }>`with recursive up(asked, id, merged_into) as (
      select c.id, c.id, c.merged_into from company c where c.workspace_id = ${r.workspace}::uuid and c.id = any(${ids}::uuid[]) and c.merged_into is not null
      union all select up.asked, c.id, c.merged_into from up join company c on c.workspace_id = ${r.workspace}::uuid and c.id = up.merged_into
    ) select asked, id from up where merged_into is null`.execute(r.q)
  return new Map(rows.map((row) => [row.asked, row.id]))
}

/** The company itself and all that became part of it: what a timeline of it is about. */
export async function partsOf(r: Reading, id: Id): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`with recursive part(id) as (
      select ${id}::uuid union select c.id from part join company c on c.workspace_id = ${r.workspace}::uuid and c.merged_into = part.id
    ) select id from part`.execute(r.q)
  return rows.map((row) => row.id)
}

/** Writes new companies in few statements, in their order. Expects domains that are free; one that is not stays with whom it belongs to. */
export async function insertCompanies(tx: Tx, companies: NewCompany[]): Promise<Id[]> {
  if (companies.length === 0) return []
  const rows = companies.map((company) => ({ id: newId(tx.now.epochMilliseconds), company }))
  const stored = rows.map(({ id, company: c }) => ({
    id, name: c.name, name_key: nameKey(c.name), domain: c.domain ?? null, industry: c.industry ?? null, employees: c.employees ?? null, street: c.street ?? null, zip: c.zip ?? null, city: c.city ?? null,
    country: c.country ?? null, phone: c.phone ?? null, founded_year: c.foundedYear ?? null, annual_revenue_minor: c.annualRevenueMinor?.toString() ?? null, annual_revenue_currency: c.annualRevenueCurrency ?? null,
    attributes: c.attributes ?? {}, crm_id: c.crmId ?? null, parent_id: c.parentId ?? null, parent_key: c.parentKey ?? null, is_customer: c.isCustomer ?? false,
    direct_only: c.directOnly ?? false, last_contact_at: c.lastContactAt?.toString() ?? null, icp_grade: c.graded?.grade ?? null, icp_reasons: c.graded?.reasons ?? [],
    icp_unknown: c.graded?.unknown ?? [], suspicious: c.domain && pretendedDomain(showDomain(c.domain)) ? 'look_alike' : null,
  }))
  send(tx, sql`insert into company (workspace_id, id, name, name_key, domain, industry, employees, street, zip, city, country, phone, founded_year, annual_revenue_minor, annual_revenue_currency, attributes,
      crm_id, parent_id, parent_key, is_customer, direct_only, last_contact_at, icp_grade, icp_reasons, icp_unknown, suspicious, created_at, changed_at)
    select ${tx.workspace}::uuid, c.id, c.name, c.name_key, c.domain, c.industry, c.employees, c.street, c.zip, c.city, c.country, c.phone, c.founded_year, c.annual_revenue_minor, c.annual_revenue_currency, c.attributes,
      c.crm_id, c.parent_id, c.parent_key, c.is_customer, c.direct_only, c.last_contact_at, c.icp_grade, c.icp_reasons, c.icp_unknown, c.suspicious, ${tx.now}::timestamptz, ${tx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(stored)}::jsonb) as c(id uuid, name text, name_key text,
      domain text, industry text, employees integer, street text, zip text, city text, country text, phone text, founded_year integer, annual_revenue_minor bigint, annual_revenue_currency text, attributes jsonb, crm_id text,
      parent_id uuid, parent_key text, is_customer boolean, direct_only boolean, last_contact_at timestamptz, icp_grade text, icp_reasons jsonb, icp_unknown jsonb,
      suspicious text)`)
  const domains = rows.flatMap(({ id, company }) => (company.domain ? [{ id, domain: company.domain }] : []))
  if (domains.length > 0) send(tx, domainsStatement(tx, domains))
  addNames(tx, rows.flatMap(({ id, company }) => (company.aliases ?? []).map((name) => ({ id, name, kind: 'alias' as const }))))
  addKeys(tx, rows.map(({ id, company }) => ({ id, names: [company.name, ...(company.aliases ?? [])], domains: company.domain ? [company.domain] : [] })))
  return rows.map((row) => row.id)
}

/** Files companies under what their names and websites are found by. */
export function addKeys(tx: Tx, companies: { id: Id; names: string[]; domains: string[] }[]): void {
  const keys = companies
    .flatMap(({ id, names, domains }) => [...new Set([...names.flatMap(storedKeys), ...domains.flatMap(domainKeys)])].map((key) => ({ id, key: hashKey(key) })))
    .sort((a, b) => a.key - b.key)
  if (keys.length === 0) return
  send(tx, sql`insert into company_key (workspace_id, key, company_id)
    select ${tx.workspace}::uuid, k.key, k.id from unnest(${keys.map((k) => k.key)}::bigint[], ${keys.map((k) => k.id)}::uuid[]) as k(key, id)
    on conflict do nothing`)
}

/** A website is found by its letters as a name is, and by those that it pretends to have. */
export function domainKeys(domain: string): string[] {
  const pretended = pretendedDomain(showDomain(domain))
  return [domain, ...(pretended ? [pretended] : [])].map((one) => `n${lettersOfDomain(one)}`)
}

/** Says which domains are the company's now; those of others are left to them and missing from the answer. */
export async function addDomains(tx: Tx, domains: { id: Id; domain: string }[]): Promise<Set<string>> {
  if (domains.length === 0) return new Set()
  const written = await domainsStatement(tx, domains).execute(tx.q)
  return new Set(written.rows.map((row) => row.domain))
}

const domainsStatement = (tx: Tx, domains: { id: Id; domain: string }[]) => sql<{ domain: string }>`insert into company_domain (workspace_id, domain, company_id, created_at)
  select ${tx.workspace}::uuid, d.domain, d.id, ${tx.now}::timestamptz from unnest(${domains.map((d) => d.domain)}::text[], ${domains.map((d) => d.id)}::uuid[]) as d(domain, id)
  on conflict (workspace_id, domain) do nothing returning domain`

export function addNames(tx: Tx, names: { id: Id; name: string; kind: 'alias' | 'former' }[]): void {
  if (names.length === 0) return
  send(tx, sql`insert into company_name (workspace_id, company_id, name, kind, created_at)
    select ${tx.workspace}::uuid, n.id, n.name, n.kind, ${tx.now}::timestamptz
    from unnest(${names.map((n) => n.id)}::uuid[], ${names.map((n) => n.name)}::text[], ${names.map((n) => n.kind)}::text[]) as n(id, name, kind)
    on conflict do nothing`)
}
