import type { Kysely } from 'kysely'
import type { DB } from '../../db/tables.ts'
import type { Actor, Permission } from '../../kernel/actor.ts'
import { may, rolesWith } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { list } from '../../kernel/text.ts'
import type { Database } from './pool.ts'

/** Who asks, for which workspace, when, and with which database. The clock is an argument, so tests and replays set it. */
export type Ctx = {
  workspace: Id
  actor: Actor
  now: Temporal.Instant
  db: Database
  requestId?: string
  /** Set by the transport when the caller named its request; the first transaction then has the effect of one. */
  idempotency?: { credential: string; key: string; fingerprint: Uint8Array }
}

declare const readable: unique symbol
declare const writable: unique symbol
/** Rows of one workspace, readable. */
export type Reading = Ctx & { q: Kysely<DB>; [readable]: true }
/** The same inside a transaction that may write. Every write and `record` accept only this. */
export type Tx = Reading & { [writable]: true }

/** Refuses unless the actor's role holds the permission; the sentence says who can. */
export function allow(ctx: Ctx, permission: Permission): void {
  if (may(ctx.actor, permission)) return
  throw refuse('forbidden', 'not_allowed', `Your role may not do this. ${capital(list(rolesWith(permission).map((r) => `${article(r)} ${r}`), 'or'))} can.`)
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a')
