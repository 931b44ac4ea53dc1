import type { z } from 'zod'
import { newId, type Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import { dayOf } from '../../kernel/time.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import type { contactIn, partnerIn } from './contract.ts'
import { lockPartner, partnerById, requireMember } from './store.ts'

/** A new partner with its contacts, the first being primary. The owner is whoever creates it unless named. Refuses: unknown owner, an e-mail twice. */
export async function createPartner(ctx: Ctx, input: z.output<typeof partnerIn>): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const ownerId = input.ownerId ?? (tx.actor.kind === 'member' ? tx.actor.id : undefined)
    if (!ownerId) throw refuseField('ownerId', 'required', 'Say which member owns this partner.')
    await requireMember(tx, ownerId)
    const id = newId(tx.now.epochMilliseconds)
    await tx.q
      .insertInto('partner')
      .values({
        workspace_id: tx.workspace, id, name: input.name, type: input.type, state: input.state, owner_id: ownerId, time_zone: input.timeZone,
        website: input.website, started_on: input.startedOn ?? dayOf(tx.now, input.timeZone).toString(), created_at: tx.now,
      })
      .execute()
    for (const [index, contact] of input.contacts.entries()) await insertContact(tx, id, contact, index === 0)
    await record(tx, { type: 'partner.created', subject: { noun: 'partner', id }, partnerId: id, payload: { partnerType: input.type } })
    return { id }
  })
}

/** One more person at a partner. Refuses an e-mail that another of its contacts has. */
export async function addContact(ctx: Ctx, partnerId: Id, contact: z.output<typeof contactIn>): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    await lockPartner(tx, partnerId)
    await partnerById(tx, partnerId)
    const any = await tx.q.selectFrom('contact').select('id').where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).where('is_primary', '=', true).where('removed_at', 'is', null).executeTakeFirst()
    const id = await insertContact(tx, partnerId, contact, !any)
    await record(tx, { type: 'partner.contact_added', subject: { noun: 'partner', id: partnerId }, partnerId, payload: { contactId: id } })
    return { id }
  })
}

async function insertContact(tx: Tx, partnerId: Id, contact: z.output<typeof contactIn>, isPrimary: boolean): Promise<Id> {
  const id = newId(tx.now.epochMilliseconds)
  const written = await tx.q
    .insertInto('contact')
    .values({ workspace_id: tx.workspace, id, partner_id: partnerId, name: contact.name, email: contact.email, phone: contact.phone, is_primary: isPrimary, created_at: tx.now })
    .onConflict((c) => c.columns(['workspace_id', 'partner_id', 'email']).where('removed_at', 'is', null).doNothing())
    .executeTakeFirst()
  if (written.numInsertedOrUpdatedRows !== 1n) throw refuse('conflict', 'partners.contact_exists', 'This partner already has a contact with that e-mail address.')
  return id
}
