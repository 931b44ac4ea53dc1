import { formatMoney } from '../../kernel/money.ts'
import { sayDate } from '../../kernel/time.ts'
import type { Tx } from '../../platform/db/context.ts'
import { queueMail } from '../../platform/mail/queue-mail.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { introducerOf } from '../partners/index.ts'
import type { Outcome } from './bank-result.ts'
import { detailById, isOf } from './payee-store.ts'
import type { PaymentRow } from './payout-store.ts'

/** Tells the partner's primary contact that money arrived, or came back. */
export async function mailOutcome(tx: Tx, payment: PaymentRow, outcome: Outcome, word: { on: string; reason: string | null }): Promise<void> {
  const who = await introducerOf(tx, payment.partnerId, null)
  if (!who) return
  const { partner, contact, owner } = who
  const { name } = await workspaceSettings(tx)
  const detail = await detailById(tx, payment.bankDetailId)
  const account = detail && isOf('bank')(detail) ? ` ending in ${detail.shown.lastFour}` : ''
  const said = formatMoney({ amountMinor: payment.amountMinor, currency: payment.currency })
  const withheld = payment.withheldMinor === 0n ? [] : [`${formatMoney({ amountMinor: payment.withheldMinor, currency: payment.owedCurrency })} of ${formatMoney({ amountMinor: payment.grossMinor, currency: payment.owedCurrency })} was withheld. ${payment.withholding?.why ?? ''}`]
  const vat = payment.vatMinor === 0n ? [] : [`${formatMoney({ amountMinor: payment.vatMinor, currency: payment.owedCurrency })} of it is VAT.`]
  const paid = [`${name} paid ${said} to your account${account} on ${sayDate(Temporal.PlainDate.from(word.on))}. Its reference is ${payment.reference}.`, ...withheld, ...vat, `Questions? Reply to this mail to reach ${owner.name}.`]
  const back = [`The payment of ${said} to your account${account} did not arrive${word.reason ? `; the bank says: ${word.reason}` : ''}. Nothing is lost: it is sent again as soon as the account is right.`, `Please look at the account that we have, and reply to this mail: ${owner.name} mails you the link to correct it.`]
  await queueMail(tx, {
    key: `payment:${outcome}:${payment.id}`, to: { email: contact.email, name: contact.name }, replyTo: owner.email, subjectId: partner.id,
    subject: outcome === 'paid' ? `Paid: ${said} from ${name}` : `A payment of ${said} came back`, paragraphs: [`Hello ${contact.name},`, ...(outcome === 'paid' ? paid : back)],
    link: { label: 'See what it is for', subjectId: partner.id, holderId: contact.id, path: '/earnings' }, why: `You get this because ${name} pays ${partner.name}.`,
  })
}
