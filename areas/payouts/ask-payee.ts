import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { mintLink, revokeLinksOf } from '../../platform/links/links.ts'
import { queueMail } from '../../platform/mail/queue-mail.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { findPartner, introducerOf } from '../partners/index.ts'
import { payeeAsked } from './events.ts'

export const requestDays = 14
const mostADay = 5

/**
 * Mails a contact of the partner (the primary one unless named) a link that opens one page: how they are paid. The link is shown to nobody
 * else; an earlier one of that contact ends. Refuses more than five a day.
 */
export async function askPayee(ctx: Ctx, partnerId: Id, contactId: Id | null): Promise<{ id: Id }> {
  allow(ctx, 'payouts:write')
  return transact(ctx, (tx) => mailPayeeLink(tx, partnerId, contactId))
}

/** The same for a partner person who asks for it on their own page. */
export async function mailPayeeLink(tx: Tx, partnerId: Id, contactId: Id | null): Promise<{ id: Id }> {
  const who = await introducerOf(tx, partnerId, contactId)
  if (!who) throw notFound((await findPartner(tx, partnerId)) ? 'contact' : 'partner')
  const { partner, contact, owner } = who
  const earlier = await tx.q.selectFrom('payee_request').select(['id', 'asked_at', 'contact_id']).where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).orderBy('id', 'desc').limit(20).execute()
  if (earlier.filter((one) => Temporal.Instant.compare(one.asked_at, tx.now.subtract({ hours: 24 })) > 0).length >= mostADay)
    throw refuse('too_many', 'payouts.asked_often', `This partner was mailed ${mostADay} such links within a day. The newest one still works; try again tomorrow.`)
  for (const one of earlier.filter((request) => request.contact_id === contact.id)) await revokeLinksOf(tx, one.id, contact.id)
  const id = newId(tx.now.epochMilliseconds)
  await tx.q.insertInto('payee_request').values({ workspace_id: tx.workspace, id, partner_id: partnerId, contact_id: contact.id, asked_at: tx.now, asked_by: 'id' in tx.actor ? tx.actor.id : null }).execute()
  await mintLink(tx, { subjectId: id, holderId: contact.id, expiresAt: tx.now.add({ hours: requestDays * 24 }) })
  await record(tx, payeeAsked(partnerId, { contactId: contact.id }))
  const settings = await workspaceSettings(tx)
  await queueMail(tx, {
    key: `payee:${id}`, to: { email: contact.email, name: contact.name }, replyTo: owner.email, subjectId: partnerId, subject: `How ${settings.name} pays you`,
    paragraphs: [
      `Hello ${contact.name},`, `Please say to which account ${settings.name} pays what ${partner.name} earns, and what the tax office needs. The link works for ${requestDays} days.`,
      'Nothing counts before you confirm it by a second mail to this address. We never ask for bank details in any other way.', `Questions? Reply to this mail to reach ${owner.name}.`,
    ],
    link: { label: 'Say how you are paid', subjectId: id, holderId: contact.id, path: '/payee' }, why: `You get this because you are ${settings.name}'s contact at ${partner.name}.`,
  })
  return { id }
}
