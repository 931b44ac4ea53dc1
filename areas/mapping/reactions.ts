import type { Id } from '../../kernel/ids.ts'
import type { Reaction } from '../../platform/events/index.ts'
import { transact } from '../../platform/db/transact.ts'
import { answerWithReferral, isAsked } from './ask-introduction.ts'

/** Of an introduction that was moved: the company that it was moved to. */
const companyOf = (companyId: Id | null | undefined, payload: { [key: string]: unknown } | undefined) => (typeof payload?.['to'] === 'string' ? payload['to'] : companyId)

export const mappingReactions: Reaction[] = [
  {
    name: 'mapping.answer-ask',
    on: ['referral.submitted', 'referral.repeated', 'referral.company_changed'],
    concerns: async (r, { partnerId, companyId, payload }) => {
      const id = companyOf(companyId, payload)
      return Boolean(partnerId && id && (await isAsked(r, { partnerId, companyId: id })))
    },
    run: (ctx, event) =>
      transact(ctx, async (tx) => {
        const companyId = companyOf(event.companyId, event.payload)
        if (event.partnerId && companyId) await answerWithReferral(tx, { id: event.subjectId, partnerId: event.partnerId, companyId })
      }),
  },
]
