import { z } from 'zod'
import type { Id } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { shown } from '../../platform/http/shapes.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { writing } from './candidate-view.ts'
import { scorecardIn, scorecardOut, scorecardsOut, scorecardVersionsOut, typeShape } from './contract.ts'
import { scorecardOf, scorecardsInForce, scorecardVersions, type Scorecard } from './scorecards.ts'
import { setScorecard } from './set-scorecard.ts'

const tag = 'Recruiting'
const params = z.object({ type: typeShape })
const versionShown = (card: Scorecard, names: Map<Id, string>) => ({
  version: card.version, criteria: card.criteria, why: card.why, setAt: card.setAt?.toString() ?? null, setBy: card.setBy ? { id: shown('member', card.setBy), name: names.get(card.setBy) ?? '' } : null,
})

export const scorecardRoutes = [
  route({
    method: 'GET', path: '/scorecards', tag, summary: 'The scorecard in force for each partner type', access: 'partners:read', response: scorecardsOut,
    handler: (ctx) =>
      read(ctx, async (r) => {
        const cards = [...(await scorecardsInForce(r)).values()]
        const names = await memberNames(r, cards.map((card) => card.setBy))
        return { items: cards.map((card) => ({ type: card.type, ...versionShown(card, names), can: { set: writing(r) } })) }
      }),
  }),
  route({
    method: 'GET', path: '/scorecards/{type}', tag, summary: 'The scorecard of one partner type', access: 'partners:read', params, response: scorecardOut,
    handler: (ctx, { params: p }) =>
      read(ctx, async (r) => {
        const card = await scorecardOf(r, p.type)
        return { type: p.type, ...versionShown(card, await memberNames(r, [card.setBy])), can: { set: writing(r) } }
      }),
  }),
  route({
    method: 'GET', path: '/scorecards/{type}/versions', tag, summary: 'Versions that were written, newest first: who, when, why', access: 'partners:read', params, response: scorecardVersionsOut,
    handler: (ctx, { params: p }) =>
      read(ctx, async (r) => {
        const versions = await scorecardVersions(r, p.type)
        const names = await memberNames(r, versions.map((card) => card.setBy))
        return { items: versions.map((card) => versionShown(card, names)) }
      }),
  }),
  route({
    method: 'PUT', path: '/scorecards/{type}', tag, summary: 'Write the next version of a scorecard', access: 'partners:write', params, body: scorecardIn, response: z.object({ version: z.number().int() }),
    handler: (ctx, { params: p, body }) => setScorecard(ctx, p.type, body),
  }),
]
