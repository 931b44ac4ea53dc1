/** Calendar quarters of plain dates, "2026-11-30". */
export type Period = { from: string; to: string; label: string; /** As the API names it, "2026-Q3". */ id: string }

const two = (n: number): string => String(n).padStart(2, '0')

/** The quarter of a day, or one so many quarters before it. */
export function quarterOf(day: string, back = 0): Period {
  const index = Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3) - back
  const [year, quarter] = [Math.floor(index / 4), index % 4]
  const last = quarter * 3 + 3
  return { from: `${year}-${two(quarter * 3 + 1)}-01`, to: `${year}-${two(last)}-${last === 6 || last === 9 ? '30' : '31'}`, label: `Q${quarter + 1} ${year}`, id: `${year}-Q${quarter + 1}` }
}

/** This quarter and so many before it, newest first. */
export const recentQuarters = (today: string, count: number): Period[] => Array.from({ length: count }, (_, back) => quarterOf(today, back))

/** A period as the API names it: "2026-Q3" → "Q3 2026", "2026-07" → "July 2026". */
export function sayPeriod(period: string): string {
  const [year = '', part = ''] = period.split('-')
  return part.startsWith('Q') ? `${part} ${year}` : new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(`${period}-15T12:00:00Z`))
}
