import type { Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { settlePromises, voidPromises } from '../promises/index.ts'
import { disputeSettled } from './dispute-events.ts'
import { mailDispute } from './dispute-mail.ts'
import { maySettle, type DisputeOutcome } from './dispute-rules.ts'
import { lockDispute, type DisputeRow } from './dispute-store.ts'
import { factsByKey } from './fact-store.ts'
import { keepHeld, lockItemsOf } from './held.ts'

/** `factId`: the fact that was told, or withdrawn, to put it right; by the teller's own name. */
export type SettleDispute = { outcome: DisputeOutcome; why: string; factId?: string | null | undefined }

/**
 * Ends a dispute and lets go of the money that it held. Moves no money itself: what was wrong is put right by a fact, and `adjusted` says
 * by which, or why there is none. Refuses one that was settled otherwise and a fact that nobody told.
 */
export async function settleDispute(ctx: Ctx, id: Id, settled: SettleDispute): Promise<{ id: Id }> {
  allow(ctx, 'disputes:decide')
  return transact(ctx, async (tx) => {
    const dispute = await lockDispute(tx, id)
    const factKey = settled.factId ?? null
    if (dispute.outcome === settled.outcome && dispute.settledWhy === settled.why && dispute.factKey === factKey) return { id }
    demandUnsettled(dispute)
    if (factKey !== null && settled.outcome !== 'adjusted') throw refuseField('factId', 'ledger.fact_without_adjustment', 'A fact is named only where the line is corrected.')
    if (factKey !== null && (await factsByKey(tx, [factKey])).size === 0) throw refuseField('factId', 'ledger.no_such_fact', `Nobody told a fact “${factKey}”. Tell it first, then settle.`)
    await settle(tx, dispute, { ...settled, factKey })
    await settlePromises(tx, id, ['answer_dispute'])
    await mailDispute(tx, dispute, { kind: 'settled', outcome: settled.outcome, words: settled.why })
    return { id }
  })
}

/** The partner takes it back: nothing is in question any more. The same again changes nothing. */
export async function withdrawDispute(ctx: Ctx, id: Id): Promise<{ id: Id }> {
  allow(ctx, 'disputes:write')
  return transact(ctx, async (tx) => {
    const dispute = await lockDispute(tx, id)
    if (dispute.outcome === 'withdrawn') return { id }
    demandUnsettled(dispute)
    await settle(tx, dispute, { outcome: 'withdrawn', why: null, factKey: null })
    await voidPromises(tx, id, ['answer_dispute'])
    return { id }
  })
}

function demandUnsettled(dispute: DisputeRow): void {
  const may = maySettle(dispute)
  if (!may.allowed) throw refuse('conflict', 'ledger.dispute_settled', may.why)
}

async function settle(tx: Tx, dispute: DisputeRow, { outcome, why, factKey }: { outcome: DisputeOutcome; why: string | null; factKey: string | null }): Promise<void> {
  await tx.q
    .updateTable('dispute').set({ state: 'settled', outcome, settled_why: why, settled_at: tx.now, settled_by: 'id' in tx.actor ? tx.actor.id : null, fact_key: factKey })
    .where('workspace_id', '=', tx.workspace).where('id', '=', dispute.id).execute()
  const because = await record(tx, disputeSettled(dispute, outcome, factKey, why))
  await lockItemsOf(tx, [dispute.lineId])
  await keepHeld(tx, [dispute.lineId], because)
}
