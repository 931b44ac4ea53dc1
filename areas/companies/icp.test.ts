// The profile over the API: who may, what is refused at which field, what is written, and what a company says of its grade.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { showId } from '../../kernel/ids.ts'
import { transact } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { part, upsertCompanies } from './index.ts'
import { regradeCompanies } from './regrade.ts'

let s: TestServer
let w: TestWorkspace
let other: TestWorkspace
let ids: string[]
const industry = { attribute: 'industry', test: 'words', values: ['Food'], mustHave: true, weight: 3 }
const stage = { attribute: 'column:Stage', test: 'one_of', values: ['Growth'], weight: 2 }

beforeAll(async () => {
  s = await testServer([part])
  w = await s.workspace('Maven')
  other = await s.workspace('Contoso')
  const rows = await transact(w.ctx, (tx) => upsertCompanies(tx, [
    { name: 'Meridian Foods', industry: 'Food', employees: 420, country: 'DE', foundedYear: 2001, attributes: { Stage: 'Growth' } },
    { name: 'Arden Print', industry: 'Printing', employees: 30, country: 'GB', attributes: { Stage: 'Growth' } },
    { name: 'Ostrava Mills', country: 'CZ', attributes: { Stage: 'Growth' } },
    { name: 'Nordlys Seafood', industry: 'Food', country: 'NO' },
  ]))
  ids = rows.map((row) => ('companyId' in row ? showId('company', row.companyId) : ''))
})
afterAll(() => s.close())

const routes = [['GET', '/icp', undefined], ['PUT', '/icp', { criteria: [] }], ['GET', '/icp/versions', undefined], ['GET', '/icp/attributes', undefined], ['POST', '/icp/preview', { criteria: [] }]] as const

describe('the ladder', () => {
  test.each(routes)('%s %s asks who it is', async (method, path, body) => {
    expect((await s.call(method, path, body ? { body } : {})).status).toBe(401)
  })

  test.each(['manager', 'rep', 'finance', 'viewer'] as const)('a %s tries a profile and does not set it', async (role) => {
    const key = w.keys[role]
    expect((await w.call('PUT', '/icp', { key, body: { criteria: [industry] } })).json).toMatchObject({ status: 403, code: 'not_allowed' })
    expect((await w.call('POST', '/icp/preview', { key, body: { criteria: [industry] } })).status).toBe(200)
    expect((await w.call('GET', '/icp', { key })).json.can.set).toEqual({ allowed: false, why: 'An admin can set the profile.' })
  })

  test.each<[object, string, string | undefined]>([
    [{ criteria: [{ ...industry, weight: 6 }] }, 'criteria.0.weight', undefined],
    [{ criteria: [{ attribute: 'country', test: 'one_of', values: ['Atlantis'] }] }, 'criteria.0.values', undefined],
    [{ criteria: [{ attribute: 'colour', test: 'known' }] }, 'criteria.0.attribute', 'companies.icp_attribute'],
    [{ criteria: [{ attribute: 'column:Colour', test: 'known' }] }, 'criteria.0.attribute', 'companies.icp_attribute'],
    [{ criteria: [{ ...industry, values: [] }] }, 'criteria.0.values', 'companies.icp_values_empty'],
    [{ criteria: [industry, industry] }, 'criteria.1.values', 'companies.icp_overlap'],
    [{ criteria: [industry], thresholds: { a: 50, b: 60, c: 40 } }, 'thresholds.b', 'companies.icp_thresholds'],
  ])('%j is refused at its field, tried or saved', async (body, field, code) => {
    for (const [method, path] of [['POST', '/icp/preview'], ['PUT', '/icp']] as const) {
      const answer = await w.call(method, path, { body })
      expect(answer.status).toBe(422)
      expect(answer.json.fields[0]).toMatchObject(code ? { field, code } : { field })
    }
  })

  test('a column that only another workspace has is not one of ours', async () => {
    expect((await other.call('POST', '/icp/preview', { body: { criteria: [stage] } })).json.fields[0].code).toBe('companies.icp_attribute')
    expect((await other.call('GET', '/icp/attributes')).json).toMatchObject({ companies: 0, attributes: expect.not.arrayContaining([expect.objectContaining({ label: 'Stage' })]) })
  })
})

