import { newId, type Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { dueAt, remindAt, type PromiseKind } from './rules.ts'

export type NewPromise = { kind: PromiseKind; subjectId: Id; partnerId: Id; ownerId: Id | null }

/** Starts a clock on us and plans its reminder, which plans the escalation. While one of the kind runs for the subject it stays as it is. Returns when it is due. */
export async function makePromise(tx: Tx, promise: NewPromise): Promise<Temporal.Instant> {
  const settings = await workspaceSettings(tx)
  const due = dueAt(promise.kind, tx.now, settings.policy, settings.calendar)
  const id = newId(tx.now.epochMilliseconds)
  const made = await tx.q
    .insertInto('promise')
    .values({ workspace_id: tx.workspace, id, kind: promise.kind, subject_id: promise.subjectId, partner_id: promise.partnerId, owner_id: promise.ownerId, made_at: tx.now, due_at: due })
    .onConflict((c) => c.columns(['workspace_id', 'subject_id', 'kind']).where('settled_at', 'is', null).doNothing())
    .executeTakeFirst()
  if (made.numInsertedOrUpdatedRows === 1n) {
    await addJob(tx, { task: 'promises.remind', payload: { workspace: tx.workspace, promise: id }, key: `remind:${id}`, runAt: remindAt(tx.now, due) })
  }
  return due
}
