// Verdicts against closed forms, against integration by another road, and against simulated worlds in which the truth is known.
import { describe, expect, test } from 'vitest'
import { betaCdf } from './beta.ts'
import { gammaCdf, gammaQuantile, studentCdf } from './gamma.ts'
import { verdictOf, type Happened, type Targets } from './hypothesis-finding-rules.ts'
import { exposureOf, firstsOf, judgeAmount, judgeRate, judgeShare, judgeWait, likelihoodOf, propose, reachByReview } from './hypothesis-rules.ts'

/** Simpson's rule. */
function integrate(of: (x: number) => number, from: number, to: number, steps = 20_000): number {
  const h = (to - from) / steps
  let sum = of(from) + of(to)
  for (let i = 1; i < steps; i++) sum += of(from + i * h) * (i % 2 === 0 ? 2 : 4)
  return (sum * h) / 3
}
const poissonAt = (k: number, mean: number) => { let p = Math.exp(-mean); for (let i = 1; i <= k; i++) p *= mean / i; return p }

describe('distributions', () => {
  test.each([[1, 1], [4, 2.5], [12, 9], [3, 14], [60, 70], [200, 180]])('gamma of whole shape %d at %d is a Poisson sum', (shape, x) => {
    let below = 0
    for (let k = 0; k < shape; k++) below += poissonAt(k, x)
    expect(gammaCdf(x, shape)).toBeCloseTo(1 - below, 11)
  })
  test.each([[3.841458820694124, 1, 0.95], [5.991464547107979, 2, 0.95], [18.307038053275146, 10, 0.95]])('chi-squared %d with %d degrees is %d', (x, freedom, p) => {
    expect(gammaCdf(x / 2, freedom / 2)).toBeCloseTo(p, 10)
    expect(gammaQuantile(p, freedom / 2) * 2).toBeCloseTo(x, 8)
  })
  test.each([[12.706204736, 1, 0.975], [2.570581836, 5, 0.975], [2.228138852, 10, 0.975], [1.812461123, 10, 0.95]])('Student t %d with %d degrees is %d, as in the tables', (t, freedom, p) => expect(studentCdf(t, freedom)).toBeCloseTo(p, 8))
})

const inIt = <T extends object>(one: T) => ({ ...one, isIn: true })

describe('one prediction', () => {
  test('a rate is the posterior, integrated by another road', () => {
    for (const [events, time, target] of [[3, 3.2, 2], [0, 4, 1], [9, 4, 2], [40, 30, 1.5]] as const) {
      // Substituting u = sqrt(rate) takes the pole of the prior at zero away.
      const density = (u: number) => (u * u) ** events * Math.exp(-time * u * u) * Math.exp((-0.5 / target) * u * u)
      const whole = integrate(density, 0, 9)
      expect(judgeRate(events, time, target).probability).toBeCloseTo(integrate(density, Math.sqrt(target), 9) / whole, 8)
    }
  })
  test('a share is the posterior, integrated by another road', () => {
    for (const [counted, cases, target] of [[2, 7, 0.35], [0, 6, 0.2], [9, 9, 0.6]] as const) {
      // Substituting share = sin², whose Jeffreys prior is flat.
      const density = (u: number) => Math.sin(u) ** (2 * counted) * Math.cos(u) ** (2 * (cases - counted))
      const p = integrate(density, Math.asin(Math.sqrt(target)), Math.PI / 2) / integrate(density, 0, Math.PI / 2)
      expect(judgeShare({ counted, cases }, target).probability).toBeCloseTo(p, 8)
      expect(p).toBeCloseTo(1 - betaCdf(target, counted + 0.5, cases - counted + 0.5), 8)
    }
  })
  test('amounts: five that are far above are likely, however the average is', () => {
    expect(judgeAmount([50, 55, 60, 52, 58], 40).probability).toBeGreaterThan(0.99)
    expect(judgeAmount([1, 2, 3, 2, 192], 40).probability).toBeLessThan(0.6)
    expect(judgeAmount([40, 40, 40, 40, 40], 40).probability).toBe(1)
    expect(judgeAmount([50, 55, 60], 40)).toMatchObject({ probability: null, likely: { low: expect.any(Number) } })
    expect(judgeAmount([50], 40)).toEqual({ probability: null, likely: null })
  })
  test('the count by the review is the sum of the negative binomial, term by term', () => {
    for (const [events, time, future, target] of [[3, 3, 2, 2], [0, 2, 4, 1], [9, 5, 1, 2]] as const) {
      const rate = time + 0.5 / target
      const [shape, share] = [events + 0.5, future / (rate + future)]
      let term = (1 - share) ** shape
      let below = 0
      for (let k = 0; k < Math.ceil(target * (time + future)) - events; k++) {
        below += term
        term *= ((shape + k) / (k + 1)) * share
      }
      expect(reachByReview(events, time, future, target)).toBeCloseTo(1 - below, 10)
    }
    expect([reachByReview(12, 3, 2, 2), reachByReview(1, 3, 0, 2)]).toEqual([1, 0])
  })
  test('too early is an answer, by what was to be expected', () => {
    expect(judgeRate(0, 1.4, 2).probability).toBeNull()
    expect(judgeRate(0, 1.6, 2).probability).toBeLessThan(0.05)
    expect(judgeRate(3, 0.5, 2).probability).toBeGreaterThan(0.85)
    expect(judgeShare({ counted: 4, cases: 4 }, 0.5).probability).toBeNull()
    expect(judgeWait({ events: 0, months: 11 }, 4).probability).toBeNull()
    expect(judgeWait({ events: 0, months: 13 }, 4).probability).toBeLessThan(0.1)
  })
  test('more never makes it less likely', () => {
    for (let k = 0; k < 12; k++) expect(judgeRate(k + 1, 4, 2).probability ?? 0).toBeGreaterThan(judgeRate(k, 4, 2).probability ?? -1)
    for (let k = 0; k < 12; k++) expect(judgeShare({ counted: k + 1, cases: 12 }, 0.4).probability!).toBeGreaterThan(judgeShare({ counted: k, cases: 12 }, 0.4).probability!)
  })
  test('a ramp is left out unless somebody was introduced in it', () => {
    expect(exposureOf([{ months: 8, firstAt: null }, { months: 8, firstAt: 5 }, { months: 8, firstAt: 1 }, { months: 1, firstAt: null }].map(inIt), 2)).toBeCloseTo((6 + 6 + 8 + 0) / 3)
    expect(firstsOf([{ months: 8, firstAt: null }, { months: 8, firstAt: 5 }].map(inIt))).toEqual({ events: 1, months: 13 })
  })
})

