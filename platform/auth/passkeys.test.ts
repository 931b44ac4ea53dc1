import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { testServer, type Answer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { virtualAuthenticator, type Lies } from '../../test/setup/virtual-authenticator.ts'
import { read } from '../db/transact.ts'
import { part as workspaces } from '../workspaces/index.ts'
import { part } from './index.ts'

const origin = 'https://partners.example.com'
let app: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  app = await testServer([part, workspaces], { publicUrl: origin })
  maven = await app.workspace('Maven Labs')
})
afterEach(() => {
  app.clock.now = undefined
})
afterAll(() => app?.close())

const register = async (session: string, device = virtualAuthenticator(origin), lies: Lies = {}) => {
  const options = (await app.call('POST', '/passkeys/registration-options', { session })).json
  const answer = await app.call('POST', '/passkeys', { session, body: { name: 'Ada’s laptop', credential: device.create(options, lies) } })
  return { device, options, answer }
}
const signIn = async (device: ReturnType<typeof virtualAuthenticator>, lies: Lies = {}): Promise<Answer> => {
  const options = (await app.call('POST', '/sign-in/passkey-options')).json
  return app.call('POST', '/sign-in/passkey', { body: { credential: device.get(options, lies) } })
}

test('is added, listed, signs in again and again, and is removed', async () => {
  const ann = await maven.member('finance', 'Ann')
  const { device, options, answer } = await register(ann.session)
  expect(options).toMatchObject({ rp: { id: 'partners.example.com', name: 'Alongside' }, user: { name: ann.email, displayName: 'Ann' }, authenticatorSelection: { userVerification: 'required' } })
  expect(answer.status).toBe(201)
  expect((await app.call('GET', '/passkeys', { session: ann.session })).json.items).toMatchObject([{ id: answer.json.id, name: 'Ada’s laptop', usedAt: null }])

  const signedIn = await signIn(device)
  expect(signedIn.json).toMatchObject({ person: { name: 'Ann' }, workspaces: [{ name: 'Maven Labs', role: 'finance' }] })
  expect(String(signedIn.headers['set-cookie'])).toMatch(/; Secure/)
  const session = signedIn.cookies[0]?.value ?? ''
  expect((await app.call('GET', '/sessions', { session })).json.items.filter((s: { isCurrent: boolean }) => s.isCurrent)).toMatchObject([{ method: 'passkey' }])
  expect((await signIn(device)).status).toBe(200)
  const { items } = (await app.call('GET', '/passkeys', { session })).json
  expect(items[0].usedAt).not.toBeNull()
  const again = await app.call('POST', '/passkeys/registration-options', { session })
  expect(again.json.excludeCredentials).toMatchObject([{ id: device.id, transports: ['internal'] }])

  const stranger = await maven.member('rep')
  expect((await app.call('DELETE', `/passkeys/${answer.json.id}`, { session: stranger.session })).status).toBe(404)
  expect((await app.call('DELETE', `/passkeys/${answer.json.id}`, { session })).status).toBe(204)
  expect((await signIn(device)).json).toMatchObject({ status: 401, code: 'auth.passkey_failed' })
  const types = await read(maven.ctx, (r) => r.q.selectFrom('event').select('type').where('workspace_id', '=', r.workspace).where('actor_id', '=', ann.memberId).execute())
  expect(types.map((e) => e.type).sort()).toEqual(['member.passkey_added', 'member.passkey_removed', 'member.signed_in', 'member.signed_in'])
})

test.each<[string, Lies]>([
  ['another origin', { origin: 'https://partners.example.com.evil.example' }],
  ['another host', { rpId: 'evil.example' }],
  ['a challenge that is not ours', { challenge: 'AAAA' }],
  ['a person nobody checked', { userVerified: false }],
])('%s is refused, when adding and when signing in', async (_, lies) => {
  const ann = await maven.member('rep')
  expect((await register(ann.session, virtualAuthenticator(origin), lies)).answer.json).toMatchObject({ status: 422, code: 'auth.passkey_not_verified' })
  const { device } = await register(ann.session)
  expect((await signIn(device, lies)).json).toMatchObject({ status: 401, code: 'auth.passkey_failed' })
  expect((await signIn(device)).status).toBe(200)
})

test('a copied authenticator, a foreign signature and an unknown passkey are refused', async () => {
  const { device } = await register((await maven.member('rep')).session)
  expect((await signIn(device)).status).toBe(200)
  expect((await signIn(device, { counter: 1 })).status).toBe(401)
  expect((await signIn(device, { counter: 90, signature: Buffer.alloc(70, 1) })).status).toBe(401)
  expect((await signIn(virtualAuthenticator(origin))).status).toBe(401)
})

test('a challenge is used once, belongs to one person and purpose, and lives five minutes', async () => {
  const ann = await maven.member('rep')
  const bob = await maven.member('rep')
  const { device } = await register(ann.session)
  const options = (await app.call('POST', '/sign-in/passkey-options')).json
  const credential = device.get(options)
  const answers = await Promise.all([1, 2, 3, 4].map(() => app.call('POST', '/sign-in/passkey', { body: { credential } })))
  expect(answers.map((a) => a.status).sort()).toEqual([200, 401, 401, 401])

  const forAnn = (await app.call('POST', '/passkeys/registration-options', { session: ann.session })).json
  const byBob = await app.call('POST', '/passkeys', { session: bob.session, body: { name: 'Bob', credential: virtualAuthenticator(origin).create(forAnn) } })
  expect(byBob.status).toBe(422)
  expect((await app.call('POST', '/sign-in/passkey', { body: { credential: device.get({ challenge: forAnn.challenge, rpId: forAnn.rp.id }) } })).status).toBe(401)

  const late = (await app.call('POST', '/sign-in/passkey-options')).json
  app.clock.now = app.now().add({ minutes: 6 })
  expect((await app.call('POST', '/sign-in/passkey', { body: { credential: device.get(late) } })).status).toBe(401)
})

test('one passkey belongs to one person', async () => {
  const [ann, bob] = [await maven.member('rep'), await maven.member('rep')]
  const { device } = await register(ann.session)
  expect((await register(bob.session, device)).answer.json).toMatchObject({ status: 409, code: 'auth.passkey_known' })
  expect((await signIn(device)).json.person.email).toBe(ann.email)
})
