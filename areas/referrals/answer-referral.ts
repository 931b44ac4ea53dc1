import type { Id } from '../../kernel/ids.ts'
import { notFound, orThrow, refuseField, type Refusal } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { activeMember, workspaceSettings } from '../../platform/workspaces/index.ts'
import { sayWhen } from '../../kernel/time.ts'
import { closeConflict, conflictOf, holdAgain, releaseClaim } from '../coselling/index.ts'
import { handOver, makePromise, settlePromises, voidPromises } from '../promises/index.ts'
import { demandOtherJudge } from './other-judge.ts'
import { referralAccepted, referralAsked, referralDeclined } from './events.ts'
import { factsOf } from './facts.ts'
import { mailPartner, noticeKey } from './mail-partner.ts'
import { declineSentence, demand, mayAccept, mayAsk, mayDecline, type DeclineReason } from './rules.ts'
import { changeReferral, lockReferral, writeDecision, writeMessage, type ReferralRow } from './store.ts'

/** We take it up: someone owns it and promises the first contact. Settles our promise to answer. */
export async function acceptReferral(ctx: Ctx, id: Id, input: { ownerId?: Id | undefined; why?: string | null }): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    throwIf(demand(mayAccept(await factsOf(tx, referral)), 'cannot_accept'))
    await accept(tx, referral, input)
    return { id }
  })
}

/** The rows and notices of an acceptance; the caller has decided that it may be. */
export async function accept(tx: Tx, referral: ReferralRow, input: { ownerId?: Id | undefined; why?: string | null }): Promise<void> {
  const ownerId = input.ownerId ?? (tx.actor.kind === 'member' ? tx.actor.id : undefined)
  if (!ownerId) throw refuseField('ownerId', 'required', 'Say who takes care of it.')
  const owner = await activeMember(tx, ownerId)
  if (!owner) throw notFound('member')
  await changeReferral(tx, referral.id, { state: 'accepted', turn: 'ours', owner_id: ownerId, answered_at: tx.now })
  await writeDecision(tx, referral.id, 'accepted', input.why ?? null)
  await settlePromises(tx, referral.id, ['answer_referral', 'answer_reply', 'decide_conflict'])
  const settings = await workspaceSettings(tx)
  await holdAgain(tx, referral.id, tx.now.add({ hours: settings.policy.protectionDays * 24 }))
  const due = await makePromise(tx, { kind: 'contact_buyer', subjectId: referral.id, partnerId: referral.partnerId, ownerId })
  await handOver(tx, referral.id, ownerId)
  await record(tx, referralAccepted(referral, { ownerId }, input.why))
  await mailPartner(tx, { ...referral, ownerId }, {
    key: noticeKey('accepted', referral.id, tx.now), subject: (buyer) => `Accepted: your introduction of ${buyer}`,
    paragraphs: ({ buyer }) => [
      `We take up your introduction of ${buyer}. ${owner.name} gets in touch with them by ${sayWhen(due, tx.now, settings.timeZone)}${referral.consent === 'given' ? '' : ', once they have agreed to hear from us: please let us know'}.`,
      ...(input.why ? [`${owner.name} adds: “${input.why}”`] : []),
    ],
  })
}

/** We need to know something first. Asking is an answer: our clock stops and the turn is the partner's. */
export async function askPartner(ctx: Ctx, id: Id, question: string): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    throwIf(demand(mayAsk(await factsOf(tx, referral)), 'cannot_ask'))
    const messageId = (await writeMessage(tx, { referralId: id, kind: 'question', fromPartner: false, authorName: actorName(tx), body: question }))!
    await changeReferral(tx, id, { turn: 'partner' })
    await writeDecision(tx, id, 'asked', question)
    await settlePromises(tx, id, ['answer_referral', 'answer_reply', 'decide_conflict'])
    await record(tx, referralAsked(referral, { messageId }))
    await mailPartner(tx, referral, {
      key: noticeKey('asked', id, tx.now), subject: (buyer) => `A question about ${buyer}`,
      paragraphs: ({ buyer }) => [`${actorName(tx)} has a question about your introduction of ${buyer}:`, `“${question}”`, { withLink: 'You can answer on your page with us.' }],
    })
    return { id }
  })
}

/** We do not take it up; the partner reads why. */
export async function declineReferral(ctx: Ctx, id: Id, input: { reason: DeclineReason; why: string | null }): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    throwIf(demand(mayDecline(await factsOf(tx, referral)), 'cannot_decline'))
    const sentence = orThrow(declineSentence(input.reason, input.why))
    const conflict = await conflictOf(tx, id)
    if (conflict && !conflict.decidedAt) {
      await demandOtherJudge(tx, conflict)
      await closeConflict(tx, conflict, 'not_credited', sentence)
    }
    await decline(tx, referral, input.reason, sentence)
    return { id }
  })
}

/** The rows and notices of a decline; the caller has decided that it may be. */
export async function decline(tx: Tx, referral: ReferralRow, reason: string, sentence: string): Promise<void> {
  await changeReferral(tx, referral.id, { state: 'declined', turn: 'nobody', closed_at: tx.now, closing_reason: sentence, ...(referral.answeredAt ? {} : { answered_at: tx.now }) })
  await writeDecision(tx, referral.id, 'declined', sentence)
  await settlePromises(tx, referral.id, ['answer_referral', 'answer_reply', 'decide_conflict'])
  await voidPromises(tx, referral.id, ['contact_buyer'])
  await releaseClaim(tx, referral.id)
  await record(tx, referralDeclined(referral, { reason }, sentence))
  await mailPartner(tx, referral, {
    key: noticeKey('declined', referral.id, tx.now), subject: (buyer) => `About your introduction of ${buyer}`,
    paragraphs: ({ buyer }) => [`We do not take up your introduction of ${buyer}. ${sentence}`, 'Thank you for thinking of us. If something changes, introduce them again.'],
  })
}

export function actorName(tx: Tx): string {
  return tx.actor.name
}

export function throwIf(refusal: Refusal | undefined): void {
  if (refusal) throw refusal
}
