import { afterAll, beforeAll, expect, test } from 'vitest'
import { showId, type Id } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { createPlan, part as program, planDocument } from '../program/index.ts'
import { part, recordFacts } from './index.ts'
import { newItem, partnerOn, planOf, qualified, settleOne, won } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
let simple: Id
let billed: Id
const share = (percent: string) => ({ language: 2, name: 'Share', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'introduction', on: 'qualified', pay: { flat: '100.00' } }, { id: 'share', on: 'sale', pay: { percent } }], payout: { every: 'quarter', days: 30 } })
beforeAll(async () => {
  app = await testServer([partners, program, part])
  app.clock.now = Temporal.Instant.from('2026-11-22T10:00:00Z')
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
  simple = await partnerOn(maven.ctx, { planId: await planOf(maven.ctx), from: '2026-01-01' }, 'Nordlicht')
  await settleOne(maven.ctx, simple, newItem(), won(8_400_000n))
  await settleOne(maven.ctx, simple, newItem(), qualified)
  const { id } = await createPlan(maven.ctx, { name: 'Share', terms: planDocument.parse(share('20')) })
  billed = await partnerOn(maven.ctx, { planId: id, from: '2026-01-01' }, 'Studio')
  await recordFacts(maven.ctx, [{ kind: 'sale', id: 'sale-1', at: '2026-10-05', partner: showId('partner', billed), account: 'acme', amount: '1000.00', currency: 'EUR' }])
})
afterAll(() => app?.close())

type Share = { partner: { name: string }; booked: { amountMinor: string }[]; draft: { amountMinor: string } }
const run = async (body: object, of = maven) => (await of.call('POST', '/plans/back-tests', { body })).json
const shares = (json: { sellers: { shares: Share[] }[] }) => json.sellers.flatMap((one) => one.shares).map((one) => [one.partner.name.replace(/ \d+$/, ''), one.booked[0]?.amountMinor ?? '0', one.draft.amountMinor])

test('401 without a credential, 403 for those who may not see money, 422 for a draft that is none, 404 for another’s partner', async () => {
  expect((await app.call('POST', '/plans/back-tests', { body: { terms: share('10') } })).status).toBe(401)
  for (const role of ['rep', 'viewer'] as const) expect((await app.call('POST', '/plans/back-tests', { body: { terms: share('10') }, key: maven.keys[role] })).status).toBe(403)
  expect(await run({ terms: { language: 2 } })).toMatchObject({ code: 'program.terms' })
  expect((await rival.call('POST', '/plans/back-tests', { body: { terms: share('10'), partner: showId('partner', simple) } })).status).toBe(404)
  expect(await run({ terms: share('10') }, rival)).toEqual({ sellers: [], next: null, total: 0 })
})

test('what was booked stands beside what the draft would have paid, under plans of either language', async () => {
  // Two qualified at 400 and 15 % of 84,000 before; 100 each and 10 % now. Then 20 % of 1,000 against 10 %.
  expect(shares(await run({ terms: share('10') })).sort()).toEqual([['Nordlicht', '1340000', '860000'], ['Studio', '20000', '10000']])
})

test('partner by partner it is the same, and a period counts days on which it was earned', async () => {
  const first = await run({ terms: share('10'), limit: 1 })
  expect([first.sellers.length, first.total, first.next === null]).toEqual([1, 2, false])
  const second = await run({ terms: share('10'), limit: 1, after: first.next })
  expect([...shares(first), ...shares(second)].sort()).toEqual(shares(await run({ terms: share('10') })).sort())
  expect(shares(await run({ terms: share('10'), to: '2026-10-31' }))).toEqual([['Studio', '20000', '10000']])
  expect(shares(await run({ terms: share('10'), partner: showId('partner', billed) }))).toEqual([['Studio', '20000', '10000']])
})

test('nothing is kept', async () => {
  const before = (await maven.call('GET', '/ledger/trial-balance')).json
  await run({ terms: share('99') })
  expect((await maven.call('GET', '/ledger/trial-balance')).json).toEqual(before)
  expect((await maven.call('GET', '/facts')).json.items.length).toBe(1)
})
