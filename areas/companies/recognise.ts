// Which of our companies a buyer is. One query by blocking keys and website, then pure scoring of the few that come back.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { domainKeys, toCompany, type CompanyRow, type StoredCompany } from './store.ts'
import { pretendedDomain, showDomain } from './domains.ts'
import { hashKey, lookupKeys } from './keys.ts'
import type { Buyer } from './read-buyer.ts'
import { decideBand, type Band, type Candidate } from './rules.ts'
import { scoreOf, type Sought } from './score.ts'

export type Recognised = { band: Band; company?: CompanyRow; candidates: Candidate[] }
type Names = { id: Id; name: string; crm_id: string | null; is_customer: boolean; aliases: string[] | null; domains: string[] | null }
type Scored<Row> = Candidate & { standing: { hasCrmId: boolean; isCustomer: boolean }; row: Row }

/** How many companies are looked at for one key: names in one piece are few, everyday words are many and say little. */
const looks = { n: 40, b: 20, p: 15, s: 15, t: 20 } as const
export const looksFor = (key: string): number => looks[key.charAt(0) as keyof typeof looks]

/** `same`: it is `company`. `maybe`: a person should look at the candidates. `none`: nobody we know. Reveals companies: never show it to a partner. */
export async function recognise(r: Reading, buyer: Pick<Buyer, 'domain' | 'name' | 'lookAlikeOf'>): Promise<Recognised> {
  const keys = keysOf(buyer)
  const domains = [buyer.domain, buyer.lookAlikeOf].filter((domain) => domain !== undefined)
  if (keys.length === 0 && domains.length === 0) return { band: 'none', candidates: [] }
  const { rows } = await sql<StoredCompany & Names>`
    with hit as (
      select k.company_id as id
      from unnest(${keys.map(hashKey)}::bigint[], ${keys.map(looksFor)}::integer[]) as sought(key, looks)
      cross join lateral (select company_id from company_key where workspace_id = ${r.workspace}::uuid and key = sought.key limit sought.looks) k
      union
      select company_id from company_domain where workspace_id = ${r.workspace}::uuid and domain = any(${domains}::text[])
    )
    select c.id, c.name, c.domain, c.industry, c.employees, c.country, c.founded_year, c.annual_revenue_minor, c.annual_revenue_currency, c.crm_id, c.parent_id, c.is_customer,
      c.direct_only, c.last_contact_at, c.icp_grade, c.icp_reasons, c.icp_unknown, c.suspicious, c.created_at,
      (select array_agg(n.name) from company_name n where n.workspace_id = c.workspace_id and n.company_id = c.id) as aliases,
      (select array_agg(d.domain) from company_domain d where d.workspace_id = c.workspace_id and d.company_id = c.id) as domains
    from hit join company c on c.workspace_id = ${r.workspace}::uuid and c.id = hit.id`.execute(r.q)
  const { band, best, candidates } = decideBand(rows.map((row) => scored(buyer, row)))
  return { band, ...(best ? { company: toCompany(best.row) } : {}), candidates: candidates.map(plain) }
}

/** Where a buyer is looked for: by name, else by what its website is called. */
export function keysOf(sought: Sought): string[] {
  const names = sought.name ? lookupKeys(sought.name) : []
  if (!sought.domain) return names
  const sites = [sought.domain, ...(sought.lookAlikeOf ? [sought.lookAlikeOf] : [])]
  return [...new Set([...names, ...sites.flatMap(domainKeys), ...(sought.name ? [] : lookupKeys(showDomain(sought.lookAlikeOf ?? sought.domain)))])].filter((key) => key.length > 1)
}

/** One company that may be the buyer, with how likely that is. */
export function scored<Row extends Names>(sought: Sought, row: Row): Scored<Row> {
  const domains = row.domains ?? []
  const pretends = domains.map((domain) => pretendedDomain(showDomain(domain))).filter((domain) => domain !== undefined)
  const { score, reasons } = scoreOf(sought, { name: row.name, aliases: row.aliases ?? [], domains, pretends })
  return { companyId: row.id, name: row.name, score: Math.round(score * 1000) / 1000, reasons, standing: { hasCrmId: row.crm_id !== null, isCustomer: row.is_customer }, row }
}

export const plain = ({ companyId, name, score, reasons }: Candidate): Candidate => ({ companyId, name, score, reasons })
