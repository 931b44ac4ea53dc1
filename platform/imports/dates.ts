export const dateOrders = ['dmy', 'mdy', 'ymd'] as const
/** The order of day, month and year where a date is written with numbers only. */
export type DateOrder = (typeof dateOrders)[number]

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const german: Record<string, number> = { mär: 3, mrz: 3, mai: 5, okt: 10, dez: 12 }

export type DateProblem = 'not_a_date' | 'no_such_day' | 'ambiguous'

/**
 * "2026-11-30" of an ISO date (a time behind it is dropped), "30.11.2026", "11/30/2026", "30 Nov 2026", "Nov 30, 2026". Where day and
 * month could be exchanged the order decides; without one the date is ambiguous. Two-digit years are 2000 to 2069 and 1970 to 1999.
 */
export function parseDate(raw: string, order: DateOrder | undefined): string | DateProblem {
  const text = raw.trim().replace(/[ T]\d{1,2}:\d{2}.*$/, '')
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text)
  if (iso) return day(iso[1]!, iso[2]!, iso[3]!)
  if (/^\d{8}$/.test(text)) return day(text.slice(0, 4), text.slice(4, 6), text.slice(6, 8))
  const worded = /^(\d{1,2})[. -]*([\p{L}]{3,9})[., -]+(\d{4}|\d{2})$/u.exec(text) ?? swap(/^([\p{L}]{3,9})[. ]+(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})$/u.exec(text))
  if (worded) {
    const month = monthOf(worded[2]!)
    return month === undefined ? 'not_a_date' : day(worded[3]!, String(month), worded[1]!)
  }
  const parts = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/.exec(text)
  if (!parts) return 'not_a_date'
  const [, first, second, third] = parts as unknown as [string, string, string, string]
  if (order === 'ymd' && third.length === 2) return day(first, second, third)
  const isDotted = text.includes('.')
  if (order === 'mdy' && !isDotted) return day(third, first, second)
  if (order !== undefined || isDotted || Number(first) > 12) return day(third, second, first)
  if (Number(second) > 12) return day(third, first, second)
  return first === second ? day(third, first, second) : 'ambiguous'
}

function swap(match: RegExpExecArray | null): string[] | null {
  return match && [match[0], match[2]!, match[1]!, match[3]!]
}

function monthOf(word: string): number | undefined {
  const start = word.toLowerCase().slice(0, 3)
  const index = months.indexOf(start)
  return index === -1 ? german[start] : index + 1
}

function day(year: string, month: string, dayOfMonth: string): string | DateProblem {
  const full = year.length === 2 ? (Number(year) < 70 ? `20${year}` : `19${year}`) : year
  const [y, m, d] = [Number(full), Number(month), Number(dayOfMonth)]
  const length = m === 2 ? (y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31
  if (m < 1 || m > 12 || d < 1 || d > length || y < 1900 || y > 2200) return 'no_such_day'
  return `${full}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`
}

/** Collects dates and says in which order they are written: an order, `ask` when each could be read both ways, `mixed` when they contradict. */
export function dateEvidence() {
  let [dmy, mdy, either] = [0, 0, 0]
  return {
    add(raw: string): void {
      const parts = /^\s*(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})(\D|$)/.exec(raw)
      if (!parts || parts[1] === parts[2]) return
      if (Number(parts[1]) > 12) dmy += 1
      else if (Number(parts[2]) > 12) mdy += 1
      else either += 1
    },
    verdict(): DateOrder | 'ask' | 'mixed' | undefined {
      if (dmy > 0 && mdy > 0) return 'mixed'
      return dmy > 0 ? 'dmy' : mdy > 0 ? 'mdy' : either > 0 ? 'ask' : undefined
    },
  }
}
