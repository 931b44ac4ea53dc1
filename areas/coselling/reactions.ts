import { read, transact } from '../../platform/db/transact.ts'
import type { Reaction } from '../../platform/events/index.ts'
import { settleOpportunities } from './settle-opportunity.ts'

export const cosellingReactions: Reaction[] = [
  // Another plan holds for days that have passed: what was booked for won opportunities is brought to what is due now.
  {
    name: 'coselling.settle-under-new-plan',
    on: ['partner.plan_assigned'],
    run: async (ctx, event) => {
      const rows = await read(ctx, (r) =>
        r.q.selectFrom('opportunity').select('id').where('workspace_id', '=', r.workspace).where('partner_id', '=', event.subjectId).where('state', '=', 'won').orderBy('id').execute())
      for (const { id } of rows) await transact(ctx, (tx) => settleOpportunities(tx, [id], { because: event.id, why: 'Another plan holds for that day.' }))
    },
  },
]
