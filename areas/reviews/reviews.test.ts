// Reviews over the API: who may, what is refused where, whose figures they are, what freezes, and who wins where two write at once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { showId } from '../../kernel/ids.ts'
import type { Role } from '../../kernel/actor.ts'
import type { Json, TestServer, TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { addPartner, good, introduce, sharePlan, terms, uuidOf, type StoryPartner } from '../../test/setup/story.ts'
import { wholeApp } from '../../test/setup/whole-app.ts'

let s: TestServer
let w: TestWorkspace
let other: TestWorkspace
let brightline: StoryPartner
const at = (text: string) => (s.clock.now = Temporal.Instant.from(text))
const call = async (method: string, path: string, body?: unknown): Promise<Json> => good(await w.call(method, path, body === undefined ? {} : { body })).json
const refused = (method: string, path: string, body: unknown) => w.call(method, path, { body })
const open = async (partner: string, quarter = '2026-Q3'): Promise<string> => (await call('POST', '/reviews', { partnerId: partner, quarter })).id
const view = (id: string): Promise<Json> => call('GET', `/reviews/${id}`)
const talk = { heldOn: '2026-11-24', attendees: 'Lena Ortiz and Nora Lindqvist', conclusion: 'grow', why: 'Three of four were what we want.' }
const hold = (id: string, change: object = {}) => call('PUT', `/reviews/${id}/held`, { ...talk, ...change })
const byPartner = { words: 'Send three names from the ERP project.', ownerWords: 'Lena Ortiz', dueOn: '2026-12-18' }
const figureOf = (numbers: Json, key: string) => numbers.measures.find((m: Json) => m.definition.key === key)?.now
const eventsOf = (id: string) => sqlIn<{ type: string; why: string | null; payload: Json }>(w.ctx, 'select type, why, payload from event where subject_id = $1 order by id', [uuidOf(id)])
const introduced = async (partner: StoryPartner, buyer: string, then?: 'accept' | 'decline') => {
  const id = await introduce(s, partner, { buyer, person: 'Ana Silva, ana@buyer.example', reason: 'They plan by hand.' })
  if (then === 'accept') await call('PUT', `/referrals/${id}/decision`, { answer: 'accept', ownerId: showId('member', w.admin.memberId) })
  if (then === 'decline') await call('PUT', `/referrals/${id}/decision`, { answer: 'decline', reason: 'not_a_fit' })
  return id
}

beforeAll(async () => {
  s = await wholeApp()
  at('2026-08-10T09:00:00Z')
  w = await s.workspace('Harbourlight', { timeZone: 'Europe/Berlin' })
  other = await s.workspace('Contoso')
  const plan = await call('POST', '/plans', { name: 'Introduction partner', terms: terms() })
  brightline = await addPartner(w, 'Brightline Consulting', { name: 'Lena Ortiz', email: 'lena@brightline.example' }, plan.id)
  await call('PUT', '/icp', { industries: [], countries: [], minEmployees: null, maxEmployees: null })
  await introduced(brightline, 'meridianfoods.de', 'accept')
  await introduced(brightline, 'castellan.de', 'decline')
  at('2026-11-24T09:00:00Z')
  w = { ...w, session: (await w.member('admin', 'Nora Lindqvist')).session }
  await introduced(brightline, 'nordlys.no')
})
beforeEach(() => at('2026-11-24T09:00:00Z'))
afterAll(() => s?.close())

describe('the ladder', () => {
  let id: string
  let action: string
  beforeAll(async () => {
    id = await open(brightline.id, '2025-Q4')
    action = (await call('POST', `/reviews/${id}/actions`, byPartner)).id
  })
  const routes = (): [string, string, object?][] => [
    ['GET', '/reviews'], ['GET', '/reviews.csv'], ['GET', '/reviews/due'], ['POST', '/reviews', { partnerId: brightline.id, quarter: '2026-Q3' }], ['GET', `/reviews/${id}`], ['PUT', `/reviews/${id}/notes`, { notes: 'x', version: 0 }], ['PUT', `/reviews/${id}/held`, talk],
    ['POST', `/reviews/${id}/actions`, byPartner], ['GET', `/review-actions/${action}`], ['PATCH', `/review-actions/${action}`, { words: 'x' }], ['PUT', `/review-actions/${action}/outcome`, { outcome: 'done' }], ['DELETE', `/review-actions/${action}/outcome`, { why: 'x' }],
  ]

  test('nobody in particular is asked who it is, and a stranger finds nothing', async () => {
    for (const [method, path, body] of routes()) expect((await s.call(method, path, body ? { body } : {})).status, path).toBe(401)
    for (const [method, path, body] of routes().filter(([method, path]) => /rev_|rva_/.test(path) || method === 'POST')) expect((await other.call(method, path, body ? { body } : {})).json, path).toMatchObject({ status: 404, code: 'not_found' })
    expect((await other.call('GET', '/reviews')).json).toEqual({ items: [], next: null, total: 0 })
    expect((await other.call('GET', '/reviews/due')).json).toMatchObject({ active: 0, items: [] })
  })

  test.each(['rep', 'finance', 'viewer'] as const)('a %s reads, and writes nothing', async (role) => {
    const key = w.keys[role]
    for (const [method, path, body] of routes()) expect((await w.call(method, path, { key, ...(body ? { body } : {}) })).status, `${method} ${path}`).toBe(method === 'GET' ? 200 : 403)
    const { can, actions } = (await w.call('GET', `/reviews/${id}`, { key })).json
    expect(can.hold).toEqual({ allowed: false, why: 'An admin or a manager can write reviews.' })
    expect(actions[0].can.settle).toEqual({ allowed: false, why: 'Whoever owns this action, an admin or a manager can say what became of it.' })
  })

  test.each<[string, string, () => string, () => object, string, string?]>([
    ['a quarter that is none', 'POST', () => '/reviews', () => ({ quarter: '2026-Q5' }), 'quarter'], ['a quarter ahead', 'POST', () => '/reviews', () => ({ quarter: '2027-Q1' }), 'quarter', 'reviews.quarter_future'],
    ['nobody there', 'PUT', () => `/reviews/${id}/held`, () => ({ attendees: ' ' }), 'attendees'], ['no reason', 'PUT', () => `/reviews/${id}/held`, () => ({ why: '' }), 'why'], ['no conclusion of ours', 'PUT', () => `/reviews/${id}/held`, () => ({ conclusion: 'celebrate' }), 'conclusion'],
    ['a talk to come', 'PUT', () => `/reviews/${id}/held`, () => ({ heldOn: '2026-11-25' }), 'heldOn', 'reviews.held_future'], ['a talk before the quarter', 'PUT', () => `/reviews/${id}/held`, () => ({ heldOn: '2025-09-30' }), 'heldOn', 'reviews.held_before'],
    ['no owner', 'POST', () => `/reviews/${id}/actions`, () => ({ ownerWords: '' }), 'ownerId', 'reviews.no_owner'], ['two owners', 'POST', () => `/reviews/${id}/actions`, () => ({ ownerId: showId('member', w.admin.memberId) }), 'ownerWords', 'reviews.two_owners'],
    ['somebody else’s colleague', 'POST', () => `/reviews/${id}/actions`, () => ({ ownerWords: null, ownerId: showId('member', other.admin.memberId) }), 'ownerId', 'not_found'], ['a day that has passed', 'POST', () => `/reviews/${id}/actions`, () => ({ dueOn: '2026-11-23' }), 'dueOn', 'reviews.due_past'],
    ['nothing to do', 'POST', () => `/reviews/${id}/actions`, () => ({ words: '\n' }), 'words'], ['a drop without a reason', 'PUT', () => `/review-actions/${action}/outcome`, () => ({ outcome: 'dropped' }), 'why', 'required'],
    ['an owner taken away', 'PATCH', () => `/review-actions/${action}`, () => ({ ownerWords: '' }), 'ownerId', 'reviews.no_owner'],
  ])('%s is refused at its field', async (_, method, path, change, field, code) => {
    const whole = path() === '/reviews' ? { partnerId: brightline.id } : path().endsWith('held') ? talk : path().endsWith('actions') ? byPartner : {}
    const answer = await refused(method, path(), { ...whole, ...change() })
    expect(answer.status, answer.text).toBe(422)
    expect(answer.json.fields[0]).toMatchObject(code ? { field, code } : { field })
  })
})

describe('one review per partner and quarter', () => {
  test('of six that open it at the same moment one does, and all are led to the same', async () => {
    const partner = await addPartner(w, 'Race & Partner', { name: 'Ada Berg', email: 'ada@race.example' })
    const answers = await Promise.all(Array.from({ length: 6 }, () => w.call('POST', '/reviews', { body: { partnerId: partner.id, quarter: '2026-Q3' } })))
    expect(answers.map((one) => one.status)).toEqual([201, 201, 201, 201, 201, 201])
    expect(new Set(answers.map((one) => one.json.id)).size).toBe(1)
    expect(answers.filter((one) => one.json.isNew)).toHaveLength(1)
    expect((await eventsOf(answers[0]!.json.id)).map((one) => one.type)).toEqual(['review.opened'])
    await expect(sqlIn(w.ctx, "insert into review (workspace_id, id, partner_id, quarter_from, state, opened_at) values ($1, gen_random_uuid(), $2, '2026-07-01', 'open', now())", [w.id, uuidOf(partner.id)])).rejects.toThrow(/review_one_a_quarter/)
    await expect(sqlIn(w.ctx, "insert into review (workspace_id, id, partner_id, quarter_from, state, opened_at) values ($1, gen_random_uuid(), $2, '2026-08-01', 'open', now())", [w.id, uuidOf(partner.id)])).rejects.toThrow(/check/)
  })

  test('a candidate is not reviewed yet, and a partner that has ended still is', async () => {
    const partner = await addPartner(w, 'On the way', { name: 'Ada Berg', email: 'ada@way.example' })
    await call('PATCH', `/partners/${partner.id}`, { state: 'candidate' })
    expect((await refused('POST', '/reviews', { partnerId: partner.id, quarter: '2026-Q3' })).json).toMatchObject({ status: 409, code: 'reviews.candidate' })
    await call('PATCH', `/partners/${partner.id}`, { state: 'ended' })
    expect(await open(partner.id)).toMatch(/^rev_/)
  })
})

describe('the numbers', () => {
  test('are those that performance says, live while it is open and frozen once it is held', async () => {
    const id = await open(brightline.id, '2026-Q4')
    const before = await view(id)
    expect(before).toMatchObject({ state: 'open', held: null, nowReads: [], numbers: { period: { from: '2026-10-01', isRunning: true }, hypothesis: null } })
    expect(before.numbers.measures).toEqual((await call('GET', `/partners/${brightline.id}/performance?period=2026-Q4`)).measures)
    expect(figureOf(before.numbers, 'referrals_submitted')).toMatchObject({ said: '1' })
    expect(before.numbers.measures.find((m: Json) => m.definition.key === 'referrals_submitted').before).toMatchObject({ said: '2' })
    const { steps: _, ...own } = (await call('GET', `/performance/time-to-close?partner=${brightline.id}`)).own
    expect(before.numbers.timeToClose.own).toEqual(own)

    await introduced(brightline, 'rivage.fr')
    expect(figureOf((await view(id)).numbers, 'referrals_submitted')).toMatchObject({ said: '2' })
    await hold(id)
    const held = await view(id)
    await introduced(brightline, 'bellini.it')
    at('2026-11-25T09:00:00Z')
    const after = await view(id)
    expect(after.numbers).toEqual(held.numbers)
    expect(figureOf(after.numbers, 'referrals_submitted')).toMatchObject({ said: '2' })
    expect(after.nowReads).toContainEqual(expect.objectContaining({ key: 'referrals_submitted', said: '3', cases: 3 }))
    expect(after.held).toMatchObject({ on: '2026-11-24', at: '2026-11-24T09:00:00Z', attendees: talk.attendees, conclusion: 'grow', why: talk.why })
  })

  test('nobody changes what was held: not by holding it again, and not in the database', async () => {
    const manager = await w.member('manager')
    const id = await open(brightline.id, '2026-Q2')
    const first = await w.call('PUT', `/reviews/${id}/held`, { session: manager.session, body: talk })
    expect(first.status, first.text).toBe(200)
    const row = () => sqlIn(w.ctx, 'select * from review where id = $1', [uuidOf(id)])
    const [kept] = await row()
    expect((await w.call('PUT', `/reviews/${id}/held`, { session: manager.session, body: talk })).status).toBe(200)
    expect((await w.call('PUT', `/reviews/${id}/held`, { session: manager.session, body: { ...talk, conclusion: 'keep' } })).json).toMatchObject({ status: 409, code: 'reviews.held', detail: 'It was held on Tue, Nov 24, 2026, and its numbers stay as they were.' })
    expect((await refused('PUT', `/reviews/${id}/held`, talk)).json).toMatchObject({ status: 409, code: 'reviews.held' })
    await expect(sqlIn(w.ctx, `update review set numbers = '{}' where id = $1`, [uuidOf(id)])).rejects.toThrow(/does not change/)
    await expect(sqlIn(w.ctx, `update review set state = 'open' where id = $1`, [uuidOf(id)])).rejects.toThrow(/does not change/)
    await expect(sqlIn(w.ctx, 'delete from review where id = $1', [uuidOf(id)])).rejects.toThrow(/permission denied/)
    expect(await row()).toEqual([kept])
    expect((await eventsOf(id)).map((one) => [one.type, one.why])).toEqual([['review.opened', null], ['review.held', talk.why]])
    expect((await eventsOf(id))[1]!.payload).toEqual({ quarter: '2026-Q2', conclusion: 'grow', heldOn: '2026-11-24', hypothesisId: null })
    expect((await w.call('GET', '/events', { query: { partner: brightline.id } })).json.items.map((one: Json) => one.type)).toContain('review.held')
  })

  test('of two that hold it at the same moment one does', async () => {
    const id = await open(brightline.id, '2026-Q1')
    const answers = await Promise.all(['grow', 'keep', 'fix'].map((conclusion) => w.call('PUT', `/reviews/${id}/held`, { body: { ...talk, conclusion } })))
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409, 409])
    expect(await eventsOf(id)).toHaveLength(2)
  })

  test('what partners earned is kept, and shown to those who may see it', async () => {
    const partner = await addPartner(w, 'Fjord & Partner', { name: 'Sigrid Aas', email: 'sigrid@fjord.example' }, (await call('POST', '/plans', { name: 'Share', terms: sharePlan() })).id)
    good(await w.call('POST', '/facts', { body: { facts: [{ id: 'inv-1', kind: 'invoice', at: '2026-11-02', partner: partner.id, account: 'acme', amount: '1200.00', currency: 'EUR' }, { id: 'pay-1', kind: 'payment', at: '2026-11-09', of: 'inv-1', amount: '1200.00' }] } }))
    await s.runJobs()
    const id = await open(partner.id, '2026-Q4')
    await hold(id)
    const read = async (role: Role) => (await w.call('GET', `/reviews/${id}`, { key: w.keys[role] })).json
    expect(figureOf((await read('manager')).numbers, 'commissions')).toMatchObject({ said: '€240.00' })
    for (const role of ['rep', 'viewer'] as const) {
      const seen = await read(role)
      expect(figureOf(seen.numbers, 'commissions')).toBeUndefined()
      expect(seen.hidden).toEqual([{ key: 'commissions', why: 'What partners earned is seen by admin, manager and finance only.' }])
      expect(JSON.stringify(seen)).not.toContain('240.00')
    }
  })
})

