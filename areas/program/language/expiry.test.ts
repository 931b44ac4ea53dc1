// Points and credits that are used and that lapse: the edges by hand, and random histories against an evaluator that shares no code with the first.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPlan, dueOfSeller, readFacts, runPlan, sayPlan, type Plan, type PlanRun } from './index.ts'
import { due } from './due.ts'
import { fact, type Fact } from './facts.ts'
import { tell } from './history.ts'
import { naiveExpiry, type NaiveRule } from './test/naive-expiry.ts'
import { money, sale, type Raw } from './test/odd/told.ts'

const points = (more: Raw = {}): Raw => ({ id: 'points', on: 'sale', unit: 'points', pay: { percent: '100' }, ...more })
const planOf = (expiry: Raw[] | null, components: Raw[] = [points()], more: Raw = {}): Plan => {
  const { plan, findings } = checkPlan({ language: 2, name: 'Points', currency: 'USD', components, ...(expiry ? { expiry } : {}), ...more })
  if (!plan) throw new Error(JSON.stringify(findings))
  return plan
}
const used = (id: string, at: string, amount: string, more: Raw = {}): Raw => ({ id, kind: 'used', at, partner: 'P', unit: 'points', amount, ...more })
const run = (plan: Plan, facts: Raw[], on: string): PlanRun => {
  const { facts: read, tray } = readFacts(facts.map((one) => JSON.stringify(one)).join('\n'))
  return runPlan(plan, read, tray, { history: true, on })
}
const taken = (found: PlanRun) => found.rewards.filter((line) => line.move !== 'earned').map((line) => `${line.item} ${line.amount}`)
const findings = (expiry: Raw[], components: Raw[] = [points()]) => checkPlan({ language: 2, name: 'Points', currency: 'USD', components, expiry }).findings.map((one) => `${one.level} ${one.place}: ${one.problem} ${one.remedy}`)

