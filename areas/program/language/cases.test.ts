import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sharedData } from '../../../test/setup/shared-data.ts'
import { fact, type Fact } from './facts.ts'
import { due } from './due.ts'
import { tell } from './history.ts'
import { payouts } from './payouts.ts'
import { planDocument } from './plan.ts'
import { cases } from './test/cases.ts'
import { furtherCases } from './test/further-cases.ts'
import { hardCases } from './test/hard-cases.ts'
import { harderCases } from './test/harder-cases.ts'

const read = (one: (typeof cases)[number]) => ({ plan: planDocument.parse(one.plan), facts: one.facts.map((f) => fact.parse(f)) })
const shuffled = (facts: Fact[], seed: number) => {
  const list = [...facts]
  let state = seed * 2_654_435_761
  for (let i = list.length - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    const at = state % (i + 1)
    ;[list[i], list[at]] = [list[at]!, list[i]!]
  }
  return list
}

describe.each([...cases, ...furtherCases, ...hardCases, ...harderCases])('$id: $title', (one) => {
  const { plan, facts } = read(one)
  test('every answer, to the smallest unit', () => {
    const history = tell(plan, facts)
    expect(history.due.tray).toEqual([])
    expect(one.answers({ history, payouts: payouts(plan, facts, history), currency: plan.currency })).toEqual(one.expected)
  })
  test('what is booked in the end is what is due, in whatever order the facts are given', () => {
    const inOrder = due(plan, facts).lines
    for (let seed = 1; seed <= 20; seed += 1) expect(due(plan, shuffled(facts, seed)).lines).toEqual(inOrder)
    const known = facts.map((f, i) => ({ ...f, recordedAt: `2031-01-01T00:${String(i).padStart(2, '0')}:00Z` }))
    for (let seed = 1; seed <= 5; seed += 1) {
      const { entries } = tell(plan, shuffled(known.map((f) => ({ ...f, recordedAt: `2031-01-01T00:${String(Math.abs(Math.imul(seed, f.id.length * 7 + f.id.charCodeAt(0))) % 60).padStart(2, '0')}:00Z` })), seed))
      // Two sellers of one item bring a line each to whoever is above both.
      const sums = (of: { partner: string; item: string; component: string; amountMinor: bigint }[]) => [...Map.groupBy(of, (e) => `${e.partner} ${e.item} ${e.component}`)].map(([key, own]) => [key, own.reduce((sum, e) => sum + e.amountMinor, 0n)] as const).filter(([, sum]) => sum !== 0n).sort(([a], [b]) => (a < b ? -1 : 1))
      expect(sums(entries)).toEqual(sums(inOrder))
    }
  })
  test('each line says how it came about', () => {
    for (const line of due(plan, facts).lines) expect(line.working.length, line.item).toBeGreaterThan(0)
  })
})

const shared = sharedData('commission-cases.json')
test.skipIf(!shared)('our answers are those of the published cases, each question once', () => {
  const published = JSON.parse(readFileSync(shared!, 'utf8')) as { cases: { id: string; ask: { value: string }[] }[] }
  for (const { id, ask } of published.cases) expect(cases.filter((one) => one.id === id).flatMap((one) => one.expected).toSorted(), id).toEqual(ask.map((question) => question.value).toSorted())
  expect(new Set(cases.map((one) => one.id)).size).toBe(published.cases.length)
})
