// Told one by one, facts that cannot bear on each other are told apart; what is booked is the same as where each is looked at with all before it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { due } from './due.ts'
import { checkPlan, readFacts, runPlan } from './index.ts'
import { money, sale, type Raw } from './test/odd/told.ts'

const planOf = (components: Raw[], more: Raw = {}) => checkPlan({ language: 2, name: 'Told', currency: 'USD', components, ...more }).plan!
const read = (facts: Raw[]) => readFacts(facts.map((fact) => JSON.stringify(fact)).join('\n')).facts
const ten = (more: Raw = {}): Raw => ({ id: 'share', on: ['sale', 'renewal'], pay: { percent: '10' }, ...more })

/** What is due after each fact less what was due before it. A deal that moves to another seller takes what it brought to whoever is above both from one and gives it by the other, as the ledger does, which books seller by seller. */
function oneByOne(plan: ReturnType<typeof planOf>, facts: ReturnType<typeof read>): string[] {
  const known = [...facts].sort((a, b) => (a.recordedAt ?? a.at).localeCompare(b.recordedAt ?? b.at) || (a.id < b.id ? -1 : 1))
  const booked = new Map<string, bigint>()
  return known.flatMap((fact, n) => {
    const now = new Map(due(plan, known.slice(0, n + 1)).lines.map((line) => [[line.partner, line.item, line.component, line.seller].join(' '), line.amountMinor]))
    return [...new Set([...booked.keys(), ...now.keys()])].sort().flatMap((key) => {
      const change = (now.get(key) ?? 0n) - (booked.get(key) ?? 0n)
      booked.set(key, now.get(key) ?? 0n)
      return change === 0n ? [] : [`${fact.id}: ${key.slice(0, key.lastIndexOf(' '))} ${change}`]
    })
  })
}
const booked = (plan: ReturnType<typeof planOf>, facts: ReturnType<typeof read>) => (runPlan(plan, facts, [], { history: true }).entries ?? []).filter((one) => Number(one.amount) !== 0).map((one) => `${one.because}: ${one.partner} ${one.item} ${one.component} ${BigInt(one.amount.replace('.', ''))}`)

const day = fc.integer({ min: 0, max: 500 }).map((n) => Temporal.PlainDate.from('2025-01-01').add({ days: n }).toString())
const step = fc.record({ kind: fc.constantFrom('sale', 'sale', 'renewal', 'refund', 'withdrawn', 'tier', 'above', 'standing', 'credited', 'ended', 'cancellation'), at: day, late: fc.integer({ min: 0, max: 60 }), partner: fc.constantFrom('P', 'Q'), account: fc.constantFrom('a', 'b', 'c', 'd', ''), amount: fc.integer({ min: 1, max: 900_000 }), of: fc.nat() })
const facts = fc.array(step, { minLength: 3, maxLength: 16 }).map((steps) => {
  const items = steps.flatMap((one, i) => (one.kind === 'sale' || one.kind === 'renewal' ? [`f${i}`] : []))
  return read(steps.flatMap((one, i): Raw[] => {
    const common = { id: `f${i}`, at: one.at, recordedAt: Temporal.PlainDate.from(one.at).add({ days: one.late }).toString() }
    const of = items[one.of % Math.max(1, items.length)]
    if (one.kind === 'sale' || one.kind === 'renewal') return [{ ...money(one.kind, common.id, one.at, (one.amount / 100).toFixed(2), { partner: one.partner, account: one.account || undefined }), recordedAt: common.recordedAt }]
    if (one.kind === 'tier') return [{ ...common, kind: 'tier', partner: one.partner, tier: one.amount % 2 ? 'gold' : 'basic' }]
    if (one.kind === 'above') return [{ ...common, kind: 'above', partner: one.partner, manager: 'M' }]
    if (one.kind === 'standing') return [{ ...common, kind: 'standing', name: 'promo', value: one.amount % 2 ? 'yes' : 'no', ...(one.amount % 3 ? { partner: one.partner } : { account: one.account || 'a' }) }]
    if (one.kind === 'ended') return [{ ...common, kind: 'ended', partner: one.partner, why: 'notice' }]
    if (of === undefined) return []
    return [{ ...common, kind: one.kind, of, ...(one.kind === 'refund' ? { amount: '1.00' } : one.kind === 'credited' ? { partners: [{ partner: one.partner, weight: 1 }] } : {}) }]
  }))
})

