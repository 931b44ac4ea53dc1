// VAT that a partner charges: on its invoice, owed in an account of its own, paid once with what it is for, and never an expense.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseId } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { part as events } from '../../platform/events/index.ts'
import { capturingTransport, mailPart } from '../../platform/mail/index.ts'
import { testServer, type Answer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as ledger, postVat, recordFacts, verifyLedger } from '../ledger/index.ts'
import { mintPartnerLink, part as partners } from '../partners/index.ts'
import { assignPlan, createPlan, part as program, planDocument } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { part } from './index.ts'
import { waitsForInvoice } from './invoice-rules.ts'
import { earn, takeBack } from './test/earn.ts'
import { bankForm, giveDetail, newPayee, settingsOf, type Payee } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let ben: Awaited<ReturnType<TestWorkspace['member']>>
let cleo: Awaited<ReturnType<TestWorkspace['member']>>
beforeAll(async () => {
  app = await testServer([events, mailPart(capturingTransport, 'alongside@localhost'), partners, promises, program, ledger, part])
})
beforeEach(async () => {
  app.clock.now = Temporal.Instant.from('2026-11-24T09:00:00Z')
  maven = await app.workspace('Maven Labs')
  ben = await maven.member('finance', 'Ben')
  cleo = await maven.member('finance', 'Cleo')
  await maven.call('PUT', '/payout-settings', { body: settingsOf({ holdDays: 0 }) })
  await maven.call('PUT', '/invoice-settings', { body: { name: 'Maven Labs GmbH', address: 'Kai 1', vatNumber: null, prefix: 'ML' } })
})
afterEach(async () => {
  expect((await read(maven.ctx, verifyLedger)).problems).toEqual([])
})
afterAll(() => app?.close())

const good = async (call: Promise<Answer>): Promise<Json> => {
  const answer = await call
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.json
}
const ask = (who: { session: string }, method: string, path: string, body?: unknown) => good(app.call(method, path, { session: who.session, ...(body === undefined ? {} : { body }) }))
const arrange = (who: Payee, body: object) => good(maven.call('PUT', `/partners/${who.id}/invoicing`, { body: { from: '2026-07-01', ...body } }))
const selfBilled = { mode: 'self', agreedOn: '2026-06-01', address: 'Rua 1, Lisboa' }
const invoices = async (who: Payee): Promise<Json[]> => (await maven.call('GET', '/invoices', { query: { partner: who.id } })).json.items
const issue = async () => {
  await maven.call('PUT', '/statement-periods/2026-Q3')
  await app.runJobs()
}
const preview = () => ask(ben, 'GET', '/payouts/preview')
const reasons = async () => (await preview()).notPaid.flatMap((one: Json) => one.reasons.map((reason: Json) => reason.code))
const make = async () => (await ask(ben, 'POST', '/payouts', {})).id as string
const paymentsIn = async (id: string): Promise<Json[]> => (await ask(ben, 'GET', `/payments?payout=${id}`)).items
const approve = (id: string) => ask(cleo, 'PUT', `/payouts/${id}/approval`, {})
const outcome = (payment: Json, said: string) => ask(ben, 'PUT', `/payments/${payment.id}/outcome`, { outcome: said, on: '2026-11-24' })
async function sendOut(id: string): Promise<Json[]> {
  await approve(id)
  await ask(ben, 'POST', `/payouts/${id}/files`)
  return paymentsIn(id)
}
const balances = async (...kinds: string[]) => ((await maven.call('GET', '/ledger/trial-balance')).json.currencies as Json[]).flatMap((c) => c.accounts.filter((a: Json) => kinds.includes(a.kind) && (a.debit ?? a.credit)).map((a: Json) => [a.kind, a.debit ? a.debit.amountMinor : `-${a.credit.amountMinor}`])).sort()

/** Later, when sessions have ended. */
async function travel(to: string): Promise<void> {
  app.clock.now = Temporal.Instant.from(to)
  ;[ben, cleo] = [await maven.member('finance', 'Ben'), await maven.member('finance', 'Cleo')]
}

async function owed(amountMinor: string, currency = 'EUR'): Promise<Payee> {
  const payee = await newPayee(maven)
  await giveDetail(app, maven, payee, bankForm())
  await earn(maven, payee.partnerId, amountMinor, { currency })
  return payee
}

