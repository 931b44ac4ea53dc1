import { refuse } from '../../kernel/refusal.ts'
import { forgetGuesses, limitGuesses } from './attempts.ts'
import { onIdentity, type Caller } from './identity.ts'
import { verifyPassword } from './password-hash.ts'
import { signIn, type SignedInNow } from './sign-in.ts'

/** Signs in by address and password. The refusal and the work are the same for an unknown person, one without a password, and a wrong one. */
export async function signInWithPassword(caller: Caller, input: { email: string; password: string }): Promise<SignedInNow> {
  await limitGuesses(caller.db, input.email, caller.address, caller.now)
  const person = await caller.db.sql.selectFrom('identity.person').select(['id', 'password_hash']).where('email', '=', input.email).executeTakeFirst()
  const right = await verifyPassword(input.password, person?.password_hash)
  if (!person || !right)
    throw refuse('unauthenticated', 'auth.wrong_password', 'Address and password do not belong together. You can also sign in by e-mail link.')
  await forgetGuesses(caller.db, input.email, caller.address)
  return onIdentity(caller, (tx) => signIn(tx, person.id, 'password', caller))
}
