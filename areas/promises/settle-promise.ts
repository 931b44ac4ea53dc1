import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import type { PromiseKind } from './rules.ts'

/** Ends the running promises of these kinds on a subject: kept when in time, broken when late. Nothing running is fine. */
export async function settlePromises(tx: Tx, subjectId: Id, kinds: PromiseKind[]): Promise<void> {
  await tx.q
    .updateTable('promise')
    .set({ settled_at: tx.now, outcome: sql<string>`case when due_at >= ${tx.now} then 'kept' else 'broken' end` })
    .where('workspace_id', '=', tx.workspace).where('subject_id', '=', subjectId).where('kind', 'in', kinds).where('settled_at', 'is', null)
    .execute()
}

/** Ends what no longer applies, without praise or blame. What was already late stays broken. */
export async function voidPromises(tx: Tx, subjectId: Id, kinds: PromiseKind[]): Promise<void> {
  await tx.q
    .updateTable('promise')
    .set({ settled_at: tx.now, outcome: sql<string>`case when due_at >= ${tx.now} then 'void' else 'broken' end` })
    .where('workspace_id', '=', tx.workspace).where('subject_id', '=', subjectId).where('kind', 'in', kinds).where('settled_at', 'is', null)
    .execute()
}

/** Hands the running promises on a subject to someone. */
export async function handOver(tx: Tx, subjectId: Id, ownerId: Id): Promise<void> {
  await tx.q
    .updateTable('promise')
    .set({ owner_id: ownerId })
    .where('workspace_id', '=', tx.workspace).where('subject_id', '=', subjectId).where('settled_at', 'is', null)
    .execute()
}
