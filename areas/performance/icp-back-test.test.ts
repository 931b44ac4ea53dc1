// The back-test over the API, against a count by hand, and what is suggested from the same past.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { transact } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { gradeCompany, part as companies, upsertCompanies, type IcpRules } from '../companies/index.ts'
import { part as coselling } from '../coselling/index.ts'
import { part } from './index.ts'

let s: TestServer
let w: TestWorkspace
let other: TestWorkspace
const industry = { attribute: 'industry', test: 'one_of', values: ['Food'], min: null, max: null, currency: null, mustHave: false, weight: 2, suggestedFrom: null } as const
const size = { attribute: 'employees', test: 'at_least', values: [], min: 100, max: null, currency: null, mustHave: false, weight: 1, suggestedFrom: null } as const
const rules: IcpRules = { criteria: [{ ...industry, values: [...industry.values] }, { ...size, values: [] }], thresholds: { a: 80, b: 60, c: 40 }, unknownCounts: 'half' }

/** Food wins about three of four, steel one of four, and of some companies the size is unknown. */
const past = Array.from({ length: 60 }, (_, i) => {
  const isFood = i % 2 === 0
  return { crmId: `c${i}`, name: `Company ${'abcdefghij'[i % 10]}${'klmnopqrst'[Math.floor(i / 10)]} Works`, industry: isFood ? 'Food' : 'Steel', employees: i % 3 === 0 ? undefined : 50 + (i % 7) * 30, opportunities: Array.from({ length: 1 + (i % 4) }, (__, n) => ((Math.floor(i / 2) + n) % 4 !== 0) === isFood) }
})

async function bring(ws: TestWorkspace, rows: typeof past): Promise<void> {
  await transact(ws.ctx, async (tx) => {
    const made = await upsertCompanies(tx, rows.map(({ opportunities: _, ...row }) => row))
    const deals = rows.flatMap(({ opportunities }, i) => opportunities.map((isWon) => ({ id: newId(tx.now.epochMilliseconds), company: (made[i] as { companyId: string }).companyId, state: isWon ? 'won' : 'lost' })))
    await sql`insert into opportunity (workspace_id, id, name, company_id, state, currency, closed_on, created_at, changed_at)
      select ${tx.workspace}::uuid, d.id, 'A deal', d.company, d.state, 'EUR', '2026-01-15', ${tx.now}::timestamptz, ${tx.now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(deals)}::jsonb) as d(id uuid, company uuid, state text)`.execute(tx.q)
  })
}

beforeAll(async () => {
  s = await testServer([companies, coselling, part])
  w = await s.workspace('Maven')
  other = await s.workspace('Contoso')
  await bring(w, past)
  await transact(w.ctx, (tx) => sql`insert into opportunity (workspace_id, id, name, state, currency, closed_on, created_at, changed_at) values
    (${tx.workspace}, ${newId(tx.now.epochMilliseconds)}, 'Of nobody', 'won', 'EUR', '2026-01-15', ${tx.now}, ${tx.now})`.execute(tx.q))
})
afterAll(() => s.close())

describe('the ladder', () => {
  test.each([['POST', '/icp/back-test', { draft: rules }], ['GET', '/icp/suggestion', undefined]] as const)('%s %s asks who it is, and a viewer may', async (method, path, body) => {
    expect((await s.call(method, path, body ? { body } : {})).status).toBe(401)
    expect((await w.call(method, path, { key: w.keys.viewer, ...(body ? { body } : {}) })).status).toBe(200)
  })

  test('a draft that cannot be meant is refused at its field, and without a profile there is nothing to test', async () => {
    const body = { draft: { ...rules, criteria: [{ ...size, test: 'words' }] } }
    expect((await w.call('POST', '/icp/back-test', { body })).json).toMatchObject({ status: 422, fields: [{ field: 'criteria.0.test', code: 'companies.icp_test' }] })
    expect((await w.call('POST', '/icp/back-test', { body: {} })).json).toMatchObject({ status: 409, code: 'performance.no_icp' })
  })

  test('a stranger sees nothing of it', async () => {
    expect((await other.call('POST', '/icp/back-test', { body: { draft: rules } })).json).toMatchObject({ all: { cases: 0 }, verdict: 'too_early', finding: 'Too early to say: 0 closed opportunities of 0 companies, and it takes 30 of 10.' })
    expect((await other.call('GET', '/icp/suggestion')).json).toMatchObject({ criteria: [], rows: [] })
  })
})

describe('the back-test', () => {
  test('counts as one counts by hand, and writes nothing', async () => {
    const before = await w.eventTypes()
    const { json } = await w.call('POST', '/icp/back-test', { body: { draft: rules } })
    const graded = past.map((one) => ({ ...one, grade: gradeCompany(rules, { industry: one.industry, employees: one.employees ?? null, country: null }, 2026).grade }))
    const count = (some: typeof graded) => ({ cases: some.flatMap((one) => one.opportunities).length, counted: some.flatMap((one) => one.opportunities).filter(Boolean).length, companies: some.length })
    const all = count(graded)
    expect(json.all).toMatchObject(all)
    for (const row of json.grades) {
      const own = count(graded.filter((one) => one.grade === row.grade))
      expect(row.rate).toMatchObject(own)
      if (own.cases > 0) expect(row.lift).toBeCloseTo(own.counted / own.cases / (all.counted / all.cases), 10)
    }
    const fit = count(graded.filter((one) => one.grade === 'A' || one.grade === 'B'))
    expect(json.precision).toMatchObject(fit)
    expect(json.recall).toMatchObject({ counted: fit.counted, cases: all.counted })
    expect(json.criteria[0].rates.met).toMatchObject(count(graded.filter((one) => one.industry === 'Food')))
    expect(json.criteria[1].rates.unknown).toMatchObject(count(graded.filter((one) => one.employees === undefined)))
    expect(json).toMatchObject({ version: null, withoutCompany: 1, verdict: 'higher', criteria: [{ verdict: 'higher' }, {}] })
    expect(json.finding).toMatch(/^What fits is won more often: A or B \d+ % \(95 %: \d+ to \d+\), the others/)
    expect(json.limitation).toContain('known of it now')
    expect(await w.eventTypes()).toEqual(before)
  })

  test('tests the profile in force when there is no draft, and says no clear difference plainly', async () => {
    expect((await w.call('PUT', '/icp', { body: { criteria: [size] } })).json).toEqual({ version: 1 })
    const { json } = await w.call('POST', '/icp/back-test', { body: {} })
    expect(json).toMatchObject({ version: 1, verdict: 'no_clear_difference' })
    expect(json.finding).toMatch(/^No clear difference: /)
  })
})

test('what won has more often is suggested, marked, and put in force by nobody', async () => {
  const { json } = await w.call('GET', '/icp/suggestion')
  const won = past.filter((one) => one.opportunities.some(Boolean)).length
  expect(json).toMatchObject({ wonCompanies: won, criteria: [{ attribute: 'industry', test: 'one_of', values: ['Food'], suggestedFrom: won, mustHave: false }] })
  expect(json.rows[0]).toMatchObject({ attribute: 'industry', said: 'Food', verdict: 'higher' })
  expect(json.finding).toContain(`Suggested from ${won} won companies: industry.`)
  expect((await w.call('GET', '/icp')).json.version).toBe(1)
  expect((await w.call('POST', '/icp/back-test', { body: { draft: { criteria: json.criteria } } })).status).toBe(200)
})
