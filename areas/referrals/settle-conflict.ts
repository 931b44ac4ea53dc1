import type { Id } from '../../kernel/ids.ts'
import { orThrow, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { claimOf, closeConflict, decideConflict, heldClaim, lockConflict, openConflict, transferHold } from '../coselling/index.ts'
import { partnerById, partnerNames } from '../partners/index.ts'
import { makePromise, voidPromises } from '../promises/index.ts'
import { demandOtherJudge } from './other-judge.ts'
import { accept, decline } from './answer-referral.ts'
import { lockReferral, referralById } from './store.ts'

/**
 * Decides whose buyer it is. Credited: the claim is held by this partner and the introduction is accepted; a rival that still waits
 * gets a case of its own. Not credited: the introduction is declined with the reason the partner reads.
 */
export async function settleConflict(ctx: Ctx, conflictId: Id, input: { outcome: 'credited' | 'not_credited'; why: string; ownerId?: Id | undefined }): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  if (!input.why) throw refuseField('why', 'required', 'Say why; the partner reads it.')
  return transact(ctx, async (tx) => {
    const conflict = await lockConflict(tx, conflictId)
    await demandOtherJudge(tx, conflict)
    const referral = await lockReferral(tx, conflict.referralId)
    const held = await heldClaim(tx, referral.companyId)
    const rival = held && held.referralId !== referral.id ? await referralById(tx, held.referralId) : undefined
    const rivalName = rival ? ((await partnerNames(tx, [rival.partnerId])).get(rival.partnerId) ?? null) : null
    orThrow(decideConflict(input.outcome, { decided: conflict.decidedAt !== null, referralState: referral.state, rivalReferralState: rival?.state ?? null, rivalPartner: rivalName }))
    await closeConflict(tx, conflict, input.outcome, input.why)
    if (input.outcome === 'not_credited') {
      await decline(tx, referral, conflict.kind === 'partner_partner' ? 'came_second' : 'already_talking', input.why)
      return { id: conflictId }
    }
    const { policy } = await workspaceSettings(tx)
    const claim = (await claimOf(tx, referral.id))!
    await transferHold(tx, held, claim.id, tx.now.add({ hours: policy.protectionDays * 24 }))
    if (rival) {
      const ownName = (await partnerNames(tx, [referral.partnerId])).get(referral.partnerId) ?? ''
      await openConflict(tx, {
        kind: 'partner_partner', companyId: conflict.companyId, referralId: rival.id, partnerId: rival.partnerId, rivalClaimId: claim.id, opportunityId: null,
        evidence: { reasons: [`The buyer was credited to ${ownName}: ${input.why}`], rival: { partnerName: ownName, placedOn: claim.placedAt.toString(), state: 'held' } },
      })
      await voidPromises(tx, rival.id, ['answer_referral'])
      await makePromise(tx, { kind: 'decide_conflict', subjectId: rival.id, partnerId: rival.partnerId, ownerId: rival.ownerId ?? (await partnerById(tx, rival.partnerId)).ownerId })
    }
    await accept(tx, referral, { ownerId: input.ownerId, why: input.why })
    return { id: conflictId }
  })
}
