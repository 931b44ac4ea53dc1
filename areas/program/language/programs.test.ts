// Random programs of several components over random histories: the engine against a second evaluator that shares no code with it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPlan } from './check-plan.ts'
import { due } from './due.ts'
import { fact, type Fact } from './facts.ts'
import { tell } from './history.ts'
import type { Plan } from './plan.ts'
import { sayPlan } from './say-plan.ts'
import { naiveProgram, type Component, type Known, type Pay, type Program, type Row, type Sale } from './test/naive-programs.ts'

const runs = Number(process.env['RUNS'] ?? 600)
const patience = 120_000 + runs * 20
const cents = (n: bigint) => `${n / 100n}.${String(n % 100n).padStart(2, '0')}`
const on = (n: number) => new Temporal.PlainDate(2026, 1, 1).add({ days: n }).toString()
/** Days and spans that often meet exactly at a bound. */
const firsts = Array.from({ length: 30 }, (_, i) => Math.round((Date.UTC(2026, i, 1) - Date.UTC(2026, 0, 1)) / 86_400_000))
const dayNumber = fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...firsts) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 900 }) })
const day = dayNumber.map(on)
const spanOf = (most: number) => fc.oneof(fc.integer({ min: 1, max: most }), fc.tuple(fc.constantFrom(...firsts), fc.constantFrom(...firsts)).map(([a, b]) => Math.min(most, Math.max(1, Math.abs(a - b)))))
const rate = fc.integer({ min: 0, max: 4000 }).map((n) => n / 100)
const calendar = ['day', 'half_month', 'month', 'quarter', 'half_year', 'year', 'ever']
const over = fc.constantFrom(...calendar, 'contract_month', 'contract_quarter', 'contract_half_year', 'contract_year')
const per = fc.constantFrom('partner', 'account', 'sub' as const)
const sometimes = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: one })
const rising = (bounds: fc.Arbitrary<bigint>) => fc.uniqueArray(bounds, { minLength: 1, maxLength: 3 }).map((all) => [...all].sort((a, b) => (a < b ? -1 : 1)))
const row: fc.Arbitrary<Row> = fc.record({ percent: rate, flat: fc.bigInt(0n, 9000n), perUnit: fc.bigInt(0n, 900n) })

