// The routes: who may, what is refused and in which words, what changes, and that nothing of another workspace shows.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, showId } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { part, recogniseOrCreate, upsertCompanies } from './index.ts'
import { regradeCompanies } from './regrade.ts'

let s: TestServer
let w: TestWorkspace
let other: TestWorkspace
let meridian: string
const body = { name: 'Meridian Foods', website: 'meridian-foods.com', industry: 'Food', employees: 420, country: 'Germany', aliases: ['Harbourlight'] }

beforeAll(async () => {
  s = await testServer([part])
  w = await s.workspace('Maven')
  other = await s.workspace('Contoso')
  const made = await w.call('POST', '/companies', { body })
  expect(made.status).toBe(201)
  meridian = made.json.id
})
afterAll(() => s.close())

const routes = [
  ['GET', '/companies', undefined], ['POST', '/companies', { name: 'X' }], ['GET', '/companies/lookup?q=a', undefined], ['GET', `/companies/${showId('company', newId())}`, undefined],
  ['PATCH', `/companies/${showId('company', newId())}`, { employees: 1 }],
] as const

describe('the ladder', () => {
  test.each(routes)('%s %s asks who it is', async (method, path, content) => {
    expect((await s.call(method, path, content ? { body: content } : {})).status).toBe(401)
  })

  test.each(routes.filter(([method]) => method !== 'GET'))('%s %s refuses a viewer', async (method, path, content) => {
    const answer = await w.call(method, path, { key: w.keys.viewer, body: content })
    expect([answer.status, answer.json.code]).toEqual([403, 'not_allowed'])
  })

  test('a stranger sees and changes nothing', async () => {
    expect((await other.call('GET', `/companies/${meridian}`)).status).toBe(404)
    expect((await other.call('PATCH', `/companies/${meridian}`, { body: { employees: 1 } })).status).toBe(404)
    expect((await other.call('GET', '/companies')).json).toEqual({ items: [], next: null, total: 0 })
    expect((await other.call('GET', '/companies/lookup', { query: { q: 'Meridian Foods' } })).json).toEqual({ items: [] })
    expect((await other.call('POST', '/companies', { body: { name: 'Child', parentId: meridian } })).status).toBe(404)
    expect((await w.call('GET', `/companies/${showId('company', newId())}`)).json).toMatchObject({ status: 404, detail: 'There is no such company.' })
  })

  test.each<[string, object, string]>([
    ['no name', {}, 'name'], ['an empty name', { name: ' ' }, 'name'], ['a name without letters', { name: '💥' }, 'name'], ['no country', { name: 'X', country: 'Atlantis' }, 'country'],
    ['fewer than no people', { name: 'X', employees: -1 }, 'employees'], ['a mail provider', { name: 'X', website: 'gmail.com' }, 'website'], ['a shared host', { name: 'X', website: 'x.myshopify.com' }, 'website'],
    ['no website', { name: 'X', website: 'no site' }, 'website'],
  ])('%s is refused at its field', async (_case, content, field) => {
    const answer = await w.call('POST', '/companies', { body: content })
    expect(answer.status).toBe(422)
    expect(answer.json.fields[0].field).toBe(field)
  })

  test.each<[object, string]>([
    [{ name: 'Other', website: 'https://www.meridian-foods.com/x' }, 'companies.domain_taken'], [{ name: 'MERIDIAN FOODS GmbH' }, 'companies.known_already'],
  ])('%j is known already', async (content, code) => {
    const answer = await w.call('POST', '/companies', { body: content })
    expect([answer.status, answer.json.code]).toEqual([409, code])
  })
})

