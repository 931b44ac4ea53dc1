import { z } from 'zod'
import type { Id } from '../../kernel/ids.ts'
import { route, type Http } from '../http/route.ts'
import { created, idIn, shown } from '../http/shapes.ts'
import { sessionCookie, sessionDays } from './authenticate.ts'
import {
  linkAsked, linkIn, passkeyIn, passkeyList, passkeySignInIn, passwordIn, passwordSignInIn, sessionList, sessionShape, setupIn, setupNeeded, tokenIn, webauthnOptions,
} from './contract.ts'
import type { Caller } from './identity.ts'
import { addPasskey, listPasskeys, passkeyRegistrationOptions, removePasskey } from './passkeys.ts'
import { requestSignInLink } from './request-sign-in-link.ts'
import { endSession, listSessions } from './sessions.ts'
import { removePassword, setPassword } from './set-password.ts'
import { isSetupNeeded, setUp } from './set-up.ts'
import { signInWithLink, type SignedInNow } from './sign-in.ts'
import { passkeySignInOptions, signInWithPasskey } from './sign-in-with-passkey.ts'
import { signInWithPassword } from './sign-in-with-password.ts'
import { whoAmI } from './who-am-i.ts'

const tag = 'Sign-in'
const maxAgeSeconds = sessionDays * 24 * 60 * 60

/** Puts the session in the cookie and says who signed in. */
async function welcome(caller: Caller, http: Http, { personId, session }: SignedInNow) {
  http.setCookie(sessionCookie, session.token, { maxAgeSeconds })
  return whoAmI({ ...caller, personId, sessionId: session.id })
}

const setupRoutes = [
  route({
    method: 'GET', path: '/setup', tag, summary: 'Whether the first workspace is still to be made', access: 'open', response: setupNeeded,
    handler: async (ctx) => ({ needed: await isSetupNeeded(ctx.db) }),
  }),
  route({
    method: 'POST', path: '/setup', tag, summary: 'Make the first workspace and its admin, and sign in', access: 'open', body: setupIn, response: sessionShape, status: 201,
    handler: async (ctx, { body, http }) => {
      const admin = { email: body.email, name: body.name }
      return welcome(ctx, http, await setUp(ctx, { name: body.workspaceName, currency: body.currency, timeZone: body.timeZone, admin }))
    },
  }),
]

const signInRoutes = [
  route({
    method: 'POST', path: '/sign-in/link', tag, summary: 'Ask for a sign-in link by mail', access: 'open', body: linkIn, response: linkAsked, status: 202,
    handler: async (ctx, { body, http }) => {
      await requestSignInLink(ctx, body, http.origin)
      return { message: 'If this address belongs to a member, a sign-in link is on its way to it. It works once, within 15 minutes.' }
    },
  }),
  route({
    method: 'POST', path: '/sign-in', tag, summary: 'Sign in with the token of a link', access: 'open', body: tokenIn, response: sessionShape,
    handler: async (ctx, { body, http }) => welcome(ctx, http, await signInWithLink(ctx, body.token)),
  }),
  route({
    method: 'POST', path: '/sign-in/password', tag, summary: 'Sign in with a password', access: 'open', body: passwordSignInIn, response: sessionShape,
    handler: async (ctx, { body, http }) => welcome(ctx, http, await signInWithPassword(ctx, body)),
  }),
  route({
    method: 'POST', path: '/sign-in/passkey-options', tag, summary: 'Start signing in with a passkey', access: 'open', response: webauthnOptions,
    handler: async (ctx, { http }) => ({ ...(await passkeySignInOptions(ctx, http.origin)) }),
  }),
  route({
    method: 'POST', path: '/sign-in/passkey', tag, summary: 'Sign in with a passkey', access: 'open', body: passkeySignInIn, response: sessionShape,
    handler: async (ctx, { body, http }) => welcome(ctx, http, await signInWithPasskey(ctx, body.credential, http.origin)),
  }),
]

const sessionRoutes = [
  route({
    method: 'GET', path: '/session', tag, summary: 'Who is signed in, and their workspaces', access: 'person', response: sessionShape,
    handler: async (ctx, { http }) => {
      const token = http.cookie(sessionCookie)
      if (token) http.setCookie(sessionCookie, token, { maxAgeSeconds }) // slides along with the session
      return whoAmI(ctx)
    },
  }),
  route({
    method: 'DELETE', path: '/session', tag, summary: 'Sign out', access: 'person',
    handler: async (ctx, { http }) => {
      await endSession(ctx, ctx.sessionId)
      http.clearCookie(sessionCookie)
    },
  }),
  route({
    method: 'GET', path: '/sessions', tag, summary: 'Where I am signed in', access: 'person', response: sessionList,
    handler: async (ctx) => ({
      items: (await listSessions(ctx)).map((s) => ({
        id: shown('session', s.id), device: s.device, address: s.address, method: s.method, createdAt: s.created_at.toString(), seenAt: s.seen_at.toString(),
        isCurrent: s.id === ctx.sessionId,
      })),
    }),
  }),
  route({
    method: 'DELETE', path: '/sessions/{id}', tag, summary: 'Sign out elsewhere', access: 'person', params: z.object({ id: idIn('session') }),
    handler: (ctx, { params }) => endSession(ctx, params.id),
  }),
]

const credentialRoutes = [
  route({
    method: 'PUT', path: '/password', tag, summary: 'Set or change my password', access: 'person', body: passwordIn, status: 204,
    handler: (ctx, { body }) => setPassword(ctx, body),
  }),
  route({
    method: 'DELETE', path: '/password', tag, summary: 'Remove my password', access: 'person',
    handler: (ctx) => removePassword(ctx),
  }),
  route({
    method: 'GET', path: '/passkeys', tag, summary: 'My passkeys', access: 'person', response: passkeyList,
    handler: async (ctx) => ({
      items: (await listPasskeys(ctx)).map((p) => ({ id: shown('passkey', p.id), name: p.name, createdAt: p.created_at.toString(), usedAt: p.used_at?.toString() ?? null })),
    }),
  }),
  route({
    method: 'POST', path: '/passkeys/registration-options', tag, summary: 'Start adding a passkey', access: 'person', response: webauthnOptions,
    handler: async (ctx, { http }) => ({ ...(await passkeyRegistrationOptions(ctx, http.origin)) }),
  }),
  route({
    method: 'POST', path: '/passkeys', tag, summary: 'Add the passkey that the browser made', access: 'person', body: passkeyIn, response: created('passkey'), status: 201,
    handler: async (ctx, { body, http }): Promise<{ id: Id }> => ({ id: shown('passkey', (await addPasskey(ctx, body, http.origin)).id) }),
  }),
  route({
    method: 'DELETE', path: '/passkeys/{id}', tag, summary: 'Remove a passkey', access: 'person', params: z.object({ id: idIn('passkey') }),
    handler: (ctx, { params }) => removePasskey(ctx, params.id),
  }),
]

export const authRoutes = [...setupRoutes, ...signInRoutes, ...sessionRoutes, ...credentialRoutes]
