import { newId, type Id } from '../../kernel/ids.ts'
import { orThrow, refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { hypothesisDecided } from './events.ts'
import { testedTypes } from './queries.ts'
import { decideTesting, mayDecide, sayState, type Decidable } from './rules.ts'
import { lockHypothesis, lockTesting, memberOf, predictionsOf, type HypothesisRow } from './store.ts'

export type DecideHypothesis = { to: Decidable; why: string; /** The first day of the test, when it began before today. */ since: string | null; /** Why a third partner type is tested at once. */ focusWhy: string | null }

/**
 * A person decides: begin the test, say what it showed, close it. Refuses what cannot follow, a test whose review has passed, and a third
 * partner type at once without a reason. The same person deciding the same again changes nothing.
 */
export async function decideHypothesis(ctx: Ctx, id: Id, { to, why, since, focusWhy }: DecideHypothesis): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    if (to === 'testing') await lockTesting(tx)
    const hypothesis = await lockHypothesis(tx, id)
    if (hypothesis.state === to && (await decidedBy(tx, id)) === memberOf(tx)) return { id }
    const may = mayDecide(hypothesis.state, to)
    if (!may.allowed) throw refuse('conflict', 'hypotheses.cannot_follow', hypothesis.state === to ? `It is ${sayState(to)} already; somebody else decided so.` : may.why)
    const today = await todayOf(tx)
    const change = to === 'testing' ? { testing_from: orThrow(decideTesting({ type: hypothesis.type, others: await testedTypes(tx), reviewOn: hypothesis.reviewOn, since, focusWhy, today })).from } : endOf(hypothesis, to, today)
    await tx.q.updateTable('hypothesis').set({ state: to, changed_at: tx.now, ...change }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    const [inForce] = await predictionsOf(tx, id)
    const version = inForce?.version ?? 1
    await tx.q
      .insertInto('hypothesis_decision')
      .values({
        workspace_id: tx.workspace, id: newId(tx.now.epochMilliseconds), hypothesis_id: id, from_state: hypothesis.state, to_state: to, why, focus_why: to === 'testing' ? focusWhy : null, version,
        decided_at: tx.now, decided_by: memberOf(tx),
      })
      .execute()
    await record(tx, hypothesisDecided(id, { from: hypothesis.state, to, version, focus: to === 'testing' && focusWhy !== null }, why))
    return { id }
  })
}

/** What happens after the day of a decision is no longer part of the test. */
function endOf({ testingFrom }: HypothesisRow, to: Decidable, today: string): { tested_until?: string } {
  return to === 'closed' || testingFrom === null ? {} : { tested_until: Temporal.PlainDate.from(today).add({ days: 1 }).toString() }
}

async function decidedBy(tx: Tx, id: Id): Promise<Id | null | undefined> {
  const last = await tx.q.selectFrom('hypothesis_decision').select('decided_by').where('workspace_id', '=', tx.workspace).where('hypothesis_id', '=', id).orderBy('id', 'desc').limit(1).executeTakeFirst()
  return last?.decided_by
}
