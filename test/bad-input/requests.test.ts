// Requests that no client of ours makes: wrong types, broken JSON, wrong content types, odd headers, dates and amounts out of range.
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { read } from '../../platform/db/transact.ts'
import { verifyLedger } from '../../areas/ledger/index.ts'
import type { TestServer, TestWorkspace } from '../setup/server.ts'
import { addPartner, good, idsOf, introduce, stateOf, tellStory, terms, today, type Story, type StoryPartner } from '../setup/story.ts'
import { wholeApp } from '../setup/whole-app.ts'
import { name, operations, randomId, requestFor, type Operation } from '../stranger/operations.ts'
import { expectHandled, expectPage, expectPlainRefusal } from './said.ts'

let app: TestServer
let maven: TestWorkspace
let story: Story
let brightline: StoryPartner
let all: Operation[]
let own: (prefix: string) => string
beforeAll(async () => {
  app = await wholeApp()
  let n = 0
  story = await tellStory(app, (kind) => `st${kind}${++n}`)
  maven = story.ws
  brightline = story.partners[0]!
  all = operations(app.server)
  const { byPrefix } = await idsOf(app, maven)
  own = (prefix) => byPrefix.get(prefix)?.[0] ?? randomId(prefix)
})
afterAll(() => app?.close())

const withBody = () => all.filter((operation) => operation.body)
const pathOf = (operation: Operation) => requestFor(operation, own, { id: own, variant: 0, full: false }).path
const raw = (operation: Operation, body: string, headers: Record<string, string> = {}) => maven.call(operation.method, pathOf(operation), { session: maven.session, body, headers })

