// One workspace is full of words that occur nowhere else. Thousands of random requests by strangers, and by a partner of the same
// workspace with nothing of its own, never bring one of them back.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { read } from '../../platform/db/transact.ts'
import type { Answer, CallOptions, TestServer } from '../setup/server.ts'
import { addPartner, idsOf, introduce, tellStory, type Story, type StoryPartner, uuidOf } from '../setup/story.ts'
import { allParts, wholeApp } from '../setup/whole-app.ts'
import { name, type Operation, operations, pathPrefixes, randomId, requestFor, variants } from './operations.ts'

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const requests = Number(process.env['REQUESTS'] ?? 2500)
let state = seed
/** Mulberry32: the same requests again with SEED. */
const random = (): number => {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}
const pick = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)]!
const chance = (p: number) => random() < p

const canary = /zq[a-z]+\d+zq/g
let app: TestServer
let maven: Story
let harbour: Story
let newcomer: StoryPartner
let all: Operation[]
let ids: { foreign: Map<string, string[]>; own: Map<string, string[]>; bare: Set<string> }
/** Domains that the world knows: asking by them must not tell what we know of them. */
let known: string[]

beforeAll(async () => {
  app = await wholeApp()
  let n = 0
  maven = await tellStory(app, (kind) => (kind === 'domain' ? `meadowfoods${++n}` : `zq${kind}${++n}zq`))
  harbour = await tellStory(app, (kind) => `hb${kind}${++n}`)
  newcomer = await addPartner(maven.ws, 'Newcomer', { name: 'Nick New', email: 'nick@newcomer.de' })
  all = operations(app.server)
  const foreign = await idsOf(app, maven.ws)
  ids = { foreign: foreign.byPrefix, own: (await idsOf(app, harbour.ws)).byPrefix, bare: foreign.bare }
  known = maven.companies
})
afterAll(() => app?.close())

const words = () => pick(['Food', '%', '_', "' or 1=1 --", '*', 'zq', 'meadowfoods', 'a', 'GmbH', '2026', '\\', ...known.slice(0, 3), 'Company, Ltd.', '<b>', 'null', '{{7*7}}', '${7*7}'])
const idFor = (prefix: string): string => {
  const from = random()
  const some = from < 0.5 ? ids.foreign.get(prefix) : from < 0.85 ? ids.own.get(prefix) : undefined
  return some ? pick(some) : randomId(prefix)
}

test('random requests of another workspace never bring back a word of this one', async () => {
  const found: string[] = []
  const statuses = new Map<number, number>()
  for (let n = 0; n < requests; n += 1) {
    // The open routes are slow on purpose; a few of them are enough.
    const operation = pick(all.filter((o) => (!o.isOpen || chance(0.1)) && !['DELETE /session', 'DELETE /members/{id}', 'PATCH /members/{id}', 'DELETE /keys/{id}'].includes(name(o))))
    const request = requestFor(operation, (prefix) => (chance(0.1) ? randomId(prefix) : idFor(prefix)), {
      id: idFor, variant: Math.floor(random() * variants(operation)), full: chance(0.6), text: (field) => (chance(0.5) && !/mail|timezone/i.test(field) ? words() : undefined),
    })
    const credential: CallOptions = pick([{ key: harbour.ws.key }, { session: harbour.ws.session }, { key: harbour.ws.keys.rep }, {}])
    const answer = await app.call(request.method, request.path, {
      ...credential, query: { ...request.query, ...(chance(0.2) ? { q: words() } : {}), ...(chance(0.1) ? { workspace: idFor('ws') } : {}) }, ...(request.body === undefined ? {} : { body: request.body }),
      ...(chance(0.1) ? { headers: { 'alongside-workspace': idFor('ws') } } : {}),
    })
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    const words_ = answer.text.match(canary)
    if (words_ || answer.status >= 500) found.push(`${answer.status} ${request.method} ${request.path} ${JSON.stringify(request.query)} ${JSON.stringify(request.body)}: ${words_ ?? answer.text}`)
  }
  expect(found, `SEED=${seed}`).toEqual([])
  for (const status of [200, 401, 404]) expect(statuses.get(status) ?? 0, `SEED=${seed}: ${JSON.stringify([...statuses])}`).toBeGreaterThan(requests / 50)
})

