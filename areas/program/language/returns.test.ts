// Refunds that count on their own day, by hand: what they lower, at which rate, and what they leave as it was.
import { describe, expect, test } from 'vitest'
import { checkPlan, sayPlan, type PlanRun } from './index.ts'
import { runBothWays } from './test/both-ways.ts'
import { amounts, money, payout, sale, standing, type Raw } from './test/odd/told.ts'

const checked = (components: Raw[], more: Raw = {}) => checkPlan({ language: 2, name: 'Returns', currency: 'USD', components, ...more })
const run = (components: Raw[], facts: Raw[], more: Raw = {}): PlanRun => runBothWays(checked(components, more), facts)
const share = (more: Raw = {}): Raw => ({ id: 'share', on: 'sale', pay: { percent: '10' }, refunds: 'as_they_come', ...more })
const back = (of: string, day: string, amount = 'all', id = `${of} back`): Raw => ({ id, kind: 'refund', of, amount, at: day })
const bands = (mode: string, more: Raw = {}) => ({ bands: { over: 'quarter', mode, rows: [{ upTo: '1000.00', percent: '5' }, { percent: '10' }], ...more } })
const problems = (component: Raw, more: Raw = {}) => checked([component], more).findings.map((one) => `${one.level} ${one.place}: ${one.problem} ${one.remedy}`)

describe('a refund lowers the quarter in which it comes back', () => {
  const facts = [sale('a', '2026-02-10', '1200.00'), sale('b', '2026-04-10', '900.00'), back('a', '2026-05-10', '400.00'), sale('c', '2026-06-10', '300.00')]
  test('as a whole: the first keeps its rate, and the second is rated by what is left of it', () => {
    // January: 1,200.00 at 10 %. April: 900.00 − 400.00 + 300.00 is 800.00 at 5 %.
    expect(amounts(run([share({ pay: bands('whole') })], facts))).toEqual(['a 120.00', 'a#a back -20.00', 'b 45.00', 'c 15.00'])
    expect(amounts(run([share({ pay: bands('whole'), refunds: 'taken_back' })], facts))).toEqual(['a 40.00', 'b 90.00', 'c 30.00'])
  })
  test('each part at its own rate, also back down, and below nothing at the first', () => {
    // 900.00, back to 500.00, up to 800.00. A quarter that begins with 400.00 less than nothing: 1,500.00 reach 1,100.00.
    expect(amounts(run([share({ pay: bands('marginal') })], facts))).toEqual(['a 70.00', 'a#a back -20.00', 'b 45.00', 'c 15.00'])
    expect(amounts(run([share({ pay: bands('marginal') })], [facts[0]!, back('a', '2026-05-10', '400.00'), sale('d', '2026-06-10', '1500.00')]))).toEqual(['a 70.00', 'a#a back -20.00', 'd 80.00'])
  })
  test('one that comes when the rate has risen is taken back at that', () => {
    expect(amounts(run([share({ pay: bands('onward') })], [sale('a', '2026-04-01', '900.00'), sale('b', '2026-04-02', '600.00'), back('a', '2026-04-03', '100.00')]))).toEqual(['a 45.00', 'a#a back -10.00', 'b 60.00'])
    expect(amounts(run([share({ pay: { percentByTier: { silver: '10', gold: '20' } } })], [{ id: 't1', kind: 'tier', partner: 'P', tier: 'silver', at: '2026-01-01' }, { id: 't2', kind: 'tier', partner: 'P', tier: 'gold', at: '2026-03-01' }, sale('a', '2026-02-01', '100.00'), back('a', '2026-03-01', '50.00')]))).toEqual(['a 10.00', 'a#a back -10.00'])
  })
  test('by a target that holds on its day, and by growth over what came to less', () => {
    expect(amounts(run([share({ pay: { bands: { over: 'quarter', mode: 'whole', quota: 'target', rows: [{ upTo: '100', percent: '5' }, { percent: '10' }] } } })], [standing('2026-01-01', 'target', '1000'), standing('2026-05-01', 'target', '500'), ...facts]))).toEqual(['a 120.00', 'a#a back -40.00', 'b 45.00', 'c 30.00'])
    // The quarter before came to 1,200.00 − 200.00; twice of that is not reached.
    const grown = share({ pay: { bands: { over: 'quarter', mode: 'whole', quota: { monthsBefore: 3 }, rows: [{ upTo: '200', percent: '1' }, { percent: '2' }] } } })
    expect(amounts(run([grown], [sale('a', '2026-02-10', '1200.00'), back('a', '2026-03-10', '200.00'), sale('b', '2026-04-10', '2000.00')]))).toEqual(['a 24.00', 'a#a back -4.00', 'b 40.00'])
  })
})

