// Candidates over the API: who may, what is refused at which field, what is written, what two people at once come to.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { part as partners } from '../partners/index.ts'
import { part as promises } from '../promises/index.ts'
import { part as companies } from '../companies/index.ts'
import { newId, showId } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { uuidOf } from '../../test/setup/story.ts'
import { part as hypotheses } from '../hypotheses/index.ts'
import { describeCustomerBase, part } from './index.ts'
import { defaultScorecards } from './scorecard-defaults.ts'

let s: TestServer
let w: TestWorkspace
let other: TestWorkspace
beforeAll(async () => {
  s = await testServer([companies, partners, hypotheses, promises, part])
  w = await s.workspace('Maven')
  other = await s.workspace('Contoso')
})
afterAll(() => s.close())

const add = async (body: object, ws = w) => (await ws.call('POST', '/candidates', { session: ws.session, body: { type: 'referral', ...body } })).json as { id: string; maybeSameAs: { partner: { id: string; name: string }; reasons: string[] }[] }
const contact = (email: string) => ({ name: 'Lena Ortiz', email })
const candidate = async (id: string) => (await w.call('GET', `/candidates/${id}`, { session: w.session })).json
const partner = async (id: string) => (await w.call('GET', `/partners/${id}`)).json
const move = (id: string, expected: string, to: string, why?: string, session = w.session) => w.call('PUT', `/candidates/${id}/stage`, { session, body: { expected, to, ...(why ? { why } : {}) } })
const board = async () => (await w.call('GET', '/candidates')).json

describe('the ladder', () => {
  const routes: [string, string, object | undefined][] = [
    ['GET', '/candidates', undefined], ['GET', '/candidates.csv', undefined], ['POST', '/candidates', { name: 'X', type: 'referral' }], ['GET', '/candidates/matches', undefined], ['GET', '/candidates/ID', undefined],
    ['PATCH', '/candidates/ID', {}], ['PUT', '/candidates/ID/stage', { to: 'contacted', expected: 'identified' }], ['POST', '/candidates/ID/assessments', { version: 0, answers: [{ criterionId: 'trust', step: 1, evidence: 'x' }] }], ['GET', '/shortlist', undefined],
    ['GET', '/application-page', undefined], ['GET', '/scorecards', undefined], ['GET', '/scorecards/referral', undefined], ['GET', '/scorecards/referral/versions', undefined],
  ]
  test.each(routes)('%s %s asks who it is, and a stranger finds nothing', async (method, path, body) => {
    const { id } = await add({ name: `Quiet ${newId()}` })
    const at = path.replace('ID', id)
    expect((await s.call(method, at, body ? { body } : {})).status).toBe(401)
    const foreign = await s.call(method, at, { session: other.session, ...(body ? { body } : {}) })
    if (path.includes('ID')) expect(foreign.status).toBe(404)
    else if (method === 'GET') expect(foreign.text).not.toContain('Quiet')
  })

  test.each(['rep', 'finance', 'viewer'] as const)('a %s sees the board and changes nothing', async (role) => {
    const { id } = await add({ name: `Seen by ${role}` })
    const key = w.keys[role]
    const seen = (await w.call('GET', '/candidates', { key })).json
    expect(seen.can.add).toEqual({ allowed: false, why: 'An admin or a manager can change candidates.' })
    expect(seen.items.find((card: { id: string }) => card.id === id).can.move.allowed).toBe(false)
    expect((await w.call('PUT', `/candidates/${id}/stage`, { key, body: { expected: 'identified', to: 'contacted' } })).status).toBe(403)
    expect((await w.call('POST', '/candidates', { key, body: { name: 'X', type: 'referral' } })).status).toBe(403)
  })

  test.each<[string, string, object, string]>([
    ['POST', '/candidates', { name: ' ', type: 'referral' }, 'name'], ['POST', '/candidates', { name: 'X', type: 'friend' }, 'type'], ['POST', '/candidates', { name: 'X', type: 'referral', contact: { name: 'A', email: 'no' } }, 'contact.email'],
    ['PUT', '/candidates/ID/stage', { to: 'married', expected: 'identified' }, 'to'], ['PATCH', '/candidates/ID', { nextStep: { text: 'Call', on: '2026-02-30' } }, 'nextStep.on'],
    ['POST', '/candidates/ID/assessments', { version: 0, answers: [{ criterionId: 'trust', step: 99, evidence: 'x' }] }, 'answers.0.step'],
    ['POST', '/candidates/ID/assessments', { version: 0, answers: [{ criterionId: 'trust', step: 2 }] }, 'answers.0.evidence'], ['POST', '/candidates/ID/assessments', { version: 0, answers: [{ criterionId: 'icp_share', step: 1 }] }, 'answers.0.criterionId'],
    ['POST', '/candidates/ID/assessments', { version: 0, answers: [{ criterionId: 'colour', step: 1 }] }, 'answers.0.criterionId'], ['POST', '/candidates/ID/assessments', { version: 0, answers: [] }, 'answers'],
    ['POST', '/candidates/ID/assessments', { version: 0, answers: [{ criterionId: 'closeness', step: 1 }, { criterionId: 'closeness', step: 2 }] }, 'answers.1.criterionId'],
  ])('%s %s %j is refused at %s', async (method, path, body, field) => {
    const { id } = await add({ name: `Refused ${newId()}` })
    const before = await w.eventTypes()
    const answer = await w.call(method, path.replace('ID', id), { session: w.session, body })
    expect(answer.status).toBe(422)
    expect(answer.json.fields[0].field).toBe(field)
    expect(await w.eventTypes()).toEqual(before)
  })
})

