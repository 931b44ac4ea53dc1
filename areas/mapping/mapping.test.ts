// Nordlicht, a consultant on the way into the program, says which of its customers we could serve together.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseId, showId } from '../../kernel/ids.ts'
import { transact } from '../../platform/db/transact.ts'
import { part as events } from '../../platform/events/index.ts'
import { formWithFile } from '../../test/setup/form-with-file.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { good } from '../../test/setup/story.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { part as companies, upsertCompanies } from '../companies/index.ts'
import { part as coselling } from '../coselling/index.ts'
import { part as ledger } from '../ledger/index.ts'
import { part as partners } from '../partners/index.ts'
import { part as program } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { part as referrals } from '../referrals/index.ts'
import { part as hypotheses } from '../hypotheses/index.ts'
import { part as recruiting } from '../recruiting/index.ts'
import { systemCtx } from '../../platform/jobs/worker.ts'
import { part, runList } from './index.ts'

let s: TestServer
let w: TestWorkspace
let other: TestWorkspace
let partner: { id: string; token: string }
const known = new Map<string, string>()
const rows = [
  'Customer,Website,Industry,Employees,Country',
  'Meridian Foods GmbH,meridian-foods.example,Food,420,DE', 'MERIDIAN FOODS,,,,', 'Meridian Foods,https://www.meridian-foods.example/en,,,', 'Nordlys Seafood AS,nordlys.example,Food,90,NO', 'Arden Print Ltd,arden-print.example,Printing,30,GB',
  'Zenith Optics,zenith-optics.example,Food,300,DE', 'Wexford Mills,,Food,many,IE', 'n/a,,,,', ',gmail.com,,,', 'test,,,,', ',,Food,,DE',
].join('\n')

beforeAll(async () => {
  s = await testServer([events, companies, partners, hypotheses, promises, recruiting, program, ledger, coselling, referrals, part])
  s.clock.now = Temporal.Instant.from('2026-11-23T09:00:00Z')
  w = await s.workspace('Maven')
  other = await s.workspace('Contoso')
  good(await w.call('PUT', '/icp', { body: { criteria: [{ attribute: 'industry', test: 'words', values: ['Food'], mustHave: true, weight: 3 }] } }))
  const made = await transact(w.ctx, (tx) => upsertCompanies(tx, [
    { name: 'Meridian Foods GmbH', website: 'meridian-foods.example', industry: 'Food', employees: 420, country: 'DE' }, { name: 'Nordlys Seafood', website: 'nordlys.example', industry: 'Food', country: 'NO', isCustomer: true },
    { name: 'Arden Print', website: 'arden-print.example', industry: 'Printing', country: 'GB' }, { name: 'Wexford Mill', industry: 'Food', country: 'IE', attributes: { 'Main Phone': '+353 1 555 0101' } },
  ]))
  for (const [i, name] of ['Meridian', 'Nordlys', 'Arden', 'Wexford'].entries()) known.set(name, showId('company', (made[i] as { companyId: string }).companyId))
  good(await w.call('PUT', '/stages', { body: { stages: [{ stage: 'Prospecting', state: 'open' }] } }))
  good(await w.call('POST', '/opportunities', { body: { name: 'Planning', companyId: known.get('Meridian'), amountMinor: '4000000', currency: 'EUR', crmId: 'o-1', stage: 'Prospecting' } }))
})
beforeEach(async () => {
  partner = await newPartner('Nordlicht')
})
afterAll(() => s?.close())

async function newPartner(name: string) {
  const { id } = good(await w.call('POST', '/partners', { body: { name, type: 'implementation', state: 'candidate', timeZone: 'Europe/Berlin', contacts: [{ name: 'Jonas Reuter', email: `${randomUUID()}@nordlicht.example` }] }, session: w.session })).json
  return { id: id as string, token: (good(await w.call('POST', `/partners/${id}/links`, { body: {} })).json.url as string).split('/p/')[1]! }
}
const upload = async (content: string, of = w) => good(await of.call('POST', '/customer-lists/files', { headers: { 'content-type': 'text/csv' }, query: { name: 'customers.csv' }, body: content })).json.id as string
const agreed = { sharing: 'all', consentBy: 'Jonas Reuter', consentHow: 'By mail of 20 November', expiresOn: '2027-05-31' }
async function give(content = rows, more: object = {}, to = partner) {
  const answer = await w.call('POST', `/partners/${to.id}/customer-lists`, { body: { ...agreed, fileId: await upload(content), ...more } })
  await s.runJobs()
  return answer.status === 201 ? (good(await w.call('GET', `/customer-lists/${answer.json.id}`)).json as Json) : (answer.json as Json)
}
// eslint-disable-next-line typescript/no-explicit-any -- a test says what it expects by asserting it
type Json = any
const customers = async (id: string, query: Record<string, string> = {}) => good(await w.call('GET', `/customer-lists/${id}/customers`, { query })).json.items as Json[]
const uuid = (id: string) => parseId('customerList', id)!
const kept = async (id: string) => (await sqlIn(w.ctx, 'select (select count(*) from customer_list_row where list_id = $1)::int as rows, (select count(*) from customer_list_problem where list_id = $1)::int as problems, (select count(*) from file f join customer_list l on l.file_id = f.id where l.id = $1)::int as files', [uuid(id)]))[0] as { rows: number; problems: number; files: number }

