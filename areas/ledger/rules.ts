// Guards L8: posting = what is due under the facts known now − what is already booked, and this difference is the only writer of
// commission lines. A line that no longer follows from the facts is reversed wholly, so that each line can be computed again.
import type { Id } from '../../kernel/ids.ts'
import { formatMoney, type Money, type Rate } from '../../kernel/money.ts'
import { sayDate } from '../../kernel/time.ts'

/** A booked line that is not reversed. */
export type LiveLine = {
  id: Id; partnerId: Id; component: string; amountMinor: bigint; currency: string; planVersionId: Id; clause: string
  basis: Money | null; rate: Rate | null; earnedOn: string; payableOn: string
}
/** What is due, as program's `due` returns it. */
export type Due = Omit<LiveLine, 'id' | 'partnerId'> & { working: string[] }
export type Posting<Line extends LiveLine = LiveLine> = { reverse: { line: Line; because: string }[]; book: Due[] }

/** The difference between what is due to a partner for one item and what is booked for it, for whichever partner. */
export function decidePosting<Line extends LiveLine>(live: Line[], partnerId: Id | null, due: Due[]): Posting<Line> {
  const open = [...due]
  const reverse: Posting<Line>['reverse'] = []
  for (const line of live) {
    const same = open.findIndex((d) => line.partnerId === partnerId && isSame(line, d))
    if (same >= 0) open.splice(same, 1)
    else reverse.push({ line, because: whyReversed(line, partnerId, due) })
  }
  return { reverse, book: open }
}

// The wording of clause and working is not compared: new words in a later release must not move money.
const isSame = (line: LiveLine, d: Due) =>
  line.component === d.component && line.amountMinor === d.amountMinor && line.currency === d.currency && line.planVersionId === d.planVersionId &&
  line.earnedOn === d.earnedOn && sameMoney(line.basis, d.basis) && sameRate(line.rate, d.rate)
const sameMoney = (a: Money | null, b: Money | null) => (a && b ? a.amountMinor === b.amountMinor && a.currency === b.currency : a === b)
const sameRate = (a: Rate | null, b: Rate | null) => (a && b ? a.num === b.num && a.den === b.den : a === b)

function whyReversed(line: LiveLine, partnerId: Id | null, due: Due[]): string {
  if (line.partnerId !== partnerId) return 'It no longer counts for this partner.'
  const now = due.find((d) => d.component === line.component)
  if (!now) return line.basis ? 'The opportunity is no longer won, or no plan in force pays for it.' : 'What earned it no longer holds, or no plan in force pays for it.'
  if (now.planVersionId !== line.planVersionId) return 'Another version of the plan is in force for that day; it is booked again under that one.'
  if (line.basis && now.basis && !sameMoney(line.basis, now.basis)) return `The amount it is computed on changed from ${formatMoney(line.basis)} to ${formatMoney(now.basis)}; it is booked again on that.`
  if (now.earnedOn !== line.earnedOn) return `The day it was earned on changed to ${sayDay(now.earnedOn)}; it is booked again for that day.`
  return 'What it is computed from changed; it is booked again.'
}

/** A reversal as sentences. */
export function sayReversal(line: LiveLine, because: string): string[] {
  return [`Takes back ${formatMoney(line)} earned on ${sayDay(line.earnedOn)} (${line.clause}).`, because]
}

/** When a line booked today is paid: as due, or with today's quarter when that day has passed already. */
export function payableWhen(payableOn: string, today: string, payableFrom: (day: string) => string): { on: string; note: string[] } {
  if (payableOn >= today) return { on: payableOn, note: [] }
  const on = payableFrom(today)
  return { on, note: [`Booked on ${sayDay(today)}, when that day had passed, so it counts for the payment by ${sayDay(on)}.`] }
}

export type Payable = { on: string; amountMinor: bigint }
/** The next payment with something to pay: a negative day is set against the following ones (nothing is ever paid back). */
export function nextPayment(payables: Payable[], today: string): { next: Payable | null; pastDueMinor: bigint } {
  const past = payables.filter((p) => p.on < today).reduce((sum, p) => sum + p.amountMinor, 0n)
  let carried = past < 0n ? past : 0n
  for (const payable of payables.filter((p) => p.on >= today).sort((a, b) => (a.on < b.on ? -1 : 1))) {
    carried += payable.amountMinor
    if (carried > 0n) return { next: { on: payable.on, amountMinor: carried }, pastDueMinor: past }
  }
  return { next: null, pastDueMinor: past }
}

const sayDay = (day: string) => sayDate(Temporal.PlainDate.from(day))
