import type { z } from 'zod'
import type { Permission } from '../../kernel/actor.ts'
import type { Ctx } from '../db/context.ts'
import type { Database } from '../db/pool.ts'
import type { Id } from '../../kernel/ids.ts'

/** A signed-in person before a workspace is chosen. */
export type PersonCtx = { db: Database; now: Temporal.Instant; personId: Id; sessionId: Id; requestId: string; address: string; device: string }
/** Nobody in particular. */
export type OpenCtx = { db: Database; now: Temporal.Instant; requestId: string; address: string; device: string; origin: string }

/** Who may call: anyone, a signed-in person, or a member/key of a workspace whose role holds the permission. */
export type Access = 'open' | 'person' | 'member' | Permission
type CtxFor<A extends Access> = A extends 'open' ? OpenCtx : A extends 'person' ? PersonCtx : Ctx

export type Shape = z.ZodType
type Parsed<S> = S extends Shape ? z.output<S> : undefined

export type Route<A extends Access = Access, P = Shape | undefined, Q = Shape | undefined, B = Shape | undefined, R = Shape | undefined> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /api/v1, ids as `{id}`. */
  path: string
  /** The area, as the document groups it. */
  tag: string
  summary: string
  access: A
  params?: P
  query?: Q
  body?: B
  /** The body of a success; leave out for 204 or for a download. */
  response?: R
  status?: 200 | 201 | 202 | 204
  /** The content type of a download. */
  produces?: string
  /** A request body that is the raw file, streamed. */
  consumes?: string[]
  handler: (ctx: CtxFor<A>, input: { params: Parsed<P>; query: Parsed<Q>; body: Parsed<B>; http: Http }) => Promise<R extends Shape ? z.input<R> : void | Download>
}

/** The few things of the transport a handler may touch. */
export type Http = {
  setCookie(name: string, value: string, options: { maxAgeSeconds?: number }): void
  clearCookie(name: string): void
  cookie(name: string): string | undefined
  header(name: string): string | undefined
  /** The raw request body, for routes with `consumes`. */
  stream: NodeJS.ReadableStream
  origin: string
}
export type Download = { fileName: string; contentType: string; content: string | Buffer | NodeJS.ReadableStream }

/** Declares a route with its shapes, so that document, validation, handler and client agree. */
export function route<A extends Access, P extends Shape | undefined = undefined, Q extends Shape | undefined = undefined, B extends Shape | undefined = undefined, R extends Shape | undefined = undefined>(
  definition: Route<A, P, Q, B, R>,
): AnyRoute {
  return definition as unknown as AnyRoute
}
/** A route whose shapes were checked where it was declared. */
export type AnyRoute = Omit<Route, 'handler'> & { handler: (ctx: never, input: never) => Promise<unknown> }
