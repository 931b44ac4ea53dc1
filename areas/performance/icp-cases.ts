import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { companyFacts, type CompanyFacts } from '../companies/index.ts'

/** A company with closed opportunities, ours and partners' alike. */
export type ClosedCompany = { companyId: Id; won: number; closed: number; facts: CompanyFacts }

/** Every closed opportunity by its company, with what is known of the company now; `withoutCompany` name none and are left out. */
export async function closedByCompany(r: Reading): Promise<{ companies: ClosedCompany[]; withoutCompany: number }> {
  const { rows } = await sql<{ company_id: Id | null; closed: number; won: number }>`
    select company_id, count(*)::int as closed, count(*) filter (where state = 'won')::int as won from opportunity
    where workspace_id = ${r.workspace} and state in ('won', 'lost') group by company_id order by company_id`.execute(r.q)
  const own = rows.flatMap((row) => (row.company_id === null ? [] : [{ companyId: row.company_id, closed: row.closed, won: row.won }]))
  const facts = await companyFacts(r, own.map((one) => one.companyId))
  return {
    companies: own.flatMap((one) => {
      const known = facts.get(one.companyId)
      return known ? [{ ...one, facts: known }] : []
    }),
    withoutCompany: rows.find((row) => row.company_id === null)?.closed ?? 0,
  }
}
