import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../kernel/refusal.ts'
import type { Database } from '../db/pool.ts'
import { publicUrl } from '../http/public-url.ts'
import type { Html } from './html.ts'
import { deadLinkPage, troublePage } from './layout.ts'
import { takeForm } from './form-body.ts'
import { pack } from './pack.ts'
import { readForm, strings } from './read-form.ts'
import type { Page, PageAnswer } from './page.ts'

const policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
const scripted = "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'"

/** Puts the partner pages on the server. A link that does not work is answered the same way whatever the reason. */
export function registerPages(server: FastifyInstance, db: Database, pages: Page[], now: () => Temporal.Instant): void {
  // Files come in forms only; they are kept as bytes until the page that asked for them reads them.
  server.addContentTypeParser('multipart/form-data', (request: FastifyRequest, stream: IncomingMessage) => takeForm(stream, request.routeOptions.bodyLimit, (request.routeOptions.config as { takesCut?: boolean }).takesCut ?? false))
  for (const page of pages)
    server.route({
      method: page.method,
      url: page.path,
      exposeHeadRoute: page.method === 'GET',
      ...(page.mostBytes ? { bodyLimit: page.mostBytes } : {}),
      schema: { hide: true } as never,
      config: { takesCut: page.takesCut ?? false, rateLimit: { max: page.perMinute ?? (page.method === 'POST' ? 60 : 600), timeWindow: '1 minute', keyGenerator: (request: { params: unknown; ip: string }) => `${request.ip}:${(request.params as { token?: string }).token ?? ''}` } },
      handler: async (request, reply) => {
        try {
          const sent = await readForm(request.body, request.headers['content-type'])
          const answer = await page.handler({
            db, now: now(), requestId: request.id, publicUrl: publicUrl(), params: strings(request.params), query: strings(request.query), ...sent,
          })
          return send(reply, answer)
        } catch (error) {
          if (error instanceof Refusal && error.kind === 'not_found') return sendDeadLink(reply)
          throw error
        }
      },
    })
}

/** The one answer for every link that does not work. */
export function sendDeadLink(reply: FastifyReply) {
  return sendHtml(reply, 404, deadLinkPage)
}

/** What went wrong before or behind a page, in the words of the problem. */
export function sendTrouble(reply: FastifyReply, problem: { status: number; detail: string; requestId: string }) {
  return sendHtml(reply, problem.status, troublePage(problem.detail, problem.requestId))
}

function send(reply: FastifyReply, answer: PageAnswer) {
  if ('redirect' in answer) return reply.header('cache-control', 'no-store').redirect(answer.redirect, 303)
  if ('download' in answer)
    return reply.header('cache-control', 'no-store').header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(answer.download.fileName)}`).type(answer.download.contentType).send(answer.download.content)
  return sendHtml(reply, answer.status, answer.html, answer.script ? `${policy}; ${scripted}` : policy)
}

async function sendHtml(reply: FastifyReply, status: number, page: Html, csp = policy) {
  const packed = /\bbr\b/.test(String(reply.request.headers['accept-encoding'] ?? '')) ? await pack(page.__html) : undefined
  if (packed) reply.header('content-encoding', 'br').header('vary', 'accept-encoding')
  return reply.status(status).header('cache-control', 'no-store').header('content-security-policy', csp).header('x-robots-tag', 'noindex, nofollow').type('text/html; charset=utf-8').serializer((body: unknown) => body as string).send(packed ?? page.__html)
}
