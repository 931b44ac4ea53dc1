// Where a partner's money stands, account by account: held and free again, owed back and set off, exchanged; the books hold at each step.
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId, showId, type Id } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { createPlan, part as program, planDocument, type Plan } from '../program/index.ts'
import { accountOf, owedBalances, openDispute, part as ledger, payableLines, postPaid, postPayment, postReturned, recordFacts, settleDispute, statementOf, verifyLedger } from './index.ts'
import { everyMinute } from './every-minute.ts'
import { partnerOn } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  app = await testServer([partners, program, ledger])
})
// The clock begins anew each time, so the books do.
beforeEach(async () => {
  maven = await app.workspace('Maven Labs')
})
afterAll(() => app?.close())

const at = (day: string) => (app.clock.now = Temporal.Instant.from(`${day}T09:00:00Z`))
const share = (more: object = {}): Plan => planDocument.parse({ language: 2, name: 'Share', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'share', on: 'invoice', pay: { percent: '10' }, ...more }] })
let n = 0
const onPlan = async (terms: Plan): Promise<Id> => partnerOn(maven.ctx, { planId: (await createPlan(maven.ctx, { name: `Share ${(n += 1)}`, terms })).id, from: '2026-01-01' })
const tell = async (...facts: object[]) => expect((await recordFacts(maven.ctx, facts)).results.map((one) => [one.result, one.why])).toEqual(facts.map(() => ['recorded', null]))
const invoice = (partnerId: Id, amount: string, day: string) => ({ kind: 'invoice', id: `inv-${(n += 1)}`, at: day, partner: showId('partner', partnerId), account: 'acme', amount, currency: 'EUR' })
const refund = (of: string, amount: string, day: string) => ({ kind: 'refund', id: `ref-${(n += 1)}`, at: day, of, amount })
/** The accounts of a partner, a credit negative; none of nothing. */
async function accounts(partnerId: Id, currency = 'EUR'): Promise<Record<string, string>> {
  const balance: Json = (await maven.call('GET', '/ledger/trial-balance')).json
  const own = balance.currencies.filter((c: Json) => c.currency === currency).flatMap((c: Json) => c.accounts).filter((a: Json) => a.partner?.id === showId('partner', partnerId) && (a.debit ?? a.credit))
  return Object.fromEntries(own.map((a: Json) => [a.kind, a.debit ? a.debit.amountMinor : `-${a.credit.amountMinor}`]))
}
const payable = (partnerId: Id, on = '2027-12-31') => read(maven.ctx, (r) => payableLines(r, on, { partnerId }))
const payAll = async (partnerId: Id, more: object = {}) => {
  const [paymentId, lines] = [newId(), (await payable(partnerId)).filter((line) => !line.isDisputed && line.heldUntil === null)]
  await transact(maven.ctx, (tx) => postPayment(tx, { paymentId, partnerId, currency: 'EUR', lineIds: lines.map((line) => line.id), withheldMinor: 0n, because: null, ...more }))
  return paymentId
}
const whole = async () => expect((await read(maven.ctx, verifyLedger)).problems).toEqual([])

