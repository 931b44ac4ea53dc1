// Guards against a mailbox that was taken over: an account, the first or another, is told to everybody on both sides, and money waits before it follows.
import { mayRole } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { dayOf, sayDate } from '../../kernel/time.ts'
import type { Tx } from '../../platform/db/context.ts'
import { record } from '../../platform/events/record.ts'
import { publicUrl } from '../../platform/http/public-url.ts'
import { queueMail } from '../../platform/mail/queue-mail.ts'
import { activeMembers } from '../../platform/workspaces/index.ts'
import { showId } from '../../kernel/ids.ts'
import { contactsOf } from '../partners/index.ts'
import { payeeDetailConfirmed } from './events.ts'
import type { PayeePerson } from './payee-links.ts'
import { lockDetails, type DetailRow } from './payee-store.ts'
import { paySettings } from './pay-settings.ts'
import { detailNames, sayDetail } from './say-detail.ts'

/** Puts it in force. A second press changes nothing. What was replaced by something newer meanwhile is not found. */
export async function confirmPayeeDetail(tx: Tx, who: PayeePerson, id: Id): Promise<void> {
  const known = await lockDetails(tx, who.partner.id)
  const detail = known.find((one) => one.id === id)
  if (!detail) throw notFound('page')
  if (detail.confirmedAt) return
  const before = known.find((one) => one.kind === detail.kind && one.confirmedAt !== null)
  const { holdDays } = await paySettings(tx)
  // A first account comes from a mailbox as a change does: whoever has that mailbox says either, so both wait.
  const heldUntil = detail.kind === 'bank' && holdDays > 0 ? dayOf(tx.now, who.settings.timeZone).add({ days: holdDays }).toString() : null
  if (before) await tx.q.updateTable('payee_detail').set({ replaced_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', before.id).execute()
  await tx.q.updateTable('payee_detail').set({ confirmed_at: tx.now, held_until: heldUntil }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
  await record(tx, payeeDetailConfirmed(who.partner.id, { detailId: id, kind: detail.kind, isChange: before !== undefined, heldUntil }))
  await tellPartner(tx, who, detail, before, heldUntil)
  await tellFinance(tx, who, detail, before, heldUntil)
}

const sayDay = (day: string) => sayDate(Temporal.PlainDate.from(day))

async function tellPartner(tx: Tx, { partner, owner, settings }: PayeePerson, detail: DetailRow, before: DetailRow | undefined, heldUntil: string | null): Promise<void> {
  for (const contact of await contactsOf(tx, partner.id))
    await queueMail(tx, {
      key: `confirmed:${detail.id}:${contact.id}`, to: { email: contact.email, name: contact.name }, replyTo: owner.email, subjectId: partner.id,
      subject: `${before ? 'Changed' : 'Confirmed'}: your ${detailNames[detail.kind]} with ${settings.name}`,
      paragraphs: [
        `Hello ${contact.name},`, `From now on ${settings.name} uses this for ${partner.name}:`, sayDetail(detail.kind, detail.shown), ...(before ? [`Before it was: ${sayDetail(before.kind, before.shown)}.`] : []),
        ...(heldUntil ? [`As a safeguard, nothing is paid there before ${sayDay(heldUntil)}.`] : []), `Is this wrong? Reply to this mail at once; it reaches ${owner.name}.`,
      ],
      why: `You get this because you are ${settings.name}'s contact at ${partner.name}.`,
    })
}

async function tellFinance(tx: Tx, { partner, contact, settings }: PayeePerson, detail: DetailRow, before: DetailRow | undefined, heldUntil: string | null): Promise<void> {
  for (const member of (await activeMembers(tx)).filter((one) => mayRole(one.role, 'payouts:approve')))
    await queueMail(tx, {
      key: `confirmed:${detail.id}:${member.id}`, to: { email: member.email, name: member.name }, subjectId: partner.id, subject: `${partner.name}: ${before ? 'changed' : 'new'} ${detailNames[detail.kind]}`,
      paragraphs: [
        `Hello ${member.name},`, `${contact.name} of ${partner.name} confirmed ${detailNames[detail.kind]} by mail: ${sayDetail(detail.kind, detail.shown)}.`, ...(before ? [`Before it was: ${sayDetail(before.kind, before.shown)}.`] : []),
        ...(heldUntil ? [`No payment goes there before ${sayDay(heldUntil)}. Call them on a number that you know before you release it earlier.`] : []),
      ],
      link: { label: 'Open the partner', url: `${publicUrl()}/app/partners/${showId('partner', partner.id)}` }, why: `You get this because you approve payouts of ${settings.name}.`,
    })
}
