// The score as properties: the range holds whatever may turn out, an answer never widens it, and only the ratio of weights counts.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countAmong, sayCounted } from './customer-kind.ts'
import { compareScores, figureOf, scoreOf, stepOfFigure, stepsBetween, stillMeans, type Criterion } from './score-rules.ts'
import { reasonsOf } from './say-score.ts'

const step = fc.record({ points: fc.integer({ min: 0, max: 100 }), knocksOut: fc.boolean() })
const scale = fc.array(step, { minLength: 2, maxLength: 5 }).filter((steps) => steps.some((s) => s.points > 0))
const criteria = fc.array(fc.record({ weight: fc.integer({ min: 1, max: 10 }), steps: scale }), { minLength: 1, maxLength: 6 }).map((all) => all.map((one, i): Criterion => ({
  id: `c${i}`, name: `C${i}`, question: '?', weight: one.weight, kind: 'assessed', measure: null, needsEvidence: false, steps: one.steps.map((s, n) => ({ ...s, words: `step ${n}`, from: null })),
})))
const withAnswers = criteria.chain((all) => fc.tuple(fc.constant(all), fc.tuple(...all.map((c) => fc.array(fc.integer({ min: 0, max: c.steps.length - 1 }), { maxLength: 3 }))), fc.tuple(...all.map((c) => fc.integer({ min: 0, max: c.steps.length - 1 })))))
const knownOf = (all: Criterion[], said: number[][]) => new Map(all.map((c, i) => [c.id, said[i] ?? []]))
const near = 1e-6

describe('a score', () => {
  test('lies between 0 and 100 and its range holds every completion', () => {
    fc.assert(fc.property(withAnswers, ([all, said, rest]) => {
      const range = scoreOf(all, knownOf(all, said))
      const complete = scoreOf(all, knownOf(all, said.map((steps, i) => (steps.length > 0 ? steps : [rest[i]!]))))
      expect(range.low).toBeGreaterThanOrEqual(-near)
      expect(range.high).toBeLessThanOrEqual(100 + near)
      expect(complete.high - complete.low).toBeLessThan(near)
      expect(complete.low).toBeGreaterThanOrEqual(range.low - near)
      expect(complete.high).toBeLessThanOrEqual(range.high + near)
    }))
  })

  test('both ends of the range can come true', () => {
    fc.assert(fc.property(withAnswers, ([all, said]) => {
      const range = scoreOf(all, knownOf(all, said))
      const end = (best: boolean) => scoreOf(all, knownOf(all, said.map((steps, i) => {
        const points = all[i]!.steps.map((s) => s.points)
        return steps.length > 0 ? steps : [points.indexOf(best ? Math.max(...points) : Math.min(...points))]
      })))
      expect(end(false).low).toBeCloseTo(range.low, 6)
      expect(end(true).high).toBeCloseTo(range.high, 6)
    }))
  })

  test('gets no wider by an answer', () => {
    fc.assert(fc.property(withAnswers, fc.nat(), ([all, said, rest], at) => {
      const i = at % all.length
      const before = scoreOf(all, knownOf(all, said))
      const after = scoreOf(all, knownOf(all, said.map((steps, n) => (n === i ? [...steps, rest[n]!] : steps))))
      expect(after.high - after.low).toBeLessThanOrEqual(before.high - before.low + near)
      expect(after.unknown).toBeLessThanOrEqual(before.unknown + near)
      if (said[i]!.length === 0) {
        expect(after.low).toBeGreaterThanOrEqual(before.low - near)
        expect(after.high).toBeLessThanOrEqual(before.high + near)
      }
    }))
  })

  test('does not depend on the unit of weights and points, nor on the order of criteria', () => {
    fc.assert(fc.property(withAnswers, fc.integer({ min: 2, max: 9 }), ([all, said], k) => {
      const one = scoreOf(all, knownOf(all, said))
      const scaled = scoreOf(all.map((c) => ({ ...c, weight: c.weight * k, steps: c.steps.map((s) => ({ ...s, points: s.points * k })) })), knownOf(all, said))
      const turned = scoreOf(all.toReversed(), knownOf(all, said))
      for (const other of [scaled, turned]) {
        expect(other.low).toBeCloseTo(one.low, 6)
        expect(other.high).toBeCloseTo(one.high, 6)
      }
    }))
  })

  test('is knocked out by what somebody said, never by what nobody knows', () => {
    fc.assert(fc.property(withAnswers, ([all, said]) => {
      const { knockOuts } = scoreOf(all, knownOf(all, said))
      expect(knockOuts.map((out) => out.criterionId)).toEqual(all.filter((c, i) => said[i]!.some((n) => c.steps[n]!.knocksOut)).map((c) => c.id))
    }))
  })
})

