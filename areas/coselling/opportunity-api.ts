import { z } from 'zod'
import { decimal } from '../../kernel/money.ts'
import { read } from '../../platform/db/transact.ts'
import { csvNumber } from '../../platform/files/csv.ts'
import { csvFile, csvLimit, csvOf } from '../../platform/http/exports.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, idOut, showMoney, shown } from '../../platform/http/shapes.ts'
import { changeOpportunity, closeOpportunity, reopenOpportunity } from './change-opportunity.ts'
import { createOpportunity } from './create-opportunity.ts'
import { closingIn, opportunityChange, opportunityFilter, opportunityIn, opportunityOut, opportunityPage, reopeningIn, stagesIn, stagesOut } from './opportunity-contract.ts'
import { opportunityList, opportunityView, type NamedOpportunity } from './opportunity-queries.ts'
import { decideStages, stageList } from './stages.ts'

const params = z.object({ id: idIn('opportunity') })
const tag = 'Opportunities'
const csvColumns = ['id', 'name', 'company', 'partner', 'attribution', 'state', 'stage', 'sales_rep', 'opened', 'closed', 'amount', 'currency', 'product', 'crm_id']
const idOnly = z.object({ id: idOut('opportunity') })
const showId = ({ id }: { id: string }) => ({ id: shown('opportunity', id) })

export const opportunityRoutes = [
  route({
    method: 'GET', path: '/opportunities', tag, summary: 'Opportunities, newest first', access: 'opportunities:read', query: opportunityFilter, response: opportunityPage,
    handler: (ctx, { query: { partner, company, ...filter } }) =>
      read(ctx, async (r) => {
        const page = await opportunityList(r, { ...filter, partnerId: partner, companyId: company })
        return { ...page, items: page.items.map(showOpportunity) }
      }),
  }),
  route({
    method: 'GET', path: '/opportunities.csv', tag, summary: 'Opportunities as CSV, newest first, at most 10,000', access: 'opportunities:read', query: csvOf(opportunityFilter), produces: 'text/csv',
    handler: (ctx, { query: { partner, company, ...filter } }) =>
      read(ctx, async (r) => csvFile('opportunities.csv', csvColumns, (await opportunityList(r, { ...filter, partnerId: partner, companyId: company, limit: csvLimit })).items.map((o) => ({
        id: shown('opportunity', o.id), name: o.name, company: o.companyName, partner: o.partnerName, attribution: o.attribution, state: o.state, stage: o.crmStage, sales_rep: o.repName,
        opened: o.openedOn, closed: o.closedOn, amount: o.amountMinor === null ? null : csvNumber(decimal(o.amountMinor, o.currency)), currency: o.currency, product: o.product, crm_id: o.crmId,
      })))),
  }),
  route({
    method: 'POST', path: '/opportunities', tag, summary: 'Create an open opportunity', access: 'opportunities:write', status: 201, body: opportunityIn, response: created('opportunity'),
    handler: async (ctx, { body }) => showId(await createOpportunity(ctx, body)),
  }),
  route({
    method: 'GET', path: '/opportunities/{id}', tag, summary: 'One opportunity and what you may do', access: 'opportunities:read', params, response: opportunityOut,
    handler: (ctx, input) =>
      read(ctx, async (r) => {
        const view = await opportunityView(r, input.params.id)
        return { ...showOpportunity(view.opportunity), can: view.can }
      }),
  }),
  route({
    method: 'PATCH', path: '/opportunities/{id}', tag, summary: 'Change what an opportunity says', access: 'opportunities:write', params, body: opportunityChange, response: idOnly,
    handler: async (ctx, { params: { id }, body }) => showId(await changeOpportunity(ctx, id, body)),
  }),
  route({
    method: 'PUT', path: '/opportunities/{id}/closing', tag, summary: 'Win or lose an opportunity; what a partner earns on it is booked', access: 'opportunities:write', params, body: closingIn, response: idOnly,
    handler: async (ctx, { params: { id }, body }) => showId(await closeOpportunity(ctx, id, body)),
  }),
  route({
    method: 'DELETE', path: '/opportunities/{id}/closing', tag, summary: 'Open an opportunity again; what was booked for it is reversed', access: 'opportunities:write', params, query: reopeningIn, response: idOnly,
    handler: async (ctx, { params: { id }, query }) => showId(await reopenOpportunity(ctx, id, query.why)),
  }),
  route({
    method: 'GET', path: '/stages', tag: 'Imports', summary: 'Stages of the CRM and what they mean', access: 'opportunities:read', response: stagesOut,
    handler: (ctx) => read(ctx, async (r) => ({ items: await stageList(r) })),
  }),
  route({
    method: 'PUT', path: '/stages', tag: 'Imports', summary: 'Say what stages mean; imports from now on follow', access: 'imports:write', body: stagesIn, response: stagesOut,
    handler: async (ctx, { body }) => {
      await decideStages(ctx, body.stages)
      return read(ctx, async (r) => ({ items: await stageList(r) }))
    },
  }),
]

function showOpportunity(o: NamedOpportunity) {
  return {
    id: shown('opportunity', o.id), name: o.name, company: o.companyId ? { id: shown('company', o.companyId), name: o.companyName ?? '' } : null, state: o.state, stage: o.crmStage,
    amount: o.amountMinor === null ? null : showMoney(o.amountMinor, o.currency), currency: o.currency, product: o.product, repName: o.repName, openedOn: o.openedOn, closedOn: o.closedOn,
    attribution: o.attribution, partner: o.partnerId ? { id: shown('partner', o.partnerId), name: o.partnerName ?? '' } : null, referralId: o.referralId ? shown('referral', o.referralId) : null,
    crmId: o.crmId, createdAt: o.createdAt.toString(), changedAt: o.changedAt.toString(),
  }
}