describe('held by a plan', () => {
  test('from the booking until the hold is over; then it is free, once', async () => {
    at('2026-03-02')
    const partnerId = await onPlan(share({ hold: { days: 30 } }))
    await tell(invoice(partnerId, '1000.00', '2026-03-02'))
    expect(await accounts(partnerId)).toEqual({ held: '-10000' })
    expect(await read(maven.ctx, (r) => accountOf(r, partnerId))).toMatchObject([{ earnedMinor: 10_000n, heldMinor: 10_000n, payable: [], next: { on: '2026-04-30', amountMinor: 10_000n } }])
    expect(await payable(partnerId)).toMatchObject([{ heldUntil: '2026-04-01' }])
    await expect(transact(maven.ctx, async (tx) => postPayment(tx, { paymentId: newId(), partnerId, currency: 'EUR', lineIds: (await payable(partnerId)).map((l) => l.id), withheldMinor: 0n, because: null }))).rejects.toMatchObject({ code: 'ledger.held' })
    await whole()
    at('2026-03-31')
    await everyMinute(maven.ctx)
    expect(await accounts(partnerId)).toEqual({ held: '-10000' })
    at('2026-04-01')
    await Promise.all(Array.from({ length: 8 }, () => everyMinute(maven.ctx)))
    expect(await accounts(partnerId)).toEqual({ commission_payable: '-10000' })
    await whole()
    await payAll(partnerId)
    expect(await accounts(partnerId)).toEqual({ in_transit: '-10000' })
    await whole()
  })

  test('a payment of the day on which it is over lets go of it first', async () => {
    at('2026-03-02')
    const partnerId = await onPlan(share({ hold: { days: 30 } }))
    await tell(invoice(partnerId, '1000.00', '2026-03-02'))
    at('2026-04-01')
    await payAll(partnerId)
    expect(await accounts(partnerId)).toEqual({ in_transit: '-10000' })
    await whole()
  })

  test('what is taken back of it meanwhile is held with it; more than that is set off at once', async () => {
    at('2026-03-02')
    const partnerId = await onPlan(share({ hold: { days: 30 } }))
    const one = invoice(partnerId, '1000.00', '2026-03-02')
    await tell(one)
    at('2026-03-10')
    await tell(refund(one.id, '250.00', '2026-03-10'))
    expect(await accounts(partnerId)).toEqual({ held: '-7500' })
    await tell({ kind: 'withdrawn', id: `w-${one.id}`, at: '2026-03-11', of: one.id })
    expect(await accounts(partnerId)).toEqual({})
    at('2026-04-01')
    await everyMinute(maven.ctx)
    expect(await accounts(partnerId)).toEqual({})
    await whole()
  })
})

describe('disputed', () => {
  test('its money is held until that is settled, also where the payment comes back meanwhile', async () => {
    at('2026-03-02')
    const partnerId = await onPlan(share())
    await tell(invoice(partnerId, '1000.00', '2026-03-02'), invoice(partnerId, '300.00', '2026-03-02'))
    const lines = await payable(partnerId)
    const dispute = (key: string) => openDispute(maven.ctx, { lineId: lines.find((one) => one.payableMinor === 10_000n)!.id, reason: 'amount', body: 'Too little', evidence: null, sourceKey: key })
    const settled = await dispute('first')
    expect(await accounts(partnerId)).toEqual({ held: '-10000', commission_payable: '-3000' })
    await whole()
    await settleDispute(maven.ctx, settled.id, { outcome: 'withdrawn', why: 'Cleared on the phone' })
    expect(await accounts(partnerId)).toEqual({ commission_payable: '-13000' })
    await whole()
    const paymentId = await payAll(partnerId)
    await dispute('second')
    expect(await accounts(partnerId)).toEqual({ in_transit: '-13000' })
    await whole()
    await transact(maven.ctx, (tx) => postReturned(tx, paymentId, null))
    expect(await accounts(partnerId)).toEqual({ held: '-10000', commission_payable: '-3000' })
    await whole()
  })

  test('of a dispute and a payment at once one is first, and the books hold', async () => {
    at('2026-03-02')
    for (let round = 0; round < 8; round += 1) {
      const partnerId = await onPlan(share())
      await tell(invoice(partnerId, '1000.00', '2026-03-02'))
      const [line] = await payable(partnerId)
      await Promise.allSettled([payAll(partnerId), openDispute(maven.ctx, { lineId: line!.id, reason: 'amount', body: 'Too little', evidence: null, sourceKey: `race ${round}` })])
      expect([{ held: '-10000' }, { in_transit: '-10000' }]).toContainEqual(await accounts(partnerId))
    }
    await whole()
  })
})

