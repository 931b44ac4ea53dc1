import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betaCdf, betaQuantile, logGamma } from './beta.ts'
import { chiSquareTail } from './chi-square.ts'
import { fixedStrength, likelyRange, priorOf, safeRate, strengthBounds, type Rate } from './shrink.ts'

const near = (value: number, wanted: number, relative = 1e-9) => expect(Math.abs(value - wanted)).toBeLessThanOrEqual(relative * Math.max(Math.abs(wanted), 1e-3))

describe('beta and chi-square against SciPy 1.17', () => {
  test.each([
    [0.025, 2, 5, 0.043271868292741676], [0.975, 2, 5, 0.6412345789976748], [0.5, 0.5, 0.5, 0.5], [0.025, 9.5, 3.5, 0.47080891637344924], [0.975, 9.5, 3.5, 0.9240576710805152],
    [0.025, 18.5, 2.5, 0.7161467426957477], [0.025, 1.5, 0.5, 0.14674631630957513], [0.025, 120.3, 879.7, 0.10088027764103343], [0.975, 20001, 5, 0.9999188411481159],
    [0.025, 0.3, 40, 8.03430537221109e-8],
  ])('the %f quantile of Beta(%f, %f)', (p, a, b, wanted) => near(betaQuantile(p, a, b), wanted))
  test.each([[0.3, 2, 5, 0.579825], [0.9, 200, 20, 0.3019342557170772], [0.5, 1000, 1010, 0.588269827543728], [0.001, 0.5, 3, 0.05925318951594623]])(
    'at %f of Beta(%f, %f)', (x, a, b, wanted) => near(betaCdf(x, a, b), wanted))
  test.each([[1e-6, 0.9992021155721779], [0.1, 0.7518296340458492], [1, 0.31731050786291115], [2.9, 0.08857955257977622], [3.1, 0.07829229414640966], [10.32674195, 0.0013111645238262585], [100, 1.5239706048320995e-23]])(
    'chi-square %f', (x, wanted) => expect(chiSquareTail(x) / wanted).toBeCloseTo(1, 10))
  test('ln Γ of whole numbers is the sum of logarithms', () => {
    let wanted = 0
    for (let n = 1; n < 100; n++) {
      near(logGamma(n), wanted, 1e-12)
      wanted += Math.log(n)
    }
  })
  test('a quantile lands where it should, for any shape', () => {
    const shape = fc.double({ min: 0.05, max: 5000, noNaN: true })
    fc.assert(fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), shape, shape, (p, a, b) => {
      const x = betaQuantile(p, a, b)
      // Where a shape is far below one, a step of the last digit of x moves much of the probability.
      expect(betaCdf(Math.max(0, x - 1e-12), a, b)).toBeLessThanOrEqual(p + 1e-9)
      expect(betaCdf(Math.min(1, x + 1e-12), a, b)).toBeGreaterThanOrEqual(p - 1e-9)
    }))
  })
})

const many = (n: number, rate: Rate): Rate[] => Array.from({ length: n }, () => rate)

describe('the likely true value', () => {
  test('few partners: the program counts as a fixed number of cases', () => {
    expect(priorOf([{ counted: 9, cases: 12 }, { counted: 1, cases: 4 }])).toEqual({ mean: 10.5 / 17, strength: fixedStrength, partners: 2, isEstimated: false })
  })
  test('nobody has a case: even odds, weakly', () => expect(priorOf([{ counted: 0, cases: 0 }])).toMatchObject({ mean: 0.5, partners: 0, isEstimated: false }))
  test('partners who do not differ pull each other strongly, those who differ much hardly', () => {
    expect(priorOf(many(20, { counted: 5, cases: 10 })).strength).toBe(strengthBounds[1])
    expect(priorOf([...many(10, { counted: 10, cases: 10 }), ...many(10, { counted: 0, cases: 10 })]).strength).toBe(strengthBounds[0])
  })
  test('the strength that made the data is found again', () => {
    // 400 partners whose true rates are the evenly spaced quantiles of Beta(6, 14): strength 20; what each shows is spread likewise.
    const rates: Rate[] = []
    for (let i = 0; i < 400; i++) {
      const truth = betaQuantile((i + 0.5) / 400, 6, 14)
      const cases = 10 + (i % 31)
      let counted = 0
      for (let c = 0; c < cases; c++) if (((i * 0.7548776662 + c * 0.5698402909 + i * c * 0.3819660113) % 1) < truth) counted += 1
      rates.push({ counted, cases })
    }
    const prior = priorOf(rates)
    expect(prior.mean).toBeCloseTo(0.3, 1)
    expect(prior.strength).toBeGreaterThan(12)
    expect(prior.strength).toBeLessThan(40)
  })
  test('9 of 12 in a program at 58 % lies between 47 and 85 %', () => {
    const range = likelyRange({ mean: 0.58, strength: 10, partners: 40, isEstimated: false }, { counted: 9, cases: 12 })
    expect([Math.round(range.low * 100), Math.round(range.high * 100)]).toEqual([47, 85])
  })
  test('more cases, narrower; none at all, the program’s own spread', () => {
    const prior = { mean: 0.4, strength: 20, partners: 30, isEstimated: true }
    const width = (rate: Rate) => likelyRange(prior, rate).high - likelyRange(prior, rate).low
    expect(width({ counted: 0, cases: 0 })).toBeGreaterThan(width({ counted: 4, cases: 10 }))
    expect(width({ counted: 4, cases: 10 })).toBeGreaterThan(width({ counted: 40, cases: 100 }))
  })
})

describe('the ranking', () => {
  const priors = fc.record({ mean: fc.double({ min: 0.001, max: 0.999, noNaN: true }), strength: fc.double({ min: strengthBounds[0], max: strengthBounds[1], noNaN: true }), partners: fc.constant(50), isEstimated: fc.constant(true) })
  test('1 of 1 never beats 18 of 20, in whichever program', () => {
    fc.assert(fc.property(priors, (prior) => safeRate(prior, { counted: 1, cases: 1 }) < safeRate(prior, { counted: 18, cases: 20 })), { numRuns: 1000 })
  })
  test('one more success in as many cases never ranks lower; one more failure never higher', () => {
    fc.assert(fc.property(priors, fc.nat(60), fc.nat(60), (prior, counted, others) => {
      const now = safeRate(prior, { counted, cases: counted + others })
      expect(safeRate(prior, { counted: counted + 1, cases: counted + others + 1 })).toBeGreaterThanOrEqual(now - 1e-9)
      expect(safeRate(prior, { counted, cases: counted + others + 1 })).toBeLessThanOrEqual(now + 1e-9)
    }))
  })
  test('nobody ranks above the likely range, and no success ranks last', () => {
    fc.assert(fc.property(priors, fc.nat(60), fc.nat(60), (prior, counted, others) => {
      const rate = { counted, cases: counted + others }
      expect(safeRate(prior, rate)).toBeLessThanOrEqual(likelyRange(prior, rate).low + 1e-12)
    }))
    expect(safeRate(priorOf([]), { counted: 0, cases: 3 })).toBe(0)
  })
})
