import { afterEach, expect, test } from 'vitest'
import { parseId } from '../../kernel/ids.ts'
import { testServer, type TestServer } from '../../test/setup/server.ts'
import { read } from '../db/transact.ts'
import { systemCtx } from '../jobs/worker.ts'
import { part as workspaces } from '../workspaces/index.ts'
import { part } from './index.ts'

let app: TestServer
afterEach(() => app?.close())

const input = { workspaceName: 'Maven Labs', currency: 'eur', timeZone: 'Europe/Berlin', name: 'Ada Admin', email: 'Ada@Example.com' }

test('the first visit makes the workspace and its admin, who is signed in; nobody can do it again', async () => {
  app = await testServer([part, workspaces])
  expect((await app.call('GET', '/setup')).json).toEqual({ needed: true })
  const made = await app.call('POST', '/setup', { body: input })
  expect(made.status).toBe(201)
  expect(made.json).toMatchObject({ person: { name: 'Ada Admin', email: 'ada@example.com' }, workspaces: [{ name: 'Maven Labs', slug: 'maven-labs', role: 'admin', isDemo: false }] })
  const session = made.cookies[0]?.value ?? ''
  expect((await app.call('GET', '/workspace', { session })).json).toMatchObject({ name: 'Maven Labs', currency: 'EUR', timeZone: 'Europe/Berlin' })
  expect((await app.call('GET', '/setup')).json).toEqual({ needed: false })
  const again = await app.call('POST', '/setup', { body: { ...input, email: 'mallory@example.com' } })
  expect(again.json).toMatchObject({ status: 409, code: 'setup.done' })
  expect(again.cookies).toEqual([])
  const ctx = systemCtx(app.db, parseId('workspace', made.json.workspaces[0].id) ?? '')
  const types = await read(ctx, (r) => r.q.selectFrom('event').select('type').where('workspace_id', '=', r.workspace).execute())
  expect(types.map((e) => e.type).sort()).toEqual(['member.joined', 'workspace.created'])
})

test('twenty first visits at once make one workspace and nothing else', async () => {
  app = await testServer([part, workspaces])
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => app.call('POST', '/setup', { body: { ...input, email: `admin${n}@example.com` } })))
  expect(answers.filter((a) => a.status === 201)).toHaveLength(1)
  expect(answers.filter((a) => a.json.code === 'setup.done')).toHaveLength(19)
  for (const table of ['identity.workspace', 'identity.person', 'identity.membership', 'identity.session'] as const)
    expect(await app.db.sql.selectFrom(table).selectAll().execute()).toHaveLength(1)
})
