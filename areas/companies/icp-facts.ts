// What grading needs of many companies, page by page, so that a hundred thousand do not stand in memory at once.
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { CompanyFacts } from './icp-judge.ts'

export const factColumns = ['id', 'industry', 'employees', 'country', 'founded_year', 'annual_revenue_minor', 'annual_revenue_currency', 'attributes'] as const
export type StoredFacts = {
  id: Id; industry: string | null; employees: number | null; country: string | null; founded_year: number | null; annual_revenue_minor: bigint | null; annual_revenue_currency: string | null; attributes: unknown
}
type Stored = Omit<StoredFacts, 'id'>

export const toFacts = (row: Stored): CompanyFacts => ({
  industry: row.industry, employees: row.employees, country: row.country, foundedYear: row.founded_year, annualRevenueMinor: row.annual_revenue_minor,
  annualRevenueCurrency: row.annual_revenue_currency, attributes: row.attributes as Record<string, unknown>,
})

/** All companies of the workspace, some thousand at a time. */
export async function* everyCompany(r: Reading): AsyncGenerator<CompanyFacts[]> {
  let after: Id | undefined = '00000000-0000-0000-0000-000000000000'
  while (after) {
    const rows: StoredFacts[] = await r.q.selectFrom('company').select(factColumns).where('workspace_id', '=', r.workspace).where('merged_into', 'is', null).where('id', '>', after).orderBy('id').limit(5000).execute()
    yield rows.map(toFacts)
    after = rows.length === 5000 ? rows.at(-1)?.id : undefined
  }
}

/** Those named, by id. */
export async function companyFacts(r: Reading, ids: Id[]): Promise<Map<Id, CompanyFacts>> {
  if (ids.length === 0) return new Map()
  const rows = await r.q.selectFrom('company').select(factColumns).where('workspace_id', '=', r.workspace).where('id', '=', anyOf(ids)).execute()
  return new Map(rows.map((row) => [row.id, toFacts(row)]))
}
