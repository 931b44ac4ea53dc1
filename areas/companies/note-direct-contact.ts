import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { record } from '../../platform/events/record.ts'
import { companyUpdated } from './events.ts'

/** Our own sales were in touch with the company. Only a later contact than the last one changes anything. */
export async function noteDirectContact(tx: Tx, companyId: Id, at: Temporal.Instant): Promise<void> {
  const written = await tx.q
    .updateTable('company').set({ last_contact_at: at, changed_at: tx.now })
    .where('workspace_id', '=', tx.workspace).where('id', '=', companyId).where((w) => w.or([w('last_contact_at', 'is', null), w('last_contact_at', '<', at)]))
    .executeTakeFirst()
  if (written.numUpdatedRows > 0n) await record(tx, companyUpdated(companyId, { fields: ['lastContactAt'] }))
}
