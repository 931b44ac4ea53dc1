// Random programs over random histories: the engine against an evaluator that shares no code with it, and what must hold whatever the plan.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { due } from './due.ts'
import { fact, type Fact } from './facts.ts'
import { tell } from './history.ts'
import { planDocument, type Plan } from './plan.ts'
import { naive, type NaivePlan, type NaiveSale } from './test/naive.ts'

const runs = Number(process.env['RUNS'] ?? 2500)
const cents = (n: bigint) => `${n / 100n}.${String(n % 100n).padStart(2, '0')}`
const day = fc.integer({ min: 0, max: 1100 }).map((n) => new Temporal.PlainDate(2026, 1, 1).add({ days: n }).toString())
const amount = fc.oneof(fc.bigInt(1n, 300n), fc.bigInt(1n, 5_000_000n), fc.bigInt(1n, 90_000_000_000_000n))
const rate = fc.integer({ min: 0, max: 4000 }).map((n) => n / 100)

const naivePlan: fc.Arbitrary<NaivePlan> = fc.record({
  kind: fc.constantFrom('percent', 'marginal', 'whole'), percent: rate, over: fc.constantFrom('month', 'quarter', 'year', 'ever', 'item' as const),
  count: fc.boolean(), bounds: fc.uniqueArray(fc.bigInt(1n, 20_000_000n), { minLength: 1, maxLength: 4 }), countBounds: fc.uniqueArray(fc.bigInt(1n, 6n), { minLength: 1, maxLength: 4 }), flats: fc.array(fc.bigInt(0n, 90_000n), { minLength: 5, maxLength: 5 }), rates: fc.array(rate, { minLength: 5, maxLength: 5 }),
  perItemCents: fc.option(fc.bigInt(1n, 500_000n)), perPeriod: fc.option(fc.record({ cents: fc.bigInt(1n, 900_000n), over: fc.constantFrom('month', 'quarter', 'year', 'ever' as const), perAccount: fc.boolean() })),
  firstItems: fc.option(fc.record({ n: fc.integer({ min: 1, max: 4 }), perAccount: fc.boolean() }), { freq: 2 }), windowAfter: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 9 })), windowMonths: fc.option(fc.integer({ min: 1, max: 24 })), clawbackDays: fc.option(fc.integer({ min: 1, max: 400 })),
}).map((p) => {
  const bounds = [...(p.count ? p.countBounds : p.bounds)].sort((a, b) => (a < b ? -1 : 1))
  return {
    percent: p.kind === 'percent' ? p.percent : null,
    bands: p.kind === 'percent' ? null : { over: p.over as 'month', whole: p.kind === 'whole', count: p.count, rows: [...bounds, null].map((upTo, i) => ({ upTo, percent: p.rates[i]!, flatCents: p.count ? p.flats[i]! : 0n })) },
    perItemCents: p.perItemCents, perPeriod: p.perPeriod, firstItems: p.firstItems, windowAfter: p.windowAfter, windowMonths: p.windowMonths, clawbackDays: p.clawbackDays,
  }
})

const crew = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('A', 'B').map((partner) => [{ partner, weight: 1 }]) },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 4 }).map((weights) => weights.map((weight, i) => ({ partner: 'ABCD'[i]!, weight }))) },
)
const sales: fc.Arbitrary<NaiveSale[]> = fc.array(fc.record({ partners: crew, account: fc.constantFrom('x', 'y'), cents: amount, day, share: fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 2 }), leftAfter: fc.option(fc.integer({ min: 0, max: 500 })) }), { maxLength: 12 })
  .map((list) => list.map(({ share, ...sale }, i) => ({ ...sale, id: `s${String(i).padStart(2, '0')}`, refunds: share.map((percent) => (sale.cents * BigInt(percent)) / 100n).filter((n) => n > 0n) })))

