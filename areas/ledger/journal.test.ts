import { text } from 'node:stream/consumers'
import Papa from 'papaparse'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, showId, type Id } from '../../kernel/ids.ts'
import { transact } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { part as partners } from '../partners/index.ts'
import { createPlan, part as program, planDocument } from '../program/index.ts'
import { journalCsv, part, postPaid, postPayment, postReturned, recordFacts } from './index.ts'
import { newItem, partnerOn, planOf, qualified, settleOne, won } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
let simple: Id
let billed: Id
const paid = newId()
const returned = newId()

// Three days: introductions under language 1; a sale, its refund and a payment that arrives; a payment that comes back, in yen.
beforeAll(async () => {
  app = await testServer([partners, program, part])
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
  await at('2026-11-20T10:00:00Z')
  simple = await partnerOn(maven.ctx, { planId: await planOf(maven.ctx), from: '2026-01-01' }, '=Nordlicht')
  await settleOne(maven.ctx, simple, newItem(), qualified)
  await settleOne(maven.ctx, simple, newItem(), won(8_400_000n))
  await at('2026-11-21T10:00:00Z')
  const terms = (currency: string) => planDocument.parse({ language: 2, name: 'Share', currency, timeZone: 'Europe/Berlin', components: [{ id: 'share', on: 'invoice', pay: { percent: '20' }, payable: 'as_collected' }], payout: { every: 'month', days: 0 } })
  billed = await partnerOn(maven.ctx, { planId: (await createPlan(maven.ctx, { name: 'Share', terms: terms('JPY') })).id, from: '2026-01-01' }, 'Studio')
  await recordFacts(maven.ctx, [
    { kind: 'invoice', id: 'inv-1', at: '2026-10-05', partner: showId('partner', billed), account: 'acme', amount: '100000', currency: 'JPY' },
    { kind: 'payment', id: 'pay-1', at: '2026-10-09', of: 'inv-1', amount: '100000' },
  ])
  await pay(paid, true)
  await at('2026-11-22T10:00:00Z')
  await recordFacts(maven.ctx, [{ kind: 'refund', id: 'back-1', at: '2026-11-21', of: 'inv-1', amount: '40000' }])
  await transact(maven.ctx, (tx) => postReturned(tx, paid, null))
  await pay(returned, false)
})
afterAll(() => app?.close())

async function at(now: string) {
  app.clock.now = Temporal.Instant.from(now)
}
async function pay(paymentId: Id, arrives: boolean) {
  const lines = await sqlIn<{ id: Id }>(maven.ctx, 'select id from commission_line where partner_id = $1', [billed])
  await transact(maven.ctx, async (tx) => {
    await postPayment(tx, { paymentId, partnerId: billed, currency: 'JPY', lineIds: lines.map((row) => row.id), withheldMinor: 2000n, because: null })
    if (arrives) await postPaid(tx, paymentId, null)
  })
}

type Row = Record<string, string>
const rowsOf = (csv: string): Row[] => Papa.parse<Row>(csv, { header: true, skipEmptyLines: true }).data
const exported = async (from: string, to: string, ws = maven) => rowsOf((await ws.call('GET', '/ledger/journal.csv', { query: { from, to } })).text)
const minor = (row: Row) => BigInt((row['debit'] || `-${row['credit']}`).replace('.', ''))
type Account = { id: string; debit: { amountMinor: string } | null; credit: { amountMinor: string } | null }
async function balances(day: string): Promise<Map<string, bigint>> {
  const { currencies } = (await maven.call('GET', '/ledger/trial-balance', { query: { at: day } })).json as { currencies: { accounts: Account[] }[] }
  return new Map(currencies.flatMap((c) => c.accounts).map((a) => [a.id, BigInt(a.debit?.amountMinor ?? 0) - BigInt(a.credit?.amountMinor ?? 0)]))
}

test('401 without a credential, 403 for those who may not see money, 422 with the field', async () => {
  for (const path of ['/ledger/journal.csv', '/ledger/account-codes']) {
    expect((await app.call('GET', path, { query: { from: '2026-11-01', to: '2026-11-30' } })).status).toBe(401)
    for (const role of ['rep', 'viewer'] as const) expect((await app.call('GET', path, { key: maven.keys[role], query: { from: '2026-11-01', to: '2026-11-30' } })).status).toBe(403)
  }
  expect((await maven.call('GET', '/ledger/journal.csv', { query: { from: '2026-11-01' } })).json).toMatchObject({ status: 422, fields: [{ field: 'to' }] })
  expect((await maven.call('GET', '/ledger/journal.csv', { query: { from: '2026-11-02', to: '2026-11-01' } })).json).toMatchObject({ code: 'ledger.period_backwards', fields: [{ field: 'to' }] })
})

