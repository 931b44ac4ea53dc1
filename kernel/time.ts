/** A day of the week as ISO counts it: Monday is 1. */
export type BusinessCalendar = {
  timeZone: string
  /** ISO weekdays on which we work. */
  days: number[]
  /** Wall-clock times, "09:00" and "17:00". */
  opens: string
  closes: string
  /** Dates off, "2026-12-25". */
  holidays: string[]
}

export const defaultCalendar: BusinessCalendar = { timeZone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], opens: '09:00', closes: '17:00', holidays: [] }

export function isBusinessDay(date: Temporal.PlainDate, calendar: BusinessCalendar): boolean {
  return calendar.days.includes(date.dayOfWeek) && !calendar.holidays.includes(date.toString())
}

/**
 * "Within N business days" as a person says it: the close of business on the Nth business day after the day of receipt.
 * What arrives after closing, or on a day off, counts as received on the next business day. Monday 10:12 + 1 → Tuesday 17:00.
 */
export function businessDeadline(from: Temporal.Instant, businessDays: number, calendar: BusinessCalendar): Temporal.Instant {
  const local = from.toZonedDateTimeISO(calendar.timeZone)
  const closes = Temporal.PlainTime.from(calendar.closes)
  let day = local.toPlainDate()
  if (!isBusinessDay(day, calendar) || Temporal.PlainTime.compare(local.toPlainTime(), closes) >= 0) day = nextBusinessDay(day, calendar)
  for (let n = 0; n < businessDays; n++) day = nextBusinessDay(day, calendar)
  return day.toZonedDateTime({ timeZone: calendar.timeZone, plainTime: closes }).toInstant()
}

function nextBusinessDay(date: Temporal.PlainDate, calendar: BusinessCalendar): Temporal.PlainDate {
  let day = date.add({ days: 1 })
  for (let guard = 0; guard < 400 && !isBusinessDay(day, calendar); guard++) day = day.add({ days: 1 })
  return day
}

/** Minutes of business time between two instants; negative when `to` lies before `from`. */
export function businessMinutes(from: Temporal.Instant, to: Temporal.Instant, calendar: BusinessCalendar): number {
  if (Temporal.Instant.compare(from, to) > 0) return -businessMinutes(to, from, calendar)
  const last = to.toZonedDateTimeISO(calendar.timeZone).toPlainDate()
  let day = from.toZonedDateTimeISO(calendar.timeZone).toPlainDate()
  let minutes = 0
  for (let guard = 0; guard < 4000 && Temporal.PlainDate.compare(day, last) <= 0; guard++, day = day.add({ days: 1 })) {
    if (!isBusinessDay(day, calendar)) continue
    const start = later(at(day, calendar.opens, calendar), from)
    const end = earlier(at(day, calendar.closes, calendar), to)
    minutes += Math.max(0, Number(end.epochMilliseconds - start.epochMilliseconds) / 60_000)
  }
  return Math.round(minutes)
}

const at = (day: Temporal.PlainDate, time: string, calendar: BusinessCalendar) =>
  day.toZonedDateTime({ timeZone: calendar.timeZone, plainTime: Temporal.PlainTime.from(time) }).toInstant()
const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) > 0 ? a : b)
const earlier = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) < 0 ? a : b)

/** The calendar day of an instant where the calendar is. */
export function dayOf(instant: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate()
}

/** "Tuesday 17:00", with the date when it is more than six days away: "Tuesday, Dec 8, 17:00". */
export function sayWhen(instant: Temporal.Instant, now: Temporal.Instant, timeZone: string): string {
  const when = instant.toZonedDateTimeISO(timeZone)
  const days = now.toZonedDateTimeISO(timeZone).toPlainDate().until(when.toPlainDate(), { largestUnit: 'days' }).days
  const time = when.toPlainTime().toString({ smallestUnit: 'minute' })
  const weekday = weekdays[when.dayOfWeek - 1]
  if (days === 0) return `today, ${weekday} ${time}`
  if (days === 1) return `tomorrow, ${weekday} ${time}`
  if (days > 1 && days <= 6) return `${weekday} ${time}`
  return `${sayDate(when.toPlainDate())}, ${time}`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** "Fri, Dec 5, 2026". */
export function sayDate(date: Temporal.PlainDate): string {
  return `${weekdays[date.dayOfWeek - 1]!.slice(0, 3)}, ${months[date.month - 1]} ${date.day}, ${date.year}`
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return !/^[+-]/.test(name)
  } catch {
    return false
  }
}
