import type { Id } from '../../kernel/ids.ts'

/** commission.accrued and commission.reversed, about the line. Amounts are decimal strings of minor units; a reversal's is negative. */
export type CommissionPosted = {
  itemId: Id; referralId: Id | null; opportunityId: Id | null; component: string; amountMinor: string; currency: string; planVersionId: Id; journalId: Id; corrects: Id | null
}
