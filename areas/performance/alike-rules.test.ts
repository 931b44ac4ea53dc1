import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addCounts, bothOf, countsFor, type Alike } from './alike-rules.ts'
import { noCounts, type Counts } from './figure-rules.ts'

const partners = ['ada', 'ben', 'cleo', 'dora', 'emil', 'fay']
/** Who has which number: of cases `submitted`, of promises `due`; null is a partner who was erased. */
type Part = Record<string, number>
const numbers = (key: 'submitted' | 'due') => (n: number): Counts => ({ ...noCounts, [key]: n })
function groups(part: Part, erased: number | null, countsOf: (n: number) => Counts): Alike[] {
  const byNumber = Map.groupBy(Object.entries(part), ([, n]) => n)
  const named = [...byNumber].map(([n, own]) => ({ counts: countsOf(n), ids: own.map(([id]) => id), times: own.length }))
  return erased === null ? named : [...named, { counts: countsOf(erased), ids: [], times: 1 }]
}
const part = fc.dictionary(fc.constantFrom(...partners), fc.integer({ min: 1, max: 3 }))

test('cases and promises counted apart say of each partner, and of all, what they say together', () => {
  fc.assert(fc.property(part, part, fc.option(fc.integer({ min: 1, max: 3 })), (cases, promises, erased) => {
    const both = bothOf(groups(cases, null, numbers('submitted')), groups(promises, erased, numbers('due')))
    const known = partners.filter((id) => id in cases || id in promises)
    expect(Object.fromEntries(countsFor(both, partners))).toEqual(Object.fromEntries(known.map((id) => [id, { ...noCounts, submitted: cases[id] ?? 0, due: promises[id] ?? 0 }])))
    const sum = (own: number[]) => own.reduce((a, b) => a + b, 0)
    expect(addCounts(both)).toEqual({ ...noCounts, submitted: sum(Object.values(cases)), due: sum(Object.values(promises)) + (erased ?? 0) })
    expect(sum(both.map(({ times }) => times))).toBe(known.length + (erased === null ? 0 : 1))
    expect(both.flatMap(({ ids }) => ids).sort()).toEqual(known)
  }), { numRuns: 500 })
})
