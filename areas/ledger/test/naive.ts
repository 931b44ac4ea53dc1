// A second evaluator for tests, written from the plain-language terms with fractions; shares no code with the first one.
export type Day = number
/** Days are counted from 1 Jan 2026, which is day 0. */
export type NaivePlan = { flat: number | null; share: [number, number] | null; cap: number | null; currency: string }
export type NaiveItem = { partner: number; qualified: Day | null; won: { day: Day; cents: number; currency: string; firstYear: number | null } | null }
/** In the order in which they were decided: a later decision overrides all earlier ones from its day on. */
export type NaiveAssignment = { partner: number; plan: NaivePlan; from: Day }

/** What each partner should have in the end, as "partner currency" → cents. */
export function naiveBalances(items: NaiveItem[], assignments: NaiveAssignment[]): Map<string, number> {
  const totals = new Map<string, number>()
  const add = (partner: number, currency: string, cents: number) => {
    if (cents !== 0) totals.set(`${partner} ${currency}`, (totals.get(`${partner} ${currency}`) ?? 0) + cents)
  }
  for (const item of items) {
    if (item.qualified !== null) {
      const plan = ruling(item.partner, item.qualified, assignments)
      if (plan && plan.flat !== null) add(item.partner, plan.currency, plan.flat)
    }
    if (item.won) {
      const plan = ruling(item.partner, item.won.day, assignments)
      if (plan?.share) {
        const whole = item.won.firstYear === null ? item.won.cents : item.won.firstYear
        const cents = nearest(whole * plan.share[0], plan.share[1])
        add(item.partner, item.won.currency, plan.cap !== null && item.won.currency === plan.currency ? Math.min(cents, plan.cap) : cents)
      }
    }
  }
  return totals
}

function ruling(partner: number, day: Day, assignments: NaiveAssignment[]): NaivePlan | undefined {
  let found: NaivePlan | undefined
  for (const a of assignments) if (a.partner === partner && a.from <= day) found = a.plan
  return found
}

/** The whole number nearest to top/bottom, the upper one when both are as near. Exact: all numbers stay far below 2^53. */
function nearest(top: number, bottom: number): number {
  const rest = top % bottom
  const below = (top - rest) / bottom
  return bottom - rest <= rest ? below + 1 : below
}
