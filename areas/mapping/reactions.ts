import type { Reaction } from '../../platform/events/index.ts'
import { transact } from '../../platform/db/transact.ts'
import { answerWithReferral } from './ask-introduction.ts'

export const mappingReactions: Reaction[] = [
  {
    name: 'mapping.answer-ask',
    on: ['referral.submitted', 'referral.repeated', 'referral.company_changed'],
    run: (ctx, event) =>
      transact(ctx, async (tx) => {
        const companyId = typeof event.payload['to'] === 'string' ? event.payload['to'] : event.companyId
        if (event.partnerId && companyId) await answerWithReferral(tx, { id: event.subjectId, partnerId: event.partnerId, companyId })
      }),
  },
]
