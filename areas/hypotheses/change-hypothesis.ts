import type { z } from 'zod'
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import type { hypothesisChange } from './contract.ts'
import { refuseWrong, requireOwner, segmentTaken } from './create-hypothesis.ts'
import { hypothesisChanged, predictionsChanged } from './events.ts'
import { canonical, type Predictions } from './predictions.ts'
import { mayChange, needsWhy } from './rules.ts'
import { lockHypothesis, lockSegments, predictionsOf, writePredictions, type HypothesisRow } from './store.ts'

/** Changes the words, the review date or the owner; a review date moved after testing began needs a reason. Refuses on a closed one. */
export async function changeHypothesis(ctx: Ctx, id: Id, change: z.output<typeof hypothesisChange>, why: string | null): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const before = await lockOpen(tx, id)
    const fields = (Object.keys(change) as (keyof typeof change)[]).filter((key) => change[key] !== undefined && change[key] !== before[key])
    if (fields.length === 0) return { id }
    if (fields.includes('reviewOn') && needsWhy(before.state) && !why) throw refuseField('why', 'hypotheses.why_needed', 'Testing began. Say why the review moves; whoever decides will read it.')
    if (change.ownerId) await requireOwner(tx, change.ownerId)
    if (change.segment !== undefined && (await isTaken(tx, before, change.segment))) throw segmentTaken(before.type)
    const after = { ...before, ...Object.fromEntries(fields.map((key) => [key, change[key]])) } as HypothesisRow
    await tx.q
      .updateTable('hypothesis')
      .set({
        segment: after.segment, best_placed: after.bestPlaced, why_recommend: after.whyRecommend, gain_financial: after.gainFinancial, gain_strategic: after.gainStrategic, gain_reputational: after.gainReputational,
        review_on: after.reviewOn, owner_id: after.ownerId, changed_at: tx.now,
      })
      .where('workspace_id', '=', tx.workspace).where('id', '=', id)
      .execute()
    await record(tx, hypothesisChanged(id, { fields }, why))
    return { id }
  })
}

/** New numbers as a new version; the old stay readable, and after testing began the change needs a reason. The same numbers change nothing. */
export async function changePredictions(ctx: Ctx, id: Id, predictions: Predictions, why: string | null): Promise<{ version: number }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const hypothesis = await lockOpen(tx, id)
    const [before] = await predictionsOf(tx, id)
    const version = before?.version ?? 0
    if (before && canonical(before.predictions) === canonical(predictions)) return { version }
    refuseWrong(predictions, 'predictions.')
    if (needsWhy(hypothesis.state) && !why) throw refuseField('why', 'hypotheses.why_needed', 'Testing began. Say why the predictions change; the verdict is by the new ones from now on.')
    await writePredictions(tx, id, version + 1, predictions, why)
    await record(tx, predictionsChanged(id, { version: version + 1 }, why))
    return { version: version + 1 }
  })
}

async function lockOpen(tx: Tx, id: Id): Promise<HypothesisRow> {
  const hypothesis = await lockHypothesis(tx, id)
  const may = mayChange(hypothesis.state)
  if (!may.allowed) throw refuse('conflict', 'hypotheses.closed', may.why)
  return hypothesis
}

async function isTaken(tx: Tx, { id, type }: HypothesisRow, segment: string): Promise<boolean> {
  await lockSegments(tx, type)
  const other = await tx.q
    .selectFrom('hypothesis').select('id').where('workspace_id', '=', tx.workspace).where('partner_type', '=', type).where(sql<boolean>`lower(segment) = lower(${segment})`)
    .where('state', '<>', 'closed').where('id', '<>', id)
    .executeTakeFirst()
  return other !== undefined
}
