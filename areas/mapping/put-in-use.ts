import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { record } from '../../platform/events/record.ts'
import { listReady } from './events.ts'
import type { Figures } from './rules.ts'
import { removeRows, type ListRow } from './store.ts'

/** The list before makes room: nothing of it is kept but that it was there. Before another one of the partner becomes ready. */
export async function makeRoom(tx: Tx, before: ListRow | undefined): Promise<void> {
  if (!before) return
  await removeRows(tx, before.id)
  await tx.q.updateTable('customer_list').set({ state: 'replaced' }).where('workspace_id', '=', tx.workspace).where('id', '=', before.id).execute()
}

/** A list is the one in use now, however it came: who asked for one has it, and it is recorded. */
export async function tellReady(tx: Tx, list: { id: Id; partnerId: Id }, { figures, rejected, before }: { figures: Pick<Figures, 'customers' | 'known'>; rejected: number; before: ListRow | undefined }): Promise<void> {
  await tx.q.updateTable('list_request').set({ state: 'given', answered_at: tx.now, list_id: list.id }).where('workspace_id', '=', tx.workspace).where('partner_id', '=', list.partnerId).where('state', '=', 'open').execute()
  await record(tx, listReady(list, { customers: figures.customers, known: figures.known, rejected, replaced: before?.id ?? null }))
}
