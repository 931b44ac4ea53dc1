// Hypotheses over the API: who may, what is refused where, what is written, and who wins where two decide at once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseId } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { part as partners } from '../partners/index.ts'
import { isAnySupported, part, testedTypes } from './index.ts'

let s: TestServer
let w: TestWorkspace
let other: TestWorkspace
const around = (value: number) => ({ value })
const predictions = {
  currency: 'EUR', activePartners: around(6), introductions: { value: 1.5, low: 1, high: 2 }, opportunityRate: around(0.6), wonRate: around(0.35), firstYearValue: { valueMinor: '4000000' }, monthsToFirst: around(4), monthsToClose: 4,
  fixedCostMinor: '400000', feeShare: 0.12, stop: { measure: 'introductions', below: 0.5 },
}
const words = (type: string, segment: string) => ({
  type, segment, bestPlaced: 'Consultancies that run ERP projects.', whyRecommend: 'We close the gap that their project leaves.', gainFinancial: 'A fee.', gainStrategic: 'A practice.', gainReputational: 'Projects in time.', reviewOn: '2027-09-30', predictions,
})
const write = async (ws: TestWorkspace, type: string, segment: string): Promise<string> => (await ws.call('POST', '/hypotheses', { session: ws.session, body: words(type, segment) })).json.id
const decide = (ws: TestWorkspace, id: string, body: object, session = ws.session) => ws.call('PUT', `/hypotheses/${id}/decision`, { session, body })
const addPartner = async (ws: TestWorkspace, name: string, type: string): Promise<string> =>
  (await ws.call('POST', '/partners', { session: ws.session, body: { name, type, timeZone: 'Europe/Berlin', startedOn: '2026-01-05', contacts: [{ name: 'Lena Ortiz', email: 'lena@brightline.example' }] } })).json.id

beforeAll(async () => {
  s = await testServer([partners, part])
  s.clock.now = Temporal.Instant.from('2026-11-24T09:00:00Z')
  w = await s.workspace('Harbourlight')
  other = await s.workspace('Contoso')
})
afterAll(() => s.close())

describe('the ladder', () => {
  let id: string
  let partner: string
  beforeAll(async () => {
    id = await write(w, 'implementation', 'Food logistics, DACH')
    partner = await addPartner(w, 'Brightline Consulting', 'implementation')
  })
  const routes = (): [string, string, object?][] => [
    ['GET', '/hypotheses'], ['GET', '/hypotheses.csv'], ['GET', '/hypotheses/presets'], ['POST', '/hypotheses', words('referral', 'X')], ['POST', '/hypotheses/forecast', { predictions }], ['GET', `/hypotheses/${id}`], ['PATCH', `/hypotheses/${id}`, { segment: 'Y' }],
    ['PUT', `/hypotheses/${id}/predictions`, { predictions }], ['PUT', `/hypotheses/${id}/decision`, { to: 'testing', why: 'Now.' }], ['GET', `/partners/${partner}/hypothesis`], ['PUT', `/partners/${partner}/hypothesis`, { hypothesisId: id }],
  ]

  test('nobody in particular is asked who it is, and a stranger finds nothing', async () => {
    for (const [method, path, body] of routes()) expect((await s.call(method, path, body ? { body } : {})).status, path).toBe(401)
    for (const [method, path, body] of routes().filter(([, path]) => /hyp_|par_/.test(path))) expect((await other.call(method, path, body ? { body } : {})).json, path).toMatchObject({ status: 404, code: 'not_found' })
    expect((await other.call('GET', '/hypotheses')).json).toEqual({ items: [], next: null, total: 0 })
    const theirs = await addPartner(other, 'Their own', 'implementation')
    expect((await other.call('PUT', `/partners/${theirs}/hypothesis`, { body: { hypothesisId: id } })).status).toBe(404)
  })

  test.each(['rep', 'finance', 'viewer'] as const)('a %s reads and forecasts, and changes nothing', async (role) => {
    const key = w.keys[role]
    for (const [method, path, body] of routes()) {
      const isRead = method === 'GET' || path.endsWith('/forecast')
      expect((await w.call(method, path, { key, ...(body ? { body } : {}) })).status, `${method} ${path}`).toBe(isRead ? 200 : 403)
    }
    expect((await w.call('GET', `/hypotheses/${id}`, { key })).json.can.change).toEqual({ allowed: false, why: 'An admin or a manager can change hypotheses.' })
  })

  test.each<[string, object, string, string?]>([
    ['no segment', { segment: ' ' }, 'segment'], ['no reason to recommend', { whyRecommend: '' }, 'whyRecommend'], ['a share above one', { predictions: { ...predictions, wonRate: around(35) } }, 'predictions.wonRate.value'],
    ['a range that does not hold its number', { predictions: { ...predictions, introductions: { value: 1.5, low: 2, high: 3 } } }, 'predictions.introductions.low', 'hypotheses.range'],
    ['a stop above what is predicted', { predictions: { ...predictions, stop: { measure: 'introductions', below: 2 } } }, 'predictions.stop.below', 'hypotheses.stop_above'],
    ['a currency that is none', { predictions: { ...predictions, currency: 'XXQ' } }, 'predictions.currency'], ['a number beyond all sense', { predictions: { ...predictions, activePartners: around(1e12) } }, 'predictions.activePartners.value'],
    ['a segment that has one, in other letters', { segment: 'FOOD LOGISTICS, dach' }, 'segment', 'hypotheses.segment_taken'],
  ])('%s is refused at its field', async (_, change, field, code) => {
    const answer = await w.call('POST', '/hypotheses', { session: w.session, body: { ...words('implementation', 'Another'), ...change } })
    expect(answer.status, answer.text).toBe(422)
    expect(answer.json.fields[0]).toMatchObject(code ? { field, code } : { field })
  })

  test('presets fill a draft for each of the seven types, and are accepted as they are', async () => {
    const { items, source } = (await w.call('GET', '/hypotheses/presets')).json
    expect(items).toHaveLength(7)
    expect(source).toContain('guesses')
    for (const { needs, economics, ...preset } of items) {
      expect(needs.length + economics.length).toBeGreaterThan(20)
      expect((await other.call('POST', '/hypotheses', { session: other.session, body: { ...preset, segment: 'Anywhere' } })).status, preset.type).toBe(201)
    }
  })
})

