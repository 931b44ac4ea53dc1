import { orThrow, refuseField } from '../../kernel/refusal.ts'
import type { Id } from '../../kernel/ids.ts'
import { forgetGuesses, limitGuesses } from './attempts.ts'
import { passwordRemoved, passwordSet } from './events.ts'
import { onIdentity, type Caller } from './identity.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import { decidePassword, isFresh } from './rules.ts'

type Own = Caller & { personId: Id; sessionId: Id }

/**
 * Sets the person's password. One that is set must be entered first, unless the session has just begun by e-mail link, which is the way
 * back for whoever forgot it. Replacing a password ends all other sessions.
 */
export async function setPassword(caller: Own, input: { current?: string | null | undefined; password: string }): Promise<void> {
  const own = await caller.db.sql
    .selectFrom('identity.person as p').innerJoin('identity.session as s', 's.person_id', 'p.id')
    .select(['p.email', 'p.name', 'p.password_hash', 's.method', 's.created_at'])
    .where('p.id', '=', caller.personId).where('s.id', '=', caller.sessionId)
    .executeTakeFirstOrThrow()
  if (own.password_hash && !isFresh({ method: own.method, createdAt: own.created_at }, caller.now)) await proveCurrent(caller, own.email, own.password_hash, input.current)
  orThrow(decidePassword(input.password, own) ?? true)
  const hash = await hashPassword(input.password)
  await onIdentity(caller, async (tx) => {
    const before = await tx.q.selectFrom('identity.person').select('password_hash').where('id', '=', caller.personId).forUpdate().executeTakeFirstOrThrow()
    if (before.password_hash !== own.password_hash) throw wrongCurrent()
    await tx.q.updateTable('identity.person').set({ password_hash: hash }).where('id', '=', caller.personId).execute()
    if (before.password_hash)
      await tx.q
        .updateTable('identity.session').set({ revoked_at: tx.now })
        .where('person_id', '=', caller.personId).where('id', '<>', caller.sessionId).where('revoked_at', 'is', null)
        .execute()
    await tx.tell(caller.personId, passwordSet)
  })
}

/** Takes the password away; links and passkeys remain. Doing it again changes nothing. */
export async function removePassword(caller: Own): Promise<void> {
  await onIdentity(caller, async (tx) => {
    const removed = await tx.q
      .updateTable('identity.person').set({ password_hash: null }).where('id', '=', caller.personId).where('password_hash', 'is not', null)
      .executeTakeFirst()
    if (removed.numUpdatedRows > 0n) await tx.tell(caller.personId, passwordRemoved)
  })
}

async function proveCurrent(caller: Own, email: string, hash: string, current: string | null | undefined): Promise<void> {
  if (!current)
    throw refuseField('current', 'auth.current_needed', 'Enter your current password. If you forgot it, sign in by e-mail link and set a new one right away.')
  await limitGuesses(caller.db, email, caller.address, caller.now)
  if (!(await verifyPassword(current, hash))) throw wrongCurrent()
  await forgetGuesses(caller.db, email, caller.address)
}

const wrongCurrent = () => refuseField('current', 'auth.current_wrong', 'This is not your current password.')