describe('calibration: of worlds for which a probability was said, so many meet the target', () => {
  // A generator of the test's own, and a gamma draw by summing squares: nothing shared with what is tested.
  let state = 12_345n
  const uniform = () => { state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) & 0xffffffffffffffffn; return (Number(state >> 11n) + 0.5) / 2 ** 53 }
  const halfChi = () => (Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())) ** 2 / 2
  const poisson = (mean: number) => { let [k, p] = [0, uniform()]; const limit = Math.exp(-mean); while (p > limit) { k += 1; p *= uniform() } return k }
  const bins = (pairs: { said: number; met: boolean }[]) => {
    const edges = [0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 1.001]
    return edges.slice(1).map((high, i) => pairs.filter(({ said }) => said >= edges[i]! && said < high)).filter((bin) => bin.length >= 300)
      .map((bin) => ({ n: bin.length, said: bin.reduce((sum, one) => sum + one.said, 0) / bin.length, met: bin.filter((one) => one.met).length / bin.length }))
  }
  const hold = (name: string, pairs: { said: number; met: boolean }[]) => {
    const found = bins(pairs)
    console.info(`${name}: ${found.map((bin) => `said ${(bin.said * 100).toFixed(1)} % met ${(bin.met * 100).toFixed(1)} % (n ${bin.n})`).join('; ')}`)
    expect(found.length).toBeGreaterThan(4)
    for (const { n, said, met } of found) expect(Math.abs(met - said)).toBeLessThan(4.5 * Math.sqrt((said * (1 - said)) / n) + 0.002)
  }

  test('introductions: targets from 0.5 to 4, two to eight partners, three months to two years', () => {
    const pairs = Array.from({ length: 60_000 }, () => {
      const target = 0.5 + 3.5 * uniform()
      const time = (2 + Math.floor(uniform() * 7)) * (1 + 7 * uniform())
      const truth = halfChi() * 2 * target
      return { said: judgeRate(poisson(truth * time), time, target).probability ?? -1, met: truth >= target }
    })
    hold('Introductions', pairs)
  })
  test('introductions by the review, which lies one to six months ahead', () => {
    const pairs = Array.from({ length: 60_000 }, () => {
      const target = 0.5 + 3.5 * uniform()
      const [time, future] = [(2 + Math.floor(uniform() * 5)) * (1 + 3 * uniform()), (2 + Math.floor(uniform() * 5)) * (0.3 + 1.7 * uniform())]
      const truth = halfChi() * 2 * target
      const events = poisson(truth * time)
      return { said: reachByReview(events, time, future, target), met: events + poisson(truth * future) >= target * (time + future) - 1e-9 }
    })
    hold('By the review', pairs)
  })
  test('shares: five to forty cases', () => {
    const pairs = Array.from({ length: 60_000 }, () => {
      const target = 0.1 + 0.7 * uniform()
      const [a, b] = [halfChi(), halfChi()]
      const truth = a / (a + b)
      const cases = 5 + Math.floor(uniform() * 36)
      let counted = 0
      for (let i = 0; i < cases; i++) if (uniform() < truth) counted += 1
      return { said: judgeShare({ counted, cases }, target).probability!, met: truth >= target }
    })
    hold('Shares', pairs)
  })
})

