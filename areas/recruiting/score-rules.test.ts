// The score as properties: the range holds whatever may turn out, an answer never widens it, and only the ratio of weights counts.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareScores, figureOf, scoreOf, stepOfFigure, stillMeans, type Criterion } from './score-rules.ts'
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

test('the reasons say what is strong, weak, unknown and out, the heaviest first', () => {
  const criteria = [rival, closeness, share]
  const sources = new Map([['closeness', { from: 'assessors' as const, steps: [2], figure: null }], ['rival', { from: 'assessors' as const, steps: [0], figure: null }], ['icp_share', { from: 'nobody' as const, steps: [], figure: null }]])
  const score = scoreOf(criteria, new Map([...sources].map(([id, s]) => [id, s.steps])))
  expect(reasonsOf({ scorecard: { type: 'referral', version: 0, criteria, why: null, setAt: null, setBy: null }, score, sources })).toEqual({ strong: ['Close: Daily'], weak: [], unknown: ['Share'], knockOuts: ['Rival: Bound'] })
})
