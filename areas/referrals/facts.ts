import type { Reading } from '../../platform/db/context.ts'
import { claimOf, conflictOf, heldClaim } from '../coselling/index.ts'
import { partnerNames } from '../partners/index.ts'
import { isClosed, type ReferralFacts } from './rules.ts'
import { whereItWas } from './where-it-was.ts'
import { isAppealed, isUnderWay, type ReferralRow } from './store.ts'

/** What the rules need to know to say what may be done with an introduction now. */
export async function factsOf(r: Reading, referral: ReferralRow): Promise<ReferralFacts> {
  const isIntroducedAgain = isClosed(referral.state) && (await isUnderWay(r, { partnerId: referral.partnerId, companyId: referral.companyId, except: referral.id }))
  const conflict = referral.state === 'submitted' ? await conflictOf(r, referral.id) : undefined
  return {
    state: referral.state, turn: referral.turn, consent: referral.consent, conflictOpen: Boolean(conflict && !conflict.decidedAt), hasOpportunity: referral.opportunityId !== null, isQualified: referral.qualifiedAt !== null, isIntroducedAgain,
    wasAccepted: whereItWas(referral) !== 'submitted', isAppealed: referral.state === 'declined' && (await isAppealed(r, referral.id)), closedDaysAgo: referral.closedAt && Math.floor(referral.closedAt.until(r.now).total('hours') / 24),
    heldBy: isClosed(referral.state) ? null : await whoHolds(r, referral),
  }
}

async function whoHolds(r: Reading, { id, companyId }: ReferralRow): Promise<string | null> {
  if ((await claimOf(r, id))?.state !== 'released') return null
  const held = await heldClaim(r, companyId)
  return held ? ((await partnerNames(r, [held.partnerId])).get(held.partnerId) ?? 'Another partner') : null
}
