// Days as text, and the calendar periods they lie in.
import { contractPeriods, type Length, type Period } from './plan-parts.ts'

/** How years are counted: the month in which they begin, or the day on which a contract began. */
export type Years = number | string
const ofContract = new Set<string>(contractPeriods)
export const isContractual = (period: string | undefined): boolean => period !== undefined && ofContract.has(period)

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
const mostHows = 200

/** "2026-03-09", "2026-03-09w" (from that Monday on), "2026-03a" (to the 15th), "2026-03", "2026-Q1", "2026-H1", "2026" or "ever"; quarters, halves and years of a year that begins in another month are named after the year it begins in, those of a contract after their first day. */
export const periodOf = (day: string, period: Period, years: Years = 1): string => nameOf(day, years === 1 || !(period in monthsOf) ? period : `${period} ${years}`)
const nameOf = byDay((day, how: string): string => {
  const [period = '', begins = '1'] = how.split(' ')
  if (period === 'day') return day
  if (period === 'week') return `${startOf(day, 'week')}w`
  if (isContractual(period)) return `${startOf(day, period as Period, begins)} ${period}`
  const [year = '', month = '', date = ''] = (begins === '1' ? day : Temporal.PlainDate.from(day).subtract({ months: Number(begins) - 1 }).toString()).split('-')
  if (period === 'half_month') return `${year}-${month}${Number(date) <= 15 ? 'a' : 'b'}`
  if (period === 'month') return `${year}-${month}`
  if (period === 'quarter') return `${year}-Q${Math.ceil(Number(month) / 3)}`
  if (period === 'half_year') return `${year}-H${Number(month) <= 6 ? 1 : 2}`
  return period === 'year' ? year : 'ever'
})
/** How many months those periods have that follow the year. */
export const monthsOf: Partial<Record<Period, number>> = { quarter: 3, half_year: 6, year: 12, contract_month: 1, contract_quarter: 3, contract_half_year: 6, contract_year: 12 }

/** The first day of the period that a day lies in; the day itself is in no period that begins where that is `ever`. */
export const startOf = (day: string, period: Period, years: Years = 1): string => beginningOf(day, `${period} ${years}`)
const beginningOf = byDay((day, how: string): string => {
  const [period = '', begins = '1'] = how.split(' ')
  if (isContractual(period)) return contractSpan(day, period as Period, begins).from
  const at = Temporal.PlainDate.from(day)
  if (period === 'day' || period === 'ever') return day
  if (period === 'week') return at.subtract({ days: at.dayOfWeek - 1 }).toString()
  if (period === 'half_month') return at.with({ day: at.day <= 15 ? 1 : 16 }).toString()
  const months = monthsOf[period as Period] ?? 1
  const since = (at.month - Number(begins) + 12) % months
  return at.with({ day: 1 }).subtract({ months: since }).toString()
})

/** The last day of the period that a day lies in. */
export const endOf = (day: string, period: Exclude<Period, 'ever'>, years: Years = 1): string => endingOf(day, `${period} ${years}`)
const endingOf = byDay((day, how: string): string => {
  const [period = '', begins = '1'] = how.split(' ')
  if (isContractual(period)) return earlier(contractSpan(day, period as Period, begins).until, { days: 1 })
  const at = Temporal.PlainDate.from(startOf(day, period as Period, Number(begins)))
  if (period === 'day') return day
  if (period === 'week') return at.add({ days: 6 }).toString()
  if (period === 'half_month') return at.day === 1 ? at.with({ day: 15 }).toString() : at.with({ day: at.daysInMonth }).toString()
  return at.add({ months: monthsOf[period as Period] ?? 1 }).subtract({ days: 1 }).toString()
})

/** The span of a contract that a day lies in, so many spans after its first day, or before it; each begins on the same date, or the last day of a shorter month. */
function contractSpan(day: string, period: Period, start: string, monthsBefore = 0): { from: string; until: string } {
  const [first, at, months] = [Temporal.PlainDate.from(start), Temporal.PlainDate.from(day), monthsOf[period] ?? 12]
  const from = (n: number) => first.add({ months: n * months - monthsBefore }).toString()
  let n = Math.floor(((at.year - first.year) * 12 + at.month - first.month) / months)
  if (first.add({ months: n * months }).toString() > day) n -= 1
  return { from: from(n), until: from(n + 1) }
}

/** The first day of the period so many months before the one that a day lies in. */
export const startBefore = (day: string, period: Period, years: Years, months: number): string =>
  isContractual(period) ? contractSpan(day, period, String(years), months).from : earlier(startOf(day, period, years), { months })

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

export const sayPeriod = (period: Period | 'item'): string => (period === 'ever' ? 'whole time' : period.replaceAll('_', ' '))
export const sayIn = (period: Period): string => (period === 'ever' ? 'in all' : `in a ${sayPeriod(period)}`)
export function sayLength(length: Length): string {
  const said = [length.months && `${length.months} ${length.months === 1 ? 'month' : 'months'}`, length.days && `${length.days} ${length.days === 1 ? 'day' : 'days'}`].filter(Boolean)
  return said.join(' and ')
}
