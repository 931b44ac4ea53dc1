import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { refuse } from '../../kernel/refusal.ts'
import type { Database } from '../db/pool.ts'

const windowMinutes = 15

/**
 * Counts an attempt, whatever becomes of it, and says whether it is among the first `limit` of its fifteen minutes. One statement in
 * no transaction: parallel guesses are all counted, and a refusal does not undo the count. Only a hash of whom it concerns is kept.
 */
export async function withinLimit(db: Database, purpose: string, whom: string, limit: number, now: Temporal.Instant): Promise<boolean> {
  const began = now.subtract({ minutes: windowMinutes })
  const row = await db.sql
    .insertInto('identity.attempt')
    .values({ bucket: bucketOf(purpose, whom), started_at: now, count: 1 })
    .onConflict((c) =>
      c.column('bucket').doUpdateSet({
        count: sql<number>`case when attempt.started_at <= ${began} then 1 else attempt.count + 1 end`,
        started_at: sql<Temporal.Instant>`case when attempt.started_at <= ${began} then excluded.started_at else attempt.started_at end`,
      }))
    .returning('count')
    .executeTakeFirstOrThrow()
  return row.count <= limit
}

/** The same as a refusal, for guesses of a secret: ten for one address of mail and ten from one address of the network. */
export async function limitGuesses(db: Database, email: string, address: string, now: Temporal.Instant): Promise<void> {
  const within = [await withinLimit(db, 'password', email, 10, now), await withinLimit(db, 'password-from', networkOf(address), 10, now)]
  if (within.includes(false)) throw refuse('too_many', 'auth.too_many_attempts', 'Too many attempts. Wait fifteen minutes, or sign in by e-mail link.')
}

/**
 * Takes back the count of somebody who then knew. The network's guesses stay: else signing in to an own account would make room for
 * ten more against another's.
 */
export async function forgetGuesses(db: Database, email: string, address: string): Promise<void> {
  await db.sql.deleteFrom('identity.attempt').where('bucket', '=', bucketOf('password', email)).execute()
  await db.sql
    .updateTable('identity.attempt').set((e) => ({ count: e('count', '-', 1) }))
    .where('bucket', '=', bucketOf('password-from', networkOf(address))).where('count', '>', 0)
    .execute()
}

/** One household has a whole /64 of IPv6. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  const [head = '', tail = ''] = address.split('::')
  const [left, right] = [head, tail].map((part) => part.split(':').filter(Boolean))
  const missing = address.includes('::') ? 8 - (left?.length ?? 0) - (right?.length ?? 0) : 0
  return [...(left ?? []), ...Array<string>(Math.max(0, missing)).fill('0'), ...(right ?? [])].slice(0, 4).join(':')
}

const bucketOf = (purpose: string, whom: string) => createHash('sha256').update(`${purpose}\n${whom}`).digest('base64url')