describe('what lapses, and when', () => {
  test('so long after it was earned, to the same date or the last of a shorter month, and not a day before', () => {
    const plan = planOf([{ unit: 'points', months: 12 }])
    const facts = [sale('a', '2027-02-28', '10.00'), sale('b', '2027-08-31', '5.00')]
    expect(taken(run(plan, facts, '2028-02-27'))).toEqual([])
    expect(taken(run(plan, facts, '2028-02-28'))).toEqual(['lapsed:2028-02-28:a -10.00'])
    expect(taken(run(planOf([{ unit: 'points', months: 6 }]), facts, '2028-02-29'))).toEqual(['lapsed:2027-08-28:a -10.00', 'lapsed:2028-02-29:b -5.00'])
  })

  test('at the end of the year after; at the end of the year, which begins in July; at the end of the quarter in which 90 days are over', () => {
    const facts = [sale('a', '2026-06-30', '1.00'), sale('b', '2026-07-01', '2.00'), sale('c', '2026-12-31', '3.00')]
    expect(taken(run(planOf([{ unit: 'points', months: 12, end: 'year' }]), facts, '2028-01-01'))).toEqual(['lapsed:2028-01-01:a -1.00', 'lapsed:2028-01-01:b -2.00', 'lapsed:2028-01-01:c -3.00'])
    expect(taken(run(planOf([{ unit: 'points', months: 12, end: 'year' }]), facts, '2027-12-31'))).toEqual([])
    expect(taken(run(planOf([{ unit: 'points', end: 'year' }], [points()], { yearBegins: 7 }), facts, '2027-07-01'))).toEqual(['lapsed:2026-07-01:a -1.00', 'lapsed:2027-07-01:b -2.00', 'lapsed:2027-07-01:c -3.00'])
    // 30 June and 90 days are 28 September; 1 July and 90 days are 29 September; 31 December and 90 days are 31 March.
    expect(taken(run(planOf([{ unit: 'points', days: 90, end: 'quarter' }]), facts, '2027-04-01'))).toEqual(['lapsed:2026-10-01:a -1.00', 'lapsed:2026-10-01:b -2.00', 'lapsed:2027-04-01:c -3.00'])
  })

  test('what was earned first is used first, and only what is left lapses', () => {
    const plan = planOf([{ unit: 'points', months: 12 }])
    const facts = [sale('a', '2026-01-10', '10.00'), sale('b', '2026-03-10', '10.00'), used('u', '2026-04-01', '13.00')]
    const found = run(plan, facts, '2027-03-10')
    expect(taken(found)).toEqual(['lapsed:2027-03-10:b -7.00', 'u -13.00'])
    expect(found.rewardBalances).toEqual([{ partner: 'P', account: null, unit: 'points', currency: 'points', earned: '20.00', used: '13.00', lapsed: '7.00', left: '0.00', lapsesNext: null }])
    expect(found.rewards.find((line) => line.item === 'u')?.working).toEqual(['Used on Wed, Apr 1, 2026: 13\u00a0points. What was earned first is used first: 10\u00a0points of a, 3\u00a0points of b.'])
    expect(found.rewards.find((line) => line.move === 'lapsed')?.working).toEqual(['Earned on Tue, Mar 10, 2026: 10\u00a0points; used by Wed, Mar 10, 2027: 3\u00a0points.', 'What is left, 7\u00a0points, lapses 12 months after it was earned.'])
    expect(run(plan, facts, '2026-12-31').rewardBalances[0]).toMatchObject({ left: '7.00', lapsesNext: { on: '2027-03-10', amount: '7.00' } })
  })

  test('a use that is told late, of before it lapsed, leaves less to lapse; what lapsed cannot be used on that day', () => {
    const plan = planOf([{ unit: 'points', months: 12 }])
    const before = [sale('a', '2026-01-10', '10.00'), sale('b', '2026-12-01', '5.00')]
    expect(taken(run(plan, [...before, used('u', '2027-01-09', '4.00', { recordedAt: '2027-02-01' })], '2027-02-01'))).toEqual(['lapsed:2027-01-10:a -6.00', 'u -4.00'])
    expect(taken(run(plan, [...before, used('u', '2027-01-10', '4.00')], '2027-12-01'))).toEqual(['lapsed:2027-01-10:a -10.00', 'lapsed:2027-12-01:b -1.00', 'u -4.00'])
  })

  test('a refund lowers what was earned and so what lapsed; a use that was withdrawn never was', () => {
    const plan = planOf([{ unit: 'points', months: 12 }])
    const facts = [sale('a', '2026-01-10', '10.00'), used('u', '2026-02-01', '4.00'), { id: 'r', kind: 'refund', of: 'a', at: '2027-06-01', amount: '3.00' }]
    expect(taken(run(plan, facts, '2027-06-01'))).toEqual(['lapsed:2027-01-10:a -3.00', 'u -4.00'])
    expect(taken(run(plan, [...facts, { id: 'w', kind: 'withdrawn', of: 'u', at: '2027-06-02' }], '2027-06-02'))).toEqual(['lapsed:2027-01-10:a -7.00'])
    expect(run(plan, facts, '2027-06-01').rewardEntries?.map((one) => `${one.because} ${one.item} ${one.amount}`)).toEqual(['a a 10.00', 'u u -4.00', '2027-01-10 lapsed:2027-01-10:a -6.00', 'r a -3.00', 'r lapsed:2027-01-10:a 3.00'])
  })

  test('half of what is left at the end of each year, and of that half again, until there is nothing to halve', () => {
    // 10.01: 3.00 is used, half of 7.01 is 3.505, so 3.51 lapses; 3.50 is left, of which 0.50 is used: half of 3.00 is 1.50.
    const facts = [sale('a', '2026-03-10', '10.01'), used('u', '2026-05-01', '3.00'), used('v', '2027-05-01', '0.50')]
    const half = planOf([{ unit: 'points', end: 'year', percent: '50' }])
    const found = run(half, facts, '2028-01-01')
    expect(taken(found)).toEqual(['lapsed:2027-01-01:a -3.51', 'lapsed:2028-01-01:a -1.50', 'u -3.00', 'v -0.50'])
    expect(found.rewardBalances).toEqual([{ partner: 'P', account: null, unit: 'points', currency: 'points', earned: '10.01', used: '3.50', lapsed: '5.01', left: '1.50', lapsesNext: { on: '2029-01-01', amount: '0.75' } }])
    expect(found.rewards.find((line) => line.item === 'lapsed:2028-01-01:a')?.working).toEqual(['Earned on Tue, Mar 10, 2026: 10.01\u00a0points; used by Sat, Jan 1, 2028: 3.5\u00a0points; lapsed before: 3.51\u00a0points.', '50\u00a0% of what is left, 1.5\u00a0points of 3\u00a0points, lapses at the end of each further year.'])
    expect(taken(run(planOf([{ unit: 'points', end: 'year', percent: '50', rest: 'keeps' }]), facts, '2040-01-01'))).toEqual(['lapsed:2027-01-01:a -3.51', 'u -3.00', 'v -0.50'])
    // 0.75, 0.38 of it (0.375), 0.19 of 0.37 (0.185), 0.09 of 0.18, 0.05 of 0.09 (0.045), 0.02 of 0.04, 0.01, 0.01.
    expect(run(half, facts, '2060-01-01').rewardBalances[0]).toMatchObject({ lapsed: '6.51', left: '0.00', lapsesNext: null })
  })

  test('a tenth after each six months without a use, counted anew from a use and from each time that some lapsed', () => {
    const plan = planOf([{ unit: 'points', idle: { months: 6, without: 'used' }, percent: '10' }])
    expect(taken(run(plan, [sale('a', '2026-01-31', '10.00'), used('u', '2026-09-15', '1.00')], '2027-09-15'))).toEqual(['lapsed:2026-07-31:a -1.00', 'lapsed:2027-03-15:a -0.80', 'lapsed:2027-09-15:a -0.72', 'u -1.00'])
  })

  test('what may not be used yet lapses last', () => {
    // Half of 8.00 is paid for, so 4.00 may be used; a quarter of all lapses, from what may be used.
    const plan = planOf([{ unit: 'points', months: 12, percent: '25' }], [points({ on: 'invoice', payable: 'as_collected' })])
    const found = run(plan, [money('invoice', 'a', '2026-01-10', '8.00'), { id: 'p', kind: 'payment', of: 'a', amount: '4.00', at: '2026-01-11' }, used('u', '2026-02-01', '3.00')], '2028-01-10')
    expect(found.rewards.filter((line) => line.move !== 'used').map((line) => `${line.item} ${line.amount} ${line.payable}`)).toEqual(['a 8.00 4.00', 'lapsed:2027-01-10:a -1.25 -1.00', 'lapsed:2028-01-10:a -0.94 0.00'])
  })

  test('more used than there was comes from what is earned next', () => {
    const found = run(planOf([{ unit: 'points', months: 12 }]), [sale('a', '2026-01-10', '2.00'), used('u', '2026-02-01', '5.00'), sale('b', '2026-03-01', '10.00')], '2027-03-01')
    expect(taken(found)).toEqual(['lapsed:2027-03-01:b -7.00', 'u -5.00'])
  })

  test('all that is left after a silence; earning or using ends it, and on the day itself comes too late', () => {
    const plan = planOf([{ unit: 'points', idle: { months: 6 } }])
    const facts = [sale('a', '2026-01-31', '1.00'), sale('b', '2026-07-30', '1.00'), used('u', '2027-01-29', '0.50')]
    expect(taken(run(plan, facts, '2027-07-29'))).toEqual(['lapsed:2027-07-29:a -0.50', 'lapsed:2027-07-29:b -1.00', 'u -0.50'])
    expect(taken(run(plan, [facts[0]!, sale('b', '2026-07-31', '1.00')], '2026-12-31'))).toEqual(['lapsed:2026-07-31:a -1.00'])
    expect(taken(run(planOf([{ unit: 'points', idle: { months: 6, without: 'used' } }]), facts, '2026-08-01'))).toEqual(['lapsed:2026-07-31:a -1.00', 'u -0.50'])
  })

  test('a credit in each currency by itself, what customers get by customer, and other units keep', () => {
    const plan = planOf([{ unit: 'gift card', days: 30 }, { unit: 'money', end: 'month' }], [points(), points({ id: 'card', unit: { credit: 'gift card' }, pay: { percent: '10' } }), points({ id: 'welcome', unit: undefined, to: 'customer', pay: { flat: { USD: '5.00', JPY: '700' } } })], { currencies: ['USD', 'JPY'] })
    const found = run(plan, [sale('a', '2026-01-10', '100.00'), money('sale', 'b', '2026-01-10', '1000', { currency: 'JPY', account: 'y' }), used('u', '2026-01-11', '4.00', { unit: 'gift card' }), used('v', '2026-01-11', '40', { unit: 'gift card', currency: 'JPY' }), used('w', '2026-01-11', '300', { unit: 'money', account: 'y', currency: 'JPY' })], '2026-02-09')
    expect(found.rewardBalances.map((one) => [one.account, one.unit, one.currency, one.earned, one.used, one.lapsed])).toEqual([
      ['c', 'money', 'USD', '5.00', '0.00', '5.00'], ['y', 'money', 'JPY', '700', '300', '400'], [null, 'gift card', 'JPY', '100', '40', '60'], [null, 'gift card', 'USD', '10.00', '4.00', '6.00'], [null, 'points', 'points', '1100.00', '0.00', '0.00'],
    ])
  })

  test('what cannot be used waits in the tray with the reason', () => {
    const found = run(planOf([{ unit: 'points', months: 12 }]), [sale('a', '2026-01-10', '2.00'), used('u', '2026-01-11', '1.00', { unit: 'miles' }), used('v', '2026-01-11', '1.001'), used('w', '2026-01-11', '1.00', { currency: 'USD' }), used('x', '2026-01-11', '1.00', { account: 'x' })], '2026-02-01')
    expect(found.tray.map((one) => one.why)).toEqual(['The plan gives a partner nothing in “miles” that could be used.', 'The amount has more decimals than what it is counted in.', '“points” has no currency.', 'The plan gives a customer nothing in “points” that could be used.'])
  })

  test('a share of points is points, and not money', () => {
    const found = run(planOf(null, [points(), { id: 'boss', share: { of: 'points', percent: '10', to: { above: 1 } } }]), [{ id: 'm', kind: 'above', at: '2025-01-01', partner: 'P', manager: 'M' }, sale('a', '2026-01-10', '100.00')], '2026-02-01')
    expect([found.lines, found.balances, found.rewards.map((line) => `${line.partner} ${line.component} ${line.amount} ${line.unit}`)]).toEqual([[], [], ['M boss 10.00 points', 'P points 100.00 points']])
  })
})