describe('bodies', () => {
  test.each([
    ['a string', '"hello"'], ['a number', '7'], ['null', 'null'], ['true', 'true'], ['an array', '[]'], ['an empty object', '{}'], ['an array of objects', '[{}]'], ['many keys', JSON.stringify(Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`k${n}`, n])))],
    ['one level too deep for anything', `${'[' .repeat(20_000)}${']'.repeat(20_000)}`], ['deep objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ])('%s instead of what a route takes', async (_, body) => {
    const before = await stateOf(app, maven, ['idempotency'])
    // Unknown keys are passed over, so an object may be all right where everything is optional.
    for (const operation of withBody()) {
      const answer = await raw(operation, body)
      if (body.startsWith('{')) expectHandled(answer, `${name(operation)} ${body.slice(0, 30)}`)
      else expectPlainRefusal(answer, `${name(operation)} ${body.slice(0, 30)}`)
    }
    if (!body.startsWith('{')) expect(await stateOf(app, maven, ['idempotency'])).toEqual(before)
  })

  test('a wrong type in each field is told by the name of the field', async () => {
    const wrong = [null, 7, -1, 1.5, 1e300, true, [], [[]], {}, { a: { b: {} } }, '', 'x'.repeat(50)]
    let told = 0
    for (const operation of withBody().filter((o) => !o.isOpen)) {
      const request = requestFor(operation, own, { id: own, variant: 0, full: true })
      for (const field of Object.keys((request.body ?? {}) as object))
        for (const value of wrong) {
          const answer = await maven.call(operation.method, request.path, { session: maven.session, body: { ...(request.body as object), [field]: value } })
          expectHandled(answer, `${name(operation)} ${field}=${JSON.stringify(value)}`)
          if (answer.status === 422 && answer.json.code === 'invalid') {
            expect(answer.json.fields?.length, `${name(operation)} ${field}=${JSON.stringify(value)}`).toBeGreaterThan(0)
            told += 1
          }
        }
    }
    expect(told).toBeGreaterThan(100)
  }, 120_000)

  test.each([
    ['cut off', '{"name":'], ['a trailing comma', '{"name":"x",}'], ['single quotes', "{'name':'x'}"], ['not JSON', 'name=x'], ['half a word', 'nul'], ['two values', '{}{}'], ['a comment', '{/* x */}'], ['NaN', '{"name":NaN}'], ['nothing', ''],
    ['a prototype', '{"__proto__":{"isAdmin":true}}'], ['a constructor', '{"constructor":{"prototype":{"isAdmin":true}}}'], ['a raw line break', '{"name":"a\nb"}'], ['a raw null byte', '{"name":"a\u0000b"}'],
  ])('broken JSON: %s', async (_, body) => {
    for (const operation of withBody().slice(0, 40)) {
      const answer = await raw(operation, body)
      expectPlainRefusal(answer, `${name(operation)} ${body}`)
      expect(answer.status, body).toBe(400)
    }
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined()
  })

  test('bytes that are no UTF-8, and a byte order mark', async () => {
    for (const payload of [Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), Buffer.from('{"name":"x"}', 'utf16le'), Buffer.from([0xff, 0xfe, 0x00]), Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{"name":1}')])]) {
      const response = await app.server.inject({ method: 'POST', url: '/api/v1/plans', payload, headers: { 'content-type': 'application/json', authorization: `Bearer ${maven.key}` } })
      expect(response.statusCode, payload.toString('hex')).toBeGreaterThanOrEqual(400)
      expect(response.statusCode, payload.toString('hex')).toBeLessThan(500)
      expect(response.headers['content-type']).toMatch(/problem\+json/)
    }
  })

  test.each(['text/plain', 'text/html', 'application/xml', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', 'application/jsonp', 'image/png', 'nonsense', ''])('content type %s', async (type) => {
    for (const operation of withBody().slice(0, 30)) {
      const answer = await raw(operation, 'name=x', { 'content-type': type })
      expectPlainRefusal(answer, `${name(operation)} as ${type}`)
      expect([400, 415], `${name(operation)} as ${type}: ${answer.text}`).toContain(answer.status)
    }
  })

  test('a partner page takes forms; anything else is a form without fields, or refused as a page', async () => {
    for (const [type, body] of [['application/json', '{"buyer":"x"}'], ['application/json', '{"buyer":'], ['text/plain', 'buyer=x'], ['multipart/form-data; boundary=x', '--x--'], ['application/x-www-form-urlencoded', '%ff%fe=%zz&=&&&a[b][c]=d&buyer=x&buyer=y&__proto__=z'], ['application/x-www-form-urlencoded', 'a=1&'.repeat(20_000)]] as const) {
      const response = await app.server.inject({ method: 'POST', url: `/p/${brightline.token}/introductions`, payload: body, headers: { 'content-type': type } })
      expectPage({ status: response.statusCode, text: response.body, headers: response.headers, json: undefined, cookies: [] }, `${type} ${body.slice(0, 30)}`)
      expect(response.statusCode, `${type} ${body.slice(0, 30)}`).toBeGreaterThanOrEqual(400)
    }
  })
})