const pay: fc.Arbitrary<Pay> = fc.oneof(
  fc.record({ form: fc.constant('percent' as const), percent: rate }), fc.constant({ form: 'said' as const }),
  fc.record({ form: fc.constant('table' as const), rows: fc.uniqueArray(fc.constantFrom('p', 'q'), { minLength: 1 }).chain((products) => fc.tuple(...products.map((product) => row.map((one) => ({ product, row: one }))))), otherwise: rate }),
  fc.tuple(fc.boolean(), fc.boolean()).chain(([units, ofTarget]) => fc.tuple(rising(ofTarget ? fc.bigInt(1n, 150n) : units ? fc.bigInt(1n, 60n) : fc.bigInt(1n, 9_000_000n)), fc.array(fc.record({ percent: rate, perUnit: fc.bigInt(0n, 900n) }), { minLength: 4, maxLength: 4 }), over, fc.constantFrom('whole', 'marginal', 'onward' as const), per)
    .map(([bounds, rows, period, mode, whose]) => ({ form: 'bands' as const, units, ofTarget, over: period, mode, per: whose, rows: [...bounds, null].map((upTo, i) => ({ upTo, percent: rows[i]!.percent, perUnit: units ? rows[i]!.perUnit : 0n })) }))),
  fc.tuple(fc.boolean(), fc.boolean(), over).chain(([count, again, period]) => rising(count ? fc.bigInt(1n, 6n) : fc.bigInt(1n, 9_000_000n)).map((bounds) => ({ form: 'award' as const, over: period, count, again, rows: bounds.slice(0, again ? 1 : 3).map((at, i) => ({ at, flat: BigInt(i * 1000 + 700) })) }))),
  fc.record({ form: fc.constant('ranked' as const), over: fc.constantFrom(...calendar), prizes: fc.array(fc.bigInt(1n, 90_000n), { minLength: 1, maxLength: 3 }) }),
)
const component = (i: number): fc.Arbitrary<Component> => fc.record({
  id: fc.constant(`c${i}`), on: fc.constantFrom(['sale'], ['renewal'], ['sale', 'renewal'], ['payment']) as fc.Arbitrary<Component['on']>, inFull: fc.boolean(), pay, of: fc.constantFrom('amount', 'margin' as const), lessServices: fc.boolean(), firstYear: fc.boolean(), ceiling: fc.boolean(),
  whereProduct: sometimes(fc.constantFrom('p', 'q')), whereCount: sometimes(fc.integer({ min: 1, max: 3 })), replaces: sometimes(fc.constant(`c${(i + 1) % 3}`)), exclusive: sometimes(fc.record({ priority: fc.integer({ min: 0, max: 2 }), perAccount: fc.boolean() })),
  needsBy: sometimes(day), aliveMonths: sometimes(fc.integer({ min: 1, max: 12 })), windowDays: sometimes(spanOf(600)), breakDays: sometimes(spanOf(300)), items: sometimes(fc.record({ n: fc.integer({ min: 1, max: 3 }), over, bySub: fc.boolean() })),
  atLeast: sometimes(fc.bigInt(1n, 9000n)), perPeriod: sometimes(fc.record({ cents: fc.bigInt(1n, 900_000n), over, per })), minimum: sometimes(fc.record({ cents: fc.bigInt(1n, 90_000n), over, below: fc.constantFrom('nothing', 'topped_up', 'advanced' as const) })),
  keepsRefunds: fc.boolean(), comesBack: fc.integer({ min: 0, max: 3 }).map((n) => n === 0), clawback: sometimes(fc.record({ days: spanOf(400), how: fc.constantFrom('by_day', 'by_month', 'full', 'steps' as const), steps: fc.tuple(rate, rate).map(([a, b]) => [{ untilDay: 31, percent: a }, { untilDay: 212, percent: b }]) })),
  parts: sometimes(fc.integer({ min: 2, max: 5 })), owes: fc.integer({ min: 0, max: 9 }).map((n) => n === 0), less: i === 0 ? fc.constant([] as string[]) : fc.subarray(Array.from({ length: i }, (_, n) => `c${n}`)),
})
/** Where refunds count on their own day, without what cannot be said then. */
const withReturns = (one: Component): Component => {
  if (!one.comesBack || one.on.includes('payment') || one.pay.form === 'ranked') return { ...one, comesBack: false }
  return { ...one, keepsRefunds: false, ceiling: false, atLeast: null, parts: null }
}
const isClear = (one: Component) => !one.inFull && !one.comesBack
const program: fc.Arbitrary<Program> = fc.integer({ min: 1, max: 3 }).chain((n) => fc.record({
  components: fc.tuple(...Array.from({ length: n }, (_, i) => component(i))).map((all) => all.map((one) => ({ ...one, replaces: one.replaces && all.some((other) => other.id === one.replaces && other.replaces !== one.id) && one.id > one.replaces ? one.replaces : null })).map(withReturns)).map((all) => all.map((one) => ({ ...one, less: isClear(one) ? one.less.filter((id) => all.some((other) => other.id === id && isClear(other) && other.owes === one.owes)) : [] }))),
  together: sometimes(fc.record({ percent: sometimes(rate), cents: fc.bigInt(1n, 900_000n), inOrder: fc.boolean(), both: fc.boolean() })),
  cap: n < 2 ? fc.constant(null) : sometimes(fc.record({ cents: fc.bigInt(1n, 900_000n), over, perAccount: fc.boolean() })),
})).map(({ together: said, ...rest }) => {
  const of = rest.components.filter((one) => !one.owes && !one.comesBack).map((one) => one.id)
  return { ...rest, together: said && of.length > 0 ? { of, percent: said.percent, cents: said.percent === null || said.both ? said.cents : null, inOrder: said.inOrder } : null }
})

