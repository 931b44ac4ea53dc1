import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { reviewHeld } from './events.ts'
import { numbersOf } from './numbers.ts'
import { decideHeldOn, mayHold, type Conclusion } from './rules.ts'
import { lockReview, memberOf, type ReviewRow } from './store.ts'

export type HoldReview = { heldOn: string; attendees: string; conclusion: Conclusion; why: string }

/**
 * The talk took place: its numbers are frozen as they read now, with who was there and what was concluded. Refuses one that was held, a
 * day that lies ahead, and one before the quarter. The same said again by the same person changes nothing.
 */
export async function holdReview(ctx: Ctx, id: Id, said: HoldReview): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const review = await lockReview(tx, id)
    if (review.held && review.held.by === memberOf(tx) && isSame(review.held, said)) return { id }
    const may = mayHold({ state: review.state, heldOn: review.held?.on ?? null, actions: 0 })
    if (!may.allowed) throw refuse('conflict', 'reviews.held', may.why)
    const refusal = decideHeldOn({ heldOn: said.heldOn, firstDay: review.firstDay, today: await todayOf(tx) })
    if (refusal) throw refusal
    const { numbers, hypothesisId } = await numbersOf(tx, review)
    await tx.q
      .updateTable('review')
      .set({
        state: 'held', held_on: said.heldOn, held_at: tx.now, held_by: memberOf(tx), attendees: said.attendees, conclusion: said.conclusion, why: said.why, numbers: JSON.stringify(numbers), hypothesis_id: hypothesisId,
      })
      .where('workspace_id', '=', tx.workspace).where('id', '=', id)
      .execute()
    await record(tx, reviewHeld(review, { conclusion: said.conclusion, heldOn: said.heldOn, hypothesisId }, said.why))
    return { id }
  })
}

const isSame = (held: NonNullable<ReviewRow['held']>, said: HoldReview): boolean => held.on === said.heldOn && held.attendees === said.attendees && held.conclusion === said.conclusion && held.why === said.why
