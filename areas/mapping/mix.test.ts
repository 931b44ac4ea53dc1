// What kind of customers Nordlicht has: what its list says and what we know of those that are companies of ours, as far as it is shared.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseId } from '../../kernel/ids.ts'
import { transact } from '../../platform/db/transact.ts'
import { part as events } from '../../platform/events/index.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { good } from '../../test/setup/story.ts'
import { part as companies, upsertCompanies } from '../companies/index.ts'
import { part as coselling } from '../coselling/index.ts'
import { part as hypotheses } from '../hypotheses/index.ts'
import { part as ledger } from '../ledger/index.ts'
import { part as partners } from '../partners/index.ts'
import { part as program } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { part as recruiting } from '../recruiting/index.ts'
import { part as referrals } from '../referrals/index.ts'
import { part } from './index.ts'

let s: TestServer
let w: TestWorkspace
let other: TestWorkspace
// eslint-disable-next-line typescript/no-explicit-any -- a test says what it expects by asserting it
type Json = any
const foods = Array.from({ length: 6 }, (_, i) => `Molkerei ${'ABCDEF'[i]},molkerei-${'abcdef'[i]}.example,Food,60,DE`)
const rows = ['Customer,Website,Industry,Employees,Country', 'Meridian Foods GmbH,meridian-foods.example,Groceries,9000,', 'Arden Print Ltd,arden-print.example,Printing,30,GB', ...foods, 'Zenith Optics,zenith-optics.example,,,'].join('\n')

beforeAll(async () => {
  s = await testServer([events, companies, partners, hypotheses, promises, recruiting, program, ledger, coselling, referrals, part])
  w = await s.workspace('Maven')
  other = await s.workspace('Contoso')
  await transact(w.ctx, (tx) => upsertCompanies(tx, [{ name: 'Meridian Foods GmbH', website: 'meridian-foods.example', industry: 'Food', employees: 420, country: 'DE' }, { name: 'Arden Print', website: 'arden-print.example' }]))
})
afterAll(() => s?.close())

const candidate = async (name: string) => good(await w.call('POST', '/candidates', { session: w.session, body: { name, type: 'implementation' } })).json.id as string
async function give(sharing: string, content = rows): Promise<{ partner: string; id: string }> {
  const partner = await candidate(`Nordlicht ${sharing} ${Math.random()}`)
  const file = good(await w.call('POST', '/customer-lists/files', { headers: { 'content-type': 'text/csv' }, query: { name: 'customers.csv' }, body: content })).json.id
  const { id } = good(await w.call('POST', `/partners/${partner}/customer-lists`, { body: { fileId: file, sharing, consentBy: 'Jonas Reuter', consentHow: 'By mail', expiresOn: Temporal.Now.plainDateISO().add({ days: 90 }).toString() } })).json
  await s.runJobs()
  return { partner, id }
}
const mix = (id: string, of = w) => of.call('GET', `/customer-lists/${id}/mix`)
const told = (json: Json) => Object.fromEntries(json.dimensions.map((one: Json) => [one.dimension, [one.values.map((v: Json) => `${v.name} ${v.customers}`).join(', '), one.unknown, one.fromUs]]))
const left = async (id: string) => (await sqlIn(w.ctx, 'select coalesce(sum(customers), 0)::int as n, coalesce(string_agg(m::text, $2), $2) as words from customer_list_mix m where list_id = $1', [parseId('customerList', id)!, ' ']))[0] as { n: number; words: string }

test('the ladder: who is it, a stranger finds nothing, whoever sees no list sees no kinds', async () => {
  const { id } = await give('all')
  for (const path of [`/customer-lists/${id}/mix`, `/customer-lists/${id}/mix.csv`]) {
    expect((await s.call('GET', path)).status).toBe(401)
    expect((await other.call('GET', path)).status).toBe(404)
    for (const role of ['finance', 'viewer'] as const) expect((await w.call('GET', path, { key: w.keys[role] })).status).toBe(403)
    expect((await w.call('GET', path, { key: w.keys.rep })).status).toBe(200)
  }
})

