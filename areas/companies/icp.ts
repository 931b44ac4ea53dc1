import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { gradeCompany, type CompanyFacts, type Graded, type IcpRules } from './rules.ts'

export type Icp = { version: number; rules: IcpRules; createdBy: Id | null; createdAt: Temporal.Instant }

/** The profile in force, or undefined when nobody has written one. */
export async function icpInForce(r: Reading): Promise<Icp | undefined> {
  const row = await r.q.selectFrom('icp').select(['version', 'rules', 'created_by', 'created_at']).where('workspace_id', '=', r.workspace).orderBy('version', 'desc').limit(1).executeTakeFirst()
  return row && { version: row.version, rules: row.rules as IcpRules, createdBy: row.created_by, createdAt: row.created_at }
}

/** Grades by the profile in force; null where there is none. Take `lockIcp` first when the grade is written. */
export async function graderOf(r: Reading): Promise<(company: CompanyFacts) => Graded | null> {
  const icp = await icpInForce(r)
  return (company) => (icp ? gradeCompany(icp.rules, company) : null)
}
