// The other half of an import: what we know of the companies that a file names, and what the file changes about them.
import { sql } from 'kysely'
import type { Json } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { toFacts } from './icp-facts.ts'
import type { CompanyFacts } from './icp-judge.ts'
import type { Graded } from './icp-rules.ts'
import { nameKey } from './names.ts'
import { adoptOrphans } from './parents.ts'
import { addDomains, addKeys, addNames } from './store.ts'
import type { CheckedRow } from './upsert-rows.ts'

export type KnownCompany = {
  id: Id; name: string; domain: string | null; crm_id: string | null; industry: string | null; employees: number | null; street: string | null; zip: string | null; city: string | null; country: string | null; phone: string | null
  founded_year: number | null; annual_revenue_minor: bigint | null; annual_revenue_currency: string | null; is_customer: boolean; direct_only: boolean; last_contact_at: Temporal.Instant | null
  attributes: unknown; parent_id: Id | null; parent_key: string | null; parent_name_keys: string[] | null; other_crm_ids: string[] | null; icp_grade: string | null; domains: string[] | null; aliases: string[] | null
}
export type Known = { byCrmId: Map<string, KnownCompany>; byDomain: Map<string, KnownCompany>; byId: Map<Id, KnownCompany> }

/** Those named by the CRM's id or by website, and those of the ids given. */
export async function fetchKnown(r: Reading, rows: CheckedRow[], ids: Id[] = []): Promise<Known> {
  const crmIds = rows.flatMap((row) => row.crmId ?? [])
  const domains = rows.flatMap((row) => row.domain ?? [])
  const found = crmIds.length + domains.length + ids.length === 0 ? [] : (await sql<KnownCompany>`
    with recursive named as (
      select c.id, c.merged_into from unnest(${crmIds}::text[]) as sought(crm_id) join company c on c.workspace_id = ${r.workspace}::uuid and c.crm_id = sought.crm_id
      union select d.company_id, null from unnest(${domains}::text[]) as sought(domain) join company_domain d on d.workspace_id = ${r.workspace}::uuid and d.domain = sought.domain
      union select unnest(${ids}::uuid[]), null
    ), up(id, merged_into) as (
      select id, merged_into from named union select c.id, c.merged_into from up join company c on c.workspace_id = ${r.workspace}::uuid and c.id = up.merged_into
    ), hit as (select distinct id from up where merged_into is null), part(root, id, crm_id) as (
      select hit.id, c.id, c.crm_id from hit join company c on c.workspace_id = ${r.workspace}::uuid and c.merged_into = hit.id
      union all select part.root, c.id, c.crm_id from part join company c on c.workspace_id = ${r.workspace}::uuid and c.merged_into = part.id
    )
    select c.id, c.name, c.domain, c.crm_id, c.industry, c.employees, c.street, c.zip, c.city, c.country, c.phone, c.founded_year, c.annual_revenue_minor, c.annual_revenue_currency, c.is_customer, c.direct_only,
      c.last_contact_at, c.attributes, c.parent_id, c.parent_key, c.icp_grade,
      case when c.parent_id is not null then (select array_agg(p.name_key) from company p where p.workspace_id = c.workspace_id and (p.id = c.parent_id or p.merged_into = c.parent_id)) end as parent_name_keys,
      (select array_agg(part.crm_id) from part where part.root = c.id and part.crm_id is not null) as other_crm_ids,
      (select array_agg(d.domain) from company_domain d where d.workspace_id = c.workspace_id and d.company_id = c.id) as domains,
      (select array_agg(n.name) from company_name n where n.workspace_id = c.workspace_id and n.company_id = c.id) as aliases
    from hit join company c on c.workspace_id = ${r.workspace}::uuid and c.id = hit.id`.execute(r.q)).rows
  return {
    byCrmId: new Map(found.flatMap((company) => [company.crm_id, ...(company.other_crm_ids ?? [])].flatMap((crmId) => (crmId ? [[crmId, company] as const] : [])))),
    byDomain: new Map(found.flatMap((company) => (company.domains ?? []).map((domain) => [domain, company] as const))),
    byId: new Map(found.map((company) => [company.id, company])),
  }
}

