import type { Reading } from '../../platform/db/context.ts'
import { conflictOf } from '../coselling/index.ts'
import { isClosed, type ReferralFacts } from './rules.ts'
import { isUnderWay, type ReferralRow } from './store.ts'

/** What the rules need to know to say what may be done with an introduction now. */
export async function factsOf(r: Reading, referral: ReferralRow): Promise<ReferralFacts> {
  const isIntroducedAgain = isClosed(referral.state) && (await isUnderWay(r, { partnerId: referral.partnerId, companyId: referral.companyId, except: referral.id }))
  const conflict = referral.state === 'submitted' ? await conflictOf(r, referral.id) : undefined
  return {
    state: referral.state, turn: referral.turn, consent: referral.consent, conflictOpen: Boolean(conflict && !conflict.decidedAt), hasOpportunity: referral.opportunityId !== null, isQualified: referral.qualifiedAt !== null, isIntroducedAgain,
  }
}
