// Mails to whoever applied: a receipt that promises, and an answer that is decent. Never a word of any other candidate.
import type { Id } from '../../kernel/ids.ts'
import { sayWhen } from '../../kernel/time.ts'
import type { Tx } from '../../platform/db/context.ts'
import { queueMail } from '../../platform/mail/queue-mail.ts'
import { activeMember, workspaceSettings, type WorkspaceSettings } from '../../platform/workspaces/index.ts'
import { partnerById, type PartnerRow } from '../partners/index.ts'
import type { Applicant } from './application-store.ts'

type Receipt = { id: Id; contactId: Id; person: string; email: string; company: string; owner: { name: string; email: string }; due: Temporal.Instant }

/** Says by when we answer, and asks whether the address is theirs. */
export async function mailReceipt(tx: Tx, { id, contactId, person, email, company, owner, due }: Receipt): Promise<void> {
  const settings = await workspaceSettings(tx)
  await queueMail(tx, {
    key: `application:${id}`, to: { email, name: person }, replyTo: owner.email, subjectId: id,
    subject: `Received: your application to ${settings.name}`,
    paragraphs: [
      `Hello ${person},`,
      `Thank you for asking to be a partner of ${settings.name} for ${company}. ${owner.name} answers by ${sayWhen(due, tx.now, settings.timeZone)} (${settings.timeZone.replaceAll('_', ' ')}), and you hear either way.`,
      'Please confirm that this address is yours, so that the answer reaches the right person. To add something, reply to this mail.',
    ],
    link: { label: 'Confirm your address', subjectId: id, holderId: contactId, path: '/application' },
    why: `You get this because somebody, we think you, applied with this address to be a partner of ${settings.name}. If it was not you, do nothing.`,
  })
}

/** Everybody who waited for it gets the same answer. The reason noted on the board stays with us: it is written for colleagues. */
export async function mailAnswer(tx: Tx, partnerId: Id, to: 'declined' | 'not_now', applicants: Applicant[]): Promise<void> {
  if (applicants.length === 0) return
  const partner = await partnerById(tx, partnerId)
  const [owner, settings] = await Promise.all([activeMember(tx, partner.ownerId), workspaceSettings(tx)])
  for (const applicant of applicants) await mailOne(tx, { partner, owner, settings, to, applicant })
}

type Answer = { partner: PartnerRow; owner: { name: string; email: string } | undefined; settings: WorkspaceSettings; to: 'declined' | 'not_now'; applicant: Applicant }
async function mailOne(tx: Tx, { partner, owner, settings, to, applicant }: Answer): Promise<void> {
  const signed = owner?.name ?? settings.name
  await queueMail(tx, {
    key: `${to}:${applicant.applicationId}`, to: { email: applicant.email, name: applicant.name }, replyTo: owner?.email ?? null, subjectId: partner.id,
    subject: `Your application to ${settings.name}`,
    paragraphs: [
      `Hello ${applicant.name},`,
      ...(to === 'declined'
        ? [`Thank you for offering to work with us, and for the time you took to tell us about ${partner.name}. We have looked at it with care, and we will not start a partnership.`,
            'We take on few partners at a time, and only where we are confident that it pays for both sides. It says nothing about the quality of your work.',
            `If things change on your side, or you would like to know more, reply to this mail; ${signed} reads it.`]
        : [`Thank you for offering to work with us, and for telling us about ${partner.name}. We would rather not start now than start badly: we take on few partners at a time.`,
            `We keep what you sent. ${signed} gets in touch when we have room; you need not apply again. To add something, reply to this mail.`]),
      `With kind regards, ${signed}`,
    ],
    why: `You get this because you applied to be a partner of ${settings.name}.`,
  })
}
