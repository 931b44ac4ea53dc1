import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { checkRules } from './icp-check-rules.ts'
import { columnOf, type CompanyFacts } from './icp-judge.ts'
import { readRules, sayChanges } from './icp-read.ts'
import { gradeCompany, type Graded, type IcpRules } from './icp-rules.ts'

export type Icp = { version: number; rules: IcpRules; createdBy: Id | null; createdAt: Temporal.Instant }

/** The profile in force, or undefined when nobody has written one. */
export async function icpInForce(r: Reading): Promise<Icp | undefined> {
  const row = await r.q.selectFrom('icp').select(['version', 'rules', 'created_by', 'created_at']).where('workspace_id', '=', r.workspace).orderBy('version', 'desc').limit(1).executeTakeFirst()
  return row && { version: row.version, rules: readRules(row.rules as IcpRules), createdBy: row.created_by, createdAt: row.created_at }
}

/** The year in which a company's age is counted. */
export const yearOf = (now: Temporal.Instant): number => now.toZonedDateTimeISO('UTC').year

/** Grades by the profile in force; null where there is none. Take `lockIcp` first when the grade is written. */
export async function graderOf(r: Reading): Promise<(company: CompanyFacts) => Graded | null> {
  const icp = await icpInForce(r)
  const year = yearOf(r.now)
  return (company) => (icp ? gradeCompany(icp.rules, company, year) : null)
}

/** Refuses a profile that cannot be meant, field by field. */
export async function refuseWrongRules(r: Reading, rules: IcpRules): Promise<void> {
  const columns = rules.criteria.flatMap((criterion) => columnOf(criterion.attribute) ?? [])
  const known = columns.length === 0 ? [] : (await sql<{ key: string }>`
    select sought.key from unnest(${columns}::text[]) as sought(key)
    where exists (select 1 from company c where c.workspace_id = ${r.workspace}::uuid and c.attributes ? sought.key)`.execute(r.q)).rows
  const problems = checkRules(rules, new Set(known.map((row) => row.key)))
  if (problems.length > 0) throw new Refusal('invalid', 'companies.icp', problems.length === 1 ? (problems[0]?.message ?? '') : `The profile has ${problems.length} faults.`, problems)
}

export type IcpVersion = { version: number; rules: IcpRules; setAt: Temporal.Instant; by: string | null; why: string | null; changes: string[] }

/** Every version, newest first, with who wrote it, why, and what it changed. */
export async function icpVersions(r: Reading): Promise<IcpVersion[]> {
  const rows = await r.q
    .selectFrom('icp as i').leftJoin('member as m', (j) => j.onRef('m.workspace_id', '=', 'i.workspace_id').onRef('m.id', '=', 'i.created_by'))
    .select(['i.version', 'i.rules', 'i.created_at', 'i.why', 'm.name']).where('i.workspace_id', '=', r.workspace).orderBy('i.version')
    .execute()
  const read = rows.map((row) => readRules(row.rules as IcpRules))
  return rows.map((row, i) => ({ version: row.version, rules: read[i]!, setAt: row.created_at, by: row.name, why: row.why, changes: sayChanges(read[i - 1], read[i]!) })).reverse()
}
