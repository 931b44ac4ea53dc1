import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { pageOf } from '../../platform/http/shapes.ts'
import { issueStatements } from './issue-statements.ts'
import { draftsOut, linesOut, linesQuery, periodOut, periodParams, statementOut, statementParams, statementRow, statementsQuery } from './statement-contract.ts'
import { statementFileById } from './statement-file.ts'
import { statementById, statementsPage } from './statement-queries.ts'
import { spanOf } from './statement-rules.ts'
import { draftsShown, linesShown, periodShown, periodsShown, showStatement, statementShown } from './statement-show.ts'

const tag = 'Statements'
const access = 'ledger:read'

export const statementRoutes = [
  route({
    method: 'GET', path: '/statement-periods', tag, summary: 'Periods whose statements were issued, or could be, newest first', access, response: pageOf(periodOut),
    handler: (ctx) => read(ctx, async (r) => ({ items: await periodsShown(r), next: null, total: null })),
  }),
  route({
    method: 'GET', path: '/statement-periods/{period}', tag, summary: 'One period and how far its statements are', access, params: periodParams, response: periodOut,
    handler: (ctx, { params }) => read(ctx, (r) => periodShown(r, params.period)),
  }),
  route({
    method: 'GET', path: '/statement-periods/{period}/preview', tag, summary: 'What would be issued now; changes nothing', access, params: periodParams, response: draftsOut,
    handler: (ctx, { params }) => read(ctx, (r) => draftsShown(r, spanOf(params.period))),
  }),
  route({
    method: 'PUT', path: '/statement-periods/{period}', tag, summary: 'Close a period and issue its statements; the same again changes nothing', access: 'statements:write', params: periodParams, response: periodOut,
    handler: async (ctx, { params }) => {
      await issueStatements(ctx, params.period)
      return read(ctx, (r) => periodShown(r, params.period))
    },
  }),
  route({
    method: 'GET', path: '/statements', tag, summary: 'Statements, the newest first', access, query: statementsQuery, response: pageOf(statementRow),
    handler: (ctx, { query: { partner, ...query } }) =>
      read(ctx, async (r) => {
        const page = await statementsPage(r, { ...query, partnerId: partner })
        return { items: page.items.map(showStatement), next: page.next, total: null }
      }),
  }),
  route({
    method: 'GET', path: '/statements/{id}', tag, summary: 'One statement with its first lines', access, params: statementParams, response: statementOut,
    handler: (ctx, { params }) => read(ctx, (r) => statementShown(r, params.id)),
  }),
  route({
    method: 'GET', path: '/statements/{id}/lines', tag, summary: 'Its lines, further ones after a position', access, params: statementParams, query: linesQuery, response: linesOut,
    handler: (ctx, { params, query }) => read(ctx, async (r) => linesShown(r, await statementById(r, params.id), query.after, query.limit)),
  }),
  route({
    method: 'GET', path: '/statements/{id}/statement.csv', tag, summary: 'The statement as CSV with the invoice and credit notes that are here; otherwise the same bytes each time', access, params: statementParams, produces: 'text/csv',
    handler: (ctx, { params }) => statementFileById(ctx, params.id, 'csv'),
  }),
  route({
    method: 'GET', path: '/statements/{id}/statement.pdf', tag, summary: 'The statement as PDF with the invoice and credit notes that are here; otherwise the same bytes each time', access, params: statementParams, produces: 'application/pdf',
    handler: (ctx, { params }) => statementFileById(ctx, params.id, 'pdf'),
  }),
]
