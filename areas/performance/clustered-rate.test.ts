import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betaQuantile } from './beta.ts'
import { clusteredRate, compareRates } from './clustered-rate.ts'

const each = (won: number, lost: number) => [...Array.from({ length: won }, () => ({ cases: 1, counted: 1 })), ...Array.from({ length: lost }, () => ({ cases: 1, counted: 0 }))]

describe('a rate over companies', () => {
  test('of one opportunity each is plain Jeffreys', () => {
    const { rate, low, high } = clusteredRate(each(6, 4))
    expect(rate).toBe(0.6)
    expect(low).toBeCloseTo(betaQuantile(0.025, 6.5, 4.5), 10)
    expect(high).toBeCloseTo(betaQuantile(0.975, 6.5, 4.5), 10)
  })

  test('of two companies that only win or only lose says little, however many opportunities they have', () => {
    const { low, high } = clusteredRate([{ cases: 500, counted: 500 }, { cases: 500, counted: 0 }])
    expect(low).toBeLessThan(0.1)
    expect(high).toBeGreaterThan(0.9)
  })

  test('of companies that are all alike is not taken for that of independent cases when none differs', () => {
    const { low } = clusteredRate(Array.from({ length: 4 }, () => ({ cases: 100, counted: 100 })))
    expect(low).toBeCloseTo(betaQuantile(0.025, 4.5, 0.5), 10)
  })

  test('holds the rate inside its interval, never narrower than that of independent cases', () => {
    const clusters = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(40)).map(([cases, counted]) => ({ cases, counted: Math.min(cases, counted) })), { minLength: 1, maxLength: 30 })
    fc.assert(fc.property(clusters, (all) => {
      const own = clusteredRate(all)
      const free = clusteredRate(each(own.counted, own.cases - own.counted))
      expect(own.low!).toBeLessThanOrEqual(own.rate! + 1e-9)
      expect(own.high!).toBeGreaterThanOrEqual(own.rate! - 1e-9)
      expect(own.high! - own.low!).toBeGreaterThanOrEqual(free.high! - free.low! - 1e-9)
    }))
  })

  test('nothing is said of few, and of intervals that overlap that there is no clear difference', () => {
    expect(clusteredRate([])).toEqual({ counted: 0, cases: 0, companies: 0, rate: null, low: null, high: null })
    const verdict = (one: [number, number], other: [number, number]) => compareRates(clusteredRate(each(...one)), clusteredRate(each(...other)))
    expect(verdict([90, 10], [40, 60])).toBe('higher')
    expect(verdict([40, 60], [90, 10])).toBe('lower')
    expect(verdict([55, 45], [50, 50])).toBe('no_clear_difference')
    expect(verdict([9, 0], [50, 50])).toBe('too_early')
  })
})