describe('the ladder', () => {
  const id = 'cl_0192f3c4a5b67c8d9e0f1a2b3c4d5e6f'
  const routes = [
    ['GET', '/customer-lists', undefined], ['GET', `/customer-lists/${id}`, undefined], ['GET', `/customer-lists/${id}/customers`, undefined], ['GET', `/customer-lists/${id}/customers.csv`, undefined], ['GET', `/customer-lists/${id}/rejected.csv`, undefined],
    ['PUT', `/customer-lists/${id}/cancellation`, undefined], ['PUT', `/customer-lists/${id}/sharing`, { sharing: 'counts' }], ['POST', `/customer-lists/${id}/matchings`, undefined], ['PUT', `/customer-lists/${id}/deletion`, { why: 'x' }],
    ['PUT', `/customer-lists/${id}/customers/2/company`, { companyId: null }], ['POST', `/customer-lists/${id}/customers/2/introduction-asks`, { message: 'x' }], ['GET', '/introduction-asks', undefined],
  ] as const
  test.each(routes)('%s %s: who is it, and a stranger finds nothing', async (method, path, body) => {
    expect((await s.call(method, path, body ? { body } : {})).status).toBe(401)
    if (path.includes(id)) expect((await w.call(method, path, body ? { body } : {})).status).toBe(404)
  })

  test('another workspace sees neither the list nor its partner', async () => {
    const list = await give()
    for (const [method, path, body] of [['GET', `/customer-lists/${list.id}`, undefined], ['GET', `/customer-lists/${list.id}/customers`, undefined], ['PUT', `/customer-lists/${list.id}/deletion`, { why: 'x' }], ['GET', `/partners/${partner.id}/customer-lists`, undefined], ['POST', `/customer-lists/${list.id}/customers/2/introduction-asks`, { message: 'x' }]] as const)
      expect((await other.call(method, path, body ? { body } : {})).status, path).toBe(404)
    expect((await other.call('GET', '/customer-lists')).json.items).toEqual([])
  })

  test('finance and viewers see no list, a rep sees and asks, and only managers take one', async () => {
    const list = await give()
    for (const role of ['finance', 'viewer'] as const) expect((await w.call('GET', `/customer-lists/${list.id}`, { key: w.keys[role] })).status).toBe(403)
    const seen = (await w.call('GET', `/customer-lists/${list.id}`, { key: w.keys.rep })).json
    expect(seen.can.delete).toEqual({ allowed: false, why: 'An admin or a manager can do this.' })
    expect((await w.call('PUT', `/customer-lists/${list.id}/deletion`, { key: w.keys.rep, body: { why: 'x' } })).status).toBe(403)
  })

  test.each([
    [{ sharing: 'everything' }, 'sharing'], [{ consentBy: ' ' }, 'consentBy'], [{ consentHow: '' }, 'consentHow'], [{ expiresOn: '2026-11-22' }, 'expiresOn'], [{ expiresOn: '2029-01-01' }, 'expiresOn'], [{ fileId: 'file_x' }, 'fileId'],
  ])('%j is refused at %s', async (wrong, field) => {
    const answer = await w.call('POST', `/partners/${partner.id}/customer-lists`, { body: { ...agreed, fileId: await upload(rows), ...wrong } })
    expect(answer.status).toBe(422)
    expect(answer.json.fields.map((one: Json) => one.field)).toContain(field)
  })
})

