// What somebody did elsewhere decides what those who share an item with them get: a tier of whoever is named first, a cap over all of them.
// Each is settled when that changes, also by a fact that names nobody.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { checkPlan, createPlan } from '../program/index.ts'
import { part as ledger, recordFacts } from './index.ts'
import { partnerOn } from './test/world.ts'

let app: TestServer
let ws: TestWorkspace
beforeAll(async () => {
  app = await testServer([ledger])
  app.clock.now = Temporal.Instant.from('2026-11-28T09:00:00Z')
  ws = await app.workspace('Maven Labs')
})
afterAll(() => app?.close())

async function crewOn(terms: object): Promise<[p: string, q: string]> {
  const { plan, findings } = checkPlan({ language: 2, name: 'Shared', currency: 'EUR', ...terms })
  if (!plan) throw new Error(JSON.stringify(findings))
  const { id: planId } = await createPlan(ws.ctx, { name: `Shared ${JSON.stringify(terms).length}`, terms: plan })
  const ids = [await partnerOn(ws.ctx, { planId, from: '2026-01-01' }, 'Pine'), await partnerOn(ws.ctx, { planId, from: '2026-01-01' }, 'Quill')]
  return ids.map((id) => showId('partner', id)) as [string, string]
}
async function tell(...facts: object[]): Promise<void> {
  for (const fact of facts) expect((await recordFacts(ws.ctx, [fact])).results).toMatchObject([{ result: 'recorded' }])
}
async function booked(shown: string, item: string): Promise<number> {
  const [row] = await sqlIn<{ minor: string }>(ws.ctx, `select coalesce(sum(amount_minor), 0)::text as minor from commission_line where partner_id = '${parseId('partner', shown) as Id}' and item_key = '${item}'`)
  return Number(row?.minor ?? 0)
}
const sale = (id: string, amount: string, at: string, ...partners: string[]) => ({ kind: 'sale', id, amount, currency: 'EUR', at, partners: partners.map((partner) => ({ partner, weight: 1 })) })

test.each([
  ['a refund', (prefix: string) => ({ kind: 'refund', id: `${prefix}-z`, of: `${prefix}-own`, amount: 'all', at: '2026-03-01' })],
  ['a withdrawal', (prefix: string) => ({ kind: 'withdrawn', id: `${prefix}-z`, of: `${prefix}-own`, at: '2026-03-01' })],
])('%s of what the first one sold alone takes the tier that both were paid by', async (title, undo) => {
  const [p, q] = await crewOn({
    name: title, components: [{ id: 'share', on: 'sale', pay: { percentByTier: { registered: '10', gold: '20' } } }],
    tiers: { rows: [{ name: 'registered' }, { name: 'gold', where: { total: { on: ['sale'], measure: 'amount' }, atLeast: '1000' } }] },
  })
  const prefix = title.replaceAll(' ', '-')
  await tell(sale(`${prefix}-own`, '1000.00', '2026-01-10', q), sale(`${prefix}-both`, '200.00', '2026-02-10', q, p))
  expect([await booked(p, `${prefix}-both`), await booked(q, `${prefix}-both`)]).toEqual([2000, 2000])
  await tell(undo(prefix))
  expect([await booked(p, `${prefix}-both`), await booked(q, `${prefix}-both`)]).toEqual([1000, 1000])
})

test('a cap over all of an item: what one of them sells before lowers what is left for the other, and gives it back', async () => {
  const [p, q] = await crewOn({
    components: [{ id: 'share', on: 'sale', split: 'each_in_full', pay: { bands: { over: 'year', mode: 'onward', rows: [{ upTo: '1000.00', percent: '10' }, { percent: '30' }] } } }],
    together: [{ of: ['share'], percent: '20' }],
  })
  // 10 % each is 20 %. With 900.00 before, Quill is at 30 %: of 40 % half is left.
  await tell(sale('deal', '100.00', '2026-06-10', p, q))
  expect([await booked(p, 'deal'), await booked(q, 'deal')]).toEqual([1000, 1000])
  await tell(sale('before', '900.00', '2026-05-10', q))
  expect([await booked(p, 'deal'), await booked(q, 'deal')]).toEqual([500, 1500])
  await tell({ kind: 'refund', id: 'back', of: 'before', amount: '0.01', at: '2026-07-01' })
  expect([await booked(p, 'deal'), await booked(q, 'deal')]).toEqual([1000, 1000])
})

test('whoever stands above one of two gets the difference to what both are paid, and less when the other rises', async () => {
  const agent = { id: 'agent', on: 'sale', pay: { percentByTier: { agent: '50', general: '80' } } }
  const { plan } = checkPlan({ language: 2, name: 'Levels', currency: 'EUR', components: [agent, { id: 'general', on: 'sale', to: { above: 1 }, pay: { percent: '80' }, less: ['agent'] }] })
  const { id: planId } = await createPlan(ws.ctx, { name: 'Levels', terms: plan! })
  const [p, q, m] = (await Promise.all(['Pine', 'Quill', 'Moss'].map((name) => partnerOn(ws.ctx, { planId, from: '2026-01-01' }, name)))).map((id) => showId('partner', id)) as [string, string, string]
  const tier = (id: string, name: string, at: string) => ({ kind: 'tier', id, partner: q, tier: name, at })
  const all = async () => [await booked(p, 'levels'), await booked(q, 'levels'), await booked(m, 'levels')]
  // Quill is named first, so that its tier decides: half for both. Moss, and Quill whom nobody stands above, share the 30 % above it.
  await tell({ kind: 'above', id: 'up', partner: p, manager: m, at: '2026-01-01' }, tier('t1', 'agent', '2026-01-01'), sale('levels', '100.00', '2026-06-10', q, p))
  expect(await all()).toEqual([2500, 4000, 1500])
  await tell(tier('t2', 'general', '2026-02-01'))
  expect(await all()).toEqual([4000, 4000, 0])
  await tell({ kind: 'withdrawn', id: 'w', of: 't2', at: '2026-07-01' })
  expect(await all()).toEqual([2500, 4000, 1500])
})