test('a partner of the same workspace sees the vendor\'s name and its own, whatever it introduces', async () => {
  const vendor = (await maven.ws.call('GET', '/workspace')).json.name as string
  const found: string[] = []
  const sent: string[] = []
  const check = (answer: Answer, what: string) => {
    const words_ = (answer.text.match(canary) ?? []).filter((word) => word !== vendor)
    if (words_.length > 0 || answer.status >= 500) found.push(`${answer.status} ${what}: ${words_}`)
  }
  for (let n = 0; n < requests / 10; n += 1) {
    const base = `/p/${newcomer.token}`
    const referral = chance(0.5) && sent.length > 0 ? pick(sent) : idFor('ref')
    const buyer = pick([...known, ...known.map((domain) => `info@${domain}`), ...known.map((domain) => `https://www.${domain}/about`), `Fresh Foods ${n} GmbH`, words(), `fresh${n}.com`])
    const [path, form] = pick<[string, Record<string, string> | undefined]>([
      [base, undefined], [`${base}/earnings`, undefined], [`${base}/introductions/${referral}`, undefined], [`${base}/introductions/${referral}/replies`, { body: words(), key: String(n) }],
      [`${base}/introductions`, { buyer, person: 'Eve, eve@buyer.de', reason: words(), key: String(n) }], [`${base}/introductions`, { buyer, person: 'Eve, eve@buyer.de', reason: 'Because.', consent: 'yes', key: String(n) }],
    ])
    const answer = await app.page(path, form)
    check(answer, `${path} ${JSON.stringify(form)}`)
    const location = String(answer.headers.location ?? '')
    if (location) {
      check(await app.page(location), location)
      const made = /ref_[0-9a-f]{32}/.exec(location)?.[0]
      if (made && !sent.includes(made)) sent.push(made)
    }
  }
  expect(sent.length).toBeGreaterThan(10)
  await app.runJobs()
  const mails = await read(maven.ws.ctx, (r) => r.q.selectFrom('mail').select(['subject', 'body_text', 'body_html']).where('workspace_id', '=', r.workspace).where('to_email', '=', 'nick@newcomer.de').execute())
  expect(mails.length).toBeGreaterThan(10)
  for (const mail of mails) check({ status: 200, text: JSON.stringify(mail) } as Answer, `mail ${mail.subject}`)
  expect(found, `SEED=${seed}`).toEqual([])
})

test('a receipt tells nothing: taken, free, contested by us, contested by a partner', async () => {
  const plain = (text: string, buyer: string) =>
    text.replaceAll(buyer, 'BUYER').replaceAll(/ref_[0-9a-f]{32}/g, 'REF').replaceAll(/Reference [0-9a-f]{8}/g, 'Reference').replaceAll(/name="key" value="[^"]+"/g, '').replaceAll(/<time datetime="[^"]+">/g, '<time>')
  const receipts = new Map<string, string[]>()
  const at = Temporal.Instant.from('2026-11-24T09:30:00Z')
  app.clock.now = at
  // Introduced by another partner, our own open deal, a customer of the CRM, unknown.
  for (const [what, buyer] of [['held', known[1]!], ['direct', known[10]!], ['won', known[6]!], ['free', 'unheardof.com'], ['free by name', 'Unheard Of GmbH']] as const) {
    const partner = await addPartner(maven.ws, 'Quiet', { name: 'Nick New', email: `nick.${receipts.size}@quiet.de` })
    const id = await introduce(app, partner, { buyer, person: 'Eve, eve@buyer.de', reason: 'Because.', key: 'k' })
    for (const address of [`/p/${partner.token}/introductions/${id}?sent`, `/p/${partner.token}/introductions/${id}`, `/p/${partner.token}`]) {
      const page = await app.page(address)
      const kind = address.replace(partner.token, '').replace(id, '')
      receipts.set(kind, [...(receipts.get(kind) ?? []), plain(page.text, buyer).replaceAll(partner.token, 'TOKEN').replaceAll(`nick.${receipts.size}@quiet.de`, '').replaceAll(/nick\.\d+@quiet\.de/g, 'MAIL')])
    }
    const mail = await read(maven.ws.ctx, (r) => r.q.selectFrom('mail').select(['subject', 'body_text', 'key']).where('workspace_id', '=', r.workspace).where('key', '=', `receipt:${uuidOf(id)}`).executeTakeFirstOrThrow())
    receipts.set('mail', [...(receipts.get('mail') ?? []), plain(`${mail.subject} ${mail.body_text}`, buyer).replaceAll(/reference is [0-9a-f]{8}/g, '')])
    expect(what).toBeTruthy()
  }
  app.clock.now = undefined
  for (const [kind, texts] of receipts) for (const text of texts) expect(text, kind).toBe(texts[0])
})

