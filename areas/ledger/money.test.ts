import papaparse from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, showId, type Id } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { part as partners } from '../partners/index.ts'
import { part as program } from '../program/index.ts'
import { part } from './index.ts'
import { newItem, partnerOn, planOf, qualified, settleOne, won } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
let partnerId: Id
let item: Id
beforeAll(async () => {
  app = await testServer([partners, program, part])
  app.clock.now = Temporal.Instant.from('2026-11-22T10:00:00Z')
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
  partnerId = await partnerOn(maven.ctx, { planId: await planOf(maven.ctx), from: '2026-01-01' }, '=Nordlicht')
  item = newItem()
  const because = await transact(maven.ctx, (tx) => record(tx, { type: 'referral.qualified', subject: { noun: 'referral', id: item }, partnerId, why: 'a real conversation' }))
  for (const [facts, event] of [[qualified, because], [won(8_400_000n), null], [won(8_400_003n), null]] as const) {
    await settleOne(maven.ctx, partnerId, item, facts, { because: event })
    app.clock.now = app.now().add({ seconds: 1 })
  }
})
afterAll(() => app?.close())

const partner = () => showId('partner', partnerId)
const list = async (query: Record<string, string> = {}) => (await maven.call('GET', '/commissions', { query })).json

describe('the ladder', () => {
  const paths = () => ['/commissions', '/commissions.csv', `/commissions/${showId('commission', newId())}`, `/partners/${partner()}/statement?from=2026-01-01&to=2026-12-31`, `/partners/${partner()}/earnings`, '/ledger/trial-balance']
  test('401 without a credential, 403 for those who may not see money', async () => {
    for (const path of paths()) {
      expect([path, (await app.call('GET', path)).status]).toEqual([path, 401])
      for (const role of ['rep', 'viewer'] as const) expect([path, (await app.call('GET', path, { key: maven.keys[role] })).status]).toEqual([path, 403])
    }
  })
  test('another workspace sees none of it', async () => {
    const [line] = (await list()).items
    for (const path of [`/commissions/${line.id}`, `/partners/${partner()}/statement?from=2026-01-01&to=2026-12-31`, `/partners/${partner()}/earnings`])
      expect([path, (await rival.call('GET', path)).status]).toEqual([path, 404])
    expect((await rival.call('GET', '/commissions', { query: { partner: partner() } })).json).toEqual({ items: [], next: null, total: 0 })
    expect((await rival.call('GET', '/ledger/trial-balance')).json.currencies).toEqual([])
    expect((await rival.call('GET', '/commissions.csv')).text.split('\r\n').length).toBe(2)
  })
  test.each([
    ['/commissions?from=2026-13-01', ['from']], ['/commissions?limit=0', ['limit']], ['/commissions?currency=EURO', ['currency']], ['/commissions?state=paid', ['state']],
    ['/commissions/ref_0192f3c4a5b67c8d9e0f1a2b3c4d5e6f', ['id']], ['/ledger/trial-balance?at=2026-02-30', ['at']],
  ])('422 %s', async (path, fields) => {
    const answer = await maven.call('GET', path)
    expect([answer.status, answer.json.fields?.map((f: { field: string }) => f.field)]).toEqual([422, fields])
  })
  test('a period that ends before it starts', async () => {
    const answer = await maven.call('GET', `/partners/${partner()}/statement`, { query: { from: '2026-12-01', to: '2026-11-01' } })
    expect([answer.status, answer.json.code]).toEqual([422, 'ledger.period_backwards'])
  })
})

