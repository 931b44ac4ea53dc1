import { z } from 'zod'
import { read } from '../../platform/db/transact.ts'
import { csvFile } from '../../platform/http/exports.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, shown } from '../../platform/http/shapes.ts'
import { todayOf, workspaceSettings } from '../../platform/workspaces/index.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { partnerNames } from '../partners/index.ts'
import { addCandidate } from './add-candidate.ts'
import { applicationAddress, applicationPage } from './application-page.ts'
import { assessCandidate } from './assess-candidate.ts'
import { candidateView, writing } from './candidate-view.ts'
import { applicationPageIn, applicationPageOut, assessmentIn, boardOut, candidateAdded, candidateIn, candidateOut, erasureIn, erasureOut, erasurePreviewOut, matchesOut, moveIn, planIn, shortlistOut, typeShape } from './contract.ts'
import { canErase, eraseCandidate, tracesLeft } from './erase-candidate.ts'
import { judge } from './judge.ts'
import { moveCandidate } from './move-candidate.ts'
import { warningsNow } from './outside.ts'
import { planNextStep } from './plan-next-step.ts'
import { boardRows, mostOfStage } from './queries.ts'
import { stages, stageWords } from './rules.ts'
import { domainsOf, PartnerIndex } from './same-as.ts'
import { reasonsOf } from './say-score.ts'
import { scorecardRoutes } from './scorecard-api.ts'
import { setApplicationPage } from './set-application-page.ts'
import { shortlist } from './shortlist.ts'
import { candidateById } from './store.ts'
import { candidateShown, cardShown, criteriaShown, sameShown, scoreShown } from './show.ts'

const tag = 'Recruiting'
const params = z.object({ id: idIn('partner') })
const filter = z.object({ type: typeShape.optional(), owner: idIn('member').optional(), q: z.string().max(100).optional() })
const csvColumns = ['id', 'name', 'type', 'stage', 'days', 'owner', 'contact', 'score_low', 'score_high', 'knocked_out_by', 'next_step', 'next_step_on', 'next_step_by']

