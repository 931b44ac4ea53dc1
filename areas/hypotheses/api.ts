import { z } from 'zod'
import { showId, type Id } from '../../kernel/ids.ts'
import { dayOf } from '../../kernel/time.ts'
import { may } from '../../kernel/actor.ts'
import { no, yes } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { csvFile, csvLimit, csvOf } from '../../platform/http/exports.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, optionalTextIn, pageIn, pageOf, shown, sortIn } from '../../platform/http/shapes.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { partnerById, partnerNames, statesOfPartners } from '../partners/index.ts'
import { changeHypothesis, changePredictions } from './change-hypothesis.ts'
import { decisionIn, forecastIn, forecastOut, hypothesisChange, hypothesisIn, hypothesisOut, hypothesisRow, placeIn, placesOut, predictionsIn, presetsOut } from './contract.ts'
import { createHypothesis, refuseWrong } from './create-hypothesis.ts'
import { decideHypothesis } from './decide-hypothesis.ts'
import { forecast } from './forecast-rules.ts'
import { placePartner } from './place-partner.ts'
import { predictionsFrom } from './preset-predictions.ts'
import { defaultSpread } from './predictions.ts'
import { presets, presetSource } from './presets.ts'
import { hypothesisList, hypothesisOrders, hypothesisView, placesOf } from './queries.ts'
import { hypothesisStates, hypothesisTypes, type HypothesisState, type HypothesisType } from './rules.ts'
import { sayForecast } from './say-forecast.ts'

const tag = 'Hypotheses'
const params = z.object({ id: idIn('hypothesis') })
const filter = pageIn.extend({ q: z.string().max(100).optional().meta({ description: 'Words in the segment.' }), type: z.enum(hypothesisTypes).optional(), state: z.enum(hypothesisStates).optional(), sort: sortIn(hypothesisOrders) })
/** The same numbers give the same picture, whoever asks. */
const forecastSeed = 20_261_127

const show = (id: Id) => ({ id: shown('hypothesis', id) })