describe('the same as with all facts before it', () => {
  test.each<[string, Raw[], Raw]>([
    ['a share of each', [ten()], {}],
    ['in a time with the customer, with a manager', [ten({ window: { months: 6 } }), { id: 'manager', share: { of: 'share', percent: '10', to: { above: 1 } } }], {}],
    ['by the tier that was told, where a standing holds', [ten({ pay: { percentByTier: { gold: '20' }, otherwise: '10' }, where: { not: { field: 'promo', is: 'no' } } })], {}],
    ['bands and caps for each customer', [ten({ pay: { bands: { over: 'year', mode: 'whole', per: 'account', rows: [{ upTo: '5000.00', percent: '5' }, { percent: '10' }] } }, limits: { perPeriod: { amount: '300.00', over: 'year', per: 'account' } } })], {}],
    ['who sold there before, and only the first', [ten({ on: 'renewal', to: 'incumbent' }), ten({ id: 'first', on: 'sale', limits: { items: { count: 1, per: 'account' } } })], {}],
    ['returned where they leave', [ten({ clawback: { days: 200 } })], {}],
    ['bands of the partner', [ten({ pay: { bands: { over: 'year', mode: 'whole', rows: [{ upTo: '5000.00', percent: '5' }, { percent: '10' }] } } })], {}],
    ['a cap over two', [ten(), ten({ id: 'more' })], { caps: [{ of: ['share', 'more'], amount: '500.00', over: 'quarter' }] }],
  ])('%s', { timeout: 60_000 }, (_, components, more) => {
    const plan = planOf(components, more)
    fc.assert(fc.property(facts, (told) => void expect(booked(plan, told)).toEqual(oneByOne(plan, told))), { numRuns: Number(process.env['RUNS'] ?? 60) })
  })
})

test('a deal that moves to another seller moves what it brought to whoever is above both', () => {
  const plan = planOf([ten(), { id: 'manager', share: { of: 'share', percent: '10', to: { above: 1 } } }])
  const above = (id: string, partner: string): Raw => ({ id, kind: 'above', at: '2025-01-01', recordedAt: '2025-01-01', partner, manager: 'M' })
  const told = read([above('a', 'P'), above('b', 'Q'), { ...sale('s', '2025-01-02', '100.00'), recordedAt: '2025-01-02' }, { id: 't', kind: 'credited', at: '2025-01-03', recordedAt: '2025-01-03', of: 's', partners: [{ partner: 'Q', weight: 1 }] }])
  expect(booked(plan, told)).toEqual(['s: M s manager 100', 's: P s share 1000', 't: M s manager -100', 't: M s manager 100', 't: P s share -1000', 't: Q s share 1000'])
})

test('a partner’s thousands of accounts take time as they are many, not as their square', { timeout: 60_000 }, () => {
  const plan = planOf([ten({ window: { months: 12 } })])
  const told = (count: number) => read(Array.from({ length: count }, (_, i) => sale(`s${i}`, '2026-01-10', '100.00', { account: `a${i}` })))
  const seconds = (count: number): number => {
    const some = told(count)
    const before = process.cpuUsage()
    expect(runPlan(plan, some, [], { history: true }).entries?.length).toBe(count)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6
  }
  seconds(200)
  // Sixteen times as many: sixteen times as long, where the square would be 256 times.
  expect(seconds(4_000) / seconds(250)).toBeLessThan(64)
})