test('nobody is ever shown a bare id or the hash of a token', async () => {
  // Events that hold ids in ways of their own: a buyer that was another company, a deal that changed, a name that may be another's.
  const moved = await introduce(app, newcomer, { buyer: 'Zweigstelle Nord GmbH', person: 'Eve, eve@buyer.de', reason: 'Because.', key: 'moved' })
  const target = (await maven.ws.call('POST', '/companies', { body: { name: 'Zweigstelle Nordt GmbH' } })).json
  expect((await maven.ws.call('PUT', `/referrals/${moved}/company`, { body: { companyId: target.id } })).status).toBe(200)
  const deal = (await maven.ws.call('GET', '/opportunities')).json.items[0]
  expect((await maven.ws.call('PATCH', `/opportunities/${deal.id}`, { body: { name: 'Renamed', amountMinor: '777', why: 'Corrected.' } })).status).toBe(200)
  const hashes = await read(maven.ws.ctx, async (r) => [
    ...(await r.q.selectFrom('api_key').select('token_hash').where('workspace_id', '=', r.workspace).execute()), ...(await r.q.selectFrom('link').select('token_hash').where('workspace_id', '=', r.workspace).execute()),
  ].map((row) => row.token_hash))
  const { bare, byPrefix } = await idsOf(app, maven.ws)
  const found: string[] = []
  const check = (answer: Answer, what: string) => {
    for (const [uuid] of answer.text.matchAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g)) if (bare.has(uuid)) found.push(`${what}: ${uuid} in ${answer.text.slice(Math.max(0, answer.text.indexOf(uuid) - 80), answer.text.indexOf(uuid) + 50)}`)
    for (const [hex] of answer.text.matchAll(/(?<![a-z]_)\b[0-9a-f]{32}\b/g)) if (bare.has(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`)) found.push(`${what}: ${hex} without its prefix in ${answer.text.slice(Math.max(0, answer.text.indexOf(hex) - 80), answer.text.indexOf(hex) + 40)}`)
    for (const hash of hashes) if ([hash.toString('hex'), hash.toString('base64'), hash.toString('base64url')].some((text) => answer.text.includes(text))) found.push(`${what}: a token's hash`)
  }
  for (const operation of all.filter((o) => o.method === 'GET' && !o.isOpen))
    for (const prefix of [...pathPrefixes(operation), ''].slice(0, 1))
      for (const id of prefix ? (byPrefix.get(prefix) ?? []) : [''])
        for (const full of [false, true]) {
          const request = requestFor(operation, () => id, { id: (p) => byPrefix.get(p)?.[0] ?? randomId(p), variant: 0, full })
          const answer = await app.call('GET', request.path, { session: maven.ws.session, query: full ? request.query : { ...request.query, limit: '200' } })
          check(answer, name(operation))
        }
  const timeline = [...byPrefix].filter(([prefix]) => prefix !== 'ws').flatMap(([, some]) => some.slice(0, 20))
  for (let i = 0; i < timeline.length; i += 8) check(await maven.ws.call('GET', '/events', { query: { subject: timeline.slice(i, i + 8).join(','), limit: '200' } }), 'GET /events')
  for (const partner of maven.partners) {
    for (const path of ['', '/earnings', ...partner.referrals.map((id) => `/introductions/${id}`)]) check(await app.page(`/p/${partner.token}${path}`), `page ${path}`)
  }
  expect([...new Set(found)]).toEqual([])
})

test('no event names a person, an address or what a person wrote', async () => {
  const kinds = /zq(contact|mailbox|phone|person|reach|reason|question|answer|message|invited|colleague)\d+zq|[^\s"@]+@[^\s"@]+\.[a-z]+/g
  const events = await read(maven.ws.ctx, (r) => r.q.selectFrom('event').select(['type', 'payload']).where('workspace_id', '=', r.workspace).execute())
  expect(events.length).toBeGreaterThan(80)
  expect(events.flatMap((event) => (JSON.stringify(event.payload).match(kinds) ?? []).map((word) => `${event.type}: ${word}`))).toEqual([])
})

test('every page and route that there is was asked', () => {
  expect(allParts.flatMap((part) => part.routes ?? []).length).toBe(all.length)
})
