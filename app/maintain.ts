import { forgetExpired } from '../platform/auth/index.ts'
import { forgetKeys } from '../platform/db/idempotency.ts'
import type { Database } from '../platform/db/pool.ts'
import { transact } from '../platform/db/transact.ts'
import { systemCtx } from '../platform/jobs/worker.ts'

const keepKeysDays = 30

/** Once a day: what has expired is forgotten. Sessions, links and challenges at their end; request keys after 30 days. */
export async function maintain(db: Database, now = Temporal.Now.instant()): Promise<void> {
  await forgetExpired(db, now)
  for (const { id } of await db.sql.selectFrom('identity.workspace').select('id').execute())
    await transact(systemCtx(db, id, 'Alongside', now), (tx) => forgetKeys(tx, now.subtract({ hours: 24 * keepKeysDays })))
}
