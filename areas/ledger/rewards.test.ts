// What is no money: points, credits, what customers get; and prizes that look at everybody on the plan.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { showId, type Id } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { part as events } from '../../platform/events/index.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { assignPlan, createPlan, part as program, planDocument } from '../program/index.ts'
import { lineViews, part as ledger, recordFacts, settleUnsettled, verifyLedger } from './index.ts'
import { partnerOn } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  app = await testServer([events, partners, program, ledger])
})
beforeEach(async () => {
  app.clock.now = Temporal.Instant.from('2026-11-22T10:00:00Z')
  maven = await app.workspace('Maven Labs')
})
afterAll(() => app?.close())

const tick = () => (app.clock.now = app.now().add({ seconds: 1 }))
const planOf = async (...components: object[]) => (await createPlan(maven.ctx, { name: 'Rewards', terms: planDocument.parse({ language: 2, name: 'Rewards', currency: 'EUR', timeZone: 'Europe/Berlin', components }) })).id
const tell = async (...facts: object[]) => {
  tick()
  expect((await recordFacts(maven.ctx, facts)).results.map((one) => [one.result, one.why])).toEqual(facts.map(() => ['recorded', null]))
}
const sale = (partnerId: Id, id: string, amount: string, more: object = {}) => ({ kind: 'sale', id, at: '2026-11-02', partner: showId('partner', partnerId), account: 'acme', amount, currency: 'EUR', ...more })
const rewards = async (query: Record<string, string> = {}): Promise<Json[]> => (await maven.call('GET', '/rewards', { query })).json.items
const money = async (partnerId: Id) => (await read(maven.ctx, (r) => lineViews(r, { partnerId, limit: 100, oldestFirst: true }))).reduce((sum, line) => sum + BigInt(line.amountMinor), 0n)
const whole = async () => expect((await read(maven.ctx, verifyLedger)).problems).toEqual([])

test('the ladder: 401, 403, a stranger’s empty list, 422', async () => {
  const partnerId = await partnerOn(maven.ctx, { planId: await planOf({ id: 'points', on: 'sale', unit: 'points', pay: { flat: '10' } }), from: '2026-01-01' })
  await tell(sale(partnerId, 's1', '100.00'))
  expect((await app.call('GET', '/rewards')).status).toBe(401)
  for (const role of ['rep', 'viewer'] as const) expect((await maven.call('GET', '/rewards', { key: maven.keys[role] })).status).toBe(403)
  expect((await (await app.workspace('Rival')).call('GET', '/rewards')).json.items).toEqual([])
  expect((await maven.call('GET', '/rewards', { query: { kind: 'money' } })).json.fields).toMatchObject([{ field: 'kind' }])
  expect(await rewards()).toHaveLength(1)
})