describe('one hypothesis', () => {
  test('is a draft with its first predictions, changes freely, and after testing began with a reason', async () => {
    const id = await write(w, 'technology', 'Fleet telematics, Europe')
    expect((await w.call('GET', `/hypotheses/${id}`)).json).toMatchObject({ state: 'draft', version: 1, predictions: { introductions: { value: 1.5, low: 1, high: 2 }, wonRate: { value: 0.35, low: null, high: null } }, decisions: [], owner: { name: 'Ada Admin' } })
    const change = (value: number, why?: string) => w.call('PUT', `/hypotheses/${id}/predictions`, { session: w.session, body: { predictions: { ...predictions, wonRate: around(value) }, ...(why ? { why } : {}) } })
    expect((await change(0.35)).json).toEqual({ version: 1 })
    expect((await change(0.4)).json).toEqual({ version: 2 })
    expect((await decide(w, id, { to: 'testing', why: 'Two of them asked us.' })).status).toBe(200)
    expect((await change(0.3)).json.fields[0]).toMatchObject({ field: 'why', code: 'hypotheses.why_needed' })
    expect((await change(0.3, 'We had counted renewals.')).json).toEqual({ version: 3 })
    expect((await w.call('PATCH', `/hypotheses/${id}`, { body: { reviewOn: '2027-12-31' } })).json.fields[0]).toMatchObject({ field: 'why' })
    expect((await w.call('PATCH', `/hypotheses/${id}`, { session: w.session, body: { segment: 'Fleet telematics', ownerId: undefined } })).status).toBe(200)
    const view = (await w.call('GET', `/hypotheses/${id}`)).json
    expect(view.versions.map((one: { version: number; why: string | null; predictions: { wonRate: { value: number } } }) => [one.version, one.predictions.wonRate.value, one.why])).toEqual([[3, 0.3, 'We had counted renewals.'], [2, 0.4, null], [1, 0.35, null]])
    expect(view).toMatchObject({ state: 'testing', testingFrom: '2026-11-24', segment: 'Fleet telematics', decisions: [{ from: 'draft', to: 'testing', why: 'Two of them asked us.', by: { name: 'Ada Admin' }, version: 2 }] })
    const events = await sqlIn<{ type: string; why: string | null }>(w.ctx, `select type, why from event where subject_id = $1 order by id`, [parseId('hypothesis', id)])
    expect(events.map((event) => event.type)).toEqual(['hypothesis.created', 'hypothesis.predictions_changed', 'hypothesis.decided', 'hypothesis.predictions_changed', 'hypothesis.changed'])
    expect(events[3]!.why).toBe('We had counted renewals.')
  })

  test('goes from draft over a test to an answer and an end, and nowhere else', async () => {
    const ws = await s.workspace('States')
    const id = await write(ws, 'affiliate', 'Podcasts')
    expect((await decide(ws, id, { to: 'supported', why: 'It felt good.' })).json).toMatchObject({ status: 409, code: 'hypotheses.cannot_follow', detail: 'It is a draft; what can follow is under test or closed.' })
    expect((await decide(ws, id, { to: 'testing', why: '' })).json.fields[0].field).toBe('why')
    expect((await decide(ws, id, { to: 'testing', why: 'Go.', since: '2026-12-01' })).json.fields[0]).toMatchObject({ field: 'since', code: 'hypotheses.since_future' })
    expect((await decide(ws, id, { to: 'testing', why: 'Go.', since: '2026-06-01' })).status).toBe(200)
    expect((await decide(ws, id, { to: 'closed', why: 'Enough.' })).status).toBe(409)
    expect(await read(ws.ctx, testedTypes)).toEqual(['affiliate'])
    expect((await decide(ws, id, { to: 'supported', why: 'All three hold.' })).status).toBe(200)
    expect(await read(ws.ctx, async (r) => [await testedTypes(r), await isAnySupported(r)])).toEqual([[], true])
    expect((await ws.call('GET', `/hypotheses/${id}`)).json).toMatchObject({ state: 'supported', testingFrom: '2026-06-01', testedUntil: '2026-11-25' })
    expect((await decide(ws, id, { to: 'closed', why: 'We run it as a program now.' })).status).toBe(200)
    expect((await ws.call('PATCH', `/hypotheses/${id}`, { body: { segment: 'Blogs' } })).json).toMatchObject({ status: 409, code: 'hypotheses.closed' })
    expect(await write(ws, 'affiliate', 'Podcasts')).toMatch(/^hyp_/)
  })

  test('a review date that has passed is moved first', async () => {
    const ws = await s.workspace('Late')
    const { id } = (await ws.call('POST', '/hypotheses', { session: ws.session, body: { ...words('referral', 'Advisers'), reviewOn: '2026-11-24' } })).json
    expect((await decide(ws, id, { to: 'testing', why: 'Go.' })).json).toMatchObject({ status: 409, code: 'hypotheses.review_past' })
  })

  test('the same decision twice by one person is one; by another it is refused', async () => {
    const ws = await s.workspace('Twice')
    const id = await write(ws, 'referral', 'Advisers')
    const both = await Promise.all([1, 2].map(() => decide(ws, id, { to: 'testing', why: 'Go.' })))
    expect(both.map((answer) => answer.status)).toEqual([200, 200])
    expect(await sqlIn(ws.ctx, 'select 1 from hypothesis_decision')).toHaveLength(1)
    const manager = await ws.member('manager')
    expect((await decide(ws, id, { to: 'testing', why: 'Me too.' }, manager.session)).json).toMatchObject({ status: 409, code: 'hypotheses.cannot_follow' })
  })
})

