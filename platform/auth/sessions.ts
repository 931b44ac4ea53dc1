import type { Kysely } from 'kysely'
import type { DB } from '../../db/tables.ts'
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { sessionDays } from './authenticate.ts'
import { signedOut, type SignInMethod } from './events.ts'
import { onIdentity, type Caller } from './identity.ts'
import { newSecret } from './tokens.ts'

export type OpenedSession = { id: Id; token: string }

/** Starts a session; its token goes into the cookie and is nowhere kept. `q` is out of the app role. */
export async function openSession(q: Kysely<DB>, personId: Id, method: SignInMethod, caller: Omit<Caller, 'db'>): Promise<OpenedSession> {
  const id = newId(caller.now.epochMilliseconds)
  const { token, hash } = newSecret()
  await q
    .insertInto('identity.session')
    .values({
      id, token_hash: hash, person_id: personId, method, device: caller.device, address: caller.address, created_at: caller.now, seen_at: caller.now,
      expires_at: caller.now.add({ hours: 24 * sessionDays }),
    })
    .execute()
  return { id, token }
}

/** The person's sessions that are alive, the one used last first. */
export async function listSessions({ db, now, personId }: Caller & { personId: Id }) {
  return db.sql
    .selectFrom('identity.session').select(['id', 'device', 'address', 'method', 'created_at', 'seen_at'])
    .where('person_id', '=', personId).where('revoked_at', 'is', null).where('expires_at', '>', now)
    .orderBy('seen_at', 'desc').orderBy('id')
    .execute()
}

/** Ends one of the person's own sessions at once. */
export async function endSession(caller: Caller & { personId: Id }, id: Id): Promise<void> {
  await onIdentity(caller, async (tx) => {
    const ended = await tx.q
      .updateTable('identity.session').set({ revoked_at: tx.now })
      .where('id', '=', id).where('person_id', '=', caller.personId).where('revoked_at', 'is', null).where('expires_at', '>', tx.now)
      .executeTakeFirst()
    if (ended.numUpdatedRows === 0n) throw notFound('session')
    await tx.tell(caller.personId, signedOut(id))
  })
}
