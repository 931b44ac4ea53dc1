import type { z } from 'zod'
import type { Id } from '../../kernel/ids.ts'
import { notFound, refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { revokeLinksOf } from '../../platform/links/links.ts'
import type { partnerChange } from './contract.ts'
import { contactsOf, partnerById, requireMember } from './store.ts'

/** Changes what is given and nothing else; the event says which fields. */
export async function changePartner(ctx: Ctx, id: Id, change: z.output<typeof partnerChange>, why?: string): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const before = await partnerById(tx, id)
    if (change.ownerId) await requireMember(tx, change.ownerId)
    const changed = (Object.keys(change) as (keyof typeof change)[]).filter((key) => change[key] !== undefined && change[key] !== before[key])
    if (changed.length === 0) return { id }
    await tx.q
      .updateTable('partner')
      .set({
        ...(change.name !== undefined ? { name: change.name } : {}), ...(change.type ? { type: change.type } : {}), ...(change.state ? { state: change.state } : {}),
        ...(change.ownerId ? { owner_id: change.ownerId } : {}), ...(change.timeZone ? { time_zone: change.timeZone } : {}),
        ...(change.website !== undefined ? { website: change.website } : {}),
      })
      .where('workspace_id', '=', tx.workspace).where('id', '=', id)
      .execute()
    await record(tx, {
      type: 'partner.changed', subject: { noun: 'partner', id }, partnerId: id, why: why ?? null,
      payload: { fields: changed, ...(change.state && change.state !== before.state ? { from: before.state, to: change.state } : {}) },
    })
    return { id }
  })
}

/** Takes a person off a partner; their links end with it. The last contact stays. */
export async function removeContact(ctx: Ctx, partnerId: Id, contactId: Id): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    await tx.q.selectFrom('partner').select('id').where('workspace_id', '=', tx.workspace).where('id', '=', partnerId).forUpdate().execute()
    const contacts = await contactsOf(tx, partnerId)
    const leaving = contacts.find((contact) => contact.id === contactId)
    if (!leaving) throw notFound('contact')
    if (contacts.length === 1) throw refuse('conflict', 'partners.last_contact', 'A partner keeps at least one contact. Add the new one first.')
    await tx.q.updateTable('contact').set({ removed_at: tx.now, is_primary: false }).where('workspace_id', '=', tx.workspace).where('id', '=', contactId).execute()
    if (leaving.isPrimary) {
      const next = contacts.find((contact) => contact.id !== contactId)!
      await tx.q.updateTable('contact').set({ is_primary: true }).where('workspace_id', '=', tx.workspace).where('id', '=', next.id).execute()
    }
    await revokeLinksOf(tx, partnerId, contactId)
    await record(tx, { type: 'partner.contact_removed', subject: { noun: 'partner', id: partnerId }, partnerId, payload: { contactId } })
    return { id: contactId }
  })
}