describe('addresses and queries', () => {
  test('odd values in every query parameter', async () => {
    const odd = ['', ' ', '0', '-1', '1.5', '1e9', '99999999999999999999', 'abc', 'null', 'undefined', '[]', '{}', 'true', '%00', '\u0000', '2026-02-30', '2026-13-01', '0000-00-00', '1899-12-31', '9999-12-31', '2026-1-1', '20260101', 'tomorrow', '2026-Q5', '0000-Q1', '9999-Q4', 'all', 'EUR', 'XXX', 'eur', '¤', 'x'.repeat(5000)]
    for (const operation of all.filter((o) => o.method === 'GET'))
      for (const parameter of operation.parameters.filter((p) => p.in === 'query'))
        for (const value of odd) {
          const request = requestFor(operation, own, { id: own, variant: 0, full: false })
          expectHandled(await maven.call('GET', request.path, { session: maven.session, query: { ...request.query, [parameter.name]: value } }), `${name(operation)}?${parameter.name}=${JSON.stringify(value.slice(0, 40))}`)
        }
  }, 120_000)

  test('a parameter twice, from after to, and unknown ones', async () => {
    for (const query of ['limit=1&limit=2', 'q=a&q=b', 'q[]=a', 'q[a]=b', 'limit[]=1', '&&&&', 'a=b&a=c', '__proto__=x', 'constructor=x', '%', '%zz=1', '?', 'from=2026-12-31&to=2026-01-01', 'after=x&after=y'])
      for (const path of ['/partners', '/companies', '/referrals', '/events', '/commissions', '/performance', '/opportunities', '/mails', '/imports', '/today']) {
        const response = await app.server.inject({ method: 'GET', url: `/api/v1${path}?${query}`, headers: { authorization: `Bearer ${maven.key}` } })
        expect(response.statusCode, `${path}?${query}: ${response.body.slice(0, 300)}`).toBeLessThan(500)
      }
  })

  test.each(['/%', '/%zz', '/%00', '/..%2f..%2fetc%2fpasswd', '/partners/%2e%2e', `/partners/${'x'.repeat(3000)}`, '/partners/par_', '/partners//', '/PARTNERS', '/partners/par_ZZ', '/partners/ref_0192f3c4a5b67c8d9e0f1a2b3c4d5e6f', '/partners/%F0%9F%98%80', '/nothing', '/'])('address %s', async (path) => {
    const response = await app.server.inject({ method: 'GET', url: `/api/v1${path}`, headers: { authorization: `Bearer ${maven.key}` } })
    expect(response.statusCode).toBeGreaterThanOrEqual(400)
    expect(response.statusCode).toBeLessThan(500)
    expect(response.headers['content-type']).toMatch(/problem\+json/)
    expect(JSON.parse(response.body).detail).toMatch(/\.$/)
  })

  test('methods that a route does not have', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'HEAD'] as const) {
      const response = await app.server.inject({ method: method as 'PUT', url: '/api/v1/performance', headers: { authorization: `Bearer ${maven.key}` } })
      expect(response.statusCode, method).toBeLessThan(500)
    }
  })
})

