import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { showId, newId } from '../../kernel/ids.ts'
import { testServer, testUrl, type Answer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { read } from '../db/transact.ts'
import { part as workspaces } from '../workspaces/index.ts'
import { sessionCookie } from './authenticate.ts'
import { forgetExpired, makeSignInLink, part } from './index.ts'

let app: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  app = await testServer([part, workspaces])
  maven = await app.workspace('Maven Labs')
})
afterEach(() => {
  app.clock.now = undefined
})
afterAll(() => app?.close())

const fieldsOf = (answer: Answer): string[] => (answer.json.fields ?? []).map((f: { field: string }) => f.field)
const sessionOf = (answer: Answer): string => answer.cookies.find((c) => c.name === sessionCookie)?.value ?? ''
const tokenOf = (link: string | undefined): string => new URL(link ?? 'x:').searchParams.get('token') ?? ''
const mails = (email: string) =>
  read(maven.ctx, (r) => r.q.selectFrom('mail').selectAll().where('workspace_id', '=', r.workspace).where('to_email', '=', email).orderBy('created_at').execute())
const linkFor = (email: string, now = app.now()) => makeSignInLink(app.db, email, testUrl, now)
const signInAs = async (email: string) => sessionOf(await app.call('POST', '/sign-in', { body: { token: tokenOf(await linkFor(email)) } }))
const eventsOf = (type: string) =>
  read(maven.ctx, (r) => r.q.selectFrom('event').selectAll().where('workspace_id', '=', r.workspace).where('type', '=', type).orderBy('at').execute())

describe('the ladder', () => {
  test.each([
    ['GET', '/session'], ['DELETE', '/session'], ['GET', '/sessions'], ['DELETE', `/sessions/${showId('session', newId())}`], ['PUT', '/password'], ['DELETE', '/password'],
    ['GET', '/passkeys'], ['POST', '/passkeys/registration-options'], ['POST', '/passkeys'], ['DELETE', `/passkeys/${showId('passkey', newId())}`],
  ])('%s %s: 401 without a session, 403 for a key', async (method, path) => {
    expect((await app.call(method, path, { body: method === 'GET' ? undefined : {} })).json).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect((await app.call(method, path, { session: 'nonsense' })).status).toBe(401)
    expect((await app.call(method, path, { key: maven.key })).json).toMatchObject({ status: 403, code: 'not_for_keys' })
  })

  test.each([
    ['POST', '/setup', {}, ['workspaceName', 'currency', 'timeZone', 'name', 'email']],
    ['POST', '/sign-in/link', { email: 'nobody' }, ['email']],
    ['POST', '/sign-in/link', { email: 'a@b.example', next: '//elsewhere.example' }, ['next']],
    ['POST', '/sign-in/link', { email: 'a@b.example', next: 'https://elsewhere.example/' }, ['next']],
    ['POST', '/sign-in', {}, ['token']],
    ['POST', '/sign-in', { token: 'x'.repeat(201) }, ['token']],
    ['POST', '/sign-in/password', { email: 'a@example.com' }, ['password']],
    ['POST', '/sign-in/passkey', {}, ['credential']],
    ['PUT', '/password', {}, ['password']],
    ['POST', '/passkeys', { name: '', credential: {} }, ['name', 'credential.id', 'credential.rawId', 'credential.type', 'credential.response']],
    ['DELETE', '/sessions/mem_1', undefined, ['id']],
  ])('%s %s with %j: each field says why', async (method, path, body, fields) => {
    const answer = await app.call(method, path, { body, session: maven.session })
    expect(answer.status).toBe(422)
    expect(fieldsOf(answer)).toEqual(fields)
  })

  test('another’s session and passkey are not there', async () => {
    const other = await maven.member('rep')
    const theirs = (await app.call('GET', '/sessions', { session: other.session })).json.items[0].id
    expect((await app.call('DELETE', `/sessions/${theirs}`, { session: maven.session })).status).toBe(404)
    expect((await app.call('DELETE', `/passkeys/${showId('passkey', newId())}`, { session: maven.session })).status).toBe(404)
    expect((await app.call('GET', '/session', { session: other.session })).status).toBe(200)
  })

  test('a request from another site is not carried out', async () => {
    const answer = await app.call('POST', '/sign-in', { body: { token: 'x' }, headers: { origin: 'https://evil.example' } })
    expect(answer.json.code).toBe('foreign_origin')
  })
})

