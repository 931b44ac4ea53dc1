import type { Reaction } from '../../platform/events/index.ts'
import { transact } from '../../platform/db/transact.ts'
import { settlePartner } from './settle-partner.ts'

export const ledgerReactions: Reaction[] = [
  // Another plan holds for some days: what the partner's facts earned on them is brought to what is due under it.
  {
    name: 'ledger.settle-under-new-plan',
    on: ['partner.plan_assigned'],
    run: (ctx, event) => transact(ctx, async (tx) => void (await settlePartner(tx, event.subjectId, { because: event.id, fact: null, why: 'Another plan holds for that day.' }))),
  },
]
