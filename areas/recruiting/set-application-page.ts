import type { Id } from '../../kernel/ids.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { mintLink, revokeLink } from '../../platform/links/links.ts'
import { requireMember } from '../partners/index.ts'
import { applicationPage } from './application-page.ts'
import { applicationPageSet } from './events.ts'

/**
 * Opens the public application page or closes it, and says who gets what comes. While it is open its address stays; `newAddress` ends the
 * one there was. Opened again after it was closed it has another address. Refuses an owner who is no active member.
 */
export async function setApplicationPage(ctx: Ctx, input: { isOpen: boolean; ownerId: Id; newAddress: boolean }): Promise<void> {
  allow(ctx, 'partners:write')
  await transact(ctx, async (tx) => {
    await requireMember(tx, input.ownerId)
    await tx.q.insertInto('application_page').values({ workspace_id: tx.workspace, link_id: null, owner_id: input.ownerId, changed_at: tx.now, changed_by: null }).onConflict((c) => c.column('workspace_id').doNothing()).execute()
    await tx.q.selectFrom('application_page').select('owner_id').where('workspace_id', '=', tx.workspace).forUpdate().execute()
    const before = await applicationPage(tx)
    const keeps = input.isOpen && !input.newAddress && before?.linkId
    if (before?.linkId && !keeps) await revokeLink(tx, tx.workspace, before.linkId)
    const linkId = keeps ? before.linkId : input.isOpen ? (await mintLink(tx, { subjectId: tx.workspace, holderId: tx.workspace })).id : null
    await tx.q.updateTable('application_page').set({ link_id: linkId, owner_id: input.ownerId, changed_at: tx.now, changed_by: 'id' in tx.actor ? tx.actor.id : null }).where('workspace_id', '=', tx.workspace).execute()
    if (linkId !== before?.linkId || input.ownerId !== before.ownerId) await record(tx, applicationPageSet(tx.workspace, { isOpen: input.isOpen, isNewAddress: linkId !== (before?.linkId ?? null), ownerId: input.ownerId }))
  })
}
