// VAT of an invoice leaves with the lines that it is for: a part that is disputed keeps its VAT, and all payments together have exactly the invoice's.
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseId, type Id } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import type { Json, TestServer } from '../../test/setup/server.ts'
import { openDispute, owedVat, postPayment, settleDispute } from '../ledger/index.ts'
import { vatOn, vatShares } from './invoice-rules.ts'
import { earn } from './test/earn.ts'
import { invoicedApp, openOffice, selfBilled, type Office } from './test/invoiced.ts'
import type { Payee } from './test/world.ts'

describe('parts of the VAT', () => {
  const amounts = fc.array(fc.bigInt(-500_000n, 900_000n).filter((minor) => minor !== 0n), { minLength: 1, maxLength: 40 })
  test('add up to the VAT of the whole, and each is its own VAT but for less than a unit', () => {
    fc.assert(fc.property(amounts, fc.integer({ min: 1, max: 10_000 }), (net, rate) => {
      const parts = vatShares(net, 'domestic', rate)
      expect(parts.reduce((sum, one) => sum + one, 0n)).toBe(vatOn(net.reduce((sum, one) => sum + one, 0n), 'domestic', rate).vatMinor)
      for (const [i, minor] of net.entries()) expect(Math.abs(Number(parts[i]) * 10_000 - Number(minor) * rate)).toBeLessThanOrEqual(10_000)
    }))
  })
  test('of credit notes, taken one after the other, are all that the invoice had', () => {
    fc.assert(fc.property(fc.array(fc.bigInt(1n, 90_000n), { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 10_000 }), (taken, rate) => {
      const whole = taken.reduce((sum, one) => sum + one, 0n)
      let [left, vat] = [whole, vatOn(whole, 'domestic', rate).vatMinor]
      for (const minor of taken) {
        vat += vatShares([-minor], 'domestic', rate, left)[0]!
        left -= minor
        expect(vat).toBe(vatOn(left, 'domestic', rate).vatMinor)
      }
      expect(vat).toBe(0n)
    }))
  })
})

let app: TestServer
let office: Office
let payee: Payee
beforeAll(async () => {
  app = await invoicedApp()
})
beforeEach(async () => {
  office = await openOffice(app)
  payee = await office.payee('Nordlicht', { ...selfBilled, vatPercent: 19 })
})
afterEach(async () => expect(await office.verify()).toEqual([]))
afterAll(() => app?.close())

let said = 0
const dispute = (line: Json) => openDispute(office.ws.ctx, { lineId: parseId('commission', line.id)!, reason: 'amount', body: 'Too little.', evidence: null, sourceKey: `d${(said += 1)}` })
const lineOf = async (minor: string) => (await office.lines(payee)).find((line) => line.amount.amountMinor === minor)!
const letGo = (id: Id) => settleDispute(office.ws.ctx, id, { outcome: 'upheld', why: 'It is what was agreed.' })

test('what is disputed stays with its VAT; preview, payment, file, page and accounts say the same', async () => {
  for (const minor of ['33333', '66668']) await earn(office.ws, payee.partnerId, minor)
  await office.issue('2026-Q3')
  // 19 % of 1000.01 is 190.00; of 333.33 it is 63.33, or 63.34 after the other.
  expect(await office.invoices(payee)).toMatchObject([{ vat: { amountMinor: '19000' }, vatPayments: [] }])
  const { id } = await dispute(await lineOf('33333'))
  const [seen] = (await office.preview()).payments
  expect([seen.gross.amountMinor, seen.disputed.amountMinor]).toEqual(['66668', '33333'])
  const first = BigInt(seen.vat.amountMinor)
  expect([12_667n, 12_666n]).toContain(first)
  const payout = await office.make()
  const [payment] = await office.sendOut(payout)
  expect(payment).toMatchObject({ vat: { amountMinor: String(first) }, amount: { amountMinor: String(66_668n + first) } })
  expect((await office.ask('GET', `/payouts/${payout}`)).files).toMatchObject([{ total: { amountMinor: String(66_668n + first) } }])
  await office.outcome(payment, 'paid')
  expect(await office.balances('vat_payable', 'paid')).toEqual([['paid', `-${66_668n + first}`], ['vat_payable', `-${19_000n - first}`]])
  expect(await office.invoices(payee)).toMatchObject([{ vatPayment: null, vatPayments: [{ paymentId: payment.id, vat: { amountMinor: String(first) } }] }])
  expect((await app.page(`${await office.linkOf(payee)}/statements/2026-Q3`)).text).toContain(`€${Number(19_000n - first) / 100} of the VAT waits with the lines that are not paid yet.`)
  expect((await office.preview()).payments).toEqual([])
  await letGo(id)
  const [rest] = await office.sendOut(await office.make())
  expect(rest).toMatchObject({ gross: { amountMinor: '33333' }, vat: { amountMinor: String(19_000n - first) } })
  expect(await office.balances('vat_payable')).toEqual([])
})