describe('owed back', () => {
  test('what was paid and is taken back is an account of its own, and what is earned later clears it', async () => {
    at('2026-03-02')
    const partnerId = await onPlan(share())
    const one = invoice(partnerId, '1000.00', '2026-03-02')
    await tell(one)
    const first = await payAll(partnerId)
    await transact(maven.ctx, (tx) => postPaid(tx, first, null))
    at('2026-04-02')
    const back = refund(one.id, '400.00', '2026-04-02')
    await tell(back)
    expect(await accounts(partnerId)).toEqual({ paid: '-10000', clawback_receivable: '4000' })
    expect((await read(maven.ctx, (r) => owedBalances(r, partnerId))).get('EUR')).toBe(-4_000n)
    await whole()
    await tell(invoice(partnerId, '900.00', '2026-04-02'))
    expect(await accounts(partnerId)).toEqual({ paid: '-10000', clawback_receivable: '4000', commission_payable: '-9000' })
    const second = await payAll(partnerId)
    expect(await accounts(partnerId)).toEqual({ paid: '-10000', in_transit: '-5000' })
    await whole()
    expect((await read(maven.ctx, (r) => statementOf(r, partnerId, { from: '2026-04-01', to: '2026-04-30' }))).currencies).toMatchObject([{ opening: { said: '€0.00' }, accrued: { said: '€90.00' }, reversed: { said: '-€40.00' }, paid: { said: '€50.00' }, closing: { said: '€0.00' } }])
    await transact(maven.ctx, (tx) => postReturned(tx, second, null))
    expect(await accounts(partnerId)).toEqual({ paid: '-10000', clawback_receivable: '4000', commission_payable: '-9000' })
    await tell({ kind: 'withdrawn', id: `w-${back.id}`, at: '2026-04-03', of: back.id })
    expect(await accounts(partnerId)).toEqual({ paid: '-10000', commission_payable: '-9000' })
    await whole()
  })

  test('of what is partly paid only what was paid is owed back', async () => {
    at('2026-03-02')
    const partnerId = await onPlan(share({ payable: 'as_collected' }))
    const one = { ...invoice(partnerId, '1000.00', '2026-03-02') }
    await tell(one, { kind: 'payment', id: `p1-${one.id}`, at: '2026-03-03', of: one.id, amount: '600.00' })
    await payAll(partnerId)
    at('2026-03-05')
    await tell({ kind: 'payment', id: `p2-${one.id}`, at: '2026-03-05', of: one.id, amount: '400.00' })
    expect(await accounts(partnerId)).toEqual({ in_transit: '-6000', commission_payable: '-4000' })
    at('2026-03-06')
    await tell(refund(one.id, 'all', '2026-03-06'))
    expect(await accounts(partnerId)).toEqual({ in_transit: '-6000', clawback_receivable: '6000' })
    await whole()
  })
})

test('what leaves in another currency: a leg in each, and the difference is the books’', async () => {
  at('2026-03-02')
  const partnerId = await onPlan(share())
  await tell(invoice(partnerId, '1000.00', '2026-03-02'))
  const vendor = async () => ((await maven.call('GET', '/ledger/trial-balance')).json.currencies as Json[]).flatMap((c) => c.accounts.filter((a: Json) => /exchange/.test(a.kind) && (a.debit ?? a.credit)).map((a: Json) => [c.currency, a.name, a.debit ? a.debit.amountMinor : `-${a.credit.amountMinor}`])).sort()
  const paymentId = await payAll(partnerId, { sent: { currency: 'USD', amountMinor: 11_000n }, books: { currency: 'USD', differenceMinor: -300n } })
  expect([await accounts(partnerId), await accounts(partnerId, 'USD')]).toEqual([{}, { in_transit: '-11000' }])
  expect(await vendor()).toEqual([['EUR', 'Currency exchange', '-10000'], ['USD', 'Currency exchange', '10700'], ['USD', 'Exchange difference', '300']])
  await whole()
  await transact(maven.ctx, (tx) => postPaid(tx, paymentId, null))
  expect(await accounts(partnerId, 'USD')).toEqual({ paid: '-11000' })
  await whole()
  await transact(maven.ctx, (tx) => postReturned(tx, paymentId, null))
  expect([await accounts(partnerId), await accounts(partnerId, 'USD'), await vendor()]).toEqual([{ commission_payable: '-10000' }, {}, []])
  await whole()
})

