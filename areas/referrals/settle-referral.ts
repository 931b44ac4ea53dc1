import { dayOf } from '../../kernel/time.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { settle } from '../ledger/index.ts'
import type { ReferralRow } from './store.ts'

/** Books what is due for the introduction itself; what is due for a won opportunity is booked where opportunities close. */
export async function settleReferral(tx: Tx, referral: ReferralRow, said: { because: Id | null; why?: string | null }): Promise<void> {
  const { timeZone } = await workspaceSettings(tx)
  await settle(tx, {
    partnerId: referral.partnerId, itemId: referral.id, referralId: referral.id, opportunityId: null, companyId: referral.companyId,
    facts: { qualifiedOn: referral.qualifiedAt ? dayOf(referral.qualifiedAt, timeZone).toString() : null, won: null }, because: said.because, why: said.why ?? null,
  })
}