describe('notes', () => {
  const write = (id: string, notes: string, version: number, why?: string) => w.call('PUT', `/reviews/${id}/notes`, { body: { notes, version, ...(why ? { why } : {}) } })

  test('are written freely before the talk and corrected with a reason after it; the old ones stay', async () => {
    const id = await open(brightline.id, '2025-Q1')
    expect((await write(id, 'Lena is back in spring.', 0)).json).toEqual({ version: 1 })
    expect((await write(id, 'Lena is back in spring.', 0)).json).toEqual({ version: 1 })
    expect((await write(id, 'Lena is back in March.', 1)).json).toEqual({ version: 2 })
    await hold(id)
    expect((await write(id, 'Lena is back in May.', 2)).json.fields[0]).toMatchObject({ field: 'why', code: 'reviews.why_needed' })
    expect((await write(id, 'Lena is back in May.', 2, 'I misheard the month.')).json).toEqual({ version: 3 })
    const found = await view(id)
    expect(found.notes).toMatchObject({ notes: 'Lena is back in May.', version: 3 })
    expect(found.notesBefore).toMatchObject([{ notes: 'Lena is back in March.', version: 2, replacedWhy: 'I misheard the month.' }])
    expect((await eventsOf(id)).map((one) => [one.type, one.why])).toEqual([['review.opened', null], ['review.notes_written', null], ['review.notes_written', null], ['review.held', talk.why], ['review.notes_corrected', 'I misheard the month.']])
    await expect(sqlIn(w.ctx, "update review_note set notes = 'x'")).rejects.toThrow(/append-only|permission denied/)
  })

  test('of two that write over what both read, one is told', async () => {
    const id = await open(brightline.id, '2025-Q2')
    const answers = await Promise.all(['Mine.', 'Theirs.'].map((notes) => write(id, notes, 0)))
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409])
    expect(answers.find((one) => one.status === 409)!.json).toMatchObject({ code: 'reviews.notes_changed' })
  })
})

