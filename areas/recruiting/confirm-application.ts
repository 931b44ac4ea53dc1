import type { Tx } from '../../platform/db/context.ts'
import { record } from '../../platform/events/record.ts'
import type { ApplicationRow } from './application-store.ts'
import { applicationConfirmed } from './events.ts'

/** Whoever opened the mail says that the address is theirs. Twice is once. */
export async function confirmApplication(tx: Tx, application: ApplicationRow): Promise<void> {
  const done = await tx.q.updateTable('application').set({ email_confirmed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', application.id).where('email_confirmed_at', 'is', null).executeTakeFirst()
  if (done.numUpdatedRows === 1n) await record(tx, applicationConfirmed(application.partnerId, { applicationId: application.id }))
}
