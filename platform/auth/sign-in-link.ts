// Guards the sign-in link: 256 random bits of which only the hash is kept, one use, a short life, and no change on GET.
import type { Kysely } from 'kysely'
import type { DB } from '../../db/tables.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Database } from '../db/pool.ts'
import { newSecret } from './tokens.ts'

export const linkMinutes = 15
export const invitationDays = 7

/** Makes a single-use link for a person; the page behind it shows a button, since scanners of mail open links. `q` is out of the app role. */
export async function newSignInLink(q: Kysely<DB>, personId: Id, origin: string, now: Temporal.Instant, minutes = linkMinutes): Promise<string> {
  const { token, hash } = newSecret()
  await q.deleteFrom('identity.sign_in_link').where('person_id', '=', personId).where('expires_at', '<', now.subtract({ hours: 24 * 30 })).execute()
  await q
    .insertInto('identity.sign_in_link')
    .values({ token_hash: hash, person_id: personId, created_at: now, expires_at: now.add({ minutes }) })
    .execute()
  return `${origin}/app/sign-in?token=${token}`
}

/** For the terminal: a link for the person with this address in any workspace, or undefined when there is nobody. */
export async function makeSignInLink(db: Database, email: string, origin: string, now: Temporal.Instant): Promise<string | undefined> {
  const person = await personWithAccess(db.sql, email)
  return person && newSignInLink(db.sql, person.id, origin, now)
}

/** Who has this address and belongs to a workspace, with the first one they joined. `q` is out of the app role. */
export async function personWithAccess(q: Kysely<DB>, email: string): Promise<{ id: Id; name: string; email: string; passwordHash: string | null; workspace: Id } | undefined> {
  const row = await q
    .selectFrom('identity.person as p').innerJoin('identity.membership as m', 'm.person_id', 'p.id')
    .select(['p.id', 'p.name', 'p.email', 'p.password_hash', 'm.workspace_id'])
    .where('p.email', '=', email.toLowerCase()).orderBy('m.member_id').limit(1)
    .executeTakeFirst()
  return row && { id: row.id, name: row.name, email: row.email, passwordHash: row.password_hash, workspace: row.workspace_id }
}
