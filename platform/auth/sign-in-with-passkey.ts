import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { refuse } from '../../kernel/refusal.ts'
import { keepChallenge, useChallenge } from './challenges.ts'
import { onIdentity, type Caller } from './identity.ts'
import { relyingParty, webauthn } from './passkeys.ts'
import { signIn, type SignedInNow } from './sign-in.ts'

/** What the browser needs to offer the passkeys it has for us. Names nobody's: who is known stays unknown. */
export async function passkeySignInOptions({ db, now }: Pick<Caller, 'db' | 'now'>, origin: string) {
  const { generateAuthenticationOptions } = await webauthn()
  const options = await generateAuthenticationOptions({ rpID: relyingParty(origin).rpID, userVerification: 'required', allowCredentials: [] })
  await keepChallenge(db, options.challenge, null, now)
  return options
}

/** Signs in by a passkey. Every failed check has the same refusal. */
export async function signInWithPasskey(caller: Caller, credential: AuthenticationResponseJSON, origin: string): Promise<SignedInNow> {
  const { rpID, expectedOrigin } = relyingParty(origin)
  const known = await caller.db.sql
    .selectFrom('identity.passkey').select(['id', 'person_id', 'credential_id', 'public_key', 'counter', 'transports'])
    .where('credential_id', '=', credential.id)
    .executeTakeFirst()
  if (!known) throw failed()
  const { verifyAuthenticationResponse } = await webauthn()
  const verified = await verifyAuthenticationResponse({
    response: credential, expectedOrigin, expectedRPID: rpID, requireUserVerification: true,
    expectedChallenge: (challenge) => useChallenge(caller.db, challenge, null, caller.now),
    credential: { id: known.credential_id, publicKey: Uint8Array.from(known.public_key), counter: Number(known.counter), transports: known.transports },
  }).catch(() => undefined)
  if (!verified?.verified) throw failed()
  const counter = BigInt(verified.authenticationInfo.newCounter)
  return onIdentity(caller, async (tx) => {
    const used = await tx.q
      .updateTable('identity.passkey').set({ counter, used_at: tx.now })
      .where('id', '=', known.id).where((e) => e.or([e('counter', '<', counter), e('counter', '=', 0n)])) // authenticators that do not count stay at 0
      .executeTakeFirst()
    if (used.numUpdatedRows === 0n) throw failed()
    return signIn(tx, known.person_id, 'passkey', caller)
  })
}

const failed = () => refuse('unauthenticated', 'auth.passkey_failed', 'This passkey could not be verified. Try again, or sign in by e-mail link.')
