import { notFound, refuse } from '../../kernel/refusal.ts'
import type { Id } from '../../kernel/ids.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record, recordAll } from '../../platform/events/record.ts'
import { closeTrayed } from './fact-tray.ts'
import { recordIn, type FactResult } from './record-facts.ts'

/** `correct` tells a fact in place of the refused one, under its own id or another; `discard` leaves it out for good, with `alike` also what else was refused for the same reason. */
export type TrayDecision = { decision: 'correct'; fact: unknown } | { decision: 'discard'; why: string; alike?: boolean }

/**
 * Takes a fact out of the tray. A correction that cannot be used either is refused with the reason and the tray stays as it was; what
 * only waits for another fact is not decided on. The same decision again changes nothing. `leftOut` is how many were left out, 10,000 at a time.
 */
export async function decideTrayed(ctx: Ctx, id: Id, decided: TrayDecision): Promise<{ result: FactResult | null; leftOut: number }> {
  allow(ctx, 'facts:write')
  return transact(ctx, async (tx) => {
    const trayed = await tx.q.selectFrom('fact_tray').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
    if (!trayed) throw notFound('fact in the tray')
    const how = decided.decision === 'correct' ? 'corrected' : 'discarded'
    const withAlike = decided.decision === 'discard' && decided.alike === true
    if (trayed.closed_how === how && !withAlike) return { result: null, leftOut: 0 }
    if (trayed.closed_how && trayed.closed_how !== how) throw refuse('conflict', 'ledger.trayed_closed', `It left the tray already: it was ${trayed.closed_how}.`)
    if (trayed.code === 'waits') throw refuse('conflict', 'ledger.trayed_waits', 'It is kept and is used as soon as it can be. Tell what it waits for, or withdraw it.')
    if (decided.decision === 'discard') return { result: null, leftOut: await leaveOut(tx, decided.why, withAlike ? await alikeOf(tx, trayed.why) : [trayed]) }
    const result = (await recordIn(tx, [decided.fact])).results[0] ?? null
    if (result?.result === 'refused') throw refuse('invalid', 'ledger.correction_refused', result.why ?? 'It cannot be used either.')
    await closeTrayed(tx, [trayed.id], 'corrected')
    await record(tx, { type: 'fact.corrected', subject: { noun: 'trayed', id }, payload: { key: trayed.key } })
    return { result, leftOut: 0 }
  })
}

type Trayed = { id: Id; key: string }
const mostAtOnce = 10_000

/** What is open and was refused for this reason, held until the transaction ends. */
const alikeOf = (tx: Tx, why: string): Promise<Trayed[]> =>
  tx.q.selectFrom('fact_tray').select(['id', 'key']).where('workspace_id', '=', tx.workspace).where('closed_at', 'is', null).where('code', '=', 'refused').where('why', '=', why).orderBy('id').limit(mostAtOnce).forUpdate().execute()

async function leaveOut(tx: Tx, why: string, all: Trayed[]): Promise<number> {
  await closeTrayed(tx, all.map((one) => one.id), 'discarded', why)
  await recordAll(tx, all.map(({ id, key }) => ({ type: 'fact.discarded', subject: { noun: 'trayed' as const, id }, why, payload: { key } })))
  return all.length
}
