import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Tx } from '../../platform/db/context.ts'
import { settle } from '../ledger/index.ts'

/**
 * Books what is due for opportunities, after any change to their state, amount, closing date or attribution. Due minus booked: a second
 * call, or a call for an opportunity that never earned, posts nothing; one that no longer counts for a partner is taken back. Whoever is
 * changing one of them at this moment is waited for: otherwise what was so before would be booked after it.
 */
export async function settleOpportunities(tx: Tx, ids: Id[], said: { because?: Id | null; why?: string | null } = {}): Promise<void> {
  if (ids.length === 0) return
  const rows = await tx.q
    .selectFrom('opportunity')
    .select(['id', 'company_id', 'partner_id', 'referral_id', 'attribution', 'state', 'amount_minor', 'currency', 'closed_on'])
    .where('workspace_id', '=', tx.workspace).where('id', '=', anyOf(ids)).where('partner_id', 'is not', null)
    .orderBy('id').forNoKeyUpdate()
    .execute()
  for (const row of rows) {
    const isWon = row.state === 'won' && row.amount_minor !== null && row.closed_on !== null
    await settle(tx, {
      partnerId: row.attribution === 'sourced' ? row.partner_id : null, itemId: row.id, referralId: row.referral_id, opportunityId: row.id, companyId: row.company_id,
      because: said.because ?? null, why: said.why ?? null,
      facts: { qualifiedOn: null, won: isWon ? { closedOn: row.closed_on!, amountMinor: row.amount_minor!, currency: row.currency } : null },
    })
  }
}
