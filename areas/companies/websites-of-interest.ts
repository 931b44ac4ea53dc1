import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'

/** Websites with their companies, at most so many: customers first, then the best fit, then the ones we were last in touch with. A company may have several. */
export async function websitesOfInterest(r: Reading, limit: number): Promise<{ domain: string; companyId: Id }[]> {
  const { rows } = await sql<{ domain: string; company_id: Id }>`
    select d.domain, d.company_id from company_domain d join company c on c.workspace_id = d.workspace_id and c.id = d.company_id
    where d.workspace_id = ${r.workspace}::uuid and c.suspicious is null
    order by c.is_customer desc, array_position(array['A', 'B', 'C', 'none'], c.icp_grade), c.last_contact_at desc nulls last, d.domain limit ${limit}`.execute(r.q)
  return rows.map((row) => ({ domain: row.domain, companyId: row.company_id }))
}
