import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import { icpSet } from './events.ts'
import { icpInForce } from './icp.ts'
import { lockIcp } from './locks.ts'
import type { IcpRules } from './rules.ts'

/** A new version of the ideal customer profile, and a job that grades every company by it. The same rules again change nothing. */
export async function setIcp(ctx: Ctx, rules: IcpRules, why?: string | null): Promise<{ version: number }> {
  allow(ctx, 'settings:write')
  return transact(ctx, async (tx) => {
    await lockIcp(tx, 'change')
    const before = await icpInForce(tx)
    if (before && JSON.stringify(inOrder(before.rules)) === JSON.stringify(inOrder(rules))) return { version: before.version }
    const version = (before?.version ?? 0) + 1
    await tx.q
      .insertInto('icp')
      .values({ workspace_id: tx.workspace, version, rules: JSON.stringify(rules), created_by: tx.actor.kind === 'member' ? tx.actor.id : null, created_at: tx.now })
      .execute()
    await record(tx, icpSet(tx.workspace, { version }, why))
    await addJob(tx, { task: 'companies.regrade', payload: { workspace: tx.workspace }, key: `regrade:${tx.workspace}`, queue: `regrade:${tx.workspace}` })
    return { version }
  })
}

const inOrder = (rules: IcpRules): unknown[] => [[...rules.industries].sort(), [...rules.countries].sort(), rules.minEmployees, rules.maxEmployees]
