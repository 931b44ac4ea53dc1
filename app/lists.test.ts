// Every list that can be sorted: each order is right, and its pages put together are the whole, each row once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wholeApp } from '../test/setup/whole-app.ts'
import type { TestServer, TestWorkspace } from '../test/setup/server.ts'

let app: TestServer
let maven: TestWorkspace
const good = async (call: Promise<{ status: number; json: { id: string }; text: string }>) => {
  const answer = await call
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.json.id
}

beforeAll(async () => {
  app = await wholeApp()
  maven = await app.workspace()
  await maven.call('PUT', '/icp', { body: { industries: ['Food'], countries: ['DE'], minEmployees: 10, maxEmployees: null } })
  const partners: string[] = []
  for (const [i, name] of ['Norte', 'brightline', 'Älvdal', 'Kestrel', 'Fjord'].entries())
    partners.push(await good(maven.call('POST', '/partners', { body: { name, type: i % 2 ? 'referral' : 'technology', ownerId: `mem_${maven.admin.memberId.replaceAll('-', '')}`, timeZone: 'Europe/Berlin', startedOn: `2026-0${5 - i}-01`, contacts: [{ name: `Ana ${name}`, email: `ana${i}@partner.example` }] } })))
  for (let n = 0; n < 11; n += 1) {
    const company = await good(maven.call('POST', '/companies', { body: { name: `${['Zebra', 'apple', 'Mango', 'Ökotex', 'Kiwi', 'Delta', 'Xenon', 'Bravo', 'Quartz', 'Lima', 'Tango'][n]} Works`, industry: n % 3 ? 'Food' : null, employees: n % 4 ? n * 7 : null, country: n % 2 ? 'DE' : null } }))
    await good(maven.call('POST', '/opportunities', { body: { name: `Deal ${(n * 7) % 11}`, companyId: company, amountMinor: n % 5 ? String(n * 1000) : null, currency: 'EUR', repName: n % 2 ? `Rep ${n % 3}` : null, openedOn: n % 3 ? `2026-03-${10 + n}` : null } }))
    await good(maven.call('POST', '/referrals', { body: { partnerId: partners[n % 5], buyer: `Buyer ${['Pine', 'Oak', 'Elm', 'Fir', 'Ash', 'Yew', 'Bay', 'Box', 'Fig', 'Gum', 'Ivy'][n]} Mills`, person: 'Kim Kern', reason: 'They asked.', consent: true } }))
  }
})
afterAll(() => app?.close())

type Row = Record<string, unknown> & { id: string }
async function all(path: string, sort: string | undefined, limit: number): Promise<Row[]> {
  const rows: Row[] = []
  for (let after: string | null = null, guard = 0; guard < 50; guard += 1) {
    const answer = await maven.call('GET', path, { query: { limit: String(limit), ...(sort ? { sort } : {}), ...(after ? { after } : {}) } })
    expect(answer.status, answer.text).toBe(200)
    rows.push(...answer.json.items)
    after = answer.json.next
    if (!after) return rows
  }
  throw new Error('the pages have no end')
}

const lists: [path: string, orders: Record<string, (row: Row) => unknown>][] = [
  ['/partners', { name: (r) => lower(r['name']), type: (r) => r['type'], state: (r) => r['state'], owner: (r) => lower((r['owner'] as { name: string }).name), since: (r) => r['startedOn'] }],
  ['/companies', { grade: (r) => rank(['A', 'B', 'C', 'none'], r['grade']), industry: (r) => r['industry'], country: (r) => r['country'], employees: (r) => r['employees'] }],
  ['/opportunities', { name: (r) => lower(r['name']), state: (r) => r['state'], rep: (r) => r['repName'], opened: (r) => r['openedOn'], closed: (r) => r['closedOn'], amount: (r) => (r['amount'] ? Number((r['amount'] as { amountMinor: string }).amountMinor) : null) }],
  ['/referrals', { company: (r) => lower((r['company'] as { name: string }).name), partner: (r) => lower((r['partner'] as { name: string }).name), state: (r) => r['state'], fit: (r) => rank(['A', 'B', 'C', 'none'], r['grade']), owner: (r) => (r['owner'] as { name: string } | null)?.name ?? null, introduced: (r) => r['submittedAt'] }],
]
const lower = (text: unknown) => String(text).toLowerCase()
const rank = (order: string[], value: unknown) => (value === null ? null : order.indexOf(String(value)))

describe.each(lists)('%s', (path, orders) => {
  test.each(Object.entries(orders).flatMap(([by, valueOf]) => [[by, valueOf], [`-${by}`, valueOf]] as [string, (row: Row) => unknown][]))('sorted by %s', async (sort, valueOf) => {
    const whole = await all(path, sort, 200)
    const values = whole.map(valueOf)
    const present = values.filter((v) => v !== null && v !== undefined) as (string | number)[]
    // What is missing comes last, either way.
    expect(values.slice(present.length).every((v) => v === null || v === undefined)).toBe(true)
    const direction = sort.startsWith('-') ? -1 : 1
    for (const [i, value] of present.entries()) if (i > 0) expect(value < present[i - 1]! ? -1 : value > present[i - 1]! ? 1 : 0).not.toBe(-direction)
    expect((await all(path, sort, 4)).map((row) => row.id)).toEqual(whole.map((row) => row.id))
  })
  test('in its own order, page by page', async () => {
    const whole = (await all(path, undefined, 200)).map((row) => row.id)
    expect(new Set(whole).size).toBe(whole.length)
    expect((await all(path, undefined, 3)).map((row) => row.id)).toEqual(whole)
  })
  test('an order that it does not offer is refused at its field; a mangled cursor starts at the front', async () => {
    const refused = await maven.call('GET', path, { query: { sort: 'password' } })
    expect([refused.status, refused.json.fields[0].field]).toEqual([422, 'sort'])
    const by = Object.keys(orders)[0]!
    const mangled = await maven.call('GET', path, { query: { sort: by, after: 'at_99x', limit: '2' } })
    expect(mangled.json.items.map((row: Row) => row.id)).toEqual((await all(path, by, 200)).slice(0, 2).map((row) => row.id))
  })
  test('as CSV: a header without rows too, the same rows in the same order', async () => {
    const by = Object.keys(orders)[0]!
    const [header, ...lines] = (await maven.call('GET', `${path}.csv`, { query: { sort: `-${by}` } })).text.trim().split('\r\n')
    expect(header).toMatch(/^id,/)
    expect(lines.map((line) => line.split(',')[0])).toEqual((await all(path, `-${by}`, 200)).map((row) => row.id))
    expect((await maven.call('GET', `${path}.csv`, { query: { q: 'nobody is called this' } })).text).toBe(`${header}\r\n`)
  })
})
