// A real past: 6,711 closed opportunities of 85 accounts, with sector, revenue, people and country; and 5,950 companies to grade.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transact } from '../../platform/db/transact.ts'
import { part as files, storeFile } from '../../platform/files/index.ts'
import { part as imports, runImport, startImport } from '../../platform/imports/index.ts'
import { sharedData } from '../../test/setup/shared-data.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as companies } from '../companies/index.ts'
import { part as coselling } from '../coselling/index.ts'
import { part } from './index.ts'

const [accounts, pipeline, universe] = [sharedData('maven-crm/accounts.csv'), sharedData('maven-crm/sales_pipeline.csv'), sharedData('company-universe/yc_companies.csv.gz')]
let s: TestServer
beforeAll(async () => { s = await testServer([files, imports, companies, coselling, part]) })
afterAll(() => s.close())

async function bring(ws: TestWorkspace, kind: string, content: Buffer, mapping?: Record<string, string>): Promise<void> {
  const file = await storeFile(ws.ctx, { name: `${kind}.csv`, contentType: 'text/csv' }, (async function* () { yield content })())
  const { id } = await startImport(ws.ctx, { fileId: file.id, kind, options: {}, mapping })
  expect(await runImport(ws.ctx, id)).toMatchObject({ state: 'done', rejected: 0 })
}
/** Milliseconds. */
async function timed<T>(what: () => Promise<T>): Promise<[T, number]> {
  const start = process.hrtime.bigint()
  const value = await what()
  return [value, Number((process.hrtime.bigint() - start) / 1_000_000n)]
}

describe.runIf(accounts && pipeline)('the past of Maven', () => {
  let w: TestWorkspace
  beforeAll(async () => {
    w = await s.workspace('Maven', { currency: 'USD' })
    await bring(w, 'companies', readFileSync(accounts!))
    await bring(w, 'opportunities', readFileSync(pipeline!))
  }, 120_000)

  test('says plainly that sector and size do not split won from lost, and counts as the files do', async () => {
    const sectors = new Map(readFileSync(accounts!, 'utf8').split(/\r?\n/).slice(1).filter(Boolean).map((line) => [line.split(',')[0]!, { sector: line.split(',')[1]!, employees: Number(line.split(',')[4]) }]))
    const closed = readFileSync(pipeline!, 'utf8').split(/\r?\n/).slice(1).filter(Boolean).map((line) => ({ account: line.split(',')[3]!, stage: line.split(',')[4]! })).filter(({ stage }) => stage === 'Won' || stage === 'Lost')
    const fits = ({ account }: { account: string }) => sectors.get(account)?.sector === 'medical'
    const draft = { criteria: [{ attribute: 'industry', test: 'one_of', values: ['Medical'], weight: 1 }] }
    const [{ json }, took] = await timed(() => w.call('POST', '/icp/back-test', { body: { draft } }))
    console.info(`Back-test of ${closed.length} closed opportunities: ${took} ms. ${json.finding}`)
    expect(json.all).toMatchObject({ cases: 6711, counted: 4238, companies: 85 })
    expect(json.precision).toMatchObject({ cases: closed.filter(fits).length, counted: closed.filter((one) => fits(one) && one.stage === 'Won').length })
    expect(json.recall).toMatchObject({ cases: 4238, counted: json.precision.counted })
    expect(json).toMatchObject({ verdict: 'no_clear_difference', finding: expect.stringMatching(/^No clear difference/) })
    expect(took).toBeLessThan(5000)
  })

  test('suggests nothing where nothing sets won apart', async () => {
    const [{ json }, took] = await timed(() => w.call('GET', '/icp/suggestion'))
    console.info(`Suggestion from ${json.wonCompanies} won companies: ${took} ms. ${json.finding}`)
    expect(json.rows.length).toBeGreaterThan(10)
    for (const one of json.criteria) expect(one.suggestedFrom).toBe(json.wonCompanies)
  })
})

test.runIf(universe)('a preview grades 5,950 companies while somebody types', async () => {
  const w = await s.workspace('Directory', { currency: 'USD' })
  await bring(w, 'companies', gunzipSync(readFileSync(universe!)))
  const criteria = [{ attribute: 'industry', test: 'words', values: ['Healthcare', 'Fintech', 'B2B'], weight: 3 }, { attribute: 'employees', test: 'between', min: 20, max: 500, weight: 3 }, { attribute: 'region', test: 'one_of', values: ['North America', 'Europe'], mustHave: true, weight: 2 }]
  const [{ json }, took] = await timed(() => w.call('POST', '/icp/preview', { body: { criteria } }))
  console.info(`Preview of ${json.companies} companies: ${took} ms. ${JSON.stringify(json.grades)} unknown ${json.unknown}`)
  expect(json.companies).toBe(5950)
  expect(json.grades.reduce((n: number, one: { companies: number }) => n + one.companies, 0)).toBe(5950)
  expect(took).toBeLessThan(5000)

  await transact(w.ctx, (tx) => sql`insert into opportunity (workspace_id, id, name, company_id, state, currency, closed_on, created_at, changed_at)
    select ${tx.workspace}::uuid, gen_random_uuid(), 'A deal', ids[1 + n % 5950], case when n % 3 = 0 then 'won' else 'lost' end, 'USD', '2026-01-15', ${tx.now}::timestamptz, ${tx.now}::timestamptz
    from generate_series(1, 10000) as n, (select array_agg(id order by id) as ids from company where workspace_id = ${tx.workspace}::uuid) as all_of_them`.execute(tx.q))
  const [tested, testTook] = await timed(() => w.call('POST', '/icp/back-test', { body: { draft: { criteria } } }))
  console.info(`Back-test of ${tested.json.all.cases} closed opportunities of ${tested.json.all.companies} companies: ${testTook} ms. ${tested.json.finding}`)
  expect(tested.json.all).toMatchObject({ cases: 10_000, companies: 5950 })
  expect(testTook).toBeLessThan(5000)
}, 40_000)