describe('one company', () => {
  test('is shown with what is known and what may be done', async () => {
    expect((await w.call('GET', `/companies/${meridian}`)).json).toMatchObject({
      id: meridian, name: 'Meridian Foods', domain: 'meridian-foods.com', domains: ['meridian-foods.com'], industry: 'Food', employees: 420, country: 'DE', grade: null,
      aliases: [{ name: 'Harbourlight', kind: 'alias' }], isCustomer: false, directOnly: false, suspicious: null, can: { change: { allowed: true } },
    })
    expect((await w.call('GET', `/companies/${meridian}`, { key: w.keys.viewer })).json.can.change).toEqual({ allowed: false, why: 'An admin, a manager or a rep can change companies.' })
  })

  test('changes what is given, keeps its old name findable, and says which fields', async () => {
    const change = { name: 'Meridian Brands', domains: ['meridianbrands.com', 'meridian-foods.com'], aliases: [], isCustomer: true, why: 'They renamed themselves.' }
    expect((await w.call('PATCH', `/companies/${meridian}`, { body: change })).status).toBe(200)
    expect((await w.call('GET', `/companies/${meridian}`)).json).toMatchObject({ name: 'Meridian Brands', domain: 'meridianbrands.com', isCustomer: true, aliases: [{ name: 'Meridian Foods', kind: 'former' }] })
    expect((await w.call('GET', '/companies/lookup', { query: { q: 'Meridian Foods GmbH' } })).json.items[0]).toMatchObject({ company: { id: meridian }, band: 'same', isCustomer: true })
    const event = await read(w.ctx, (r) => r.q.selectFrom('event').select(['why', 'payload', 'company_id']).where('workspace_id', '=', r.workspace).where('type', '=', 'company.updated').orderBy('id', 'desc').executeTakeFirst())
    expect(event).toMatchObject({ why: change.why, payload: { fields: ['isCustomer', 'name', 'domains', 'aliases'] } })
    const before = (await w.eventTypes()).length
    expect((await w.call('PATCH', `/companies/${meridian}`, { body: { isCustomer: true, domains: change.domains } })).status).toBe(200)
    expect(await w.eventTypes()).toHaveLength(before)
  })

  test('is somewhere: said, changed, taken away, and in the file', async () => {
    const w = await s.workspace('Addresses')
    const place = { street: ' Hauptstr.  5 ', zip: '10115', city: 'Berlin', phone: '+49 30 555 0101' }
    const made = await w.call('POST', '/companies', { body: { name: 'Spreewald Optik', ...place } })
    const seen = async () => { const { street, zip, city, phone } = (await w.call('GET', `/companies/${made.json.id}`)).json; return { street, zip, city, phone } }
    expect(await seen()).toEqual({ ...place, street: 'Hauptstr. 5' })
    expect((await w.call('PATCH', `/companies/${made.json.id}`, { body: { city: 'Potsdam\u0000', phone: '' } })).status).toBe(200)
    expect(await seen()).toEqual({ ...place, street: 'Hauptstr. 5', city: 'Potsdam', phone: null })
    expect((await w.call('PATCH', `/companies/${made.json.id}`, { body: { employees: 3 } })).status).toBe(200)
    expect(await seen()).toMatchObject({ street: 'Hauptstr. 5', zip: '10115', city: 'Potsdam' })
    const [header, row] = (await w.call('GET', '/companies.csv', { query: { q: 'Spreewald Optik' } })).text.replace('\ufeff', '').split(/\r?\n/)
    expect([header, row]).toEqual([expect.stringContaining('street,zip,city,country,phone'), expect.stringContaining('Hauptstr. 5,10115,Potsdam,,,3')])
    expect((await w.call('GET', '/companies.csv', { key: w.keys.viewer })).status).toBe(200)
    const long = await w.call('POST', '/companies', { body: { name: 'Long Street', street: 'x'.repeat(201) } })
    expect([long.status, long.json.fields[0].field]).toEqual([422, 'street'])
    expect((await w.call('POST', '/companies', { body: { name: 'Endless Street', street: 'x'.repeat(1_000_000) } })).status).toBeGreaterThanOrEqual(413)
  })

  test('that is near one that we know says what both addresses have in common', async () => {
    const added = async (body: object) => {
      const placed = await s.workspace('Placed')
      await placed.call('POST', '/companies', { body: { name: 'Quarzwerk Adler', street: 'Torstraße 12', city: 'Berlin' } })
      return (await placed.call('POST', '/companies', { body })).json.maybe
    }
    const near = async (body: object) => (await added(body))[0]
    const [there, unsaid, elsewhere] = [await near({ name: 'Quartzwerk Adler', street: 'Torstr. 12', city: 'Berlin' }), await near({ name: 'Quartzwerk Adler' }), await near({ name: 'Quartzwerk Adler', street: 'Torstr. 12', city: 'Bonn' })]
    expect([there.reasons, unsaid.reasons, elsewhere.reasons]).toEqual([['One letter differs.', 'They have the same street and city.'], ['One letter differs.'], ['One letter differs.', 'They are in other cities.']])
    expect(there.probability > unsaid.probability && unsaid.probability > elsewhere.probability).toBe(true)
    expect(await added({ name: 'Zahnarztpraxis Weber', street: 'Torstr. 12', city: 'Berlin' })).toEqual([])
  })

  test('refuses a website of another, and to be its own parent', async () => {
    const child = (await w.call('POST', '/companies', { body: { name: 'Sextant Logistics', website: 'sextant-logistics.com', parentId: meridian } })).json.id
    const taken = await w.call('PATCH', `/companies/${meridian}`, { body: { domains: ['meridian-foods.com', 'sextant-logistics.com'] } })
    expect([taken.status, taken.json.code]).toEqual([422, 'companies.domain_taken'])
    for (const id of [child, meridian]) expect((await w.call('PATCH', `/companies/${meridian}`, { body: { parentId: id } })).json.code).toBe('companies.parent_circle')
    expect((await w.call('GET', `/companies/${meridian}`)).json.children).toEqual([{ id: child, name: 'Sextant Logistics' }])
  })
})