const crew = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('A', 'B').map((partner) => [{ partner, weight: 1 }]) },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 3 }).map((weights) => weights.map((weight, i) => ({ partner: 'ABC'[i]!, weight }))) },
)
const amount = fc.oneof(fc.bigInt(1n, 300n), fc.bigInt(1n, 5_000_000n))
const sales: fc.Arbitrary<Sale[]> = fc.array(fc.record({
  kind: fc.constantFrom('sale', 'renewal' as const), partners: crew, account: fc.constantFrom('x', 'y'), cents: amount, marginOf: fc.integer({ min: 0, max: 100 }), servicesOf: fc.integer({ min: 0, max: 120 }), units: fc.integer({ min: 0, max: 20 }), product: fc.constantFrom('p', 'q'), sub: fc.constantFrom('1', '2'), term: fc.constantFrom(1, 12, 13, 24, 36),
  at: dayNumber, backAfter: fc.array(spanOf(300), { minLength: 2, maxLength: 2 }), back: fc.oneof({ weight: 5, arbitrary: fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 2 }) }, { weight: 1, arbitrary: fc.constant([100] as number[]) }), left: fc.option(fc.oneof(fc.constant(0), spanOf(500))), paid: fc.array(fc.record({ after: fc.integer({ min: 0, max: 90 }), of: fc.integer({ min: 0, max: 80 }) }), { maxLength: 3 }),
}), { maxLength: 10 }).map((list) => list.map(({ marginOf, servicesOf, back, backAfter, left, paid, at, ...sale }, i) => ({
  ...sale, id: `s${i}`, day: on(at), margin: (sale.cents * BigInt(marginOf)) / 100n, services: (sale.cents * BigInt(servicesOf)) / 100n, refunds: back.map((percent) => (sale.cents * BigInt(percent)) / 100n).filter((n) => n > 0n), refundedOn: backAfter.map((n) => on(at + n)), leftOn: left === null ? null : on(at + left),
  payments: paid.map(({ after, of }) => ({ day: on(at + after), cents: (sale.cents * BigInt(of)) / 100n })).filter((one) => one.cents > 0n),
})))
const known: fc.Arbitrary<Known> = fc.record({ contracts: fc.record({ A: day, B: day, C: day }), A: sometimes(day), B: sometimes(day), second: fc.record({ day, percent: rate }), first: rate, target: fc.bigInt(1n, 60_000n) })
  .map(({ A, B, first, second, target, contracts }) => ({ target, contracts, certified: { ...(A ? { A } : {}), ...(B ? { B } : {}) }, rates: [{ day: '2020-01-01', percent: first }, second] }))