describe('actions', () => {
  const ours = (memberId: string, dueOn = '2026-12-04') => ({ words: 'Give them the price list.', ownerId: showId('member', memberId), dueOn })
  const promised = async (action: string) => (await sqlIn<{ outcome: string | null }>(w.ctx, 'select outcome from promise where subject_id = $1 order by id', [uuidOf(action)])).map((one) => one.outcome)

  test('are five at most, also when eight are added at the same moment', async () => {
    const id = await open(brightline.id, '2024-Q1')
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => w.call('POST', `/reviews/${id}/actions`, { body: { ...byPartner, words: `Action ${n}` } })))
    expect(answers.map((one) => one.status).sort()).toEqual([201, 201, 201, 201, 201, 409, 409, 409])
    expect(answers.find((one) => one.status === 409)!.json).toMatchObject({ code: 'reviews.five_actions' })
    const found = await view(id)
    expect(found.actions.map((one: Json) => one.n)).toEqual([1, 2, 3, 4, 5])
    expect(found.can.addAction).toEqual({ allowed: false, why: 'There are five already, and more are not done. Change one of them instead.' })
    await expect(sqlIn(w.ctx, "insert into review_action (workspace_id, id, review_id, n, words, owner_words, due_on, state, added_at) values ($1, gen_random_uuid(), $2, 6, 'x', 'y', '2026-12-01', 'open', now())", [w.id, uuidOf(id)])).rejects.toThrow(/review_action_five/)
    await expect(sqlIn(w.ctx, "insert into review_action (workspace_id, id, review_id, n, words, owner_words, due_on, state, added_at) values ($1, gen_random_uuid(), $2, 5, 'x', 'y', '2026-12-01', 'open', now())", [w.id, uuidOf(id)])).rejects.toThrow(/review_action_place/)
  })

  test('the same request twice adds one', async () => {
    const id = await open(brightline.id, '2024-Q2')
    const headers = { 'idempotency-key': 'add-once' }
    const twice = [await w.call('POST', `/reviews/${id}/actions`, { body: byPartner, headers }), await w.call('POST', `/reviews/${id}/actions`, { body: byPartner, headers })]
    expect(twice.map((one) => one.status)).toEqual([201, 201])
    expect(twice[0]!.json).toEqual(twice[1]!.json)
    expect((await view(id)).actions).toHaveLength(1)
  })

  test('one of ours stands in Today until its owner has done it, and is counted as a promise', async () => {
    const omar = await w.member('rep', 'Omar Haddad')
    const priya = await w.member('rep', 'Priya Raman')
    const id = await open(brightline.id, '2024-Q3')
    const action = (await call('POST', `/reviews/${id}/actions`, ours(omar.memberId))).id
    const today = async () => (await w.call('GET', '/today', { session: omar.session, query: { mine: 'true' } })).json.items
    expect(await today()).toMatchObject([{ kind: 'do_action', action: 'Do what we agreed', subjectId: action, headline: 'Brightline Consulting', detail: 'Give them the price list. (review of Q3 2024)', dueAt: '2026-12-04T16:00:00Z', owner: { name: 'Omar Haddad' } }])
    const settle = (session: string) => w.call('PUT', `/review-actions/${action}/outcome`, { session, body: { outcome: 'done' } })
    expect((await settle(priya.session)).json).toMatchObject({ status: 403, code: 'reviews.not_yours' })
    expect((await w.call('GET', `/review-actions/${action}`, { session: omar.session })).json.can).toMatchObject({ settle: { allowed: true }, change: { allowed: false } })
    expect((await settle(omar.session)).status).toBe(200)
    expect((await settle(omar.session)).status).toBe(200)
    expect(await today()).toEqual([])
    expect(await promised(action)).toEqual(['kept'])
    expect((await eventsOf(id)).map((one) => one.type)).toEqual(['review.opened', 'review.action_added', 'review.action_done'])
    expect((await view(id)).actions).toMatchObject([{ state: 'done', settledBy: { name: 'Omar Haddad' }, can: { settle: { allowed: false, why: 'It is done already.' }, reopen: { allowed: true } } }])
    await call('DELETE', `/review-actions/${action}/outcome`, { why: 'It was last year’s list.' })
    expect(await today()).toHaveLength(1)
    expect((await eventsOf(id)).at(-1)).toMatchObject({ type: 'review.action_reopened', why: 'It was last year’s list.' })
  })

  test('its promise follows another day and another owner, and ends without blame when it is dropped or the partner takes it', async () => {
    const [omar, priya] = [await w.member('rep'), await w.member('rep')]
    const id = await open(brightline.id, '2024-Q4')
    const action = (await call('POST', `/reviews/${id}/actions`, ours(omar.memberId))).id
    const own = () => sqlIn<{ outcome: string | null; due: string; owner_id: string }>(w.ctx, "select outcome, (due_at at time zone 'Europe/Berlin')::date::text as due, owner_id from promise where subject_id = $1 order by id", [uuidOf(action)])
    await call('PATCH', `/review-actions/${action}`, { ownerId: showId('member', priya.memberId) })
    expect(await own()).toEqual([{ outcome: null, due: '2026-12-04', owner_id: priya.memberId }])
    await call('PATCH', `/review-actions/${action}`, { dueOn: '2026-12-11' })
    expect(await own()).toMatchObject([{ outcome: 'void' }, { outcome: null, due: '2026-12-11' }])
    await call('PATCH', `/review-actions/${action}`, { ownerWords: 'Lena Ortiz' })
    expect((await own()).map((one) => one.outcome)).toEqual(['void', 'void'])
    expect((await view(id)).actions).toMatchObject([{ owner: null, ownerWords: 'Lena Ortiz' }])
    await call('PATCH', `/review-actions/${action}`, { ownerId: showId('member', omar.memberId) })
    await call('PUT', `/review-actions/${action}/outcome`, { outcome: 'dropped', why: 'They have it.' })
    expect((await own()).map((one) => one.outcome)).toEqual(['void', 'void', 'void'])
    expect((await eventsOf(id)).slice(2).map((one) => [one.type, one.payload.fields ?? null])).toEqual([
      ['review.action_changed', ['ownerId']], ['review.action_changed', ['dueOn']], ['review.action_changed', ['ownerId', 'ownerWords']], ['review.action_changed', ['ownerId', 'ownerWords']], ['review.action_dropped', null]])
    expect((await refused('PATCH', `/review-actions/${action}`, { words: 'Other' })).json).toMatchObject({ status: 409, code: 'reviews.action_settled', detail: 'It is dropped already.' })
    expect((await refused('PUT', `/review-actions/${action}/outcome`, { outcome: 'done' })).json).toMatchObject({ status: 409, code: 'reviews.action_settled' })
  })

  test('late is late: another day afterwards does not make it kept, and the owner is told by mail where it is', async () => {
    const omar = await w.member('rep', 'Omar Haddad')
    const id = await open(brightline.id, '2023-Q4')
    const action = (await call('POST', `/reviews/${id}/actions`, ours(omar.memberId, '2026-11-26'))).id
    at('2026-11-27T09:00:00Z')
    expect((await view(id)).actions).toMatchObject([{ isOverdue: true }])
    await s.runJobs()
    const mail = (await call('GET', '/mails')).items.find((one: Json) => one.to === omar.email && one.subject.startsWith('Late: do what we agreed'))
    expect((await call('GET', `/mails/${mail.id}`)).text).toMatch(new RegExp(`We promised it to Brightline Consulting by[\\s\\S]*/app/reviews/${id}`))
    await call('PATCH', `/review-actions/${action}`, { dueOn: '2026-12-04' })
    expect(await promised(action)).toEqual(['broken', null])
  })

  test('done and dropped at the same moment is one of the two', async () => {
    const id = await open(brightline.id, '2023-Q3')
    const action = (await call('POST', `/reviews/${id}/actions`, byPartner)).id
    const answers = await Promise.all((['done', 'dropped'] as const).map((outcome) => w.call('PUT', `/review-actions/${action}/outcome`, { body: { outcome, why: 'So.' } })))
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409])
    expect((await eventsOf(id)).filter((one) => /done|dropped/.test(one.type))).toHaveLength(1)
  })

  test('after the talk what was agreed changes with a reason, and what is open is carried into the next review', async () => {
    const before = await open(brightline.id, '2023-Q1')
    const [first, second] = [(await call('POST', `/reviews/${before}/actions`, byPartner)).id, (await call('POST', `/reviews/${before}/actions`, { ...byPartner, words: 'Another.' })).id]
    await hold(before, { conclusion: 'fit_conversation', why: 'Nothing came in two quarters.' })
    expect((await refused('PATCH', `/review-actions/${first}`, { dueOn: '2026-12-24' })).json.fields[0]).toMatchObject({ field: 'why', code: 'reviews.why_needed' })
    await call('PATCH', `/review-actions/${first}`, { dueOn: '2026-12-24', why: 'Their project ends later.' })
    await call('PUT', `/review-actions/${second}/outcome`, { outcome: 'done', why: 'It came on Monday.' })
    const late = (await call('POST', `/reviews/${before}/actions`, { ...byPartner, words: 'Agreed on the way out.' })).id
    await call('PUT', `/review-actions/${late}/outcome`, { outcome: 'dropped', why: 'It was the same as the first.' })
    const next = await open(brightline.id, '2023-Q2')
    expect(await view(next)).toMatchObject({ carried: [{ id: first, quarter: '2023-Q1', dueOn: '2026-12-24' }], actions: [], before: { id: before, quarter: '2023-Q1', conclusion: 'fit_conversation', why: 'Nothing came in two quarters.' } })
    await hold(next)
    expect((await view(next)).carried).toEqual([])
  })
})

