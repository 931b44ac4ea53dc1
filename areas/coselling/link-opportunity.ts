import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Tx } from '../../platform/db/context.ts'
import { record } from '../../platform/events/record.ts'
import { opportunityLinked } from './opportunity-events.ts'
import type { Attribution } from './opportunity-rules.ts'
import { lockOpportunity } from './opportunity-store.ts'
import { settleOpportunities } from './settle-opportunity.ts'

/**
 * Says which introduction an opportunity came from and whose it is; what that earns, when it is won already, is booked at once. The
 * same again changes nothing; another introduction's opportunity is refused (coselling.opportunity_taken).
 */
export async function linkOpportunity(tx: Tx, id: Id, to: { referralId: Id; partnerId: Id; attribution?: Exclude<Attribution, 'direct'> }): Promise<void> {
  const known = await lockOpportunity(tx, id)
  const attribution = to.attribution ?? 'sourced'
  if (known.referralId === to.referralId && known.attribution === attribution) return
  if (known.referralId && known.referralId !== to.referralId) throw refuse('conflict', 'coselling.opportunity_taken', 'This opportunity came from another introduction.')
  await tx.q
    .updateTable('opportunity')
    .set({ referral_id: to.referralId, partner_id: to.partnerId, attribution, changed_at: tx.now })
    .where('workspace_id', '=', tx.workspace).where('id', '=', id)
    .execute()
  const because = await record(tx, opportunityLinked({ ...known, partnerId: to.partnerId }, { referralId: to.referralId, attribution }))
  await settleOpportunities(tx, [id], { because })
}
