// Days as text, and the calendar periods they lie in.
import type { Length, Period } from './plan-parts.ts'

/** What follows from a day and little else is worked out once: many facts are of the same days. */
function byDay<How extends string>(find: (day: string, how: How) => string): (day: string, how: How) => string {
  const known = new Map<How, Map<string, string>>()
  return (day, how) => {
    const days = known.get(how) ?? new Map<string, string>()
    const before = days.get(day)
    if (before !== undefined) return before
    const found = find(day, how)
    if (days.size < mostDays && (known.has(how) || known.size < mostHows)) known.set(how, days.set(day, found))
    return found
  }
}
const mostDays = 20_000
const mostHows = 100

/** "2026-03-09", "2026-03a" (to the 15th), "2026-03", "2026-Q1", "2026-H1", "2026" or "ever". */
export const periodOf = byDay((day, period: Period): string => {
  if (period === 'day') return day
  const [year = '', month = '', date = ''] = day.split('-')
  if (period === 'half_month') return `${year}-${month}${Number(date) <= 15 ? 'a' : 'b'}`
  if (period === 'month') return `${year}-${month}`
  if (period === 'quarter') return `${year}-Q${Math.ceil(Number(month) / 3)}`
  if (period === 'half_year') return `${year}-H${Number(month) <= 6 ? 1 : 2}`
  return period === 'year' ? year : 'ever'
})

/** The first day of the period that a day lies in; the day itself is in no period that begins where that is `ever`. */
export const startOf = byDay((day, period: Period): string => {
  const at = Temporal.PlainDate.from(day)
  if (period === 'day' || period === 'ever') return day
  if (period === 'half_month') return at.with({ day: at.day <= 15 ? 1 : 16 }).toString()
  const months = { month: 1, quarter: 3, half_year: 6, year: 12 }[period]
  return at.with({ month: Math.floor((at.month - 1) / months) * months + 1, day: 1 }).toString()
})

/** The last day of the period that a day lies in. */
export const endOf = byDay((day, period: Exclude<Period, 'ever'>): string => {
  const at = Temporal.PlainDate.from(startOf(day, period))
  if (period === 'day') return day
  if (period === 'half_month') return at.day === 1 ? at.with({ day: 15 }).toString() : at.with({ day: at.daysInMonth }).toString()
  return at.add({ months: { month: 1, quarter: 3, half_year: 6, year: 12 }[period] }).subtract({ days: 1 }).toString()
})

const unitsOf = (length: Length) => ({ months: length.months ?? 0, days: length.days ?? 0 })
export const isLength = (length: Length): boolean => length.days !== undefined || length.months !== undefined
/** Calendar months first, to the last day of a shorter month, then days. */
export const later = (day: string, length: Length): string => moved(day, `${length.months ?? 0} ${length.days ?? 0}`)
const moved = byDay((day, by: string): string => {
  const [months = 0, days = 0] = by.split(' ').map(Number)
  return Temporal.PlainDate.from(day).add({ months, days }).toString()
})
export const earlier = (day: string, length: Length): string => Temporal.PlainDate.from(day).subtract(unitsOf(length)).toString()
export const daysBetween = (from: string, to: string): number => Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days
const dayText = /^\d{4}-\d{2}-\d{2}$/
/** A field that holds a day or a moment, as its day; undefined for anything else. */
export function asDay(text: string, timeZone: string): string | undefined {
  try {
    return dayText.test(text) ? Temporal.PlainDate.from(text).toString() : text.includes('T') ? Temporal.Instant.from(text).toZonedDateTimeISO(timeZone).toPlainDate().toString() : undefined
  } catch {
    return undefined
  }
}

/** Monday to Friday; the first is the day after. */
export function businessDaysLater(day: string, count: number): string {
  let at = Temporal.PlainDate.from(day)
  for (let left = count; left > 0; ) {
    at = at.add({ days: 1 })
    if (at.dayOfWeek <= 5) left -= 1
  }
  return at.toString()
}

export const sayPeriod = (period: Period | 'item'): string => (period === 'half_year' ? 'half year' : period === 'half_month' ? 'half month' : period === 'ever' ? 'whole time' : period)
export const sayIn = (period: Period): string => (period === 'ever' ? 'in all' : `in a ${sayPeriod(period)}`)
export function sayLength(length: Length): string {
  const said = [length.months && `${length.months} ${length.months === 1 ? 'month' : 'months'}`, length.days && `${length.days} ${length.days === 1 ? 'day' : 'days'}`].filter(Boolean)
  return said.join(' and ')
}