describe('a link by mail', () => {
  test('known or not, the answer is the same; only the known get a mail', async () => {
    const rita = await maven.member('rep', 'Rita Rep')
    const known = await app.call('POST', '/sign-in/link', { body: { email: ` ${rita.email.toUpperCase()} ` } })
    const unknown = await app.call('POST', '/sign-in/link', { body: { email: 'nobody@example.com' } })
    expect([known.status, known.json]).toEqual([202, unknown.json])
    expect(unknown.status).toBe(202)
    expect(await mails('nobody@example.com')).toEqual([])
    const [mail] = await mails(rita.email)
    expect(mail).toMatchObject({ is_secret: true, state: 'captured', subject: 'Sign in to Maven Labs on Alongside' })
    const url = new URL(/http\S+/.exec(mail?.body_text ?? '')?.[0] ?? '')
    expect(url.origin + url.pathname).toBe(`${testUrl}/app/sign-in`)

    const signedIn = await app.call('POST', '/sign-in', { body: { token: tokenOf(url.href) } })
    expect(signedIn.status).toBe(200)
    expect(signedIn.json).toMatchObject({ person: { name: 'Rita Rep', hasPassword: false }, workspaces: [{ name: 'Maven Labs', role: 'rep', memberId: showId('member', rita.memberId) }] })
    expect(signedIn.json.workspaces[0].permissions).toContain('referrals:write')
    expect(signedIn.json.workspaces[0].permissions).not.toContain('members:write')
    expect(String(signedIn.headers['set-cookie'])).toMatch(/alongside_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax/)
    expect((await eventsOf('member.signed_in')).at(-1)).toMatchObject({ actor_kind: 'member', actor_id: rita.memberId, payload: { method: 'link' } })

    const kept = await app.db.sql.selectFrom('identity.sign_in_link').selectAll().execute()
    const sessions = await app.db.sql.selectFrom('identity.session').selectAll().execute()
    expect(JSON.stringify([kept, sessions])).not.toContain(tokenOf(url.href))
    expect(JSON.stringify(sessions)).not.toContain(sessionOf(signedIn))
  })

  test('leads to the page that was asked for', async () => {
    const nils = await maven.member('rep', 'Nils Next')
    expect((await app.call('POST', '/sign-in/link', { body: { email: nils.email, next: '/referrals?state=submitted&q=a b' } })).status).toBe(202)
    const [mail] = await mails(nils.email)
    const url = new URL(/http\S+/.exec(mail?.body_text ?? '')?.[0] ?? '')
    expect(url.searchParams.get('next')).toBe('/referrals?state=submitted&q=a b')
    expect((await app.call('POST', '/sign-in', { body: { token: url.searchParams.get('token') } })).status).toBe(200)
  })

  test('used, expired and made-up links are told apart in plain words', async () => {
    const link = tokenOf(await linkFor(maven.admin.email))
    expect((await app.call('POST', '/sign-in', { body: { token: link } })).status).toBe(200)
    expect((await app.call('POST', '/sign-in', { body: { token: link } })).json).toMatchObject({ status: 410, code: 'auth.link_used' })
    const old = tokenOf(await linkFor(maven.admin.email, app.now().subtract({ minutes: 16 })))
    expect((await app.call('POST', '/sign-in', { body: { token: old } })).json).toMatchObject({ status: 410, code: 'auth.link_expired' })
    expect((await app.call('POST', '/sign-in', { body: { token: link.slice(0, 20) } })).json).toMatchObject({ status: 410, code: 'auth.link_unknown' })
  })

  test('used twenty times at once it signs in once', async () => {
    const token = tokenOf(await linkFor(maven.admin.email))
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.call('POST', '/sign-in', { body: { token } })))
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1)
    expect(answers.filter((a) => a.json.code === 'auth.link_used')).toHaveLength(19)
  })

  test('past five mails none is added, the words stay, and those sent work', async () => {
    const tom = await maven.member('viewer')
    const answers = []
    for (let n = 0; n < 7; n++) answers.push(await app.call('POST', '/sign-in/link', { body: { email: tom.email } }))
    expect(new Set(answers.map((a) => a.text)).size).toBe(1)
    const sent = await mails(tom.email)
    expect(sent).toHaveLength(5)
    expect((await app.call('POST', '/sign-in', { body: { token: /token=([\w-]+)/.exec(sent[4]?.body_text ?? '')?.[1] ?? '' } })).status).toBe(200)
  })

  test('nobody gets a link without access', async () => {
    expect(await linkFor('nobody@example.com')).toBeUndefined()
    const gone = await maven.member('rep')
    await maven.call('DELETE', `/members/${showId('member', gone.memberId)}`)
    expect(await linkFor(gone.email)).toBeUndefined()
    await app.call('POST', '/sign-in/link', { body: { email: gone.email } })
    expect(await mails(gone.email)).toEqual([])
  })
})