describe('a list that is shared whole', () => {
  test('comes to a matrix of each customer once, with what junk was left out and why', async () => {
    const list = await give()
    expect(list).toMatchObject({ state: 'ready', sharing: 'all', rows: 11, rejected: 4, source: 'staff', consent: { by: 'Jonas Reuter' } })
    expect(list.figures).toMatchObject({ customers: 5, known: 3, review: 1, inIcp: 4 })
    const found = await customers(list.id)
    expect(found.map((one) => [one.name, one.relation, one.grade, one.band, one.times])).toEqual([
      ['Meridian Foods GmbH', 'open', 'A', 'same', 3], ['Arden Print Ltd', 'prospect', 'none', 'same', 1], ['Nordlys Seafood AS', 'customer', 'A', 'same', 1], ['Wexford Mills', 'unknown', 'A', 'maybe', 1], ['Zenith Optics', 'unknown', 'A', 'none', 1],
    ])
    expect(found[0]).toMatchObject({ openValue: [{ amountMinor: '4000000', currency: 'EUR' }], company: { id: known.get('Meridian') }, can: { ask: { allowed: true } } })
    expect(found.map((one) => one.probability === null ? null : one.probability > 0.9)).toEqual([true, true, true, false, null])
    expect(found[3]).toMatchObject({ company: { id: known.get('Wexford') }, reasons: expect.arrayContaining(['Both are in Ireland.']), can: { ask: { allowed: false, why: 'It is not certain which company this is.' } } })
    const rejected = (await w.call('GET', `/customer-lists/${list.id}/rejected.csv`)).text.trim().split(/\r?\n/)
    expect(rejected).toHaveLength(5)
    expect(rejected[1]).toContain('“n/a” names no company')
    expect((await w.call('GET', `/customer-lists/${list.id}/customers.csv`, { query: { relation: 'open' } })).text).toContain('Meridian Foods GmbH,meridian-foods.example,3,same')
    expect(await kept(list.id)).toEqual({ rows: 5, problems: 4, files: 0 })
    expect(await w.eventTypes()).toContain('customer_list.ready')
  })

  test('a telephone number makes it likelier, is said, and is not kept', async () => {
    const likely = async (phone: string) => (await customers((await give(`Customer,Telephone\nWexford Mills,${phone}\nZenith Optics,\n`)).id, { q: 'wexford' }))[0] as Json
    const [same, none, other] = [await likely('(01) 555-0101'), await likely(''), await likely('01 555 0999')]
    expect(same.probability > none.probability && none.probability > other.probability).toBe(true)
    expect([same.band, same.reasons.at(-1), other.reasons.at(-1)]).toEqual(['maybe', 'They have the same telephone number.', 'They have other telephone numbers.'])
    const [left] = await sqlIn(w.ctx, 'select string_agg(r::text, $1) as all_of_it from customer_list_row r', [' '])
    expect(left!['all_of_it']).not.toMatch(/555-?0101|5550999/)
  })

  describe('with addresses', () => {
    const street = 'Quay House, 7 Ferry Lane'
    const likely = async (header: string, place: string) => (await customers((await give(`Customer;${header}\nQuayside Mills;${place}\nZenith Optics;\n`)).id, { q: 'quayside' }))[0] as Json
    beforeAll(async () => {
      await transact(w.ctx, (tx) => upsertCompanies(tx, [{ name: 'Quayside Mill', industry: 'Food', street, zip: 'Y35 A9B2', city: 'Wexford' }, { name: 'Ferry Notaries', street, city: 'Wexford' }]))
    })

    test('an address makes it likelier or less so, is said without being named, and is not kept', async () => {
      const [same, none, other] = [await likely('Billing Street;Billing City', '7 Ferry Ln.;Wexford'), await likely('Billing Street;Billing City', ';'), await likely('Billing Street;Billing City', '7 Ferry Ln.;Dublin')]
      expect(same.probability > none.probability && none.probability > other.probability).toBe(true)
      expect([same, none, other].map((one) => one.band)).toEqual(['maybe', 'maybe', 'maybe'])
      expect([same.reasons.at(-1), other.reasons.at(-1)]).toEqual(['They have the same street and city.', 'They are in other cities.'])
      const [left] = await sqlIn(w.ctx, 'select string_agg(r::text, $1) as all_of_it from customer_list_row r', [' '])
      expect(left!['all_of_it']).not.toMatch(/Ferry L|Dublin|Y35/)
    })

    test.each([
      ['in one column', 'Address', '7 Ferry Lane, Wexford'], ['in the wrong columns', 'City;Street', '7 Ferry Lane;Wexford'], ['with the number apart', 'Straße;Hausnummer;Ort', 'Ferry Lane;7;Wexford'], ['in capitals, with a unit', 'Anschrift', 'UNIT 4, 7 FERRY LANE, WEXFORD'],
    ])('%s', async (_case, header, place) => {
      expect((await likely(header, place)).reasons.at(-1)).toBe('They have the same street and city.')
    })

    test('who is in the same house and called otherwise is not known', async () => {
      expect(await customers((await give(`Customer;Street;City\nHarbour Dentists;7 Ferry Lane;Wexford\n`)).id, { q: 'harbour' })).toMatchObject([{ band: 'none', company: null }])
    })

    test('the very same name in another place waits for no less than it did, and what nobody can read does no harm', async () => {
      const strange = ['"' + '7 '.repeat(500_000) + '";Wexford', '\u202e7 Ferry Lane\u202c;Wexford', '\u0000;\u0000', '🏠;🏙', 'a@b.example;www.example.com']
      const list = await give(`Customer;Street;City\n${strange.map((place, i) => `Arden Print${' Ltd'.repeat(i % 2)};${place}`).join('\n')}\nMeridian Foods GmbH, Torstr. 12, 10119 Berlin;;\n`)
      expect(list).toMatchObject({ state: 'ready', rejected: 0, figures: { customers: 2, known: 2 } })
      expect((await customers(list.id)).map((one) => `${one.name}: ${one.band}`).sort()).toEqual(['Arden Print: same', 'Meridian Foods GmbH: same'])
    })
  })

  test('a person says which company it is, and the figures follow', async () => {
    const list = await give()
    const [maybe] = await customers(list.id, { band: 'maybe' })
    good(await w.call('PUT', `/customer-lists/${list.id}/customers/${maybe.n}/company`, { body: { companyId: known.get('Wexford') } }))
    expect((await w.call('GET', `/customer-lists/${list.id}`)).json.figures).toMatchObject({ known: 4, review: 0 })
    good(await w.call('POST', `/customer-lists/${list.id}/matchings`))
    await s.runJobs()
    expect(await customers(list.id, { q: 'wexford' })).toMatchObject([{ band: 'same', relation: 'prospect', isJudged: true }])
    good(await w.call('PUT', `/customer-lists/${list.id}/customers/${maybe.n}/company`, { body: { companyId: null } }))
    expect((await w.call('GET', `/customer-lists/${list.id}`)).json.figures).toMatchObject({ known: 3, review: 0 })
    expect((await w.call('PUT', `/customer-lists/${list.id}/customers/${maybe.n}/company`, { body: { companyId: 'co_0192f3c4a5b67c8d9e0f1a2b3c4d5e6f' } })).status).toBe(404)
  })

  test('what came since a list was matched is said, by kind, until it is matched again', async () => {
    const outdated = async (id: string) => (await w.call('GET', `/customer-lists/${id}`)).json.outdated
    // The reading of a list goes by the clock on the wall, and so do the changes here.
    const told = s.clock.now
    s.clock.now = undefined
    const list = await give()
    expect(await outdated(list.id)).toBeNull()
    const company = good(await w.call('POST', '/companies', { body: { name: 'Quarry Lane Stone', website: 'quarrylane.example' } })).json.id
    await w.call('PATCH', `/companies/${company}`, { body: { employees: 40 } })
    await w.call('POST', '/opportunities', { body: { name: 'Quarry Lane, pilot', companyId: company, amountMinor: '100', currency: 'EUR' } })
    expect(await outdated(list.id)).toEqual({ companies: 2, opportunities: 1, profile: false })
    expect((await w.call('GET', '/customer-lists')).json.items.find((one: { id: string }) => one.id === list.id).outdated).toEqual({ companies: 2, opportunities: 1, profile: false })
    good(await w.call('POST', `/customer-lists/${list.id}/matchings`))
    await s.runJobs()
    expect(await outdated(list.id)).toBeNull()
    const figuresOnly = await give(rows, { sharing: 'counts' }, await newPartner('Fjord & Partner'))
    await w.call('PATCH', `/companies/${company}`, { body: { employees: 41 } })
    expect(await outdated(figuresOnly.id)).toEqual({ companies: 1, opportunities: 0, profile: false })
    s.clock.now = told
  })

  test('the same file again changes nothing; a newer one says what came, went and moved', async () => {
    const first = await give()
    const again = await give()
    expect(again.id).toBe(first.id)
    const second = await give(rows.replace('Zenith Optics,zenith-optics.example', 'Lisbon Tiles,lisbon-tiles.example'))
    expect(second.changes).toMatchObject({ comparable: true, came: 1, went: 1, moved: 0, wentNames: ['Zenith Optics'] })
    expect((await customers(second.id, { new: 'true' })).map((one) => one.name)).toEqual(['Lisbon Tiles'])
    expect((await w.call('GET', `/customer-lists/${first.id}`)).json.state).toBe('replaced')
    expect(await kept(first.id)).toEqual({ rows: 0, problems: 0, files: 0 })
  })

  test('one file under two partners is pointed out', async () => {
    await give()
    const twin = await newPartner('Studio Norte')
    const list = await give(rows, {}, twin)
    expect(list.sameFileAs).toMatchObject([{ name: 'Nordlicht' }, ...Array(list.sameFileAs.length - 1).fill({})])
  })
})

