import type { Length } from './plan-parts.ts'

/** `ns` is the instant since 1970 in nanoseconds: comparing numbers is what sorting a million of them costs. */
export type Moment = { instant: Temporal.Instant; ns: bigint; day: string }

/** By time, then by id, so that the order of arrival decides nothing. */
export const order = (a: Moment, aId: string, b: Moment, bId: string): number => (a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : aId < bId ? -1 : aId > bId ? 1 : 0)

/** Reads moments, and days as their beginning in the time zone; each text once. Days are remembered for whoever asks next: there are few, and each takes long. */
export function momentsIn(timeZone: string): (text: string) => Moment {
  const days = daysIn.get(timeZone) ?? new Map<string, Moment>()
  if (daysIn.size < mostZones) daysIn.set(timeZone, days)
  const moments = new Map<string, Moment>()
  return (text) => {
    const known = text.length === 10 ? days : moments
    const before = known.get(text)
    if (before) return before
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
    const instant = isDay ? Temporal.PlainDate.from(text).toZonedDateTime(timeZone).toInstant() : Temporal.Instant.from(text)
    const moment = { instant, ns: instant.epochNanoseconds, day: isDay ? text : instant.toZonedDateTimeISO(timeZone).toPlainDate().toString() }
    if (known.size < mostRemembered) known.set(text, moment)
    return moment
  }
}
const mostRemembered = 100_000
const daysIn = new Map<string, Map<string, Moment>>()
const mostZones = 50

/** So much later by the clock: a day is 24 hours, a month the calendar's in the time zone. */
export function instantLater(instant: Temporal.Instant, length: Length, timeZone: string): Temporal.Instant {
  const months = length.months ? instant.toZonedDateTimeISO(timeZone).add({ months: length.months }).toInstant() : instant
  return months.add({ hours: 24 * (length.days ?? 0) })
}