const whose = (one: 'partner' | 'account' | 'sub') => (one === 'sub' ? { field: 'sub' } : one)
const rowOf = (one: { percent: number; perUnit: bigint; flat?: bigint }) => ({ percent: String(one.percent), ...(one.perUnit > 0n ? { perUnit: cents(one.perUnit) } : {}), ...(one.flat ? { flat: cents(one.flat) } : {}) })
function payOf(one: Pay): object {
  if (one.form === 'percent') return { percent: String(one.percent) }
  if (one.form === 'said') return { percentFrom: 'said_rate' }
  if (one.form === 'table') return { table: { rows: one.rows.map((r) => ({ when: { product: r.product }, ...rowOf(r.row) })), otherwise: String(one.otherwise) } }
  if (one.form === 'bands') return { bands: { over: one.over, mode: one.mode, measure: one.units ? 'units' : 'amount', per: whose(one.per), ...(one.ofTarget ? { quota: 'target' } : {}), rows: one.rows.map((r) => ({ ...(r.upTo === null ? {} : { upTo: one.units || one.ofTarget ? String(r.upTo) : cents(r.upTo) }), ...rowOf(r) })) } }
  if (one.form === 'award') return { award: { over: one.over, measure: one.count ? 'count' : 'amount', again: one.again, rows: one.rows.map((r) => ({ at: one.count ? String(r.at) : cents(r.at), flat: cents(r.flat) })) } }
  return { ranked: { over: one.over, prizes: one.prizes.map(cents) } }
}
const asComponent = (c: Component): object => ({
  id: c.id, on: c.on, pay: payOf(c.pay), ...(c.less.length > 0 ? { less: c.less } : {}), split: c.inFull ? 'each_in_full' : 'weights', owes: c.owes, refunds: c.keepsRefunds ? 'kept' : c.comesBack ? 'as_they_come' : 'taken_back',
  basis: { ...(c.of === 'margin' ? { of: 'margin' } : {}), ...(c.lessServices ? { minus: ['services'] } : {}), firstYear: c.firstYear, ...(c.ceiling ? { ceiling: 'first' } : {}) },
  ...(c.whereProduct === null && c.whereCount === null ? {} : { where: { all: [...(c.whereProduct === null ? [] : [{ field: 'product', is: c.whereProduct }]), ...(c.whereCount === null ? [] : [{ total: { on: ['sale'], over: 'year' }, atLeast: String(c.whereCount) }])] } }),
  ...(c.replaces ? { replaces: [c.replaces] } : {}), ...(c.exclusive ? { exclusive: { group: 'g', priority: c.exclusive.priority, per: c.exclusive.perAccount ? 'account' : 'item' } } : {}),
  ...(c.needsBy ? { needs: { that: { field: 'certified', is: 'yes' }, by: c.needsBy } } : {}), ...(c.aliveMonths ? { keepAlive: { months: c.aliveMonths, on: ['sale'] } } : {}),
  ...(c.windowDays || c.breakDays ? { window: { ...(c.windowDays ? { days: c.windowDays } : {}), ...(c.breakDays ? { breaks: { days: c.breakDays } } : {}) } } : {}),
  limits: {
    ...(c.items ? { items: { count: c.items.n, per: 'account', over: c.items.over, ...(c.items.bySub ? { distinct: 'sub' } : {}) } } : {}), ...(c.atLeast ? { atLeast: cents(c.atLeast) } : {}),
    ...(c.perPeriod ? { perPeriod: [{ amount: cents(c.perPeriod.cents), over: c.perPeriod.over, per: whose(c.perPeriod.per) }] } : {}), ...(c.minimum ? { minimum: { amount: cents(c.minimum.cents), over: c.minimum.over, below: c.minimum.below } } : {}),
  },
  ...(c.clawback ? { clawback: { days: c.clawback.days, ...(c.clawback.how === 'steps' ? { steps: c.clawback.steps.map((one) => ({ untilDay: one.untilDay, percent: String(one.percent) })) } : { how: c.clawback.how }) } } : {}), ...(c.parts ? { instalments: { count: c.parts } } : {}),
})
function asPlan(p: Program): Plan {
  const { together } = p
  const capped = together && { of: together.of, cut: together.inOrder ? 'in_order' : 'in_proportion', ...(together.percent === null ? {} : { percent: String(together.percent) }), ...(together.cents === null ? {} : { amount: cents(together.cents) }) }
  const { plan, findings } = checkPlan({ language: 2, name: 'Random', currency: 'EUR', contract: { from: 'signed_on' }, ...(capped ? { together: [capped] } : {}), components: p.components.map(asComponent), ...(p.cap ? { caps: [{ of: p.components.map((one) => one.id), amount: cents(p.cap.cents), over: p.cap.over, per: p.cap.perAccount ? 'account' : 'partner' }] } : {}) })
  if (!plan) throw new Error(JSON.stringify(findings))
  return plan
}
const asFacts = (list: Sale[], { certified, rates, target, contracts }: Known): Fact[] => [
  ...list.flatMap((s) => [
    { id: s.id, kind: s.kind, partners: s.partners, account: s.account, product: s.product, amount: cents(s.cents), currency: 'EUR', at: s.day, units: s.units, termMonths: s.term, amounts: { margin: cents(s.margin), services: cents(s.services) }, fields: { sub: s.sub } },
    ...s.refunds.map((refund, i) => ({ id: `${s.id}r${i}`, kind: 'refund', of: s.id, amount: cents(refund), at: s.refundedOn[i] })), ...s.payments.map((one, i) => ({ id: `${s.id}p${i}`, kind: 'payment', of: s.id, amount: cents(one.cents), at: one.day })),
    ...(s.leftOn === null ? [] : [{ id: `${s.id}x`, kind: 'cancellation', of: s.id, at: s.leftOn }]),
  ]),
  { id: 'target', kind: 'standing', name: 'target', value: String(target), at: '2020-01-01' },
  ...Object.entries(contracts).map(([partner, value]) => ({ id: `y${partner}`, kind: 'standing', partner, name: 'signed_on', value, at: '2020-01-01' })),
  ...Object.entries(certified).map(([partner, at]) => ({ id: `k${partner}`, kind: 'standing', partner, name: 'certified', value: 'yes', at })), ...rates.map((one, i) => ({ id: `w${i}`, kind: 'standing', name: 'said_rate', value: String(one.percent), at: one.day })),
].map((one) => fact.parse(one))
const amounts = (plan: Plan, facts: Fact[]) => new Map(due(plan, facts).lines.map((line) => [`${line.component} ${line.partner} ${line.item}`, line.amountMinor]))

