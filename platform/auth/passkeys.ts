// Guards passkeys: bound to our own host and origin, always with the authenticator's check of the person, since they replace everything else.
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse, refuseField } from '../../kernel/refusal.ts'
import { keepChallenge, useChallenge } from './challenges.ts'
import { passkeyAdded, passkeyRemoved } from './events.ts'
import { onIdentity, type Caller } from './identity.ts'

type Own = Caller & { personId: Id }
const mostPasskeys = 20
/** EdDSA, ES256, RS256 (COSE): what authenticators make today. */
const supportedAlgorithmIDs = [-8, -7, -257]

/** Three hundred modules that few need: they are loaded when somebody does. */
export const webauthn = () => import('@simplewebauthn/server')

/** The relying party of WebAuthn is the host under which people reach us. */
export const relyingParty = (origin: string) => ({ rpID: new URL(origin).hostname, expectedOrigin: new URL(origin).origin })

/** What the browser needs to make a passkey; known ones are named so that none is made twice on one device. */
export async function passkeyRegistrationOptions(caller: Own, origin: string) {
  const person = await caller.db.sql.selectFrom('identity.person').select(['email', 'name']).where('id', '=', caller.personId).executeTakeFirstOrThrow()
  const known = await caller.db.sql.selectFrom('identity.passkey').select(['credential_id', 'transports']).where('person_id', '=', caller.personId).execute()
  const { generateRegistrationOptions } = await webauthn()
  const options = await generateRegistrationOptions({
    rpName: 'Alongside', rpID: relyingParty(origin).rpID, userName: person.email, userDisplayName: person.name,
    userID: Uint8Array.from(Buffer.from(caller.personId.replaceAll('-', ''), 'hex')), attestationType: 'none', supportedAlgorithmIDs,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map((passkey) => ({ id: passkey.credential_id, transports: passkey.transports })),
  })
  await keepChallenge(caller.db, options.challenge, caller.personId, caller.now)
  return options
}

/** Verifies what the browser made and keeps its public key. */
export async function addPasskey(caller: Own, input: { name: string; credential: RegistrationResponseJSON }, origin: string): Promise<{ id: Id }> {
  const { rpID, expectedOrigin } = relyingParty(origin)
  const { verifyRegistrationResponse } = await webauthn()
  const verified = await verifyRegistrationResponse({
    response: input.credential, expectedOrigin, expectedRPID: rpID, requireUserVerification: true, supportedAlgorithmIDs,
    expectedChallenge: (challenge) => useChallenge(caller.db, challenge, caller.personId, caller.now),
  }).catch(() => undefined) // its errors say which check failed; nobody outside needs to know
  if (!verified?.verified) throw refuseField('credential', 'auth.passkey_not_verified', 'This passkey could not be verified. Start again; a request is good for five minutes.')
  const { credential } = verified.registrationInfo
  const id = newId(caller.now.epochMilliseconds)
  await onIdentity(caller, async (tx) => {
    await tx.q.selectFrom('identity.person').select('id').where('id', '=', caller.personId).forUpdate().execute()
    const { n } = await tx.q.selectFrom('identity.passkey').select((e) => e.fn.countAll<bigint>().as('n')).where('person_id', '=', caller.personId).executeTakeFirstOrThrow()
    if (n >= mostPasskeys) throw refuse('conflict', 'auth.passkeys_full', `You have ${mostPasskeys} passkeys. Remove one that you no longer use first.`)
    const written = await tx.q
      .insertInto('identity.passkey')
      .values({
        id, person_id: caller.personId, credential_id: credential.id, public_key: Buffer.from(credential.publicKey), counter: BigInt(credential.counter),
        transports: credential.transports ?? [], name: input.name, created_at: tx.now,
      })
      .onConflict((c) => c.column('credential_id').doNothing())
      .executeTakeFirst()
    if (written.numInsertedOrUpdatedRows !== 1n) throw refuse('conflict', 'auth.passkey_known', 'This passkey is registered already.')
    await tx.tell(caller.personId, passkeyAdded(id))
  })
  return { id }
}

/** The person's passkeys, newest first. */
export async function listPasskeys({ db, personId }: Own) {
  return db.sql.selectFrom('identity.passkey').select(['id', 'name', 'created_at', 'used_at']).where('person_id', '=', personId).orderBy('id', 'desc').execute()
}

/** Forgets one of the person's own passkeys. */
export async function removePasskey(caller: Own, id: Id): Promise<void> {
  await onIdentity(caller, async (tx) => {
    const removed = await tx.q.deleteFrom('identity.passkey').where('id', '=', id).where('person_id', '=', caller.personId).executeTakeFirst()
    if (removed.numDeletedRows === 0n) throw notFound('passkey')
    await tx.tell(caller.personId, passkeyRemoved(id))
  })
}
