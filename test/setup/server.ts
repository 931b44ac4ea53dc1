// The shared harness of tests that speak HTTP: the real server on a database of its own, and workspaces to act in.
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { Logger as QueueLogger, runOnce, type TaskList } from 'graphile-worker'
import { roles, type Role } from '../../kernel/actor.ts'
import { newId, type Id } from '../../kernel/ids.ts'
import { newSecret } from '../../platform/auth/tokens.ts'
import { sessionCookie } from '../../platform/auth/authenticate.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { openDatabase, queuePool, type Database } from '../../platform/db/pool.ts'
import { transact } from '../../platform/db/transact.ts'
import { registerReactions } from '../../platform/events/reactions.ts'
import { createLog } from '../../platform/http/log.ts'
import { setPublicUrl } from '../../platform/http/public-url.ts'
import { createServer } from '../../platform/http/server.ts'
import { systemCtx, type Tasks } from '../../platform/jobs/worker.ts'
import { registerPages } from '../../platform/pages/register.ts'
import type { Part } from '../../platform/part.ts'
import { createWorkspace, mintKey } from '../../platform/workspaces/index.ts'
import { cloneDatabase } from './database.ts'

export const testUrl = 'http://localhost:3000'

export type CallOptions = {
  key?: string
  /** A session's token; the cookie is made of it. */
  session?: string
  body?: unknown
  query?: Record<string, string>
  headers?: Record<string, string>
}
/** `json` is the parsed body, or undefined for an empty one. Its type is the test's business. */
export type Answer = { status: number; json: Json; headers: LightMyRequestResponse['headers']; text: string; cookies: { name: string; value: string }[] }
// eslint-disable-next-line typescript/no-explicit-any -- a test says what it expects by asserting it
export type Json = any

export type TestWorkspace = {
  id: Id
  /** Acts as the first admin, at the server's clock. */
  ctx: Ctx
  admin: { memberId: Id; personId: Id; name: string; email: string }
  /** A session of the first admin. */
  session: string
  /** One API key per role. */
  keys: Record<Role, string>
  /** The admin's key. */
  key: string
  /** The context of a new active member with this role, and a session of theirs. */
  member: (role: Role, name?: string) => Promise<{ ctx: Ctx; memberId: Id; personId: Id; email: string; session: string }>
  /** Types of the events recorded so far, oldest first. */
  eventTypes: () => Promise<string[]>
  /** `call` with the admin's key. */
  call: TestServer['call']
}
export type TestServer = {
  server: FastifyInstance
  db: Database
  url: string
  /** The server's clock; set it to travel. Undefined means the real one. */
  clock: { now: Temporal.Instant | undefined }
  now: () => Temporal.Instant
  workspace: (name?: string, options?: { currency?: string; timeZone?: string }) => Promise<TestWorkspace>
  /** A request to `/api/v1` + path. */
  call: (method: string, path: string, options?: CallOptions) => Promise<Answer>
  /** A request for a page such as `/p/<token>`: GET, or POST of the form when there is one. */
  page: (path: string, form?: Record<string, string>) => Promise<Answer>
  /** Runs the parts' jobs that are due at the server's clock, what is done every minute, and the jobs these add; throws what one of them threw. */
  runJobs: () => Promise<void>
  close: () => Promise<void>
}

