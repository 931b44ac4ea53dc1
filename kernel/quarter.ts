/** A quarter of the calendar by its name, "2026-Q3". Days are ISO dates; both ends belong to it. */
export const quarterShape = /^\d{4}-Q[1-4]$/

/** The quarter that holds a day. */
export const quarterOf = (day: string): string => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`

/** The quarter so many before one, 1 unless said. */
export const quarterBefore = (quarter: string, count = 1): string => quarterOf(firstOf(quarter).subtract({ months: 3 * count }).toString())

export function quarterDays(quarter: string): { from: string; to: string } {
  const first = firstOf(quarter)
  return { from: first.toString(), to: first.add({ months: 3 }).subtract({ days: 1 }).toString() }
}

/** "Q3 2026". */
export const sayQuarter = (quarter: string): string => quarter.replace(/^(\d{4})-(Q\d)$/, '$2 $1')

const firstOf = (quarter: string) => Temporal.PlainDate.from({ year: Number(quarter.slice(0, 4)), month: Number(quarter.slice(-1)) * 3 - 2, day: 1 })
