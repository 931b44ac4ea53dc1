// What a role may not do the server refuses, with a sentence that says who may. GET changes nothing.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { may, roles, type Permission, type Role } from '../../kernel/actor.ts'
import type { AnyRoute } from '../../platform/http/route.ts'
import type { TestServer } from '../setup/server.ts'
import { idsOf, stateOf, tellStory, type Story } from '../setup/story.ts'
import { allParts, wholeApp } from '../setup/whole-app.ts'
import { name, operations, randomId, requestFor, type Choose, type Operation } from './operations.ts'

let app: TestServer
let maven: Story
let own: Awaited<ReturnType<typeof idsOf>>
let all: Operation[]
const routes = allParts.flatMap((part) => part.routes ?? [])
const sessions = {} as Record<Role, string>

beforeAll(async () => {
  app = await wholeApp()
  let n = 0
  maven = await tellStory(app, (kind) => (kind === 'domain' ? `meadowfoods${++n}` : `zq${kind}${++n}zq`))
  own = await idsOf(app, maven.ws)
  all = operations(app.server)
  for (const role of roles) sessions[role] = (await maven.ws.member(role)).session
})
afterAll(() => app?.close())

const ownId: Choose['id'] = (prefix) => own.byPrefix.get(prefix)?.[0] ?? randomId(prefix)
const routeOf = (operation: Operation): AnyRoute => routes.find((route) => route.method === operation.method && route.path === operation.path)!
const guarded = () => all.map((operation) => ({ operation, access: routeOf(operation).access })).filter(({ access }) => !['open', 'person', 'member'].includes(access)) as { operation: Operation; access: Permission }[]
const actorOf = (role: Role) => ({ kind: 'member', id: 'x', name: 'x', role }) as const

test('every route of the document is one that was declared, and all but a few ask for a permission', () => {
  expect(all.filter((operation) => !routeOf(operation)).map(name)).toEqual([])
  expect(all.map((operation) => ({ operation, access: routeOf(operation).access })).filter(({ access }) => access === 'member').map(({ operation }) => name(operation))).toEqual(['GET /events', 'GET /workspace'])
})

test('a role without the permission is told who has it, before anything of the request is looked at, and nothing changes', async () => {
  const before = await stateOf(app, maven.ws)
  let refused = 0
  for (const { operation, access } of guarded())
    for (const role of roles.filter((candidate) => !may(actorOf(candidate), access)))
      for (const credential of [{ key: maven.ws.keys[role] }, { session: sessions[role] }])
        for (const request of [requestFor(operation, (prefix) => ownId(prefix, ''), { id: ownId, variant: 0, full: false }), { ...requestFor(operation, randomId, { id: ownId, variant: 0, full: false }), body: operation.body ? { nonsense: true } : undefined }]) {
          const answer = await app.call(request.method, request.path, { ...credential, query: request.query, ...(request.body === undefined ? {} : { body: request.body }) })
          expect(answer.status, `${name(operation)} as ${role}: ${answer.text}`).toBe(403)
          expect(answer.json, name(operation)).toMatchObject({ code: 'not_allowed', detail: expect.stringMatching(/^Your role may not do this\. An? .*admin.* can\.$/) })
          expect(answer.json.detail).not.toContain(role)
          refused += 1
        }
  expect(refused).toBeGreaterThan(400)
  expect(await stateOf(app, maven.ws)).toEqual(before)
})

test('what each role may change is what was meant', () => {
  const writes = (role: Role) => guarded().filter(({ operation, access }) => operation.method !== 'GET' && !['POST /plans/preview', 'POST /icp/preview', 'POST /icp/back-test', 'POST /hypotheses/forecast'].includes(name(operation)) && may(actorOf(role), access)).map(({ operation }) => operation)
  expect(writes('viewer')).toEqual([])
  expect([...new Set(writes('finance').map((operation) => operation.path.split('/').at(-1)))].sort()).toEqual([
    'account-codes', 'again', 'answer', 'approval', 'back-tests', 'cancellation', 'corrections', 'credit-notes', 'decision', 'disputes', 'downloads', 'facts', 'files', 'hold', 'invoice', 'invoice-settings', 'invoicing', 'outcome', 'payment-results', 'payout-settings', 'payouts', 'plan', 'plans', 'requests', 'settlement', 'versions', 'withdrawal', '{period}'])
  for (const role of ['manager', 'rep', 'viewer'] as const) expect(writes(role).filter((operation) => /payout|payee|payment-results|invoic/.test(operation.path)).map(name)).toEqual([])
  for (const role of ['manager', 'rep', 'viewer'] as const) expect(writes(role).filter((operation) => /statement/.test(operation.path)).map(name)).toEqual([])
  expect(writes('rep').filter((operation) => /^\/(plans|keys|members|workspace|partners|imports|files|mails|icp|stages|hypotheses)/.test(operation.path)).map(name)).toEqual([])
  expect(writes('manager').filter((operation) => /^\/(keys|members|workspace|mails|icp)/.test(operation.path)).map(name)).toEqual([])
})

