import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { settlePromises } from '../promises/index.ts'
import { disputeAnswered } from './dispute-events.ts'
import { mailDispute } from './dispute-mail.ts'
import { mayAnswer } from './dispute-rules.ts'
import { lockDispute } from './dispute-store.ts'

/** We say what we think of it; the partner reads it. Keeps our promise to answer. The same words again change nothing. */
export async function answerDispute(ctx: Ctx, id: Id, answer: string): Promise<{ id: Id }> {
  allow(ctx, 'disputes:decide')
  return transact(ctx, async (tx) => {
    const dispute = await lockDispute(tx, id)
    if (dispute.answer === answer) return { id }
    const may = mayAnswer(dispute)
    if (!may.allowed) throw refuse('conflict', dispute.state === 'answered' ? 'ledger.dispute_answered' : 'ledger.dispute_settled', may.why)
    await tx.q
      .updateTable('dispute').set({ state: 'answered', answer, answered_at: tx.now, answered_by: 'id' in tx.actor ? tx.actor.id : null })
      .where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await settlePromises(tx, id, ['answer_dispute'])
    await record(tx, disputeAnswered(dispute))
    await mailDispute(tx, dispute, { kind: 'answered', words: answer })
    return { id }
  })
}