export const hypothesisRoutes = [
  route({
    method: 'GET', path: '/hypotheses', tag, summary: 'Hypotheses, newest first', access: 'partners:read', query: filter, response: pageOf(hypothesisRow),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const page = await hypothesisList(r, query)
        return { ...page, items: page.rows.map(({ ownerId, ownerName, ...row }) => ({ ...row, ...show(row.id), owner: { id: shown('member', ownerId), name: ownerName } })) }
      }),
  }),
  route({
    method: 'GET', path: '/hypotheses.csv', tag, summary: 'Hypotheses as CSV, at most 10,000', access: 'partners:read', query: csvOf(filter), produces: 'text/csv',
    handler: (ctx, { query }) =>
      read(ctx, async (r) => csvFile('hypotheses.csv', ['id', 'type', 'segment', 'state', 'partners', 'owner', 'testing_from', 'review_on'], (await hypothesisList(r, { ...query, limit: csvLimit })).rows.map((row) => ({
        id: shown('hypothesis', row.id), type: row.type, segment: row.segment, state: row.state, partners: row.partners, owner: row.ownerName, testing_from: row.testingFrom, review_on: row.reviewOn,
      })))),
  }),
  route({
    method: 'GET', path: '/hypotheses/presets', tag, summary: 'Starting points for the seven partner types, and where their numbers come from', access: 'partners:read', response: presetsOut,
    handler: (ctx) =>
      read(ctx, async (r) => {
        const { currency, timeZone } = await workspaceSettings(r)
        const today = dayOf(r.now, timeZone)
        return { source: presetSource, spread: defaultSpread, items: hypothesisTypes.map((type) => ({ ...presets[type], reviewOn: today.add({ months: presets[type].reviewMonths }).toString(), predictions: predictionsFrom(presets[type], currency) })) }
      }),
  }),
  route({
    method: 'POST', path: '/hypotheses/forecast', tag, summary: 'Predictions rolled forward by simulation, with uncertainty; writes nothing', access: 'partners:read', body: forecastIn, response: forecastOut,
    handler: async (_ctx, { body: { predictions, months } }) => {
      refuseWrong(predictions, 'predictions.')
      // As many steps at any horizon, so that an answer takes about as long.
      const found = forecast(predictions, months, forecastSeed, Math.min(2000, Math.round(48_000 / months)))
      return { ...found, currency: predictions.currency, finding: sayForecast(found, predictions.currency) }
    },
  }),
  route({
    method: 'POST', path: '/hypotheses', tag, summary: 'Write a hypothesis, as a draft', access: 'partners:write', body: hypothesisIn, response: created('hypothesis'), status: 201,
    handler: async (ctx, { body }) => show((await createHypothesis(ctx, body)).id),
  }),
  route({
    method: 'GET', path: '/hypotheses/{id}', tag, summary: 'One hypothesis: words, predictions and their versions, decisions, partners, what you may do', access: 'partners:read', params, response: hypothesisOut,
    handler: (ctx, input) => read(ctx, (r) => viewOut(r, input.params.id)),
  }),
  route({
    method: 'PATCH', path: '/hypotheses/{id}', tag, summary: 'Change its words, review date or owner', access: 'partners:write', params, body: hypothesisChange.extend({ why: optionalTextIn(2000) }), response: created('hypothesis'),
    handler: async (ctx, { params: p, body: { why, ...change } }) => show((await changeHypothesis(ctx, p.id, change, why)).id),
  }),
  route({
    method: 'PUT', path: '/hypotheses/{id}/predictions', tag, summary: 'New numbers as a new version; the old stay readable', access: 'partners:write', params,
    body: z.object({ predictions: predictionsIn, why: optionalTextIn(2000) }), response: z.object({ version: z.number().int() }),
    handler: (ctx, { params: p, body }) => changePredictions(ctx, p.id, body.predictions, body.why),
  }),
  route({
    method: 'PUT', path: '/hypotheses/{id}/decision', tag, summary: 'Begin the test, say what it showed, or close it', access: 'partners:write', params, body: decisionIn, response: created('hypothesis'),
    handler: async (ctx, { params: p, body }) => show((await decideHypothesis(ctx, p.id, body)).id),
  }),
  route({
    method: 'GET', path: '/partners/{id}/hypothesis', tag, summary: 'Which hypothesis a partner belongs to, and belonged to', access: 'partners:read', params: z.object({ id: idIn('partner') }), response: placesOut,
    handler: (ctx, input) =>
      read(ctx, async (r) => {
        await partnerById(r, input.params.id)
        const places = (await placesOf(r, input.params.id)).map((row) => ({ ...show(row.id), type: row.partner_type as HypothesisType, segment: row.segment, state: row.state as HypothesisState, from: row.starts_on, until: row.ends_on }))
        return {
          current: places.find((place) => place.until === null) ?? null, before: places.flatMap((place) => (place.until === null ? [] : [{ ...place, until: place.until }])),
          can: { place: may(r.actor, 'partners:write') ? yes : no('An admin or a manager can change partners.') },
        }
      }),
  }),
  route({
    method: 'PUT', path: '/partners/{id}/hypothesis', tag, summary: 'Say which hypothesis a partner belongs to from a day on; null for none', access: 'partners:write', params: z.object({ id: idIn('partner') }), body: placeIn,
    response: z.object({ changed: z.boolean() }),
    handler: (ctx, { params: p, body }) => placePartner(ctx, p.id, body),
  }),
]

async function viewOut(r: Reading, id: Id): Promise<z.input<typeof hypothesisOut>> {
  const { hypothesis: h, nameOf, versions, decisions, partners, can } = await hypothesisView(r, id)
  const member = (who: Id | null) => (who === null ? null : { id: showId('member', who), name: nameOf.get(who) ?? '' })
  const names = await partnerNames(r, partners.map((one) => one.partnerId))
  const states = await statesOfPartners(r, partners.map((one) => one.partnerId))
  const [inForce] = versions
  if (!inForce) throw new Error(`hypothesis ${id} has no predictions`)
  return {
    ...h, ...show(h.id), owner: { id: shown('member', h.ownerId), name: nameOf.get(h.ownerId) ?? '' }, predictions: inForce.predictions, version: inForce.version,
    versions: versions.map((one) => ({ version: one.version, predictions: one.predictions, at: one.writtenAt.toString(), by: member(one.writtenBy), why: one.why })),
    decisions: decisions.map((one) => ({ id: shown('hypothesisDecision', one.id), from: one.from, to: one.to, at: one.decided_at.toString(), by: member(one.decided_by), why: one.why, focusWhy: one.focus_why, version: one.version })),
    partners: partners.map((one) => ({ partner: { id: shown('partner', one.partnerId), name: names.get(one.partnerId) ?? '' }, state: states.get(one.partnerId) ?? '', from: one.startsOn, until: one.endsOn, why: one.why })),
    can,
  }
}