describe('what is not shared is not there', () => {
  test('overlap only: unknown customers are counted and forgotten', async () => {
    const list = await give(rows, { sharing: 'overlap' })
    expect(list.figures).toMatchObject({ customers: 5, known: 3 })
    expect((await customers(list.id)).map((one) => one.name)).toEqual(['Meridian Foods GmbH', 'Arden Print Ltd', 'Nordlys Seafood AS'])
    const left = await sqlIn(w.ctx, 'select string_agg(r::text, $2) as all_of_it from customer_list_row r where list_id = $1', [uuid(list.id), ' '])
    expect(left[0]!['all_of_it']).not.toContain('Zenith')
    expect((await w.call('GET', `/customer-lists/${list.id}/rejected.csv`)).text).not.toContain('gmail')
    good(await w.call('POST', `/customer-lists/${list.id}/matchings`))
    await s.runJobs()
    expect((await w.call('GET', `/customer-lists/${list.id}`)).json.figures).toMatchObject({ customers: 5, known: 3 })
  })

  test('figures only: no name is kept', async () => {
    const list = await give(rows, { sharing: 'counts' })
    expect(list.figures).toMatchObject({ customers: 5, known: 3, inIcp: 4 })
    expect(await kept(list.id)).toMatchObject({ rows: 0, files: 0 })
    expect(await customers(list.id)).toEqual([])
    expect((await w.call('GET', `/customer-lists/${list.id}/customers.csv`)).json).toMatchObject({ code: 'mapping.not_shown' })
    expect((await w.call('POST', `/customer-lists/${list.id}/matchings`)).json).toMatchObject({ code: 'mapping.not_matchable' })
  })

  test('hidden: neither names nor figures, until the partner opens it', async () => {
    const list = await give(rows, { sharing: 'hidden' })
    expect(list).toMatchObject({ figures: null, changes: null, can: { seeCustomers: { allowed: false, why: 'The partner has not opened this list yet.' } } })
    expect(await customers(list.id)).toEqual([])
    expect((await w.call('PUT', `/customer-lists/${list.id}/sharing`, { body: { sharing: 'all' } })).json).toMatchObject({ code: 'mapping.not_in_use' })
    expect((await s.page(`/p/${partner.token}/customers/sharing`, { list: list.id, to: 'overlap' })).headers.location).toMatch(/customers\?changed$/)
    expect((await w.call('GET', `/customer-lists/${list.id}`)).json).toMatchObject({ sharing: 'overlap', figures: { customers: 5 } })
    expect(await kept(list.id)).toMatchObject({ rows: 3, problems: 0 })
  })

  test('less from now on: the rest is removed, and never comes back', async () => {
    const list = await give()
    expect((await w.call('PUT', `/customer-lists/${list.id}/sharing`, { body: { sharing: 'overlap', why: 'Asked on the phone.' } })).json).toEqual({ removed: 6 })
    expect(await kept(list.id)).toEqual({ rows: 3, problems: 0, files: 0 })
    expect((await w.call('PUT', `/customer-lists/${list.id}/sharing`, { body: { sharing: 'all' } })).json).toMatchObject({ code: 'mapping.not_narrower' })
  })

  test('deleted: counted, counted again, recorded, and nothing is left', async () => {
    const list = await give()
    expect((await w.call('PUT', `/customer-lists/${list.id}/deletion`, { body: { why: 'The partner asked for it.' } })).json).toEqual({ rows: 5, problems: 4, files: 0, left: 0 })
    expect(await kept(list.id)).toEqual({ rows: 0, problems: 0, files: 0 })
    expect((await w.call('GET', `/customer-lists/${list.id}`)).json).toMatchObject({ state: 'deleted', figures: null, deleted: { why: 'The partner asked for it.', rows: 5, left: 0 } })
    expect((await w.call('PUT', `/customer-lists/${list.id}/deletion`, { body: { why: 'x' } })).json).toMatchObject({ code: 'mapping.not_deletable' })
  })

  test('a day after its last one it is gone by itself', async () => {
    const list = await give(rows, { expiresOn: '2026-12-01' })
    const before = s.clock.now
    s.clock.now = Temporal.Instant.from('2026-12-01T20:00:00Z')
    await s.runJobs()
    expect((await w.call('GET', `/customer-lists/${list.id}`)).json.state).toBe('ready')
    s.clock.now = Temporal.Instant.from('2026-12-02T01:00:00Z')
    // Several processes look at once: one removes it, and the others do not stumble.
    await Promise.all(Array.from({ length: 4 }, () => part.everyMinute?.(systemCtx(s.db, w.id, 'Alongside', s.now()))))
    expect((await w.call('GET', `/customer-lists/${list.id}`)).json).toMatchObject({ state: 'deleted', deleted: { why: 'It was to be kept until 2026-12-01.', by: null } })
    s.clock.now = before
  })
})

