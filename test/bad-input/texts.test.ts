// Texts that break programs, through every field that takes text: kept as written where they say something, refused with a sentence
// where they do not, and never taken for markup, SQL or a command.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cleanLine, cleanText } from '../../kernel/text.ts'
import { escapeHtml } from '../../platform/pages/html.ts'
import type { Answer, TestServer, TestWorkspace } from '../setup/server.ts'
import { addPartner, good, idsOf, introduce, tellStory, type Story, type StoryPartner } from '../setup/story.ts'
import { wholeApp } from '../setup/whole-app.ts'
import { hasPathId, name, operations, randomId, requestFor, variants } from '../stranger/operations.ts'
import { naughtyStrings } from './naughty.ts'
import { expectHandled, expectPage, expectPlainRefusal } from './said.ts'

let app: TestServer
let maven: TestWorkspace
let brightline: StoryPartner
beforeAll(async () => {
  app = await wholeApp()
  maven = await app.workspace()
  brightline = await addPartner(maven, 'Brightline', { name: 'Ana Silva', email: 'ana@brightline.de' })
})
afterAll(() => app?.close())

/** What arrives: halves of characters cannot be sent in UTF-8. */
const sent = (text: string) => text.toWellFormed()
const bodyOf = (page: Answer) => page.text.replace(/<style>[\s\S]*?<\/style>/, '')
const dangerous = /<script|<img|<svg|<iframe|<base|<meta http|<form action="\/\/|onerror=alert|onfocus="alert/i

test('there are enough of them', () => {
  expect(naughtyStrings.length).toBeGreaterThanOrEqual(515)
})

test('as the reason of an introduction: every word comes back, on the page and to staff', async () => {
  for (const [n, text] of naughtyStrings.entries()) {
    const form = { buyer: `reason-${n}-werke.de`, person: 'Kim, kim@buyer.de', reason: text, consent: 'yes', key: String(n) }
    const answer = await app.page(`/p/${brightline.token}/introductions`, form)
    const kept = cleanText(sent(text))
    expectPage(answer, JSON.stringify(text))
    if (kept === '' || kept.length > 4000) {
      expect(answer.status, JSON.stringify(text)).toBe(422)
      continue
    }
    expect(answer.status, JSON.stringify(text)).toBe(303)
    const location = String(answer.headers.location)
    const page = await app.page(location)
    expect(bodyOf(page), JSON.stringify(text)).toContain(escapeHtml(kept))
    expect(bodyOf(page).replace(escapeHtml(kept), ''), JSON.stringify(text)).not.toMatch(dangerous)
    expect((await maven.call('GET', `/referrals/${/ref_\w+/.exec(location)![0]}`)).json.reason).toBe(kept)
  }
})

test('as the buyer and the person: introduced, or told in the field what is wrong, with everything still there', async () => {
  const wrong = new Map<string, number>()
  for (const [n, text] of naughtyStrings.entries()) {
    const answer = await app.page(`/p/${brightline.token}/introductions`, { buyer: text, person: n % 2 ? text : 'Kim, kim@buyer.de', reason: 'Because <they> asked & "waited".', consent: 'yes', key: `b${n}` })
    expectPage(answer, JSON.stringify(text))
    expect([303, 422], JSON.stringify(text)).toContain(answer.status)
    if (answer.status === 303) continue
    const page = bodyOf(answer)
    const said = /<p class="e" id="(buyer|person)-e">([^<]+)<\/p>/.exec(page)
    expect(said, `${JSON.stringify(text)}: ${page.slice(0, 1500)}`).not.toBeNull()
    expect(said![2], JSON.stringify(text)).toMatch(/[.?]$/)
    expect(page, JSON.stringify(text)).toContain('Because &lt;they&gt; asked &amp; &quot;waited&quot;.')
    expect(page, JSON.stringify(text)).toContain(`value="${escapeHtml(cleanLine(sent(text)).slice(0, 400))}"`)
    expect(page, JSON.stringify(text)).toContain(' checked')
    wrong.set(said![2]!, (wrong.get(said![2]!) ?? 0) + 1)
  }
  expect(wrong.size).toBeGreaterThan(3)
})

test('as names and words of staff: what is shown is what was written, cleaned', async () => {
  const texts = naughtyStrings.filter((_, n) => n % 3 === 0)
  for (const [n, text] of texts.entries()) {
    const line = cleanLine(text).toWellFormed()
    const check = (answer: Answer, path: string, pick: (json: never) => unknown, expected: string) => ({ answer, path, pick, expected })
    const checks = [
      check(await maven.call('POST', '/partners', { session: maven.session, body: { name: text, type: 'referral', timeZone: 'Europe/Berlin', website: text, contacts: [{ name: text, email: `c${n}@partner.de`, phone: text.slice(0, 20) }] } }), '/partners/', (json: { name: string }) => json.name, line),
      check(await maven.call('POST', '/companies', { body: { name: text, evenIfKnown: true } }), '/companies/', (json: { name: string }) => json.name, line),
      check(await maven.call('POST', '/opportunities', { body: { name: text, product: text.slice(0, 100), repName: text.slice(0, 100) } }), '/opportunities/', (json: { name: string }) => json.name, line),
    ]
    for (const { answer, path, pick, expected } of checks) {
      const what = `${path} ${JSON.stringify(text)}`
      expectHandled(answer, what)
      if (answer.status !== 201) continue
      expect(pick((await maven.call('GET', path + answer.json.id)).json as never), what).toBe(expected)
    }
  }
})

