import type { Actor } from '../../kernel/actor.ts'
import { parseId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse } from '../../kernel/refusal.ts'
import type { Ctx } from '../db/context.ts'
import type { Database } from '../db/pool.ts'
import { read } from '../db/transact.ts'
import { hashToken, workspaceOfToken } from './tokens.ts'

export const sessionCookie = 'alongside_session'
export const keyPrefix = 'ak_'
/** A session ends this many days after it was last used. */
export const sessionDays = 30

export type SignedIn = { personId: Id; sessionId: Id }

/** The person behind a session cookie, or undefined. Notes that the session is in use, at most every five minutes. */
export async function personOfSession(db: Database, token: string | undefined, now: Temporal.Instant): Promise<SignedIn | undefined> {
  if (!token || token.length > 100) return undefined
  const session = await db.sql
    .selectFrom('identity.session')
    .select(['id', 'person_id', 'seen_at'])
    .where('token_hash', '=', hashToken(token)).where('revoked_at', 'is', null).where('expires_at', '>', now)
    .executeTakeFirst()
  if (!session) return undefined
  if (now.epochMilliseconds - session.seen_at.epochMilliseconds > 300_000)
    await db.sql.updateTable('identity.session').set({ seen_at: now, expires_at: now.add({ hours: 24 * sessionDays }) }).where('id', '=', session.id).where('revoked_at', 'is', null).execute()
  return { personId: session.person_id, sessionId: session.id }
}

/** The context of a signed-in person in one of their workspaces: the one named, else the first they joined. */
export async function memberCtx(db: Database, person: SignedIn, wanted: string | undefined, now: Temporal.Instant, requestId: string): Promise<Ctx> {
  const wantedId = wanted ? parseId('workspace', wanted) : undefined
  const membership = await db.sql
    .selectFrom('identity.membership')
    .select(['workspace_id', 'member_id'])
    .where('person_id', '=', person.personId)
    .$if(Boolean(wanted), (q) => q.where('workspace_id', '=', wantedId ?? person.sessionId))
    .orderBy('member_id')
    .executeTakeFirst()
  if (!membership) throw notFound('workspace')
  const ctx: Ctx = { db, workspace: membership.workspace_id, actor: { kind: 'system', name: 'sign-in' }, now, requestId }
  const member = await read(ctx, (r) =>
    r.q.selectFrom('member').select(['id', 'name', 'role']).where('workspace_id', '=', r.workspace).where('id', '=', membership.member_id)
      .where('state', '=', 'active').executeTakeFirst())
  if (!member) throw notFound('workspace')
  return { ...ctx, actor: { kind: 'member', id: member.id, name: member.name, role: member.role as Extract<Actor, { kind: 'member' }>['role'] } }
}

/** The context of an API key. */
export async function keyCtx(db: Database, token: string, now: Temporal.Instant, requestId: string): Promise<Ctx> {
  const refusal = refuse('unauthenticated', 'unauthenticated', 'This API key is not valid. It may have been revoked.')
  const workspace = token.startsWith(keyPrefix) ? workspaceOfToken(token.slice(keyPrefix.length)) : undefined
  if (!workspace) throw refusal
  const ctx: Ctx = { db, workspace, actor: { kind: 'system', name: 'key' }, now, requestId }
  const key = await read(ctx, (r) =>
    r.q.selectFrom('api_key').select(['id', 'name', 'role']).where('workspace_id', '=', workspace).where('token_hash', '=', hashToken(token))
      .where('revoked_at', 'is', null).executeTakeFirst())
  if (!key) throw refusal
  return { ...ctx, actor: { kind: 'key', id: key.id, name: key.name, role: key.role as Extract<Actor, { kind: 'key' }>['role'] } }
}
