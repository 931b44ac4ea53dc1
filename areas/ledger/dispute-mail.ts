import { showId, type Id } from '../../kernel/ids.ts'
import { formatMoney } from '../../kernel/money.ts'
import { sayWhen } from '../../kernel/time.ts'
import type { Tx } from '../../platform/db/context.ts'
import { queueMail } from '../../platform/mail/queue-mail.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { introducerOf } from '../partners/index.ts'
import type { DisputeOutcome } from './dispute-rules.ts'

type Of = { id: Id; partnerId: Id; lineId: Id; contactId?: Id | null }
type News = { kind: 'opened'; due: Temporal.Instant } | { kind: 'answered'; words: string } | { kind: 'settled'; outcome: DisputeOutcome; words: string }

/** Tells the contact who disputed, or the partner's first, how a dispute moves. */
export async function mailDispute(tx: Tx, dispute: Of, news: News): Promise<void> {
  const asked = dispute.contactId ?? (tx.actor.kind === 'partner' ? tx.actor.contactId : null)
  const who = (await introducerOf(tx, dispute.partnerId, asked)) ?? (await introducerOf(tx, dispute.partnerId, null))
  if (!who) return
  const settings = await workspaceSettings(tx)
  const line = await tx.q.selectFrom('commission_line').select(['amount_minor', 'currency']).where('workspace_id', '=', tx.workspace).where('id', '=', dispute.lineId).executeTakeFirstOrThrow()
  const amount = formatMoney({ amountMinor: line.amount_minor, currency: line.currency })
  const { subject, paragraphs } = wording(news, amount, who.owner.name, (at) => sayWhen(at, tx.now, who.partner.timeZone))
  await queueMail(tx, {
    key: `dispute:${news.kind}:${dispute.id}`, to: { email: who.contact.email, name: who.contact.name }, replyTo: who.owner.email, subjectId: dispute.id, subject,
    paragraphs: [`Hello ${who.contact.name},`, ...paragraphs, `Reply to this mail to reach ${who.owner.name}.`],
    link: { label: 'See where it stands', subjectId: dispute.partnerId, holderId: who.contact.id, path: `/earnings/${showId('commission', dispute.lineId)}` },
    why: `You get this because ${who.partner.name} disputed a line of its earnings with ${settings.name}.`,
  })
}

const outcomes: Record<DisputeOutcome, string> = {
  upheld: 'The amount stays as it was booked, and is paid as usual.', adjusted: 'It is corrected; the difference is a line of its own on your next statement.', withdrawn: 'It was taken back; the amount is paid as usual.',
}

function wording(news: News, amount: string, owner: string, say: (at: Temporal.Instant) => string): { subject: string; paragraphs: string[] } {
  if (news.kind === 'opened') return { subject: `Received: you dispute ${amount}`, paragraphs: [`We have what you wrote about ${amount}. ${owner} answers by ${say(news.due)}. Until it is settled that amount is held; everything else is paid as usual.`] }
  if (news.kind === 'answered') return { subject: `About the ${amount} you dispute`, paragraphs: [`${owner} has looked into the ${amount} that you dispute:`, `“${news.words}”`, 'You can take the dispute back on your page. Otherwise it stays open until it is settled.'] }
  return { subject: `Settled: the ${amount} you disputed`, paragraphs: [`Your dispute about ${amount} is settled. ${outcomes[news.outcome]}`, `“${news.words}”`] }
}
