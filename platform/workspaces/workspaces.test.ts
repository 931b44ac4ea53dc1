import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testServer, type Answer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { newId, showId } from '../../kernel/ids.ts'
import { roles } from '../../kernel/actor.ts'
import { read } from '../db/transact.ts'
import { part as auth } from '../auth/index.ts'
import { createWorkspace, memberNames, part, workspaceSettings } from './index.ts'

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
beforeAll(async () => {
  app = await testServer([auth, part])
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
})
afterAll(() => app?.close())

const fieldsOf = (answer: Answer): string[] => (answer.json.fields ?? []).map((f: { field: string }) => f.field)
const lastEvent = (of: TestWorkspace) =>
  read(of.ctx, (r) => r.q.selectFrom('event').selectAll().where('workspace_id', '=', r.workspace).orderBy('at', 'desc').orderBy('id', 'desc').executeTakeFirstOrThrow())
const mailsTo = (of: TestWorkspace, email: string) =>
  read(of.ctx, (r) => r.q.selectFrom('mail').selectAll().where('workspace_id', '=', r.workspace).where('to_email', '=', email).orderBy('created_at').execute())
const tokenIn = (text: string) => /token=([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? ''

describe('the ladder', () => {
  const nobody = showId('member', newId())
  const routes: [string, string, unknown, boolean][] = [
    ['GET', '/workspace', undefined, false],
    ['PATCH', '/workspace', { name: 'Maven' }, true],
    ['GET', '/members', undefined, false],
    ['POST', '/members', { email: 'new@example.com', name: 'New', role: 'rep' }, true],
    ['PATCH', `/members/${nobody}`, { role: 'rep' }, true],
    ['DELETE', `/members/${nobody}`, undefined, true],
    ['POST', `/members/${nobody}/invitation`, undefined, true],
    ['GET', '/keys', undefined, true],
    ['POST', '/keys', { name: 'CRM', role: 'rep' }, true],
    ['DELETE', `/keys/${showId('key', newId())}`, undefined, true],
  ]
  test.each(routes)('%s %s: 401 without a credential, 403 for those who may not', async (method, path, body, adminOnly) => {
    const stranger = await app.call(method, path, { body })
    expect([stranger.status, stranger.json.code]).toEqual([401, 'unauthenticated'])
    expect((await app.call(method, path, { body, key: 'ak_nonsense' })).status).toBe(401)
    for (const role of roles.filter((r) => r !== 'admin')) {
      const answer = await app.call(method, path, { body, key: maven.keys[role] })
      if (adminOnly) expect([answer.status, answer.json.code, answer.json.detail]).toEqual([403, 'not_allowed', 'Your role may not do this. An admin can.'])
      else expect(answer.status).toBe(200)
    }
  })

  test.each([
    ['PATCH', () => `/members/${showId('member', rival.admin.memberId)}`, { role: 'rep' }],
    ['DELETE', () => `/members/${showId('member', rival.admin.memberId)}`, undefined],
    ['POST', () => `/members/${showId('member', rival.admin.memberId)}/invitation`, undefined],
  ] as const)('%s a stranger’s member: there is none', async (method, path, body) => {
    expect((await maven.call(method, path(), { body })).status).toBe(404)
    const of = await rival.call('GET', '/members')
    expect(of.json.items).toMatchObject([{ role: 'admin', state: 'active' }])
  })

  test('a stranger’s key cannot be revoked', async () => {
    const theirs = (await rival.call('GET', '/keys')).json.items[0].id
    expect((await maven.call('DELETE', `/keys/${theirs}`)).status).toBe(404)
    expect((await rival.call('GET', '/keys')).json.items[0].revokedAt).toBeNull()
  })

  test.each([
    ['PATCH', '/workspace', { name: '  ' }, ['name']],
    ['PATCH', '/workspace', { accent: 'green', currency: 'XXX', timeZone: 'Mars/Olympus' }, ['accent', 'currency', 'timeZone']],
    ['PATCH', '/workspace', { calendar: { days: [], opens: '09:00', closes: '17:00', holidays: [] } }, ['calendar.days']],
    ['PATCH', '/workspace', { calendar: { days: [1], opens: '17:00', closes: '09:00', holidays: [] } }, ['calendar.closes']],
    ['PATCH', '/workspace', { calendar: { days: [1], opens: '9', closes: '17:00', holidays: ['2026-02-30'] } }, ['calendar.opens', 'calendar.holidays.0']],
    ['PATCH', '/workspace', { policy: { answerBusinessDays: -1, protectionDays: 0.5, qualifyingGrades: ['Z'] } }, ['policy.answerBusinessDays', 'policy.protectionDays', 'policy.qualifyingGrades.0']],
    ['POST', '/members', {}, ['email', 'name', 'role']],
    ['POST', '/members', { email: 'nobody', name: 'N', role: 'owner' }, ['email', 'role']],
    ['POST', '/keys', { name: '', role: 'rep' }, ['name']],
    ['DELETE', '/keys/par_0192f3c4a5b67c8d9e0f1a2b3c4d5e6f', undefined, ['id']],
  ])('%s %s with %j: each field says why', async (method, path, body, fields) => {
    const answer = await maven.call(method, path, { body })
    expect(answer.status).toBe(422)
    expect(fieldsOf(answer)).toEqual(fields)
  })
})

describe('settings', () => {
  test('are changed in part, with an event that says what', async () => {
    const ws = await app.workspace('Quiet')
    const answer = await ws.call('PATCH', '/workspace', {
      body: { name: 'Quiet & Co', timeZone: 'America/New_York', policy: { protectionDays: 60 }, calendar: { days: [5, 1, 1], opens: '08:30', closes: '16:00', holidays: ['2026-12-25', '2026-12-24', '2026-12-25'] } },
    })
    expect(answer.json).toMatchObject({
      name: 'Quiet & Co', slug: 'quiet', accent: '#0b6b4f', currency: 'EUR', timeZone: 'America/New_York', policy: { protectionDays: 60, answerBusinessDays: 1 },
      calendar: { days: [1, 5], opens: '08:30', closes: '16:00', holidays: ['2026-12-24', '2026-12-25'] }, can: { update: { allowed: true } },
    })
    expect(await lastEvent(ws)).toMatchObject({
      type: 'workspace.settings_changed', actor_kind: 'key', payload: { changed: { name: { from: 'Quiet', to: 'Quiet & Co' }, protectionDays: { from: 90, to: 60 } } },
    })
    expect((await read(ws.ctx, workspaceSettings)).calendar).toEqual({ timeZone: 'America/New_York', days: [1, 5], opens: '08:30', closes: '16:00', holidays: ['2026-12-24', '2026-12-25'] })
    const before = await ws.eventTypes()
    expect((await ws.call('PATCH', '/workspace', { body: { policy: { protectionDays: 60 } } })).status).toBe(200)
    expect(await ws.eventTypes()).toEqual(before)
    expect((await rival.call('GET', '/workspace')).json).toMatchObject({ name: 'Rival', policy: { protectionDays: 90 } })
  })

  test('a viewer reads them and is told why they cannot change them', async () => {
    const answer = await app.call('GET', '/workspace', { key: maven.keys.viewer })
    expect(answer.json.can.update).toEqual({ allowed: false, why: 'Only an admin may do this.' })
  })
})

describe('members', () => {
  test('an invited member becomes active at the first sign-in and loses access at once when removed', async () => {
    const ws = await app.workspace('Inviting')
    const invited = await app.call('POST', '/members', { session: ws.session, body: { email: 'Rita@Example.com', name: 'Rita Rep', role: 'rep' } })
    expect(invited.status).toBe(201)
    const id = invited.json.id
    expect(await lastEvent(ws)).toMatchObject({ type: 'member.invited', actor_kind: 'member', actor_id: ws.admin.memberId, payload: { role: 'rep' } })
    expect((await ws.call('GET', '/members')).json.items).toMatchObject([
      { name: 'Ada Admin', state: 'active' },
      { id, email: 'rita@example.com', state: 'invited', invitedBy: { name: 'Ada Admin' }, can: { sendInvitation: { allowed: true } } },
    ])
    const [mail] = await mailsTo(ws, 'rita@example.com')
    expect(mail).toMatchObject({ state: 'captured', is_secret: true, subject: 'Ada Admin invites you to Inviting on Alongside' })
    expect(JSON.stringify(await lastEvent(ws))).not.toMatch(/rita/i)

    const token = tokenIn(mail?.body_text ?? '')
    const signIn = await app.call('POST', '/sign-in', { body: { token } })
    expect(signIn.json.workspaces).toMatchObject([{ name: 'Inviting', role: 'rep' }])
    expect(await ws.eventTypes()).toEqual(expect.arrayContaining(['member.invited', 'member.joined', 'member.signed_in']))
    const session = signIn.cookies[0]?.value ?? ''
    expect((await app.call('GET', '/workspace', { session })).status).toBe(200)
    expect((await app.call('PATCH', '/workspace', { session, body: { name: 'Mine' } })).status).toBe(403)

    expect((await ws.call('PATCH', `/members/${id}`, { body: { role: 'admin' } })).status).toBe(204)
    expect((await app.call('PATCH', '/workspace', { session, body: { name: 'Ours' } })).status).toBe(200)
    expect((await ws.call('POST', `/members/${id}/invitation`)).json.code).toBe('members.has_joined')

    expect((await ws.call('DELETE', `/members/${id}`)).status).toBe(204)
    expect((await app.call('GET', '/workspace', { session })).status).toBe(404)
    expect((await app.call('GET', '/session', { session })).json.workspaces).toEqual([])
    expect((await ws.call('DELETE', `/members/${id}`)).status).toBe(404)
    expect((await ws.call('GET', '/members')).json.items).toHaveLength(1)
    expect((await ws.call('GET', '/members?removed=true')).json.items).toMatchObject([{}, { name: 'Rita Rep', state: 'removed', can: { remove: { allowed: false, why: 'This member was removed.' } } }])

    const again = await ws.call('POST', '/members', { body: { email: 'rita@example.com', name: 'Rita Rep', role: 'viewer' } })
    expect(again.status).toBe(201)
    expect(again.json.id).not.toBe(id)
  })

  test('an address is invited once; the invitation can be sent again', async () => {
    const ws = await app.workspace('Twice')
    const body = { email: 'tom@example.com', name: 'Tom', role: 'viewer' }
    const { id } = (await ws.call('POST', '/members', { body })).json
    const second = await ws.call('POST', '/members', { body })
    expect([second.status, second.json.code]).toEqual([409, 'members.already_member'])
    expect((await ws.call('POST', `/members/${id}/invitation`)).status).toBe(204)
    const mails = await mailsTo(ws, 'tom@example.com')
    expect(mails).toHaveLength(2)
    expect((await app.call('POST', '/sign-in', { body: { token: tokenIn(mails[1]?.body_text ?? '') } })).status).toBe(200)
  })

  test('twenty invitations of one address at once make one member', async () => {
    const ws = await app.workspace('Racing')
    const body = { email: 'race@example.com', name: 'Race', role: 'viewer' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => ws.call('POST', '/members', { body })))
    expect(answers.filter((a) => a.status === 201)).toHaveLength(1)
    expect(answers.filter((a) => a.json.code === 'members.already_member')).toHaveLength(19)
    expect(await mailsTo(ws, 'race@example.com')).toHaveLength(1)
  })

  test('one person belongs to several workspaces and chooses by header', async () => {
    const [one, other] = [await app.workspace('One'), await app.workspace('Other')]
    for (const ws of [one, other]) await ws.call('POST', '/members', { body: { email: 'both@example.com', name: 'Bo Both', role: ws === one ? 'finance' : 'viewer' } })
    const [mail] = await mailsTo(one, 'both@example.com')
    const signIn = await app.call('POST', '/sign-in', { body: { token: tokenIn(mail?.body_text ?? '') } })
    expect(signIn.json.workspaces).toMatchObject([{ name: 'One', role: 'finance' }, { name: 'Other', role: 'viewer' }])
    const session = signIn.cookies[0]?.value ?? ''
    const nameIn = async (workspace?: string) => (await app.call('GET', '/workspace', { session, headers: workspace ? { 'alongside-workspace': workspace } : {} })).json.name
    expect(await nameIn()).toBe('One')
    expect(await nameIn(showId('workspace', other.id))).toBe('Other')
    expect(await nameIn(showId('workspace', rival.id))).toBeUndefined()
    expect((await app.call('GET', '/workspace', { session, headers: { 'alongside-workspace': 'nonsense' } })).status).toBe(404)
  })

  test('the last admin stays', async () => {
    const ws = await app.workspace('Last')
    const ada = showId('member', ws.admin.memberId)
    expect((await ws.call('DELETE', `/members/${ada}`)).json.code).toBe('members.last_admin')
    expect((await ws.call('PATCH', `/members/${ada}`, { body: { role: 'viewer' } })).json).toMatchObject({ status: 409, code: 'members.last_admin' })
    const second = await ws.member('admin')
    expect((await ws.call('PATCH', `/members/${ada}`, { body: { role: 'viewer' } })).status).toBe(204)
    expect((await ws.call('DELETE', `/members/${showId('member', second.memberId)}`)).json.code).toBe('members.last_admin')
  })

  test.each([
    ['remove each other', 'DELETE', undefined],
    ['demote each other', 'PATCH', { role: 'viewer' }],
  ])('two admins who %s at once leave one', async (_, method, body) => {
    for (let round = 0; round < 5; round++) {
      const ws = await app.workspace('Duel')
      const second = await ws.member('admin')
      const answers = await Promise.all([ws.admin.memberId, second.memberId].map((id) => ws.call(method, `/members/${showId('member', id)}`, { body })))
      expect(answers.map((a) => a.status).sort()).toEqual([204, 409])
      const { items } = (await ws.call('GET', '/members')).json
      expect(items.filter((m: { role: string }) => m.role === 'admin')).toHaveLength(1)
    }
  })

  test('names are known of removed members too, and only of our own', async () => {
    const ws = await app.workspace('Names')
    const gone = await ws.member('rep', 'Gone Rep')
    await ws.call('DELETE', `/members/${showId('member', gone.memberId)}`)
    const names = await read(ws.ctx, (r) => memberNames(r, [gone.memberId, ws.admin.memberId, null, undefined, rival.admin.memberId]))
    expect([...names.values()].sort()).toEqual(['Ada Admin', 'Gone Rep'])
  })
})

describe('keys', () => {
  test('a key works from the moment it is made until it is revoked, and its token is nowhere kept', async () => {
    const minted = await maven.call('POST', '/keys', { body: { name: 'CRM', role: 'viewer' } })
    expect(minted.status).toBe(201)
    const { id, token } = minted.json
    expect((await app.call('GET', '/members', { key: token })).status).toBe(200)
    expect((await app.call('GET', '/keys', { key: token })).status).toBe(403)
    expect(await lastEvent(maven)).toMatchObject({ type: 'key.minted', payload: { name: 'CRM', role: 'viewer' } })
    const listed = await maven.call('GET', '/keys')
    expect(listed.json.items[0]).toMatchObject({ id, name: 'CRM', role: 'viewer', revokedAt: null })
    expect(listed.text).not.toContain(token)
    expect((await maven.call('DELETE', `/keys/${id}`)).status).toBe(204)
    expect((await app.call('GET', '/members', { key: token })).status).toBe(401)
    expect(await lastEvent(maven)).toMatchObject({ type: 'key.revoked' })
    expect((await maven.call('DELETE', `/keys/${id}`)).status).toBe(204)
  })

  test('a repeated request makes one key and cannot say its token again', async () => {
    const ws = await app.workspace('Retry')
    const request = { body: { name: 'CRM', role: 'rep' }, headers: { 'idempotency-key': 'mint-crm-key' } }
    const first = await ws.call('POST', '/keys', request)
    const second = await ws.call('POST', '/keys', request)
    expect([first.status, second.status, second.json.code]).toEqual([201, 409, 'keys.already_minted'])
    expect((await ws.call('GET', '/keys')).json.items.filter((k: { name: string }) => k.name === 'CRM')).toHaveLength(1)
    const kept = await read(ws.ctx, (r) => r.q.selectFrom('idempotency').selectAll().where('workspace_id', '=', r.workspace).execute())
    expect(JSON.stringify(kept)).not.toContain(first.json.token)
  })

  test('a key is no person', async () => {
    expect((await maven.call('GET', '/session')).json.code).toBe('not_for_keys')
  })
})

describe('making workspaces', () => {
  test('short names are kept apart; a chosen one that is taken is refused', async () => {
    const admin = { email: 'many@example.com', name: 'Many' }
    const make = (slug?: string) => createWorkspace(app.db, { name: 'Same Name', currency: 'EUR', timeZone: 'Europe/Berlin', admin, ...(slug ? { slug } : {}) }, app.now())
    const made = await Promise.all([make(), make(), make()])
    expect(made.map((m) => m.slug).sort()).toEqual(['same-name', 'same-name-2', 'same-name-3'])
    expect(new Set(made.map((m) => m.personId)).size).toBe(1)
    await expect(make('same-name')).rejects.toMatchObject({ code: 'workspaces.slug_taken' })
    await expect(make('chosen')).resolves.toMatchObject({ slug: 'chosen' })
  })
})
