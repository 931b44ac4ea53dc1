// The forecast against what can be worked out by hand: averages by recursion, samplers by their own distribution.
import { describe, expect, test } from 'vitest'
import { beta, binomial, chanceOf, gamma, poisson } from './chance.ts'
import { forecast } from './forecast-rules.ts'
import type { Predictions } from './predictions.ts'

const exact = (value: number) => ({ value, low: value, high: value })
const sure: Predictions = {
  currency: 'EUR', activePartners: exact(6), introductions: exact(1.5), opportunityRate: exact(0.6), wonRate: exact(0.35), firstYearValue: { valueMinor: '4000000', lowMinor: '4000000', highMinor: '4000000' },
  monthsToFirst: exact(4), monthsToClose: 4, fixedCostMinor: '400000', feeShare: 0.12, stop: { measure: 'introductions', below: 0.5 },
}
const guess = (value: number) => ({ value, low: null, high: null })
const unsure: Predictions = { ...sure, activePartners: guess(6), introductions: guess(1.5), opportunityRate: guess(0.6), wonRate: guess(0.35), monthsToFirst: guess(4), firstYearValue: { valueMinor: '4000000', lowMinor: null, highMinor: null } }
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const variance = (values: number[]) => {
  const middle = mean(values)
  return mean(values.map((value) => (value - middle) ** 2))
}
const draw = (n: number, one: (chance: ReturnType<typeof chanceOf>) => number) => {
  const chance = chanceOf(20_261_127)
  return Array.from({ length: n }, () => one(chance))
}

describe('chance', () => {
  test.each<[string, (chance: ReturnType<typeof chanceOf>) => number, number, number]>([
    ['uniform', (c) => c.uniform(), 1 / 2, 1 / 12],
    ['gamma, shape below one', (c) => gamma(c, 0.5), 0.5, 0.5], ['gamma', (c) => gamma(c, 7.3), 7.3, 7.3],
    ['beta', (c) => beta(c, 2, 5), 2 / 7, 10 / (49 * 8)],
    ['poisson, few', (c) => poisson(c, 2.4), 2.4, 2.4], ['poisson, many', (c) => poisson(c, 40), 40, 40], ['poisson, very many', (c) => poisson(c, 90_000), 90_000, 90_000],
    ['binomial, few', (c) => binomial(c, 9, 0.3), 2.7, 1.89], ['binomial, many', (c) => binomial(c, 5_000, 0.02), 100, 98],
  ])('%s has its mean and its variance', (_, one, wantedMean, wantedVariance) => {
    const values = draw(60_000, one)
    const error = Math.sqrt(wantedVariance / values.length)
    expect(Math.abs(mean(values) - wantedMean)).toBeLessThan(4.5 * error)
    expect(variance(values) / wantedVariance).toBeGreaterThan(0.95)
    expect(variance(values) / wantedVariance).toBeLessThan(1.05)
  })

  test('counts come as often as their formula says, on both roads', () => {
    const poissonAt = (k: number, m: number) => Math.exp(k * Math.log(m) - m - Array.from({ length: k }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b, 0))
    for (const m of [3, 20]) {
      const values = draw(80_000, (c) => poisson(c, m))
      for (let k = Math.floor(m / 2); k <= m * 1.6; k++) {
        const share = values.filter((value) => value === k).length / values.length
        const wanted = poissonAt(k, m)
        expect(Math.abs(share - wanted), `${k} of ${m}`).toBeLessThan(5 * Math.sqrt(wanted / values.length))
      }
    }
    const binomials = draw(80_000, (c) => binomial(c, 60, 0.25))
    const at15 = binomials.filter((value) => value === 15).length / binomials.length
    expect(Math.abs(at15 - 0.118)).toBeLessThan(0.006)
  })

  test('the same seed says the same, another one something else', () => {
    expect(draw(5, (c) => gamma(c, 2))).toEqual(draw(5, (c) => gamma(c, 2)))
    expect(chanceOf(1).uniform()).not.toBe(chanceOf(2).uniform())
  })
})

/** The averages by recursion: no chance at all. */
function expected(p: Predictions, months: number) {
  let [waiting, busy, open, won, introductions] = [p.activePartners.value, 0, 0, 0, 0]
  for (let month = 0; month < months; month++) {
    const begun = waiting * (1 - Math.exp(-1 / p.monthsToFirst.value))
    const introduced = (p.introductions.value / 3) * (busy + begun / 2)
    waiting -= begun
    busy += begun
    const closed = open / p.monthsToClose
    open += introduced * p.opportunityRate.value - closed
    won += closed * p.wonRate.value
    introductions += introduced
  }
  return { won, introductions, open }
}