describe('a candidate', () => {
  test('needs no contact yet, stands at the beginning, and is in the directory; a partner needs one as before', async () => {
    const { id, maybeSameAs } = await add({ name: 'Fjord & Partner', website: 'fjordpartner.no', sourceNote: 'Logistics fair' })
    expect(maybeSameAs).toEqual([])
    expect(await candidate(id)).toMatchObject({ stage: 'identified', source: 'staff', sourceNote: 'Logistics fair', score: { low: 0, high: 100, unknown: 100, knockOuts: [] }, can: { makePartner: { allowed: false, why: expect.stringContaining('contact') } } })
    expect(await partner(id)).toMatchObject({ state: 'candidate', contacts: [] })
    expect((await w.call('POST', '/partners', { body: { name: 'Nobody', type: 'referral', timeZone: 'Europe/Oslo', contacts: [] } })).json.fields[0].field).toBe('contacts')
    expect((await move(id, 'identified', 'active')).json.code).toBe('recruiting.cannot_move')
    expect((await w.call('PATCH', `/partners/${id}`, { body: { state: 'active' } })).json.code).toBe('partners.no_contact')
  })

  test('may be the same as one we know, by website, mail or name; it is said and nothing is joined', async () => {
    const first = await add({ name: 'Brightline Consulting', website: 'https://www.brightline.de/about', contact: contact('lena@brightline.de') })
    expect((await add({ name: 'BL Group', website: 'brightline.de' })).maybeSameAs).toMatchObject([{ partner: { id: first.id, name: 'Brightline Consulting' }, reasons: ['Both are at brightline.de.'] }])
    expect((await add({ name: 'Something Else', contact: contact('x@brightline.de') })).maybeSameAs.map((one) => one.partner.id)).toContain(first.id)
    expect((await add({ name: 'Bright Line Consulting GmbH' })).maybeSameAs.map((one) => one.partner.id)).toContain(first.id)
    expect((await add({ name: 'Studio Norte', contact: contact('norte@gmail.com') })).maybeSameAs).toEqual([])
    expect((await add({ name: 'Estudio Sur', contact: contact('sur@gmail.com') })).maybeSameAs).toEqual([])
    expect((await w.call('GET', '/candidates/matches', { query: { name: 'x', website: 'www.brightline.de' } })).json.items[0].partner.id).toBe(first.id)
    expect((await other.call('GET', '/candidates/matches', { query: { name: 'Brightline Consulting', website: 'brightline.de' } })).json.items).toEqual([])
  })

  test('has a next step with a day and somebody who takes it, overdue when the day has passed', async () => {
    const { id } = await add({ name: 'Atlas Freight' })
    const manager = await w.member('manager', 'Nora')
    expect((await w.call('PATCH', `/candidates/${id}`, { body: { nextStep: { text: 'Send the case study', on: '2020-01-02', by: showId('member', manager.memberId) }, hypothesisNote: 'Their clients ask for routes.' } })).status).toBe(200)
    expect(await candidate(id)).toMatchObject({ nextStep: { text: 'Send the case study', on: '2020-01-02', by: { name: 'Nora' }, isOverdue: true }, hypothesisNote: 'Their clients ask for routes.' })
    await w.call('PATCH', `/candidates/${id}`, { body: { nextStep: null } })
    expect(await candidate(id)).toMatchObject({ nextStep: null, hypothesisNote: 'Their clients ask for routes.' })
    const events = (await w.eventTypes()).length
    await w.call('PATCH', `/candidates/${id}`, { body: { nextStep: null } })
    expect((await w.eventTypes()).length).toBe(events)
    expect((await w.call('PATCH', `/candidates/${id}`, { body: { nextStep: { text: 'x', on: '2026-12-01', by: showId('member', newId()) } } })).status).toBe(404)
  })
})

