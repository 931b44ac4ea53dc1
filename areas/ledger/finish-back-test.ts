import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { record } from '../../platform/events/record.ts'
import { backTestById, type BackTestRow } from './back-test-store.ts'

/** Ends a back-test and records it; the facts of its file are needed no more, its result and its report of rows stay. */
export async function finishBackTest(tx: Tx, id: Id, state: 'done' | 'cancelled' | 'failed', problem: string | null): Promise<BackTestRow> {
  const ended = await tx.q.updateTable('back_test').set({ state, finished_at: tx.now, problem }).where('workspace_id', '=', tx.workspace).where('id', '=', id).where('finished_at', 'is', null).executeTakeFirst()
  if (ended.numUpdatedRows > 0n) {
    await tx.q.deleteFrom('back_test_fact').where('workspace_id', '=', tx.workspace).where('back_test_id', '=', id).execute()
    const { planId, items, unused, rejected } = await backTestById(tx, id)
    await record(tx, { type: state === 'done' ? 'back_test.finished' : `back_test.${state}`, subject: { noun: 'backTest', id }, payload: { planId, items, unused, rejected } })
  }
  return backTestById(tx, id)
}