const asPlan = (p: NaivePlan): Plan => planDocument.parse({
  language: 2, name: 'Random', currency: 'EUR',
  components: [{
    id: 'share', on: 'sale',
    pay: p.bands ? { bands: { over: p.bands.over, measure: p.bands.count ? 'count' : 'amount', mode: p.bands.whole ? 'whole' : 'marginal', rows: p.bands.rows.map((row) => ({ ...(row.upTo === null ? {} : { upTo: p.bands!.count ? String(row.upTo) : cents(row.upTo) }), percent: String(row.percent), ...(p.bands!.count ? { flat: cents(row.flatCents) } : {}) })) } } : { percent: String(p.percent) },
    limits: { ...(p.perItemCents === null ? {} : { perItem: cents(p.perItemCents) }), ...(p.perPeriod ? { perPeriod: { amount: cents(p.perPeriod.cents), over: p.perPeriod.over, per: p.perPeriod.perAccount ? 'account' : 'partner' } } : {}), ...(p.firstItems ? { items: { count: p.firstItems.n, per: p.firstItems.perAccount ? 'account' : 'partner' } } : {}) },
    ...(p.windowMonths === null && p.windowAfter === 0 ? {} : { window: { after: p.windowAfter, ...(p.windowMonths === null ? {} : { months: p.windowMonths }) } }), ...(p.clawbackDays === null ? {} : { clawback: { days: p.clawbackDays } }),
  }],
})
const asFacts = (list: NaiveSale[]): Fact[] => list.flatMap((s) => [
  { id: s.id, kind: 'sale', partners: s.partners, account: s.account, amount: cents(s.cents), currency: 'EUR', at: s.day },
  ...s.refunds.map((refund, i) => ({ id: `${s.id}r${i}`, kind: 'refund', of: s.id, amount: cents(refund), at: s.day })),
  ...(s.leftAfter === null ? [] : [{ id: `${s.id}x`, kind: 'cancellation', of: s.id, at: Temporal.PlainDate.from(s.day).add({ days: s.leftAfter }).toString() }]),
]).map((one) => fact.parse(one))
const amounts = (plan: Plan, facts: Fact[]) => new Map(due(plan, facts).lines.map((line) => [`${line.partner} ${line.item}`, line.amountMinor]))

describe('random programs over random histories', () => {
  test(`${runs} times the same as the other evaluator, to the cent`, () => fc.assert(fc.property(naivePlan, sales, (p, list) => {
    expect([...amounts(asPlan(p), asFacts(list))].sort()).toEqual([...naive(p, list)].sort())
  }), { numRuns: runs }))

  test('neither order nor repetition of the facts changes anything', () => fc.assert(fc.property(naivePlan, sales, fc.infiniteStream(fc.nat()), (p, list, stream) => {
    const [plan, facts] = [asPlan(p), asFacts(list)]
    const mixed = [...facts].map((one) => ({ one, at: stream.next().value as number })).sort((a, b) => a.at - b.at).map(({ one }) => one)
    expect(due(plan, mixed).lines).toEqual(due(plan, facts).lines)
  }), { numRuns: 400 }))

  test('refunding everything returns everything to zero, also what was capped or banded elsewhere', () => fc.assert(fc.property(naivePlan, sales, (p, list) => {
    const gone = list.map((s) => ({ ...s, refunds: [s.cents] }))
    expect(due(asPlan(p), asFacts(gone)).lines).toEqual([])
  }), { numRuns: 400 }))

  test('postings add up to what is due, however the facts trickle in', () => fc.assert(fc.property(naivePlan, sales, fc.infiniteStream(fc.integer({ min: 0, max: 59 })), (p, list, stream) => {
    const plan = asPlan(p)
    const facts = asFacts(list).map((one) => ({ ...one, recordedAt: `2031-01-01T00:${String(stream.next().value).padStart(2, '0')}:00Z` }))
    const history = tell(plan, facts)
    const booked = Map.groupBy(history.entries, (e) => `${e.partner} ${e.item}`)
    const sums = [...booked].map(([key, own]) => [key, own.reduce((sum, e) => sum + e.amountMinor, 0n)] as const).filter(([, sum]) => sum !== 0n)
    expect(sums.sort()).toEqual([...amounts(plan, facts)].sort())
  }), { numRuns: 200 }))

  test('cutting a sale in two does not change what marginal bands pay on it, but for one rounding', () => fc.assert(fc.property(naivePlan, amount, amount, day, (p, one, other, on) => {
    const plan = asPlan({ ...p, perItemCents: null, perPeriod: null, firstItems: null, windowAfter: 0, windowMonths: null, clawbackDays: null, bands: p.bands && { ...p.bands, whole: false, count: false, rows: p.bands.rows.map((row, i) => ({ ...row, upTo: row.upTo === null ? null : row.upTo * 1_000_000n + BigInt(i), flatCents: 0n })), over: p.bands.over === 'item' ? 'year' : p.bands.over } })
    const sale = (id: string, n: bigint): NaiveSale => ({ id, partners: [{ partner: 'A', weight: 1 }], account: 'x', cents: n, day: on, refunds: [], leftAfter: null })
    const sum = (list: NaiveSale[]) => [...amounts(plan, asFacts(list)).values()].reduce((a, b) => a + b, 0n)
    const gap = sum([sale('a', one + other)]) - sum([sale('a', one), sale('b', other)])
    expect(gap >= -1n && gap <= 1n).toBe(true)
  }), { numRuns: 400 }))
})