describe('an invoice with domestic VAT', () => {
  test.each([
    ['EUR', '118001', '22420', '140421'], // 19 % of 1180.01 is 224.2019
    ['JPY', '10003', '1901', '11904'], // 1900.57, without decimals
    ['KWD', '1000003', '190001', '1190004'], // 190.00057, with three
  ])('in %s of %s: VAT %s is rounded once, owed beside what was earned, paid with it, and no expense', async (currency, net, vat, gross) => {
    const payee = await owed(net, currency)
    await arrange(payee, { ...selfBilled, vatPercent: 19 })
    expect(await reasons()).toEqual(['no_invoice'])
    await issue()
    expect(await invoices(payee)).toMatchObject([{ net: { amountMinor: net, currency }, vat: { amountMinor: vat }, gross: { amountMinor: gross }, vatPercent: 19, vatPayment: null }])
    expect(await balances('commission_expense', 'input_vat', 'vat_payable')).toEqual([['commission_expense', net], ['input_vat', vat], ['vat_payable', `-${vat}`]])
    expect((await preview()).payments).toMatchObject([{ gross: { amountMinor: net }, vat: { amountMinor: vat }, amount: { amountMinor: gross, currency } }])
    const id = await make()
    const [payment] = await sendOut(id)
    expect(payment).toMatchObject({ gross: { amountMinor: net }, vat: { amountMinor: vat }, amount: { amountMinor: gross } })
    expect(await balances('commission_expense', 'input_vat', 'vat_payable', 'in_transit')).toEqual([['commission_expense', net], ['in_transit', `-${gross}`], ['input_vat', vat]])
    await outcome(payment, 'paid')
    expect(await balances('in_transit', 'paid', 'vat_payable')).toEqual([['paid', `-${gross}`]])
    expect((await invoices(payee))[0].vatPayment).toBe(payment.id)
    const csv = (await ask(ben, 'GET', '/payments'), await app.call('GET', '/payments.csv', { session: ben.session })).text.split('\r\n')
    expect([csv[0]!.split(',').at(-1), csv[1]!.split(',').at(-1)]).toEqual(['vat', currency === 'JPY' ? vat : currency === 'KWD' ? '190.001' : '224.20'])
    const journal = (await maven.call('GET', '/ledger/journal.csv', { query: { from: '2026-11-24', to: '2026-11-24' } })).text.split('\r\n').filter((row) => row.includes('INPUT-VAT'))
    expect([journal.length, journal[0]!.includes(payee.id), journal[0]!.includes((await invoices(payee))[0].id)]).toEqual([1, true, true])
    const account = (await maven.call('GET', `/partners/${payee.id}/statement`, { query: { from: '2026-01-01', to: '2026-12-31' } })).json
    expect(JSON.stringify(account)).not.toContain(gross)
  })

  test('raised by the partner: its page says net, VAT and total, and the bank’s file has the total', async () => {
    const payee = await owed('100000')
    await arrange(payee, { mode: 'partner', vatPercent: 20 })
    await issue()
    const link = new URL((await mintPartnerLink(maven.ctx, payee.partnerId, { send: false })).url).pathname
    expect((await app.page(`${link}/statements/2026-Q3`)).text).toContain('€1,200.00, of which €200.00 VAT')
    const statement = (await maven.call('GET', '/statements', { query: { partner: payee.id } })).json.items[0].id
    for (let n = 0; n < 2; n += 1) await good(maven.call('POST', `/statements/${statement}/invoice`, { body: { number: 'R-1', on: '2026-11-20', amountMinor: '120000' } }))
    const page = (await app.page(`${link}/statements/2026-Q3`)).text
    for (const said of ['VAT at 20\u00a0%', '€200.00', '€1,200.00', 'The VAT is paid with the next payment in EUR. The balances above are without VAT.']) expect(page).toContain(said)
    expect(await balances('vat_payable')).toEqual([['vat_payable', '-20000']])
    const id = await make()
    await sendOut(id)
    expect((await app.page(`${link}/statements/2026-Q3`)).text).not.toContain('is paid with the next payment')
    expect((await ask(ben, 'GET', `/payouts/${id}`)).files).toMatchObject([{ total: { amountMinor: '120000' } }])
  })

  test('is in one payout at a time, free again when that is cancelled, and sent again whole when it comes back', async () => {
    const payee = await owed('100000')
    await arrange(payee, { ...selfBilled, vatPercent: 19 })
    await issue()
    const first = await make()
    expect(await reasons()).toEqual(['in_another_payout'])
    await ask(ben, 'PUT', `/payouts/${first}/cancellation`, { why: 'Not yet.' })
    const [sent] = await sendOut(await make())
    expect(sent.vat.amountMinor).toBe('19000')
    await outcome(sent, 'returned')
    expect(await balances('vat_payable', 'in_transit')).toEqual([['vat_payable', '-19000']])
    const { id: again } = await ask(ben, 'POST', '/payouts/again', { paymentIds: [sent.id] })
    const [second] = await sendOut(again)
    expect(second).toMatchObject({ vat: { amountMinor: '19000' }, amount: { amountMinor: '119000' }, againOf: sent.id })
    await outcome(second, 'paid')
    expect(await balances('vat_payable', 'paid')).toEqual([['paid', '-119000']])
    expect((await preview()).payments).toEqual([])
  })

  test('what was made without it is paid as it was made; VAT that came meanwhile is in the next', async () => {
    const payee = await owed('100000')
    const id = await make()
    await arrange(payee, { ...selfBilled, vatPercent: 19, from: '2027-01-01' })
    await issue()
    expect((await sendOut(id))[0]).toMatchObject({ vat: null, amount: { amountMinor: '100000' } })
  })

  test('where all that it is for was paid before, it leaves alone, comes back, and is sent again', async () => {
    const payee = await owed('100000')
    await outcome((await sendOut(await make()))[0], 'paid')
    await arrange(payee, { ...selfBilled, vatPercent: 19 })
    await issue()
    expect((await preview()).payments).toMatchObject([{ gross: { amountMinor: '0' }, vat: { amountMinor: '19000' }, amount: { amountMinor: '19000' }, lines: 0 }])
    const [sent] = await sendOut(await make())
    expect((await preview()).payments).toEqual([])
    await outcome(sent, 'returned')
    expect(await balances('vat_payable', 'in_transit', 'paid')).toEqual([['paid', '-100000'], ['vat_payable', '-19000']])
    const { id } = await ask(ben, 'POST', '/payouts/again', { paymentIds: [sent.id] })
    await outcome((await sendOut(id))[0], 'paid')
    expect(await balances('vat_payable', 'in_transit', 'paid')).toEqual([['paid', '-119000']])
  })

  test('a credit note takes its VAT back with the next payment; the VAT of an invoice is booked once', async () => {
    const payee = await owed('100000')
    const item = await earn(maven, payee.partnerId, '100000')
    await arrange(payee, { ...selfBilled, vatPercent: 19 })
    await issue()
    const [first] = await invoices(payee)
    expect(first.vat.amountMinor).toBe('38000')
    await outcome((await sendOut(await make()))[0], 'paid')
    await takeBack(maven, payee.partnerId, item)
    await travel('2027-01-05T09:00:00Z')
    await maven.call('PUT', '/statement-periods/2026-Q4')
    await app.runJobs()
    expect((await invoices(payee))[0]).toMatchObject({ gross: { amountMinor: '-119000' }, vat: { amountMinor: '-19000' } })
    expect([await balances('vat_payable', 'input_vat'), await reasons()]).toEqual([[['input_vat', '19000'], ['vat_payable', '19000']], ['nothing_left']])
    await earn(maven, payee.partnerId, '300000')
    expect(await reasons()).toEqual(['no_invoice'])
    await travel('2027-04-05T09:00:00Z')
    await maven.call('PUT', '/statement-periods/2027-Q1')
    await app.runJobs()
    expect((await preview()).payments).toMatchObject([{ gross: { amountMinor: '200000' }, vat: { amountMinor: '38000' }, amount: { amountMinor: '238000' } }])
    await sendOut(await make())
    expect(await balances('vat_payable', 'input_vat')).toEqual([['input_vat', '76000']])
    await expect(transact(maven.ctx, (tx) => postVat(tx, { invoiceId: parseId('invoice', first.id)!, partnerId: payee.partnerId, currency: 'EUR', vatMinor: 1n }, null))).rejects.toThrow()
  })

  test('two who make a payout at once: one has lines and VAT, the other finds nothing to pay', async () => {
    await arrange(await owed('100000'), { ...selfBilled, vatPercent: 19 })
    await issue()
    const both = await Promise.all([ben, cleo].map((who) => app.call('POST', '/payouts', { session: who.session, body: {} })))
    expect(both.map((one) => one.status).sort()).toEqual([201, 409])
    const id = both.find((one) => one.status === 201)!.json.id
    expect(await paymentsIn(id)).toMatchObject([{ vat: { amountMinor: '19000' } }])
  })

  test('leaving in another currency, VAT is exchanged with what it is for, rounded once together', async () => {
    const payee = await newPayee(maven)
    await giveDetail(app, maven, payee, bankForm())
    const { id } = await createPlan(maven.ctx, { name: 'Abroad', terms: planDocument.parse({ language: 2, name: 'Abroad', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'share', on: 'sale', pay: { percent: '10' }, payable: 'when_earned' }], payout: { every: 'quarter', days: 30, currency: 'USD', books: 'USD' } }) })
    await assignPlan(maven.ctx, payee.partnerId, { planId: id, from: '2026-01-01', why: 'for the test' })
    app.clock.now = Temporal.Instant.from('2026-09-10T09:00:00Z')
    await recordFacts(maven.ctx, [{ kind: 'rate', id: 'r0', at: '2026-07-01', from: 'EUR', to: 'USD', rate: '1.08' }, { kind: 'sale', id: 's1', at: '2026-09-02', partner: payee.id, account: 'acme', amount: '1000.10', currency: 'EUR' }])
    app.clock.now = Temporal.Instant.from('2026-11-24T09:00:00Z')
    await recordFacts(maven.ctx, [{ kind: 'rate', id: 'r1', at: '2026-11-20', from: 'EUR', to: 'USD', rate: '1.10' }])
    await arrange(payee, { ...selfBilled, vatPercent: 19 })
    await issue()
    // 100.01 with 19.00 of VAT at 1.10
    const [payment] = await sendOut(await make())
    expect(payment).toMatchObject({ gross: { amountMinor: '10001', currency: 'EUR' }, vat: { amountMinor: '1900', currency: 'EUR' }, amount: { amountMinor: '13091', currency: 'USD' } })
    expect((await read(maven.ctx, verifyLedger)).problems).toEqual([])
    await outcome(payment, 'returned')
    expect(await balances('vat_payable', 'commission_payable', 'in_transit', 'currency_exchange')).toEqual([['commission_payable', '-10001'], ['vat_payable', '-1900']])
  })
})

