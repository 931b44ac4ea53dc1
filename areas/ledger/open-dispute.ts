import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse, type Can } from '../../kernel/refusal.ts'
import { dayOf } from '../../kernel/time.ts'
import { allow, type Ctx, type Reading, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { partnerById } from '../partners/index.ts'
import { makePromise } from '../promises/index.ts'
import { disputeOpened } from './dispute-events.ts'
import { mailDispute } from './dispute-mail.ts'
import { disputableUntil, mayDispute, type DisputeReason } from './dispute-rules.ts'
import { lastDisputes, type DisputeRow } from './dispute-store.ts'
import { holdPayments } from './hold-payments.ts'
import { statementsOfLines } from './statement-queries.ts'

export type OpenDispute = {
  lineId: Id; reason: DisputeReason; body: string
  /** What shows it: words, or where it can be seen. */
  evidence: string | null
  /** What makes a second click the same dispute. */
  sourceKey: string
}

/**
 * A partner says that a line is wrong: we promise an answer, and its money is held until it is settled. The same again is the same dispute.
 * Refuses a line that is in question already, one that was settled, one that is being paid, and one whose statement was issued more than 30 days ago.
 */
export async function openDispute(ctx: Ctx, input: OpenDispute): Promise<{ id: Id; isNew: boolean }> {
  allow(ctx, 'disputes:write')
  return transact(ctx, async (tx) => {
    const line = await tx.q.selectFrom('commission_line').select('partner_id').where('workspace_id', '=', tx.workspace).where('id', '=', input.lineId).executeTakeFirst()
    if (!line || (tx.actor.kind === 'partner' && line.partner_id !== tx.actor.partnerId)) throw notFound('commission')
    await holdPayments(tx, line.partner_id)
    const last = (await lastDisputes(tx, [input.lineId])).get(input.lineId) ?? null
    if (last?.sourceKey === input.sourceKey) return { id: last.id, isNew: false }
    const { can, isOnItsWay } = await standingOfLine(tx, input.lineId, last)
    if (!can.allowed) throw refuse('conflict', isOnItsWay && (!last || last.outcome === 'withdrawn') ? 'ledger.being_paid' : last && last.state !== 'settled' ? 'ledger.already_disputed' : last && last.outcome !== 'withdrawn' ? 'ledger.dispute_settled' : 'ledger.dispute_too_late', can.why)
    return open(tx, line.partner_id, input)
  })
}

async function open(tx: Tx, partnerId: Id, input: OpenDispute): Promise<{ id: Id; isNew: boolean }> {
  const id = newId(tx.now.epochMilliseconds)
  const dispute = { id, partnerId, lineId: input.lineId }
  // Of two at once the second fails here, is tried again and finds the first.
  await tx.q
    .insertInto('dispute')
    .values({
      workspace_id: tx.workspace, id, partner_id: partnerId, commission_line_id: input.lineId, contact_id: tx.actor.kind === 'partner' ? tx.actor.contactId : null, state: 'open', reason: input.reason, body: input.body,
      evidence: input.evidence, source_key: input.sourceKey, opened_at: tx.now,
    })
    .execute()
  const { ownerId } = await partnerById(tx, partnerId)
  const due = await makePromise(tx, { kind: 'answer_dispute', subjectId: id, partnerId, ownerId })
  await record(tx, disputeOpened(dispute, input.reason))
  await mailDispute(tx, dispute, { kind: 'opened', due })
  return { id, isNew: true }
}

/** Whether a line may be disputed now, and until when; null while no statement tells it. What is in a payment under way cannot be held. */
export async function standingOfLine(r: Reading, lineId: Id, last: DisputeRow | null): Promise<{ can: Can; until: Temporal.PlainDate | null; isOnItsWay: boolean }> {
  const [{ timeZone }, statements, isOnItsWay] = await Promise.all([workspaceSettings(r), statementsOfLines(r, [lineId]), isInTransit(r, lineId)])
  const statement = statements.get(lineId)
  const until = disputableUntil(statement ? dayOf(statement.issuedAt, timeZone) : null)
  return { can: mayDispute({ until, today: dayOf(r.now, timeZone), last, isOnItsWay }), until, isOnItsWay }
}

async function isInTransit(r: Reading, lineId: Id): Promise<boolean> {
  const row = await r.q
    .selectFrom('payment_line as l').innerJoin('payment as p', (j) => j.onRef('p.workspace_id', '=', 'l.workspace_id').onRef('p.id', '=', 'l.payment_id'))
    .select('p.id').where('l.workspace_id', '=', r.workspace).where('l.commission_line_id', '=', lineId).where('l.freed_at', 'is', null).where('p.state', '=', 'in_transit').limit(1).executeTakeFirst()
  return row !== undefined
}