describe('random programs of several components', () => {
  test(`${runs} times the same as the other evaluator, to the cent`, () => fc.assert(fc.property(program, sales, known, (p, list, said) => {
    expect([...amounts(asPlan(p), asFacts(list, said))].sort()).toEqual([...naiveProgram(p, list, said)].sort())
  }), { numRuns: runs }), patience)

  test('neither order nor repetition of the facts changes anything', () => fc.assert(fc.property(program, sales, known, fc.infiniteStream(fc.nat()), (p, list, said, stream) => {
    const [plan, facts] = [asPlan(p), asFacts(list, said)]
    const mixed = [...facts].map((one) => ({ one, at: stream.next().value as number })).sort((a, b) => a.at - b.at).map(({ one }) => one)
    expect(due(plan, mixed).lines).toEqual(due(plan, facts).lines)
  }), { numRuns: 150 }), patience)

  test('refunding everything returns everything to zero, but for what keeps it', () => fc.assert(fc.property(program, sales, known, (p, list, said) => {
    const plan = asPlan({ ...p, components: p.components.map((one) => ({ ...one, keepsRefunds: false, comesBack: false })) })
    expect(due(plan, asFacts(list.map((s) => ({ ...s, refunds: [s.cents] })), said)).lines).toEqual([])
  }), { numRuns: 150 }), patience)

  test('postings add up to what is due, however the facts trickle in', () => fc.assert(fc.property(program, sales, known, fc.infiniteStream(fc.integer({ min: 0, max: 59 })), (p, list, said, stream) => {
    const plan = asPlan(p)
    const facts = asFacts(list, said).map((one) => ({ ...one, recordedAt: `2031-01-01T00:${String(stream.next().value).padStart(2, '0')}:00Z` }))
    const booked = Map.groupBy(tell(plan, facts).entries, (e) => `${e.component} ${e.partner} ${e.item}`)
    const sums = [...booked].map(([key, own]) => [key, own.reduce((sum, e) => sum + e.amountMinor, 0n)] as const).filter(([, sum]) => sum !== 0n)
    expect(sums.sort()).toEqual([...amounts(plan, facts)].sort())
  }), { numRuns: 60 }), patience)

  test('facts that cannot bear on each other are told apart, and the same is booked because of the same fact', () => fc.assert(fc.property(program, sales, known, fc.infiniteStream(fc.integer({ min: 0, max: 59 })), (p, list, said, stream) => {
    const plan = asPlan(p)
    const facts = [...asFacts(list, said), fact.parse({ id: 'zz', kind: 'withdrawn', of: 'target', at: '2031-01-01' }), fact.parse({ id: 'target2', kind: 'standing', name: 'target', value: '77', at: '2020-01-01' })]
      .map((one) => ({ ...one, recordedAt: `2031-01-01T00:${String(stream.next().value).padStart(2, '0')}:00Z` })).sort((a, b) => (a.recordedAt + a.id < b.recordedAt + b.id ? -1 : 1))
    const keyed = (upTo: number) => new Map(due(plan, facts.slice(0, upTo)).lines.map((line) => [`${line.component} ${line.partner} ${line.item}`, line.amountMinor]))
    const expected = facts.flatMap((one, i) => {
      const [before, after] = [keyed(i), keyed(i + 1)]
      return [...new Set([...before.keys(), ...after.keys()])].map((key) => `${one.id} ${key} ${(after.get(key) ?? 0n) - (before.get(key) ?? 0n)}`).filter((text) => !text.endsWith(' 0'))
    })
    const told = tell(plan, facts).entries.filter((e) => e.amountMinor !== 0n).map((e) => `${e.because} ${e.component} ${e.partner} ${e.item} ${e.amountMinor}`)
    expect(told.sort()).toEqual(expected.sort())
    expect(tell(plan, facts).entries.map((e) => e.recordedAt)).toEqual(told.length > 0 ? tell(plan, facts).entries.map((e) => e.recordedAt).toSorted() : [])
  }), { numRuns: 60 }), patience)

  test('every program can be said', () => fc.assert(fc.property(program, (p) => {
    expect(sayPlan(asPlan(p)).join(' ')).not.toMatch(/undefined|null|NaN|\[object/)
  }), { numRuns: 100 }), patience)
})