describe('commissions', () => {
  test('newest first, filtered, in pages', async () => {
    const all = await list()
    expect(all.items.map((l: { component: string; amount: { amountMinor: string }; state: string }) => [l.component, l.amount.amountMinor, l.state])).toEqual(
      expect.arrayContaining([['won', '1260000', 'earned'], ['won', '-1260000', 'reversal'], ['won', '1260000', 'reversed'], ['qualified', '40000', 'earned']]))
    expect(all).toMatchObject({ next: null, total: 4 })
    expect(all.items.at(-1)).toMatchObject({ component: 'qualified', partner: { id: partner() }, referralId: showId('referral', item), clause: '€400.00 for each qualified introduction', payableOn: '2027-01-30', basis: null })
    const first = await list({ limit: '3' })
    const second = await list({ limit: '3', after: first.next })
    expect([...first.items, ...second.items].map((l: { id: string }) => l.id)).toEqual(all.items.map((l: { id: string }) => l.id))
    for (const [query, n] of [[{ state: 'earned' }, 2], [{ state: 'reversed' }, 1], [{ state: 'reversal' }, 1], [{ component: 'won' }, 3], [{ currency: 'USD' }, 0], [{ from: '2026-11-23' }, 0], [{ partner: partner(), to: '2026-11-22' }, 4], [{ referral: showId('referral', item) }, 4]] as [Record<string, string>, number][])
      expect([query, (await list(query)).items.length, (await list(query)).total]).toEqual([query, n, n])
  })

  test('a line opens to its event, plan, working, journal, and computes again', async () => {
    const { items } = await list()
    const flat = (await maven.call('GET', `/commissions/${items.at(-1).id}`)).json
    expect(flat).toMatchObject({
      computesAgain: true, event: { type: 'referral.qualified', why: 'a real conversation' }, plan: { version: 1, sentences: expect.arrayContaining(['€400.00 for each qualified introduction']) },
      journal: { effectiveOn: '2026-11-22', memo: 'Commission: qualified', entries: [
        { line: 1, account: 'Commission expense', partner: null, debit: { amountMinor: '40000', currency: 'EUR' }, credit: null },
        { line: 2, account: 'Commission payable', partner: { id: partner() }, debit: null, credit: { amountMinor: '40000', currency: 'EUR' } }] },
    })
    const standing = items.find((l: { component: string; state: string }) => l.component === 'won' && l.state === 'earned')
    const opened = (await maven.call('GET', `/commissions/${standing.id}`)).json
    expect(opened.working.join(' ')).toContain('15\u00a0% of €84,000.03 is €12,600.0045, rounded to €12,600.00.')
    expect(opened).toMatchObject({ computesAgain: true, basis: { amountMinor: '8400003', currency: 'EUR' }, rate: { num: '15', den: '100' } })
    const reversal = (await maven.call('GET', `/commissions/${items.find((l: { state: string }) => l.state === 'reversal').id}`)).json
    expect(reversal).toMatchObject({ computesAgain: true, corrects: items.find((l: { state: string }) => l.state === 'reversed').id, event: null })
  })

  test('as CSV: amounts stay numbers, names are no formulas', async () => {
    const answer = await maven.call('GET', '/commissions.csv', { query: { component: 'won' } })
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    const rows = papaparse.parse<Record<string, string>>(answer.text.trimEnd(), { header: true }).data
    expect(rows.map((r) => r['amount']).sort()).toEqual(['-12600.00', '12600.00', '12600.00'])
    expect(rows[0]?.['partner']).toMatch(/^'=Nordlicht/)
    expect(rows[0]).toMatchObject({ currency: 'EUR', plan_version: '1', rate: '15 %', basis_currency: 'EUR', payable_on: '2027-01-30' })
  })

  test('statement, earnings and trial balance say the same', async () => {
    const statement = (await maven.call('GET', `/partners/${partner()}/statement`, { query: { from: '2026-10-01', to: '2026-12-31' } })).json
    expect(statement.currencies).toMatchObject([{ opening: { amountMinor: '0' }, accrued: { amountMinor: '2560000' }, reversed: { amountMinor: '-1260000' }, closing: { amountMinor: '1300000' } }])
    expect(statement.currencies[0].lines.length).toBe(4)
    const zero = (await maven.call('GET', `/partners/${partner()}/statement`, { query: { from: '2026-10-01', to: '2026-12-31', currency: 'usd' } })).json
    expect(zero.currencies).toMatchObject([{ currency: 'USD', opening: { amountMinor: '0' }, closing: { amountMinor: '0' }, lines: [] }])
    const earnings = (await maven.call('GET', `/partners/${partner()}/earnings`, { key: maven.keys.finance })).json
    expect(earnings).toMatchObject({ more: false, currencies: [{ earned: { amountMinor: '1300000' }, unpaid: { amountMinor: '1300000' }, next: { on: '2027-01-30', amount: { amountMinor: '1300000' } }, pastDue: { amountMinor: '0' } }] })
    const balance = (await maven.call('GET', '/ledger/trial-balance')).json
    expect(balance).toMatchObject({ at: '2026-11-22', currencies: [{ currency: 'EUR', debits: { amountMinor: '1300000' }, credits: { amountMinor: '1300000' }, isBalanced: true }] })
    expect((await maven.call('GET', '/ledger/trial-balance', { query: { at: '2026-11-21' } })).json.currencies).toEqual([])
  })
})