describe('what is said and found', () => {
  test('in plain words', () => {
    const said = (rule: Raw) => sayPlan(planOf([{ unit: 'points', ...rule }])).find((one) => one.includes('lapses'))
    expect([said({ months: 24 }), said({ end: 'year' }), said({ months: 12, end: 'year' }), said({ days: 90, end: 'quarter' }), said({ months: 36, idle: { months: 18 } }), said({ idle: { days: 90, without: 'earned' } })]).toEqual([
      'What is not used of points lapses 24 months after it was earned. What was earned first is used first.',
      'What is not used of points lapses at the end of the year in which it was earned. What was earned first is used first.',
      'What is not used of points lapses at the end of the year after the one in which it was earned. What was earned first is used first.',
      'What is not used of points lapses at the end of the quarter in which 90 days since it was earned are over. What was earned first is used first.',
      'What is not used of points lapses 36 months after it was earned, or after 18 months in which nothing was earned or used. What was earned first is used first.',
      'What is not used of points lapses after 90 days in which nothing was earned. What was earned first is used first.',
    ])
  })

  test('of a part, what becomes of the rest', () => {
    const said = (rule: Raw) => sayPlan(planOf([{ unit: 'points', percent: '50', ...rule }])).find((one) => one.includes('lapses'))
    expect([said({ end: 'year' }), said({ months: 12, rest: 'keeps' })]).toEqual([
      '50\u00a0% of what is not used of points lapses at the end of the year in which it was earned. The same part of the rest lapses at the end of each further year. What was earned first is used first.',
      '50\u00a0% of what is not used of points lapses 12 months after it was earned. The rest keeps for ever. What was earned first is used first.',
    ])
    expect(findings([{ unit: 'points', months: 12, percent: '100.01' }])).toEqual(['error expiry.0.percent: 100.01\u00a0% is more than what is left. Use at most 100.'])
    expect(findings([{ unit: 'points', months: 12, percent: '0' }])).toEqual(['error expiry.0.percent: Nothing of it lapses. Give it a percentage, or take the rule out, so that it keeps.'])
    expect(findings([{ unit: 'points', months: 12, idle: { months: 6 }, percent: '50' }])).toEqual(['error expiry.0.idle: A part lapses by its age and after a time without activity, and it is not clear from when the next is counted. Keep one of the two.'])
    expect(findings([{ unit: 'points', months: 12, rest: 'keeps' }])).toEqual(['error expiry.0.rest: All of it lapses, so there is no rest that keeps. Say which percent lapses, or take it out.'])
  })

  test('what is wrong has a remedy', () => {
    expect(findings([{ unit: 'pionts', months: 12 }])).toEqual(['error expiry.0.unit: No component pays in “pionts”. You probably meant “points”.'])
    expect(findings([{ unit: 'points', months: 12 }], [points({ unit: undefined })])).toEqual(['error expiry.0.unit: No component pays in “points”. Give a component a unit, or take it out; money does not lapse here.'])
    expect(findings([{ unit: 'points' }])).toEqual(['error expiry.0: It does not say when it lapses. Give days or months, the end of a period, or a time without activity (idle).'])
    expect(findings([{ unit: 'points', idle: {} }])).toEqual(['error expiry.0.idle: It does not say after how long. Give days or months.'])
    expect(findings([{ unit: 'points', months: 12 }, { unit: 'points', end: 'year' }])).toEqual(['error expiry.1.unit: It says twice when “points” lapses. Say it once; the sooner of a length and a time without activity counts.'])
    expect(findings([{ unit: 'points', months: 6, idle: { months: 12 } }])).toEqual(['warning expiry.0.idle: By then it has lapsed by its age, so the time without activity is never reached. Shorten it, or take it out.'])
    expect(findings([{ unit: 'points', months: 1 }], [points({ hold: { days: 60 } })])).toEqual(['warning expiry.0: It lapses before “points” may be used. Let it keep longer than it is held.'])
    expect(findings([{ unit: 'points', months: 1 }], [points(), { id: 'boss', share: { of: 'points', percent: '10', to: { above: 1 } } }])).toEqual(['error expiry.0.unit: “boss” is a share of it, and what somebody else earned cannot lapse with it. Let the share be of what is paid in money, or give whoever stands above a component of their own.'])
    expect(checkPlan({ language: 2, name: 'P', currency: 'USD', components: [points(), points({ id: 'cash', unit: undefined }), { id: 'boss', share: { of: ['points', 'cash'], percent: '10', to: { above: 1 } } }] }).findings.map((one) => one.problem)).toEqual(['It is a share of money and of something else, which cannot be added.'])
  })
})