describe('moving', () => {
  test('all the way in, everything comes along and the move is a row with who, when and why', async () => {
    const { id } = await add({ name: 'Kestrel Systems', type: 'technology', contact: contact('imogen@kestrel.io') })
    const way = ['identified', 'contacted', 'in_conversation', 'qualified', 'agreement', 'onboarding', 'active']
    for (const [i, stage] of way.slice(1).entries()) expect((await move(id, way[i]!, stage, `step ${i}`)).status).toBe(200)
    expect(await partner(id)).toMatchObject({ state: 'active', contacts: [{ email: 'imogen@kestrel.io', isPrimary: true }] })
    expect((await candidate(id)).moves.map((m: { to: string; why: string; by: { name: string } }) => [m.to, m.why, m.by.name])).toEqual(way.slice(1).map((stage, i) => [stage, `step ${i}`, 'Ada Admin']))
    const rows = await sqlIn(w.ctx, `select type, why from event where workspace_id = $1 and subject_id = $2 order by id desc limit 2`, [w.id, uuidOf(id)])
    expect(rows).toEqual([{ type: 'partner.changed', why: 'step 5' }, { type: 'candidate.moved', why: 'step 5' }])
    expect((await move(id, 'active', 'declined', 'no')).json).toMatchObject({ code: 'recruiting.cannot_move', detail: 'It is a partner now. Its state is changed on its page.' })
  })

  test('not now and declined ask why; a declined one can come back', async () => {
    const { id } = await add({ name: 'Lowland Interim', contact: contact('bas@lowland.nl') })
    for (const to of ['not_now', 'declined']) expect((await move(id, 'identified', to)).json.fields[0]).toMatchObject({ field: 'why', code: 'recruiting.why' })
    await move(id, 'identified', 'declined', 'Sells a rival.')
    expect(await partner(id)).toMatchObject({ state: 'ended' })
    await move(id, 'declined', 'in_conversation', 'They left the rival.')
    expect(await partner(id)).toMatchObject({ state: 'candidate' })
    expect((await candidate(id)).stage).toBe('in_conversation')
  })

  test('two people at once: one moves it, the other is told who did', async () => {
    const { id } = await add({ name: 'Mercato Digitale' })
    const nora = await w.member('manager', 'Nora')
    const [a, b] = await Promise.all([move(id, 'identified', 'contacted', undefined, nora.session), move(id, 'identified', 'in_conversation', undefined, nora.session)])
    expect([a.status, b.status].sort()).toEqual([200, 409])
    const refused = a.status === 409 ? a : b
    expect(refused.json).toMatchObject({ code: 'recruiting.moved_meanwhile', detail: expect.stringMatching(/^Nora moved it to (Contacted|In conversation) meanwhile\. Nothing was changed\.$/) })
    expect((await candidate(id)).moves).toHaveLength(1)
  })

  test('the same click twice moves it once', async () => {
    const { id } = await add({ name: 'Bluebird Operations' })
    const answers = await Promise.all([1, 2, 3].map(() => move(id, 'identified', 'contacted')))
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409, 409])
    expect((await candidate(id)).moves).toHaveLength(1)
  })

  test("whoever changes the partner's state in the directory moves the card in the same transaction", async () => {
    const { id } = await add({ name: 'Tanaka Advisory', contact: contact('yuki@tanaka.jp') })
    const change = (state: string) => w.call('PATCH', `/partners/${id}`, { session: w.session, body: { state, why: 'By hand.' } })
    for (const [state, stage] of [['paused', 'not_now'], ['active', 'active'], ['candidate', 'identified'], ['ended', 'declined'], ['active', 'active'], ['paused', 'active']] as const) {
      expect((await change(state)).status).toBe(200)
      expect((await candidate(id)).stage).toBe(stage)
    }
    expect((await candidate(id)).moves.every((m: { why: string }) => m.why === 'By hand.')).toBe(true)
  })

  test('a partner that was never a candidate has no card, and one made in the directory as candidate has', async () => {
    const make = async (state: string) => (await w.call('POST', '/partners', { session: w.session, body: { name: `Made ${state}`, type: 'affiliate', state, timeZone: 'Europe/Rome', contacts: [contact(`made@${state}.it`)] } })).json.id as string
    const [active, waiting] = [await make('active'), await make('candidate')]
    expect((await w.call('GET', `/candidates/${active}`)).status).toBe(404)
    expect((await board()).items.map((card: { id: string }) => card.id)).not.toContain(active)
    expect((await board()).items.find((card: { id: string }) => card.id === waiting)).toMatchObject({ stage: 'identified' })
    expect((await move(waiting, 'identified', 'contacted')).status).toBe(200)
    await w.call('PATCH', `/partners/${active}`, { body: { state: 'ended' } })
    expect((await w.call('GET', `/candidates/${active}`)).status).toBe(404)
  })

  test('the day of a new partner is the day it came in', async () => {
    const { id } = await add({ name: 'Sahar Advisory', contact: contact('layla@sahar.ae') })
    await sqlIn(w.ctx, `update partner set started_on = '2020-01-01' where workspace_id = $1 and id = $2`, [w.id, uuidOf(id)])
    await move(id, 'identified', 'active')
    expect((await partner(id)).startedOn).toBe(s.now().toZonedDateTimeISO('Europe/Berlin').toPlainDate().toString())
  })
})

