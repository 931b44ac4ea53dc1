import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { record } from '../events/record.ts'
import { memberJoined } from '../workspaces/events.ts'
import { signedIn, type SignInMethod } from './events.ts'
import { onIdentity, type Caller, type IdentityTx } from './identity.ts'
import { openSession, type OpenedSession } from './sessions.ts'
import { hashToken } from './tokens.ts'

export type SignedInNow = { personId: Id; session: OpenedSession }

/** Uses up the token of a sign-in link. Of two at once one wins; the other, and a late one, is refused with `auth.link_…`. */
export async function signInWithLink(caller: Caller, token: string): Promise<SignedInNow> {
  const hash = hashToken(token)
  const used = await onIdentity(caller, async (tx) => {
    const row = await tx.q
      .updateTable('identity.sign_in_link').set({ used_at: tx.now })
      .where('token_hash', '=', hash).where('used_at', 'is', null).where('expires_at', '>', tx.now)
      .returning('person_id')
      .executeTakeFirst()
    return row && signIn(tx, row.person_id, 'link', caller)
  })
  if (used) return used
  const link = await caller.db.sql.selectFrom('identity.sign_in_link').select('used_at').where('token_hash', '=', hash).executeTakeFirst()
  if (!link) throw refuse('gone', 'auth.link_unknown', 'This sign-in link does not work. Ask for a new one.')
  throw link.used_at
    ? refuse('gone', 'auth.link_used', 'This sign-in link was used already. Ask for a new one.')
    : refuse('gone', 'auth.link_expired', 'This sign-in link has expired. Ask for a new one.')
}

/** Opens a session for a person who proved who they are; their invitations become memberships. */
export async function signIn(tx: IdentityTx, personId: Id, method: SignInMethod, caller: Omit<Caller, 'db'>): Promise<SignedInNow> {
  const session = await openSession(tx.q, personId, method, caller)
  await tx.inEachWorkspace(personId, async (wtx, member) => {
    if (member.state === 'invited') {
      await wtx.q.updateTable('member').set({ state: 'active' }).where('workspace_id', '=', wtx.workspace).where('id', '=', member.id).execute()
      await record(wtx, memberJoined(member.id, member.role))
    }
    await record(wtx, signedIn(method)(member.id))
  })
  return { personId, session }
}
