import { transact } from '../db/transact.ts'
import type { Database } from '../db/pool.ts'
import { addJob } from '../jobs/add-job.ts'
import { systemCtx } from '../jobs/worker.ts'

const quietSeconds = 60

/** At start: imports that nobody moves on (the process that ran them was killed) get a job again. Returns how many. */
export async function resumeImports(db: Database, now = Temporal.Now.instant()): Promise<number> {
  const workspaces = await db.sql.selectFrom('identity.workspace').select('id').execute()
  let resumed = 0
  for (const { id } of workspaces)
    resumed += await transact(systemCtx(db, id, 'Alongside', now), async (tx) => {
      const left = await tx.q
        .selectFrom('import').select('id')
        .where('workspace_id', '=', tx.workspace).where('finished_at', 'is', null)
        .where((e) => e(e.fn.coalesce('progressed_at', 'created_at'), '<', now.subtract({ seconds: quietSeconds })))
        .execute()
      for (const row of left) await addJob(tx, { task: 'imports.run', payload: { workspace: tx.workspace, import: row.id }, key: `imports.run:${row.id}` })
      return left.length
    })
  return resumed
}