const closeness: Criterion = { id: 'closeness', name: 'Close', question: 'How?', weight: 3, kind: 'self_stated', measure: null, needsEvidence: false, steps: [{ words: 'Rarely', points: 0, from: null, knocksOut: false }, { words: 'Often', points: 2, from: null, knocksOut: false }, { words: 'Daily', points: 4, from: null, knocksOut: false }] }
const rival: Criterion = { ...closeness, id: 'rival', name: 'Rival', weight: 1, kind: 'assessed', steps: [{ words: 'Bound', points: 0, from: null, knocksOut: true }, { words: 'Free', points: 1, from: null, knocksOut: false }] }
const share: Criterion = { ...closeness, id: 'icp_share', name: 'Share', kind: 'computed', measure: 'icp_share', steps: [0, 10, 25].map((from, i) => ({ words: `from ${from}`, points: i, from, knocksOut: false })) }

test.each([
  ['nothing is known', {}, 0, 100, 100], ['one is known', { closeness: [2] }, 75, 100, 25], ['two assessors are averaged', { closeness: [0, 2], rival: [1] }, 62.5, 62.5, 0],
  ['a knocked-out one keeps its figure', { closeness: [2], rival: [0] }, 75, 75, 0], ['a step that the scale has not is unknown', { closeness: [7], rival: [1] }, 25, 100, 75],
])('%s', (_what, said, low, high, unknown) => {
  expect(scoreOf([closeness, rival], new Map(Object.entries(said)))).toMatchObject({ low, high, unknown })
})

describe('a criterion of which a part is known', () => {
  const some = withAnswers.chain(([all, said, rest]) => fc.tuple(fc.constant(all), fc.constant(said), fc.tuple(...all.map((c) => fc.subarray(c.steps.map((_, i) => i), { minLength: 1 }))), fc.constant(rest)))
  test('may be any of the steps that are possible and no other, and that is never wider than knowing nothing', () => {
    fc.assert(fc.property(some, ([all, said, left]) => {
      const possible = new Map(all.map((c, i) => [c.id, left[i]!]))
      const range = scoreOf(all, knownOf(all, said), possible)
      const nothing = scoreOf(all, knownOf(all, said))
      expect(range.low).toBeGreaterThanOrEqual(nothing.low - near)
      expect(range.high).toBeLessThanOrEqual(nothing.high + near)
      const ends = (pick: (points: number[]) => number) => scoreOf(all, knownOf(all, said.map((steps, i) => (steps.length > 0 ? steps : [left[i]!.find((n) => all[i]!.steps[n]!.points === pick(left[i]!.map((m) => all[i]!.steps[m]!.points)))!]))))
      expect(ends((points) => Math.min(...points)).low).toBeCloseTo(range.low, 6)
      expect(ends((points) => Math.max(...points)).high).toBeCloseTo(range.high, 6)
    }))
  })

  test.each([
    ['one step is as good as said', [1], [12.5 * 3, 62.5, 25, 0]], ['two of three', [0, 1], [0, 62.5, 25, 0]], ['all of them are nothing known', [0, 1, 2], [0, 100, 100, 0]], ['none is nothing known', [], [0, 100, 100, 0]],
  ])('%s', (_what, left, [low, high, unknown, outs]) => {
    const score = scoreOf([closeness, rival], new Map(), new Map([['closeness', left]]))
    expect([score.low, score.high, score.unknown, score.knockOuts.length]).toEqual([low, high, unknown, outs])
  })

  test.each([[[0], 1], [[0, 1], 0], [[1], 0], [[], 0]])('of a scale that knocks out at its first step, %j knocks out %i times', (left, times) => {
    expect(scoreOf([rival], new Map(), new Map([['rival', left]])).knockOuts).toHaveLength(times)
  })
})

test.each([[0, 0, [0]], [0, 9.9, [0]], [0, 10, [0, 1]], [5, 100, [0, 1, 2]], [10, 24, [1]], [30, 90, [2]], [-5, 20, []]])('from %s to %s %% are steps %j', (low, high, steps) => expect(stepsBetween(share, low, high)).toEqual(steps))

