import type { Reading } from '../../platform/db/context.ts'
import { conflictOf } from '../coselling/index.ts'
import { isClosed, type ReferralFacts } from './rules.ts'
import type { ReferralRow } from './store.ts'

/** What the rules need to know to say what may be done with an introduction now. */
export async function factsOf(r: Reading, referral: ReferralRow): Promise<ReferralFacts> {
  const isIntroducedAgain = isClosed(referral.state) && (await r.q.selectFrom('referral').select('id').where('workspace_id', '=', r.workspace).where('partner_id', '=', referral.partnerId).where('company_id', '=', referral.companyId).where('id', '<>', referral.id).where('state', 'not in', ['won', 'lost', 'declined']).executeTakeFirst()) !== undefined
  const conflict = referral.state === 'submitted' ? await conflictOf(r, referral.id) : undefined
  return {
    state: referral.state, turn: referral.turn, consent: referral.consent, conflictOpen: Boolean(conflict && !conflict.decidedAt), hasOpportunity: referral.opportunityId !== null, isQualified: referral.qualifiedAt !== null, isIntroducedAgain,
  }
}
