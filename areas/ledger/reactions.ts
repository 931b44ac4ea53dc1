import type { Reaction } from '../../platform/events/index.ts'
import { transact } from '../../platform/db/transact.ts'
import { versionsById, type PlanAssigned } from '../program/index.ts'
import { markMates, ranksThem } from './facts-of-mates.ts'
import { settlePartner } from './settle-partner.ts'

export const ledgerReactions: Reaction[] = [
  // Another plan holds for some days: what the partner's facts earned on them is brought to what is due under it.
  {
    name: 'ledger.settle-under-new-plan',
    on: ['partner.plan_assigned'],
    run: (ctx, event) => transact(ctx, async (tx) => {
      const { planVersionId, before } = event.payload as PlanAssigned
      const versions = await versionsById(tx, [planVersionId, ...(before ? [before] : [])])
      const ranked = [...versions.values()].filter(({ terms }) => terms.language === 2 && ranksThem([terms]))
      if (ranked.length > 0) await markMates(tx, ranked.map((version) => version.id), [event.subjectId])
      await settlePartner(tx, event.subjectId, { because: event.id, fact: null, why: 'Another plan holds for that day.' })
    }),
  },
]
