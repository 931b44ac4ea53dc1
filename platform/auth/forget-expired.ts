import type { Database } from '../db/pool.ts'

/** Deletes what no longer means anything: old links, challenges, counts of attempts, and sessions a quarter after their end. Run it daily. */
export async function forgetExpired(db: Database, now: Temporal.Instant): Promise<void> {
  const ago = (days: number) => now.subtract({ hours: 24 * days })
  await db.sql.deleteFrom('identity.challenge').where('expires_at', '<', now).execute()
  await db.sql.deleteFrom('identity.attempt').where('started_at', '<', ago(1)).execute()
  await db.sql.deleteFrom('identity.sign_in_link').where('expires_at', '<', ago(30)).execute()
  await db.sql.deleteFrom('identity.session').where((e) => e.or([e('expires_at', '<', ago(90)), e('revoked_at', '<', ago(90))])).execute()
}