describe('bad input', () => {
  test.each([
    ['no list at all', `PK\u0003\u0004\u0014\u0000\u0006\u0000${'\u0008\u0001x'.repeat(400)}`, /text|CSV/i], ['columns that name nobody', 'Amount,Date\n12,2026-01-01\n13,2026-01-02\n', /No column holds names or websites.*“Amount”/], ['rows that name nobody', 'Customer\nn/a\n-\n12\ngmail.com\n', /No row of the list names a company/],
  ])('%s is a sentence and leaves nothing', async (_what, content, says) => {
    const list = await give(content)
    expect(list).toMatchObject({ state: 'failed', problem: expect.stringMatching(says) })
    expect(await kept(list.id)).toEqual({ rows: 0, problems: 0, files: 0 })
  })

  test('one column of websites without a heading is a list', async () => {
    expect((await give('meridian-foods.example\nnordlys.example\nnobody-knows.example\n')).figures).toMatchObject({ customers: 3, known: 2 })
  })

  test('two lists at once: one is read, the other is told so', async () => {
    const [one, two] = [await upload(rows), await upload(`${rows}\nLisbon Tiles,lisbon-tiles.example,,,`)]
    const answers = await Promise.all([one, two].map((fileId) => w.call('POST', `/partners/${partner.id}/customer-lists`, { body: { ...agreed, fileId } })))
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409])
    expect(answers.find((answer) => answer.status === 409)!.json.code).toBe('mapping.under_way')
    await s.runJobs()
  })

  test('stopped while it waits, nothing is kept; stopped in the middle, neither', async () => {
    const fileId = await upload(rows)
    const { json } = await w.call('POST', `/partners/${partner.id}/customer-lists`, { body: { ...agreed, fileId } })
    good(await w.call('PUT', `/customer-lists/${json.id}/cancellation`))
    await s.runJobs()
    expect((await w.call('GET', `/customer-lists/${json.id}`)).json.state).toBe('cancelled')
    const again = (await w.call('POST', `/partners/${partner.id}/customer-lists`, { body: { ...agreed, fileId: await upload(rows) } })).json
    const stopping = await runList({ ...w.ctx, actor: { kind: 'system', name: 'test' } }, uuid(again.id), { clock: () => s.now(), onProgress: () => void 0, signal: AbortSignal.abort() })
    expect(stopping.state).toBe('running')
    expect(await kept(again.id)).toMatchObject({ rows: 0 })
    await s.runJobs()
    expect((await w.call('GET', `/customer-lists/${again.id}`)).json).toMatchObject({ state: 'ready', figures: { customers: 5 } })
  })
})

