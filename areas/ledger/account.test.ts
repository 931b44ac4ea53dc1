import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, showId, type Id } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { part as program } from '../program/index.ts'
import { part } from './index.ts'
import { newItem, partnerOn, planOf, qualified, settleOne, won } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
let partnerId: Id
beforeAll(async () => {
  app = await testServer([partners, program, part])
  app.clock.now = Temporal.Instant.from('2026-11-22T10:00:00Z')
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
  partnerId = await partnerOn(maven.ctx, { planId: await planOf(maven.ctx), from: '2026-01-01' }, 'Nordlicht')
  await settleOne(maven.ctx, partnerId, newItem(), qualified)
  app.clock.now = app.now().add({ hours: 48 })
  await settleOne(maven.ctx, partnerId, newItem(), won(8_400_000n))
})
afterAll(() => app?.close())

const accounts = async (at?: string) => (await maven.call('GET', '/ledger/trial-balance', { query: at ? { at } : {} })).json.currencies[0].accounts as { id: string; kind: string; debit: { amountMinor: string } | null }[]
const expense = async () => (await accounts()).find((a) => a.kind === 'commission_expense')!
const open = async (id: string, query: Record<string, string> = {}) => (await maven.call('GET', `/ledger/accounts/${id}`, { query })).json

test('401 without a credential, 403 for those who may not see money, 404 for what is another’s or nowhere', async () => {
  const { id } = await expense()
  for (const path of [`/ledger/accounts/${id}`, '/ledger/verification']) {
    expect((await app.call('GET', path)).status).toBe(401)
    for (const role of ['rep', 'viewer'] as const) expect((await app.call('GET', path, { key: maven.keys[role] })).status).toBe(403)
  }
  expect((await rival.call('GET', `/ledger/accounts/${id}`)).status).toBe(404)
  expect((await maven.call('GET', `/ledger/accounts/${showId('account', newId())}`)).status).toBe(404)
})

test('an account is its entries: newest first, each with the balance after it, and as much as the trial balance says', async () => {
  const account = await expense()
  const { items, debit, total, name, partner, at } = await open(account.id)
  expect([name, partner, debit, total, at]).toEqual(['Commission expense', null, account.debit, 3, '2026-11-24'])
  const sums = items.map((entry: { debit: { amountMinor: string }; balance: { amountMinor: string } }) => [entry.debit.amountMinor, entry.balance.amountMinor])
  expect(sums.at(-1)).toEqual(['40000', '40000'])
  expect([sums[0][1], sums.map(([amount]: string[]) => BigInt(amount!)).reduce((a: bigint, b: bigint) => a + b, 0n)]).toEqual([account.debit?.amountMinor, BigInt(account.debit?.amountMinor ?? 0)])
  expect(items[0]).toMatchObject({ commissionId: expect.stringMatching(/^com_/), credit: null, on: '2026-11-24' })
})

test('page by page it is the same, with the same balances; at an earlier day it is what it was', async () => {
  const { id } = await expense()
  const whole = (await open(id)).items
  const paged = []
  for (let after: string | null = ''; after !== null;) {
    const page: { items: unknown[]; next: string | null } = await open(id, { limit: '1', ...(after ? { after } : {}) })
    paged.push(...page.items)
    after = page.next
  }
  expect(paged).toEqual(whole)
  expect(await open(id, { at: '2026-11-23' })).toMatchObject({ total: 1, debit: { amountMinor: '40000' }, items: [{ balance: { amountMinor: '40000' } }] })
  expect((await open(id, { after: 'nothing of ours' })).items).toEqual(whole)
})

test('the ledger is proved, and an empty one holds as well', async () => {
  expect((await maven.call('GET', '/ledger/verification')).json).toMatchObject({ ok: true, problems: [], journals: 2, lines: 3, seals: { unsealed: 2 } })
  expect((await rival.call('GET', '/ledger/verification', { key: rival.keys.finance })).json).toMatchObject({ ok: true, journals: 0, entries: 0, lines: 0 })
})
