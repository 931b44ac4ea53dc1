import type { Id } from '../../kernel/ids.ts'
import { notFound, refuseField } from '../../kernel/refusal.ts'
import { dayOf, sayDate, sayWhen } from '../../kernel/time.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { companyById } from '../companies/index.ts'
import { conflictOf, heldClaim, holdAgain, openConflict, waitAgain, type ConflictRow } from '../coselling/index.ts'
import { partnerById, partnerNames } from '../partners/index.ts'
import { makePromise } from '../promises/index.ts'
import { actorName, throwIf } from './answer-referral.ts'
import { referralAppealed } from './events.ts'
import { factsOf } from './facts.ts'
import { mailPartner, noticeKey } from './mail-partner.ts'
import { demand, mayAppeal } from './rules.ts'
import { changeReferral, lockReferral, writeDecision, writeMessage, type ReferralRow } from './store.ts'
import { whatWeHave } from './what-we-have.ts'

/**
 * The partner sees it differently: an introduction that was not taken up waits for an answer again, once. Where somebody else has the buyer,
 * or a case was decided, that is a case of its own, which another person decides. The partner is offered the same whatever the reason was,
 * so that the offer says nothing of anybody else's claim. The same words by the same form are one.
 */
export async function appealReferral(ctx: Ctx, id: Id, input: { why: string; sourceKey?: string | undefined }): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  if (!input.why) throw refuseField('why', 'required', 'Say what we should look at again.')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    if (tx.actor.kind === 'partner' && referral.partnerId !== tx.actor.partnerId) throw notFound('introduction')
    const written = await writeMessage(tx, { referralId: id, kind: 'reply', fromPartner: true, authorName: tx.actor.kind === 'partner' ? actorName(tx) : ((await partnerNames(tx, [referral.partnerId])).get(referral.partnerId) ?? ''), body: input.why, sourceKey: input.sourceKey ?? null })
    if (!written) return { id }
    throwIf(demand(mayAppeal(await factsOf(tx, referral)), 'cannot_appeal'))
    const conflict = await conflictOf(tx, id)
    await changeReferral(tx, id, { state: 'submitted', turn: 'ours', answered_at: null, closed_at: null, closing_reason: null })
    await writeDecision(tx, id, 'appealed', input.why)
    const isContested = await standAgain(tx, referral, conflict, input.why)
    const due = await makePromise(tx, { kind: isContested ? 'decide_conflict' : 'answer_referral', subjectId: id, partnerId: referral.partnerId, ownerId: (await partnerById(tx, referral.partnerId)).ownerId })
    await record(tx, referralAppealed(referral, { isContested }, input.why))
    const { timeZone } = await workspaceSettings(tx)
    await mailPartner(tx, referral, {
      key: noticeKey('appealed', id, tx.now), subject: (buyer) => `We look again: ${buyer}`,
      paragraphs: ({ buyer }) => [`You asked us to look at your introduction of ${buyer} again. We do, and answer by ${sayWhen(due, tx.now, timeZone)}.`],
    })
    return { id }
  })
}

/** Its claim is held again where nothing stands against it; else it waits and a case is opened. Whether there is a case. */
async function standAgain(tx: Tx, referral: ReferralRow, before: ConflictRow | undefined, words: string): Promise<boolean> {
  const [{ policy, timeZone }, held, ours] = [await workspaceSettings(tx), await heldClaim(tx, referral.companyId), await whatWeHave(tx, await companyById(tx, referral.companyId))]
  const decided = before?.outcome === 'not_credited' ? before : undefined
  if (!decided && !held && ours.reasons.length === 0) {
    await holdAgain(tx, referral.id, tx.now.add({ hours: policy.protectionDays * 24 }))
    return false
  }
  await waitAgain(tx, referral.id)
  const holder = held ? ((await partnerNames(tx, [held.partnerId])).get(held.partnerId) ?? '') : ''
  const day = (at: Temporal.Instant) => sayDate(dayOf(at, timeZone))
  await openConflict(tx, {
    kind: ours.reasons.length > 0 ? 'direct_partner' : held ? 'partner_partner' : (decided?.kind ?? 'partner_partner'),
    companyId: referral.companyId, referralId: referral.id, partnerId: referral.partnerId, rivalClaimId: held?.id ?? null, opportunityId: ours.opportunityId, appealOf: decided?.id ?? null,
    evidence: {
      reasons: [
        ...ours.reasons, ...(held ? [`${holder} holds this buyer, introduced on ${day(held.placedAt)}; this introduction came on ${day(referral.submittedAt)}.`] : []),
        ...(decided?.decidedAt ? [`Not credited on ${day(decided.decidedAt)}: “${decided.why}”`] : [`Declined: “${referral.closingReason ?? ''}”`]), `The partner asks to look again: “${words}”`,
      ],
      rival: held ? { partnerName: holder, placedOn: held.placedAt.toString(), state: held.state } : null,
    },
  })
  return true
}
