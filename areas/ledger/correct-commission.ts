// Guards L3 and L8 for corrections: a line is never changed. What was wrong is put right by facts, and what follows is booked with the reason.
import { newId, parseId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { partnerNames } from '../partners/index.ts'
import { ownSource, type Fact } from '../program/index.ts'
import { changesOf, mayCorrect, nextName, retold, type CorrectionHow, type ItemChange } from './corrections.ts'
import { aboutItem, itemBehind, namesTaken } from './correction-store.ts'
import { passGates } from './facts-write.ts'
import { recordIn } from './record-facts.ts'

/** `change` is for what is told anew, `lowerBy` with its day for a part that fell away; amounts are decimals in the currency of the item. */
export type CorrectCommission = { how: CorrectionHow; why: string; change?: ItemChange | undefined; lowerBy?: { amount: string; on: string } | undefined }

/**
 * Says what is wrong about the item behind a line and has it corrected: told anew, withdrawn, or lowered from a day on. Books what follows,
 * for everybody it touches, with the reason. Refuses what follows from our own rows (ledger.correct_at_source), an item that was withdrawn
 * (ledger.nothing_to_correct), a change that changes nothing (ledger.correction_same), and what the language cannot read.
 */
export async function correctCommission(ctx: Ctx, lineId: Id, said: CorrectCommission): Promise<{ id: Id; lineIds: Id[] }> {
  allow(ctx, 'facts:write')
  return transact(ctx, async (tx) => {
    const seen = await itemBehind(tx, lineId)
    if (!seen) throw notFound('commission')
    // Whoever corrects it at the same time is waited for here, and seen.
    if (seen.fact) await passGates(tx, [seen.fact])
    const line = seen.fact ? ((await itemBehind(tx, lineId)) ?? seen) : seen
    const may = mayCorrect({ isLanguage2: line.isLanguage2, fact: line.fact, ownSource })
    if (!may.allowed) throw refuse('conflict', line.isLanguage2 && !line.fact ? 'ledger.nothing_to_correct' : 'ledger.correct_at_source', may.why)
    const { fact } = line
    if (!fact) throw new Error('what may be corrected has a fact')
    const { told, change } = await factsOf(tx, fact, said)
    const { results, lines, eventId } = await recordIn(tx, told, { why: said.why })
    const refused = results.find((one) => one.result === 'refused')
    if (refused || !eventId) throw refuseField('change', 'ledger.correction_refused', refused?.why ?? 'This was told before.')
    const id = newId(tx.now.epochMilliseconds)
    await tx.q
      .insertInto('commission_correction')
      .values({
        workspace_id: tx.workspace, id, commission_line_id: lineId, partner_id: line.partnerId, how: said.how, why: said.why, change: JSON.stringify(change), fact_keys: told.map((one) => one.id),
        event_id: eventId, said_at: tx.now, said_by: 'id' in tx.actor ? tx.actor.id : null,
      })
      .execute()
    await record(tx, { type: 'commission.corrected', subject: { noun: 'commission', id: lineId }, partnerId: line.partnerId, why: said.why, payload: { how: said.how, correctionId: id, fields: Object.keys(change), lines: lines.length } })
    return { id, lineIds: lines.map((one) => one.id) }
  })
}

async function factsOf(tx: Tx, fact: Fact, { how, change = {}, lowerBy }: CorrectCommission): Promise<{ told: Fact[]; change: Record<string, { from: string | null; to: string }> }> {
  const about = await aboutItem(tx, fact.id)
  const taken = await namesTaken(tx, [fact, ...about])
  const at = tx.now.toString()
  if (how === 'withdrawn') return { told: retold(fact, about, null, at, taken), change: {} }
  if (how === 'lowered') {
    if (!lowerBy) throw refuseField('lowerBy', 'ledger.correction_amount', 'Say by how much and from which day.')
    return { told: [{ kind: 'refund', id: nextName(`${fact.id}:lowered`, taken), at: lowerBy.on, of: fact.id, amount: lowerBy.amount }], change: { lowerBy: { from: null, to: lowerBy.amount } } }
  }
  if (change.amount !== undefined && 'lines' in fact && fact.lines) throw refuseField('change.amount', 'ledger.amount_of_lines', 'This invoice has lines, each with its amount. Withdraw it and tell it anew under Facts, or say what fell away.')
  if (change.amount !== undefined && !('amount' in fact)) throw refuseField('change.amount', 'ledger.no_amount', 'It has no amount.')
  const partnerId = change.partner === undefined ? undefined : (parseId('partner', change.partner) ?? '')
  if (partnerId !== undefined && !(partnerId && (await partnerNames(tx, [partnerId])).has(partnerId))) throw refuseField('change.partner', 'ledger.no_such_partner', 'There is no such partner.')
  if (change.partner !== undefined && 'partners' in fact && fact.partners) throw refuseField('change.partner', 'ledger.several_partners', 'It is credited to several partners. Say under Facts to whom it is credited.')
  const changes = changesOf(fact, change)
  if (Object.keys(changes).length === 0) throw refuseField('change', 'ledger.correction_same', 'That is what it says already. Change what is wrong.')
  const anew = (item: Fact) => ({ ...item, ...Object.fromEntries(Object.entries(changes).map(([field, { to }]) => [field, to])) }) as Fact
  return { told: retold(fact, about, anew, at, taken), change: changes }
}