describe('without VAT nothing is different', () => {
  test.each([['reverse_charge', 'PT501964843', 0], ['small_business', 'DE123456789', 19], ['outside_scope', 'DE123456789', 19]] as const)('%s with a rate of %s: no VAT is booked or paid, and nothing waits for our invoice', async (mode, number, vatPercent) => {
    const payee = await owed('100000')
    await giveDetail(app, maven, payee, { form: 'vat', number, mode })
    await arrange(payee, { ...selfBilled, vatPercent })
    expect(await reasons()).toEqual([])
    await issue()
    expect(await invoices(payee)).toMatchObject([{ vat: { amountMinor: '0' }, vatPercent: 0, vatMode: mode }])
    expect((await preview()).payments).toMatchObject([{ vat: null, amount: { amountMinor: '100000' } }])
    expect(await balances('input_vat', 'vat_payable')).toEqual([])
  })

  test('lines wait for our invoice only where it has VAT', () => {
    const self = { mode: 'self', fromOn: '2026-07-01' } as const
    const told = { to: '2026-09-30', isInvoiced: false }
    expect([waitsForInvoice({ payableMinor: 1n }, self, told), waitsForInvoice({ payableMinor: 1n }, { ...self, chargesVat: true }, told), waitsForInvoice({ payableMinor: 1n }, { ...self, chargesVat: true }, { ...told, isInvoiced: true }), waitsForInvoice({ payableMinor: -1n }, { ...self, chargesVat: true }, told)]).toEqual([false, true, false, false])
  })
})
