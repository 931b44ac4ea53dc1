// Many companies, some of them twice under other spellings: the job finds those, quickly, and says how far it is.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { transact } from '../../platform/db/transact.ts'
import { part, upsertCompanies } from './index.ts'
import { findPairs, startFindPairs } from './find-pairs.ts'

/** `COMPANIES=10000` for the figure of the guide. */
const many = Number(process.env['COMPANIES'] ?? 2000)

let s: TestServer
let w: TestWorkspace
beforeAll(async () => {
  s = await testServer([part])
  w = await s.workspace('Maven')
})
afterAll(() => s.close())

const syllables = ['ba', 'lor', 'mi', 'ken', 'sta', 'vu', 'per', 'zi', 'nom', 'dra', 'qui', 'fel', 'hox', 'wyn', 'jad', 'gre']
const word = (n: number): string => [n, n >> 4, n >> 8, n >> 12].map((part) => syllables[part & 15]).join('')
const trades = ['Handel', 'Logistik', 'Brauerei', 'Druck', 'Metall', 'Papier', 'Optik']

test('every planted pair of many companies is found, and a second look finds nothing new', async () => {
  const names = Array.from({ length: many - 100 }, (_, n) => `${word((n * 40_503) & 65_535)} ${trades[n % 7]}`)
  const slips = names.slice(0, 100).map((name) => `${name.slice(0, 3)}${name.slice(4)}`)
  for (let from = 0; from < many; from += 2000)
    await transact(w.ctx, (tx) => upsertCompanies(tx, [...names, ...slips].slice(from, from + 2000).map((name, i) => ({ name, crmId: `c-${from + i}` }))))
  await startFindPairs(w.ctx)
  const started = performance.now()
  const { looked, found } = await findPairs(w.ctx)
  const took = Math.round(performance.now() - started)
  console.info(`Looked for duplicates among ${looked} companies: ${took} ms, ${found} pairs.`)
  expect(looked).toBe(many)
  const pairs = await sqlIn<{ a: string; b: string }>(w.ctx, 'select a.crm_id as a, b.crm_id as b from company_pair p join company a on a.id = p.company_id join company b on b.id = p.other_id')
  const planted = Array.from({ length: 100 }, (_, n) => [`c-${n}`, `c-${many - 100 + n}`].sort().join())
  const seen = new Set(pairs.map(({ a, b }) => [a, b].sort().join()))
  expect(planted.filter((pair) => seen.has(pair)).length).toBeGreaterThanOrEqual(90)
  expect(await sqlIn(w.ctx, 'select looked, found, finished_at is not null as done from company_pair_search')).toEqual([{ looked: many, found, done: true }])
  expect(await findPairs(w.ctx)).toEqual({ looked: many, found: 0 })
  expect(took).toBeLessThan(120_000)
}, 240_000)

test('two that are spelled alike are likelier one where they are in one house, and a house alone makes no pair', async () => {
  const placed = await s.workspace('Placed')
  const house = { street: 'Torstr. 12', zip: '10119', city: 'Berlin' }
  await transact(placed.ctx, (tx) => upsertCompanies(tx, [
    { crmId: '1', name: 'Quarzwerk Adler', ...house }, { crmId: '2', name: 'Quartzwerk Adler', street: 'Torstraße 12', city: 'Berlin' }, { crmId: '3', name: 'Silberhof Keramik', attributes: { 'Billing City': 'Ulm' } },
    { crmId: '4', name: 'Silbernhof Keramik', city: 'Bonn' }, { crmId: '5', name: 'Notar Albers', ...house }, { crmId: '6', name: 'Praxis Weber', ...house },
  ]))
  await startFindPairs(placed.ctx)
  expect(await findPairs(placed.ctx)).toEqual({ looked: 6, found: 2 })
  const found = await sqlIn<{ name: string; probability: number; reasons: string[] }>(placed.ctx, 'select a.name, p.probability, p.reasons from company_pair p join company a on a.id = p.company_id order by p.probability desc')
  expect(found.map((one) => one.reasons)).toEqual([['One letter differs.', 'They have the same street and city.'], ['One letter differs.', 'They are in other cities.']])
  expect(found[0]!.probability).toBeGreaterThan(800)
})
