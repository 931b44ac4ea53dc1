import { newId, type Id } from '../../kernel/ids.ts'
import { orThrow } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { partnerById } from '../partners/index.ts'
import { decideAssignment, type Assignment } from './assignment.ts'
import type { PlanAssigned } from './events.ts'
import { assignmentsOf, holdPlans, versionOf } from './store.ts'

export type AssignPlan = { planId: Id; version?: number | undefined; from: string; why?: string | null | undefined }
export type Assigned = { planVersionId: Id; version: number; from: string; changed: boolean }

/**
 * Puts a partner on a plan's version (the newest unless named) from a day on; the plan before ends on that day. A day in the past needs
 * a reason. Refuses an unknown partner, plan or version. What was booked under the plan before is corrected by whoever reacts to
 * partner.plan_assigned. The same again changes nothing.
 */
export async function assignPlan(ctx: Ctx, partnerId: Id, input: AssignPlan): Promise<Assigned> {
  allow(ctx, 'plans:write')
  return transact(ctx, async (tx) => {
    await partnerById(tx, partnerId)
    const version = await versionOf(tx, input.planId, input.version)
    await holdPlans(tx, partnerId, 'change')
    const holding = await assignmentsOf(tx, partnerId)
    const today = await todayOf(tx)
    const why = input.why ?? null
    const change = orThrow(decideAssignment(holding, { planVersionId: version.id, from: input.from, why }, today))
    const result = { planVersionId: version.id, version: version.number, from: input.from }
    if (change === 'unchanged') return { ...result, changed: false }

    if (change.replaced.length > 0)
      await tx.q.updateTable('partner_plan').set({ replaced_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', anyOf(change.replaced.map((a) => a.id))).execute()
    const rows: Omit<Assignment, 'id'>[] = [...(change.kept ? [change.kept] : []), { planVersionId: version.id, startsOn: input.from, endsOn: null, why }]
    await tx.q
      .insertInto('partner_plan')
      .values(rows.map((row) => ({
        workspace_id: tx.workspace, id: newId(tx.now.epochMilliseconds), partner_id: partnerId, plan_version_id: row.planVersionId, starts_on: row.startsOn,
        ends_on: row.endsOn, why: row.why, recorded_at: tx.now, recorded_by: 'id' in tx.actor ? tx.actor.id : null,
      })))
      .execute()
    const payload: PlanAssigned = {
      planId: version.planId, planVersionId: version.id, version: version.number, from: input.from, before: change.replaced[0]?.planVersionId ?? null, backDated: input.from < today,
    }
    await record(tx, { type: 'partner.plan_assigned', subject: { noun: 'partner', id: partnerId }, partnerId, why, payload })
    return { ...result, changed: true }
  })
}
