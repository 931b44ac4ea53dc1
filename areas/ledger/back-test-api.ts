import { z } from 'zod'
import { Refusal } from '../../kernel/refusal.ts'
import { allow } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { dateIn, idIn, idOut, money, named, shown, showMoney } from '../../platform/http/shapes.ts'
import { partnerById } from '../partners/index.ts'
import { checkPlan } from '../program/index.ts'
import { backTest } from './back-test.ts'

const backTestIn = z.object({
  terms: z.record(z.string(), z.unknown()).meta({ description: 'A draft in language 2, a PlanDocument.' }), from: dateIn.optional(), to: dateIn.optional(),
  partner: idIn('partner').optional().meta({ description: 'Only the items of this partner.' }),
  after: idIn('partner').optional().meta({ description: 'Goes on behind this partner: the `next` of the answer before.' }), limit: z.number().int().min(1).max(100).default(20).meta({ description: 'How many partners.' }),
})
const backTestOut = z.object({
  sellers: z.array(z.object({
    seller: named('partner'), items: z.number().int().meta({ description: 'How many items earn something under the draft.' }), unused: z.number().int().meta({ description: 'How many facts the draft cannot use.' }),
    shares: z.array(z.object({ partner: named('partner'), booked: z.array(money).meta({ description: 'What is booked on the items of the seller, in each currency.' }), draft: money })),
  })),
  next: idOut('partner').nullable(), total: z.number().int().meta({ description: 'How many partners there are in all.' }),
}).meta({ id: 'BackTest' })

export const backTestRoutes = [
  route({
    method: 'POST', path: '/plans/back-tests', tag: 'Plans', summary: 'Run a draft over the real past, some partners at a time; nothing is kept', access: 'ledger:read', body: backTestIn, response: backTestOut,
    handler: (ctx, { body: { terms, partner, ...asked } }) => {
      allow(ctx, 'plans:read')
      const { plan, findings } = checkPlan(terms)
      if (!plan) throw new Refusal('invalid', 'program.terms', 'The plan must be put right before it can be tried.', findings.filter((one) => one.level === 'error').map((one) => ({ field: `terms.${one.place}`, code: 'program.plan', message: `${one.problem} ${one.remedy}` })))
      return read(ctx, async (r) => {
        if (partner) await partnerById(r, partner)
        const page = await backTest(r, { ...asked, plan, partnerId: partner })
        const name = (id: string) => ({ id: shown('partner', id), name: page.names.get(id) ?? '' })
        return {
          next: page.next && shown('partner', page.next), total: page.total,
          sellers: page.sellers.map((one) => ({
            seller: name(one.sellerId), items: one.items, unused: one.unused,
            shares: one.shares.map((share) => ({ partner: name(share.partnerId), booked: share.booked.map((sum) => showMoney(sum.amountMinor, sum.currency)), draft: showMoney(share.draftMinor, plan.currency) })),
          })),
        }
      })
    },
  }),
]
