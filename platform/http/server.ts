import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import compress from '@fastify/compress'
import cookies from '@fastify/cookie'
import formbody from '@fastify/formbody'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { keyCtx, memberCtx, personOfSession, sessionCookie } from '../auth/authenticate.ts'
import { allow, type Ctx } from '../db/context.ts'
import type { Database } from '../db/pool.ts'
import type { Permission } from '../../kernel/actor.ts'
import { refuse } from '../../kernel/refusal.ts'
import { sendDeadLink, sendTrouble } from '../pages/register.ts'
import { withUsedShapes } from './document.ts'
import { problemShape } from './problem-shape.ts'
import { problemOf, unusableText } from './problems.ts'
import { holdsLongList, jsonInPieces } from './in-pieces.ts'
import type { AnyRoute, Download, Http, Shape } from './route.ts'
import type { Logger } from './log.ts'
import { observeRequest } from './metrics.ts'

export type ServerOptions = {
  db: Database
  log: Logger
  routes: AnyRoute[]
  /** Where people reach us, e.g. https://partners.example.com; decides secure cookies and the origin check. */
  publicUrl: string
  trustProxy: boolean
  version: string
  now?: () => Temporal.Instant
}

/** The HTTP server with the API on it; pages, health and the staff app are added by the app. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const now = options.now ?? (() => Temporal.Now.instant())
  const secure = options.publicUrl.startsWith('https:')
  const server = fastify({
    loggerInstance: options.log, logController: new LogController({ disableRequestLogging: true }), trustProxy: options.trustProxy, bodyLimit: 256 * 1024, forceCloseConnections: 'idle',
    frameworkErrors: (_error, request, reply) => nowhere(request, reply.headers(safeHeaders(request.id))),
    genReqId: () => randomUUID(), connectionTimeout: 120_000, requestTimeout: 1_800_000, routerOptions: { maxParamLength: 200 },
  }) as unknown as FastifyInstance
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  await server.register(cookies)
  await server.register(formbody)
  await server.register(compress, { global: true, threshold: 1024, encodings: ['br', 'gzip'] })
  await server.register(rateLimit, { global: false })
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Alongside', version: options.version, description: 'Everything the staff app does, it does through this API. Amounts are whole minor units as strings; ids carry the prefix of what they name.', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      servers: [{ url: '/' }],
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key of one workspace.' }, session: { type: 'apiKey', in: 'cookie', name: sessionCookie } } },
    },
    transform: jsonSchemaTransform,
    transformObject: withUsedShapes,
  })
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(safeHeaders(request.id))
    refuseForeignOrigin(request, options.publicUrl)
    // A download streams; what the database would refuse in its middle is refused here.
    if (request.url.startsWith('/api/') && request.url.includes('%00')) throw unusableText
  })
  server.addHook('onResponse', async (request, reply) => {
    const pattern = request.routeOptions.url ?? 'unknown'
    observeRequest(request.method, pattern, reply.statusCode, reply.elapsedTime)
    options.log.info({ requestId: request.id, method: request.method, route: pattern, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request')
  })
  server.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request.id)
    if (problem.status >= 500) options.log.error({ requestId: request.id, err: error, route: request.routeOptions.url }, 'unexpected')
    if (isPage(request.url)) return sendTrouble(reply, problem)
    return reply.status(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem)
  })
  server.setNotFoundHandler(nowhere)

  await server.register(async (api) => {
    // The API speaks JSON; forms are for the partner pages, and what a foreign form could send is not even read.
    api.removeContentTypeParser(['text/plain', 'application/x-www-form-urlencoded'])
    for (const route of options.routes) addRoute(api, route, { ...options, secure, now })
    api.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger())
  }, { prefix: '/api/v1' })
  return server
}

const safeHeaders = (requestId: string) => ({ 'x-request-id': requestId, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' })

/** Addresses that people outside open in a browser. */
const isPage = (url: string): boolean => url.startsWith('/p/') || url.startsWith('/apply/')

/** No such address, or one that cannot be read: below the partner pages it looks like every link that does not work. */
function nowhere(request: FastifyRequest, reply: FastifyReply) {
  if (isPage(request.url)) return sendDeadLink(reply)
  return reply.status(404).type('application/problem+json').serializer(JSON.stringify).send(problemOf(refuse('not_found', 'not_found', 'There is nothing at this address.'), request.id))
}

/** ASVS 3.5: a request that changes something and carries a cookie must come from our own pages. */
function refuseForeignOrigin(request: FastifyRequest, publicUrl: string): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return
  const site = request.headers['sec-fetch-site']
  if (site && site !== 'same-origin' && site !== 'none') throw refuse('forbidden', 'foreign_origin', 'This request came from another site and was not carried out.')
  const origin = request.headers.origin
  if (origin && origin !== 'null' && URL.parse(origin)?.host !== request.host && origin !== new URL(publicUrl).origin)
    throw refuse('forbidden', 'foreign_origin', 'This request came from another site and was not carried out.')
}

type Wiring = ServerOptions & { secure: boolean; now: () => Temporal.Instant }

