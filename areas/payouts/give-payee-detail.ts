// Guards the way to a partner's money: what is said on a page counts only once it was confirmed from the mailbox that we know.
import { newId, type Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Tx } from '../../platform/db/context.ts'
import { record } from '../../platform/events/record.ts'
import { mintLink } from '../../platform/links/links.ts'
import { queueMail } from '../../platform/mail/queue-mail.ts'
import { payeeDetailGiven } from './events.ts'
import type { DetailKind, Shown } from './payee-forms.ts'
import type { PayeePerson } from './payee-links.ts'
import { lockDetails, placeOf } from './payee-store.ts'
import { detailNames, sayDetail } from './say-detail.ts'
import { seal } from './seal.ts'

export const confirmHours = 72
const mostADay = 10

/** Keeps what was said and mails a confirming link to the contact. What waited before is replaced. The same form sent again is the same one. */
export async function givePayeeDetail<K extends DetailKind>(tx: Tx, who: PayeePerson, given: { kind: K; shown: Shown[K]; secret: string; formKey: string }): Promise<{ id: Id }> {
  const { partner, contact, owner, settings } = who
  const known = await lockDetails(tx, partner.id)
  const same = await tx.q.selectFrom('payee_detail').select('id').where('workspace_id', '=', tx.workspace).where('partner_id', '=', partner.id).where('form_key', '=', given.formKey).executeTakeFirst()
  if (same) return { id: same.id }
  const today = await tx.q.selectFrom('payee_detail').select('id').where('workspace_id', '=', tx.workspace).where('partner_id', '=', partner.id).where('given_at', '>', tx.now.subtract({ hours: 24 })).execute()
  if (today.length >= mostADay) throw refuse('too_many', 'payouts.given_often', `This was changed ${mostADay} times within a day. Try again tomorrow, or write to ${owner.name}.`)
  const waiting = known.find((detail) => detail.kind === given.kind && detail.confirmedAt === null)
  if (waiting) await tx.q.updateTable('payee_detail').set({ replaced_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', waiting.id).execute()
  const id = newId(tx.now.epochMilliseconds)
  const confirmUntil = tx.now.add({ hours: confirmHours })
  await tx.q.insertInto('payee_detail').values({
    workspace_id: tx.workspace, id, partner_id: partner.id, kind: given.kind, shown: JSON.stringify(given.shown), sealed: seal(placeOf(tx.workspace, id, given.kind), given.secret), form_key: given.formKey,
    given_by: contact.id, given_at: tx.now, confirm_until: confirmUntil,
  }).execute()
  await mintLink(tx, { subjectId: id, holderId: contact.id, expiresAt: confirmUntil })
  await record(tx, payeeDetailGiven(partner.id, { detailId: id, kind: given.kind }))
  await queueMail(tx, {
    key: `confirm:${id}`, to: { email: contact.email, name: contact.name }, replyTo: owner.email, subjectId: partner.id, subject: `Confirm your ${detailNames[given.kind]} with ${settings.name}`,
    paragraphs: [
      `Hello ${contact.name},`, `Somebody entered this on your page with ${settings.name}:`, sayDetail(given.kind, given.shown),
      `Was it you? Open the link and press the button there within ${confirmHours / 24} days. Until then nothing changes.`, `Was it not you? Do nothing, and reply to this mail: ${owner.name} reads it.`,
    ],
    link: { label: 'See it and confirm', subjectId: id, holderId: contact.id, path: '/payee/confirmation' }, why: `You get this because you are ${settings.name}'s contact at ${partner.name}.`,
  })
  return { id }
}