describe('the kind of customers', () => {
  const cells = [
    { industry: 'Food & Beverage', size: '50-249', country: 'DE', customers: 40 }, { industry: 'Printing', size: '50-249', country: 'DE', customers: 30 }, { industry: 'Food', size: '1-9', country: 'FR', customers: 10 },
    { industry: 'Food', size: null, country: null, customers: 5 }, { industry: null, size: null, country: 'AT', customers: 7 }, { industry: null, size: null, country: null, customers: 8 },
  ] as const
  const any = { industries: [], sizes: [], places: [] }
  test.each([
    [{ ...any, industries: ['Food'] }, 55, 15], [{ ...any, industries: ['food', 'printing'] }, 85, 15], [{ ...any, sizes: ['50-249' as const] }, 70, 20], [{ ...any, places: ['DACH'] }, 77, 13], [{ ...any, places: ['DE', 'FR'] }, 80, 13],
    [{ industries: ['Food'], sizes: ['50-249' as const], places: ['DACH'] }, 40, 20], [{ ...any, industries: ['Law'] }, 0, 15], [{ ...any, places: ['JP'] }, 0, 13], [{ ...any, industries: ['Foo'] }, 0, 15],
  ])('%j: %i belong, %i may', (among, belong, may) => expect(countAmong(among, cells, 100)).toEqual({ belong, may, of: 100 }))
  test('customers of whom nothing is told may belong', () => expect(countAmong({ ...any, industries: ['Food'] }, cells, 120)).toEqual({ belong: 55, may: 35, of: 120 }))
  test.each([[{ belong: 41, may: 0, of: 120 }, '34 % (41 of 120)'], [{ belong: 41, may: 31, of: 120 }, '34 to 60 % (41 of 120; of 31 it is not known)'], [{ belong: 0, may: 1200, of: 3600 }, '0 to 34 % (0 of 3,600; of 1,200 it is not known)']])('%j is “%s”', (counted, said) => expect(sayCounted(counted)).toBe(said))
})

test('a ranking takes nothing unknown for good: low end first, then the middle, knocked-out ones last', () => {
  const of = (low: number, high: number, out = false) => ({ low, high, knockOuts: out ? [{ criterionId: 'x', name: 'x', words: 'x' }] : [] })
  const sorted = [of(90, 90, true), of(20, 100), of(50, 55), of(50, 80), of(0, 100)].sort(compareScores)
  expect(sorted.map((s) => [s.low, s.high, s.knockOuts.length])).toEqual([[50, 80, 0], [50, 55, 0], [20, 100, 0], [0, 100, 0], [90, 90, 1]])
})

test.each([[0, 0], [9.99, 0], [10, 1], [24.9, 1], [25, 2], [100, 2], [-1, undefined]])('%s %% is step %s', (figure, index) => {
  expect(stepOfFigure(share, figure)).toBe(index)
})

test('figures of a customer base, the share in percent', () => {
  const base = { listed: 200, matched: 120, customers: 14, openOpportunities: 6, inIcp: 50, icpShare: 0.25, asOf: Temporal.Instant.from('2026-11-01T00:00:00Z') }
  expect([figureOf('icp_share', base), figureOf('icp_count', base), figureOf('base_size', base), figureOf('open_opportunities', base)]).toEqual([25, 50, 200, 6])
})

test('an answer counts under a later version only where its step says the same', () => {
  expect(stillMeans(closeness, { step: 1, words: 'Often', evidence: null })).toBe(1)
  expect(stillMeans(closeness, { step: 1, words: 'Sometimes', evidence: null })).toBeUndefined()
  expect(stillMeans(closeness, { step: 9, words: 'Often', evidence: null })).toBeUndefined()
  expect(stillMeans(closeness, undefined)).toBeUndefined()
})

test('a part that is known is said with its ends and its figure, and speaks for or against only where both do', () => {
  const kind: Criterion = { ...share, id: 'kind', name: 'Kind', measure: 'base_kind' }
  const of = (possible: number[], steps: number[] = []) => {
    const sources = new Map([['kind', { from: 'figures' as const, steps, possible, figure: '5 to 24 % (1 of 20)' }]])
    return reasonsOf({ scorecard: { type: 'referral', version: 0, criteria: [kind], why: null, setAt: null, setBy: null }, score: scoreOf([kind], new Map([['kind', steps]]), new Map([['kind', possible]])), sources })
  }
  expect(of([0, 1])).toEqual({ strong: [], weak: [], unknown: [], knockOuts: [] })
  expect(of([], [2])).toMatchObject({ strong: ['Kind: from 25, 5 to 24 % (1 of 20)'] })
  expect(of([], [0])).toMatchObject({ weak: ['Kind: from 0, 5 to 24 % (1 of 20)'] })
  expect(of([0, 1, 2])).toMatchObject({ unknown: ['Kind'] })
})

test('the reasons say what is strong, weak, unknown and out, the heaviest first', () => {
  const criteria = [rival, closeness, share]
  const sources = new Map([['closeness', { from: 'assessors' as const, steps: [2], figure: null }], ['rival', { from: 'assessors' as const, steps: [0], figure: null }], ['icp_share', { from: 'nobody' as const, steps: [], figure: null }]])
  const score = scoreOf(criteria, new Map([...sources].map(([id, s]) => [id, s.steps])))
  expect(reasonsOf({ scorecard: { type: 'referral', version: 0, criteria, why: null, setAt: null, setBy: null }, score, sources })).toEqual({ strong: ['Close: Daily'], weak: [], unknown: ['Share'], knockOuts: ['Rival: Bound'] })
})