const runs = Number(process.env['RUNS'] ?? 400)
const dayNumber = fc.oneof(fc.constantFrom(0, 30, 58, 89, 180, 181, 211, 364, 365, 395, 423), fc.integer({ min: 0, max: 430 }))
const on = (n: number) => new Temporal.PlainDate(2026, 1, 1).add({ days: n }).toString()
const sometimes = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(one, { freq: 2 })
const length = { months: sometimes(fc.integer({ min: 1, max: 14 })), days: sometimes(fc.integer({ min: 1, max: 200 })) }
const rule: fc.Arbitrary<NaiveRule> = fc.record({
  ...length, end: sometimes(fc.constantFrom('month', 'quarter', 'half_year', 'year' as const)), yearBegins: fc.constantFrom(1, 1, 2, 7),
  idle: sometimes(fc.record({ ...length, without: fc.constantFrom('earned', 'used', 'either' as const) }).filter((one) => one.months !== null || one.days !== null)),
  hundredthsOfPercent: sometimes(fc.oneof(fc.constant(5000), fc.integer({ min: 1, max: 10_000 }))), keeps: fc.boolean(),
}).filter((one) => one.months !== null || one.days !== null || one.end !== null || one.idle !== null)
  // A part lapses by age or by silence.
  .map((one) => (one.hundredthsOfPercent === null ? { ...one, keeps: false } : one.idle ? { ...one, months: null, days: null, end: null } : one))
