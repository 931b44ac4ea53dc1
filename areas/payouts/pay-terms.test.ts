// What a plan says of its payments: groups apart, on request, what it needs, a fee, and another currency whose difference is the books'.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { showId } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { capturingTransport, mailPart } from '../../platform/mail/index.ts'
import { testServer, type Answer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { askForPayout, part as ledger, recordFacts, verifyLedger } from '../ledger/index.ts'
import { part as partners } from '../partners/index.ts'
import { assignPlan, createPlan, part as program, planDocument } from '../program/index.ts'
import { part } from './index.ts'
import { bankForm, giveDetail, newPayee, settingsOf, type Payee } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let ben: Awaited<ReturnType<TestWorkspace['member']>>
let cleo: Awaited<ReturnType<TestWorkspace['member']>>
beforeAll(async () => {
  app = await testServer([mailPart(capturingTransport, 'alongside@localhost'), partners, program, ledger, part])
})
beforeEach(async () => {
  app.clock.now = Temporal.Instant.from('2026-11-24T09:00:00Z')
  maven = await app.workspace('Maven Labs')
  ben = await maven.member('finance', 'Ben')
  cleo = await maven.member('finance', 'Cleo')
  await maven.call('PUT', '/payout-settings', { body: settingsOf({ holdDays: 0 }) })
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
const preview = () => ask(ben, 'GET', '/payouts/preview?upTo=2026-12-31')
const paid = async () => (await preview()).payments.map((p: Json) => [p.group, p.amount.amountMinor, p.amount.currency])
const notPaid = async () => (await preview()).notPaid.map((p: Json) => [p.group, p.amount.amountMinor, ...p.reasons.map((reason: Json) => reason.code)])
const tell = async (...facts: object[]) => expect((await recordFacts(maven.ctx, facts)).results.map((one) => one.why)).toEqual(facts.map(() => null))
const sale = (payee: Payee, id: string, amount: string, more: object = {}) => ({ kind: 'sale', id, at: '2026-10-02', partner: payee.id, account: 'acme', amount, currency: 'EUR', ...more })
/** With an account, and on a plan that pays 10 % of each sale unless its components say otherwise. */
async function onPlan(payout: object, components: object[] = [{ id: 'share', on: 'sale', pay: { percent: '10' } }]): Promise<Payee> {
  const payee = await newPayee(maven)
  await giveDetail(app, maven, payee, bankForm())
  const { id } = await createPlan(maven.ctx, { name: 'Paid', terms: planDocument.parse({ language: 2, name: 'Paid', currency: 'EUR', timeZone: 'Europe/Berlin', components, payout }) })
  await assignPlan(maven.ctx, payee.partnerId, { planId: id, from: '2026-01-01', why: 'for the test' })
  return payee
}
/** Made, approved, sent and arrived. */
async function payAll(): Promise<Json[]> {
  const { id } = await ask(ben, 'POST', '/payouts', { upTo: '2026-12-31' })
  await ask(cleo, 'PUT', `/payouts/${id}/approval`, {})
  await ask(ben, 'POST', `/payouts/${id}/files`)
  const { items } = await ask(ben, 'GET', `/payments?payout=${id}`)
  for (const payment of items) await ask(ben, 'PUT', `/payments/${payment.id}/outcome`, { outcome: 'paid', on: '2026-11-24' })
  return (await ask(ben, 'GET', `/payments?payout=${id}`)).items
}
const accounts = async (pattern: RegExp) => ((await maven.call('GET', '/ledger/trial-balance')).json.currencies as Json[]).flatMap((c) => c.accounts.filter((a: Json) => pattern.test(a.kind) && (a.debit ?? a.credit)).map((a: Json) => [c.currency, a.kind, a.debit ? a.debit.amountMinor : `-${a.credit.amountMinor}`])).sort()

test('groups are paid, and tested against their minimum, apart', async () => {
  const payee = await onPlan({ every: 'month', minimum: '50.00', groups: [{ id: 'bonus', of: ['extra'], minimum: '20.00' }] }, [{ id: 'share', on: 'sale', pay: { percent: '10' } }, { id: 'extra', on: 'sale', pay: { percent: '5' } }])
  await tell(sale(payee, 's1', '450.00'))
  expect([await paid(), await notPaid()]).toEqual([[['bonus', '2250', 'EUR']], [[null, '4500', 'below_minimum']]])
  await tell(sale(payee, 's2', '100.00'))
  expect((await paid()).sort()).toEqual([['bonus', '2750', 'EUR'], [null, '5500', 'EUR']].sort())
  expect((await payAll()).map((p) => [p.group, p.amount.amountMinor, p.state]).sort()).toEqual([['bonus', '2750', 'paid'], [null, '5500', 'paid']].sort())
})

test('on request: nothing before the partner asks, and once for each time', async () => {
  const payee = await onPlan({ every: 'month', onRequest: true })
  await tell(sale(payee, 's1', '450.00'))
  expect([await paid(), await notPaid()]).toEqual([[], [[null, '4500', 'not_asked']]])
  for (let again = 0; again < 2; again += 1) await transact(maven.ctx, (tx) => askForPayout(tx, payee.partnerId))
  expect(await paid()).toEqual([[null, '4500', 'EUR']])
  app.clock.now = app.now().add({ minutes: 1 })
  await payAll()
  app.clock.now = app.now().add({ minutes: 1 })
  await tell(sale(payee, 's2', '100.00'))
  expect(await notPaid()).toEqual([[null, '1000', 'not_asked']])
  await transact(maven.ctx, (tx) => askForPayout(tx, payee.partnerId))
  expect(await paid()).toEqual([[null, '1000', 'EUR']])
})

test('finance may pay what nobody asked for, with a reason', async () => {
  const payee = await onPlan({ every: 'month', onRequest: true })
  await tell(sale(payee, 's1', '450.00'))
  const { id } = await ask(ben, 'POST', '/payouts', { upTo: '2026-12-31', include: [{ partnerId: payee.id, currency: 'EUR', why: 'The partnership ends' }] })
  expect((await ask(ben, 'GET', `/payments?payout=${id}`)).items).toMatchObject([{ amount: { amountMinor: '4500' }, overruledWhy: 'The partnership ends' }])
})

test('what it needs: carried until that holds, and no one can overrule it', async () => {
  const payee = await onPlan({ every: 'month', needs: { field: 'certified', is: 'yes' } })
  await tell(sale(payee, 's1', '450.00'))
  expect(await notPaid()).toEqual([[null, '4500', 'needs_not_met']])
  expect((await preview()).notPaid[0].mayOverrule).toBe(false)
  await tell({ kind: 'standing', id: 'k1', at: '2026-11-20', partner: payee.id, name: 'certified', value: 'yes' })
  expect(await paid()).toEqual([[null, '4500', 'EUR']])
  const { id } = await ask(ben, 'POST', '/payouts', { upTo: '2026-12-31' })
  await tell({ kind: 'standing', id: 'k2', at: '2026-11-23', partner: payee.id, name: 'certified', value: 'no' })
  expect((await app.call('PUT', `/payouts/${id}/approval`, { session: cleo.session, body: {} })).json).toMatchObject({ code: 'payouts.changed_since' })
})

test('a fee is kept, at most so much, and lowers the expense', async () => {
  const payee = await onPlan({ every: 'month', fee: { percent: '2', max: '1.50' } })
  await tell(sale(payee, 's1', '450.00'))
  expect((await preview()).payments[0]).toMatchObject({ gross: { amountMinor: '4500' }, fee: { amountMinor: '90' }, amount: { amountMinor: '4410' } })
  await tell(sale(payee, 's2', '1000.00'))
  await payAll()
  expect(await accounts(/expense|^paid/)).toEqual([['EUR', 'commission_expense', '14350'], ['EUR', 'paid', '-14350']])
})

test('what the plan withholds is kept back, unless a rule of the country says something else', async () => {
  const payee = await onPlan({ every: 'month', withholdPercent: '12.5' })
  await tell(sale(payee, 's1', '1000.10'))
  expect((await preview()).payments).toMatchObject([{ gross: { amountMinor: '10001' }, withheld: { amountMinor: '1250' }, amount: { amountMinor: '8751' }, withholding: '12.5\u00a0% is withheld, as the plan says.' }])
  await ask(ben, 'PUT', '/payout-settings', settingsOf({ holdDays: 0, withholding: [{ country: 'NL', percent: 0, words: 'Treaty.' }] }))
  expect((await preview()).payments).toMatchObject([{ withheld: { amountMinor: '0' }, amount: { amountMinor: '10001' }, withholding: null }])
  await ask(ben, 'PUT', '/payout-settings', settingsOf({ holdDays: 0, withholding: [{ country: 'NL', percent: 5, words: 'Five.' }] }))
  expect((await preview()).payments).toMatchObject([{ withheld: { amountMinor: '500' }, withholding: 'Five.' }])
  await ask(ben, 'PUT', '/payout-settings', settingsOf({ holdDays: 0 }))
  const [payment] = await payAll()
  expect(payment).toMatchObject({ withheld: { amountMinor: '1250' }, amount: { amountMinor: '8751' } })
  expect(await accounts(/withholding|^paid/)).toEqual([['EUR', 'paid', '-8751'], ['EUR', 'withholding', '-1250']])
  await ask(ben, 'PUT', `/payments/${payment!.id}/outcome`, { outcome: 'returned', on: '2026-11-24' })
  const again = await ask(ben, 'POST', '/payouts/again', { paymentIds: [payment!.id] })
  expect((await ask(ben, 'GET', `/payments?payout=${again.id}`)).items).toMatchObject([{ withheld: { amountMinor: '1250' }, amount: { amountMinor: '8751' } }])
})

test('in another currency: nothing without a rate; then at that of the day, and the difference is the books’', async () => {
  const payee = await onPlan({ every: 'month', currency: 'USD', books: 'USD' })
  await tell(sale(payee, 's1', '1000.00'))
  expect(await notPaid()).toEqual([[null, '10000', 'no_rate']])
  await tell({ kind: 'rate', id: 'ecb-1', at: '2026-10-01', from: 'EUR', to: 'USD', rate: '1.08' }, { kind: 'rate', id: 'ecb-2', at: '2026-11-20', from: 'EUR', to: 'USD', rate: '1.10' })
  expect((await preview()).payments).toMatchObject([{ gross: { amountMinor: '10000', currency: 'EUR' }, amount: { amountMinor: '11000', currency: 'USD' }, exchange: '1 EUR is 1.10 USD, said for 2026-11-20 by ecb-2', method: 'csv' }])
  expect((await preview()).totals).toEqual([{ amount: { amountMinor: '11000', currency: 'USD' }, payments: 1 }])
  const [payment] = await payAll()
  expect(payment).toMatchObject({ state: 'paid', amount: { amountMinor: '11000', currency: 'USD' }, gross: { amountMinor: '10000', currency: 'EUR' }, exchange: '1 EUR is 1.10 USD, said for 2026-11-20 by ecb-2' })
  expect(await accounts(/exchange|^paid|payable/)).toEqual([['EUR', 'currency_exchange', '-10000'], ['USD', 'currency_exchange', '10800'], ['USD', 'exchange_difference', '200'], ['USD', 'paid', '-11000']])
  await ask(ben, 'PUT', `/payments/${payment!.id}/outcome`, { outcome: 'returned', on: '2026-11-24' })
  expect(await accounts(/exchange|^paid|payable/)).toEqual([['EUR', 'commission_payable', '-10000']])
  const again = await ask(ben, 'POST', '/payouts/again', { paymentIds: [payment!.id] })
  expect((await ask(ben, 'GET', `/payments?payout=${again.id}`)).items).toMatchObject([{ amount: { amountMinor: '11000', currency: 'USD' }, againOf: payment!.id }])
  expect(showId('partner', payee.partnerId)).toBe(payee.id)
})
