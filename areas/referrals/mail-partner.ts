import { showId, type Id } from '../../kernel/ids.ts'
import { formatMoney } from '../../kernel/money.ts'
import { sayDate } from '../../kernel/time.ts'
import type { Tx } from '../../platform/db/context.ts'
import { queueMail, type Paragraph } from '../../platform/mail/queue-mail.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { companyNames } from '../companies/index.ts'
import { earnedFor, type EarnedFor, type OwnItemRef } from '../ledger/index.ts'
import type { ReferralRow } from './store.ts'

/** Tells the introducing contact that something moved, in the words given; the answer goes to the introduction's owner or the partner's. */
export async function mailPartner(tx: Tx, referral: ReferralRow, mail: { key: string; subject: (buyer: string) => string; paragraphs: (names: { buyer: string; owner: string; vendor: string }) => Paragraph[] }): Promise<void> {
  if (!referral.contactId) return
  const row = await tx.q
    .selectFrom('contact as c')
    .innerJoin('partner as p', (j) => j.onRef('p.workspace_id', '=', 'c.workspace_id').onRef('p.id', '=', 'c.partner_id'))
    .innerJoin('member as m', (j) => j.onRef('m.workspace_id', '=', 'p.workspace_id').on('m.id', '=', (w) => w.fn.coalesce(w.val(referral.ownerId), w.ref('p.owner_id'))))
    .select(['c.name', 'c.email', 'm.name as owner_name', 'm.email as owner_email'])
    .where('c.workspace_id', '=', tx.workspace).where('c.id', '=', referral.contactId)
    .executeTakeFirst()
  if (!row) return
  const settings = await workspaceSettings(tx)
  const buyer = (await companyNames(tx, [referral.companyId])).get(referral.companyId) ?? referral.buyerText
  await queueMail(tx, {
    key: mail.key, to: { email: row.email, name: row.name }, replyTo: row.owner_email, subjectId: referral.id, subject: mail.subject(buyer),
    paragraphs: [`Hello ${row.name},`, ...mail.paragraphs({ buyer, owner: row.owner_name, vendor: settings.name }), `Reply to this mail to reach ${row.owner_name}.`],
    link: { label: 'See where it stands', subjectId: referral.partnerId, holderId: referral.contactId, path: `/introductions/${showId('referral', referral.id)}` },
    why: `You get this because you introduced ${buyer} to ${settings.name}.`,
  })
}

/** What the partner has earned by it, with the day it is paid; nothing where nothing is earned. */
export async function sayEarned(tx: Tx, referral: Pick<ReferralRow, 'partnerId'>, item: OwnItemRef): Promise<Paragraph[]> {
  const earned = await earnedFor(tx, referral.partnerId, item)
  return earned.length === 0 ? [] : [...earned.map(sentenceOf), { withLink: 'How it was worked out is on your page with us.' }]
}

function sentenceOf({ currency, amountMinor, payableMinor, on }: EarnedFor): Paragraph {
  const said = `You earn ${formatMoney({ amountMinor, currency })} for it`
  if (payableMinor === amountMinor && on) return `${said}, paid by ${sayDate(Temporal.PlainDate.from(on))}.`
  return { withLink: `${said}; your page says when it is paid.`, without: `${said}.` }
}

/** The key of a notice that goes out once per moment: a second decision of the same kind later is a new notice. */
export function noticeKey(kind: string, referralId: Id, at: Temporal.Instant): string {
  return `${kind}:${referralId}:${at.epochMilliseconds}`
}