type Told = { id: string; day: string; hundredths: number; back: number }
const told = (letter: string, max: number) => fc.array(fc.record({ day: dayNumber.map(on), hundredths: fc.integer({ min: 1, max: 12 }), back: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 12 }) }) }), { maxLength: max })
  .map((all): Told[] => all.map((one, i) => ({ ...one, id: `${letter}${i}`, back: Math.min(one.back, one.hundredths) })))
const asPlan = ({ yearBegins, months, days, end, idle, hundredthsOfPercent: part, keeps }: NaiveRule): Plan => {
  const lengthOf = (one: { months: number | null; days: number | null }) => ({ ...(one.months === null ? {} : { months: one.months }), ...(one.days === null ? {} : { days: one.days }) })
  return planOf([{ unit: 'points', ...lengthOf({ months, days }), ...(end === null ? {} : { end }), ...(idle ? { idle: { ...lengthOf(idle), without: idle.without } } : {}), ...(part === null ? {} : { percent: String(part / 100), rest: keeps ? 'keeps' : 'again' }) }], [points()], { yearBegins })
}
const cents = (n: number) => (n / 100).toFixed(2)
const asFacts = (earned: Told[], uses: Told[]): Fact[] => [
  ...earned.flatMap((one) => [{ id: one.id, kind: 'sale', partner: 'P', account: 'x', amount: cents(one.hundredths), currency: 'USD', at: one.day }, ...(one.back === 0 ? [] : [{ id: `${one.id}r`, kind: 'refund', of: one.id, amount: cents(one.back), at: one.day }])]),
  ...uses.map((one) => ({ id: one.id, kind: 'used', partner: 'P', unit: 'points', amount: cents(one.hundredths), at: one.day })),
].map((one) => fact.parse(one))
const takenBy = (rewards: { move: string; item: string; amountMinor: bigint }[]) => rewards.filter((line) => line.move !== 'earned').map((line): [string, number] => [line.move === 'used' ? `used ${line.item}` : `lapsed ${line.item.split(':').slice(1).join(' ')}`, Number(-line.amountMinor)]).sort()