export type Change = {
  id: Id; fields: string[]; set: { [column: string]: Json }; grade: { from: string | null; to: string | null } | undefined
  domain: string | null; attributes: { [key: string]: Json }; names: { name: string; kind: 'alias' | 'former' }[]; keys: { names: string[]; domains: string[] }
}

const gradedBy: string[] = ['industry', 'employees', 'country', 'founded_year', 'annual_revenue_minor', 'annual_revenue_currency', 'attributes']

/** What the row says that we do not know yet. Pure. A new name keeps the old one as a former name. */
export function compareWithKnown(told: CheckedRow, known: KnownCompany, grade: (facts: CompanyFacts) => Graded | null): Change {
  const row = isOfPart(told, known) ? onlyGaps(told, known) : told
  const set: Change['set'] = {}
  for (const [column, value] of Object.entries(row.fields)) if (!same(value, known[column as keyof KnownCompany])) set[column] = storable(value)
  if (row.crmId && known.crm_id !== row.crmId) set['crm_id'] = row.crmId
  const aliases = known.aliases ?? []
  const names = row.aliases.filter((alias) => alias !== known.name && !aliases.includes(alias)).map((name) => ({ name, kind: 'alias' as const }))
  // A record that is found by its id was renamed; one that is found by another spelling keeps the name that we know.
  const renamed = row.name !== known.name && Boolean(row.crmId && (known.crm_id === row.crmId || !known.crm_id))
  if (renamed) Object.assign(set, { name: row.name, name_key: nameKey(row.name) })
  const former = renamed && !aliases.includes(known.name) ? [{ name: known.name, kind: 'former' as const }] : []
  const attributes = (known.attributes ?? {}) as { [key: string]: Json }
  // One that belongs to another company was noted among the attributes.
  const domain = row.domain && !(known.domains ?? []).includes(row.domain) && attributes['website'] !== row.domain ? row.domain : null
  if (domain && !known.domain) set['domain'] = domain
  if (Object.entries(row.attributes).some(([key, value]) => JSON.stringify(attributes[key]) !== JSON.stringify(value))) set['attributes'] = { ...attributes, ...row.attributes }
  if (row.parentKey && (known.parent_key ? row.parentKey !== known.parent_key : !(known.parent_name_keys ?? []).includes(row.parentKey))) Object.assign(set, { parent_id: null, parent_key: row.parentKey })
  const graded = grade(toFacts({ ...known, ...row.fields, attributes: set['attributes'] ?? attributes }))
  const fields = [...Object.keys(set).filter((column) => column !== 'name_key'), ...(domain && known.domain ? ['domains'] : []), ...(names.length > 0 ? ['aliases'] : [])]
  if (graded && fields.some((field) => gradedBy.includes(field))) Object.assign(set, { icp_grade: graded.grade, icp_reasons: graded.reasons, icp_unknown: graded.unknown })
  return {
    id: known.id, fields, set, grade: graded && 'icp_grade' in set && graded.grade !== known.icp_grade ? { from: known.icp_grade, to: graded.grade } : undefined,
    domain, attributes, names: [...names, ...former], keys: { names: [...(renamed ? [row.name] : []), ...names.map((one) => one.name)], domains: domain ? [domain] : [] },
  }
}

/** A record of the CRM that became part of the company: another one speaks for it. */
const isOfPart = (row: CheckedRow, known: KnownCompany): boolean => row.crmId !== null && (known.other_crm_ids ?? []).includes(row.crmId)

