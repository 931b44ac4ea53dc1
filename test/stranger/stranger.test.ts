// Another workspace asks: by key, by session, by id, by body. It is answered as if what it asks for had never existed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, showId } from '../../kernel/ids.ts'
import { transact } from '../../platform/db/transact.ts'
import type { Answer, CallOptions, TestServer } from '../setup/server.ts'
import { idsOf, stateOf, tellStory, type Story } from '../setup/story.ts'
import { wholeApp } from '../setup/whole-app.ts'
import { type Choose, hasPathId, idFields, name, type Operation, operations, pathPrefixes, randomId, type Request, requestFor, variants } from './operations.ts'

/** Whoever may call without a credential; reviewed. */
const open = ['GET /setup', 'POST /setup', 'POST /sign-in/link', 'POST /sign-in', 'POST /sign-in/password', 'POST /sign-in/passkey-options', 'POST /sign-in/passkey']
/** Of a person, whichever workspace: no key reaches them. */
const personal = (operation: Operation) => /^\/(session|sessions|passkeys|password)\b/.test(operation.path)

type Ids = Awaited<ReturnType<typeof idsOf>>
let app: TestServer
let maven: Story
let harbour: Story
let foreign: Ids
let own: Ids
let all: Operation[]

beforeAll(async () => {
  app = await wholeApp()
  let n = 0
  maven = await tellStory(app, (kind) => (kind === 'domain' ? `meadowfoods${++n}` : `zq${kind}${++n}zq`))
  harbour = await tellStory(app, (kind) => `harbour ${kind} ${++n}`.replaceAll(' ', kind === 'domain' || /mail|reach|invited/.test(kind) ? '-' : ' '))
  const key = newId()
  await app.db.sql.insertInto('identity.passkey').values({ id: key, person_id: maven.ws.admin.personId, credential_id: key, public_key: Buffer.from('x'), counter: 0n, name: 'zqpasskey1zq' }).execute()
  foreign = await idsOf(app, maven.ws)
  foreign.byPrefix.set('pk', [showId('passkey', key)])
  own = await idsOf(app, harbour.ws)
  all = operations(app.server)
})
afterAll(() => app?.close())

const send = (request: Request, options: CallOptions): Promise<Answer> =>
  app.call(request.method, request.path, { ...options, query: { ...request.query, ...options.query }, ...(request.body === undefined ? {} : { body: request.body }) })
/** What tells two answers apart. */
const seen = (answer: Answer) => ({ status: answer.status, body: JSON.stringify(answer.json, (field, value: unknown) => (field === 'requestId' ? undefined : value)) ?? answer.text })
const anyId: Choose['id'] = (prefix) => randomId(prefix)
const ownId: Choose['id'] = (prefix) => own.byPrefix.get(prefix)?.[0] ?? randomId(prefix)

describe('without a credential', () => {
  test('nothing answers but the routes that are open on purpose', async () => {
    expect(all.filter((operation) => operation.isOpen).map(name)).toEqual(open)
    const credentials: CallOptions[] = [
      {}, { key: 'ak_nonsense' }, { key: maven.ws.key.slice(0, -1) }, { key: `${maven.ws.key}A` }, { key: maven.ws.key.slice(3) }, { session: 'nonsense' }, { session: maven.ws.session.slice(0, -1) },
      { headers: { authorization: `Basic ${Buffer.from(`admin:${maven.ws.key}`).toString('base64')}` } }, { headers: { authorization: maven.ws.key } }, { key: maven.partners[0]!.token }, { key: `ak_${maven.partners[0]!.token}` },
    ]
    for (const operation of all.filter((o) => !o.isOpen))
      for (const credential of credentials) {
        const answer = await send(requestFor(operation, (prefix) => foreign.byPrefix.get(prefix)?.[0] ?? randomId(prefix), { id: anyId, variant: 0, full: false }), credential)
        expect(answer.status, `${name(operation)} with ${JSON.stringify(credential)}: ${answer.text}`).toBe(401)
        expect(answer.json).toMatchObject({ code: 'unauthenticated', detail: expect.stringMatching(/\.$/) })
      }
  })

  test('a revoked key and an ended session are nobody', async () => {
    const minted = (await maven.ws.call('POST', '/keys', { body: { name: 'short', role: 'admin' } })).json
    expect((await app.call('GET', '/partners', { key: minted.token })).status).toBe(200)
    await maven.ws.call('DELETE', `/keys/${minted.id}`)
    expect((await app.call('GET', '/partners', { key: minted.token })).status).toBe(401)
    const rep = await maven.ws.member('rep')
    expect((await app.call('GET', '/partners', { session: rep.session })).status).toBe(200)
    await app.call('DELETE', '/session', { session: rep.session })
    expect((await app.call('GET', '/partners', { session: rep.session })).status).toBe(401)
  })
})

