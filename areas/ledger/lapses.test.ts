// Points that are used, and that lapse on their day: booked then by itself, once, and put right by what is told late.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { showId, type Id } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { part as events } from '../../platform/events/index.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { assignPlan, createPlan, part as program, planDocument } from '../program/index.ts'
import { everyMinute } from './every-minute.ts'
import { part as ledger, recordFacts, rewardSums, verifyLedger } from './index.ts'
import { partnerOn } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  app = await testServer([events, partners, program, ledger])
})
beforeEach(async () => {
  app.clock.now = Temporal.Instant.from('2026-01-10T10:00:00Z')
  maven = await app.workspace('Maven Labs')
})
afterAll(() => app?.close())

let plans = 0
const points = { id: 'points', on: 'sale', unit: 'points', pay: { percent: '100' } }
const planOf = async (expiry: object[] | undefined, components: object[] = [points]) => (await createPlan(maven.ctx, { name: `Points ${(plans += 1)}`, terms: planDocument.parse({ language: 2, name: 'Points', currency: 'EUR', components, ...(expiry ? { expiry } : {}) }) })).id
const tell = async (...facts: object[]) => expect((await recordFacts(maven.ctx, facts)).results.map((one) => [one.result, one.why])).toEqual(facts.map(() => ['recorded', null]))
const sale = (partnerId: Id, id: string, at: string, amount: string) => ({ kind: 'sale', id, at, partner: showId('partner', partnerId), account: 'acme', amount, currency: 'EUR' })
const used = (partnerId: Id, id: string, at: string, amount: string) => ({ kind: 'used', id, at, partner: showId('partner', partnerId), unit: 'points', amount })
const rewards = async (): Promise<string[]> => (await maven.call('GET', '/rewards', { query: { limit: '100' } })).json.items.map((line: Json) => `${line.bookedOn} ${line.item} ${line.amount}`).reverse()
const left = async (partnerId: Id) => (await read(maven.ctx, (r) => rewardSums(r, partnerId))).map((sum) => sum.said)
const whole = async () => expect((await read(maven.ctx, verifyLedger)).problems).toEqual([])
const dayComes = async (day: string) => {
  app.clock.now = Temporal.Instant.from(`${day}T00:05:00Z`)
  await whole()
  await everyMinute(maven.ctx)
  await whole()
}

test('lapse on their day by themselves, once, and only what was not used', async () => {
  const partnerId = await partnerOn(maven.ctx, { planId: await planOf([{ unit: 'points', months: 12 }]), from: '2026-01-01' })
  await tell(sale(partnerId, 's1', '2026-01-10', '10.00'), sale(partnerId, 's2', '2026-01-10', '5.00'))
  await dayComes('2026-06-01')
  await tell(used(partnerId, 'u1', '2026-06-01', '12.00'))
  expect(await left(partnerId)).toEqual(['3\u00a0points'])
  await dayComes('2027-01-09')
  expect(await left(partnerId)).toEqual(['3\u00a0points'])
  await dayComes('2027-01-10')
  await everyMinute(maven.ctx)
  expect(await rewards()).toEqual(['2026-01-10 s1 10.00', '2026-01-10 s2 5.00', '2026-06-01 u1 -12.00', '2027-01-10 lapsed:2027-01-10:s2 -3.00'])
  const [lapsed] = (await maven.call('GET', '/rewards')).json.items
  expect(lapsed).toMatchObject({ component: 'points', kind: 'points', fact: null, adjusts: null, working: ['Earned on Sat, Jan 10, 2026: 5\u00a0points; used by Sun, Jan 10, 2027: 2\u00a0points.', 'What is left, 3\u00a0points, lapses 12 months after it was earned.'] })
  expect(await left(partnerId)).toEqual([])
})

