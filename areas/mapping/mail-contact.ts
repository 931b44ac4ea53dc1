import { liveLinkOf, mintLink } from '../../platform/links/links.ts'
import { queueMail, type NewMail } from '../../platform/mail/queue-mail.ts'
import type { Tx } from '../../platform/db/context.ts'
import type { Introducer } from '../partners/index.ts'

/** Writes to a contact about the partner's customers, with a way to a page of the own link, which is made where there is none yet. The answer reaches the partner's owner. */
export async function mailContact(tx: Tx, { partner, contact, owner }: Introducer, mail: Pick<NewMail, 'key' | 'subject' | 'paragraphs' | 'why'> & { label: string; path: string }): Promise<void> {
  if (!(await liveLinkOf(tx, { subjectId: partner.id, holderId: contact.id }))) await mintLink(tx, { subjectId: partner.id, holderId: contact.id })
  const { label, path, paragraphs, ...rest } = mail
  await queueMail(tx, {
    ...rest, to: { email: contact.email, name: contact.name }, replyTo: owner.email, subjectId: partner.id, paragraphs: [`Hello ${contact.name},`, ...paragraphs],
    link: { label, subjectId: partner.id, holderId: contact.id, path },
  })
}
