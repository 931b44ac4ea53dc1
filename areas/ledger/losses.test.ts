// What a partner loses when the partnership ends, as its plan says: in lines of their own that say why, and back again where it did not end.
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId, showId, type Id } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { createPlan, part as program, planDocument } from '../program/index.ts'
import { aboutsOf, accountOf, lineViews, part as ledger, markTooSmall, openDispute, payableLines, postPayment, postReturned, recordFacts, settleUnsettled, verifyLedger } from './index.ts'
import { partnerOn } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  app = await testServer([partners, program, ledger])
})
beforeEach(async () => {
  app.clock.now = Temporal.Instant.from('2026-06-10T09:00:00Z')
  maven = await app.workspace('Maven Labs')
})
afterAll(() => app?.close())

const onPlan = async (payout: object, components: object[] = [{ id: 'share', on: 'sale', pay: { percent: '10' } }]): Promise<Id> =>
  partnerOn(maven.ctx, { planId: (await createPlan(maven.ctx, { name: `Ends ${newId()}`, terms: planDocument.parse({ language: 2, name: 'Ends', currency: 'EUR', timeZone: 'Europe/Berlin', components, payout }) })).id, from: '2026-01-01' })
const tell = async (...facts: object[]) => {
  app.clock.now = app.now().add({ seconds: 1 })
  expect((await recordFacts(maven.ctx, facts)).results.map((one) => one.why)).toEqual(facts.map(() => null))
}
const sale = (partnerId: Id, id: string, amount: string, more: object = {}) => ({ kind: 'sale', id, at: '2026-06-02', partner: showId('partner', partnerId), account: 'acme', amount, currency: 'EUR', ...more })
const ended = (partnerId: Id, id: string, why = 'breach') => ({ kind: 'ended', id, at: '2026-06-09', partner: showId('partner', partnerId), why })
const lines = (partnerId: Id) => read(maven.ctx, (r) => lineViews(r, { partnerId, limit: 500, oldestFirst: true }))
const owed = async (partnerId: Id) => (await lines(partnerId)).reduce((sum, line) => sum + BigInt(line.payableMinor), 0n)
const whole = async () => expect((await read(maven.ctx, verifyLedger)).problems).toEqual([])
const pay = async (partnerId: Id) => {
  const [paymentId, own] = [newId(), await read(maven.ctx, (r) => payableLines(r, '2027-12-31', { partnerId }))]
  await transact(maven.ctx, (tx) => postPayment(tx, { paymentId, partnerId, currency: 'EUR', lineIds: own.map((line) => line.id), withheldMinor: 0n, because: null }))
  return paymentId
}

test('all that is not paid is lost, with the sentence; what is earned later too; told again it changes nothing', async () => {
  const partnerId = await onPlan({ every: 'month', forfeits: [{ on: 'breach', what: 'all' }] })
  await tell(sale(partnerId, 's1', '500.00'), sale(partnerId, 's2', '100.00'))
  await tell(ended(partnerId, 'e1'))
  expect(await owed(partnerId)).toBe(0n)
  const lost = (await lines(partnerId)).at(-1)!
  expect(lost).toMatchObject({ amountMinor: '-6000', state: 'reversal', item: 'lost:e1', clause: 'What is not paid is lost when the partnership ends: breach.', working: ['The partnership ended on Tue, Jun 9, 2026: breach.', '€60.00 that was not paid is lost, as the plan says.'], payableOn: '2026-06-09' })
  await whole()
  expect((await recordFacts(maven.ctx, [ended(partnerId, 'e1')])).lines).toEqual([])
  await tell(sale(partnerId, 's3', '70.00'))
  expect([await owed(partnerId), (await lines(partnerId)).at(-1)]).toMatchObject([0n, { amountMinor: '-700', state: 'reversal', adjusts: lost.id }])
  await expect(pay(partnerId)).rejects.toMatchObject({ code: 'ledger.nothing_to_pay' })
  await whole()
  await tell({ kind: 'refund', id: 'r1', at: '2026-06-10', of: 's1', amount: 'all' })
  expect(await owed(partnerId)).toBe(-5_000n)
  await whole()
})

test('it did not end: what was lost is owed again', async () => {
  const partnerId = await onPlan({ every: 'month', forfeits: [{ on: 'breach', what: 'all' }] })
  await tell(sale(partnerId, 's1', '500.00'))
  await tell(ended(partnerId, 'e1'))
  await tell({ kind: 'withdrawn', id: 'w1', at: '2026-06-10', of: 'e1' })
  expect([await owed(partnerId), (await lines(partnerId)).at(-1)]).toMatchObject([5_000n, { amountMinor: '5000', working: ['The partnership did not end; what was lost is owed again.'] }])
  await whole()
})

