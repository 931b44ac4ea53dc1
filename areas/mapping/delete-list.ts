// Guards a promise: what a partner wants removed is removed, and counted again afterwards in the same transaction.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { notFound, Refusal, refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { listDeleted } from './events.ts'
import { removeListFile } from './finish-list.ts'
import { mayDelete } from './rules.ts'
import { lockList, removeRows, type DeletedCounts } from './store.ts'

/** Removes every customer, rejected row, figure and byte of a list; that it was there, and what went, stays. Refuses one that is being read or is gone (mapping.not_deletable). */
export async function deleteList(ctx: Ctx, id: Id, why: string): Promise<DeletedCounts> {
  allow(ctx, 'mapping:write')
  return transact(ctx, async (tx) => {
    const list = await lockList(tx, id)
    if (tx.actor.kind === 'partner' && tx.actor.partnerId !== list.partnerId) throw notFound('customer list')
    const may = mayDelete(list)
    if (!may.allowed) throw refuse('conflict', 'mapping.not_deletable', may.why)
    const removed = await removeRows(tx, id)
    await tx.q.updateTable('customer_list').set({ state: 'deleted', figures: null, changes: null, file_id: null, sha256: null, deleted_at: tx.now, deleted_by: 'id' in tx.actor ? tx.actor.id : null, deleted_why: why }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    const files = await removeListFile(tx, list.fileId)
    const counts = { ...removed, files, left: await countLeft(tx, id) }
    if (counts.left > 0) throw new Error(`${counts.left} rows of a deleted list are still there`)
    await tx.q.updateTable('customer_list').set({ deleted_counts: JSON.stringify(counts) }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    // Nobody is to answer for a name that is not there any more.
    await tx.q.updateTable('introduction_ask').set({ state: 'withdrawn', answered_at: tx.now, why: 'The list was removed.' }).where('workspace_id', '=', tx.workspace).where('list_id', '=', id).where('state', '=', 'open').execute()
    await tx.q.updateTable('introduction_ask').set({ buyer: '' }).where('workspace_id', '=', tx.workspace).where('list_id', '=', id).where('state', '<>', 'introduced').execute()
    await record(tx, listDeleted(list, counts, why))
    return counts
  })
}

async function countLeft(tx: Tx, id: Id): Promise<number> {
  const { rows } = await sql<{ n: number }>`select ((select count(*) from customer_list_row where workspace_id = ${tx.workspace} and list_id = ${id}) + (select count(*) from customer_list_problem where workspace_id = ${tx.workspace} and list_id = ${id})
    + (select count(*) from customer_list_mix where workspace_id = ${tx.workspace} and list_id = ${id}))::integer as n`.execute(tx.q)
  return rows[0]?.n ?? 0
}

/** Removes what may not be kept any longer, list by list. */
export async function expireLists(ctx: Ctx): Promise<void> {
  const due = await read(ctx, async (r) => {
    const today = await todayOf(r)
    return r.q.selectFrom('customer_list').select(['id', 'expires_on']).where('workspace_id', '=', r.workspace).where('expires_on', '<', today).where('state', 'in', ['ready', 'failed', 'cancelled']).orderBy('id').limit(50).execute()
  })
  for (const { id, expires_on } of due)
    await deleteList(ctx, id, `It was to be kept until ${expires_on}.`).catch((error: unknown) => {
      // Somebody removed it, or has it read again, since it was looked for.
      if (!(error instanceof Refusal && error.code === 'mapping.not_deletable')) throw error
    })
}
