/** Times in words, in the workspace's time zone. 24-hour clock, weekday first. */
const part = (options: Intl.DateTimeFormatOptions) => (instant: number, timeZone: string) => new Intl.DateTimeFormat('en-US', { ...options, timeZone }).format(instant)
const clock = part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const weekday = part({ weekday: 'short' })
const monthDay = part({ month: 'short', day: 'numeric' })
const monthDayYear = part({ month: 'short', day: 'numeric', year: 'numeric' })
const year = part({ year: 'numeric' })

/** The calendar day as a number of days, so that days can be subtracted. */
function dayNumber(instant: number, timeZone: string): number {
  const [y, m, d] = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant).split('-').map(Number)
  return Date.UTC(y ?? 0, (m ?? 1) - 1, d ?? 1) / 86_400_000
}

export const daysApart = (from: number, to: number, timeZone: string): number => dayNumber(to, timeZone) - dayNumber(from, timeZone)

/** ISO weekday, Monday is 1. */
export const weekdayOf = (instant: number, timeZone: string): number => ((dayNumber(instant, timeZone) + 3) % 7) + 1

/** Today as "2026-11-30" where the workspace is. */
export const todayIn = (timeZone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(Date.now())

/** The same day a year on; of a leap day the day before. */
export const aYearAfter = (date: string): string => `${Number(date.slice(0, 4)) + 1}${date.slice(4).replace('-02-29', '-02-28')}`

/** "Fri 15:00" within a week either way, else "Dec 5, 15:00", with the year when it is another one. */
export function sayTime(instant: number, now: number, timeZone: string): string {
  const days = Math.abs(daysApart(now, instant, timeZone))
  return days < 7 ? `${weekday(instant, timeZone)} ${clock(instant, timeZone)}` : `${sayDay(instant, now, timeZone)}, ${clock(instant, timeZone)}`
}

/** "Dec 5", with the year when it is another one. */
export function sayDay(instant: number, now: number, timeZone: string): string {
  return year(instant, timeZone) === year(now, timeZone) ? monthDay(instant, timeZone) : monthDayYear(instant, timeZone)
}

/** "Fri, Dec 5, 2026, 15:00": nothing left open. */
export const sayFully = (instant: number, timeZone: string): string =>
  `${weekday(instant, timeZone)}, ${monthDayYear(instant, timeZone)}, ${clock(instant, timeZone)} (${timeZone.replaceAll('_', ' ')})`

/** A plain date such as "2026-12-05", which is in no time zone: "Dec 5, 2026". */
export const sayDate = (date: string): string => monthDayYear(Date.parse(`${date}T12:00:00Z`), 'UTC')

/** "2 h 10 min", "3 h", "4 days": coarse when far, fine when near. */
export function sayDuration(ms: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / 60_000))
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 3 && minutes % 60 > 0) return `${hours} h ${minutes % 60} min`
  if (hours < 24) return `${Math.round(minutes / 60)} h`
  const days = Math.round(minutes / 1440)
  return days === 1 ? '1 day' : `${days} days`
}

export type Due = 'late' | 'today' | 'week' | 'later'

/** Where a promise stands: late, due today, this week up to Sunday (at the weekend, the coming week), or later. */
export function dueGroup(due: number, now: number, timeZone: string): Due {
  if (due < now) return 'late'
  const days = daysApart(now, due, timeZone)
  if (days === 0) return 'today'
  const today = weekdayOf(now, timeZone)
  return days <= (today > 5 ? 14 : 7) - today ? 'week' : 'later'
}

/** "3 h late", "2 h 10 min left", "Tue 12:00". */
export function sayClock(due: number, now: number, timeZone: string): string {
  const group = dueGroup(due, now, timeZone)
  if (group === 'late') return `${sayDuration(now - due)} late`
  return group === 'today' ? `${sayDuration(due - now)} left` : sayTime(due, now, timeZone)
}