/** Opens a server with the routes, pages, reactions and tasks of the parts given. Close it in afterAll. */
export async function testServer(parts: Part[], options: { publicUrl?: string } = {}): Promise<TestServer> {
  const clone = await cloneDatabase()
  const db = openDatabase(clone.url, 24)
  const clock: TestServer['clock'] = { now: undefined }
  const now = () => clock.now ?? Temporal.Now.instant()
  setPublicUrl(options.publicUrl ?? testUrl)
  registerReactions(parts.flatMap((part) => part.reactions ?? []))
  const server = await createServer({
    db, log: createLog(process.env['TEST_LOG'] ?? 'silent'), routes: parts.flatMap((part) => part.routes ?? []), publicUrl: options.publicUrl ?? testUrl, trustProxy: true, version: 'test', now,
  })
  registerPages(server, db, parts.flatMap((part) => part.pages ?? []), now)
  await server.ready()
  const call: TestServer['call'] = async (method, path, { key, session, body, query, headers } = {}) => {
    const response = await server.inject({
      method: method as 'GET', url: `/api/v1${path}`, remoteAddress: freshAddress(), ...(query ? { query } : {}),
      headers: {
        ...(key ? { authorization: `Bearer ${key}` } : {}), ...(session ? { cookie: `${sessionCookie}=${session}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return answerOf(response)
  }
  const page: TestServer['page'] = async (path, form) => {
    const headers = form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
    return answerOf(await server.inject({ method: form ? 'POST' : 'GET', url: path, remoteAddress: freshAddress(), headers, ...(form ? { payload: new URLSearchParams(form).toString() } : {}) }))
  }
  const tasks: Tasks = Object.assign({}, ...parts.map((part) => part.tasks ?? {}))
  return {
    server, db, url: clone.url, clock, now, call, page,
    runJobs: async () => {
      await runDueJobs(db, tasks, now)
      for (const part of parts) for (const { id } of await db.sql.selectFrom('identity.workspace').select('id').execute()) await part.everyMinute?.(systemCtx(db, id, 'Alongside', now()))
      await runDueJobs(db, tasks, now)
    },
    workspace: (name = 'Maven', workspaceOptions = {}) => openWorkspace(db, now, call, name, workspaceOptions),
    async close() {
      await server.close()
      await db.close()
      await clone.drop()
    },
  }
}

function answerOf(response: LightMyRequestResponse): Answer {
  const isJson = /json/.test(String(response.headers['content-type'] ?? ''))
  return {
    status: response.statusCode, json: isJson && response.body ? (JSON.parse(response.body) as unknown) : undefined, headers: response.headers, text: response.body,
    cookies: response.cookies.map((cookie) => ({ name: String(cookie.name), value: String(cookie.value) })),
  }
}

async function runDueJobs(db: Database, tasks: Tasks, now: () => Temporal.Instant): Promise<void> {
  const thrown: unknown[] = []
  const taskList: TaskList = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, async (payload, { job, abortSignal }) => {
    const body = payload as Record<string, unknown>
    await task(systemCtx(db, String(body['workspace']), 'Alongside', now()), body, { attempt: job.attempts, lastAttempt: job.attempts >= job.max_attempts, signal: abortSignal })
      .catch((error: unknown) => {
        thrown.push(error)
        throw error
      })
  }]))
  const due = async () => {
    // The queue goes by the database's clock, the test by its own.
    await db.pool.query('update graphile_worker._private_jobs set run_at = now() where run_at > now() and run_at <= $1', [now().toString()])
    const { rowCount } = await db.pool.query(
      'select from graphile_worker.jobs where run_at <= now() and locked_at is null and attempts < max_attempts and task_identifier = any($1)', [Object.keys(tasks)])
    return (rowCount ?? 0) > 0
  }
  const queue = queuePool(db.url, 4)
  try {
    while (thrown.length === 0 && (await due())) await runOnce({ pgPool: queue, taskList, noHandleSignals: true, logger: new QueueLogger(() => () => {}) })
  } finally {
    await queue.end()
  }
  if (thrown.length > 0) throw thrown[0]
}

let workspaces = 0
async function openWorkspace(db: Database, now: () => Temporal.Instant, call: TestServer['call'], name: string, options: { currency?: string; timeZone?: string }): Promise<TestWorkspace> {
  const n = ++workspaces
  const admin = { email: `ada.${n}@example.com`, name: 'Ada Admin' }
  const made = await createWorkspace(db, { name, currency: options.currency ?? 'EUR', timeZone: options.timeZone ?? 'Europe/Berlin', admin }, now())
  const ctxOf = (memberId: Id, memberName: string, role: Role): Ctx => ({
    db, workspace: made.workspace, actor: { kind: 'member', id: memberId, name: memberName, role },
    get now() { return now() },
  })
  const ctx = ctxOf(made.memberId, admin.name, 'admin')
  const keys = {} as Record<Role, string>
  for (const role of roles) keys[role] = (await mintKey(ctx, { name: `${role} key`, role })).token
  let members = 0
  return {
    id: made.workspace, ctx, admin: { memberId: made.memberId, personId: made.personId, ...admin }, keys, key: keys.admin,
    session: await sessionOf(db, made.personId, now()),
    async member(role, memberName = `${role} ${++members}`) {
      const email = `${role}.${n}.${newId().slice(-6)}@example.com`
      const memberId = newId()
      const personId = newId()
      await db.sql.insertInto('identity.person').values({ id: personId, email, name: memberName }).execute()
      await db.sql.insertInto('identity.membership').values({ person_id: personId, workspace_id: made.workspace, member_id: memberId }).execute()
      await transact(ctx, (tx) =>
        tx.q.insertInto('member').values({ workspace_id: tx.workspace, id: memberId, person_id: personId, email, name: memberName, role, state: 'active' }).execute())
      return { ctx: ctxOf(memberId, memberName, role), memberId, personId, email, session: await sessionOf(db, personId, now()) }
    },
    async eventTypes() {
      return transact(ctx, async (tx) => (await tx.q.selectFrom('event').select('type').where('workspace_id', '=', tx.workspace).orderBy('id').execute()).map((e) => e.type))
    },
    call: (method, path, callOptions = {}) => call(method, path, { ...(callOptions.session ? {} : { key: keys.admin }), ...callOptions }),
  }
}

async function sessionOf(db: Database, personId: Id, now: Temporal.Instant): Promise<string> {
  const { token, hash } = newSecret()
  await db.sql
    .insertInto('identity.session')
    .values({ id: newId(), token_hash: hash, person_id: personId, created_at: now, seen_at: now, expires_at: now.add({ hours: 24 * 30 }) })
    .execute()
  return token
}

// A ladder makes more requests than one address may: each comes from another one, unless the test says which.
let address = 0
function freshAddress(): string {
  address += 1
  return `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`
}
