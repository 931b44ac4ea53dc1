/**
 * Sign-in: who somebody is, before any workspace. By e-mail link, passkey, or password if they want one; software comes with a key.
 * Words: a person proves who they are and opens a session; an invited member becomes active with the first sign-in.
 * Invariants: tokens are kept as hashes only; a link, a challenge and the first run are used once (single statements and an advisory lock
 * decide); nothing tells a stranger whether an address is known; a change to an identity and its events commit together.
 */
import type { Part } from '../part.ts'
import { authRoutes } from './api.ts'

export { makeSignInLink } from './sign-in-link.ts'
export { isSetupNeeded } from './set-up.ts'
export { forgetExpired } from './forget-expired.ts'
export { sealFor, type Seal } from './seal.ts'
export { derived, openSecret, setSecret } from './secret.ts'
export { sessionCookie } from './authenticate.ts'

export const part: Part = { name: 'auth', routes: authRoutes }
