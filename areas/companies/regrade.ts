import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { recordAll } from '../../platform/events/record.ts'
import { companyRegraded } from './events.ts'
import { icpInForce, yearOf } from './icp.ts'
import { factColumns, toFacts } from './icp-facts.ts'
import { gradeCompany } from './icp-rules.ts'
import { lockIcp } from './locks.ts'

const batch = 2000

/**
 * Grades every company by the profile in force, batch by batch, each in a transaction of its own; stops between batches when asked to.
 * Starting over is harmless: what is graded already is not written again. Whoever writes a company meanwhile grades it by the same profile.
 */
export async function regradeCompanies(ctx: Ctx, signal?: AbortSignal): Promise<{ looked: number; changed: number }> {
  const total = { looked: 0, changed: 0 }
  let after: Id | null = '00000000-0000-0000-0000-000000000000'
  while (after) {
    if (signal?.aborted) throw new Error('re-grading was stopped and goes on later')
    const from: Id = after
    const step = await transact({ ...ctx, now: Temporal.Now.instant() }, async (tx) => {
      await lockIcp(tx, 'grade')
      const icp = await icpInForce(tx)
      if (!icp) return { looked: 0, changed: 0, last: null }
      const rows = await tx.q
        .selectFrom('company').select([...factColumns, 'icp_grade', 'icp_reasons', 'icp_unknown'])
        .where('workspace_id', '=', tx.workspace).where('merged_into', 'is', null).where('id', '>', from).orderBy('id').limit(batch).forNoKeyUpdate()
        .execute()
      const changed = rows
        .map((row) => ({ row, graded: gradeCompany(icp.rules, toFacts(row), yearOf(tx.now)) }))
        .filter(({ row, graded }) => row.icp_grade !== graded.grade || JSON.stringify([row.icp_reasons, row.icp_unknown]) !== JSON.stringify([graded.reasons, graded.unknown]))
      const updates = changed.map(({ row, graded }) => ({ id: row.id, ...graded }))
      if (updates.length > 0)
        await sql`update company as c set icp_grade = g.grade, icp_reasons = g.reasons, icp_unknown = g.unknown
          from jsonb_to_recordset(${JSON.stringify(updates)}::jsonb) as g(id uuid, grade text, reasons jsonb, unknown jsonb)
          where c.workspace_id = ${tx.workspace}::uuid and c.id = g.id`.execute(tx.q)
      const moved = changed.filter(({ row, graded }) => row.icp_grade !== graded.grade)
      await recordAll(tx, moved.map(({ row, graded }) => companyRegraded(row.id, { from: row.icp_grade, to: graded.grade, version: icp.version })))
      return { looked: rows.length, changed: moved.length, last: rows.length === batch ? (rows.at(-1)?.id ?? null) : null }
    })
    total.looked += step.looked
    total.changed += step.changed
    after = step.last
  }
  return total
}