describe('the hypothesis', () => {
  test('of the partner at the end of the quarter stands on it with what was predicted, and stays once it was held', async () => {
    const start = (await call('GET', '/hypotheses/presets')).items.find((one: Json) => one.type === 'referral')
    const { needs: _needs, economics: _economics, ...preset } = start
    const write = async (segment: string, since: string) => {
      const id = (await w.call('POST', '/hypotheses', { body: { ...preset, segment, reviewOn: '2027-09-30', ownerId: showId('member', w.admin.memberId), predictions: { ...preset.predictions, introductions: { value: 2, low: 1, high: 3 } } } })).json.id
      await call('PUT', `/hypotheses/${id}/decision`, { to: 'testing', why: 'Go.', since })
      return id as string
    }
    const [advisers, auditors] = [await write('Advisers', '2026-06-01'), await write('Auditors', '2026-06-01')]
    const partner = await addPartner(w, 'Studio Norte', { name: 'Tomás Riera', email: 'tomas@norte.example' })
    const young = await addPartner(w, 'Lowland Interim', { name: 'Bas de Wit', email: 'bas@lowland.example' })
    await call('PUT', `/partners/${partner.id}/hypothesis`, { hypothesisId: advisers, from: '2026-07-01', why: 'As it was.' })
    await call('PUT', `/partners/${partner.id}/hypothesis`, { hypothesisId: auditors, from: '2026-10-01', why: 'They changed.' })
    await call('PUT', `/partners/${young.id}/hypothesis`, { hypothesisId: auditors, from: '2026-11-02', why: 'As it was.' })
    at('2026-08-12T09:00:00Z')
    const id = await introduced(partner, 'duero.es', 'accept')
    for (const step of ['contacted', 'met']) await call('PUT', `/referrals/${id}/progress`, { step })
    await sqlIn(w.ctx, "update company set icp_grade = 'A' where workspace_id = $1", [w.id])
    await call('PUT', `/referrals/${id}/progress`, { step: 'qualified' })
    at('2026-11-24T09:00:00Z')

    const review = await open(partner.id)
    const found = (await view(review)).numbers.hypothesis
    expect(found).toMatchObject({ id: advisers, segment: 'Advisers', state: 'testing', from: '2026-06-01', ramp: null })
    expect(found.lines.map((line: Json) => [line.key, line.saidPredicted, line.saidRange, line.said, line.cases])).toEqual([
      ['introductions', '2', '1 to 3', '1', 1], ['opportunity_rate', expect.stringMatching(/^\d+ %$/), null, '0 %, 0 of 1', 1], ['won_rate', expect.stringMatching(/^\d+ %$/), null, 'no cases', 0], ['first_year_value', expect.stringMatching(/^€/), null, 'no cases', 0]])
    const verdict = (await call('GET', `/hypotheses/${advisers}/verdict`)).findings
    expect(verdict.find((one: Json) => one.measure === 'introductions').cases).toBe(1)
    expect((await view(await open(partner.id, '2026-Q4'))).numbers.hypothesis).toMatchObject({ id: auditors })
    expect((await view(await open(young.id, '2026-Q4'))).numbers.hypothesis.ramp).toMatch(/^Ramping since Mon, Nov 2, 2026: \d+ months were predicted to the first introduction\.$/)

    const idsOf = async (hypothesis: string) => (await call('GET', `/reviews?hypothesis=${hypothesis}&sort=partner`)).items.map((one: Json) => [one.partner.name, one.quarter])
    expect(await idsOf(advisers)).toEqual([['Studio Norte', '2026-Q3']])
    expect(await idsOf(auditors)).toEqual([['Lowland Interim', '2026-Q4'], ['Studio Norte', '2026-Q4']])
    await hold(review)
    expect((await view(review)).predictedNowReads).toEqual([])
    await call('PUT', `/partners/${partner.id}/hypothesis`, { hypothesisId: null, from: '2026-07-02', why: 'It was never one.' })
    const later = await view(review)
    expect(later.numbers.hypothesis).toEqual(found)
    expect(later.predictedNowReads).toEqual([{ key: 'introductions', said: '0', cases: 0 }, { key: 'opportunity_rate', said: 'no cases', cases: 0 }])
    expect(await idsOf(advisers)).toEqual([['Studio Norte', '2026-Q3']])
    expect(await idsOf(auditors)).toEqual([['Lowland Interim', '2026-Q4']])
    expect((await view(await open(partner.id, '2026-Q4'))).numbers.hypothesis).toBeNull()
  })

  test('that is a draft has nothing to compare yet', async () => {
    const { needs: _needs, economics: _economics, ...preset } = (await call('GET', '/hypotheses/presets')).items.find((one: Json) => one.type === 'referral')
    const draft = (await w.call('POST', '/hypotheses', { body: { ...preset, segment: 'Draft', reviewOn: '2027-09-30', ownerId: showId('member', w.admin.memberId) } })).json.id
    const partner = await addPartner(w, 'Mercato Digitale', { name: 'Chiara Conti', email: 'chiara@mercato.example' })
    await call('PUT', `/partners/${partner.id}/hypothesis`, { hypothesisId: draft })
    expect((await view(await open(partner.id, '2026-Q4'))).numbers.hypothesis).toMatchObject({ id: draft, from: null, lines: [] })
  })
})