test('the scorecard of a candidate fills what the list can tell, until it is removed', async () => {
  const { id } = good(await w.call('POST', '/candidates', { session: w.session, body: { name: 'Harbour Advisory', type: 'referral' } })).json
  const said = async () => Object.fromEntries((await w.call('GET', `/candidates/${id}`)).json.criteria.map((one: Json) => [one.id, [one.from, one.figure]]))
  expect(await said()).toMatchObject({ icp_count: ['nobody', null] })
  const list = await give(rows, {}, { id, token: '' })
  expect(await said()).toMatchObject({ icp_share: ['figures', '80 %'], icp_count: ['figures', '4 companies'] })
  await w.call('PUT', `/customer-lists/${list.id}/deletion`, { body: { why: 'Asked for.' } })
  expect(await said()).toMatchObject({ icp_count: ['nobody', null] })
})

describe('asking for an introduction', () => {
  test('goes by mail and page, once, and is answered by the introduction', async () => {
    const list = await give()
    const [meridian] = await customers(list.id, { relation: 'open' })
    const path = `/customer-lists/${list.id}/customers/${meridian.n}/introduction-asks`
    const [a, b] = await Promise.all([1, 2].map(() => w.call('POST', path, { key: w.keys.rep, body: { message: 'Ana runs planning there, we hear.' } })))
    expect(a!.json.id).toBe(b!.json.id)
    expect(await sqlIn(w.ctx, 'select subject, why, body_text from mail where key = $1', [`introduction-ask:${parseId('introductionAsk', a!.json.id)}`])).toMatchObject([{ subject: 'Could you introduce us to Meridian Foods GmbH?', body_text: expect.stringContaining('“Ana runs planning there, we hear.”') }])
    expect((await customers(list.id, { relation: 'open' }))[0]).toMatchObject({ ask: { state: 'open' }, can: { ask: { allowed: false, why: 'The partner has been asked and has not answered yet.' } } })
    expect((await s.page(`/p/${partner.token}`)).text).toContain('Could you introduce us?')
    expect((await s.page(`/p/${partner.token}?buyer=Meridian%20Foods`)).text).toContain('value="Meridian Foods"')
    const sent = await s.page(`/p/${partner.token}/introductions`, { buyer: 'Meridian Foods GmbH', person: 'Ana Kovac', reason: 'They plan by hand.', consent: 'yes' })
    expect(sent.status).toBe(303)
    await s.runJobs()
    expect((await w.call('GET', '/introduction-asks', { query: { partner: partner.id } })).json.items[0]).toMatchObject({ state: 'introduced', referralId: /ref_[0-9a-f]{32}/.exec(String(sent.headers.location))![0] })
    expect((await s.page(`/p/${partner.token}`)).text).not.toContain('Could you introduce us?')
    expect((await customers(list.id, { q: 'meridian' }))[0].can.ask.why).toBe('The partner has introduced it already.')
  })

  test('asked in the moment in which it is introduced it is answered, or not asked', async () => {
    const outcomes = new Set<string>()
    for (let n = 0; n < 12; n += 1) {
      const own = await newPartner(`Race ${n}`)
      const list = await give(rows, {}, own)
      const [meridian] = await customers(list.id, { relation: 'open' })
      const [asked, sent] = await Promise.all([
        w.call('POST', `/customer-lists/${list.id}/customers/${meridian.n}/introduction-asks`, { body: { message: 'They plan by hand.' } }),
        s.page(`/p/${own.token}/introductions`, { buyer: 'Meridian Foods GmbH', person: 'Ana Kovac', reason: 'They plan by hand.', consent: 'yes' }),
      ])
      expect(sent.status).toBe(303)
      await s.runJobs()
      outcomes.add(asked.status === 409 ? asked.json.code : (await w.call('GET', '/introduction-asks', { query: { partner: own.id } })).json.items[0].state)
    }
    expect([...outcomes].filter((one) => one !== 'introduced' && one !== 'mapping.not_askable')).toEqual([])
  })

  test('the partner says no with a reason; a stranger’s link does not', async () => {
    const list = await give()
    const [arden] = await customers(list.id, { relation: 'prospect' })
    const { id } = good(await w.call('POST', `/customer-lists/${list.id}/customers/${arden.n}/introduction-asks`, { body: { message: 'They print.' } })).json
    const stranger = await newPartner('Kestrel')
    expect((await s.page(`/p/${stranger.token}/customers/asks/${id}`, { why: 'x' })).status).toBe(404)
    expect((await s.page(`/p/${partner.token}/customers/asks/${id}`, { why: 'They are in the middle of a merger.' })).headers.location).toMatch(/answered$/)
    expect((await w.call('GET', '/introduction-asks', { query: { partner: partner.id } })).json.items[0]).toMatchObject({ state: 'declined', why: 'They are in the middle of a merger.' })
    expect((await w.call('PUT', `/introduction-asks/${id}/withdrawal`, { body: {} })).json.code).toBe('mapping.ask_answered')
  })

  test('a customer of ours, an uncertain and an unknown one are not asked for', async () => {
    const list = await give()
    for (const one of (await customers(list.id)).filter((row) => row.relation === 'customer' || row.band !== 'same'))
      expect((await w.call('POST', `/customer-lists/${list.id}/customers/${one.n}/introduction-asks`, { body: { message: 'x' } })).json.code).toBe('mapping.not_askable')
  })

  test('a company says which partners know it', async () => {
    const list = await give()
    const { items } = good(await w.call('GET', `/companies/${known.get('Meridian')}/known-by`)).json
    expect(items.find((one: Json) => one.listId === list.id)).toMatchObject({ partner: { id: partner.id }, called: 'Meridian Foods GmbH', can: { ask: { allowed: true } } })
    await w.call('PUT', `/customer-lists/${list.id}/sharing`, { body: { sharing: 'counts' } })
    expect((await w.call('GET', `/companies/${known.get('Meridian')}/known-by`)).json.items.some((one: Json) => one.listId === list.id)).toBe(false)
  })
})

