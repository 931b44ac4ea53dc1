// The second evaluator for what is used and what lapses: each hundredth of a point by itself, day after day. It shares no code with the first
// and is slow on purpose.

export type NaiveRule = { months: number | null; days: number | null; end: 'month' | 'quarter' | 'half_year' | 'year' | null; idle: { months: number | null; days: number | null; without: 'earned' | 'used' | 'either' } | null; yearBegins: number; hundredthsOfPercent: number | null; keeps: boolean }
export type NaiveEarned = { id: string; day: string; hundredths: number }
export type NaiveUse = { id: string; day: string; hundredths: number }

type Token = { item: string; earned: string; gone: boolean }

/** Hundredths by "used ID" and "lapsed DAY ID", as of a day. */
export function naiveExpiry(rule: NaiveRule | null, earned: NaiveEarned[], uses: NaiveUse[], on: string): Map<string, number> {
  const result = new Map<string, number>(uses.map((use) => [`used ${use.id}`, use.hundredths]))
  const last = [on, ...earned.map((one) => one.day), ...uses.map((one) => one.day)].sort().at(-1)!
  const tokens: Token[] = []
  let owed = 0
  /** The day on which a part of an item lapsed last. */
  const partly = new Map<string, string>()
  for (let day = '2026-01-01'; day <= last; day = add(day, 0, 1)) {
    const before = [...(rule?.idle?.without === 'used' ? [] : earned.filter((one) => one.hundredths > 0)), ...(rule?.idle?.without === 'earned' ? [] : uses)].map((one) => one.day).filter((one) => one < day)
    if (rule !== null && rule.hundredthsOfPercent !== null) for (const item of new Set(tokens.map((one) => one.item))) {
      const own = tokens.filter((one) => one.item === item)
      const { earned: since } = own[0]!
      if (since === day || (rule.keeps && partly.has(item)) || !isDay(rule, since, day, before, partly.get(item))) continue
      partly.set(item, day)
      const left = own.filter((one) => !one.gone)
      const wanted = Math.floor((2 * left.length * rule.hundredthsOfPercent + 10_000) / 20_000)
      for (const token of left.slice(0, wanted)) token.gone = true
      if (day <= on && wanted > 0) result.set(`lapsed ${day} ${item}`, wanted)
    }
    for (const token of tokens.filter((one) => !one.gone)) {
      if (rule === null || rule.hundredthsOfPercent !== null || !isOver(rule, token.earned, day, before)) continue
      token.gone = true
      const key = `lapsed ${day} ${token.item}`
      if (day <= on) result.set(key, (result.get(key) ?? 0) + 1)
    }
    for (const one of sorted(earned.filter((some) => some.day === day))) for (let n = 0; n < one.hundredths; n += 1) {
      tokens.push({ item: one.id, earned: day, gone: owed > 0 })
      if (owed > 0) owed -= 1
    }
    for (const use of sorted(uses.filter((some) => some.day === day))) for (let n = 0; n < use.hundredths; n += 1) {
      const token = tokens.find((one) => !one.gone)
      if (token) token.gone = true
      else owed += 1
    }
  }
  return result
}

function isOver(rule: NaiveRule, earned: string, day: string, activity: string[]): boolean {
  if (rule.months !== null || rule.days !== null || rule.end !== null) {
    const old = add(earned, rule.months ?? 0, rule.days ?? 0)
    if (rule.end === null ? day >= old : period(day, rule.end, rule.yearBegins) > period(old, rule.end, rule.yearBegins)) return true
  }
  if (rule.idle === null) return false
  const from = [earned, ...activity.filter((one) => one > earned)].sort().at(-1)!
  return day >= add(from, rule.idle.months ?? 0, rule.idle.days ?? 0)
}

/** Whether a part lapses on this very day. */
function isDay(rule: NaiveRule, earned: string, day: string, activity: string[], before: string | undefined): boolean {
  if (rule.idle !== null) {
    const since = before ?? earned
    return day === add([since, ...activity.filter((one) => one > since)].sort().at(-1)!, rule.idle.months ?? 0, rule.idle.days ?? 0)
  }
  const yesterday = add(day, 0, -1)
  const { end } = rule
  const begins = (of: NonNullable<NaiveRule['end']>) => period(day, of, rule.yearBegins) > period(yesterday, of, rule.yearBegins)
  if (rule.months === null && rule.days === null) return end !== null && begins(end)
  for (let n = 1; add(earned, (rule.months ?? 0) * n, (rule.days ?? 0) * n) <= day; n += 1) {
    const old = add(earned, (rule.months ?? 0) * n, (rule.days ?? 0) * n)
    if (end === null ? old === day : begins(end) && period(old, end, rule.yearBegins) === period(yesterday, end, rule.yearBegins)) return true
  }
  return false
}

const sorted = <T extends { id: string }>(all: T[]): T[] => [...all].sort((a, b) => (a.id < b.id ? -1 : 1))
/** How many such periods since the year 0. */
function period(day: string, of: 'month' | 'quarter' | 'half_year' | 'year', begins: number): number {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - begins
  return Math.floor((of === 'month' ? months + begins : months) / { month: 1, quarter: 3, half_year: 6, year: 12 }[of])
}
function add(day: string, months: number, days: number): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(y, m + months, 0)).getUTCDate()
  return new Date(Date.UTC(y, m - 1 + months, Math.min(d, last)) + days * 86_400_000).toISOString().slice(0, 10)
}