describe('at most two partner types are under test', () => {
  test('a third needs a reason, a second hypothesis of a type that is under test does not', async () => {
    const ws = await s.workspace('Focus')
    for (const type of ['referral', 'reseller']) expect((await decide(ws, await write(ws, type, 'Anywhere'), { to: 'testing', why: 'Go.' })).status).toBe(200)
    expect((await decide(ws, await write(ws, 'referral', 'Elsewhere'), { to: 'testing', why: 'Go.' })).status).toBe(200)
    const third = await write(ws, 'strategic', 'Anywhere')
    expect((await decide(ws, third, { to: 'testing', why: 'Go.' })).json.fields[0]).toMatchObject({ field: 'focusWhy', code: 'hypotheses.too_many_types', message: 'Referral and reseller partners are under test already. At most 2 types are tested at once, unless you say why.' })
    expect((await decide(ws, third, { to: 'testing', why: 'Go.', focusWhy: 'The board asked for it.' })).status).toBe(200)
    expect((await ws.call('GET', `/hypotheses/${third}`)).json.decisions[0].focusWhy).toBe('The board asked for it.')
  })

  test('of five types begun at the same moment two are', async () => {
    const ws = await s.workspace('Race')
    const ids: string[] = []
    for (const type of ['referral', 'reseller', 'implementation', 'technology', 'affiliate']) ids.push(await write(ws, type, 'Anywhere'))
    const answers = await Promise.all(ids.map((id) => decide(ws, id, { to: 'testing', why: 'Go.' })))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 422, 422, 422])
    expect(await sqlIn(ws.ctx, `select 1 from hypothesis where state = 'testing'`)).toHaveLength(2)
  })

  test('of five that take one segment at the same moment one does', async () => {
    const ws = await s.workspace('Segments')
    const old = await write(ws, 'referral', 'Old')
    const answers = await Promise.all([...[1, 2, 3, 4].map(() => ws.call('POST', '/hypotheses', { session: ws.session, body: words('referral', 'New') })), ws.call('PATCH', `/hypotheses/${old}`, { session: ws.session, body: { segment: 'new' } })])
    expect(answers.filter((answer) => answer.status < 300)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 422)).toHaveLength(4)
  })
})