describe('trying and setting it', () => {
  test('a preview counts and writes nothing', async () => {
    const before = await w.eventTypes()
    expect((await w.call('POST', '/icp/preview', { body: { criteria: [industry, stage] } })).json).toEqual({
      companies: 4, unknown: 2, grades: [{ grade: 'A', companies: 2 }, { grade: 'B', companies: 1 }, { grade: 'C', companies: 0 }, { grade: 'none', companies: 1 }],
    })
    expect(await w.eventTypes()).toEqual(before)
    expect((await w.call('GET', '/icp')).json.version).toBe(0)
  })

  test('what may be asked about is listed with how often it is known', async () => {
    const { attributes } = (await w.call('GET', '/icp/attributes')).json
    expect(attributes).toEqual(expect.arrayContaining([
      expect.objectContaining({ attribute: 'industry', known: 3, values: ['Food', 'Printing'] }), expect.objectContaining({ attribute: 'column:Stage', label: 'Stage', known: 3, values: ['Growth'] }),
      expect.objectContaining({ attribute: 'age', known: 1 }),
    ]))
  })

  test('a version is a row, an event and a job; the next needs a reason and says what it changed', async () => {
    expect((await w.call('PUT', '/icp', { body: { criteria: [industry, stage] } })).json).toEqual({ version: 1 })
    expect((await w.call('PUT', '/icp', { body: { criteria: [stage, industry] } })).json).toEqual({ version: 1 })
    const changed = { criteria: [industry, { ...stage, weight: 1 }] }
    expect((await w.call('PUT', '/icp', { body: changed })).json.fields[0]).toMatchObject({ field: 'why', code: 'companies.icp_why' })
    expect((await w.call('PUT', '/icp', { session: w.session, body: { ...changed, why: 'Stage said little.' } })).json).toEqual({ version: 2 })
    const { items } = (await w.call('GET', '/icp/versions')).json
    expect(items[0]).toMatchObject({ version: 2, why: 'Stage said little.', changes: ['asks: Stage is Growth, weight 1', 'no longer asks: Stage is Growth, weight 2'] })
    expect(items[1]).toMatchObject({ version: 1, why: null, changes: ['asks: industry has the words Food, a must-have, weight 3', 'asks: Stage is Growth, weight 2', 'A from 80 %, B from 60 %, C from 40 %'] })
    const rows = await sqlIn(w.ctx, `select version, why, rules->'criteria'->0->>'attribute' as first from icp where workspace_id = $1 order by 1`, [w.id])
    expect(rows).toEqual([{ version: 1, why: null, first: 'industry' }, { version: 2, why: 'Stage said little.', first: 'industry' }])
    expect((await w.eventTypes()).filter((type) => type === 'icp.set')).toHaveLength(2)
    const jobs = await s.db.pool.query(`select 1 from graphile_worker.jobs where task_identifier = 'companies.regrade' and key = $1`, [`regrade:${w.id}`])
    expect(jobs.rowCount).toBe(1)
  })

  test('a company says its grade criterion by criterion, and what is unknown', async () => {
    await regradeCompanies(w.ctx)
    const company = async (i: number) => (await w.call('GET', `/companies/${ids[i]}`)).json
    expect(await company(0)).toMatchObject({ grade: 'A', fit: { version: 2, grade: 'A', met: 100, limit: null, criteria: [{ criterion: 'industry has the words Food', standing: 'met' }, { standing: 'met', say: 'Stage: Growth' }] } })
    expect(await company(1)).toMatchObject({ grade: 'none', fit: { limit: 'no fit without industry, a must-have' } })
    expect(await company(3)).toMatchObject({ grade: 'A', gradeUnknown: ['Stage'], fit: { criteria: [{ standing: 'met' }, { standing: 'unknown', say: 'Stage' }] } })
  })

  test('a changed column is graded at once', async () => {
    await transact(w.ctx, (tx) => upsertCompanies(tx, [{ name: 'Nordlys Seafood', attributes: { Stage: 'Late' } }]))
    expect((await w.call('GET', `/companies/${ids[3]}`)).json).toMatchObject({ grade: 'B', gradeUnknown: [], gradeReasons: ['food industry', 'Stage: Late, not one of ours'] })
  })

  test('a profile that was stored before criteria goes on', async () => {
    await sqlIn(other.ctx, `insert into icp (workspace_id, version, rules, created_at) values ($1, 1, '{"industries":["Food"],"countries":["DE"],"minEmployees":50,"maxEmployees":null}', now())`, [other.id])
    expect((await other.call('GET', '/icp')).json).toMatchObject({ version: 1, thresholds: { a: 100, b: 75, c: 50 }, criteria: [{ attribute: 'industry', test: 'words' }, { attribute: 'employees', test: 'at_least', min: 50 }, { attribute: 'country', values: ['DE'] }] })
    const { id } = (await other.call('POST', '/companies', { body: { name: 'Hofer', industry: 'Food', country: 'DE' } })).json
    expect((await other.call('GET', `/companies/${id}`)).json).toMatchObject({ grade: 'B', gradeUnknown: ['size'] })
  })
})
