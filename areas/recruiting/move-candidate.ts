import type { Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { changePartner, contactsOf } from '../partners/index.ts'
import { candidateMoved } from './events.ts'
import { giveAnswer } from './give-answer.ts'
import { mayMoveTo, needsReason, partnerStateOf, stageWords, type Stage } from './rules.ts'
import { lockCandidate, writeMove, type Candidate } from './store.ts'

export type Move = {
  to: Stage
  /** Where the card stood on the screen of whoever moves it. */
  expected: Stage
  why: string | null
}

/**
 * Moves a card. To active it becomes a partner, to declined its partnership ends, both in this transaction. Whoever applied has our
 * answer with it, and one who is declined or put off is told. Refuses: a card that stands elsewhere by now, a partner's card, a stage
 * without its reason.
 */
export async function moveCandidate(ctx: Ctx, id: Id, { to, expected, why }: Move): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const candidate = await lockCandidate(tx, id)
    if (candidate.stage !== expected) throw refuse('conflict', 'recruiting.moved_meanwhile', await sayMoved(tx, candidate))
    const may = mayMoveTo({ stage: candidate.stage, partnerState: candidate.partner.state, contacts: (await contactsOf(tx, id)).length }, to)
    if (!may.allowed) throw refuse('conflict', 'recruiting.cannot_move', may.why)
    if (needsReason(to) && !why) throw refuseField('why', 'recruiting.why', `Say why: somebody will ask, and you will want to know when you meet them again.`)
    await writeMove(tx, id, { from: candidate.stage, to, why })
    await record(tx, candidateMoved(id, { from: candidate.stage, to }, why))
    const state = partnerStateOf(to)
    if (state !== candidate.partner.state) await changePartner(tx, id, { state }, why ?? undefined)
    await giveAnswer(tx, id, to)
    return { id }
  })
}

/** "Nora Lindqvist moved it to Contacted meanwhile." */
async function sayMoved(tx: Tx, candidate: Candidate): Promise<string> {
  const last = await tx.q.selectFrom('candidacy_move').select(['moved_by', 'to_stage']).where('workspace_id', '=', tx.workspace).where('partner_id', '=', candidate.partnerId).orderBy('id', 'desc').limit(1).executeTakeFirst()
  const who = last?.moved_by ? (await memberNames(tx, [last.moved_by])).get(last.moved_by) : undefined
  return `${who ? `${who} moved it` : 'It was moved'} to ${stageWords[candidate.stage]} meanwhile. Nothing was changed.`
}