export const recruitingRoutes = [
  route({
    method: 'GET', path: '/candidates', tag, summary: 'The recruiting board: cards with stage, age, score and next step', access: 'partners:read', query: filter, response: boardOut,
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const [rows, warnings, today] = [await boardRows(r, { ...query, ownerId: query.owner, perStage: mostOfStage }), await warningsNow(r), await todayOf(r)]
        const judged = await judge(r, rows)
        const write = writing(r)
        const counts = new Map(rows.map((row) => [row.stage, row.ofStage]))
        return {
          stages: stages.map((stage) => ({ stage, name: stageWords[stage], count: counts.get(stage) ?? 0 })), warnings, isCut: rows.some((row) => row.ofStage > mostOfStage), can: { add: write },
          items: rows.map((row) => cardShown(row, judged.get(row.id)!, today, write)),
        }
      }),
  }),
  route({
    method: 'GET', path: '/candidates.csv', tag, summary: 'The board as CSV', access: 'partners:read', query: filter, produces: 'text/csv',
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const rows = await boardRows(r, { ...query, ownerId: query.owner })
        const judged = await judge(r, rows)
        return csvFile('candidates.csv', csvColumns, rows.map((row) => {
          const score = scoreShown(judged.get(row.id)!.score)
          return {
            id: shown('partner', row.id), name: row.name, type: row.type, stage: row.stage, days: row.days, owner: row.owner.name, contact: row.contact, score_low: score.low, score_high: score.high,
            knocked_out_by: score.knockOuts.join('; '), next_step: row.nextStep?.text ?? null, next_step_on: row.nextStep?.on ?? null, next_step_by: row.nextStep?.by.name ?? null,
          }
        }))
      }),
  }),
  route({
    method: 'POST', path: '/candidates', tag, summary: 'Add a candidate; says whom it may be the same as', access: 'partners:write', body: candidateIn, response: candidateAdded, status: 201,
    handler: async (ctx, { body }) => {
      const { id, maybeSameAs } = await addCandidate(ctx, { ...body, source: ctx.actor.kind === 'key' ? 'api' : 'staff' })
      return { id: shown('partner', id), maybeSameAs: await read({ ...ctx, idempotency: undefined }, async (r) => sameShown(maybeSameAs, await partnerNames(r, maybeSameAs.map((one) => one.partnerId)))) }
    },
  }),
  route({
    method: 'GET', path: '/candidates/matches', tag, summary: 'Partners and candidates that a new one may be the same as', access: 'partners:read', response: matchesOut,
    query: z.object({ name: z.string().max(160).default(''), website: z.string().max(300).optional(), email: z.string().max(254).optional() }),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const found = (await PartnerIndex.of(r)).look({ name: query.name, domains: domainsOf(query.website ?? null, query.email ? [query.email] : []) })
        return { items: sameShown(found, await partnerNames(r, found.map((one) => one.partnerId))) }
      }),
  }),
  route({
    method: 'GET', path: '/candidates/{id}', tag, summary: 'One candidate: stage, score with reasons, assessments, application, moves', access: 'partners:read', params, response: candidateOut,
    handler: (ctx, { params: p }) => read(ctx, async (r) => candidateShown(await candidateView(r, p.id), r.actor.kind === 'member' ? r.actor.id : null)),
  }),
  route({
    method: 'PATCH', path: '/candidates/{id}', tag, summary: 'Say what comes next with a candidate, and what is thought of it', access: 'partners:write', params, body: planIn, response: created('partner'),
    handler: async (ctx, { params: p, body }) => ({ id: shown('partner', (await planNextStep(ctx, p.id, body)).id) }),
  }),
  route({
    method: 'PUT', path: '/candidates/{id}/stage', tag, summary: 'Move a candidate; to active it becomes a partner', access: 'partners:write', params, body: moveIn, response: created('partner'),
    handler: async (ctx, { params: p, body }) => ({ id: shown('partner', (await moveCandidate(ctx, p.id, body)).id) }),
  }),
  route({
    method: 'POST', path: '/candidates/{id}/assessments', tag, summary: 'Assess a candidate by the scorecard of its type', access: 'partners:write', params, body: assessmentIn, response: created('assessment'), status: 201,
    handler: async (ctx, { params: p, body }) => ({ id: shown('assessment', (await assessCandidate(ctx, p.id, body)).id) }),
  }),
  route({
    method: 'GET', path: '/candidates/{id}/erasure', tag, summary: 'What there is of a candidate that can be erased, and whether it may be', access: 'partners:read', params, response: erasurePreviewOut,
    handler: (ctx, { params: p }) => read(ctx, async (r) => {
      const candidate = await candidateById(r, p.id)
      const write = writing(r)
      return { there: await tracesLeft(r, p.id), fromFile: candidate.source === 'file', can: { erase: write.allowed ? await canErase(r, candidate) : write } }
    }),
  }),
  route({
    method: 'PUT', path: '/candidates/{id}/erasure', tag, summary: 'Erase whoever never became a partner: people, application, notes, mails, links and lists; counted, and counted again', access: 'partners:write', params, body: erasureIn, response: erasureOut,
    handler: (ctx, { params: p, body }) => eraseCandidate(ctx, p.id, body),
  }),
  route({
    method: 'GET', path: '/shortlist', tag, summary: 'The best candidates, by the low end of their score, with the reasons', access: 'partners:read', response: shortlistOut,
    query: filter.extend({ limit: z.coerce.number().int().min(2).max(10).default(8) }),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const [{ items, of }, warnings, today] = [await shortlist(r, { ...query, ownerId: query.owner }), await warningsNow(r), await todayOf(r)]
        const write = writing(r)
        return { of, warnings, items: items.map(({ row, judged, rank }) => ({ rank, card: cardShown(row, judged, today, write), reasons: reasonsOf(judged), criteria: criteriaShown(judged) })) }
      }),
  }),
  route({
    method: 'GET', path: '/application-page', tag, summary: 'The public page where anybody may apply', access: 'partners:read', response: applicationPageOut,
    handler: (ctx) =>
      read(ctx, async (r) => {
        const page = await applicationPage(r)
        const names = await memberNames(r, [page?.ownerId])
        return {
          isOpen: Boolean(page?.linkId), address: await applicationAddress(r, page), owner: page ? { id: shown('member', page.ownerId), name: names.get(page.ownerId) ?? '' } : null,
          answerBusinessDays: (await workspaceSettings(r)).policy.applicationBusinessDays, can: { set: writing(r) },
        }
      }),
  }),
  route({
    method: 'PUT', path: '/application-page', tag, summary: 'Open the public page or close it, and say who gets what comes', access: 'partners:write', body: applicationPageIn,
    handler: (ctx, { body }) => setApplicationPage(ctx, body),
  }),
  ...scorecardRoutes,
]
