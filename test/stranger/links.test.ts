// A partner's link opens that partner's pages and no others. Every link that does not work looks the same, whatever the reason.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import type { Answer, TestServer } from '../setup/server.ts'
import { addPartner, introduce, stateOf, tellStory, type Story, type StoryPartner } from '../setup/story.ts'
import { allParts, wholeApp } from '../setup/whole-app.ts'
import { randomId } from './operations.ts'

let app: TestServer
let maven: Story
let other: Awaited<ReturnType<TestServer['workspace']>>
let stranger: StoryPartner
let billed: string
let line: string
let evidence: string
let invoiceFile: string
const pages = allParts.flatMap((part) => part.pages ?? [])
const forms = { buyer: 'Stranger Foods GmbH', person: 'Eve, eve@stranger.de', reason: 'Because.', body: 'Hello', consent: 'yes', key: 'x' }

beforeAll(async () => {
  app = await wholeApp()
  let n = 0
  maven = await tellStory(app, (kind) => (kind === 'domain' ? `meadowfoods${++n}` : `zq${kind}${++n}zq`))
  line = (await maven.ws.call('GET', '/commissions', { query: { partner: maven.partners[0]!.id } })).json.items[0].id
  const invoices = (await maven.ws.call('GET', '/invoices')).json.items
  billed = invoices.find((one: { kind: string }) => one.kind === 'self').id
  invoiceFile = invoices.find((one: { kind: string }) => one.kind === 'partner').files[0].id
  evidence = (await maven.ws.call('GET', '/disputes', { query: { partner: maven.partners[0]!.id } })).json.items[0].files[0].id
  other = await app.workspace('Harbour')
  stranger = await addPartner(other, 'Stranger', { name: 'Eve Stranger', email: 'eve@stranger.de' })
  await introduce(app, stranger, { buyer: 'Own Foods GmbH', person: 'Ana, ana@own.de', reason: 'Because.' })
})
afterAll(() => app?.close())

const addressOf = (path: string, token: string, id: string) => path.replace(':token', token).replace(':id', id).replace(':period', '2026-Q3').replace(':file', 'EUR.csv')
/** What of the partner's own a page of theirs is about. */
const ownOf = (path: string, partner: { referrals: string[] }): string => (path.startsWith('/apply') ? maven.apply.receipt : path.includes('/earnings/') ? line : path.includes('/evidence/') ? evidence : path.includes('/invoice-files/') ? invoiceFile : path.includes('/invoices/') ? billed : partner.referrals[0]!)
/** Which link opens a page: the partner's own, or one that was made for this page alone. */
const opens = (path: string, token: string): string => (path.startsWith('/apply') ? maven.apply.page : path.endsWith('/application') ? maven.apply.confirmation : path.includes('/payee/confirmation') ? maven.payee.confirmation : path.includes('/payee') ? maven.payee.request : path.includes('/invoices/') || path.includes('/invoice-files/') ? maven.partners[2]!.token : token)
const ask = (page: { method: string; path: string }, token: string, id: string, form: Record<string, string> = forms): Promise<Answer> =>
  app.page(addressOf(page.path, token, id), page.method === 'POST' ? form : undefined)
const changing = ['x-request-id', 'date', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset']
const seen = (answer: Answer) => ({ status: answer.status, text: answer.text, headers: Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !changing.includes(name))) })

/** Tokens that must not work, by what is wrong with them. */
function brokenTokens(): [string, string][] {
  const [token, foreign] = [maven.partners[0]!.token, stranger.token]
  const bytes = Buffer.from(token, 'base64url')
  const otherBytes = Buffer.from(foreign, 'base64url')
  const flip = (at: number) => Buffer.from(bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))).toString('base64url')
  return [
    ['revoked', maven.ended.revoked], ['expired', maven.ended.expired], ['truncated', token.slice(0, -1)], ['cut in half', token.slice(0, 24)], ['extended', `${token}A`], ['extended a lot', token.repeat(10)],
    ['one bit of the secret', flip(47 - 12)], ['one bit of the workspace', flip(3)], ['the secret of another workspace', Buffer.concat([bytes.subarray(0, 16), otherBytes.subarray(16)]).toString('base64url')],
    ['the workspace of another secret', Buffer.concat([otherBytes.subarray(0, 16), bytes.subarray(16)]).toString('base64url')], ['an API key', maven.ws.key], ['a key without its prefix', maven.ws.key.slice(3)],
    ['a session', maven.ws.session], ['upper case', token.toUpperCase()], ['a made-up one', Buffer.concat([bytes.subarray(0, 16), Buffer.alloc(20, 7)]).toString('base64url')], ['of no workspace', Buffer.alloc(36, 1).toString('base64url')],
    ['a word', 'hello'], ['markup', '%3Cscript%3Ealert(1)%3C%2Fscript%3E'], ['a null byte', 'abc%00def'], ['a path', '..%2F..%2Fetc%2Fpasswd'], ['not UTF-8', '%ff%fe'], ['a workspace id', maven.ws.id], ['nothing but spaces', '%20%20'],
  ]
}

