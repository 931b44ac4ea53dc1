// What a statement is told of and how it adds up; pure.
import type { Id } from '../../kernel/ids.ts'
import { quarterBefore, quarterDays, quarterOf, quarterShape, sayQuarter } from '../../kernel/quarter.ts'
import { no, yes, type Can } from '../../kernel/refusal.ts'
import type { Payable } from './rules.ts'

/** A month, "2026-09", or a quarter, "2026-Q3", with its first and last day. */
export type PeriodSpan = { period: string; every: 'month' | 'quarter'; from: string; to: string }
export const periodShape = /^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$/
/** Of the day on which it was issued, counted in days: how long a line of it can be disputed. */
export const disputeDays = 30

/** The days of a period that has the shape of one. */
export function spanOf(period: string): PeriodSpan {
  if (quarterShape.test(period)) return { period, every: 'quarter', ...quarterDays(period) }
  const month = Temporal.PlainYearMonth.from(period)
  return { period, every: 'month', from: `${period}-01`, to: month.toPlainDate({ day: month.daysInMonth }).toString() }
}

/** The last periods of a kind that are over on a day, newest first. */
export function endedPeriods(every: 'month' | 'quarter', today: string, count: number): PeriodSpan[] {
  return Array.from({ length: count }, (_, n) =>
    spanOf(every === 'quarter' ? quarterBefore(quarterOf(today), n + 1) : Temporal.PlainDate.from(today).toPlainYearMonth().subtract({ months: n + 1 }).toString()))
}

const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
/** "Q3 2026", "September 2026". */
export function sayPeriod(period: string): string {
  if (quarterShape.test(period)) return sayQuarter(period)
  const [year = '', month = ''] = period.split('-')
  return `${monthNames[Number(month) - 1] ?? month} ${year}`
}

/** Statements are issued for what is over, in order: what a period missed is told in the next one. */
export function mayIssue({ span, today, laterIssued }: { span: PeriodSpan; today: string; laterIssued: string | null }): Can {
  if (today <= span.to) return no(`${sayPeriod(span.period)} is not over yet.`)
  if (laterIssued) return no(`${sayPeriod(laterIssued)} was issued already. What ${sayPeriod(span.period)} missed is told in the next statement.`)
  return yes
}

export type StatedLine = { id: Id; amountMinor: bigint; payableMinor: bigint; payableOn: string }
export type Totals = { openingMinor: bigint; earnedMinor: bigint; takenBackMinor: bigint; paidMinor: bigint; closingMinor: bigint }

/** Opening balance, what was earned and taken back, what was paid, closing balance. */
export function addUp(openingMinor: bigint, lines: Pick<StatedLine, 'amountMinor'>[], payments: { amountMinor: bigint }[]): Totals {
  const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)
  const amounts = lines.map((line) => line.amountMinor)
  const earnedMinor = sum(amounts.filter((amount) => amount > 0n))
  const takenBackMinor = sum(amounts.filter((amount) => amount < 0n))
  const paidMinor = sum(payments.map((payment) => payment.amountMinor))
  return { openingMinor, earnedMinor, takenBackMinor, paidMinor, closingMinor: openingMinor + earnedMinor + takenBackMinor - paidMinor }
}

/** What of the closing balance waits for customers to pay, and what may be paid by which day; together they are the closing balance. */
export type Holds = { waitingMinor: bigint; schedule: Payable[] }

/** From those of the statement before: lines add what waits and what may be paid, payments take away the days they paid (negative when they came back). */
export function holdsAfter(before: Holds, lines: Pick<StatedLine, 'amountMinor' | 'payableMinor' | 'payableOn'>[], paid: Payable[]): Holds {
  const byDay = new Map<string, bigint>()
  const add = (on: string, amountMinor: bigint) => byDay.set(on, (byDay.get(on) ?? 0n) + amountMinor)
  for (const { on, amountMinor } of before.schedule) add(on, amountMinor)
  for (const { payableOn, payableMinor } of lines) add(payableOn, payableMinor)
  for (const { on, amountMinor } of paid) add(on, -amountMinor)
  const schedule = [...byDay].filter(([, amountMinor]) => amountMinor !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)).map(([on, amountMinor]) => ({ on, amountMinor }))
  return { waitingMinor: lines.reduce((sum, line) => sum + line.amountMinor - line.payableMinor, before.waitingMinor), schedule }
}