describe('the list', () => {
  test('comes by name in pages, and by words, customers and grade', async () => {
    const many = await s.workspace('Directory')
    await transact(many.ctx, (tx) => upsertCompanies(tx, ['Ächte Bäcker', 'Beta Oil', 'beta Gas GmbH', 'Gamma', 'The Delta Works', 'Umbrella Delta'].map((name, i) => ({ crmId: `${i}`, name, isCustomer: i > 3 }))))
    const names = async (query: Record<string, string>) => (await many.call('GET', '/companies', { query })).json.items.map((item: { name: string }) => item.name)
    expect(await names({})).toEqual(['Ächte Bäcker', 'beta Gas GmbH', 'Beta Oil', 'The Delta Works', 'Gamma', 'Umbrella Delta'])
    const first = (await many.call('GET', '/companies', { query: { limit: '4' } })).json
    expect(first).toMatchObject({ total: 6, next: first.items[3].id })
    expect(await names({ limit: '4', after: first.next })).toEqual(['Gamma', 'Umbrella Delta'])
    expect(await names({ q: 'bet' })).toEqual(['beta Gas GmbH', 'Beta Oil'])
    expect(await names({ q: 'Umbrela Delta' })).toEqual(['The Delta Works', 'Umbrella Delta'])
    expect(await names({ q: 'Umbrella' })).toEqual(['Umbrella Delta'])
    expect(await names({ customer: 'true' })).toEqual(['The Delta Works', 'Umbrella Delta'])
    expect(await names({ grade: 'A' })).toEqual([])
    expect(await names({ q: '%_\\\'"💥' })).toEqual([])
    expect((await many.call('GET', '/companies', { query: { after: 'nonsense' } })).status).toBe(200)
  })
})

describe('the profile', () => {
  const profile = { industries: ['Food'], countries: ['Germany', 'AT'], minEmployees: 50, maxEmployees: 1000 }

  test('is empty at first, is set by an admin only, and is versioned', async () => {
    expect((await w.call('GET', '/icp', { key: w.keys.manager })).json).toMatchObject({ version: 0, criteria: [], setAt: null, can: { set: { allowed: false } } })
    expect((await w.call('PUT', '/icp', { key: w.keys.manager, body: profile })).status).toBe(403)
    expect((await w.call('PUT', '/icp', { body: { ...profile, minEmployees: 5000 } })).json.fields[0].field).toBe('maxEmployees')
    expect((await w.call('PUT', '/icp', { body: profile })).json).toEqual({ version: 1 })
    expect((await w.call('PUT', '/icp', { body: { ...profile, countries: ['AT', 'DE'] } })).json).toEqual({ version: 1 })
    expect((await w.call('GET', '/icp')).json).toMatchObject({ version: 1, criteria: [{ attribute: 'industry' }, { attribute: 'employees', min: 50, max: 1000 }, { attribute: 'country', values: ['DE', 'AT'] }], can: { set: { allowed: true } } })
    const { rows } = await s.db.pool.query<{ n: string }>(`select count(*)::text as n from graphile_worker.jobs where task_identifier = 'companies.regrade' and key = $1`, [`regrade:${w.id}`])
    expect(rows[0]?.n).toBe('1')
  })

  test('grades everybody again, in words, once', async () => {
    expect(await regradeCompanies(w.ctx)).toEqual({ looked: 2, changed: 2 })
    expect(await regradeCompanies(w.ctx)).toEqual({ looked: 2, changed: 0 })
    expect((await w.call('GET', `/companies/${meridian}`)).json).toMatchObject({ grade: 'A', gradeReasons: ['food industry', '420 people', 'Germany'], gradeUnknown: [] })
    expect((await w.call('GET', '/companies', { query: { grade: 'A' } })).json.items).toHaveLength(1)
    expect((await w.eventTypes()).filter((type) => type === 'company.regraded')).toHaveLength(2)
  })

  test('grades newcomers and changes as they come', async () => {
    const { companyId } = await transact(w.ctx, (tx) => recogniseOrCreate(tx, { kind: 'name', name: 'Ostrava Mills' }, { country: 'DE' }))
    const id = showId('company', companyId)
    expect((await w.call('GET', `/companies/${id}`)).json).toMatchObject({ grade: 'C', gradeReasons: ['Germany'], gradeUnknown: ['industry', 'size'] })
    await w.call('PATCH', `/companies/${id}`, { body: { industry: 'Food', employees: 60 } })
    expect((await w.call('GET', `/companies/${id}`)).json).toMatchObject({ grade: 'A' })
    const [row] = await transact(w.ctx, (tx) => upsertCompanies(tx, [{ name: 'Ostrava Mills', employees: 20_000 }]))
    expect(row?.outcome).toBe('updated')
    expect((await w.call('GET', `/companies/${id}`)).json).toMatchObject({ grade: 'C', gradeReasons: ['food industry', 'Germany', '20,000 people, above 1,000'] })
  })
})