test('as words in a search: found literally or not at all', async () => {
  await maven.call('POST', '/companies', { body: { name: 'Percent 100% Werke', evenIfKnown: true } })
  for (const path of ['/partners', '/companies', '/companies/lookup', '/referrals', '/opportunities', '/events', '/performance/rows']) {
    for (const [n, text] of naughtyStrings.entries()) {
      if (n % 5 !== path.length % 5) continue
      expectHandled(await maven.call('GET', path, { query: { q: text, ...(path.endsWith('rows') ? { measure: text } : {}) } }), `${path}?q=${JSON.stringify(text)}`)
    }
  }
  const found = (await maven.call('GET', '/opportunities', { query: { q: '%' } })).json.items as { name: string }[]
  expect(found.every((one) => one.name.includes('%'))).toBe(true)
})

test('in every text field of every route: handled, never our fault', async () => {
  let n = 0
  const story: Story = await tellStory(app, (kind) => `st${kind}${++n}`)
  const { byPrefix } = await idsOf(app, story.ws)
  const own = (prefix: string) => byPrefix.get(prefix)?.[0] ?? randomId(prefix)
  let at = 0
  for (const operation of operations(app.server).filter((o) => !o.isRaw && !['POST /sign-in/link', 'PUT /password', 'POST /sign-in/password'].includes(name(o))))
    for (let variant = 0; variant < variants(operation); variant += 1)
      for (let k = 0; k < (hasPathId(operation) || operation.body ? 24 : 6); k += 1) {
        const text = naughtyStrings[(at += 7) % naughtyStrings.length]!
        const request = requestFor(operation, own, { id: own, variant, full: k % 2 === 0, text: () => text })
        const answer = await story.ws.call(request.method, request.path, { ...(k % 3 ? {} : { session: story.ws.session }), query: request.query, ...(request.body === undefined ? {} : { body: request.body }) })
        expectHandled(answer, `${name(operation)} with ${JSON.stringify(text)}`)
      }
}, 120_000)

test('too much text is refused by its field, and far too much before it is read', async () => {
  const id = await introduce(app, brightline, { buyer: 'size-werke.de', person: 'Kim, kim@buyer.de', reason: 'Because.' })
  const long = 'x'.repeat(100_000)
  const huge = 'x'.repeat(1024 * 1024)
  for (const [method, path, body] of [
    ['POST', '/referrals', (text: string) => ({ partnerId: brightline.id, buyer: 'size-werke.de', person: 'Kim', reason: text })], ['POST', `/referrals/${id}/messages`, (text: string) => ({ body: text })],
    ['POST', '/partners', (text: string) => ({ name: text, type: 'referral', timeZone: 'Europe/Berlin', contacts: [{ name: 'x', email: 'x@y.de' }] })], ['POST', '/companies', (text: string) => ({ name: text })],
    ['POST', '/members', (text: string) => ({ name: text, email: 'x@y.de', role: 'viewer' })], ['POST', '/keys', (text: string) => ({ name: text, role: 'viewer' })], ['PATCH', '/workspace', (text: string) => ({ name: text })],
    ['PATCH', `/partners/${brightline.id}`, (text: string) => ({ website: text })], ['POST', '/opportunities', (text: string) => ({ name: text })], ['POST', '/sign-in/link', (text: string) => ({ email: text })],
  ] as const) {
    const refused = await maven.call(method, path, { session: maven.session, body: body(long) })
    expectPlainRefusal(refused, path)
    expect(refused.status, path).toBe(422)
    expect(refused.json.fields[0].message, path).toMatch(/\S/)
    const cut = await maven.call(method, path, { session: maven.session, body: body(huge) })
    expectPlainRefusal(cut, path)
    expect(cut.status, path).toBe(413)
  }
})

test('too much text on a partner page: the field says so, the beginning is still there, and it is a page in any case', async () => {
  const post = (reason: string, buyer = 'page-size-werke.de') => app.page(`/p/${brightline.token}/introductions`, { buyer, person: 'Kim, kim@buyer.de', reason, key: 'size' })
  const long = await post(`${'word '.repeat(5000)}`)
  expect(long.status).toBe(422)
  expect(bodyOf(long)).toMatch(/<p class="e" id="reason-e">At most 4,000 characters\.<\/p>/)
  expect(bodyOf(long)).toContain('word word word')
  const huge = await post('x'.repeat(1024 * 1024))
  expectPage(huge, '1 MB')
  expect(huge.status).toBe(413)
  expect(bodyOf(huge)).toMatch(/too large/)
  const id = await introduce(app, brightline, { buyer: 'page-size-werke.de', person: 'Kim, kim@buyer.de', reason: 'Because.' })
  const reply = await app.page(`/p/${brightline.token}/introductions/${id}/replies`, { body: 'y'.repeat(5000), key: 'r' })
  expect(reply.status).toBe(422)
  expect(bodyOf(reply)).toContain('y'.repeat(5000))
})

test('in files: what leaves as CSV is no formula', async () => {
  for (const formula of ['=1+1', '+1+1', '-1+1', '@sum(1)', '\t=1+1', "=cmd|' /C calc'!A0"]) await maven.call('POST', '/companies', { body: { name: `${formula} Formel Werke`, evenIfKnown: true } })
  for (const formula of ['=HYPERLINK("//evil.example") Werke', '@SUM Werke']) good(await maven.call('POST', '/referrals', { body: { partnerId: brightline.id, buyer: formula, person: '=1+1', reason: '=1+1' } }))
  for (const path of ['/referrals.csv', '/events.csv', '/commissions.csv', '/performance.csv']) {
    const csv = await maven.call('GET', path)
    expect(csv.status, path).toBe(200)
    const cells = csv.text.split('\n').flatMap((row) => row.match(/"(?:[^"]|"")*"|[^,]+/g) ?? []).map((cell) => cell.replace(/^"|"$/g, ''))
    expect(cells.filter((cell) => /^[=+@\t]|^-(?!\d)/.test(cell)), path).toEqual([])
  }
})