describe('assessing', () => {
  test('two assessors stand side by side, their differences are marked, the score averages the newest of each', async () => {
    const { id } = await add({ name: 'Ostrava Advisory' })
    const [nora, jonas] = [await w.member('manager', 'Nora'), await w.member('manager', 'Jonas')]
    const say = (session: string, answers: object[], note?: string) => w.call('POST', `/candidates/${id}/assessments`, { session, body: { version: 0, answers, ...(note ? { note } : {}) } })
    await say(nora.session, [{ criterionId: 'trust', step: 0, evidence: 'First impression' }])
    await say(nora.session, [{ criterionId: 'trust', step: 2, evidence: 'Their COO called me.' }, { criterionId: 'closeness', step: 3 }], 'Strong.')
    await say(jonas.session, [{ criterionId: 'trust', step: 1, evidence: 'One head of IT.' }, { criterionId: 'competes', step: 0, evidence: 'Bound to Routely until 2028.' }])
    const seen = await candidate(id)
    expect(seen.assessments.map((a: { by: { name: string }; note: string | null }) => [a.by.name, a.note])).toEqual([['Nora', 'Strong.'], ['Jonas', null]])
    expect(seen.differences).toEqual(['trust'])
    expect(seen.score.knockOuts).toEqual(['Our competitors: It is bound to a competitor'])
    const of = (key: string) => seen.criteria.find((c: { id: string }) => c.id === key)
    expect(of('trust')).toMatchObject({ from: 'assessors', said: '“Directors ask for its advice” and “Heads of department take its call”, averaged' })
    expect(of('trust').low).toBeCloseTo((100 * 3 / 16) * ((1 + 1 / 3) / 2), 0)
    expect(of('icp_share')).toMatchObject({ from: 'nobody', said: null, low: 0 })
    expect(seen.reasons.unknown).toContain('Share of our profile')
    expect(await sqlIn(w.ctx, 'select count(*)::int as n from assessment where workspace_id = $1 and partner_id = $2', [w.id, uuidOf(id)])).toEqual([{ n: 3 }])
    expect((await w.call('POST', `/candidates/${id}/assessments`, { key: w.keys.manager, body: { version: 0, answers: [{ criterionId: 'closeness', step: 1 }] } })).json.code).toBe('recruiting.not_a_member')
  })

  test('the board ranks by the low end, and knocked-out ones last with the reason', async () => {
    const { items, of } = (await w.call('GET', '/shortlist', { query: { type: 'referral', limit: '10' } })).json
    expect(items.length).toBeLessThanOrEqual(10)
    expect(of).toBeGreaterThan(items.length - 1)
    const open = items.filter((one: { card: { score: { knockOuts: string[] } } }) => one.card.score.knockOuts.length === 0)
    expect(open.map((one: { card: { score: { low: number } } }) => one.card.score.low)).toEqual(open.map((one: { card: { score: { low: number } } }) => one.card.score.low).toSorted((a: number, b: number) => b - a))
    expect(items.every((one: { criteria: unknown[] }) => one.criteria.length === defaultScorecards.referral.length)).toBe(true)
  })
})