describe('headers', () => {
  test.each([
    ['origin', 'garbage'], ['origin', ''], ['origin', 'null'], ['origin', 'http://'], ['origin', 'file://'], ['origin', 'https://evil.example'], ['origin', 'http://localhost:3000, http://evil.example'], ['sec-fetch-site', 'nonsense'], ['sec-fetch-site', 'cross-site'],
    ['authorization', 'Bearer'], ['authorization', 'Bearer  '], ['authorization', `Bearer ${'x'.repeat(8000)}`], ['authorization', 'Bearer ak_\u00ff'], ['authorization', 'Negotiate abc'], ['cookie', ';;;=;='], ['cookie', `alongside_session=${'x'.repeat(8000)}`], ['cookie', 'alongside_session=%00%zz'],
    ['alongside-workspace', 'nonsense'], ['alongside-workspace', 'ws_'], ['alongside-workspace', 'x'.repeat(8000)], ['idempotency-key', 'short'], ['idempotency-key', 'x'.repeat(200)], ['idempotency-key', 'with spaces and ünïcode'], ['idempotency-key', "'; drop table x; --"],
    ['host', 'evil.example'], ['host', '[::1'], ['x-forwarded-for', 'garbage, , ,'], ['x-forwarded-for', '999.999.999.999'], ['x-forwarded-host', 'evil.example'], ['accept-encoding', 'gzip;q=nan, br;q=9'], ['accept', 'nonsense/*;;'], ['content-length', '-1'], ['if-none-match', '*'], ['range', 'bytes=0-'], ['user-agent', '\u00ff'.repeat(300)], ['x-http-method-override', 'DELETE'],
  ])('%s: %s', async (header, value) => {
    for (const method of ['GET', 'POST'] as const) {
      const response = await app.server.inject({ method, url: '/api/v1/plans', headers: { authorization: `Bearer ${maven.key}`, ...(method === 'POST' ? { 'content-type': 'application/json' } : {}), [header]: value }, ...(method === 'POST' ? { payload: '{"name":""}' } : {}) })
      expect(response.statusCode, `${method} ${header}: ${response.body.slice(0, 300)}`).toBeLessThan(500)
      if (response.statusCode >= 400) expect(response.headers['content-type']).toMatch(/problem\+json/)
    }
    const page = await app.server.inject({ method: 'GET', url: `/p/${brightline.token}`, headers: { [header]: value } })
    expect(page.statusCode).toBeLessThan(500)
  })

  test('another site cannot act with a member\'s session', async () => {
    const before = await stateOf(app, maven)
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'garbage' }] as Record<string, string>[]) {
      const answer = await app.call('POST', '/plans', { session: maven.session, body: { name: 'Evil', terms: terms() }, headers })
      expectPlainRefusal(answer, JSON.stringify(headers))
      expect(answer.status).toBe(403)
    }
    expect(await stateOf(app, maven)).toEqual(before)
  })

  test('on the wire: headers of a megabyte, garbage, lies about the length', async () => {
    await app.server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.server.address() as AddressInfo
    const say = (bytes: string | Buffer) =>
      new Promise<string>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
        let heard = ''
        const done = () => {
          socket.destroy()
          resolve(heard)
        }
        socket.on('data', (part) => (heard += part.toString()))
        socket.on('close', done).on('error', done).setTimeout(1500, done)
      })
    const head = 'POST /api/v1/plans HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
    for (const bytes of [
      `GET /api/v1/plans HTTP/1.1\r\nHost: x\r\nX-Huge: ${'x'.repeat(1024 * 1024)}\r\n\r\n`, 'garbage\r\n\r\n', '\u0000\u0001\u0002', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, `${head}Content-Length: abc\r\n\r\n{}`, `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}{}{}`,
      `${head}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`, `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 'GET / HTTP/9.9\r\n\r\n', 'BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n', `GET /api/v1/plans HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(5000)}\r\n`, Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]),
    ]) {
      const heard = await say(bytes)
      expect(heard === '' || /^HTTP\/1\.1 (4\d\d|505)/.test(heard), `${bytes.toString().slice(0, 60)}: ${heard.slice(0, 120)}`).toBe(true)
      expect(heard).not.toMatch(/node_modules/)
    }
    expect((await maven.call('GET', '/plans')).status).toBe(200)
  })
})

describe('dates and amounts', () => {
  test.each(['2026-02-30', '2026-13-01', '2026-00-10', '26-01-01', '2026-1-1', '01.02.2026', '02/01/2026', '1899-12-31', '2026-01-01T00:00:00Z', '', ' ', 'today', '٢٠٢٦-٠١-٠١', '-000001-01-01'])('the day %s is refused where a day is asked', async (day) => {
    for (const [method, path, body] of [
      ['PUT', `/partners/${brightline.id}/plan`, { planId: own('plan'), from: day }], ['PUT', `/referrals/${brightline.referrals[1]}/closing`, { outcome: 'lost', closedOn: day }], ['POST', '/opportunities', { name: 'x', openedOn: day }], ['PUT', `/opportunities/${own('opp')}/closing`, { state: 'lost', closedOn: day }],
    ] as const) {
      const answer = await maven.call(method, path, { body })
      expectPlainRefusal(answer, `${path} ${day}`)
      expect(answer.status).toBe(422)
      expect(answer.json.fields.map((f: { field: string }) => f.field).join()).toMatch(/from|closedOn|openedOn/)
    }
  })

  test('a deal is not closed in the future', async () => {
    const made = good(await maven.call('POST', '/opportunities', { body: { name: 'Days', openedOn: '2026-03-01', amountMinor: '100' } })).json.id
    for (const closedOn of ['2999-01-01', '9999-12-31', Temporal.Now.plainDateISO('UTC').add({ days: 2 }).toString()]) {
      const answer = await maven.call('PUT', `/opportunities/${made}/closing`, { body: { state: 'won', closedOn } })
      expectPlainRefusal(answer, closedOn)
    }
  })

  test.each(['-1', '-0', '+1', '1.5', '1,5', '1e3', '0x10', ' 1', '1 ', '', 'NaN', '1234567890123456789', '１２', '1_000', '€5', 5, -5, 1.5, null])('the amount %s is refused where money is asked', async (amountMinor) => {
    const answers = [
      await maven.call('PUT', `/referrals/${brightline.referrals[1]}/opportunity`, { body: { create: { amountMinor, currency: 'EUR' } } }), await maven.call('POST', '/opportunities', { body: { name: 'x', amountMinor } }),
      await maven.call('POST', '/plans', { body: { name: `Plan ${String(amountMinor)}`, terms: { ...terms(), components: [{ ...terms().components[0], amountMinor }] } } }),
    ]
    for (const answer of answers.slice(amountMinor === null ? 2 : 0)) {
      expectPlainRefusal(answer, String(amountMinor))
      expect(answer.status).toBe(422)
    }
  })

  test.each(['EURO', 'eu', 'XXX', 'BTC', '', '€', 'EUR ', 'E R', '123', null, 7])('the currency %s is refused, or read where it is only untidy', async (currency) => {
    for (const [path, body] of [['/opportunities', { name: 'x', currency }], ['/plans', { name: `In ${String(currency)}`, terms: { ...terms(), currency } }]] as const) {
      const answer = await maven.call('POST', path, { body })
      if (path === '/opportunities' && currency === 'EUR ') expect(answer.status).toBe(201)
      else expectPlainRefusal(answer, `${path} ${String(currency)}`)
    }
    const settings = await maven.call('PATCH', '/workspace', { body: { currency: currency === 'EUR ' ? 'XXX' : currency } })
    expectPlainRefusal(settings, `workspace ${String(currency)}`)
  })

  test.each([
    ['JPY', '101', '15', '¥15'], ['JPY', '110', '17', '¥17'], ['KWD', '1001', '150', '0.150'], ['KWD', '1010', '152', '0.152'], ['EUR', '999999999999999999', '150000000000000000', '€1,500,000,000,000,000.00'], ['EUR', '1', undefined, ''],
  ])('15 %% of %s %s is %s', async (currency, amountMinor, earned, said) => {
    const ws = await app.workspace(`In ${currency}`, { currency })
    await ws.call('PUT', '/icp', { body: { minEmployees: 1 } })
    const plan = good(await ws.call('POST', '/plans', { body: { name: 'Share', terms: { ...terms(currency), components: [terms().components[1]] } } })).json.id
    const partner = await addPartner(ws, 'Partner', { name: 'Ana', email: 'ana@partner.de' }, plan)
    for (let n = 0; n < 2; n += 1) {
      const id = await introduce(app, partner, { buyer: `${['Adler', 'Bussard'][n]} Werke GmbH`, person: 'Kim, kim@buyer.de', reason: 'Because.', key: String(n) })
      good(await ws.call('PUT', `/referrals/${id}/decision`, { session: ws.session, body: { answer: 'accept' } }))
      good(await ws.call('PUT', `/referrals/${id}/closing`, { body: { outcome: 'won', closedOn: today(), deal: { amountMinor, currency } } }))
    }
    const lines = (await ws.call('GET', '/commissions')).json.items as { amount: { amountMinor: string } }[]
    expect(lines.map((line) => JSON.stringify(line)).every((line) => (earned === undefined ? false : line.includes(`"${earned}"`)))).toBe(earned !== undefined || lines.length === 0)
    for (const path of ['/ledger/trial-balance', `/partners/${partner.id}/earnings`, '/performance', `/partners/${partner.id}/performance`, '/performance.csv', '/commissions.csv']) expect((await ws.call('GET', path)).status, path).toBe(200)
    expect((await ws.call('GET', `/partners/${partner.id}/statement`, { query: { from: '2026-01-01', to: '2027-12-31' } })).status).toBe(200)
    const page = await app.page(`/p/${partner.token}/earnings`)
    expect(page.status).toBe(200)
    expect(page.text).toContain(said)
    expect(await read(ws.ctx, verifyLedger)).toMatchObject({ ok: true })
  })

  test('a deal in another currency than the plan is taken, and earns what the plan can say, with a sentence', async () => {
    const id = await introduce(app, brightline, { buyer: 'Dollar Werke GmbH', person: 'Kim, kim@buyer.de', reason: 'Because.' })
    good(await maven.call('PUT', `/referrals/${id}/decision`, { session: maven.session, body: { answer: 'accept' } }))
    const won = await maven.call('PUT', `/referrals/${id}/closing`, { body: { outcome: 'won', closedOn: today(), deal: { amountMinor: '100000', currency: 'USD' } } })
    expectHandled(won, 'won in dollars')
    expect(won.status).toBe(200)
    expect(await read(maven.ctx, verifyLedger)).toMatchObject({ ok: true })
  })
})

describe('buyers', () => {
  const ask = async (buyer: string) => {
    const page = await app.page(`/p/${brightline.token}/introductions`, { buyer, person: 'Kim, kim@buyer.de', reason: 'Because.', key: buyer })
    return { page, said: /<p class="e" id="buyer-e">([^<]+)<\/p>/.exec(page.text)?.[1] }
  }

  test.each(['ana@gmail.com', 'ana@web.de', 'gmail.com', 'ana@mailinator.com', 'https://www.facebook.com', '...', '', '!!!'])('%s names no company: the sentence says what to write instead', async (buyer) => {
    const { page, said } = await ask(buyer)
    expect(page.status).toBe(422)
    expect(said).toMatch(/[.?]$/)
    expect(said).toMatch(/company|website/)
    expect(page.text).toContain('Because.')
  })

  test('a mail address at the company, its website and its name are one buyer', async () => {
    const answers = []
    for (const buyer of ['kim@lindenhof-molkerei.de', 'https://www.lindenhof-molkerei.de/kontakt?x=1', 'lindenhof-molkerei.de', 'Lindenhof-Molkerei.DE.']) answers.push(await ask(buyer))
    expect(new Set(answers.map(({ page }) => String(page.headers.location).split('?')[0])).size).toBe(1)
  })

  test('a domain in look-alike letters is not the one it looks like, and staff is warned', async () => {
    const real = good(await maven.call('POST', '/companies', { body: { name: 'Apex Foods', website: 'apexfoods.com' } })).json.id
    const { page } = await ask('\u0430pexfoods.com')
    expect(page.status).toBe(303)
    const view = (await maven.call('GET', `/referrals/${/ref_\w+/.exec(String(page.headers.location))![0]}`)).json
    expect(view.company.id).not.toBe(real)
    expect((await maven.call('GET', `/companies/${view.company.id}`)).json.suspicious).toBe('look_alike')
  })

  test('a mail address where a website belongs: understood, or refused by its field', async () => {
    for (const website of ['ana@maplefoods.de', 'ana@gmail.com', 'not a website', 'javascript:alert(1)', 'http://', 'localhost', '10.0.0.1']) {
      const answer = await maven.call('POST', '/companies', { body: { name: `Maple Foods ${website}`, website, evenIfKnown: true } })
      expectHandled(answer, website)
      if (answer.status === 422) expect(answer.json.fields[0].field, website).toBe('website')
    }
  })
})

describe('files', () => {
  const upload = (body: string, type = 'text/csv') => maven.call('POST', '/files', { headers: { 'content-type': type }, query: { name: 'x.csv' }, body })
  test.each([
    ['empty', ''], ['one line', 'Name\n'], ['no columns that we know', 'foo,bar\n1,2\n'], ['binary', '\u0000\u0001\u0002PNG\r\n\u001a'.repeat(1000)], ['one endless line', 'x'.repeat(200_000)], ['an open quote', 'Name,Website\n"Meridian,x.de\nNorte,y.de\n'], ['only separators', ',,,,\n;;;;\n'], ['thousands of columns', `${Array.from({ length: 5000 }, (_, n) => `c${n}`).join(',')}\n`],
  ])('%s: a preview with what is wrong, or a sentence', async (_, body) => {
    const file = await upload(body)
    expectHandled(file, 'upload')
    if (file.status !== 201) return
    for (const kind of ['companies', 'opportunities', 'nonsense'])
      for (const path of ['/imports/preview', '/imports']) expectHandled(await maven.call('POST', path, { body: { fileId: file.json.id, kind } }), `${path} ${kind}`)
  })
})
