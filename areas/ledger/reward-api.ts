import { z } from 'zod'
import type { Id } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { dateIn, idIn, idOut, instantOut, named, pageIn, pageOf, shown } from '../../platform/http/shapes.ts'
import { partnerNames } from '../partners/index.ts'
import { decimalOf } from '../program/index.ts'
import { rewardsPage, type RewardSum, type RewardView } from './reward-queries.ts'
import { rewardKinds, rewardMoves } from './settle-rewards.ts'

const kind = z.enum(rewardKinds).meta({ description: 'points: a named unit; credit: an amount that is not paid out; gift: what a customer gets.' })
const quantity = z.object({ amount: z.string().meta({ description: 'A decimal, negative for what is taken back.' }), countedIn: z.string().meta({ description: 'A named unit, or a currency.' }), said: z.string() })
export const rewardSum = quantity.extend({ kind, unit: z.string() })
export const reward = quantity.extend({
  id: idOut('reward'), partner: named('partner'), account: z.string().nullable().meta({ description: 'The customer that it goes to; empty for the partner\'s own.' }), kind, unit: z.string().meta({ description: 'What it is called.' }),
  usable: z.string().meta({ description: 'What of the amount may be used by `usableOn`.' }), move: z.enum(rewardMoves).meta({ description: 'earned: it gives; used, lapsed: it takes what was used, or was not used in time.' }), component: z.string(), clause: z.string(), working: z.array(z.string()), item: z.string(), planVersionId: idOut('planVersion'),
  earnedOn: z.string(), usableOn: z.string(), bookedOn: z.string(), fact: z.string().nullable(), adjusts: idOut('reward').nullable(), createdAt: instantOut,
}).meta({ id: 'Reward' })
const rewardQuery = pageIn.extend({ partner: idIn('partner').optional(), kind: kind.optional(), item: z.string().max(400).optional(), from: dateIn.optional(), to: dateIn.optional() })

export const showRewardSum = ({ kind: of, unit, countedIn, amountMinor, said }: RewardSum) => ({ kind: of, unit, countedIn, amount: decimalOf(amountMinor, countedIn), said })
export const showReward = ({ partnerId, amountMinor, usableMinor, ...line }: RewardView, names: Map<Id, string>) => ({
  ...line, id: shown('reward', line.id), partner: { id: shown('partner', partnerId), name: names.get(partnerId) ?? '' }, amount: decimalOf(amountMinor, line.countedIn), usable: decimalOf(usableMinor, line.countedIn),
  planVersionId: shown('planVersion', line.planVersionId), adjusts: line.adjusts && shown('reward', line.adjusts),
})

export const rewardRoutes = [
  route({
    method: 'GET', path: '/rewards', tag: 'Money', summary: 'Points, credits and what customers get, newest first', access: 'ledger:read', query: rewardQuery, response: pageOf(reward),
    handler: (ctx, { query: { partner, ...query } }) =>
      read(ctx, async (r) => {
        const page = await rewardsPage(r, { ...query, partnerId: partner })
        const names = await partnerNames(r, page.items.map((line) => line.partnerId))
        return { items: page.items.map((line) => showReward(line, names)), next: page.next, total: null }
      }),
  }),
]