test('there are pages to test, and the live links open them', async () => {
  expect(pages.length).toBeGreaterThanOrEqual(5)
  const first = maven.partners[0]!
  for (const page of pages.filter((p) => p.method === 'GET')) expect((await ask(page, opens(page.path, first.token), ownOf(page.path, first))).status, page.path).toBe(200)
})

test('every link that does not work shows one and the same page', async () => {
  const before = [await stateOf(app, maven.ws), await stateOf(app, other)]
  for (const page of pages)
    for (const id of [maven.partners[0]!.referrals[0]!, stranger.referrals[0]!, randomId('ref')]) {
      const nothing = seen(await ask(page, Buffer.alloc(36, 9).toString('base64url'), id))
      expect(nothing).toMatchObject({ status: 404, text: expect.stringContaining('This link does not work') })
      expect(nothing.headers['content-type']).toMatch(/^text\/html/)
      for (const [what, token] of brokenTokens()) expect(seen(await ask(page, token, id)), `${page.method} ${page.path}: ${what}`).toEqual(nothing)
    }
  expect([await stateOf(app, maven.ws), await stateOf(app, other)]).toEqual(before)
})

test('a link opens what it was made for and nothing else', async () => {
  const before = await stateOf(app, maven.ws)
  const nothing = seen(await ask(pages[0]!, Buffer.alloc(36, 9).toString('base64url'), randomId('ref')))
  for (const page of pages)
    for (const token of [maven.partners[0]!.token, maven.payee.request, maven.payee.confirmation, maven.apply.page, maven.apply.confirmation])
      if (opens(page.path, maven.partners[0]!.token) !== token) expect(seen(await ask(page, token, maven.partners[0]!.referrals[0]!)), `${page.method} ${page.path}`).toEqual(nothing)
  expect(await stateOf(app, maven.ws)).toEqual(before)
})

test('introductions of others are answered like ones that never existed, to read and to write', async () => {
  const [first, second] = maven.partners as [StoryPartner, StoryPartner]
  const before = [await stateOf(app, maven.ws), await stateOf(app, other)]
  for (const page of pages.filter((p) => p.path.includes(':id')))
    for (const who of [second, stranger]) {
      const nothing = seen(await ask(page, who.token, randomId('ref')))
      expect(nothing.status).toBe(404)
      const wrong = [...first.referrals, stranger === who ? second.referrals[0]! : stranger.referrals[0]!, first.referrals[0]!.slice(0, -1), first.referrals[0]!.replace('ref_', 'co_'), newId(), 'x', '%00', '..']
      for (const id of wrong) expect(seen(await ask(page, who.token, id)), `${page.path} with ${id}`).toEqual(nothing)
    }
  expect([await stateOf(app, maven.ws), await stateOf(app, other)]).toEqual(before)
})

test('reading a page changes nothing', async () => {
  const before = await stateOf(app, maven.ws)
  for (const partner of maven.partners)
    for (const page of pages.filter((p) => p.method === 'GET')) {
      const token = opens(page.path, partner.token)
      await ask(page, token, partner.referrals[0] ?? randomId('ref'))
      await app.server.inject({ method: 'HEAD', url: addressOf(page.path, token, partner.referrals[0] ?? randomId('ref')) })
    }
  expect(await stateOf(app, maven.ws)).toEqual(before)
})

test('a link ends with its contact, and at once when it is revoked', async () => {
  const partner = await addPartner(maven.ws, 'Shortlived', { name: 'Max', email: 'max@shortlived.de' })
  expect((await app.page(`/p/${partner.token}`)).status).toBe(200)
  const shown = (await maven.ws.call('GET', `/partners/${partner.id}`)).json
  await maven.ws.call('POST', `/partners/${partner.id}/contacts`, { body: { name: 'Moritz', email: 'moritz@shortlived.de' } })
  expect((await maven.ws.call('DELETE', `/partners/${partner.id}/contacts/${shown.contacts[0].id}`)).status).toBe(204)
  expect((await app.page(`/p/${partner.token}`)).status).toBe(404)
})

test('a form that names other fields acts for the holder of the link all the same', async () => {
  const [first, second] = maven.partners as [StoryPartner, StoryPartner]
  const id = await introduce(app, second, {
    buyer: 'Assigned Foods GmbH', person: 'Ana, ana@assigned.de', reason: 'Because.', partnerId: first.id, partner_id: first.id, contactId: 'x', source: 'staff', state: 'won', workspace_id: other.id, role: 'admin', ownerId: 'x',
  } as never)
  const view = (await maven.ws.call('GET', `/referrals/${id}`)).json
  expect(view).toMatchObject({ state: 'submitted', source: 'link', partner: { id: second.id }, owner: null })
})
