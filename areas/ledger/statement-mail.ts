import type { Id } from '../../kernel/ids.ts'
import { formatMoney } from '../../kernel/money.ts'
import { capital, list } from '../../kernel/text.ts'
import { dayOf, sayDate } from '../../kernel/time.ts'
import type { Tx } from '../../platform/db/context.ts'
import { queueMail } from '../../platform/mail/queue-mail.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { introducerOf } from '../partners/index.ts'
import { nextPayment } from './rules.ts'
import { disputeDays, sayPeriod, type Holds, type Totals } from './statement-rules.ts'

export type Mailed = Totals & Holds & { id: Id; partnerId: Id; currency: string }

/** Tells each partner's contact that there is a statement: what it comes to, when the next payment is, until when a line can be disputed. */
export async function mailStatements(tx: Tx, { id, period }: { id: Id; period: string }, written: Mailed[]): Promise<void> {
  const settings = await workspaceSettings(tx)
  const today = dayOf(tx.now, settings.timeZone)
  const lastDay = sayDate(today.add({ days: disputeDays }))
  for (const [partnerId, own] of Map.groupBy(written, (one) => one.partnerId)) {
    const who = await introducerOf(tx, partnerId, null)
    if (!who) continue
    await queueMail(tx, {
      key: `statement:${id}:${partnerId}`, to: { email: who.contact.email, name: who.contact.name }, replyTo: who.owner.email, subjectId: partnerId,
      subject: `Your statement for ${sayPeriod(period)}: ${sayClosings(own)}`,
      paragraphs: [
        `Hello ${who.contact.name},`,
        `Your statement for ${sayPeriod(period)} is ready. ${own.map(sayOne).join(' ')}`,
        ...own.flatMap((one) => {
          const { next, pastDueMinor } = nextPayment(one.schedule, today.toString())
          const said = [...(pastDueMinor > 0n ? [`${say(pastDueMinor, one.currency)} is due for payment now.`] : []), ...(next ? [`The next payment is ${say(next.amountMinor, one.currency)}, by ${sayDate(Temporal.PlainDate.from(next.on))}.`] : [])]
          return said.length > 0 ? [said.join(' ')] : []
        }),
        { withLink: `Does something look wrong? Say so on your page, beside the line, by ${lastDay}. ${held}`, without: `Does something look wrong? Say so by reply to this mail, by ${lastDay}. ${held}` },
        `Reply to this mail to reach ${who.owner.name}.`,
      ],
      link: { label: 'Read your statement', subjectId: partnerId, holderId: who.contact.id, path: `/statements/${period}` },
      why: `You get this because you are ${settings.name}'s contact at ${who.partner.name}. There is a statement for each period, also when it is zero.`,
    })
  }
}

const held = 'What is in question is held until it is settled; the rest is paid as usual.'
const sayClosings = (own: Mailed[]): string => list(own.map((one) => say(one.closingMinor, one.currency)))

/** "€400.00 was earned and €90.00 was paid. €310.00 is open." */
function sayOne(one: Mailed): string {
  const moved = [
    ...(one.earnedMinor === 0n ? [] : [`${say(one.earnedMinor, one.currency)} was earned`]),
    ...(one.takenBackMinor === 0n ? [] : [`${say(-one.takenBackMinor, one.currency)} was taken back`]),
    ...(one.paidMinor === 0n ? [] : one.paidMinor > 0n ? [`${say(one.paidMinor, one.currency)} was paid`] : [`${say(-one.paidMinor, one.currency)} came back from the bank`]),
  ]
  const balance = one.closingMinor === 0n ? 'Nothing is open.' : one.closingMinor > 0n ? `${say(one.closingMinor, one.currency)} is open.` : `${say(-one.closingMinor, one.currency)} is set off against what you earn next.`
  return moved.length === 0 ? `Nothing moved in ${one.currency}. ${balance}` : `${capital(list(moved))}. ${balance}`
}

const say = (amountMinor: bigint, currency: string): string => formatMoney({ amountMinor, currency })