/** It says what is not known yet, so that two records which say different things do not change the company by turns. */
function onlyGaps(row: CheckedRow, known: KnownCompany): CheckedRow {
  const isNews = ([column, value]: [string, unknown]) => { const now = known[column as keyof KnownCompany]; return now === null || (typeof now === 'boolean' && value === true) || now instanceof Temporal.Instant }
  const attributes = (known.attributes ?? {}) as { [key: string]: Json }
  // Half of one address and half of another would be none.
  const isPlaced = known.street !== null || known.zip !== null || known.city !== null
  const mayTell = ([column]: [string, unknown]) => !(isPlaced && ['street', 'zip', 'city'].includes(column))
  return {
    ...row, crmId: null, fields: Object.fromEntries(Object.entries(row.fields).filter(isNews).filter(mayTell)) as CheckedRow['fields'], parentKey: null,
    attributes: Object.fromEntries(Object.entries(row.attributes).filter(([key]) => !(key in attributes))),
  }
}

/** Writes them in few statements; answers whose rows were written. */
export async function writeChanges(tx: Tx, changes: Change[]): Promise<Set<Id>> {
  if (changes.length === 0) return new Set()
  const free = await addDomains(tx, changes.flatMap((change) => (change.domain ? [{ id: change.id, domain: change.domain }] : [])))
  const rows = changes.map((change) => ({ id: change.id, set: change.domain && !free.has(change.domain) ? { ...without(change.set, 'domain'), attributes: noting(change, change.domain) } : change.set }))
  const written = await sql<{ id: Id }>`update company as c set
      name = coalesce(u.set->>'name', c.name), name_key = coalesce(u.set->>'name_key', c.name_key), domain = coalesce(u.set->>'domain', c.domain), crm_id = coalesce(u.set->>'crm_id', c.crm_id),
      industry = coalesce(u.set->>'industry', c.industry), employees = coalesce((u.set->>'employees')::integer, c.employees),
      street = coalesce(u.set->>'street', c.street), zip = coalesce(u.set->>'zip', c.zip), city = coalesce(u.set->>'city', c.city), phone = coalesce(u.set->>'phone', c.phone), country = coalesce(u.set->>'country', c.country),
      founded_year = coalesce((u.set->>'founded_year')::integer, c.founded_year), annual_revenue_minor = coalesce((u.set->>'annual_revenue_minor')::bigint, c.annual_revenue_minor),
      annual_revenue_currency = coalesce(u.set->>'annual_revenue_currency', c.annual_revenue_currency), is_customer = coalesce((u.set->>'is_customer')::boolean, c.is_customer),
      direct_only = coalesce((u.set->>'direct_only')::boolean, c.direct_only), last_contact_at = greatest(c.last_contact_at, (u.set->>'last_contact_at')::timestamptz),
      attributes = coalesce(u.set->'attributes', c.attributes), parent_key = case when u.set ? 'parent_key' then u.set->>'parent_key' else c.parent_key end,
      parent_id = case when u.set ? 'parent_id' then null else c.parent_id end, icp_grade = coalesce(u.set->>'icp_grade', c.icp_grade),
      icp_reasons = coalesce(u.set->'icp_reasons', c.icp_reasons), icp_unknown = coalesce(u.set->'icp_unknown', c.icp_unknown), changed_at = ${tx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as u(id uuid, set jsonb)
    where c.workspace_id = ${tx.workspace}::uuid and c.id = u.id returning c.id`.execute(tx.q)
  await adoptOrphans(tx, changes.filter((change) => 'parent_key' in change.set || 'name_key' in change.set).map((change) => change.id))
  addNames(tx, changes.flatMap((change) => change.names.map((name) => ({ id: change.id, ...name }))))
  addKeys(tx, changes.map((change) => ({ id: change.id, ...change.keys })))
  return new Set(written.rows.map((row) => row.id))
}

const noting = (change: Change, website: string): Json => ({ ...((change.set['attributes'] ?? change.attributes) as { [key: string]: Json }), website })
const without = (set: Change['set'], column: string): Change['set'] => Object.fromEntries(Object.entries(set).filter(([key]) => key !== column))
const storable = (value: unknown): Json => (value instanceof Temporal.Instant || typeof value === 'bigint' ? value.toString() : (value as Json))
const same = (a: unknown, b: unknown): boolean =>
  a instanceof Temporal.Instant ? b instanceof Temporal.Instant && Temporal.Instant.compare(a, b) <= 0 : a === b