describe('the forecast', () => {
  test('without any spread its middle is what the recursion says', () => {
    const found = forecast(sure, 24, 7, 6000)
    const by = expected(sure, 24)
    expect(found.introductions.mid).toBeGreaterThan(by.introductions - 2)
    expect(found.introductions.mid).toBeLessThan(by.introductions + 2)
    expect(found.won.mid).toBeGreaterThan(by.won - 1)
    expect(found.won.mid).toBeLessThan(by.won + 1)
    expect(found.months[23]!.pipeline.mid / (by.open * 4_000_000)).toBeCloseTo(1, 0)
    expect(found.months[23]!.revenue.mid / (by.won * 4_000_000)).toBeCloseTo(1, 1)
  })

  test('adds up: fees are their share, and net is what is left after fees and fixed cost', () => {
    const still: Predictions = { ...sure, introductions: exact(0) }
    const { months, won, costPerWon, wonNothing, breakEven } = forecast(still, 12, 1, 200)
    expect(months.at(-1)).toEqual({ month: 12, pipeline: zero, revenue: zero, fees: zero, net: { low: -4_800_000, mid: -4_800_000, high: -4_800_000 } })
    expect([won, costPerWon, wonNothing, breakEven]).toEqual([zero, null, 1, { probability: 0, low: null, mid: null, high: null }])
    const free = forecast({ ...sure, fixedCostMinor: '0' }, 24, 1, 2000)
    const end = free.months.at(-1)!
    expect(end.net.mid / end.revenue.mid).toBeCloseTo(0.88, 6)
    expect(end.fees.mid / end.revenue.mid).toBeCloseTo(0.12, 6)
    // Cost per won customer without fixed cost is the fee on an average contract.
    expect(free.costPerWon!.mid / (0.12 * 4_000_000)).toBeCloseTo(1, 1)
  })
  const zero = { low: 0, mid: 0, high: 0 }

  test('what is less certain is drawn wider, around the same middle', () => {
    const width = (p: Predictions) => { const { revenue } = forecast(p, 24, 3).months.at(-1)!; return (revenue.high - revenue.low) / revenue.mid }
    expect(width(unsure)).toBeGreaterThan(1.2 * width(sure))
    const ratio = forecast(unsure, 24, 3).won.mid / forecast(sure, 24, 3).won.mid
    expect(ratio).toBeGreaterThan(0.8)
    expect(ratio).toBeLessThan(1.2)
  })

  test('bands keep their order, and revenue never falls', () => {
    const { months } = forecast(unsure, 36, 5, 800)
    months.forEach((month, i) => {
      for (const band of [month.pipeline, month.revenue, month.fees, month.net]) expect(band.low <= band.mid && band.mid <= band.high).toBe(true)
      if (i > 0) for (const end of ['low', 'mid', 'high'] as const) expect(month.revenue[end]).toBeGreaterThanOrEqual(months[i - 1]!.revenue[end])
    })
  })

  test('more of what helps never makes breaking even less likely', () => {
    const even = (p: Predictions) => forecast(p, 24, 11, 3000).breakEven.probability
    const base = even(unsure)
    expect(even({ ...unsure, introductions: guess(3) })).toBeGreaterThan(base)
    expect(even({ ...unsure, fixedCostMinor: '2000000' })).toBeLessThan(base)
    expect(even({ ...unsure, monthsToFirst: guess(12) })).toBeLessThan(base)
  })

  test('the same numbers give the same picture', () => expect(forecast(unsure, 12, 4, 300)).toEqual(forecast(unsure, 12, 4, 300)))

  test('absurd numbers stay finite and quick', () => {
    const start = process.hrtime.bigint()
    const { months } = forecast({ ...unsure, activePartners: guess(100_000), introductions: guess(1000), firstYearValue: { valueMinor: '100000000000', lowMinor: '0', highMinor: '900000000000' } }, 60, 1, 1000)
    for (const month of months) for (const band of [month.pipeline, month.revenue, month.net]) expect(Object.values(band).every(Number.isFinite)).toBe(true)
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(4000)
  })

  test('is worked out while somebody types', () => {
    forecast(unsure, 24, 1)
    const start = process.hrtime.bigint()
    for (let i = 0; i < 5; i++) forecast(unsure, 24, i)
    const ms = Number(process.hrtime.bigint() - start) / 5e6
    console.info(`A forecast of 2,000 runs over 24 months: ${ms.toFixed(0)} ms.`)
    expect(ms).toBeLessThan(500)
  })
})