describe('a list that is shared whole', () => {
  test('is told by industry, size and country, with whose word it is and what nobody knows', async () => {
    const { id } = await give('all')
    const { json } = await mix(id)
    expect(json).toMatchObject({ customers: 9, fewestAlike: null, can: { seeCustomers: { allowed: true } } })
    expect(told(json)).toEqual({ industry: ['Food 7, Printing 1', 1, 1], size: ['10 to 49 people 1, 50 to 249 people 6, 250 to 999 people 1', 1, 1], country: ['Germany 7, United Kingdom 1', 1, 1] })
  })

  test('each figure opens its customers, and leaves as CSV', async () => {
    const { id } = await give('all')
    const of = async (query: Record<string, string>) => good(await w.call('GET', `/customer-lists/${id}/customers`, { query })).json
    expect([(await of({ industry: 'FOOD' })).total, (await of({ size: '250-999' })).total, (await of({ country: 'DE' })).total, (await of({ size: '5000+' })).total]).toEqual([7, 1, 7, 0])
    expect((await of({ size: '250-999' })).items).toMatchObject([{ name: 'Meridian Foods GmbH', industry: 'Groceries', employees: 9000, kind: { industry: 'Food', employees: 420, country: 'DE' } }])
    expect((await w.call('GET', `/customer-lists/${id}/customers`, { query: { size: 'large' } })).status).toBe(422)
    const csv = (await w.call('GET', `/customer-lists/${id}/mix.csv`)).text.trim().split(/\r?\n/)
    expect(csv.slice(0, 4)).toEqual(['by,value,name,customers,of,percent,said_by_us', 'industry,Food,Food,7,9,77.8,1', 'industry,Printing,Printing,1,9,11.1,0', 'industry,,Not known,1,9,11.1,'])
    expect((await w.call('GET', `/customer-lists/${id}/customers.csv`)).text).toContain('Food,420,DE')
  })

  test('follows what a person says and what we know today', async () => {
    const { id } = await give('all')
    await transact(w.ctx, (tx) => upsertCompanies(tx, [{ name: 'Arden Print', website: 'arden-print.example', industry: 'Media', country: 'IE' }]))
    good(await w.call('POST', `/customer-lists/${id}/matchings`))
    await s.runJobs()
    expect(told((await mix(id)).json)).toMatchObject({ industry: ['Food 7, Media 1', 1, 2], country: ['Germany 7, Ireland 1', 1, 2] })
    const [arden] = good(await w.call('GET', `/customer-lists/${id}/customers`, { query: { q: 'arden' } })).json.items
    good(await w.call('PUT', `/customer-lists/${id}/customers/${arden.n}/company`, { body: { companyId: null } }))
    expect(told((await mix(id)).json)).toMatchObject({ industry: ['Food 7, Printing 1', 1, 1] })
    await transact(w.ctx, (tx) => upsertCompanies(tx, [{ name: 'Arden Print', website: 'arden-print.example', industry: 'Printing', country: 'GB' }]))
  })
})

describe('the scorecard of a candidate', () => {
  const steps = [['Under 25 %', 0], ['25 to 49 %', 25], ['50 to 84 %', 50], ['85 % or more', 85]].map(([words, from], i) => ({ words, from, points: i }))
  const set = async (among: object) => {
    const { version, criteria } = good(await w.call('GET', '/scorecards/implementation')).json
    good(await w.call('PUT', '/scorecards/implementation', { session: w.session, body: { why: 'Kinds.', expected: version, criteria: [...criteria.filter((one: Json) => one.id !== 'kind'), { id: 'kind', name: 'Kind', question: 'Of our kind', weight: 5, kind: 'computed', measure: 'base_kind', among, steps }] } }))
  }
  const of = async (id: string) => good(await w.call('GET', `/candidates/${id}`)).json
  const kindOf = (json: Json) => { const { from, said, figure, low, high, most } = json.criteria.find((one: Json) => one.id === 'kind'); return { from, said, figure, isRange: low < high, isAll: low === 0 && high === most } }

  test('counts the customers of a kind; whoever is not known may be one or not, and that is the range', async () => {
    const [whole, counts, hidden] = [await give('all'), await give('counts'), await give('hidden')]
    await set({ industries: ['Food'], sizes: ['50-249', '250-999'], places: ['DACH'] })
    expect(kindOf(await of(whole.partner))).toEqual({ from: 'figures', said: '“50 to 84 %” to “85 % or more”, 77 to 89 % (7 of 9; of 1 it is not known)', figure: '77 to 89 % (7 of 9; of 1 it is not known)', isRange: true, isAll: false })
    expect(kindOf(await of(counts.partner))).toMatchObject({ figure: '66 to 100 % (6 of 9; of 3 it is not known)', isRange: true, isAll: false })
    expect(kindOf(await of(hidden.partner))).toEqual({ from: 'nobody', said: null, figure: null, isRange: true, isAll: true })
    await set({ places: ['GB'] })
    const seen = await of(whole.partner)
    expect(kindOf(seen)).toMatchObject({ from: 'figures', said: 'Under 25 %, 11 to 23 % (1 of 9; of 1 it is not known)', isRange: false })
    expect(seen.reasons.weak).toContain('Kind: Under 25 %, 11 to 23 % (1 of 9; of 1 it is not known)')
    const { items } = good(await w.call('GET', '/shortlist', { query: { q: seen.name } })).json
    expect(items.map((one: Json) => one.card.id)).toEqual([whole.partner])
    expect(items[0].criteria.find((one: Json) => one.id === 'kind')).toMatchObject({ figure: '11 to 23 % (1 of 9; of 1 it is not known)' })
    good(await w.call('PUT', `/customer-lists/${whole.id}/deletion`, { body: { why: 'Asked for.' } }))
    expect(kindOf(await of(whole.partner))).toMatchObject({ from: 'nobody', figure: null, isAll: true })
  })
})