test('a dispute between making and approving stops the payout; taken back, the rest is made without it', async () => {
  for (const minor of ['10001', '20003']) await earn(office.ws, payee.partnerId, minor)
  await office.issue('2026-Q3')
  const payout = await office.make()
  await dispute(await lineOf('20003'))
  expect((await app.call('PUT', `/payouts/${payout}/approval`, { session: (await office.ws.member('finance', 'Dora')).session, body: {} })).json).toMatchObject({ status: 409, code: 'payouts.changed_since' })
  await office.ask('PUT', `/payouts/${payout}/cancellation`, { why: 'A dispute.' })
  const [payment] = await office.sendOut(await office.make())
  expect([1900n, 1901n]).toContain(BigInt(payment.vat.amountMinor))
  expect(BigInt(payment.amount.amountMinor)).toBe(10_001n + BigInt(payment.vat.amountMinor))
})

test('the ledger takes each part once, whoever asks, and none of another partner or currency', async () => {
  const [one, other] = [await earn(office.ws, payee.partnerId, '5000'), await earn(office.ws, payee.partnerId, '7000')]
  await office.issue('2026-Q3')
  expect([one, other].length).toBe(2)
  const parts = await read(office.ws.ctx, (r) => owedVat(r, [payee.partnerId]))
  expect(parts.map((part) => part.vatMinor).sort()).toEqual([1330n, 950n].sort())
  const [payment] = await office.paymentsIn(await office.make())
  const pay = (vatOf: typeof parts, currency = 'EUR') => transact(office.ws.ctx, (tx) => postPayment(tx, { paymentId: parseId('payment', payment.id)!, partnerId: payee.partnerId, currency, lineIds: [], withheldMinor: 0n, because: null, vatOf }))
  await expect(pay(parts, 'USD')).rejects.toMatchObject({ code: 'ledger.no_such_vat' })
  await expect(pay([{ ...parts[0]!, lineId: parts[0]!.invoiceId }])).rejects.toMatchObject({ code: 'ledger.no_such_vat' })
})

/** What may happen between two looks, each by a number. */
const steps = { dispute: 0, settle: 1, make: 2, cancel: 3, send: 4, paid: 5, failed: 6, returned: 7, again: 8 } as const
test('however an invoice is split in payments that fail, come back and are sent again, they have no more and no less VAT than it', async () => {
  const count = Object.keys(steps).length
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 100, max: 99_999 }), { minLength: 2, maxLength: 5 }), fc.array(fc.tuple(fc.nat(count - 1), fc.nat(9)), { minLength: 8, maxLength: 18 }), fc.integer({ min: 500, max: 2700 }), async (amounts, moves, rate) => {
    office = await openOffice(app)
    payee = await office.payee('Nordlicht', { ...selfBilled, vatPercent: rate / 100 })
    for (const minor of amounts) await earn(office.ws, payee.partnerId, String(minor))
    await office.issue('2026-Q3')
    const whole = BigInt((await office.invoices(payee))[0]!.vat.amountMinor)
    const disputes: Id[] = []
    const payments = async () => (await office.ask('GET', '/payments')).items as Json[]
    const maybe = (work: Promise<unknown>) => work.catch(() => undefined)
    const at = <T>(some: T[], n: number): T | undefined => some[n % Math.max(some.length, 1)]
    const inState = async (...states: string[]) => (await payments()).filter((one) => states.includes(one.state))
    // The first payment always leaves a part of it behind.
    for (const [move, n] of [[steps.dispute, 0], [steps.make, 0], [steps.send, 0], ...moves] as [number, number][]) {
      const one = await (move === steps.cancel || move === steps.send ? inState('scheduled') : move === steps.again ? inState('failed', 'returned') : inState('sent', 'paid')).then((some) => at(some, n))
      if (move === steps.dispute) await maybe(dispute(at(await office.lines(payee), n)!).then(({ id }) => disputes.push(id)))
      else if (move === steps.settle) await Promise.all(disputes.splice(0, 1).map((id) => maybe(letGo(id))))
      else if (move === steps.make) await maybe(office.make())
      else if (one && move === steps.cancel) await maybe(office.ask('PUT', `/payouts/${one.payoutId}/cancellation`, { why: 'Not yet.' }))
      else if (one && move === steps.send) await maybe(office.sendOut(one.payoutId))
      else if (one && move === steps.again) await maybe(office.again(one))
      else if (one) await maybe(office.outcome(one, move === steps.paid ? 'paid' : move === steps.failed ? 'failed' : 'returned'))
      const standing = (await payments()).filter((payment) => ['scheduled', 'sent', 'paid'].includes(payment.state))
      expect(standing.reduce((sum, payment) => sum + BigInt(payment.vat?.amountMinor ?? 0), 0n)).toBeLessThanOrEqual(whole)
      expect(await office.verify()).toEqual([])
    }
    for (const id of disputes) await maybe(letGo(id))
    for (const payment of await inState('scheduled')) await maybe(office.ask('PUT', `/payouts/${payment.payoutId}/cancellation`, { why: 'Anew.' }))
    if ((await office.preview()).payments.length > 0) await office.sendOut(await office.make())
    for (const payment of await inState('sent')) await office.outcome(payment, 'paid')
    const rows = await sqlIn(office.ws.ctx, `select sum(vat_minor)::text as vat, sum(gross_minor)::text as gross from payment where state = 'paid'`) as { vat: string; gross: string }[]
    expect(rows[0]).toEqual({ vat: String(whole), gross: String(amounts.reduce((sum, one) => sum + one, 0)) })
    expect(await office.balances('vat_payable', 'in_transit')).toEqual([])
  }), { numRuns: 5 })
}, 240_000)