const targets: Targets = { currency: 'EUR', activePartners: 6, introductions: 2, opportunityRate: 0.5, wonRate: 0.3, valueMinor: 4_000_000, monthsToFirst: 3.3, stop: { measure: 'introductions', below: 0.5 } }
const happened: Happened = { months: 5, times: [{ months: 5, firstAt: 3.5 }, { months: 5, firstAt: 4 }, { months: 5, firstAt: 4.5 }, { months: 5, firstAt: null }].map(inIt), review: { months: 4, on: '2027-03-31' }, partners: 4, activePartners: 4, qualified: 3, settled: { counted: 1, cases: 2 }, closed: { counted: 0, cases: 1 }, amounts: [], unvalued: 0 }

describe('the verdict', () => {
  test('says in a sentence what was asked and how likely it is', () => {
    const { findings, proposal, sentence } = verdictOf(targets, happened, false)
    expect(findings[0]!.sentence).toBe('4 active partners of the 6 that were predicted.')
    expect(findings[1]!.sentence).toBe('With 3 qualified introductions from 4 partners in 5 months, the target of 2 per partner and quarter is unlikely: 18 %.')
    expect(findings[2]!.sentence).toBe('Too early to say: 2 introductions qualified at least 30 days ago and 1 younger, and it takes 5.')
    expect(verdictOf(targets, happened, false).byReview!.sentence).toMatch(/^By the review on Wed, Mar 31, 2027 introductions will have reached their target with \d+ %\.$/)
    expect([proposal, sentence]).toEqual(['too_early', 'Too early to say: not enough cases of opportunities and closed opportunities yet.'])
  })
  test.each([[0.97, 'very_likely'], [0.7, 'likely'], [0.5, 'open'], [0.07, 'unlikely'], [0.01, 'very_unlikely'], [null, 'too_early']] as const)('%d is %s', (p, word) => expect(likelihoodOf(p)).toBe(word))
  test.each([
    [[0.8, 0.7, 0.9], 0.01, false, 'supported'], [[0.8, 0.7, null], 0.01, false, 'too_early'], [[0.8, 0.7, null], 0.01, true, 'inconclusive'], [[0.03, null, null], null, false, 'refuted'], [[0.4, 0.9, 0.9], 0.92, false, 'refuted'],
    [[0.4, 0.9, 0.9], 0.2, false, 'open'], [[0.4, 0.9, 0.9], 0.2, true, 'inconclusive'],
  ] as const)('%j with stop %d and review due %s: %s', (chain, stop, isDue, proposal) => expect(propose([...chain], stop, isDue)).toBe(proposal))
  test('nothing at all is too early, and absurd numbers stay numbers', () => {
    const nothing: Happened = { months: 0, times: [], partners: 0, activePartners: 0, qualified: 0, settled: { counted: 0, cases: 0 }, closed: { counted: 0, cases: 0 }, amounts: [], unvalued: 0, review: null }
    expect(verdictOf(targets, nothing, false).proposal).toBe('too_early')
    const many: Happened = { ...happened, times: Array.from({ length: 5000 }, () => ({ months: 60, firstAt: 1, isIn: true })), qualified: 2_000_000, settled: { counted: 900_000, cases: 1_000_000 }, closed: { counted: 1, cases: 1_000_000 } }
    for (const { probability } of verdictOf({ ...targets, introductions: 10_000 }, many, false).findings) expect(probability === null || (probability >= 0 && probability <= 1)).toBe(true)
    expect(verdictOf({ ...targets, monthsToFirst: 0, introductions: 0, opportunityRate: 0, wonRate: 0, valueMinor: 0 }, happened, true).findings).toHaveLength(6)
  })
})
