import type { Database } from '../db/pool.ts'
import type { Logger } from '../http/log.ts'
import type { Part } from '../part.ts'
import { systemCtx } from './worker.ts'

/** Runs what the parts do every minute, for each workspace in turn. What fails in one is logged and holds up no other. */
export async function everyMinute(db: Database, parts: Part[], log: Pick<Logger, 'error'>, now = Temporal.Now.instant()): Promise<void> {
  for (const { id } of await db.sql.selectFrom('identity.workspace').select('id').orderBy('id').execute())
    for (const part of parts)
      await part.everyMinute?.(systemCtx(db, id, 'Alongside', now)).catch((error: unknown) => log.error({ err: error, part: part.name, workspace: id }, 'every minute'))
}