describe('a scorecard', () => {
  const own = defaultScorecards.marketplace
  const put = (body: object, ws = w) => ws.call('PUT', '/scorecards/marketplace', { session: ws.session, body: { why: 'What we learned.', ...body } })

  test('is versioned: who, when, why; the same again is no version; another person meanwhile is noticed', async () => {
    expect((await w.call('GET', '/scorecards/marketplace')).json).toMatchObject({ version: 0, setAt: null, can: { set: { allowed: true } } })
    expect((await put({ expected: 0, criteria: own })).json).toEqual({ version: 0 })
    const changed = [{ ...own[0]!, weight: 9 }, ...own.slice(1)]
    const [a, b] = await Promise.all([put({ expected: 0, criteria: changed }), put({ expected: 0, criteria: [{ ...own[0]!, weight: 1 }, ...own.slice(1)] })])
    expect([a.status, b.status].sort()).toEqual([200, 409])
    expect((a.status === 409 ? a : b).json.code).toBe('recruiting.scorecard_changed')
    expect((await w.call('GET', '/scorecards/marketplace/versions')).json.items).toMatchObject([{ version: 1, why: 'What we learned.', setBy: { name: 'Ada Admin' } }])
    expect((await other.call('GET', '/scorecards/marketplace')).json.version).toBe(0)
    expect((await w.eventTypes()).filter((type) => type === 'scorecard.set')).toHaveLength(1)
  })

  test('asks for a kind of customers by names of countries and regions, and the same again is no version', async () => {
    const fresh = await s.workspace('Kinds')
    const kind = { id: 'kind', name: 'Kind of customers', question: 'Which share is of our kind', weight: 3, kind: 'computed', measure: 'base_kind', among: { industries: ['Food'], sizes: ['250-999', '50-249'], places: ['germany', 'dach', 'AT', 'Germany'] }, steps: [{ words: 'Few', points: 0, from: 0 }, { words: 'Many', points: 3, from: 30 }] }
    const put = (expected: number) => fresh.call('PUT', '/scorecards/marketplace', { session: fresh.session, body: { why: 'What we learned.', expected, criteria: [...own, kind] } })
    expect([(await put(0)).json, (await put(1)).json]).toEqual([{ version: 1 }, { version: 1 }])
    expect((await fresh.call('GET', '/scorecards/marketplace')).json.criteria.at(-1)).toMatchObject({ among: { industries: ['Food'], sizes: ['50-249', '250-999'], places: ['DE', 'DACH', 'AT'] } })
    expect((await fresh.call('GET', '/scorecards/marketplace')).json.criteria[0]).not.toHaveProperty('among')
  })

  test('an answer that was given to other words does not count under the next version, and is shown as one that does not', async () => {
    const { id } = await add({ name: 'App Street', type: 'marketplace' })
    const { version, criteria } = (await w.call('GET', '/scorecards/marketplace')).json
    const answers = [{ criterionId: 'sponsor', step: 2 }, { criterionId: 'terms', step: 2 }]
    expect((await w.call('POST', `/candidates/${id}/assessments`, { session: w.session, body: { version, answers } })).status).toBe(201)
    const reworded = criteria.map((c: { id: string; steps: { words: string }[] }) => (c.id === 'sponsor' ? { ...c, steps: c.steps.map((step) => ({ ...step, words: `${step.words} there` })) } : c))
    await put({ expected: version, criteria: reworded })
    const seen = await candidate(id)
    expect(Object.fromEntries(seen.criteria.map((c: { id: string; from: string }) => [c.id, c.from]))).toMatchObject({ sponsor: 'nobody', terms: 'assessors' })
    expect(seen.assessments[0].answers.map((a: { criterionId: string; counts: boolean }) => [a.criterionId, a.counts])).toEqual([['terms', true], ['sponsor', false]])
    expect((await w.call('POST', `/candidates/${id}/assessments`, { session: w.session, body: { version, answers } })).json.code).toBe('recruiting.scorecard_changed')
  })

  test.each<[string, (c: typeof own) => unknown[], string]>([
    ['no criteria', () => [], 'criteria'], ['an id twice', (c) => [c[0], c[0]], 'criteria.1.id'], ['a weight of 11', (c) => [{ ...c[0], weight: 11 }], 'criteria.0.weight'], ['no points', (c) => [{ ...c[2], steps: c[2]!.steps.map((st) => ({ ...st, points: 0 })) }], 'criteria.0.steps'],
    ['all steps knock out', (c) => [{ ...c[2], steps: c[2]!.steps.map((st) => ({ ...st, knocksOut: true })) }], 'criteria.0.steps'], ['one step', (c) => [{ ...c[2], steps: [c[2]!.steps[0]] }], 'criteria.0.steps'],
    ['a figure that does not rise', (c) => [{ ...c[0], steps: c[0]!.steps.map((st) => ({ ...st, from: 0 })) }], 'criteria.0.steps.1.from'], ['a computed one without a figure', (c) => [{ ...c[0], measure: null }], 'criteria.0.measure'],
    ['a kind of customers that names none', (c) => [{ ...c[0], measure: 'base_kind' }], 'criteria.0.among'], ['a kind where another figure is asked', (c) => [{ ...c[0], among: { sizes: ['1-9'] } }], 'criteria.0.among'],
    ['a place that is none', (c) => [{ ...c[0], measure: 'base_kind', among: { places: ['Atlantis'] } }], 'criteria.0.among.places'], ['a size that is none', (c) => [{ ...c[0], measure: 'base_kind', among: { sizes: ['large'] } }], 'criteria.0.among.sizes.0'],
    ['evidence of the applicant', (c) => [{ ...c[2], kind: 'self_stated', needsEvidence: true }], 'criteria.0.needsEvidence'], ['a step twice', (c) => [{ ...c[2], steps: [c[2]!.steps[1], c[2]!.steps[1]] }], 'criteria.0.steps.1.words'],
  ])('with %s is refused at its field', async (_what, criteria, field) => {
    const answer = await put({ expected: 0, criteria: criteria(own) }, other)
    expect(answer.status).toBe(422)
    expect(answer.json.fields.map((f: { field: string }) => f.field)).toContain(field)
  })
})

