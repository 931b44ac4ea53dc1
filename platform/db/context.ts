import type { Kysely } from 'kysely'
import type { DB } from '../../db/tables.ts'
import type { Actor, Permission } from '../../kernel/actor.ts'
import { may, rolesWith } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { list } from '../../kernel/text.ts'
import type { EventRow } from '../events/record.ts'
import type { NewJob } from '../jobs/add-job.ts'
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

/** `sent`: writes under way whose outcome the commit awaits. `ready` counts the jobs that can run once it is committed, in whichever workspace. */
export type Pending = { events: EventRow[]; jobs: (NewJob | Promise<NewJob | undefined>)[]; sent: Promise<unknown>[]; ready: { count: number } }

declare const readable: unique symbol
declare const writable: unique symbol
/** Rows of one workspace, readable. */
export type Reading = Ctx & { q: Kysely<DB>; [readable]: true }
/** The same inside a transaction that may write. Every write and `record` accept only this. What is pending is written in one go just before it commits. */
export type Tx = Reading & { readonly pending: Pending; [writable]: true }

/** Refuses unless the actor's role holds the permission; the sentence says who can. */
export function allow(ctx: Ctx, permission: Permission): void {
  if (may(ctx.actor, permission)) return
  throw refuse('forbidden', 'not_allowed', `Your role may not do this. ${capital(list(rolesWith(permission).map((r) => (r === 'finance' ? r : `${article(r)} ${r}`)), 'or'))} can.`)
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a')

const remembered = new WeakMap<Kysely<DB>, Map<string, Promise<unknown>>>()

/** Looks something up once per transaction: for small rows that many verbs ask for and that none of them changes. */
export function oncePerTransaction<T>(r: Reading, key: string, find: () => Promise<T>): Promise<T> {
  const known = remembered.get(r.q) ?? new Map<string, Promise<unknown>>()
  remembered.set(r.q, known)
  const own = `${r.workspace} ${key}`
  const answer = (known.get(own) as Promise<T> | undefined) ?? find()
  known.set(own, answer)
  return answer
}

/** Forgets what was looked up: after changing it, and when a connection begins its next transaction. */
export function forgetRemembered({ q }: Pick<Reading, 'q'>): void {
  remembered.delete(q)
}