describe('with the credentials of another workspace', () => {
  const credentials = (): [string, CallOptions][] => [['key', { key: harbour.ws.key }], ['session', { session: harbour.ws.session }]]

  test('every id in every address is answered as one that never existed', async () => {
    const before = await stateOf(app, maven.ws)
    let asked = 0
    for (const operation of all.filter((o) => hasPathId(o) && !o.isOpen))
      for (const [how, credential] of personal(operation) ? credentials().slice(1) : credentials())
        for (let variant = 0; variant < variants(operation); variant += 1) {
          const choose: Choose = { id: ownId, variant, full: false }
          const nothing = seen(await send(requestFor(operation, randomId, choose), credential))
          expect(nothing.status, `${name(operation)} with a random id: ${nothing.body}`).toBe(404)
          const prefixes = new Set(pathPrefixes(operation))
          const most = Math.max(...[...prefixes].map((prefix) => foreign.byPrefix.get(prefix)?.length ?? 0))
          expect(most, `${name(operation)}: the story has no such thing`).toBeGreaterThan(0)
          for (let n = 0; n < most; n += 1) {
            const idOf = (prefix: string) => foreign.byPrefix.get(prefix)![n % foreign.byPrefix.get(prefix)!.length]!
            expect(seen(await send(requestFor(operation, idOf, choose), credential)), `${name(operation)} by ${how}`).toEqual(nothing)
            asked += 1
          }
          if (prefixes.size > 1) {
            const mixed = (prefix: string, parameter: string) => (parameter === 'id' ? ownId(prefix, '') : foreign.byPrefix.get(prefix)![0]!)
            const random = (prefix: string, parameter: string) => (parameter === 'id' ? ownId(prefix, '') : randomId(prefix))
            expect(seen(await send(requestFor(operation, mixed, choose), credential)), name(operation)).toEqual(seen(await send(requestFor(operation, random, choose), credential)))
          }
        }
    expect(asked).toBeGreaterThan(500)
    expect(await stateOf(app, maven.ws)).toEqual(before)
  })

  test('naming the other workspace does not open it', async () => {
    const wanted = showId('workspace', maven.ws.id)
    const unknown = showId('workspace', newId())
    for (const operation of all.filter((o) => !o.isOpen && !personal(o))) {
      const request = requestFor(operation, (prefix) => foreign.byPrefix.get(prefix)![0]!, { id: ownId, variant: 0, full: false })
      const named = (id: string) => send(request, { session: harbour.ws.session, headers: { 'alongside-workspace': id } })
      expect(seen(await named(wanted)), name(operation)).toEqual(seen(await named(unknown)))
      expect((await named(wanted)).status, name(operation)).toBe(404)
      expect(seen(await send(request, { session: harbour.ws.session, query: { workspace: wanted } })), name(operation)).toEqual(seen(await named(unknown)))
    }
  })

  test('a key stays in its workspace whatever the request names', async () => {
    const answer = await app.call('GET', '/workspace', { key: harbour.ws.key, headers: { 'alongside-workspace': showId('workspace', maven.ws.id) } })
    expect(answer.json.id).toBe(showId('workspace', harbour.ws.id))
  })

  test('lists show nothing of the other, narrowed by its ids or not', async () => {
    const foreignIds = new Set([...foreign.byPrefix.values()].flat())
    const clean = (answer: Answer, what: string) => {
      expect(answer.text.match(/zq[a-z]+\d+zq|meadowfoods\d+/g) ?? [], what).toEqual([])
      expect((answer.text.match(/[a-z]+_[0-9a-f]{32}/g) ?? []).filter((id) => foreignIds.has(id)), what).toEqual([])
    }
    for (const operation of all.filter((o) => o.method === 'GET' && !hasPathId(o) && !o.isOpen)) {
      const credential: CallOptions = personal(operation) ? { session: harbour.ws.session } : { key: harbour.ws.key }
      const plain = requestFor(operation, ownId, { id: ownId, variant: 0, full: false })
      clean(await send(plain, credential), name(operation))
      for (const parameter of operation.parameters.filter((p) => p.in === 'query')) {
        const prefix = /\^([a-z]+)_/.exec(parameter.schema.pattern ?? '')?.[1]
        if (prefix) {
          const narrowed = (id: string) => send({ ...plain, query: { ...plain.query, [parameter.name]: id } }, credential)
          const answer = await narrowed(foreign.byPrefix.get(prefix)![0]!)
          expect(seen(answer), `${name(operation)}?${parameter.name}`).toEqual(seen(await narrowed(randomId(prefix))))
        }
        if (/^(after|subject|partner|company|q)$/.test(parameter.name) && !prefix)
          for (const [, ids] of foreign.byPrefix) {
            const answer = await send({ ...plain, query: { ...plain.query, [parameter.name]: ids[0]! } }, credential)
            expect(answer.status, `${name(operation)}?${parameter.name}=${ids[0]}`).toBeLessThan(500)
            if (parameter.name !== 'q' || answer.status === 200) clean({ ...answer, text: answer.text.replaceAll(ids[0]!, '') }, `${name(operation)}?${parameter.name}=${ids[0]}`)
          }
        if (parameter.name === 'q')
          for (const q of ['zq', 'meadowfoods', 'meadow', '%', '_', 'Food']) clean(await send({ ...plain, query: { ...plain.query, q } }, credential), `${name(operation)}?q=${q}`)
      }
    }
  })

  test('foreign ids inside a body are refused as unknown ones, and nothing changes on either side', async () => {
    const before = await stateOf(app, maven.ws)
    const tested: string[] = []
    for (const operation of all.filter((o) => o.body && !o.isOpen && !personal(o) && idFields(o).length > 0))
      for (const field of idFields(operation)) {
        const what = `${name(operation)} with a foreign ${field}`
        const statuses = new Set<number>()
        const ofOwn = await stateOf(app, harbour.ws)
        const subjects = hasPathId(operation) ? own.byPrefix.get(pathPrefixes(operation)[0] ?? '')! : ['']
        for (const subject of subjects)
          for (let variant = 0; variant < variants(operation); variant += 1) {
            let used = false
            const request = (id: (prefix: string) => string) =>
              requestFor(operation, () => subject, { variant, full: true, id: (prefix, f) => (f === field ? ((used = true), id(prefix)) : ownId(prefix, f)) })
            const [asForeign, asUnknown] = [request((prefix) => foreign.byPrefix.get(prefix)![0]!), request(randomId)]
            if (!used) continue
            const answer = await send(asForeign, { session: harbour.ws.session })
            expect(answer.status, `${what}: ${answer.text}`).toBeGreaterThanOrEqual(400)
            expect(seen(answer), what).toEqual(seen(await send(asUnknown, { session: harbour.ws.session })))
            statuses.add(answer.status)
          }
        expect([...statuses].some((status) => status === 404 || status === 422), `${what} was never looked at: ${[...statuses]}`).toBe(true)
        expect(await stateOf(app, harbour.ws), what).toEqual(ofOwn)
        tested.push(what)
      }
    expect(tested.length).toBeGreaterThan(10)
    expect(await stateOf(app, maven.ws)).toEqual(before)
  })
})