test('after days in which nothing ran, as in a backup that is restored, the books are whole before and after', async () => {
  const partnerId = await partnerOn(maven.ctx, { planId: await planOf([{ unit: 'points', months: 12 }]), from: '2026-01-01' })
  await tell(sale(partnerId, 's1', '2026-01-10', '10.00'))
  await dayComes('2027-02-20')
  expect(await rewards()).toEqual(['2026-01-10 s1 10.00', '2027-02-20 lapsed:2027-01-10:s1 -10.00'])
})

test('what is told late puts right what lapsed; what was used is in no account of money', async () => {
  const partnerId = await partnerOn(maven.ctx, { planId: await planOf([{ unit: 'points', idle: { months: 6 } }]), from: '2026-01-01' })
  await tell(sale(partnerId, 's1', '2026-01-10', '10.00'))
  await dayComes('2026-07-10')
  expect(await left(partnerId)).toEqual([])
  app.clock.now = Temporal.Instant.from('2026-07-12T10:00:00Z')
  await tell(used(partnerId, 'u1', '2026-07-09', '4.00'))
  expect(await rewards()).toEqual(['2026-01-10 s1 10.00', '2026-07-10 lapsed:2026-07-10:s1 -10.00', '2026-07-12 lapsed:2026-07-10:s1 10.00', '2026-07-12 u1 -4.00'])
  await whole()
  await dayComes('2027-01-09')
  expect((await rewards()).slice(4)).toEqual(['2027-01-09 lapsed:2027-01-09:s1 -6.00'])
  expect((await maven.call('GET', '/ledger/trial-balance')).json.currencies).toEqual([])
})

test('under another plan what was given goes on lapsing as it was given, and can be used', async () => {
  const partnerId = await partnerOn(maven.ctx, { planId: await planOf([{ unit: 'points', months: 12 }]), from: '2026-01-01' })
  await tell(sale(partnerId, 's1', '2026-01-10', '10.00'))
  await assignPlan(maven.ctx, partnerId, { planId: await planOf(undefined, [{ id: 'cash', on: 'sale', pay: { percent: '10' } }]), from: '2026-03-01', why: 'test' })
  await app.runJobs()
  app.clock.now = Temporal.Instant.from('2026-04-01T10:00:00Z')
  await tell(used(partnerId, 'u1', '2026-04-01', '4.00'))
  expect(await left(partnerId)).toEqual(['6\u00a0points'])
  await dayComes('2027-01-10')
  expect(await rewards()).toEqual(['2026-01-10 s1 10.00', '2026-04-01 u1 -4.00', '2027-01-10 lapsed:2027-01-10:s1 -6.00'])
})

test('what is used in a unit that nobody gave waits with the reason', async () => {
  const partnerId = await partnerOn(maven.ctx, { planId: await planOf([{ unit: 'points', months: 12 }]), from: '2026-01-01' })
  await tell({ ...used(partnerId, 'u1', '2026-01-10', '1.00'), unit: 'miles' })
  expect((await maven.call('GET', '/facts/tray')).json.items.map((one: Json) => [one.key, one.why])).toEqual([['u1', 'The plan gives a partner nothing in “miles” that could be used.']])
})

test('told and lapsing at once, by many, each is booked once', async () => {
  const planId = await planOf([{ unit: 'points', days: 30 }])
  const crew = await Promise.all(Array.from({ length: 6 }, () => partnerOn(maven.ctx, { planId, from: '2026-01-01' })))
  await Promise.all(crew.map((id, i) => recordFacts(maven.ctx, [sale(id, `s${i}`, '2026-01-10', '10.00')])))
  app.clock.now = Temporal.Instant.from('2026-02-09T00:05:00Z')
  await Promise.all([...crew.flatMap((id, i) => [recordFacts(maven.ctx, [used(id, `u${i}`, '2026-02-08', '4.00')]), recordFacts(maven.ctx, [sale(id, `t${i}`, '2026-02-09', '1.00')])]), everyMinute(maven.ctx), everyMinute(maven.ctx)])
  await everyMinute(maven.ctx)
  for (const id of crew) expect(await left(id)).toEqual(['1\u00a0point'])
  await whole()
})
