import type { Id } from '../../kernel/ids.ts'
import { may } from '../../kernel/actor.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { actionReopened, actionSettled } from './events.ts'
import { keepPromise } from './keep-promise.ts'
import { mayBeSettledBy, mayChangeAction, mayReopenAction, type ActionOutcome } from './rules.ts'
import { lockAction, memberOf, type ActionRow } from './store.ts'

/** Done, or dropped with a reason. Its owner, an admin or a manager says so. The same again changes nothing. */
export async function settleAction(ctx: Ctx, id: Id, { outcome, why }: { outcome: ActionOutcome; why: string | null }): Promise<{ id: Id }> {
  allow(ctx, 'actions:settle')
  return transact(ctx, async (tx) => {
    const { action, review } = await lockAction(tx, id)
    requireRight(tx, action)
    if (action.state === outcome) return { id }
    const can = mayChangeAction(action.state)
    if (!can.allowed) throw refuse('conflict', 'reviews.action_settled', can.why)
    if (outcome === 'dropped' && !why) throw refuseField('why', 'required', 'Say why it is dropped.')
    await tx.q.updateTable('review_action').set({ state: outcome, settled_at: tx.now, settled_by: memberOf(tx), settled_why: why }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await keepPromise(tx, review.partnerId, action, { ...action, state: outcome })
    await record(tx, actionSettled(review, outcome, { actionId: id }, why))
    return { id }
  })
}

/** It was not done after all, or is taken up again. */
export async function reopenAction(ctx: Ctx, id: Id, why: string): Promise<{ id: Id }> {
  allow(ctx, 'actions:settle')
  return transact(ctx, async (tx) => {
    const { action, review } = await lockAction(tx, id)
    requireRight(tx, action)
    const can = mayReopenAction(action.state)
    if (!can.allowed) throw refuse('conflict', 'reviews.action_open', can.why)
    await tx.q.updateTable('review_action').set({ state: 'open', settled_at: null, settled_by: null, settled_why: null }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await keepPromise(tx, review.partnerId, action, { ...action, state: 'open' })
    await record(tx, actionReopened(review, { actionId: id, from: action.state }, why))
    return { id }
  })
}

function requireRight(tx: Tx, action: ActionRow): void {
  const can = mayBeSettledBy({ isOwner: action.ownerId !== null && action.ownerId === memberOf(tx), mayWrite: may(tx.actor, 'partners:write') })
  if (!can.allowed) throw refuse('forbidden', 'reviews.not_yours', can.why)
}
