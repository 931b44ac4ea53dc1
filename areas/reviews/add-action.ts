import type { z } from 'zod'
import { newId, type Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { activeMember, todayOf } from '../../platform/workspaces/index.ts'
import type { actionChangeIn, actionIn } from './contract.ts'
import { actionAdded, actionChanged } from './events.ts'
import { keepPromise } from './keep-promise.ts'
import { decideDue, decideOwner, mayAddAction, mayChangeAction, type OwnerSaid } from './rules.ts'
import { actionsOf, lockAction, lockReview, memberOf, type ActionRow } from './store.ts'

/** One more action, the fifth at most. Refuses one without an owner or with two, and a day that has passed. One of ours is a promise from now on. */
export async function addAction(ctx: Ctx, reviewId: Id, input: z.output<typeof actionIn>): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const review = await lockReview(tx, reviewId)
    const actions = await actionsOf(tx, [reviewId])
    const may = mayAddAction({ state: review.state, heldOn: review.held?.on ?? null, actions: actions.length })
    if (!may.allowed) throw refuse('conflict', 'reviews.five_actions', may.why)
    await requireOwner(tx, input)
    const late = decideDue(input.dueOn, await todayOf(tx))
    if (late) throw late
    const id = newId(tx.now.epochMilliseconds)
    await tx.q
      .insertInto('review_action')
      .values({
        workspace_id: tx.workspace, id, review_id: reviewId, n: actions.length + 1, words: input.words, owner_id: input.ownerId, owner_words: input.ownerWords, due_on: input.dueOn, state: 'open', added_at: tx.now, added_by: memberOf(tx),
      })
      .execute()
    await keepPromise(tx, review.partnerId, null, { id, ownerId: input.ownerId, dueOn: input.dueOn, state: 'open' })
    await record(tx, actionAdded(review, { actionId: id, ownerId: input.ownerId, dueOn: input.dueOn }))
    return { id }
  })
}

/** Other words, another owner or day. Once the review was held the change needs a reason. Refuses one that is done or dropped. */
export async function changeAction(ctx: Ctx, id: Id, { why, ...change }: z.output<typeof actionChangeIn>): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const { action: before, review } = await lockAction(tx, id)
    const after: ActionRow = { ...before, words: change.words ?? before.words, dueOn: change.dueOn ?? before.dueOn, ...ownerOf(before, change) }
    const fields = (['words', 'ownerId', 'ownerWords', 'dueOn'] as const).filter((key) => after[key] !== before[key])
    if (fields.length === 0) return { id }
    const may = mayChangeAction(before.state)
    if (!may.allowed) throw refuse('conflict', 'reviews.action_settled', may.why)
    if (review.held && !why) throw refuseField('why', 'reviews.why_needed', 'The review was held. Say why what was agreed changes.')
    await requireOwner(tx, after)
    const late = fields.includes('dueOn') ? decideDue(after.dueOn, await todayOf(tx)) : undefined
    if (late) throw late
    await tx.q.updateTable('review_action').set({ words: after.words, owner_id: after.ownerId, owner_words: after.ownerWords, due_on: after.dueOn }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await keepPromise(tx, review.partnerId, before, after)
    await record(tx, actionChanged(review, { actionId: id, fields }, why))
    return { id }
  })
}

/** Naming an owner of the one kind takes the place of one of the other. */
function ownerOf(before: OwnerSaid, { ownerId, ownerWords }: Partial<OwnerSaid>): OwnerSaid {
  if (ownerId && !ownerWords) return { ownerId, ownerWords: null }
  if (ownerWords && !ownerId) return { ownerId: null, ownerWords }
  return { ownerId: ownerId === undefined ? before.ownerId : ownerId, ownerWords: ownerWords === undefined ? before.ownerWords : ownerWords }
}

async function requireOwner(tx: Tx, owner: OwnerSaid): Promise<void> {
  const refusal = decideOwner(owner)
  if (refusal) throw refusal
  if (owner.ownerId !== null && !(await activeMember(tx, owner.ownerId))) throw refuseField('ownerId', 'not_found', 'There is no such member.')
}
