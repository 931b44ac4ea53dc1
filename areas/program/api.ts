import { z } from 'zod'
import type { Money } from '../../kernel/money.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { idIn, idOut, pageOf, shown, showMoney } from '../../platform/http/shapes.ts'
import { assignPlan } from './assign-plan.ts'
import { assigned, assignIn, partnerPlansOut, planIn, planOut, planRow, preview, previewIn, versionIn } from './contract.ts'
import { createPlan, publishPlanVersion, type Published } from './create-plan.ts'
import { previewPlan } from './preview-plan.ts'
import { mayChangePlans, partnerPlans, planList, planView } from './queries.ts'

const tag = 'Plans'
const params = z.object({ id: idIn('plan') })
const ofPartner = z.object({ id: idIn('partner') })
const published = z.object({ id: idOut('plan'), planVersionId: idOut('planVersion'), version: z.number().int() })
const showPublished = (p: Published) => ({ id: shown('plan', p.id), planVersionId: shown('planVersion', p.planVersionId), version: p.version })

export const planRoutes = [
  route({
    method: 'GET', path: '/plans', tag, summary: 'All plans by name, as their newest version reads', access: 'plans:read', query: z.object({ q: z.string().max(100).optional().meta({ description: 'Words in the name.' }) }), response: pageOf(planRow),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const plans = await planList(r, query)
        return { items: plans.map((p) => ({ ...p, id: shown('plan', p.id) })), next: null, total: plans.length }
      }),
  }),
  route({
    method: 'POST', path: '/plans', tag, summary: 'Create a plan and publish its first version', access: 'plans:write', body: planIn, response: published, status: 201,
    handler: async (ctx, { body }) => showPublished(await createPlan(ctx, body)),
  }),
  route({
    method: 'POST', path: '/plans/preview', tag, summary: 'Read a draft as sentences, with an example and with what is wrong or surprising; nothing is kept', access: 'plans:read', body: previewIn, response: preview,
    handler: async (ctx, { body }) => {
      const { example, ...read } = previewPlan(body.terms, ctx.now)
      const show = (one: Money) => showMoney(one.amountMinor, one.currency)
      return { ...read, example: example && { ...example, total: show(example.total), lines: example.lines.map((line) => ({ ...line, amount: show(line.amount) })) } }
    },
  }),
  route({
    method: 'GET', path: '/plans/{id}', tag, summary: 'One plan: its versions and who is on it', access: 'plans:read', params, response: planOut,
    handler: (ctx, input) =>
      read(ctx, async (r) => {
        const plan = await planView(r, input.params.id)
        const change = mayChangePlans(r)
        return {
          id: shown('plan', plan.id), name: plan.name, createdAt: plan.createdAt.toString(), can: { publish: change, assign: change },
          versions: plan.versions.map((v) => ({ ...v, id: shown('planVersion', v.id), publishedAt: v.publishedAt.toString() })),
          partners: plan.partners.map((p) => ({ partner: { id: shown('partner', p.id), name: p.name }, version: p.version, from: p.from })),
        }
      }),
  }),
  route({
    method: 'POST', path: '/plans/{id}/versions', tag, summary: 'Publish the next version; partners stay on theirs', access: 'plans:write', params, body: versionIn, response: published, status: 201,
    handler: async (ctx, { params: { id }, body }) => showPublished(await publishPlanVersion(ctx, id, body.terms)),
  }),
  route({
    method: 'GET', path: '/partners/{id}/plans', tag, summary: 'The plans of a partner, newest first', access: 'plans:read', params: ofPartner, response: partnerPlansOut,
    handler: (ctx, input) =>
      read(ctx, async (r) => {
        const plans = await partnerPlans(r, input.params.id)
        return {
          today: plans.today, can: { assign: mayChangePlans(r) },
          items: plans.items.map(({ version, ...item }) => ({
            ...item, plan: { id: shown('plan', version.planId), name: version.planName }, planVersionId: shown('planVersion', version.id), version: version.number, terms: version.terms,
          })),
        }
      }),
  }),
  route({
    method: 'PUT', path: '/partners/{id}/plan', tag, summary: 'Put a partner on a plan from a day on; a day in the past needs a reason', access: 'plans:write', params: ofPartner, body: assignIn, response: assigned,
    handler: async (ctx, { params: { id }, body }) => {
      const result = await assignPlan(ctx, id, body)
      return { ...result, planVersionId: shown('planVersion', result.planVersionId) }
    },
  }),
]
