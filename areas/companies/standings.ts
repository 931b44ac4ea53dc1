import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Grade } from './icp-rules.ts'

/** `grade` is null while there is no ideal customer profile. */
export type CompanyStanding = { name: string; domain: string | null; country: string | null; industry: string | null; employees: number | null; isCustomer: boolean; grade: Grade | null }

/** How we stand with companies, by id: for lists in which many are looked at. Unknown ids are missing. */
export async function companyStandings(r: Reading, ids: Id[]): Promise<Map<Id, CompanyStanding>> {
  if (ids.length === 0) return new Map()
  const rows = await r.q.selectFrom('company').select(['id', 'name', 'domain', 'country', 'industry', 'employees', 'is_customer', 'icp_grade']).where('workspace_id', '=', r.workspace).where('id', '=', anyOf(ids)).execute()
  return new Map(rows.map((row) => [row.id, { name: row.name, domain: row.domain, country: row.country, industry: row.industry, employees: row.employees, isCustomer: row.is_customer, grade: row.icp_grade as Grade | null }]))
}
