import { parseId } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { pageOf, shown } from '../../platform/http/shapes.ts'
import { partnerNames } from '../partners/index.ts'
import { decideTrayed } from './decide-trayed.ts'
import { factQuery, factRow, factsIn, factsOut, trayDecided, trayDecisionIn, trayedRow, trayParams, trayQuery } from './fact-contract.ts'
import { factsPage, trayPage } from './fact-queries.ts'
import { partnersOf } from './fact-topics.ts'
import { recordFacts } from './record-facts.ts'

const tag = 'Facts'

export const factRoutes = [
  route({
    method: 'POST', path: '/facts', tag, summary: 'Tell what happened; what partners earn by it is booked at once', access: 'facts:write', body: factsIn, response: factsOut,
    handler: async (ctx, { body }) => {
      const { results, lines } = await recordFacts(ctx, body.facts)
      return { results, commissions: lines.map((line) => shown('commission', line.id)) }
    },
  }),
  route({
    method: 'GET', path: '/facts', tag, summary: 'What was told, newest first', access: 'ledger:read', query: factQuery, response: pageOf(factRow),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const page = await factsPage(r, query)
        const named = page.items.map(({ fact }) => partnersOf(fact).flatMap((id) => parseId('partner', id) ?? []))
        const names = await partnerNames(r, named.flat())
        return { items: page.items.map(({ fact, recordedAt }, i) => ({ fact: { ...fact }, recordedAt: recordedAt.toString(), partners: named[i]!.map((id) => ({ id: shown('partner', id), name: names.get(id) ?? '' })) })), next: page.next, total: null }
      }),
  }),
  route({
    method: 'GET', path: '/facts/tray', tag, summary: 'Facts that cannot be used, with the reason, oldest first', access: 'ledger:read', query: trayQuery, response: pageOf(trayedRow),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const page = await trayPage(r, query)
        const names = await partnerNames(r, page.items.flatMap((one) => one.partnerId ?? []))
        return {
          next: page.next, total: page.total,
          items: page.items.map(({ id, partnerId, openedAt, ...one }) => ({ ...one, id: shown('trayed', id), openedAt: openedAt.toString(), partner: partnerId ? { id: shown('partner', partnerId), name: names.get(partnerId) ?? '' } : null })),
        }
      }),
  }),
  route({
    method: 'PUT', path: '/facts/tray/{id}/decision', tag, summary: 'Correct a refused fact, or leave it out', access: 'facts:write', params: trayParams, body: trayDecisionIn, response: trayDecided,
    handler: (ctx, { params, body }) => decideTrayed(ctx, params.id, body),
  }),
]