describe('random histories of what is earned, used and lapses', () => {
  test(`${runs} times the same as the other evaluator, to the hundredth`, () => fc.assert(fc.property(rule, told('s', 8), told('u', 5), dayNumber.map((n) => on(n * 2)), (one, earned, uses, day) => {
    const kept = earned.map((some) => ({ ...some, hundredths: some.hundredths - some.back }))
    expect(takenBy(due(asPlan(one), asFacts(earned, uses), day).rewards)).toEqual([...naiveExpiry(one, kept, uses, day)].sort())
  }), { numRuns: runs }), 120_000)

  test('neither order nor repetition of the facts changes anything', () => fc.assert(fc.property(rule, told('s', 8), told('u', 5), fc.infiniteStream(fc.nat()), (one, earned, uses, stream) => {
    const [plan, facts] = [asPlan(one), asFacts(earned, uses)]
    const mixed = [...facts].map((some) => ({ some, at: stream.next().value as number })).sort((a, b) => a.at - b.at).map(({ some }) => some)
    expect(due(plan, mixed).rewards).toEqual(due(plan, facts).rewards)
  }), { numRuns: 300 }))

  test('told one by one, however late, postings add up to what is due; what lapses is booked on its day', () => fc.assert(fc.property(rule, told('s', 6), told('u', 4), fc.infiniteStream(fc.integer({ min: 0, max: 500 })), (one, earned, uses, stream) => {
    const plan = asPlan(one)
    const facts = asFacts(earned, uses).map((some) => ({ ...some, recordedAt: [some.at, on(stream.next().value as number)].sort().at(-1)! }))
    const history = tell(plan, facts, '2029-01-01')
    const sums = [...Map.groupBy(history.rewardEntries, (entry) => entry.item)].map(([item, own]): [string, bigint] => [item, own.reduce((sum, entry) => sum + entry.amountMinor, 0n)]).filter(([, sum]) => sum !== 0n).sort()
    expect(sums).toEqual(history.due.rewards.map((line): [string, bigint] => [line.item, line.amountMinor]).sort())
    for (const entry of history.rewardEntries) if (/^\d{4}/.test(entry.because)) expect(entry.recordedAt.slice(0, 10)).toBe(entry.because)
  }), { numRuns: 100 }), 120_000)

  test('a later day only adds what lapses since, and what is left is never less than nothing where no more was used than there was', () => fc.assert(fc.property(rule, told('s', 8), told('u', 3), dayNumber, fc.nat(400), (one, earned, uses, early, more) => {
    const [plan, facts] = [asPlan(one), asFacts(earned, uses)]
    const [before, after] = [due(plan, facts, on(early)), due(plan, facts, on(early + more))]
    expect(after.rewards.filter((line) => line.move !== 'lapsed' || line.earnedOn <= on(early))).toEqual(before.rewards)
    const left = after.rewards.reduce((sum, line) => sum + line.amountMinor, 0n)
    expect(left >= after.expiring.reduce((sum, some) => sum + some.amountMinor, 0n) - uses.reduce((sum, use) => sum + BigInt(use.hundredths), 0n)).toBe(true)
    expect(after.expiring.every((some) => some.on > on(early + more) && some.amountMinor > 0n)).toBe(true)
  }), { numRuns: 300 }))

  test('under two versions that say the same it is what one says', () => fc.assert(fc.property(rule, told('s', 8), told('u', 5), dayNumber.map(on), (one, earned, uses, day) => {
    const [plan, facts] = [asPlan(one), asFacts(earned, uses)]
    const spans = [{ planVersionId: '1', plan, from: '2020-01-01', until: day }, { planVersionId: '2', plan, from: day, until: null }]
    expect(takenBy(dueOfSeller('P', spans, facts, '2027-06-01').rewards)).toEqual(takenBy(due(plan, facts, '2027-06-01').rewards))
  }), { numRuns: 200 }))
})
