import type { Reaction } from '../../platform/events/index.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { opportunityById } from '../coselling/index.ts'
import { followOpportunity } from './close-referral.ts'
import { settleReferral } from './settle-referral.ts'
import { lockReferral } from './store.ts'

export const referralReactions: Reaction[] = [
  // An opportunity was closed or opened again, by a person or by an import from the CRM: the introduction behind it follows.
  {
    name: 'referrals.follow-opportunity',
    on: ['opportunity.won', 'opportunity.lost', 'opportunity.reopened'],
    run: (ctx, event) =>
      transact(ctx, async (tx) => {
        const { referralId } = await opportunityById(tx, event.subjectId)
        if (referralId) await followOpportunity(tx, referralId, event.subjectId)
      }),
  },
  // Another plan holds for days that have passed: what was booked for them is brought to what is due now, one introduction at a time.
  {
    name: 'referrals.settle-under-new-plan',
    on: ['partner.plan_assigned'],
    run: async (ctx, event) => {
      const rows = await read(ctx, (r) =>
        r.q.selectFrom('referral').select('id').where('workspace_id', '=', r.workspace).where('partner_id', '=', event.subjectId).where('qualified_at', 'is not', null).orderBy('id').execute())
      for (const { id } of rows)
        await transact(ctx, async (tx) => {
          await settleReferral(tx, await lockReferral(tx, id), { because: event.id, why: 'Another plan holds for that day.' })
        })
    },
  },
]
