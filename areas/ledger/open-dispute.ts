import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse, type Can } from '../../kernel/refusal.ts'
import { dayOf } from '../../kernel/time.ts'
import { allow, type Ctx, type Reading, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import type { SentFile } from '../../platform/files/index.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { partnerById } from '../partners/index.ts'
import { makePromise } from '../promises/index.ts'
import { evidenceIn, keepFiles } from './add-dispute-files.ts'
import { disputeOpened } from './dispute-events.ts'
import { mailDispute } from './dispute-mail.ts'
import { disputableUntil, mayDispute, type DisputeReason } from './dispute-rules.ts'
import { lastDisputes, lockDispute, type DisputeRow } from './dispute-store.ts'
import { keepHeld, lockItemsOf } from './held.ts'
import { statementsOfLines } from './statement-queries.ts'

export type OpenDispute = {
  lineId: Id; reason: DisputeReason; body: string
  /** What shows it: words, or where it can be seen. */
  evidence: string | null
  /** The same as files. */
  files?: SentFile[]
  /** What makes a second click the same dispute. */
  sourceKey: string
}

/**
 * A partner says that a line is wrong: we promise an answer, and its money is held until it is settled. The same again is the same dispute;
 * a file that was not with it then is added. Refuses a line that is in question already, one that was settled, one whose statement was issued
 * more than 30 days ago, and files as addDisputeFiles does; then nothing is kept.
 */
export async function openDispute(ctx: Ctx, input: OpenDispute): Promise<{ id: Id; isNew: boolean }> {
  allow(ctx, 'disputes:write')
  const documents = evidenceIn(input.files ?? [])
  return transact(ctx, async (tx) => {
    await lockItemsOf(tx, [input.lineId])
    const line = await tx.q.selectFrom('commission_line').select('partner_id').where('workspace_id', '=', tx.workspace).where('id', '=', input.lineId).executeTakeFirst()
    if (!line || (tx.actor.kind === 'partner' && line.partner_id !== tx.actor.partnerId)) throw notFound('commission')
    const last = (await lastDisputes(tx, [input.lineId])).get(input.lineId) ?? null
    if (last?.sourceKey === input.sourceKey) {
      if (documents.length > 0) await keepFiles(tx, await lockDispute(tx, last.id), documents)
      return { id: last.id, isNew: false }
    }
    const { can } = await standingOfLine(tx, input.lineId, last)
    if (!can.allowed) throw refuse('conflict', last && last.state !== 'settled' ? 'ledger.already_disputed' : last && last.outcome !== 'withdrawn' ? 'ledger.dispute_settled' : 'ledger.dispute_too_late', can.why)
    const { id } = await open(tx, line.partner_id, input)
    if (documents.length > 0) await keepFiles(tx, await lockDispute(tx, id), documents)
    return { id, isNew: true }
  })
}

async function open(tx: Tx, partnerId: Id, input: OpenDispute): Promise<{ id: Id }> {
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
  await keepHeld(tx, [input.lineId], await record(tx, disputeOpened(dispute, input.reason)))
  await mailDispute(tx, dispute, { kind: 'opened', due })
  return { id }
}

/** Whether a line may be disputed now, and until when; null while no statement tells it. */
export async function standingOfLine(r: Reading, lineId: Id, last: DisputeRow | null): Promise<{ can: Can; until: Temporal.PlainDate | null }> {
  const [{ timeZone }, statements] = await Promise.all([workspaceSettings(r), statementsOfLines(r, [lineId])])
  const statement = statements.get(lineId)
  const until = disputableUntil(statement ? dayOf(statement.issuedAt, timeZone) : null)
  return { can: mayDispute({ until, today: dayOf(r.now, timeZone), last }), until }
}