test('past ten active partners without a supported hypothesis the board warns', async () => {
  const many = await s.workspace('Crowd')
  for (let n = 0; n < 11; n += 1) {
    expect((await many.call('GET', '/candidates')).json.warnings).toEqual([])
    await many.call('POST', '/partners', { session: many.session, body: { name: `P${n}`, type: 'referral', timeZone: 'Europe/Rome', contacts: [contact(`p@p${n}.it`)] } })
  }
  for (const path of ['/candidates', '/shortlist']) expect((await many.call('GET', path)).json.warnings).toEqual([expect.stringMatching(/^11 partners are active and no hypothesis is supported yet\./)])
})

test('what is known of its customers fills the computed criteria by itself, and only for whom it is known', async () => {
  const [known, unknown] = [await add({ name: 'Listed Advisory' }), await add({ name: 'Unlisted Advisory' })]
  const before = describeCustomerBase(async (_r, ids) => new Map(ids.includes(uuidOf(known.id)) ? [[uuidOf(known.id), { listed: 140, matched: 90, customers: 11, openOpportunities: 2, inIcp: 30, icpShare: 0.34, asOf: s.now() }]] : []))
  try {
    const of = async (id: string) => Object.fromEntries((await candidate(id)).criteria.map((c: { id: string; from: string; said: string | null; figure: string | null }) => [c.id, [c.from, c.said, c.figure]]))
    expect(await of(known.id)).toMatchObject({ icp_share: ['figures', '25 to 49 %', '34 %'], icp_count: ['figures', '20 to 49', '30 companies'], trust: ['nobody', null, null] })
    expect(await of(unknown.id)).toMatchObject({ icp_share: ['nobody', null, null] })
    expect((await candidate(known.id)).customersAsOf).not.toBeNull()
    expect((await candidate(known.id)).score).toMatchObject({ low: 20, unknown: 69 })
  } finally {
    describeCustomerBase(before)
  }
})

