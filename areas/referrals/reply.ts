import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { partnerById } from '../partners/index.ts'
import { makePromise, settlePromises } from '../promises/index.ts'
import { actorName } from './answer-referral.ts'
import { referralProgressed, referralReplied } from './events.ts'
import { mailPartner, noticeKey } from './mail-partner.ts'
import { isClosed } from './rules.ts'
import { changeReferral, lockReferral, writeMessage } from './store.ts'

/** The partner writes about an introduction of theirs. The turn is ours again and we promise an answer. The same words by the same form are kept once. */
export async function replyAsPartner(ctx: Ctx, id: Id, input: { body: string; consent: boolean; sourceKey?: string | undefined }): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    if (tx.actor.kind === 'partner' && referral.partnerId !== tx.actor.partnerId) throw notFound('introduction')
    if (input.consent && referral.consent === 'not_yet') await changeReferral(tx, id, { consent: 'given', consent_at: tx.now })
    const body = input.body || (input.consent ? 'They agreed to hear from you.' : '')
    if (!body) return { id }
    const messageId = await writeMessage(tx, { referralId: id, kind: 'reply', fromPartner: true, authorName: actorName(tx), body, sourceKey: input.sourceKey ?? null })
    if (!messageId) return { id }
    if (!isClosed(referral.state)) await changeReferral(tx, id, { turn: 'ours' })
    // Until the introduction is answered, the promise to answer it runs anyway.
    if (referral.turn === 'partner' || referral.answeredAt || isClosed(referral.state))
      await makePromise(tx, { kind: 'answer_reply', subjectId: id, partnerId: referral.partnerId, ownerId: referral.ownerId ?? (await partnerById(tx, referral.partnerId)).ownerId })
    await record(tx, referralReplied(referral, { messageId }))
    return { id }
  })
}

/** We write to the partner about an introduction; it settles our promise to answer their reply. */
export async function writeToPartner(ctx: Ctx, id: Id, body: string): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    await writeMessage(tx, { referralId: id, kind: 'answer', fromPartner: false, authorName: actorName(tx), body })
    await settlePromises(tx, id, ['answer_reply'])
    await record(tx, referralProgressed(referral, 'answered', {}))
    await mailPartner(tx, referral, {
      key: noticeKey('answer', id, tx.now), subject: (buyer) => `About your introduction of ${buyer}`,
      paragraphs: ({ buyer }) => [`${actorName(tx)} writes about ${buyer}:`, `“${body}”`],
    })
    return { id }
  })
}
