// Guards passkeys against replay: a challenge is ours, for one purpose, five minutes old at most, and used once.
import { newId, type Id } from '../../kernel/ids.ts'
import type { Database } from '../db/pool.ts'

const minutes = 5

/** Keeps a challenge: a person's, to add a passkey, or nobody's, to sign in. */
export async function keepChallenge(db: Database, challenge: string, personId: Id | null, now: Temporal.Instant): Promise<void> {
  await db.sql.deleteFrom('identity.challenge').where('expires_at', '<', now).execute()
  await db.sql
    .insertInto('identity.challenge')
    .values({ id: newId(now.epochMilliseconds), challenge, person_id: personId, expires_at: now.add({ minutes }) })
    .execute()
}

/** Uses up a challenge; false when it is not one of ours, another's, too old or used. */
export async function useChallenge(db: Database, challenge: string, personId: Id | null, now: Temporal.Instant): Promise<boolean> {
  const used = await db.sql
    .deleteFrom('identity.challenge')
    .where('challenge', '=', challenge).where('person_id', 'is not distinct from', personId)
    .returning('expires_at')
    .executeTakeFirst()
  return used !== undefined && Temporal.Instant.compare(used.expires_at, now) > 0
}