describe('what else it meets', () => {
  test('a cap of the period: what it had left out comes back first', () => {
    // 150.00 of which 100.00; 30.00 back is 120.00, still 100.00; 40.00 more is 80.00.
    const facts = [sale('a', '2026-01-10', '1500.00'), back('a', '2026-01-11', '300.00', 'r1'), back('a', '2026-01-12', '400.00', 'r2'), sale('b', '2026-01-13', '500.00')]
    expect(amounts(run([share({ limits: { perPeriod: { amount: '100.00', over: 'quarter' } } })], facts))).toEqual(['a 100.00', 'a#r2 -20.00', 'b 20.00'])
  })
  test('an amount for each, by number: what comes back wholly is one less; a part is none', () => {
    const counted = share({ pay: { bands: { over: 'quarter', measure: 'count', mode: 'whole', rows: [{ upTo: '2', flat: '5.00' }, { flat: '8.00' }] } } })
    expect(amounts(run([counted], [sale('a', '2026-01-10', '10.00'), sale('b', '2026-01-11', '10.00'), back('a', '2026-01-12', '4.00', 'r1'), back('b', '2026-04-10')]))).toEqual(['a 8.00', 'b 8.00', 'b#b back -5.00'])
  })
  test('an award that is reached, lost and reached again', () => {
    const award = share({ pay: { award: { over: 'quarter', rows: [{ at: '2', flat: '50.00' }] } } })
    const found = run([award], [sale('a', '2026-01-10', '10.00'), sale('b', '2026-01-11', '10.00'), back('a', '2026-01-12'), sale('c', '2026-01-13', '10.00'), back('b', '2026-04-12')])
    expect(amounts(found)).toEqual(['a#a back -50.00', 'b 50.00', 'c 50.00'])
    expect(found.lines[0]?.working).toEqual(['With it the total of the quarter falls below 2: $50.00 is taken back.'])
  })
  test('a guarantee, of which the same part of both is returned', () => {
    // They leave on day 50 of 100: half of 100.00 and half of −40.00.
    expect(amounts(run([share({ clawback: { days: 100 } })], [sale('a', '2026-01-10', '1000.00'), back('a', '2026-02-10', '400.00'), { id: 'gone', kind: 'cancellation', of: 'a', at: '2026-03-01' }]))).toEqual(['a 50.00', 'a#a back -20.00'])
  })
  test('what comes in, and a hold: it is set off when what it is of is paid, and then at once', () => {
    const found = run([share({ hold: { days: 30 } })], [sale('a', '2026-01-20', '1000.00'), back('a', '2026-02-10', '300.00', 'r1'), payout('p1', '2026-02-15'), payout('p2', '2026-02-28'), back('a', '2026-03-20', '100.00', 'r2'), payout('p3', '2026-03-31'), sale('b', '2026-04-01', '500.00')])
    expect(found.payouts?.map((one) => [one.payout, one.sent, one.carried])).toEqual([['p1', '0.00', '0.00'], ['p2', '70.00', '0.00'], ['p3', '0.00', '-10.00']])
    const paying = run([share({ on: 'invoice', payable: 'as_collected' })], [money('invoice', 'i', '2026-01-10', '1000.00'), back('i', '2026-02-10', '400.00'), { id: 'c', kind: 'payment', of: 'i', amount: '300.00', at: '2026-02-11' }])
    expect(paying.lines.map((line) => [line.item, line.amount, line.payable])).toEqual([['i', '100.00', '50.00'], ['i#i back', '-40.00', '-20.00']])
  })
  test('a window, a promotion and the first so many ask for the sale, and its refund follows it', () => {
    const usual = share({ window: { months: 3 } })
    const promotion = share({ id: 'promotion', pay: { percent: '20' }, from: '2026-03-01', until: '2026-04-01', replaces: ['share'], limits: { items: { count: 1, per: 'account' } } })
    expect(amounts(run([usual, promotion], [sale('a', '2026-01-10', '100.00'), sale('b', '2026-03-10', '100.00'), back('a', '2026-09-10', '50.00'), back('b', '2026-09-10', '50.00')]))).toEqual(['a 10.00', 'a#a back -5.00', 'b 20.00', 'b#b back -10.00'])
  })
  test('several share what comes back, whoever is above gives back a share, and points are taken like what is used', () => {
    const facts = [{ id: 'm', kind: 'above', partner: 'P', manager: 'M', at: '2025-01-01' }, sale('a', '2026-01-10', '1000.10', { partner: undefined, partners: [{ partner: 'P', weight: 1 }, { partner: 'Q', weight: 1 }] }), back('a', '2026-02-10', '0.30')]
    expect(run([share(), { id: 'boss', share: { of: 'share', percent: '10', to: { above: 1 } } }], facts).lines.map((line) => `${line.partner} ${line.item} ${line.amount}`)).toEqual(['M a 5.00', 'P a 50.01', 'P a#a back -0.02', 'Q a 50.00', 'Q a#a back -0.01'])
  })
  test('it is told in the statement of its own day', () => {
    const found = run([share()], [sale('a', '2026-01-10', '100.00'), { id: 'closed', kind: 'statement_closed', period: '2026-01', at: '2026-02-03' }, back('a', '2026-02-10', '50.00')])
    expect(found.entries?.map((one) => `${one.statement} ${one.item} ${one.amount}${one.isPrior ? ' prior' : ''}`)).toEqual(['2026-01 a 10.00', '2026-02 a#a back -5.00'])
  })
})