function addRoute(api: FastifyInstance, route: AnyRoute, wiring: Wiring): void {
  const open = route.access === 'open'
  const ok = route.status ?? (route.response ? 200 : route.produces ? 200 : 204)
  for (const type of route.consumes ?? [])
    if (!api.hasContentTypeParser(type)) api.addContentTypeParser(type, (_request, payload, done) => done(null, payload))
  const success = route.response ? { [ok]: route.response } : {}
  const failure = Object.fromEntries((open ? [422] : [401, 403, 404, 409, 422]).map((status) => [status, problemShape]))
  api.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    ...(open && route.method !== 'GET' ? { config: { rateLimit: { max: 60, timeWindow: '1 minute' } } } : {}),
    ...(route.consumes ? { bodyLimit: 2 * 1024 ** 3 } : {}),
    schema: {
      tags: [route.tag], summary: route.summary, operationId: operationId(route),
      ...(route.params ? { params: route.params } : {}), ...(route.query ? { querystring: route.query } : {}), ...(route.body ? { body: route.body } : {}),
      ...(route.produces ? { produces: [route.produces] } : {}), ...(route.consumes ? { consumes: route.consumes } : {}),
      ...(open ? { security: [] } : { security: [{ key: [] }, { session: [] }] }),
      response: { ...success, ...failure },
    } as never,
    // A stranger is told 401 before anything of the input is looked at.
    preValidation: async (request) => {
      if (!open) (request as Resolved).ctx = await contextOf(request, route, wiring)
    },
    handler: async (request, reply) => {
      const ctx = open ? openCtx(request, wiring) : (request as Resolved).ctx!
      const input = { params: request.params, query: request.query, body: request.body, http: httpOf(request, reply, wiring) }
      const result = await (route.handler as unknown as (ctx: unknown, input: unknown) => Promise<unknown>)(ctx, input)
      if (route.response) return send(reply.status(ok), route.response, result)
      if (!result) return reply.status(204).send()
      const file = result as Download
      return reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`).type(file.contentType).serializer((v: unknown) => v as string).send(file.content)
    },
  })
}

/** Whatever an answer's shape does not name is left out of it, and a field that is not as it says is an error. */
function send(reply: FastifyReply, shape: Shape, result: unknown) {
  if (!holdsLongList(result)) return reply.send(result)
  return reply.type('application/json; charset=utf-8').send(Readable.from(jsonInPieces(z.encode(shape, result))))
}

type Resolved = FastifyRequest & { ctx?: unknown }

function openCtx(request: FastifyRequest, wiring: Wiring) {
  return { db: wiring.db, now: wiring.now(), requestId: request.id, address: request.ip, device: String(request.headers['user-agent'] ?? '').slice(0, 200), origin: wiring.publicUrl }
}

async function contextOf(request: FastifyRequest, route: AnyRoute, wiring: Wiring): Promise<unknown> {
  const now = wiring.now()
  const bearer = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1]
  if (bearer) {
    const ctx = await keyCtx(wiring.db, bearer, now, request.id)
    if (route.access === 'person') throw refuse('forbidden', 'not_for_keys', 'An API key cannot do this; a signed-in person can.')
    return withPermission({ ...ctx, idempotency: idempotencyOf(request, bearer) }, route)
  }
  const person = await personOfSession(wiring.db, request.cookies[sessionCookie], now)
  if (!person) throw refuse('unauthenticated', 'unauthenticated', 'Sign in first.')
  if (route.access === 'person') return { ...openCtx(request, wiring), ...person }
  const wanted = request.headers['alongside-workspace'] ?? (request.query as { workspace?: string } | undefined)?.workspace
  const ctx = await memberCtx(wiring.db, person, wanted === undefined ? undefined : String(wanted), now, request.id)
  return withPermission({ ...ctx, idempotency: idempotencyOf(request, person.personId) }, route)
}

function withPermission(ctx: Ctx, route: AnyRoute): Ctx {
  if (route.access !== 'member') allow(ctx, route.access as Permission)
  return ctx
}

function idempotencyOf(request: FastifyRequest, credential: string): Ctx['idempotency'] {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || request.method === 'GET' || request.body instanceof Readable) return undefined
  if (key.length < 8 || key.length > 128) throw refuse('invalid', 'idempotency.key_length', 'An idempotency key has 8 to 128 characters.')
  const scope = createHash('sha256').update(`${credential}\n${request.method}\n${request.routeOptions.url}`).digest('base64url')
  const fingerprint = createHash('sha256').update(`${request.url}\n${JSON.stringify(request.body ?? null)}`).digest()
  return { credential: scope, key, fingerprint }
}

function httpOf(request: FastifyRequest, reply: FastifyReply, wiring: Wiring): Http {
  return {
    setCookie: (name, value, { maxAgeSeconds }) => {
      reply.setCookie(name, value, { httpOnly: true, sameSite: 'lax', path: '/', secure: wiring.secure, ...(maxAgeSeconds ? { maxAge: maxAgeSeconds } : {}) })
    },
    clearCookie: (name) => {
      reply.clearCookie(name, { path: '/', secure: wiring.secure })
    },
    cookie: (name) => request.cookies[name],
    header: (name) => (typeof request.headers[name] === 'string' ? request.headers[name] : undefined),
    stream: request.body as NodeJS.ReadableStream,
    origin: wiring.publicUrl,
  }
}

/** `GET /referrals/{id}/decision` → getReferralsDecision. */
export function operationId(route: { method: string; path: string }): string {
  const words = route.path.split('/').filter((part) => part && !part.startsWith('{')).flatMap((part) => part.split(/[-.]/))
  const byId = /\{\w+\}$/.test(route.path) ? ['by', 'id'] : []
  return [route.method.toLowerCase(), ...words, ...byId].map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('')
}
