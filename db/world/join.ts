import { makeSignInLink } from '../../platform/auth/index.ts'
import { signInWithLink } from '../../platform/auth/sign-in.ts'
import type { Database } from '../../platform/db/pool.ts'

/** A member of the demo world follows the invitation, as anyone would. */
export async function joinAs(db: Database, email: string, now: Temporal.Instant): Promise<void> {
  const url = await makeSignInLink(db, email, 'http://localhost', now)
  const token = url && new URL(url).searchParams.get('token')
  if (token) await signInWithLink({ db, now, requestId: 'demo', address: '', device: 'Demo world' }, token)
}