const hypothesis = {
  segment: 'Food', bestPlaced: 'Consultancies that run ERP projects.', whyRecommend: 'We close the gap that their project leaves.', gainFinancial: 'A fee.', gainStrategic: 'A practice.', gainReputational: 'Projects in time.',
  reviewOn: Temporal.Now.plainDateISO('UTC').add({ days: 200 }).toString(),
  predictions: {
    currency: 'EUR', activePartners: { value: 6 }, introductions: { value: 1.5 }, opportunityRate: { value: 0.6 }, wonRate: { value: 0.35 }, firstYearValue: { valueMinor: '4000000' }, monthsToFirst: { value: 4 }, monthsToClose: 4, fixedCostMinor: '400000', feeShare: 0.12,
    stop: { measure: 'introductions', below: 0.5 },
  },
}
test('more than two types under test are warned of, on board and shortlist', async () => {
  for (const type of ['referral', 'reseller', 'technology'] as const) {
    const { id } = (await other.call('POST', '/hypotheses', { session: other.session, body: { ...hypothesis, type } })).json
    expect((await other.call('PUT', `/hypotheses/${id}/decision`, { session: other.session, body: { to: 'testing', why: 'We begin.', focusWhy: 'The board asked for all three.' } })).status).toBe(200)
  }
  for (const path of ['/candidates', '/shortlist']) expect((await other.call('GET', path)).json.warnings).toEqual([expect.stringMatching(/^3 partner types are under test: referral, reseller, technology\./)])
})

test('a long column shows whom somebody works on, and the newest; a card that was just moved is there, and everybody is counted and exported', async () => {
  const crowd = await s.workspace('Crowd')
  const worked = (await add({ name: 'Worked on' }, crowd)).id
  await crowd.call('PATCH', `/candidates/${worked}`, { session: crowd.session, body: { nextStep: { text: 'Call them', on: '2999-01-04', by: showId('member', crowd.admin.memberId) } } })
  const first = (await add({ name: 'First of all' }, crowd)).id
  for (let n = 0; n < 104; n += 1) await add({ name: `Quarry ${n} of many` }, crowd)
  const seen = async () => (await crowd.call('GET', '/candidates')).json as { items: { id: string; name: string; stage: string }[]; stages: { stage: string; count: number }[]; isCut: boolean }
  const before = await seen()
  expect([before.isCut, before.items.length, before.stages[0]]).toEqual([true, 100, { stage: 'identified', name: 'Identified', count: 106 }])
  expect(before.items.map((one) => one.name)).toContain('Worked on')
  expect(before.items.map((one) => one.name)).not.toContain('First of all')
  await crowd.call('PUT', `/candidates/${first}/stage`, { session: crowd.session, body: { expected: 'identified', to: 'contacted' } })
  const after = await seen()
  expect(after.items.find((one) => one.id === first)).toMatchObject({ stage: 'contacted' })
  expect(after.stages.slice(0, 2).map((one) => one.count)).toEqual([105, 1])
  expect((await crowd.call('GET', '/candidates.csv')).text.trim().split('\n')).toHaveLength(107)
}, 60_000)

test('the board as CSV', async () => {
  const { text, status } = await w.call('GET', '/candidates.csv')
  expect(status).toBe(200)
  expect(text).toMatch(/id,name,type,stage,days,owner,contact,score_low,score_high/)
})
