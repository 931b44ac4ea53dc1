import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { part as auth } from '../platform/auth/index.ts'
import type { Database } from '../platform/db/pool.ts'
import { pending } from '../platform/db/migrate.ts'
import { part as events, registerReactions } from '../platform/events/index.ts'
import { part as files } from '../platform/files/index.ts'
import type { Logger } from '../platform/http/log.ts'
import { jobsWaiting, registry } from '../platform/http/metrics.ts'
import { setPublicUrl } from '../platform/http/public-url.ts'
import { createServer } from '../platform/http/server.ts'
import { part as imports } from '../platform/imports/index.ts'
import type { Tasks } from '../platform/jobs/worker.ts'
import { mailPart, type Transport } from '../platform/mail/index.ts'
import { registerPages } from '../platform/pages/register.ts'
import type { Part } from '../platform/part.ts'
import { part as workspaces } from '../platform/workspaces/index.ts'
import { areas } from './areas.ts'

export type AppOptions = { db: Database; log: Logger; publicUrl: string; trustProxy: boolean; transport: Transport; mailFrom: string; now?: () => Temporal.Instant }
export type App = { server: FastifyInstance; tasks: Tasks; parts: Part[] }

export const version = '0.1.0'
const webDir = fileURLToPath(new URL('../dist/web/', import.meta.url))

/** Everything plugged together: the server with API, pages and staff app, and the tasks a worker runs. Tests use the same. */
export async function createApp(options: AppOptions): Promise<App> {
  setPublicUrl(options.publicUrl)
  const parts = [events, auth, workspaces, mailPart(options.transport, options.mailFrom), files, imports, ...areas]
  registerReactions(parts.flatMap((part) => part.reactions ?? []))
  const server = await createServer({ ...options, version, routes: parts.flatMap((part) => part.routes ?? []) })
  registerPages(server, options.db, parts.flatMap((part) => part.pages ?? []), options.now ?? (() => Temporal.Now.instant()))
  addHealth(server, options.db)
  await addStaffApp(server)
  return { server, tasks: Object.assign({}, ...parts.map((part) => part.tasks ?? {})) as Tasks, parts }
}

/** `/healthz`: this process lives. `/readyz`: it can serve (database reached, schema current). `/metrics`: Prometheus. */
function addHealth(server: FastifyInstance, db: Database): void {
  const hide = { schema: { hide: true } as never }
  server.get('/healthz', hide, async (_request, reply) => reply.type('text/plain').send('ok\n'))
  server.get('/readyz', hide, async (_request, reply) => {
    const waiting = await pending(db.url).catch(() => undefined)
    const ready = waiting !== undefined && waiting.length === 0
    return reply.status(ready ? 200 : 503).type('text/plain').send(ready ? 'ready\n' : waiting ? 'the database needs `alongside migrate`\n' : 'the database cannot be reached\n')
  })
  server.get('/metrics', hide, async (_request, reply) => {
    const row = await db.pool.query<{ n: string }>('select count(*)::text as n from graphile_worker.jobs where locked_at is null and run_at <= now() and attempts < max_attempts')
    jobsWaiting.set(Number(row.rows[0]?.n ?? 0))
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

async function addStaffApp(server: FastifyInstance): Promise<void> {
  const hide = { schema: { hide: true } as never }
  server.get('/', hide, async (_request, reply) => reply.redirect('/app/', 302))
  server.get('/robots.txt', hide, async (_request, reply) => reply.type('text/plain').send('User-agent: *\nDisallow: /\n'))
  if (!existsSync(`${webDir}index.html`)) return
  await server.register(fastifyStatic, {
    root: webDir, prefix: '/app/', wildcard: false, index: false, preCompressed: true,
    setHeaders: (reply, path) => void reply.header('cache-control', /\/assets\//.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'),
  })
  const page = await readFile(`${webDir}index.html`, 'utf8')
  const csp = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
  for (const path of ['/app', '/app/', '/app/*'])
    server.get(path, hide, async (_request, reply) => reply.header('cache-control', 'no-cache').header('content-security-policy', csp).type('text/html; charset=utf-8').send(page))
}