test('a person who belongs to both sees each for itself, and loses one without the other', async () => {
  const guest = await maven.ws.member('viewer')
  const memberId = newId()
  await app.db.sql.insertInto('identity.membership').values({ person_id: guest.personId, workspace_id: harbour.ws.id, member_id: memberId }).execute()
  await transact(harbour.ws.ctx, (tx) => tx.q.insertInto('member').values({ workspace_id: tx.workspace, id: memberId, person_id: guest.personId, email: guest.email, name: 'Guest', role: 'rep', state: 'active' }).execute())
  const ask = (id: string) => app.call('GET', '/partners', { session: guest.session, query: { state: 'active' }, headers: { 'alongside-workspace': showId('workspace', id) } })
  expect((await ask(maven.ws.id)).json.items.map((p: { name: string }) => p.name).sort()).toEqual(maven.partners.map((p) => p.name).sort())
  expect((await ask(harbour.ws.id)).json.items.map((p: { name: string }) => p.name).sort()).toEqual(harbour.partners.map((p) => p.name).sort())
  expect((await maven.ws.call('DELETE', `/members/${showId('member', guest.memberId)}`)).status).toBe(204)
  expect((await ask(maven.ws.id)).status).toBe(404)
  expect((await ask(harbour.ws.id)).status).toBe(200)
})