test('money is for those who answer for it, people and keys for admins', async () => {
  for (const [path, allowed] of [['/ledger/trial-balance', ['admin', 'manager', 'finance']], ['/commissions', ['admin', 'manager', 'finance']], ['/rewards', ['admin', 'manager', 'finance']], ['/ledger/verification', ['admin', 'manager', 'finance']], ['/ledger/account-codes', ['admin', 'manager', 'finance']], ['/back-tests', ['admin', 'manager', 'finance']], ['/facts', ['admin', 'manager', 'finance']], ['/statements', ['admin', 'manager', 'finance']], ['/statement-periods', ['admin', 'manager', 'finance']], ['/disputes', ['admin', 'manager', 'finance']], ['/payouts', ['admin', 'finance']], ['/payments', ['admin', 'finance']], ['/payout-settings', ['admin', 'finance']], ['/invoices', ['admin', 'finance']], ['/invoice-settings', ['admin', 'finance']], ['/keys', ['admin']], ['/mails', ['admin']], ['/events.csv', ['admin']], ['/events', ['admin']]] as const)
    for (const role of roles) expect((await app.call('GET', path, { session: sessions[role] })).status, `${path} as ${role}`).toBe((allowed as readonly string[]).includes(role) ? 200 : 403)
})

test('a timeline tells a role nothing of money that it may not see', async () => {
  const words = async (role: Role) => {
    const seen = new Set<string>()
    for (const partner of maven.partners) for (let after = ''; ; ) {
      const page = (await app.call('GET', '/events', { session: sessions[role], query: { partner: partner.id, limit: '200', ...(after ? { after } : {}) } })).json
      for (const event of page.items as { type: string }[]) seen.add(event.type.split('.')[0]!)
      if (!page.next) break
      after = page.next
    }
    return [...seen]
  }
  const [ledger, payouts] = [['commission', 'dispute', 'statement'], ['payment', 'payee', 'invoice']]
  expect(await words('admin')).toEqual(expect.arrayContaining([...ledger, ...payouts, 'partner', 'referral']))
  expect(await words('finance')).toEqual(expect.arrayContaining([...ledger, ...payouts]))
  const manager = await words('manager')
  expect(manager).toEqual(expect.arrayContaining(ledger))
  expect(manager.filter((word) => payouts.includes(word))).toEqual([])
  for (const role of ['rep', 'viewer'] as const) {
    const seen = await words(role)
    expect(seen).toEqual(expect.arrayContaining(['partner', 'referral']))
    expect(seen.filter((word) => [...ledger, ...payouts, 'reward', 'fact', 'facts', 'statements', 'ledger', 'payout'].includes(word)), role).toEqual([])
  }
})

test('GET changes nothing, whoever asks', async () => {
  const before = await stateOf(app, maven.ws)
  for (const operation of all.filter((o) => o.method === 'GET' && !o.isOpen))
    for (const full of [false, true])
      for (const session of [maven.ws.session, sessions.viewer]) {
        const request = requestFor(operation, (prefix) => ownId(prefix, ''), { id: ownId, variant: 0, full })
        expect((await app.call('GET', request.path, { session, query: request.query })).status, name(operation)).toBeLessThan(500)
      }
  expect(await stateOf(app, maven.ws)).toEqual(before)
})

test('fields that no form has do nothing: role, workspace, state, ids, dates', async () => {
  const extra = { role: 'admin', workspace_id: randomId('ws'), workspaceId: randomId('ws'), state: 'won', id: randomId('ref'), is_demo: true, isAdmin: true, created_at: '2000-01-01', source: 'seed', qualifiedAt: '2020-01-01T00:00:00Z' }
  const body = { partnerId: maven.partners[0]!.id, buyer: 'Assigned Foods GmbH', person: 'Ana, ana@assigned.de', reason: 'Because.', ...extra }
  const made = await app.call('POST', '/referrals', { session: sessions.rep, body })
  expect(made.status).toBe(201)
  const view = (await maven.ws.call('GET', `/referrals/${made.json.id}`)).json
  expect(view).toMatchObject({ state: 'submitted', source: 'staff', qualifiedAt: null })
  expect(view.id).not.toBe(extra.id)
  const invited = await maven.ws.call('POST', '/members', { body: { email: 'new@vendor.example', name: 'New', ...extra, role: 'viewer', state: 'active', person_id: randomId('per') } })
  expect(invited.status).toBe(201)
  expect((await maven.ws.call('GET', '/members')).json.items.find((m: { id: string }) => m.id === invited.json.id)).toMatchObject({ role: 'viewer', state: 'invited' })
})
