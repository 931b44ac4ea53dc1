import { newId, type Id } from '../../kernel/ids.ts'
import { refuseField, Refusal } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { fileById } from '../../platform/files/index.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import { checkPlan, versionOf } from '../program/index.ts'

export const backTestTask = 'ledger.back_test'
/** Days on which something was earned, both included. `onPlan`: only partners who were on that plan within them. */
export type StartBackTest = { terms: unknown; planId?: Id | undefined; from?: string | undefined; to?: string | undefined; onPlan?: boolean | undefined; fileId?: Id | undefined }

/**
 * Runs a draft in language 2 over the past as a job; `inline` leaves the running to the caller. Refuses a draft that cannot be used
 * (program.terms, with its places), a plan or file that there is not, and partners of a plan without the plan (ledger.which_plan).
 */
export async function startBackTest(ctx: Ctx, asked: StartBackTest, how: { inline?: boolean } = {}): Promise<{ id: Id }> {
  allow(ctx, 'plans:write')
  allow(ctx, 'ledger:read')
  const { plan, findings } = checkPlan(asked.terms)
  if (!plan) throw new Refusal('invalid', 'program.terms', 'The plan must be put right before it can be tried.', findings.filter((one) => one.level === 'error').map((one) => ({ field: `terms.${one.place}`, code: 'program.plan', message: `${one.problem} ${one.remedy}` })))
  if (asked.from !== undefined && asked.to !== undefined && asked.to < asked.from) throw refuseField('to', 'ledger.period_backwards', 'The period ends before it starts. Give a later last day.')
  if (asked.onPlan && asked.planId === undefined) throw refuseField('plan', 'ledger.which_plan', 'Say whose partners are meant: a plan that is there already.')
  return transact(ctx, async (tx) => {
    if (asked.planId !== undefined) await versionOf(tx, asked.planId)
    const file = asked.fileId === undefined ? null : await fileById(tx, asked.fileId)
    const id = newId(tx.now.epochMilliseconds)
    await tx.q
      .insertInto('back_test')
      .values({
        workspace_id: tx.workspace, id, plan_id: asked.planId ?? null, name: plan.name, terms: JSON.stringify(plan), from_on: asked.from ?? null, to_on: asked.to ?? null, on_plan: asked.onPlan ?? false,
        file_id: file?.id ?? null, file_name: file?.name ?? null, bytes_total: BigInt(file?.size ?? 0), state: 'waiting', created_at: tx.now, created_by: 'id' in tx.actor ? tx.actor.id : null,
      })
      .execute()
    await record(tx, { type: 'back_test.started', subject: { noun: 'backTest', id }, payload: { planId: asked.planId ?? null, fileId: file?.id ?? null } })
    if (!how.inline) await addJob(tx, { task: backTestTask, payload: { workspace: tx.workspace, backTest: id }, key: `${backTestTask}:${id}` })
    return { id }
  })
}
