// What a partner loses when the partnership ends, as its plan says: in lines of their own that say why, and back again where it did not end.
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId, showId, type Id } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { createPlan, part as program, planDocument } from '../program/index.ts'
import { accountOf, lineViews, part as ledger, payableLines, postPayment, postReturned, recordFacts, settleUnsettled, verifyLedger } from './index.ts'
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