test('less than the smallest payment only, in each group, once; another reason loses nothing', async () => {
  const components = [{ id: 'share', on: 'sale', pay: { percent: '10' } }, { id: 'extra', on: 'sale', pay: { percent: '1' } }]
  const partnerId = await onPlan({ every: 'month', minimum: '50.00', groups: [{ id: 'bonus', of: ['extra'], minimum: '20.00' }], forfeits: [{ on: 'breach', what: 'below_minimum' }] }, components)
  await tell(sale(partnerId, 's1', '600.00'))
  await tell(ended(partnerId, 'e0', 'by agreement'))
  expect(await owed(partnerId)).toBe(6_600n)
  await tell(ended(partnerId, 'e1'))
  expect([await owed(partnerId), (await lines(partnerId)).at(-1)]).toMatchObject([6_000n, { amountMinor: '-600', component: 'extra', working: [expect.any(String), '€6.00 that was less than the smallest payment is lost, as the plan says.'] }])
  await tell(sale(partnerId, 's2', '100.00'))
  expect(await owed(partnerId)).toBe(7_100n)
  await whole()
})

test('what was paid stays paid; a payment that comes back is lost', async () => {
  const partnerId = await onPlan({ every: 'month', forfeits: [{ on: 'breach', what: 'all' }] })
  await tell(sale(partnerId, 's1', '500.00'))
  const paymentId = await pay(partnerId)
  await tell(ended(partnerId, 'e1'))
  expect((await lines(partnerId)).map((line) => line.amountMinor)).toEqual(['5000'])
  await transact(maven.ctx, (tx) => postReturned(tx, paymentId, null))
  await settleUnsettled(maven.ctx)
  expect((await lines(partnerId)).map((line) => line.amountMinor)).toEqual(['5000', '-5000'])
  await whole()
})

test('a share of what others sell is lost a moment later', async () => {
  const components = [{ id: 'share', on: 'sale', pay: { percent: '10' } }, { id: 'manager', share: { of: 'share', percent: '50', to: { above: 1 } } }]
  const [seller, manager] = [await onPlan({ every: 'month', forfeits: [{ on: 'breach', what: 'all' }] }, components), await onPlan({ every: 'month', forfeits: [{ on: 'breach', what: 'all' }] }, components)]
  await tell({ kind: 'above', id: 'a1', at: '2026-01-01', partner: showId('partner', seller), manager: showId('partner', manager) }, ended(manager, 'e1'))
  await tell(sale(seller, 's1', '500.00'))
  await settleUnsettled(maven.ctx)
  expect([await owed(seller), await owed(manager)]).toEqual([5_000n, 0n])
  await whole()
})

test('random histories: after an end that loses all, nothing is owed and no more than was earned is lost; the books hold', { timeout: 120_000 }, async () => {
  const step = fc.record({ do: fc.constantFrom('sale', 'sale', 'refund', 'pay', 'end', 'undo'), n: fc.nat(9) })
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
    const partnerId = await onPlan({ every: 'month', forfeits: [{ on: 'breach', what: 'all' }] })
    const [told, ends]: [string[], string[]] = [[], []]
    for (const [i, one] of steps.entries()) {
      const id = `${partnerId} ${i}`
      if (one.do === 'sale') {
        await tell(sale(partnerId, id, `${100 + one.n}.00`))
        told.push(id)
      } else if (one.do === 'refund' && told.length > 0) await tell({ kind: 'refund', id, at: '2026-06-09', of: told[one.n % told.length], amount: '20.00' })
      else if (one.do === 'end') {
        await tell(ended(partnerId, id))
        ends.push(id)
      } else if (one.do === 'undo' && ends.length > 0) await tell({ kind: 'withdrawn', id, at: '2026-06-09', of: ends.pop() })
      else if (one.do === 'pay') await pay(partnerId).catch((error) => expect(error).toMatchObject({ code: 'ledger.nothing_to_pay' }))
    }
    const [account] = await read(maven.ctx, (r) => accountOf(r, partnerId))
    const unpaid = (account?.payable ?? []).reduce((sum, one) => sum + one.amountMinor, 0n)
    if (ends.length > 0) expect(unpaid).toBeLessThanOrEqual(0n)
    await whole()
  }), { numRuns: Number(process.env['RUNS'] ?? 20) })
})