describe('lists', () => {
  test('who is due for a review: active partners, of whom some were reviewed and some are prepared', async () => {
    const ws = await s.workspace('Due')
    const make = (name: string, startedOn: string, state = 'active') => ws.call('POST', '/partners', { session: ws.session, body: { name, type: 'referral', state, timeZone: 'Europe/Berlin', startedOn, contacts: [{ name: 'Ada Berg', email: 'ada@berg.example' }] } }).then((answer) => good(answer).json.id as string)
    const [held, opened, none] = [await make('Held', '2026-01-05'), await make('Opened', '2026-02-05'), await make('None', '2026-03-05')]
    await make('Started later', '2026-10-01')
    await make('Paused', '2026-01-05', 'paused')
    const begin = async (partnerId: string, quarter: string) => good(await ws.call('POST', '/reviews', { session: ws.session, body: { partnerId, quarter } })).json.id as string
    good(await ws.call('PUT', `/reviews/${await begin(held, '2026-Q3')}/held`, { session: ws.session, body: talk }))
    await begin(opened, '2026-Q3')
    const last = await begin(none, '2026-Q1')
    good(await ws.call('PUT', `/reviews/${last}/held`, { session: ws.session, body: talk }))
    const due = (quarter?: string, key = ws.key) => ws.call('GET', '/reviews/due', { key, query: quarter ? { quarter } : {} }).then((answer) => answer.json)
    expect(await due()).toMatchObject({ quarter: '2026-Q3', active: 3, held: 1, open: 1, total: 1, can: { open: { allowed: true } }, items: [{ partner: { id: none, name: 'None' }, owner: { name: 'Ada Admin' }, lastHeld: { id: last, quarter: '2026-Q1' } }] })
    expect(await due('2026-Q4', ws.keys.viewer)).toMatchObject({ active: 4, held: 0, open: 0, total: 4, can: { open: { allowed: false } } })
    expect((await due('2026-Q4')).items.map((one: Json) => one.partner.name)).toEqual(['Held', 'None', 'Opened', 'Started later'])
  })

  test('filtered by quarter, partner, state and whose open actions; sorted, paged, and taken along', async () => {
    const ws = await s.workspace('Lists')
    const post = async (path: string, body: object) => good(await ws.call('POST', path, { session: ws.session, body })).json
    const list = async (query: Record<string, string>) => (await ws.call('GET', '/reviews', { query })).json
    const rep = await ws.member('rep')
    const make = (name: string) => post('/partners', { name, type: 'referral', timeZone: 'Europe/Berlin', startedOn: '2026-01-05', contacts: [{ name: 'Ada Berg', email: 'ada@berg.example' }] })
    const [norte, atlas] = [await make('Studio Norte'), await make('Atlas Freight')]
    const first = await post('/reviews', { partnerId: norte.id, quarter: '2026-Q2' })
    const second = await post('/reviews', { partnerId: norte.id, quarter: '2026-Q3' })
    const third = await post('/reviews', { partnerId: atlas.id, quarter: '2026-Q3' })
    const action = await post(`/reviews/${second.id}/actions`, { words: 'Call.', ownerId: showId('member', rep.memberId), dueOn: '2026-12-01' })
    await post(`/reviews/${second.id}/actions`, { words: 'Write.', ownerWords: 'Tomás', dueOn: '2026-11-30' })
    good(await ws.call('PUT', `/reviews/${first.id}/held`, { session: ws.session, body: talk }))
    const ids = async (query: Record<string, string>) => (await list(query)).items.map((one: Json) => one.id)
    expect(await ids({})).toEqual([third.id, second.id, first.id])
    expect(await ids({ quarter: '2026-Q3', sort: '-partner' })).toEqual([second.id, third.id])
    expect(await ids({ partner: norte.id, state: 'held' })).toEqual([first.id])
    expect(await ids({ owner: showId('member', rep.memberId) })).toEqual([second.id])
    expect((await list({ partner: norte.id, state: 'open' })).items).toMatchObject([{ quarter: '2026-Q3', openActions: 2, nextDueOn: '2026-11-30', conclusion: null }])
    const page = await list({ limit: '2' })
    expect(page).toMatchObject({ total: 3, next: second.id })
    expect(await ids({ limit: '2', after: page.next })).toEqual([first.id])
    good(await ws.call('PUT', `/review-actions/${action.id}/outcome`, { session: rep.session, body: { outcome: 'done' } }))
    expect(await ids({ owner: showId('member', rep.memberId) })).toEqual([])
    expect((await ws.call('GET', '/reviews.csv', { query: { sort: 'partner', quarter: '2026-Q3' } })).text.split('\r\n').slice(0, 3).map((line) => line.replace(/rev_\w+/, 'rev'))).toEqual(['id,partner,quarter,state,held_on,conclusion,open_actions,next_due_on', 'rev,Atlas Freight,2026-Q3,open,,,0,', 'rev,Studio Norte,2026-Q3,open,,,1,2026-11-30'])
  })
})
