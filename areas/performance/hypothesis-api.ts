import { z } from 'zod'
import { parseId, showId } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { idIn, shown, showMoney } from '../../platform/http/shapes.ts'
import { partnerById, partnerNames } from '../partners/index.ts'
import { verdictOut, verdictRowsIn, verdictRowsOut, verdictsOut } from './hypothesis-contract.ts'
import { hypothesisRows, hypothesisVerdict, hypothesisVerdicts } from './hypothesis-verdict.ts'

const tag = 'Performance'
const access = 'performance:read'
const params = z.object({ id: idIn('hypothesis') })

export const hypothesisVerdictRoutes = [
  route({
    method: 'GET', path: '/hypotheses/verdicts', tag, summary: 'What the numbers propose of each hypothesis that was put to the test', access, response: verdictsOut,
    handler: (ctx) => read(ctx, async (r) => ({ items: (await hypothesisVerdicts(r)).map((one) => ({ ...one, id: shown('hypothesis', one.id) })) })),
  }),
  route({
    method: 'GET', path: '/hypotheses/{id}/verdict', tag, summary: 'Predicted against actual: how likely each prediction is met, in a sentence', access, params, response: verdictOut,
    handler: (ctx, input) =>
      read(ctx, async (r) => {
        const verdict = await hypothesisVerdict(r, input.params.id)
        return { ...verdict, plans: verdict.plans.map((plan) => ({ ...plan, id: shown('plan', plan.id) })) }
      }),
  }),
  route({
    method: 'GET', path: '/hypotheses/{id}/rows', tag, summary: 'The rows one figure of a verdict is made of', access, params, query: verdictRowsIn, response: verdictRowsOut,
    handler: (ctx, { params: p, query }) =>
      read(ctx, async (r) => {
        const noun = query.figure === 'won_rate' || query.figure === 'first_year_value' ? 'opportunity' : 'referral'
        const partner = query.partner === undefined ? undefined : await partnerById(r, query.partner)
        const { period, from, to } = query
        const found = await hypothesisRows(r, p.id, {
          figure: query.figure, of: partner && { partnerId: partner.id, period: { period, from, to } }, limit: query.limit, before: query.after === undefined ? undefined : parseId(noun, query.after), counted: query.counted === undefined ? undefined : query.counted === 'true',
        })
        const names = await partnerNames(r, found.rows.flatMap((row) => row.partnerId ?? []))
        const last = found.rows.at(-1)
        return {
          finding: found.finding, part: found.part && partner ? { ...found.part, partner: { id: shown('partner', partner.id), name: partner.name } } : null, counted: found.counted, total: query.counted === undefined ? found.cases : null, next: found.more && last ? showId(noun, last.id) : null,
          items: found.rows.map((row) => ({
            ...row, id: showId(row.kind, row.id), partner: row.partnerId === null ? null : { id: shown('partner', row.partnerId), name: names.get(row.partnerId) ?? '' }, company: row.company && { id: shown('company', row.company.id), name: row.company.name },
            referralId: row.referralId && shown('referral', row.referralId), amount: row.amount && showMoney(row.amount.amountMinor, row.amount.currency),
          })),
        }
      }),
  }),
]