describe('what is less than the smallest payment, where the plan says that it is lost', () => {
  const losing = { every: 'month', days: 10, minimum: '50.00', below: 'forfeited' }
  /** The day on which it is seen that a payment day is over. */
  const next = async (day: string) => {
    app.clock.now = Temporal.Instant.from(`${day}T09:00:00Z`)
    await markTooSmall(maven.ctx)
    await settleUnsettled(maven.ctx)
  }

  test('is lost once on the payment day, in a line that cites the plan; more is carried until it is paid', async () => {
    const [small, large] = [await onPlan(losing), await onPlan(losing)]
    await tell(sale(small, 's1', '300.00'), sale(large, 's2', '500.00'))
    await next('2026-07-10')
    expect([await owed(small), await owed(large)]).toEqual([3_000n, 5_000n])
    await next('2026-07-11')
    expect([await owed(small), await owed(large)]).toEqual([0n, 5_000n])
    expect((await lines(small)).at(-1)).toMatchObject({
      amountMinor: '-3000', state: 'reversal', item: 'lost:below:2026-07-10', earnedOn: '2026-07-10', payableOn: '2026-07-10', clause: 'Less than the smallest payment, €50.00, is lost on the payment day.',
      working: ['€30.00 could be paid by Fri, Jul 10, 2026. The smallest payment is €50.00; less is lost, as the plan says.'],
    })
    expect((await read(maven.ctx, (r) => aboutsOf(r, [{ companyId: null, itemKey: 'lost:below:2026-07-10' }])))({ companyId: null, itemKey: 'lost:below:2026-07-10' })).toBe('Less than the smallest payment')
    await whole()
    await next('2026-07-12')
    expect((await lines(small)).length).toBe(2)
    await tell(sale(small, 's3', '700.00', { at: '2026-07-12' }))
    await next('2026-08-11')
    expect(await owed(small)).toBe(7_000n)
    await pay(small)
    expect((await read(maven.ctx, (r) => payableLines(r, '2027-12-31', { partnerId: small }))).length).toBe(0)
    await whole()
  })

  test('an item in it that is taken back later takes back its part of the loss, so that nothing is owed for what was never paid', async () => {
    const partnerId = await onPlan(losing)
    await tell(sale(partnerId, 's1', '200.00'), sale(partnerId, 's2', '100.00'))
    await next('2026-07-11')
    await tell({ kind: 'refund', id: 'r1', at: '2026-07-12', of: 's1', amount: '150.00' })
    expect([await owed(partnerId), (await lines(partnerId)).slice(-2).map((line) => [line.amountMinor, line.payableOn])]).toEqual([0n, [['-1500', '2026-08-10'], ['1500', '2026-08-10']]])
    await tell({ kind: 'withdrawn', id: 'w2', at: '2026-07-13', of: 's2' })
    expect(await owed(partnerId)).toBe(0n)
    await tell({ kind: 'withdrawn', id: 'w1', at: '2026-07-13', of: 'r1' })
    expect([await owed(partnerId), (await lines(partnerId)).at(-1)?.amountMinor]).toEqual([0n, '-1500'])
    await whole()
    // What is earned next is paid in full with it, and the loss is not lost again.
    await tell(sale(partnerId, 's9', '900.00', { at: '2026-07-14' }))
    await next('2026-08-11')
    await pay(partnerId)
    await tell({ kind: 'refund', id: 'r9', at: '2026-08-12', of: 's9', amount: 'all' }, { kind: 'refund', id: 'r2', at: '2026-08-12', of: 's1', amount: 'all' })
    expect((await read(maven.ctx, (r) => payableLines(r, '2027-12-31', { partnerId }))).reduce((sum, line) => sum + line.payableMinor, 0n)).toBe(-9_000n)
    await whole()
  })

  test('not while some of it is disputed, in each group and currency apart, and a debt stays', async () => {
    const components = [{ id: 'share', on: 'sale', pay: { percent: '10' } }, { id: 'extra', on: 'sale', pay: { percent: '1' } }]
    const partnerId = await onPlan({ ...losing, groups: [{ id: 'bonus', of: ['extra'], minimum: '5.00' }] }, components)
    await tell(sale(partnerId, 's1', '400.00'))
    const [first] = await lines(partnerId)
    await openDispute(maven.ctx, { lineId: (await lines(partnerId)).find((line) => line.component === 'share')!.id, reason: 'amount', body: 'More.', evidence: null, sourceKey: 'too little' })
    await next('2026-07-11')
    expect([first !== undefined, (await lines(partnerId)).map((line) => [line.component, line.amountMinor])]).toEqual([true, [['extra', '400'], ['share', '4000'], ['extra', '-400']]])
    const debtor = await onPlan(losing)
    await tell(sale(debtor, 'd1', '900.00'))
    await pay(debtor)
    await tell({ kind: 'refund', id: 'dr', at: '2026-06-10', of: 'd1', amount: '100.00' })
    await next('2026-08-11')
    expect((await lines(debtor)).map((line) => line.amountMinor)).toEqual(['9000', '-1000'])
    await whole()
  })
})
