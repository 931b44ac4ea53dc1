// What the partner sees on the page of earnings beside money that is payable: what is held, rewards, and the button to be paid on request.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { showId, type Id } from '../../kernel/ids.ts'
import { capturingTransport, mailPart } from '../../platform/mail/index.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { markTooSmall, part as ledger, recordFacts, settleUnsettled } from '../ledger/index.ts'
import { createPartner, part as partners } from '../partners/index.ts'
import { part as payouts } from '../payouts/index.ts'
import { assignPlan, createPlan, part as program, planDocument } from '../program/index.ts'
import { part } from './index.ts'

let app: TestServer
let maven: TestWorkspace
let partnerId: Id
let link: string
beforeAll(async () => {
  app = await testServer([mailPart(capturingTransport, 'alongside@localhost'), partners, program, ledger, payouts, part])
  app.clock.now = Temporal.Instant.from('2026-11-03T08:00:00Z')
  maven = await app.workspace('Maven Labs')
  const terms = planDocument.parse({
    language: 2, name: 'All', currency: 'EUR', timeZone: 'Europe/Berlin', payout: { every: 'month', onRequest: true },
    components: [{ id: 'share', on: 'sale', pay: { percent: '10' }, hold: { days: 60 } }, { id: 'points', on: 'sale', unit: 'points', pay: { flat: '120' } }, { id: 'welcome', on: 'sale', to: 'customer', pay: { flat: '25.00' } }],
  })
  partnerId = (await createPartner(maven.ctx, {
    name: 'Nordlicht', type: 'referral', state: 'active', ownerId: undefined, timeZone: 'Europe/Berlin', website: null, startedOn: '2026-01-01', contacts: [{ name: 'Ines', email: 'ines@nordlicht.example', phone: null }],
  })).id
  await assignPlan(maven.ctx, partnerId, { planId: (await createPlan(maven.ctx, { name: 'All', terms })).id, from: '2026-01-01', why: 'agreed by hand' })
  link = new URL((await maven.call('POST', `/partners/${showId('partner', partnerId)}/links`, { body: {} })).json.url).pathname
  await recordFacts(maven.ctx, [{ kind: 'sale', id: 's1', at: '2026-11-02', partner: showId('partner', partnerId), account: 'Account <i>', amount: '500.00', currency: 'EUR' }])
})
afterAll(() => app?.close())

const text = async (path = '/earnings') => (await app.page(`${link}${path}`)).text.replace(/<style>[\s\S]*?<\/style>/, '')
const requests = async (): Promise<Json[]> => (await maven.call('GET', '/facts', { query: { kind: 'payout_requested' } })).json.items

test('what a plan holds is said apart, and leads to its lines', async () => {
  expect(await text()).toMatch(/On hold until it is final<\/a><span class="n">€50\.00/)
  expect(await text('/earnings?show=held')).toContain('€50.00')
  expect(await text('/earnings?show=payable')).toContain('Nothing.')
})

test('rewards are apart from money, what a customer gets names the customer', async () => {
  const page = await text()
  for (const said of ['120\u00a0points', 'For your customers', '€25.00', 'Account &lt;i&gt;', 'in none of the amounts above']) expect(page).toContain(said)
  expect(page).toMatch(/Earned so far<\/a><span class="n">€50\.00/)
})

test('asking to be paid is pressed, not opened; twice is once; another’s page asks for nobody else', async () => {
  expect(await text()).toContain('Ask to be paid')
  expect(await requests()).toEqual([])
  for (let again = 0; again < 2; again += 1) expect((await app.page(`${link}/earnings/payout-request`, {})).status).toBe(303)
  expect(await text('/earnings?asked')).toContain('We heard you.')
  expect((await requests()).map((one) => one.fact.partner)).toEqual([showId('partner', partnerId)])
  expect((await app.page(`${link}x/earnings/payout-request`, {})).status).toBe(404)
})

test('what was too small says that it is lost, when, and why; its own page says so too', async () => {
  const terms = planDocument.parse({ language: 2, name: 'Small', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'share', on: 'sale', pay: { percent: '10' } }], payout: { every: 'month', minimum: '50.00', below: 'forfeited' } })
  const { id } = await createPartner(maven.ctx, { name: 'Studio Süd', type: 'referral', state: 'active', ownerId: undefined, timeZone: 'Europe/Berlin', website: null, startedOn: '2026-01-01', contacts: [{ name: 'Uli', email: 'uli@sued.example', phone: null }] })
  await assignPlan(maven.ctx, id, { planId: (await createPlan(maven.ctx, { name: 'Small', terms })).id, from: '2026-01-01', why: 'agreed by hand' })
  const own = new URL((await maven.call('POST', `/partners/${showId('partner', id)}/links`, { body: {} })).json.url).pathname
  await recordFacts(maven.ctx, [{ kind: 'sale', id: 'small', at: '2026-11-02', partner: showId('partner', id), account: 'Meridian', amount: '40.00', currency: 'EUR' }])
  app.clock.now = Temporal.Instant.from('2026-12-01T08:00:00Z')
  await markTooSmall(maven.ctx)
  await settleUnsettled(maven.ctx)
  const page = (await app.page(`${own}/earnings`)).text
  expect(page).toMatch(/Less than the smallest payment<\/a><span class="n">-€4\.00/)
  expect(page).toContain('€4.00 could be paid by Mon, Nov 30')
  expect(page).toContain('Lost Mon, Nov 30')
  const line = /earnings\/(com_[0-9a-f]{32})">Less than/.exec(page)?.[1]
  const whole = (await app.page(`${own}/earnings/${line}`)).text
  expect(whole).toContain('is lost on the payment day')
  expect(whole).not.toContain('Earned')
})