describe('a level tells no more than it keeps', () => {
  test('overlap: those that are forgotten only as far as five have it in common, also after another match', async () => {
    const { id } = await give('overlap')
    const before = told((await mix(id)).json)
    expect(before).toMatchObject({ industry: ['Food 7, Printing 1', 1, 2], country: ['Germany 7, United Kingdom 1', 1, 2] })
    good(await w.call('POST', `/customer-lists/${id}/matchings`))
    await s.runJobs()
    expect(told((await mix(id)).json)).toEqual(before)
  })

  test('figures only: no kind that fewer than five have, and not whose word it is', async () => {
    const { id } = await give('counts')
    const { json } = await mix(id)
    expect(json).toMatchObject({ customers: 9, fewestAlike: 5, can: { seeCustomers: { allowed: false, why: 'The partner shares figures only.' } } })
    expect(told(json)).toEqual({ industry: ['Food 6', 3, null], size: ['50 to 249 people 6', 3, null], country: ['Germany 6', 3, null] })
    expect((await left(id)).words).not.toMatch(/Print|GB/)
  })

  test('narrowed to figures: what few have in common is gone from the database too', async () => {
    const { id } = await give('all')
    expect((await left(id)).words).toContain('Printing')
    good(await w.call('PUT', `/customer-lists/${id}/sharing`, { body: { sharing: 'counts' } }))
    expect(told((await mix(id)).json)).toMatchObject({ industry: ['Food 6', 3, null] })
    expect(await left(id)).toMatchObject({ n: 9, words: expect.not.stringContaining('Printing') })
  })

  test('hidden: nothing is told', async () => {
    const { id } = await give('hidden')
    for (const path of ['mix', 'mix.csv']) expect((await w.call('GET', `/customer-lists/${id}/${path}`)).json).toMatchObject({ code: 'mapping.no_mix', detail: 'The partner has not opened this list yet.' })
  })

  test('deleted or replaced: the kinds are gone with the rest, and that is counted', async () => {
    const { id, partner } = await give('counts')
    expect((await left(id)).n).toBe(9)
    expect((await w.call('PUT', `/customer-lists/${id}/deletion`, { body: { why: 'Asked for.' } })).json).toMatchObject({ left: 0 })
    expect((await left(id)).n).toBe(0)
    expect((await mix(id)).json).toMatchObject({ code: 'mapping.no_mix', detail: 'This list is not in use.' })
    const again = good(await w.call('POST', '/customer-lists/files', { headers: { 'content-type': 'text/csv' }, query: { name: 'c.csv' }, body: rows })).json.id
    const give2 = async (fileId: string) => good(await w.call('POST', `/partners/${partner}/customer-lists`, { body: { fileId, sharing: 'all', consentBy: 'Jonas Reuter', consentHow: 'By mail', expiresOn: Temporal.Now.plainDateISO().add({ days: 90 }).toString() } })).json.id
    const first = await give2(again)
    await s.runJobs()
    const newer = good(await w.call('POST', '/customer-lists/files', { headers: { 'content-type': 'text/csv' }, query: { name: 'd.csv' }, body: `${rows}\nLisbon Tiles,lisbon-tiles.example,Tiles,,PT` })).json.id
    await give2(newer)
    await s.runJobs()
    expect((await left(first)).n).toBe(0)
  })
})