test('every entry is a line that says date, account, partner, cause and what it cites; another workspace has none', async () => {
  const rows = await exported('2026-11-01', '2026-11-30')
  const n = (await sqlIn<{ n: number }>(maven.ctx, 'select count(*)::int as n from entry where workspace_id = $1', [maven.ctx.workspace]))[0]?.n
  expect([rows.length, new Set(rows.map((row) => row['entry'])).size]).toEqual([n, n])
  expect(rows[0]).toMatchObject({
    entry: expect.stringMatching(/^jrn_[0-9a-f]{32}:1$/), date: '2026-11-20', account: 'Commission expense', account_code: 'COMMISSION-EXPENSE', partner: showId('partner', simple), debit: '400.00', credit: '', currency: 'EUR',
    cause: expect.stringMatching(/^ref_/), commission: expect.stringMatching(/^com_/), plan_version: '1', plan_version_id: expect.stringMatching(/^pv_/), payment: '',
  })
  expect(rows[0]?.['partner_name']).toMatch(/^'=Nordlicht/) // a spreadsheet must not run it
  expect(rows.filter((row) => row['payment']).map((row) => row['cause'])).toEqual([...Array(3).fill('payment sent'), ...Array(2).fill('payment paid'), ...Array(3).fill('payment returned'), ...Array(4).fill('payment sent')])
  expect(rows.find((row) => row['cause'] === 'back-1')).toMatchObject({ account: 'Commission expense', debit: '', credit: '8000', currency: 'JPY' })
  expect(await exported('2026-11-01', '2026-11-30', rival)).toEqual([])
})

test('the sums of each account in a period are what the trial balance moved by, day by day and together', async () => {
  for (const [from, to, dayBefore] of [['2026-11-20', '2026-11-20', '2026-11-19'], ['2026-11-21', '2026-11-21', '2026-11-20'], ['2026-11-22', '2026-11-22', '2026-11-21'], ['2026-11-21', '2026-11-22', '2026-11-20'], ['2026-01-01', '2026-12-31', '2025-12-31']] as const) {
    const sums = new Map<string, bigint>()
    for (const row of await exported(from, to)) sums.set(row['account_id'] ?? '', (sums.get(row['account_id'] ?? '') ?? 0n) + minor(row))
    const [before, after] = [await balances(dayBefore), await balances(to)]
    const moved = new Map([...after].map(([id, balance]) => [id, balance - (before.get(id) ?? 0n)]))
    const nonZero = (of: Map<string, bigint>) => [...of].filter(([, sum]) => sum !== 0n).sort()
    expect(nonZero(sums), `${from} to ${to}`).toEqual(nonZero(moved))
    expect([...sums.values()].reduce((a, b) => a + b, 0n)).toBe(0n)
  }
})

test('days together are the days one after another, and asked again it is the same file', async () => {
  const whole = await exported('2026-11-20', '2026-11-22')
  expect([...(await exported('2026-11-20', '2026-11-20')), ...(await exported('2026-11-21', '2026-11-21')), ...(await exported('2026-11-22', '2026-11-22'))]).toEqual(whole)
  expect(await exported('2026-11-20', '2026-11-22')).toEqual(whole)
})

test('a journal with more entries than are read at once, and more journals than that, are whole', async () => {
  const ws = await app.workspace('Bulk')
  await sqlIn(ws.ctx, `
    with account as (select gen_random_uuid() as debit, gen_random_uuid() as credit),
    accounts as (insert into ledger_account (workspace_id, id, kind, currency, opened_at) select $1::uuid, debit, 'commission_expense', 'EUR', now() from account union all select $1, credit, 'withholding', 'EUR', now() from account),
    sizes as (select n, case when n = 3 then 9002 else 2 end as size, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id from generate_series(1, 1203) n),
    journals as (insert into journal (workspace_id, id, cause, effective_on, recorded_at, memo, entry_count) select $1, id, 'bulk ' || n, '2026-10-01'::date + (n % 5), now(), 'Bulk', size from sizes)
    insert into entry (workspace_id, journal_id, line_no, entry_count, account_id, amount_minor, currency)
    select $1, s.id, line, s.size, case when line % 2 = 1 then a.debit else a.credit end, case when line % 2 = 1 then 5 else -5 end, 'EUR' from sizes s, account a, generate_series(1, s.size) line`, [ws.ctx.workspace])
  const rows = rowsOf(await text(await journalCsv(ws.ctx, { from: '2026-10-01', to: '2026-10-31' })))
  expect([rows.length, new Set(rows.map((row) => row['entry'])).size]).toEqual([9002 + 1202 * 2, 9002 + 1202 * 2])
  expect(rows.map((row) => row['date'])).toEqual(rows.map((row) => row['date']).sort())
  expect(rows.filter((row) => row['journal']?.endsWith('3'.padStart(12, '0'))).map((row) => Number(row['entry']?.split(':')[1]))).toEqual(Array.from({ length: 9002 }, (_, i) => i + 1))
})

test('codes of accounts are finance’s to say: 403, 422, then from the next export on, with an event', async () => {
  const put = (codes: object[], key = maven.keys.finance) => maven.call('PUT', '/ledger/account-codes', { body: { codes }, key })
  expect((await put([{ kind: 'paid', code: '1200' }], maven.keys.manager)).status).toBe(403)
  expect((await maven.call('GET', '/ledger/account-codes', { key: maven.keys.manager })).json.can.change).toMatchObject({ allowed: false })
  expect((await put([{ kind: 'paid', code: ' ' }])).json).toMatchObject({ status: 422, fields: [{ field: 'codes.0.code' }] })
  expect((await put([{ kind: 'paid', code: '1200' }, { kind: 'nonsense', code: '1' }])).json).toMatchObject({ code: 'ledger.account_kind', fields: [{ field: 'codes.1.kind' }] })
  expect((await put([{ kind: 'commission_expense', code: '6100' }, { kind: 'paid', code: '1200' }])).status).toBe(204)
  expect((await put([{ kind: 'commission_expense', code: '6100' }])).status).toBe(204)
  const rows = await exported('2026-11-20', '2026-11-22')
  expect(new Set(rows.map((row) => row['account_code']))).toEqual(new Set(['6100', 'CLAWBACK-RECEIVABLE', 'COMMISSION-PAYABLE', 'PAYMENTS-UNDER-WAY', 'TAX-WITHHELD', '1200']))
  const events = await sqlIn(maven.ctx, "select payload from event where workspace_id = $1 and type = 'ledger.account_codes_changed'", [maven.id])
  expect(events).toEqual([{ payload: { codes: { commission_expense: '6100', paid: '1200' } } }])
  expect((await rival.call('GET', '/ledger/account-codes')).json.codes[0]).toMatchObject({ code: 'COMMISSION-EXPENSE' })
})
