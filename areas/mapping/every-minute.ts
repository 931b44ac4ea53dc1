import type { Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import { expirePrivate } from './answer-privately.ts'
import { expireLists } from './delete-list.ts'
import { listTask } from './give-list.ts'

const quietSeconds = 300

/** Removes what may not be kept any longer, and gives lists that nobody moves on, because the process that read them was killed, a job again. */
export async function everyMinute(ctx: Ctx): Promise<void> {
  await expireLists(ctx)
  await expirePrivate(ctx)
  await transact(ctx, async (tx) => {
    const quiet = await tx.q
      .selectFrom('customer_list').select('id').where('workspace_id', '=', tx.workspace).where('state', 'in', ['waiting', 'running'])
      .where((e) => e(e.fn.coalesce('progressed_at', 'created_at'), '<', tx.now.subtract({ seconds: quietSeconds })))
      .execute()
    for (const { id } of quiet) await addJob(tx, { task: listTask, payload: { workspace: tx.workspace, list: id }, key: `${listTask}:${id}` })
  })
}