describe('sessions', () => {
  test('are listed, ended elsewhere and signed out', async () => {
    const ann = await maven.member('finance', 'Ann')
    const here = await signInAs(ann.email)
    const listed = await app.call('GET', '/sessions', { session: here })
    expect(listed.json.items).toHaveLength(2)
    expect(listed.json.items.filter((s: { isCurrent: boolean }) => s.isCurrent)).toMatchObject([{ method: 'link' }])
    const there = listed.json.items.find((s: { isCurrent: boolean }) => !s.isCurrent)
    expect((await app.call('DELETE', `/sessions/${there.id}`, { session: here })).status).toBe(204)
    expect((await app.call('GET', '/session', { session: ann.session })).status).toBe(401)
    expect((await app.call('DELETE', `/sessions/${there.id}`, { session: here })).status).toBe(404)
    const out = await app.call('DELETE', '/session', { session: here })
    expect(out.status).toBe(204)
    expect(out.cookies.find((c) => c.name === sessionCookie)?.value).toBe('')
    expect((await app.call('GET', '/session', { session: here })).status).toBe(401)
    expect((await eventsOf('member.signed_out')).filter((e) => e.actor_id === ann.memberId)).toHaveLength(2)
  })

  test('last thirty days from their last use', async () => {
    const start = app.now()
    const session = await signInAs(maven.admin.email)
    app.clock.now = start.add({ hours: 24 * 20 })
    expect((await app.call('GET', '/session', { session })).cookies[0]?.value).toBe(session)
    app.clock.now = start.add({ hours: 24 * 45 })
    expect((await app.call('GET', '/session', { session })).status).toBe(200)
    app.clock.now = start.add({ hours: 24 * 76 })
    expect((await app.call('GET', '/session', { session })).status).toBe(401)
  })

  test('what has expired is forgotten', async () => {
    await linkFor(maven.admin.email)
    await forgetExpired(app.db, app.now().add({ hours: 24 * 400 }))
    expect(await app.db.sql.selectFrom('identity.sign_in_link').selectAll().execute()).toEqual([])
    expect(await app.db.sql.selectFrom('identity.session').selectAll().execute()).toEqual([])
    maven = await app.workspace('Maven Labs')
  })
})

