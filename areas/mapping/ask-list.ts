import { sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse, type Refusal } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { findPartner, introducerOf, partnerById } from '../partners/index.ts'
import { mailContact } from './mail-contact.ts'
import { listAsked, listRequestEnded } from './events.ts'

/** Mails a contact of the partner (the primary one unless named) the page on which a customer list is given, at the level the partner chooses. Asked twice it is asked once. Refuses an ended partner (mapping.partner_ended). */
export async function askForList(ctx: Ctx, partnerId: Id, input: { contactId?: Id | null | undefined; note: string | null }): Promise<{ id: Id }> {
  allow(ctx, 'mapping:write')
  return transact(ctx, async (tx) => {
    const who = await introducerOf(tx, partnerId, input.contactId ?? null)
    if (!who) throw await nobodyToAsk(tx, partnerId, input.contactId)
    const { partner, contact, owner } = who
    if (partner.state === 'ended') throw refuse('conflict', 'mapping.partner_ended', 'The partnership has ended.')
    const id = newId(tx.now.epochMilliseconds)
    const written = await tx.q
      .insertInto('list_request')
      .values({ workspace_id: tx.workspace, id, partner_id: partnerId, contact_id: contact.id, note: input.note, state: 'open', asked_at: tx.now, asked_by: 'id' in tx.actor ? tx.actor.id : null })
      .onConflict((c) => c.columns(['workspace_id', 'partner_id']).where('state', '=', sql.lit('open')).doNothing())
      .executeTakeFirst()
    if (written.numInsertedOrUpdatedRows !== 1n) return { id: (await openRequest(tx, partnerId))!.id }
    await record(tx, listAsked({ id, partnerId }, { contactId: contact.id }))
    const { name } = await workspaceSettings(tx)
    await mailContact(tx, who, {
      key: `list-request:${id}`, subject: `Which of your customers could use ${name}`,
      paragraphs: [
        `${owner.name} at ${name} would like to find out with you where you could work together.`, ...(input.note ? [`${owner.name} writes: “${input.note}”`] : []),
        'On the page behind this link you say what may be seen: every customer, only those that we know too, or nothing but figures. Two columns are enough, names and websites. You can remove it again at any time.',
        `Questions? Reply to this mail to reach ${owner.name}.`,
      ],
      label: 'Compare customer lists', path: '/customers', why: `You get this because you are ${name}'s contact at ${partner.name}.`,
    })
    return { id }
  })
}

/** Why nobody was found at a partner: there is no such partner or contact, or no contact at all. */
export async function nobodyToAsk(tx: Tx, partnerId: Id, contactId: Id | null | undefined): Promise<Refusal> {
  if (!(await findPartner(tx, partnerId))) return notFound('partner')
  return contactId ? notFound('contact') : refuse('conflict', 'mapping.no_contact', 'Nobody at this partner can be asked yet. Add a contact first.')
}

/** The question is taken back by us, or turned down by the partner. Where none is open nothing happens. */
export async function endRequest(ctx: Ctx, partnerId: Id, how: 'declined' | 'withdrawn', why: string | null): Promise<void> {
  allow(ctx, 'mapping:write')
  await transact(ctx, async (tx) => {
    if (tx.actor.kind === 'partner' && tx.actor.partnerId !== partnerId) throw notFound('partner')
    await partnerById(tx, partnerId)
    const request = await openRequest(tx, partnerId)
    if (!request) return
    await tx.q.updateTable('list_request').set({ state: how, answered_at: tx.now, why }).where('workspace_id', '=', tx.workspace).where('id', '=', request.id).execute()
    await record(tx, listRequestEnded({ id: request.id, partnerId }, how, why))
  })
}

const openRequest = (tx: Tx, partnerId: Id) =>
  tx.q.selectFrom('list_request').select('id').where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).where('state', '=', 'open').forNoKeyUpdate().executeTakeFirst()