describe('points, credits and what customers get', () => {
  test('are booked beside money, follow the facts, and are in no account', async () => {
    const planId = await planOf({ id: 'share', on: 'sale', pay: { percent: '10' } }, { id: 'points', on: 'sale', unit: 'points', pay: { percent: '100' } }, { id: 'cloud', on: 'sale', unit: { credit: 'cloud_credit' }, pay: { percent: '5' } }, { id: 'welcome', on: 'sale', to: 'customer', pay: { flat: '25.00' } })
    const partnerId = await partnerOn(maven.ctx, { planId, from: '2026-01-01' })
    await tell(sale(partnerId, 's1', '200.00'))
    expect((await rewards()).map((line) => [line.kind, line.unit, line.countedIn, line.amount, line.account, line.said, line.partner.id]).sort()).toEqual([
      ['credit', 'cloud_credit', 'EUR', '10.00', null, '€10.00 of cloud_credit', showId('partner', partnerId)], ['gift', 'money', 'EUR', '25.00', 'acme', '€25.00', showId('partner', partnerId)], ['points', 'points', 'points', '200.00', null, '200\u00a0points', showId('partner', partnerId)],
    ])
    expect(await money(partnerId)).toBe(2_000n)
    expect((await maven.call('GET', '/ledger/trial-balance')).json.currencies.map((c: Json) => [c.currency, c.debits.amountMinor])).toEqual([['EUR', '2000']])
    await whole()
    await tell({ kind: 'refund', id: 'r1', at: '2026-11-05', of: 's1', amount: '50.00' })
    const [last] = await rewards({ kind: 'points' })
    expect(last).toMatchObject({ amount: '-50.00', said: '-50\u00a0points', adjusts: expect.stringMatching(/^rwd_/), fact: 'r1' })
    expect(last.working.at(-1)).toBe('150\u00a0points is due now, 200\u00a0points was booked.')
    const statement = (await maven.call('GET', `/partners/${showId('partner', partnerId)}/statement`, { query: { from: '2026-11-01', to: '2026-11-30' } })).json
    expect(statement.rewards.closing.map((sum: Json) => sum.said)).toEqual(['€7.50 of cloud_credit', '€25.00', '150\u00a0points'])
    expect([statement.rewards.lines.length, statement.currencies[0].closing.amountMinor]).toEqual([5, '1500'])
    await tell({ kind: 'withdrawn', id: 'w1', at: '2026-11-06', of: 's1' })
    expect((await maven.call('GET', `/partners/${showId('partner', partnerId)}/statement`, { query: { from: '2026-11-01', to: '2026-11-30' } })).json.rewards.closing).toEqual([])
    expect(await maven.eventTypes()).toEqual(expect.arrayContaining(['reward.booked', 'reward.adjusted']))
    await whole()
  })

  test('a plan without them takes back what the one before gave', async () => {
    const partnerId = await partnerOn(maven.ctx, { planId: await planOf({ id: 'points', on: 'sale', unit: 'points', pay: { flat: '10' } }), from: '2026-01-01' })
    await tell(sale(partnerId, 's1', '100.00'))
    const { id } = await createPlan(maven.ctx, { name: 'Money', terms: planDocument.parse({ language: 2, name: 'Money', currency: 'EUR', components: [{ id: 'points', on: 'sale', pay: { flat: '1.00' } }] }) })
    await assignPlan(maven.ctx, partnerId, { planId: id, from: '2026-01-01', why: 'test' })
    await app.runJobs()
    expect((await rewards()).map((line) => line.amount)).toEqual(['-10.00', '10.00'])
    expect(await money(partnerId)).toBe(100n)
    await whole()
  })

  test('many tellings at once book each once', async () => {
    const partnerId = await partnerOn(maven.ctx, { planId: await planOf({ id: 'points', on: 'sale', unit: 'points', pay: { flat: '10' }, limits: { perPeriod: { amount: '35', over: 'month' } } }), from: '2026-01-01' })
    await Promise.all(Array.from({ length: 12 }, (_, i) => recordFacts(maven.ctx, [sale(partnerId, `s${i % 6}`, '100.00')])))
    expect((await rewards()).reduce((sum, line) => sum + Number(line.amount), 0)).toBe(35)
    await whole()
  })
})

describe('prizes by rank', () => {
  test('look at everybody on the plan, on the days on which they were on it', async () => {
    const planId = await planOf({ id: 'prize', on: 'sale', pay: { ranked: { over: 'quarter', prizes: ['500.00', '200.00'] } } })
    const [a, b, late] = [await partnerOn(maven.ctx, { planId, from: '2026-01-01' }), await partnerOn(maven.ctx, { planId, from: '2026-01-01' }), await partnerOn(maven.ctx, { planId, from: '2026-11-10' })]
    const elsewhere = await partnerOn(maven.ctx, { planId: await (async () => (await createPlan(maven.ctx, { name: 'Other', terms: planDocument.parse({ language: 2, name: 'Other', currency: 'EUR', components: [{ id: 'x', on: 'sale', pay: { percent: '1' } }] }) })).id)(), from: '2026-01-01' })
    const all = async () => {
      await settleUnsettled(maven.ctx)
      await whole()
      return Promise.all([a, b, late].map(money))
    }
    await tell(sale(a, 's1', '100.00'))
    expect(await all()).toEqual([50_000n, 0n, 0n])
    await tell(sale(b, 's2', '300.00'), sale(elsewhere, 's3', '900.00'), sale(late, 's4', '800.00'))
    expect(await all()).toEqual([20_000n, 50_000n, 0n])
    await tell({ kind: 'refund', id: 'r1', at: '2026-11-05', of: 's2', amount: 'all' }, sale(late, 's5', '150.00', { at: '2026-11-12' }))
    expect(await all()).toEqual([20_000n, 0n, 50_000n])
    expect((await maven.call('GET', '/facts/tray')).json.items.filter((one: Json) => one.partner?.id === showId('partner', b))).toEqual([])
  })

  test('told from two sides at once, the prizes are those of all that was told', async () => {
    const planId = await planOf({ id: 'prize', on: 'sale', pay: { ranked: { over: 'quarter', prizes: ['500.00'] } } })
    const [a, b] = [await partnerOn(maven.ctx, { planId, from: '2026-01-01' }), await partnerOn(maven.ctx, { planId, from: '2026-01-01' })]
    await Promise.all(Array.from({ length: 10 }, (_, i) => recordFacts(maven.ctx, [sale(i % 2 ? a : b, `s${i}`, `${100 + i}.00`)])))
    await settleUnsettled(maven.ctx)
    expect([await money(a), await money(b)]).toEqual([50_000n, 0n])
    await whole()
  })
})
