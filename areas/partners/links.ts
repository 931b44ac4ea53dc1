import type { Actor } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { notFound, refuse } from '../../kernel/refusal.ts'
import { workspaceOfToken } from '../../platform/auth/tokens.ts'
import { allow, type Ctx, type Reading } from '../../platform/db/context.ts'
import type { Database } from '../../platform/db/pool.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { publicUrl } from '../../platform/http/public-url.ts'
import { mintLink, resolveLink, revokeLink } from '../../platform/links/links.ts'
import { queueMail } from '../../platform/mail/queue-mail.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { contactsOf, introducerOf, lockPartner, partnerById, type Introducer } from './store.ts'
import { mayMintLink } from './rules.ts'

/** A personal link for one contact: the whole way in for a partner, no account. The address is returned once. Mails it when asked. */
export async function mintPartnerLink(ctx: Ctx, partnerId: Id, input: { contactId?: Id | undefined; send: boolean }): Promise<{ id: Id; url: string }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    await lockPartner(tx, partnerId)
    const partner = await partnerById(tx, partnerId)
    const contacts = await contactsOf(tx, partnerId)
    const contact = input.contactId ? contacts.find((c) => c.id === input.contactId) : contacts[0]
    if (!contact) throw notFound('contact')
    const may = mayMintLink(partner.state)
    if (!may.allowed) throw refuse('conflict', 'partners.ended', may.why)
    const { id, token } = await mintLink(tx, { subjectId: partnerId, holderId: contact.id })
    const url = `${publicUrl()}/p/${token}`
    await record(tx, { type: 'partner.link_minted', subject: { noun: 'partner', id: partnerId }, partnerId, payload: { linkId: id, contactId: contact.id } })
    if (input.send) {
      const settings = await workspaceSettings(tx)
      await queueMail(tx, {
        key: `link:${id}`, to: { email: contact.email, name: contact.name }, subjectId: partnerId,
        subject: `Your page with ${settings.name}`,
        paragraphs: [`Hello ${contact.name},`, `This is your personal page with ${settings.name}. You introduce a buyer there in three fields, see what became of each introduction, and what you have earned. It needs no account and no password; keep the address to yourself.`],
        link: { label: 'Open your page', subjectId: partnerId, holderId: contact.id, path: '' }, why: `You get this because you are ${settings.name}'s contact at ${partner.name}.`,
      })
    }
    return { id, url }
  }, { shownOnce: true })
}

/** Ends a link at once; the page behind it is gone for whoever holds it. */
export async function revokePartnerLink(ctx: Ctx, partnerId: Id, linkId: Id): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    await partnerById(tx, partnerId)
    if (!(await revokeLink(tx, partnerId, linkId))) throw notFound('link')
    await record(tx, { type: 'partner.link_revoked', subject: { noun: 'partner', id: partnerId }, partnerId, payload: { linkId } })
    return { id: linkId }
  })
}

export type LinkHolder = Introducer & { actor: Extract<Actor, { kind: 'partner' }> }

/** The context in which a token is looked up: its workspace, nobody in particular. Undefined when it has not the shape of a token. */
export function linkCtx(db: Database, token: string, now: Temporal.Instant, requestId: string): Ctx | undefined {
  const workspace = workspaceOfToken(token)
  return workspace ? { db, workspace, actor: { kind: 'system', name: 'link' }, now, requestId } : undefined
}

/** Who holds this link, to act as the partner person; undefined for every link that does not work, whatever the reason. */
export async function linkHolder(r: Reading, token: string): Promise<LinkHolder | undefined> {
  const link = await resolveLink(r, token)
  const who = link && (await introducerOf(r, link.subjectId, link.holderId))
  return who && { ...who, actor: { kind: 'partner', id: who.contact.id, name: who.contact.name, partnerId: who.partner.id, contactId: who.contact.id } }
}
