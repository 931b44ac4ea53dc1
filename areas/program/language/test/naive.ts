// A second evaluator that shares no code with the first: it counts in units of 10⁻¹² as whole numbers, looks at everything again and again,
// and knows only sales. Slow on purpose, and written to be read against the contract, not against the program.

export type NaiveSale = { id: string; partners: { partner: string; weight: number }[]; account: string; cents: bigint; day: string; refunds: bigint[]; leftAfter: number | null }
export type NaivePlan = {
  percent: number | null
  bands: { over: 'month' | 'quarter' | 'year' | 'ever' | 'item'; whole: boolean; count: boolean; rows: { upTo: bigint | null; percent: number; flatCents: bigint }[] } | null
  perItemCents: bigint | null
  perPeriod: { cents: bigint; over: 'month' | 'quarter' | 'year' | 'ever'; perAccount: boolean } | null
  firstItems: { n: number; perAccount: boolean } | null
  windowAfter: number
  windowMonths: number | null
  clawbackDays: number | null
}

const fine = 1_000_000_000_000n

/** Cents by "partner item", without zeros. */
export function naive(plan: NaivePlan, sales: NaiveSale[]): Map<string, bigint> {
  const sorted = [...sales].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.id < b.id ? -1 : 1))
  const group = (s: NaiveSale) => s.partners.map((p) => p.partner).sort().join('+')
  const kept = (s: NaiveSale) => s.cents - s.refunds.reduce((a, b) => a + b, 0n)
  const inWindow = sorted.filter((s) => {
    if (plan.windowMonths === null && plan.windowAfter === 0) return true
    const first = firstWith(sorted, s, group)
    return s.day >= plusMonths(first, plan.windowAfter) && (plan.windowMonths === null || s.day < plusMonths(first, plan.windowAfter + plan.windowMonths))
  })
  const eligible = inWindow.filter((s) => {
    if (!plan.firstItems) return true
    const { n, perAccount } = plan.firstItems
    const before = inWindow.slice(0, inWindow.indexOf(s)).filter((t) => group(t) === group(s) && (!perAccount || t.account === s.account) && kept(t) > 0n)
    return kept(s) > 0n && before.length < n
  })
  const capped = new Map<string, bigint>()
  const result = new Map<string, bigint>()
  for (const s of eligible) {
    let exact = 0n // in 10⁻¹² cents; percents here have no more than two decimals
    if (plan.percent !== null) exact = (kept(s) * fine * BigInt(Math.round(plan.percent * 100))) / 10_000n
    if (plan.bands) {
      const { bands } = plan
      const same = (t: NaiveSale) => (bands.over === 'item' ? t.id === s.id : group(t) === group(s) && part(t.day, bands.over) === part(s.day, bands.over))
      const all = eligible.filter(same)
      const size = (t: NaiveSale) => (bands.count ? (kept(t) > 0n ? 1n : 0n) : kept(t))
      const paid = (row: { percent: number; flatCents: bigint }, amount: bigint) => (amount * fine * BigInt(Math.round(row.percent * 100))) / 10_000n
      if (bands.whole) {
        const total = all.reduce((a, t) => a + size(t), 0n)
        const row = bands.rows.find((r) => r.upTo === null || total < r.upTo)!
        exact = paid(row, kept(s)) + (bands.count && kept(s) > 0n ? row.flatCents * fine : 0n)
      } else {
        const before = all.slice(0, all.indexOf(s)).reduce((a, t) => a + size(t), 0n)
        for (const [i, row] of bands.rows.entries()) {
          const low = i === 0 ? 0n : bands.rows[i - 1]!.upTo!
          const inBand = (x: bigint) => (x <= low ? 0n : row.upTo === null || x < row.upTo ? x - low : row.upTo - low)
          const part = inBand(before + size(s)) - inBand(before)
          if (bands.count) exact += part > 0n ? paid(row, kept(s)) + row.flatCents * fine : 0n
          else exact += paid(row, part)
        }
      }
    }
    let cents = exact / fine + (exact % fine >= fine / 2n ? 1n : 0n)
    if (plan.perItemCents !== null && cents > plan.perItemCents) cents = plan.perItemCents
    if (plan.perPeriod) {
      const key = `${group(s)} ${plan.perPeriod.perAccount ? s.account : ''} ${part(s.day, plan.perPeriod.over)}`
      const left = plan.perPeriod.cents - (capped.get(key) ?? 0n)
      if (cents > left) cents = left
      capped.set(key, (capped.get(key) ?? 0n) + cents)
    }
    if (plan.clawbackDays !== null && s.leftAfter !== null && s.leftAfter < plan.clawbackDays) {
      const twice = 2n * cents * BigInt(plan.clawbackDays - s.leftAfter)
      cents -= (twice + BigInt(plan.clawbackDays)) / (2n * BigInt(plan.clawbackDays))
    }
    const weights = s.partners.map((p) => BigInt(p.weight))
    const whole = weights.reduce((a, b) => a + b, 0n)
    const shares = weights.map((w) => (cents * w) / whole)
    let spare = cents - shares.reduce((a, b) => a + b, 0n)
    while (spare > 0n) {
      // Hand the next one to the largest remainder that has none yet; the first of equals.
      let best = -1
      for (let i = 0; i < shares.length; i += 1)
        if (shares[i]! * whole <= cents * weights[i]! && (best < 0 || cents * weights[i]! - shares[i]! * whole > cents * weights[best]! - shares[best]! * whole)) best = i
      shares[best]! += 1n
      spare -= 1n
    }
    for (const [i, p] of s.partners.entries()) if (shares[i] !== 0n) result.set(`${p.partner} ${s.id}`, shares[i]!)
  }
  return result
}

function firstWith(sorted: NaiveSale[], s: NaiveSale, group: (s: NaiveSale) => string): string {
  return sorted.find((t) => t.account === s.account && group(t) === group(s))!.day
}

function plusMonths(day: string, months: number): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  const index = y * 12 + (m - 1) + months
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1]
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const last = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
  return `${year}-${String(month).padStart(2, '0')}-${String(Math.min(d, last)).padStart(2, '0')}`
}

function part(day: string, over: string): string {
  const month = Number(day.slice(5, 7))
  if (over === 'month') return day.slice(0, 7)
  if (over === 'quarter') return `${day.slice(0, 4)} ${Math.floor((month - 1) / 3)}`
  return over === 'year' ? day.slice(0, 4) : ''
}
