// Which days a figure covers. Days are those of the workspace's time zone; both ends belong to the period.
import { refuseField, type Refusal } from '../../kernel/refusal.ts'
import { quarterBefore, quarterDays, quarterOf } from '../../kernel/quarter.ts'
import { sayDate } from '../../kernel/time.ts'

export type Days = { from: string; to: string; name: string }
export type Period = Days & {
  kind: 'quarter' | 'days' | 'all'
  /** As long, directly before; null for all time. */
  previous: Days | null
  /** It ends today or later, so its figures can still grow. */
  isRunning: boolean
}
export type PeriodWish = { period?: string | undefined; from?: string | undefined; to?: string | undefined }

/** "2026-Q3", "all", or the days from and to; the quarter that holds today when nothing is asked for. */
export function readPeriod(wish: PeriodWish, today: string): Period | Refusal {
  const { period, from, to } = wish
  if (period !== undefined && (from !== undefined || to !== undefined)) return refuseField('period', 'performance.period_twice', 'Give either a period or its days, not both.')
  if (period === 'all') return { from: '1900-01-01', to: today, name: 'all time', kind: 'all', previous: null, isRunning: true }
  if (period !== undefined) return quarter(period, today)
  if (from === undefined && to !== undefined) return refuseField('from', 'performance.period_open', 'Say on which day the period begins.')
  if (from === undefined) return quarter(quarterOf(today), today)
  const last = to ?? today
  if (last < from) return refuseField('to', 'performance.period_backwards', 'The period ends before it begins. Give a later last day.')
  return days(from, last, today)
}

function days(from: string, to: string, today: string): Period {
  const first = Temporal.PlainDate.from(from)
  const whole = quarter(quarterOf(from), today)
  if (whole.from === from && whole.to === to) return whole
  const length = first.until(to, { largestUnit: 'days' }).days + 1
  const before = { from: first.subtract({ days: length }).toString(), to: first.subtract({ days: 1 }).toString() }
  return { from, to, name: sayDays(from, to), kind: 'days', previous: { ...before, name: sayDays(before.from, before.to) }, isRunning: to >= today }
}

function quarter(name: string, today: string): Period {
  const own = named(name)
  return { ...own, kind: 'quarter', previous: named(quarterBefore(name)), isRunning: own.to >= today }
}

const named = (quarter: string): Days => ({ ...quarterDays(quarter), name: `${['first', 'second', 'third', 'fourth'][Number(quarter.slice(-1)) - 1]} quarter ${quarter.slice(0, 4)}` })
const sayDays = (from: string, to: string) => (from === to ? sayDate(Temporal.PlainDate.from(from)) : `${sayDate(Temporal.PlainDate.from(from))} to ${sayDate(Temporal.PlainDate.from(to))}`)

/** A period as the database looks for it: days for dates, instants for moments; `end` is the first moment after it. */
export type Span = { firstDay: string; lastDay: string; start: Temporal.Instant; end: Temporal.Instant }

export function spanOf(days: Pick<Days, 'from' | 'to'>, timeZone: string): Span {
  const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime({ timeZone }).toInstant()
  return { firstDay: days.from, lastDay: days.to, start: midnight(Temporal.PlainDate.from(days.from)), end: midnight(Temporal.PlainDate.from(days.to).add({ days: 1 })) }
}
