import type { ReferralState } from './rules.ts'
import type { ReferralRow } from './store.ts'

/** The furthest step it had reached before it was closed. */
export function whereItWas(referral: Pick<ReferralRow, 'opportunityId' | 'qualifiedAt' | 'metAt' | 'contactedAt' | 'ownerId'>): ReferralState {
  if (referral.opportunityId) return 'opportunity'
  if (referral.qualifiedAt) return 'qualified'
  if (referral.metAt) return 'met'
  if (referral.contactedAt) return 'contacted'
  return referral.ownerId ? 'accepted' : 'submitted'
}