describe('on the partner’s own page', () => {
  const post = async (fields: Record<string, string>, content?: string, to = partner) =>
    s.server.inject({ method: 'POST', url: `/p/${to.token}/customers`, remoteAddress: '10.9.8.7', ...(await formWithFile(fields, content === undefined ? undefined : { field: 'file', name: 'kunden.csv', content })) })

  test('asked by mail, given with a level, seen and taken back; nothing of ours is shown', async () => {
    good(await w.call('POST', `/partners/${partner.id}/list-requests`, { body: { note: 'For our talk on Friday.' } }))
    expect((await w.call('GET', `/partners/${partner.id}/customer-lists`)).json).toMatchObject({ request: { state: 'open' }, can: { ask: { allowed: false } } })
    expect((await s.page(`/p/${partner.token}`)).text).toContain('Compare customer lists')
    const answer = await post({ sharing: 'overlap', months: '6', agreed: 'yes' }, rows)
    expect([answer.statusCode, String(answer.headers.location)]).toEqual([303, `/p/${partner.token}/customers?sent`])
    expect((await s.page(`/p/${partner.token}/customers`)).text).toContain('Being read')
    await s.runJobs()
    const page = (await s.page(`/p/${partner.token}/customers`)).text
    expect(page).toContain('5 customers from “kunden.csv”')
    expect(page).toContain('sees the customers that we know too')
    expect(page).not.toMatch(/Meridian|Nordlys|Arden|\b3 (companies|customers)/)
    const mapping = (await w.call('GET', `/partners/${partner.id}/customer-lists`)).json
    expect(mapping).toMatchObject({ request: { state: 'given' }, inUse: { source: 'link', expiresOn: '2027-05-23', consent: { by: 'Jonas Reuter', how: 'On the page of the own link.' } } })
    expect((await s.page(`/p/${partner.token}/customers/removal`, { list: mapping.inUse.id })).headers.location).toMatch(/removed$/)
    expect(await kept(mapping.inUse.id)).toEqual({ rows: 0, problems: 0, files: 0 })
    expect((await w.call('GET', `/customer-lists/${mapping.inUse.id}`)).json.deleted.why).toBe('Jonas Reuter removed it.')
  })

  test('without a file, a level or the right to share it nothing is taken, and it says what is missing', async () => {
    const answer = await post({ months: '6' })
    expect(answer.statusCode).toBe(422)
    for (const sentence of ['Choose the file with your customers.', 'Say what may be seen.', 'Tick this if you may share the list']) expect(answer.payload).toContain(sentence)
    expect((await w.call('GET', `/partners/${partner.id}/customer-lists`)).json.earlier).toEqual([])
  })

  test('what is no form is a sentence, and too much of it too', async () => {
    const broken = await s.server.inject({ method: 'POST', url: `/p/${partner.token}/customers`, headers: { 'content-type': 'multipart/form-data; boundary=x' }, payload: 'nothing of the kind' })
    expect([broken.statusCode, broken.payload.includes('could not be read')]).toEqual([422, true])
    const large = await post({ sharing: 'all', months: '3', agreed: 'yes' }, 'x'.repeat(21 * 1024 * 1024))
    expect(large.statusCode).toBe(413)
    expect(large.payload).toContain('<h1>')
  })

  test('sent twice it is taken once, and another’s list cannot be removed', async () => {
    const [a, b] = await Promise.all([1, 2].map(() => post({ sharing: 'all', months: '3', agreed: 'yes' }, rows)))
    expect([a!.statusCode, b!.statusCode]).toEqual([303, 303])
    await s.runJobs()
    const { inUse, earlier } = (await w.call('GET', `/partners/${partner.id}/customer-lists`)).json
    expect([inUse.figures.customers, earlier.length]).toEqual([5, 0])
    const stranger = await newPartner('Kestrel')
    for (const [path, form] of [['removal', { list: inUse.id }], ['sharing', { list: inUse.id, to: 'counts' }]] as const) expect((await s.page(`/p/${stranger.token}/customers/${path}`, form)).status).toBe(404)
    expect(await kept(inUse.id)).toMatchObject({ rows: 5 })
  })

  test('says no to the question', async () => {
    good(await w.call('POST', `/partners/${partner.id}/list-requests`, { body: {} }))
    good(await w.call('POST', `/partners/${partner.id}/list-requests`, { body: {} }))
    expect((await s.page(`/p/${partner.token}/customers/no`, {})).status).toBe(303)
    expect((await w.call('GET', `/partners/${partner.id}/customer-lists`)).json).toMatchObject({ request: { state: 'declined' }, can: { ask: { allowed: true } } })
  })
})