describe('a password', () => {
  const password = 'correct horse battery'

  test('is set, used, changed with the current one, and removed', async () => {
    const pia = await maven.member('manager', 'Pia')
    const wrong = await app.call('POST', '/sign-in/password', { body: { email: pia.email, password } })
    expect(wrong.json).toMatchObject({ status: 401, code: 'auth.wrong_password' })
    expect((await app.call('PUT', '/password', { session: pia.session, body: { password: 'short' } })).json.fields).toMatchObject([{ field: 'password', code: 'auth.password_short' }])
    expect((await app.call('PUT', '/password', { session: pia.session, body: { password } })).status).toBe(204)
    const signedIn = await app.call('POST', '/sign-in/password', { body: { email: pia.email, password } })
    expect(signedIn.json).toMatchObject({ person: { name: 'Pia', hasPassword: true }, workspaces: [{ role: 'manager' }] })
    const session = sessionOf(signedIn)

    const next = 'another horse entirely'
    expect((await app.call('PUT', '/password', { session, body: { password: next } })).json.fields).toMatchObject([{ field: 'current', code: 'auth.current_needed' }])
    expect((await app.call('PUT', '/password', { session, body: { password: next, current: 'wrong' } })).json.fields).toMatchObject([{ field: 'current', code: 'auth.current_wrong' }])
    expect((await app.call('GET', '/session', { session: pia.session })).status).toBe(200)
    expect((await app.call('PUT', '/password', { session, body: { password: next, current: password } })).status).toBe(204)
    expect((await app.call('GET', '/session', { session: pia.session })).status).toBe(401)
    expect((await app.call('GET', '/session', { session })).status).toBe(200)
    expect((await app.call('POST', '/sign-in/password', { body: { email: pia.email, password } })).status).toBe(401)
    expect((await eventsOf('member.password_set')).filter((e) => e.actor_id === pia.memberId)).toHaveLength(2)

    expect((await app.call('DELETE', '/password', { session })).status).toBe(204)
    expect((await app.call('POST', '/sign-in/password', { body: { email: pia.email, password: next } })).status).toBe(401)
  })

  test('that was forgotten is set anew right after signing in by mail', async () => {
    const max = await maven.member('rep')
    await app.call('PUT', '/password', { session: max.session, body: { password } })
    const start = app.now()
    const session = await signInAs(max.email)
    app.clock.now = start.add({ minutes: 20 })
    expect((await app.call('PUT', '/password', { session, body: { password: 'something quite new' } })).json.fields).toMatchObject([{ code: 'auth.current_needed' }])
    app.clock.now = start.add({ minutes: 5 })
    expect((await app.call('PUT', '/password', { session, body: { password: 'something quite new' } })).status).toBe(204)
  })

  test('guesses end after ten, for known and unknown alike, also with the right one; a link still works; later it works again', async () => {
    const eve = await maven.member('rep')
    await app.call('PUT', '/password', { session: eve.session, body: { password } })
    for (const email of [eve.email, 'nobody@example.com']) {
      const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => app.call('POST', '/sign-in/password', { body: { email, password: `guess number ${n}` } })))
      expect(answers.filter((a) => a.json.code === 'auth.wrong_password')).toHaveLength(10)
      expect(answers.filter((a) => a.status === 429 && a.json.code === 'auth.too_many_attempts')).toHaveLength(2)
    }
    expect((await app.call('POST', '/sign-in/password', { body: { email: eve.email, password } })).status).toBe(429)
    expect(await signInAs(eve.email)).not.toBe('')
    app.clock.now = app.now().add({ minutes: 16 })
    expect((await app.call('POST', '/sign-in/password', { body: { email: eve.email, password } })).status).toBe(200)
  })

  test('one address of the network has ten guesses over all people', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.99' }
    const statuses = []
    for (let n = 0; n < 11; n++) statuses.push((await app.call('POST', '/sign-in/password', { headers, body: { email: `guess${n}@example.com`, password: 'whatever it is' } })).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429])
  })
})
