/**
 * Referrals: introductions of buyers by partners, from submitted to won or closed. The model area: imitate it.
 * Words: submitted → accepted → contacted → met → qualified → opportunity → won | lost, or declined; `turn` says who must act next.
 * Invariants: nothing submitted is lost; one introduction of a company by a partner is under way at a time (unique index); the buyer
 * is contacted only with consent; a partner never learns of anybody else's claim; money moves in the transaction that qualifies.
 */
import { tellPartsOf } from '../../platform/events/index.ts'
import { conflictsOf } from '../coselling/index.ts'
import { eraseWith } from '../partners/index.ts'
import { referralsEraser } from './erase.ts'
import type { Part } from '../../platform/part.ts'
import { registerImportKind } from '../../platform/imports/index.ts'
import { relinkWith } from '../companies/index.ts'
import { describePast } from '../ledger/index.ts'
import { countActivityWith } from '../partners/index.ts'
import { describePromises } from '../promises/index.ts'
import { referralRoutes } from './api.ts'
import { referralImport } from './import-referrals.ts'
import { referralPages } from './pages.ts'
import { partnersQualified, qualifiedItems } from './past-items.ts'
import { describeReferralPromises, referralActivity } from './queries.ts'
import { referralReactions } from './reactions.ts'
import { referralRelinker } from './relink.ts'

export { submitReferral, type SubmitReferral } from './submit-referral.ts'
export { appealReferral } from './appeal-referral.ts'
export { acceptReferral, askPartner, declineReferral } from './answer-referral.ts'
export { addHubSection } from './hub-sections.ts'
export { introducedCompanies } from './introduced-companies.ts'
export { progressReferral, recordConsent, unqualifyReferral } from './progress-referral.ts'
export { closeReferral, linkReferralOpportunity, reopenReferral } from './close-referral.ts'
export { replyAsPartner, writeToPartner } from './reply.ts'
export { settleConflict } from './settle-conflict.ts'

describePromises(['answer_referral', 'contact_buyer', 'answer_reply', 'decide_conflict'], describeReferralPromises)
countActivityWith(referralActivity)
registerImportKind(referralImport)
relinkWith(referralRelinker)
describePast('introductions', { partners: partnersQualified, items: qualifiedItems })

eraseWith(referralsEraser)
tellPartsOf('referral', async (r, id) => [{ ids: (await conflictsOf(r, [id])).map((one) => one.id), types: ['conflict.opened', 'conflict.decided'] }])

export const part: Part = { name: 'referrals', routes: referralRoutes, pages: referralPages, reactions: referralReactions }
