import { newId, type Id } from '../../kernel/ids.ts'
import { Refusal, refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { checkTerms } from './check-terms.ts'
import type { PlanPublished } from './events.ts'
import type { Terms } from './terms.ts'
import { lockPlan, versionOf } from './store.ts'

export type Published = { id: Id; planVersionId: Id; version: number }

/** A new plan with its version 1. Refuses terms that do not hold together, each with its field, and a name in use. */
export async function createPlan(ctx: Ctx, input: { name: string; terms: Terms }): Promise<Published> {
  allow(ctx, 'plans:write')
  requireGood(input.terms)
  return transact(ctx, async (tx) => {
    const id = newId(tx.now.epochMilliseconds)
    const taken = await tx.q.selectFrom('plan').select('id').where('workspace_id', '=', tx.workspace).where((w) => w(w.fn('lower', ['name']), '=', input.name.toLowerCase())).executeTakeFirst()
    const written = taken ? undefined : await tx.q
      .insertInto('plan')
      .values({ workspace_id: tx.workspace, id, name: input.name, created_at: tx.now, created_by: 'id' in tx.actor ? tx.actor.id : null })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst()
    if (written?.numInsertedOrUpdatedRows !== 1n) throw refuse('conflict', 'program.plan_name_taken', `There is already a plan named ${input.name}. Publish a new version of it, or choose another name.`)
    const planVersionId = await insertVersion(tx, id, 1, input.terms)
    const payload: PlanPublished = { planVersionId, version: 1, name: input.name }
    await record(tx, { type: 'plan.created', subject: { noun: 'plan', id }, payload })
    return { id, planVersionId, version: 1 }
  })
}

/** The next version of a plan. Partners stay on the version they agreed to until they are put on this one. The same terms again change nothing. */
export async function publishPlanVersion(ctx: Ctx, planId: Id, terms: Terms): Promise<Published> {
  allow(ctx, 'plans:write')
  requireGood(terms)
  return transact(ctx, async (tx) => {
    const plan = await lockPlan(tx, planId)
    const newest = await versionOf(tx, planId)
    if (canonical(newest.terms) === canonical(terms)) return { id: planId, planVersionId: newest.id, version: newest.number }
    const version = newest.number + 1
    const planVersionId = await insertVersion(tx, planId, version, terms)
    const payload: PlanPublished = { planVersionId, version, name: plan.name }
    await record(tx, { type: 'plan.version_published', subject: { noun: 'plan', id: planId }, payload })
    return { id: planId, planVersionId, version }
  })
}

function requireGood(terms: Terms): void {
  const problems = checkTerms(terms)
  const [first] = problems
  if (first) throw new Refusal('invalid', 'program.terms', problems.length === 1 ? first.message : `The plan cannot be published yet: ${problems.length} things need a change.`, problems.map((p) => ({ ...p, field: `terms.${p.field}` })))
}

async function insertVersion(tx: Tx, planId: Id, number: number, terms: Terms): Promise<Id> {
  const id = newId(tx.now.epochMilliseconds)
  await tx.q
    .insertInto('plan_version')
    .values({ workspace_id: tx.workspace, id, plan_id: planId, number, terms: JSON.stringify(terms), published_at: tx.now, published_by: 'id' in tx.actor ? tx.actor.id : null })
    .execute()
  return id
}

/** The terms as text with sorted keys: the database does not keep their order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) => (v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v))
}