/** What takes back was disputed when the hold of its plan ended, and stayed held. */
const disputedTakeBack: Step[] = [{ do: 'invoice', which: 0, days: 0 }, { do: 'withdraw', which: 0, days: 0 }, { do: 'invoice', which: 0, days: 0 }, { do: 'invoice', which: 0, days: 0 }, { do: 'invoice', which: 0, days: 0 }, { do: 'invoice', which: 0, days: 0 }, { do: 'invoice', which: 0, days: 0 }, { do: 'invoice', which: 0, days: 0 }, { do: 'dispute', which: 0, days: 14 }, { do: 'dispute', which: 9, days: 2 }, { do: 'invoice', which: 0, days: 11 }]
type Step = { do: 'invoice' | 'refund' | 'withdraw' | 'pay' | 'return' | 'arrive' | 'dispute' | 'settle' | 'minute'; which: number; days: number }
test('random histories: accrued + payable + held + under way + paid − owed back = earned, and a second run moves nothing', { timeout: 300_000 }, async () => {
  const steps = fc.array(fc.record<Step>({ do: fc.constantFrom('invoice', 'invoice', 'refund', 'withdraw', 'pay', 'return', 'arrive', 'dispute', 'settle', 'minute'), which: fc.nat(20), days: fc.nat(20) }), { minLength: 8, maxLength: 24 })
  await fc.assert(fc.asyncProperty(steps, fc.boolean(), async (all, hasHold) => {
    at('2026-01-05')
    maven = await app.workspace('Maven Labs')
    const partnerId = await onPlan(share(hasHold ? { hold: { days: 25 }, payable: 'as_collected' } : {}))
    const [told, payments, disputes]: [string[], Id[], Id[]] = [[], [], []]
    const pick = <T>(list: T[], which: number): T | undefined => (list.length === 0 ? undefined : list[which % list.length])
    for (const step of all) {
      app.clock.now = app.now().add({ hours: 24 * step.days, seconds: 1 })
      const day = app.now().toString().slice(0, 10)
      const item = pick(told, step.which)
      if (step.do === 'invoice') {
        const one = invoice(partnerId, `${100 + step.which}.00`, day)
        told.push(one.id)
        await tell(one, { kind: 'payment', id: `p-${one.id}`, at: day, of: one.id, amount: '60.00' })
      } else if (step.do === 'refund' && item) await tell(refund(item, '50.00', day))
      else if (step.do === 'withdraw' && item) await tell({ kind: 'withdrawn', id: `w-${(n += 1)}`, at: day, of: item })
      else if (step.do === 'pay') await payAll(partnerId).then((id) => payments.push(id), (error) => expect(error).toMatchObject({ code: 'ledger.nothing_to_pay' }))
      else if (step.do === 'return') await transact(maven.ctx, async (tx) => payments.length > 0 && postReturned(tx, pick(payments, step.which)!, null))
      else if (step.do === 'arrive') await transact(maven.ctx, async (tx) => payments.length > 0 && postPaid(tx, pick(payments, step.which)!, null)).catch((error) => expect(error).toMatchObject({ code: 'ledger.payment_returned' }))
      else if (step.do === 'dispute') {
        const line = pick(await payable(partnerId), step.which)
        if (line) await openDispute(maven.ctx, { lineId: line.id, reason: 'amount', body: 'x', evidence: null, sourceKey: `d${(n += 1)}` }).then(({ id }) => disputes.push(id), (error) => expect(error.code).toMatch(/ledger\.(already_disputed|dispute_settled)/))
      } else if (step.do === 'settle') {
        const id = disputes.shift()
        if (id) await settleDispute(maven.ctx, id, { outcome: step.which % 2 ? 'withdrawn' : 'upheld', why: 'x' })
      }
      await everyMinute(maven.ctx)
    }
    const [account] = await read(maven.ctx, (r) => accountOf(r, partnerId))
    const held = await accounts(partnerId)
    const of = (...kinds: string[]) => kinds.reduce((sum, kind) => sum - BigInt(held[kind] ?? 0), 0n)
    expect(of('commission_accrued', 'commission_payable', 'held', 'in_transit', 'paid', 'clawback_receivable')).toBe(account?.earnedMinor ?? 0n)
    expect([of('in_transit'), of('paid')]).toEqual([account?.underWayMinor ?? 0n, account?.paidMinor ?? 0n])
    expect(account ? account.waitingMinor + account.disputedMinor + account.heldMinor + account.underWayMinor + account.paidMinor + account.payable.reduce((sum, one) => sum + one.amountMinor, 0n) : 0n).toBe(account?.earnedMinor ?? 0n)
    await whole()
  }), { numRuns: Number(process.env['RUNS'] ?? 25), examples: [[disputedTakeBack, true]] })
})
