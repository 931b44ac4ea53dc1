import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { showId, type Id } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { createPartner } from '../partners/index.ts'
import { assignPlan, createPlan, planDocument } from '../program/index.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { gathering } from '../../platform/db/gathering.ts'
import { part as ledger, recordFacts, verifyLedger } from './index.ts'

let app: TestServer
let maven: TestWorkspace
const partners: Id[] = []
beforeAll(async () => {
  app = await testServer([ledger])
  maven = await app.workspace('Maven Labs')
  const terms = planDocument.parse({ language: 2, name: 'A tenth', currency: 'EUR', components: [{ id: 'share', on: 'sale', pay: { percent: '10' } }] })
  const plan = await createPlan(maven.ctx, { name: 'A tenth', terms })
  for (let n = 0; n < 8; n += 1) {
    const { id } = await createPartner(maven.ctx, { name: `Partner ${n}`, type: 'referral', state: 'active', ownerId: undefined, timeZone: 'Europe/Berlin', website: null, startedOn: '2026-01-01', contacts: [] })
    await assignPlan(maven.ctx, id, { planId: plan.id, from: '2026-01-01', why: 'test' })
    partners.push(id)
  }
})
afterAll(() => app?.close())

const sale = (id: string, n: number, account = `account ${id}`) => ({ kind: 'sale', id, partner: showId('partner', partners[n % partners.length]!), account, amount: '100.00', currency: 'EUR', at: '2026-03-01' })

test('many tell at the same moment: each hears what came of its own, by its own hand, and every fact is told once', { timeout: 60_000 }, async () => {
  const told = await Promise.all(Array.from({ length: 40 }, (_, n) => recordFacts({ ...maven.ctx, requestId: `request ${n}` }, [sale(`s${n}`, n, `account ${n % 30}`)])))
  expect(told.map(({ results, lines }) => [results, lines.map((line) => [line.partnerId, line.amountMinor])])).toEqual(
    told.map((_, n) => [[{ id: `s${n}`, result: 'recorded', why: null }], [[partners[n % 8], '1000']]]))
  const rows = await read(maven.ctx, (r) => r.q
    .selectFrom('commission_line as l').innerJoin('journal as j', (on) => on.onRef('j.workspace_id', '=', 'l.workspace_id').onRef('j.id', '=', 'l.journal_id')).innerJoin('event as e', (on) => on.onRef('e.workspace_id', '=', 'j.workspace_id').onRef('e.id', '=', 'j.event_id'))
    .select(['l.item_key', 'l.fact_key', 'e.request_id']).where('l.workspace_id', '=', maven.id).orderBy('l.item_key').execute())
  expect(rows).toEqual(Array.from({ length: 40 }, (_, n) => ({ item_key: `s${n}`, fact_key: `s${n}`, request_id: `request ${n}` })).sort((a, b) => (a.item_key < b.item_key ? -1 : 1)))
  expect(await read(maven.ctx, verifyLedger)).toMatchObject({ ok: true, lines: 40, journals: 40 })
})

test('the same fact from many at once is recorded once; what takes back comes with the sales of the same partner', { timeout: 60_000 }, async () => {
  const same = await Promise.all(Array.from({ length: 12 }, () => recordFacts(maven.ctx, [sale('twin', 0)])))
  expect(same.map(({ results }) => results[0]?.result).sort()).toEqual([...Array.from({ length: 11 }, () => 'known'), 'recorded'])
  const back = (n: number) => ({ kind: 'refund', id: `back-${n}`, of: `s${n}`, amount: 'all', at: '2026-03-02' })
  const mixed = await Promise.all(Array.from({ length: 16 }, (_, n) => [recordFacts(maven.ctx, [back(n)]), recordFacts(maven.ctx, [sale(`more-${n}`, n)])]).flat())
  expect(mixed.flatMap(({ lines }) => lines.map((line) => line.amountMinor)).sort()).toEqual([...Array.from({ length: 16 }, () => '-1000'), ...Array.from({ length: 16 }, () => '1000')])
  expect(await read(maven.ctx, verifyLedger)).toMatchObject({ ok: true, lines: 40 + 1 + 32 })
})

test('what depends on others works alone, and what fails fails by itself', async () => {
  const done: string[] = []
  const ask = gathering<string, string>({
    namesOf: () => [],
    alone: async (_ctx, one) => {
      if (one === 'bad') throw new Error('bad by itself')
      done.push(`${one} alone`)
      return one
    },
    together: async (_tx, all, apart) => {
      const shy = all.flatMap(({ one }, i) => (one === 'shy' ? [i] : []))
      if (shy.length > 0) apart(shy)
      if (all.some(({ one }) => one === 'bad')) throw new Error('bad for all')
      done.push(all.map(({ one }) => one).join(' and '))
      return all.map(({ one }) => one)
    },
  })
  const first = ['a', 'b', 'c', 'shy', 'd'].map((one) => ask(maven.ctx, one))
  expect(await Promise.all(first)).toEqual(['a', 'b', 'c', 'shy', 'd'])
  expect(done.sort()).toEqual(['a alone', 'b alone', 'c and d', 'shy alone'])
  const second = await Promise.allSettled(['e', 'f', 'bad', 'g'].map((one) => ask(maven.ctx, one)))
  expect(second.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual(['e', 'f', 'Error: bad by itself', 'g'])
})

test('what books facts and lines is prepared, so that a connection plans it once', async () => {
  const prepared = await transact(maven.ctx, async (tx) => {
    await recordFacts(tx, [sale('prepared', 1)])
    return (await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(tx.q)).rows.map((row) => row.statement)
  })
  for (const table of ['plan_fact', 'commission_line']) expect([table, prepared.filter((one) => one.includes(`insert into ${table} (`)).length]).toEqual([table, 1])
})

test('who finds more under way than wait is heard with those that come, and waits no longer than a moment', async () => {
  const done: string[] = []
  let free = () => {}
  const stuck = new Promise<void>((resolve) => (free = resolve))
  let begun = () => {}
  const isStuck = new Promise<void>((resolve) => (begun = resolve))
  const ask = gathering<string, string>({
    namesOf: () => [],
    alone: async (_ctx, one) => (done.push(one), one),
    together: async (_tx, all) => {
      const names = all.map(({ one }) => one)
      if (names.includes('stuck')) await (begun(), stuck)
      done.push(names.join(' and '))
      return names
    },
  })
  const first = ['a', 'b', 'stuck', 'c', 'd'].map((one) => ask(maven.ctx, one))
  await isStuck
  const later = ['e', 'f'].map((one) => ask(maven.ctx, one))
  await new Promise((resolve) => setTimeout(resolve, 40))
  const soon = [...done]
  await Promise.all(later)
  free()
  expect([soon, done]).toEqual([['a', 'b'], ['a', 'b', 'e and f']])
  await Promise.all(first)
  expect(done.at(-1)).toBe('stuck and c and d')
})