describe('partners belong to one at a time', () => {
  test('placed, moved, taken out: what was before stays where it was', async () => {
    const ws = await s.workspace('Places')
    const [food, retail, tech] = [await write(ws, 'implementation', 'Food'), await write(ws, 'implementation', 'Retail'), await write(ws, 'technology', 'Food')]
    const partner = await addPartner(ws, 'Fjord & Partner', 'implementation')
    const place = (body: object) => ws.call('PUT', `/partners/${partner}/hypothesis`, { session: ws.session, body })
    expect((await place({ hypothesisId: tech })).json.fields[0]).toMatchObject({ field: 'hypothesisId', code: 'hypotheses.other_type', message: 'This hypothesis is about technology partners, and Fjord & Partner is of the type implementation.' })
    expect((await place({ hypothesisId: food, from: '2026-06-01' })).json.fields[0]).toMatchObject({ field: 'why', code: 'hypotheses.why_needed' })
    expect((await place({ hypothesisId: food, from: '2027-01-01' })).json.fields[0]).toMatchObject({ field: 'from', code: 'hypotheses.from_future' })
    expect((await place({ hypothesisId: food, from: '2026-06-01', why: 'They began then.' })).json).toEqual({ changed: true })
    expect((await place({ hypothesisId: food })).json).toEqual({ changed: false })
    expect((await place({ hypothesisId: retail })).json).toEqual({ changed: true })
    expect((await ws.call('GET', `/partners/${partner}/hypothesis`)).json).toMatchObject({ current: { id: retail, from: '2026-11-24' }, before: [{ id: food, from: '2026-06-01', until: '2026-11-24' }] })
    expect((await ws.call('GET', `/hypotheses/${food}`)).json.partners).toEqual([{ partner: { id: partner, name: 'Fjord & Partner' }, state: 'active', from: '2026-06-01', until: '2026-11-24', why: 'They began then.' }])
    expect((await place({ hypothesisId: null })).json).toEqual({ changed: true })
    expect((await ws.call('GET', `/partners/${partner}/hypothesis`)).json.current).toBeNull()
    expect((await ws.eventTypes()).filter((type) => type === 'partner.hypothesis_set')).toHaveLength(3)
    expect((await decide(ws, food, { to: 'closed', why: 'Never mind.' })).status).toBe(200)
    expect((await place({ hypothesisId: food })).json).toMatchObject({ status: 409, code: 'hypotheses.takes_no_partners' })
  })

  test('placed in two at the same moment it is in one, and nobody sees an error of the database', async () => {
    const ws = await s.workspace('Placed')
    const ids = [await write(ws, 'implementation', 'Food'), await write(ws, 'implementation', 'Retail')]
    const partner = await addPartner(ws, 'Fjord & Partner', 'implementation')
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => ws.call('PUT', `/partners/${partner}/hypothesis`, { session: ws.session, body: { hypothesisId: ids[i % 2] } })))
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(200))
    expect(await sqlIn(ws.ctx, 'select 1 from hypothesis_partner where replaced_at is null and ends_on is null')).toHaveLength(1)
  })
})

test('a forecast answers with bands and a sentence, refuses what cannot be meant, and writes nothing', async () => {
  const before = await w.eventTypes()
  const { json, status } = await w.call('POST', '/hypotheses/forecast', { body: { predictions, months: 24 } })
  expect(status).toBe(200)
  expect(json.months).toHaveLength(24)
  expect(json.finding).toMatch(/^Within 24 months \d+ to \d+ won customers worth €[\d,]+ to €[\d,]+\. Each costs €[\d,]+ to €[\d,]+\. It pays for itself/)
  expect((await w.call('POST', '/hypotheses/forecast', { body: { predictions: { ...predictions, feeShare: 1, fixedCostMinor: '1' }, months: 6 } })).json.breakEven.probability).toBe(0)
  expect((await w.call('POST', '/hypotheses/forecast', { body: { predictions: { ...predictions, introductions: { value: 1.5, low: 2, high: null } } } })).json.fields[0]).toMatchObject({ field: 'predictions.introductions.low' })
  expect((await w.call('POST', '/hypotheses/forecast', { body: { predictions, months: 600 } })).status).toBe(422)
  expect(await w.eventTypes()).toEqual(before)
})

test('the list is filtered, sorted and taken along', async () => {
  const all = (await w.call('GET', '/hypotheses', { query: { sort: 'segment' } })).json
  expect(all.items.map((one: { segment: string }) => one.segment)).toEqual(['Fleet telematics', 'Food logistics, DACH'])
  expect((await w.call('GET', '/hypotheses', { query: { state: 'testing' } })).json.items).toHaveLength(1)
  expect((await w.call('GET', '/hypotheses.csv', { query: { type: 'implementation' } })).text).toContain('"Food logistics, DACH",draft')
})
