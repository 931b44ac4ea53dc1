import type { Id } from '../../kernel/ids.ts'

/** commission.accrued and commission.reversed, about the line. Amounts are decimal strings of minor units; a reversal's is negative. */
export type CommissionPosted = {
  itemId: Id; referralId: Id | null; opportunityId: Id | null; component: string; amountMinor: string; currency: string; planVersionId: Id; journalId: Id; corrects: Id | null
}

/** reward.booked and reward.adjusted, about the line. Amounts are decimal strings of hundredths of the unit, or of minor units of a currency. */
export type RewardBooked = { component: string; kind: string; amountMinor: string; countedIn: string; planVersionId: Id }

export const rewardBooked = (row: { id: Id; partner_id: Id; component: string; kind: string; amount_minor: string; counted_in: string; plan_version_id: Id; adjusts: Id | null }, why: string | null) => ({
  type: row.adjusts ? 'reward.adjusted' : 'reward.booked', subject: { noun: 'reward' as const, id: row.id }, partnerId: row.partner_id, why,
  payload: { component: row.component, kind: row.kind, amountMinor: row.amount_minor, countedIn: row.counted_in, planVersionId: row.plan_version_id } satisfies RewardBooked,
})
