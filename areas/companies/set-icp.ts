import { refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import { icpSet } from './events.ts'
import { icpInForce, refuseWrongRules } from './icp.ts'
import { canonical, readRules, type ShortIcp } from './icp-read.ts'
import type { IcpRules } from './icp-rules.ts'
import { lockIcp } from './locks.ts'

/**
 * A new version of the ideal customer profile, and a job that grades every company by it. The same rules again change nothing. Refuses
 * rules that cannot be meant, and a change of a profile without a reason.
 */
export async function setIcp(ctx: Ctx, wanted: IcpRules | ShortIcp, why?: string | null): Promise<{ version: number }> {
  allow(ctx, 'settings:write')
  const rules = readRules(wanted)
  return transact(ctx, async (tx) => {
    await lockIcp(tx, 'change')
    const before = await icpInForce(tx)
    if (before && canonical(before.rules) === canonical(rules)) return { version: before.version }
    await refuseWrongRules(tx, rules)
    const reason = why?.trim() || null
    if (before && !reason) throw refuseField('why', 'companies.icp_why', 'Say why the profile changes; whoever looks later will ask.')
    const version = (before?.version ?? 0) + 1
    await tx.q
      .insertInto('icp')
      .values({ workspace_id: tx.workspace, version, rules: JSON.stringify(rules), why: reason, created_by: tx.actor.kind === 'member' ? tx.actor.id : null, created_at: tx.now })
      .execute()
    await record(tx, icpSet(tx.workspace, { version }, reason))
    await addJob(tx, { task: 'companies.regrade', payload: { workspace: tx.workspace }, key: `regrade:${tx.workspace}`, queue: `regrade:${tx.workspace}` })
    return { version }
  })
}
