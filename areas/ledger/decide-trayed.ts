import { notFound, refuse } from '../../kernel/refusal.ts'
import type { Id } from '../../kernel/ids.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { recordIn, type FactResult } from './record-facts.ts'

/** `correct` tells a fact in place of the refused one, under its own id or another; `discard` leaves it out for good. */
export type TrayDecision = { decision: 'correct'; fact: unknown } | { decision: 'discard'; why: string }

/**
 * Takes a fact out of the tray. A correction that cannot be used either is refused with the reason and the tray stays as it was; what
 * only waits for another fact is not decided on. The same decision again changes nothing.
 */
export async function decideTrayed(ctx: Ctx, id: Id, decided: TrayDecision): Promise<FactResult | null> {
  allow(ctx, 'facts:write')
  return transact(ctx, async (tx) => {
    const trayed = await tx.q.selectFrom('fact_tray').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
    if (!trayed) throw notFound('fact in the tray')
    const how = decided.decision === 'correct' ? 'corrected' : 'discarded'
    if (trayed.closed_how === how) return null
    if (trayed.closed_how) throw refuse('conflict', 'ledger.trayed_closed', `It left the tray already: it was ${trayed.closed_how}.`)
    if (trayed.code === 'waits') throw refuse('conflict', 'ledger.trayed_waits', 'It is kept and is used as soon as it can be. Tell what it waits for, or withdraw it.')
    const result = decided.decision === 'correct' ? ((await recordIn(tx, [decided.fact])).results[0] ?? null) : null
    if (result?.result === 'refused') throw refuse('invalid', 'ledger.correction_refused', result.why ?? 'It cannot be used either.')
    await tx.q
      .updateTable('fact_tray').set({ closed_at: tx.now, closed_by: 'id' in tx.actor ? tx.actor.id : null, closed_how: how, closed_why: decided.decision === 'discard' ? decided.why : null })
      .where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await record(tx, { type: `fact.${how}`, subject: { noun: 'trayed', id }, why: decided.decision === 'discard' ? decided.why : null, payload: { key: trayed.key } })
    return result
  })
}