test('it is said, and what cannot be worked out so has its place and a remedy', () => {
  expect(sayPlan(checked([share()]).plan!)[0]).toBe('10\u00a0% of each sale. A refund counts on its own day, like one of less than nothing: it lowers what that period comes to, at the rate of that day.')
  expect(problems(share({ limits: { perItem: '10.00' } }))).toEqual(['error components.0.limits.perItem: It is for each item, and a refund that counts on its own day is none of them. Limit a period, or let refunds be taken_back.'])
  expect(problems(share({ basis: { ceiling: 'first' } }))).toEqual(['error components.0.basis.ceiling: What the first item came to does not limit a refund that counts on its own day. Take it out, or let refunds be taken_back.'])
  expect(problems(share({ instalments: { count: 3 } }))).toEqual(['error components.0.instalments: A refund that counts on its own day is not in parts. Let refunds be taken_back.'])
  expect(problems(share({ price: {} }))).toEqual(['error components.0.price: What a reseller pays has no refund on a day of its own. Let refunds be taken_back.'])
  expect(problems(share({ pay: { ranked: { over: 'month', prizes: ['5.00'] } } }))).toEqual(['error components.0.pay.ranked: A prize is for items, and a refund that counts on its own day is none. Let refunds be taken_back.'])
  expect(problems(share({ on: 'payment' }))).toEqual(['error components.0.on: A refund is of an invoice or a sale, not of one payment. Let it pay on these, as collected, or let refunds be taken_back.'])
  expect(problems(share(), { together: [{ of: ['share'], percent: '5' }] })).toEqual(['error components.0.refunds: A cap over all partners of an item is of what is kept of it, and here it stays as it was. Let refunds be taken_back, or take it out of the cap.'])
})
