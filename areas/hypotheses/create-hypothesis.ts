import type { z } from 'zod'
import { newId, type Id } from '../../kernel/ids.ts'
import { Refusal, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { activeMember } from '../../platform/workspaces/index.ts'
import type { hypothesisIn } from './contract.ts'
import { hypothesisCreated } from './events.ts'
import { problemsOf, type Predictions } from './predictions.ts'
import type { HypothesisType } from './rules.ts'
import { lockSegments, memberOf, writePredictions } from './store.ts'

/** A new hypothesis, a draft with its first predictions. The owner is whoever writes it unless named. Refuses one for a type and segment that has one already. */
export async function createHypothesis(ctx: Ctx, input: z.output<typeof hypothesisIn>): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const { predictions, ownerId: named, type, ...words } = input
    refuseWrong(predictions, 'predictions.')
    const ownerId = named ?? memberOf(tx) ?? undefined
    if (!ownerId) throw refuseField('ownerId', 'required', 'Say which member owns this hypothesis.')
    await requireOwner(tx, ownerId)
    await lockSegments(tx, type)
    const id = newId(tx.now.epochMilliseconds)
    const written = await tx.q
      .insertInto('hypothesis')
      .values({
        workspace_id: tx.workspace, id, partner_type: type, segment: words.segment, state: 'draft', best_placed: words.bestPlaced, why_recommend: words.whyRecommend, gain_financial: words.gainFinancial,
        gain_strategic: words.gainStrategic, gain_reputational: words.gainReputational, review_on: words.reviewOn, owner_id: ownerId, created_at: tx.now, changed_at: tx.now,
      })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst()
    if (written.numInsertedOrUpdatedRows !== 1n) throw segmentTaken(type)
    await writePredictions(tx, id, 1, predictions, null)
    await record(tx, hypothesisCreated(id, { partnerType: type }))
    return { id }
  })
}

export const segmentTaken = (type: HypothesisType) => refuseField('segment', 'hypotheses.segment_taken', `There is a hypothesis about ${type} partners in this segment already. Change that one, close it, or name another segment.`)

/** Refuses predictions that cannot be meant, field by field. */
export function refuseWrong(predictions: Predictions, above = ''): void {
  const problems = problemsOf(predictions).map((problem) => ({ ...problem, field: `${above}${problem.field}` }))
  if (problems.length > 0) throw new Refusal('invalid', 'hypotheses.predictions', problems[0]!.message, problems)
}

export async function requireOwner(tx: Tx, id: Id): Promise<void> {
  if (!(await activeMember(tx, id))) throw refuseField('ownerId', 'not_found', 'There is no such member.')
}
