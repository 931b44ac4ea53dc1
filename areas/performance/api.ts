import { z } from 'zod'
import { showId } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { idIn, shown, showMoney } from '../../platform/http/shapes.ts'
import { definitionsOut, partnerOut, periodIn, programIn, programOut, rowsIn, rowsOut, timeToCloseOut } from './contract.ts'
import { definitions, likelyDefinition, measureKeys, programDefinition, rankingDefinition, timeToCloseDefinition } from './definitions.ts'
import { performanceCsv } from './export.ts'
import { hypothesisVerdictRoutes } from './hypothesis-api.ts'
import { icpTestRoutes } from './icp-test-api.ts'
import { performanceRows } from './rows.ts'
import { showFigure, showMeasure } from './show.ts'
import { timeToClose } from './time-to-close.ts'
import { partnerPerformance, programPerformance } from './views.ts'

const tag = 'Performance'
const access = 'performance:read'

const partnerShown = (partner: { id: string; name: string }) => ({ id: shown('partner', partner.id), name: partner.name })

export const performanceRoutes = [
  route({
    method: 'GET', path: '/performance', tag, summary: 'The program in a period, against the one before, and its partners in order of one measure', access, query: programIn, response: programOut,
    handler: async (ctx, { query }) => {
      const view = await programPerformance(ctx, query)
      const rows = view.table.rows.map((row) => ({ rank: row.rank, partner: partnerShown(row.partner), cells: row.cells.map((cell) => ({ ...showFigure(cell.figure), likely: cell.likely })) }))
      return { ...view, measures: view.measures.map(showMeasure), table: { ...view.table, rows } }
    },
  }),
  route({
    method: 'GET', path: '/performance/definitions', tag, summary: 'What each figure means, and how rates on few cases are shown and ranked', access, response: definitionsOut,
    handler: async () => ({
      measures: measureKeys.map((key) => definitions[key]), timeToClose: timeToCloseDefinition, likely: likelyDefinition, ranking: rankingDefinition, program: programDefinition,
    }),
  }),
  route({
    method: 'GET', path: '/performance/rows', tag, summary: 'The rows a figure is made of, each with why it counts or does not', access, query: rowsIn, response: rowsOut,
    handler: (ctx, { query: { partner, counted, ...query } }) =>
      read(ctx, async (r) => {
        const found = await performanceRows(r, { ...query, partnerId: partner, counted: counted === undefined ? undefined : counted === 'true' })
        return {
          definition: found.measure, period: found.period, figure: showFigure(found.figure), next: found.next, total: counted === undefined ? found.figure.cases : null,
          items: found.rows.map((row) => ({
            ...row, id: showId(row.kind, row.id), partner: row.partner && partnerShown(row.partner), company: row.company && { id: shown('company', row.company.id), name: row.company.name },
            referralId: row.referralId && shown('referral', row.referralId), amount: row.amount && showMoney(row.amount.amountMinor, row.amount.currency),
          })),
        }
      }),
  }),
  route({
    method: 'GET', path: '/performance/time-to-close', tag, summary: 'How long winning takes, sourced by partners against direct', access, query: z.object({ partner: idIn('partner').optional() }), response: timeToCloseOut,
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const found = await timeToClose(r, query.partner)
        return { ...found, definition: timeToCloseDefinition, test: found.test && { name: 'log-rank' as const, statistic: found.test.statistic, p: found.test.p } }
      }),
  }),
  route({
    method: 'GET', path: '/performance.csv', tag, summary: 'Every partner with a case in the period, as CSV', access, query: periodIn.extend({ workspace: z.string().optional() }), produces: 'text/csv',
    handler: (ctx, { query }) => read(ctx, (r) => performanceCsv(r, query)),
  }),
  route({
    method: 'GET', path: '/partners/{id}/performance', tag, summary: 'One partner in a period, against the one before and the program', access, params: z.object({ id: idIn('partner') }), query: periodIn, response: partnerOut,
    handler: (ctx, { params, query }) =>
      read(ctx, async (r) => {
        const view = await partnerPerformance(r, params.id, query)
        return { ...view, partner: partnerShown(view.partner), measures: view.measures.map(showMeasure) }
      }),
  }),
  ...icpTestRoutes,
  ...hypothesisVerdictRoutes,
]
