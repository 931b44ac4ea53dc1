import type { Kysely } from 'kysely'
import type { DB } from '../../db/tables.ts'
import { newId, type Id } from '../../kernel/ids.ts'

/** The person with this address, made when there is none. `q` must be out of the app role. A known person keeps their own name. */
export async function personFor(q: Kysely<DB>, who: { email: string; name: string }, now: Temporal.Instant): Promise<{ id: Id }> {
  const id = newId(now.epochMilliseconds)
  // `do update` rather than `do nothing`: it waits for a rival insert and returns the row either way.
  const row = await q
    .insertInto('identity.person')
    .values({ id, email: who.email, name: who.name, created_at: now })
    .onConflict((c) => c.column('email').doUpdateSet((e) => ({ email: e.ref('excluded.email') })))
    .returning('id')
    .executeTakeFirstOrThrow()
  return row
}
