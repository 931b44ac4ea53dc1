// One small case for each mechanism of the language that the worked cases do not have; the answers are worked out by hand.
import { describe, expect, test } from 'vitest'
import { checkPlan, readFacts, runPlan, type PlanRun } from './index.ts'
import { amounts, choice, decision, earned, invoice, item, money, paid, payout, pays, protection, registrations, sale, standing, touch, type Raw } from './test/odd/told.ts'

function run(components: Raw[], facts: Raw[], more: Raw = {}): PlanRun {
  const { plan, findings } = checkPlan({ language: 2, name: 'Try', currency: 'USD', components, ...more })
  expect(findings.filter((one) => one.level === 'error')).toEqual([])
  const read = readFacts(facts.map((fact) => JSON.stringify(fact)).join('\n'))
  const result = runPlan(plan!, read.facts, read.tray, { history: true })
  expect(result.tray).toEqual([])
  return result
}
const ten = (more: Raw = {}): Raw => ({ id: 'share', on: 'sale', pay: { percent: '10' }, ...more })
const sales = (...all: [day: string, amount: string][]): Raw[] => all.map(([day, amount]) => sale(day, day, amount))
const refund = (of: string, day: string, amount = 'all'): Raw => ({ id: `${of} back`, kind: 'refund', of, amount, at: day })
const gone = (of: string, day: string): Raw => ({ id: `${of} gone`, kind: 'cancellation', of, at: day })
const bands = (rows: Raw[], more: Raw = {}) => ({ bands: { over: 'year', mode: 'marginal', rows, ...more } })
const both = [{ partner: 'P', weight: 3 }, { partner: 'Q', weight: 1 }]

describe('what earns, and whom', () => {
  test.each<[string, Raw[], Raw[], unknown]>([
    ['every kind of event', ['introduction', 'opportunity', 'renewal', 'expansion', 'activity', 'usage'].map((on) => ({ id: on, on, pay: { flat: '1.00' } })), ['introduction', 'opportunity', 'activity', 'usage'].map((kind) => item(kind, kind, '2026-01-01')).concat(['renewal', 'expansion'].map((kind) => money(kind, kind, '2026-01-01', '5.00'))),
      ['activity 1.00', 'expansion 1.00', 'introduction 1.00', 'opportunity 1.00', 'renewal 1.00', 'usage 1.00']],
    ['one component for several kinds', [ten({ on: ['sale', 'renewal'] })], [sale('s', '2026-01-01', '100.00'), money('renewal', 'r', '2027-01-01', '50.00')], ['r 5.00', 's 10.00']],
    ['each payment, its part of the net', [ten({ on: 'payment' })], [invoice('i', '2026-01-01', '1000.00', { tax: '200.00' }), { id: 'p', kind: 'payment', of: 'i', amount: '600.00', at: '2026-02-01' }, { id: 'q', kind: 'payment', of: 'i', amount: '900.00', at: '2026-03-01' }], ['p 50.00', 'q 50.00']],
    ['several partners by weight', [ten()], [sale('s', '2026-01-01', '100.00', { partner: undefined, partners: both })], ['s 7.50', 's 2.50']],
    ['several partners each in full', [ten({ split: 'each_in_full' })], [sale('s', '2026-01-01', '100.00', { partner: undefined, partners: both })], ['s 10.00', 's 10.00']],
    ['the partner of record at renewal', [ten({ on: 'renewal', to: 'incumbent' })], [sale('s', '2026-01-01', '100.00', { partner: 'Q' }), money('renewal', 'r', '2027-01-01', '100.00')], ['r 10.00']],
    ['a running total of the partner', [ten({ where: { total: { on: ['sale'], measure: 'amount', last: { months: 12 } }, atLeast: '150' } })], sales(['2026-01-01', '100.00'], ['2026-12-31', '50.00'], ['2027-01-01', '100.00'], ['2027-12-31', '50.00']), ['2026-12-31 5.00', '2027-01-01 10.00', '2027-12-31 5.00']],
    ['all whose touch counts, in equal shares', [ten({ to: { touch: 'all', days: 30 } })], [touch('2026-01-01', 'c', 'Q'), touch('2026-01-20', 'c', 'P'), touch('2025-11-01', 'c', 'R'), sale('s', '2026-01-31', '100.00')], ['s 5.00', 's 5.00']],
    ['another partner that a field names', [ten(), { id: 'builder', share: { of: 'share', percent: '40', to: { field: 'delivered_by' }, takenFromIt: true } }], [sale('s', '2026-01-01', '100.00', { fields: { delivered_by: 'B' } })], ['s 4.00', 's 6.00']],
  ])('%s', (_, components, facts, expected) => expect(amounts(run(components, facts))).toEqual(expected))
})

describe('of what, and how much', () => {
  const margin = { amounts: { margin: '30.00', services: '20.00' }, termMonths: 36, units: 12 }
  test.each<[string, Raw, Raw[], unknown]>([
    ['the margin', ten({ basis: { of: 'margin' } }), [sale('s', '2026-01-01', '100.00', margin)], ['s 3.00']],
    ['the amount without services', ten({ basis: { minus: ['services'] } }), [sale('s', '2026-01-01', '100.00', margin)], ['s 8.00']],
    ['the first of three years', ten({ basis: { firstYear: true } }), [sale('s', '2026-01-01', '100.00', margin)], ['s 3.33']],
    ['seats, in bands', ten({ pay: bands([{ upTo: '10', perUnit: '2.00' }, { perUnit: '1.50' }], { measure: 'units' }) }), [sale('s', '2026-01-01', '100.00', margin), sale('t', '2026-02-01', '100.00', margin)], ['s 23.00', 't 18.00']],
    ['from the one on that reaches the bound', ten({ pay: bands([{ upTo: '150.00', percent: '10' }, { percent: '20' }], { mode: 'onward' }) }), sales(['2026-01-01', '100.00'], ['2026-02-01', '50.00'], ['2026-03-01', '100.00']), ['2026-01-01 10.00', '2026-02-01 10.00', '2026-03-01 20.00']],
    ['by what is reached of a target', ten({ pay: bands([{ upTo: '80', percent: '5' }, { upTo: '100', percent: '10' }, { percent: '15' }], { mode: 'whole', quota: 'quota' }) }), [standing('2026-01-01', 'quota', '250', { partner: 'P' }), ...sales(['2026-01-01', '100.00'], ['2026-02-01', '100.00'])], ['2026-01-01 10.00', '2026-02-01 10.00']],
    ['flat by the size of the deal', ten({ pay: bands([{ upTo: '100.00', flat: '5.00' }, { flat: '12.00' }], { over: 'item', mode: 'whole' }) }), sales(['2026-01-01', '99.99'], ['2026-02-01', '100.00']), ['2026-01-01 5.00', '2026-02-01 12.00']],
    ['a table', ten({ pay: { table: { rows: [{ when: { product: ['a', 'b'] }, percent: '5', flat: '1.00' }], otherwise: '2' } } }), [sale('s', '2026-01-01', '100.00', { product: 'b' }), sale('t', '2026-01-01', '100.00')], ['s 6.00', 't 2.00']],
    ['an award at each further two', ten({ pay: { award: { over: 'quarter', rows: [{ at: '2', flat: '7.00' }], again: true } } }), sales(['2026-01-01', '1.00'], ['2026-01-02', '1.00'], ['2026-01-03', '1.00'], ['2026-03-01', '1.00'], ['2026-04-01', '1.00']), ['2026-01-02 7.00', '2026-03-01 7.00']],
    ['prizes, the earlier of equals ahead', ten({ pay: { ranked: { over: 'month', prizes: ['9.00', '4.00'] } } }), [sale('b', '2026-01-02', '10.00', { partner: 'Q' }), sale('a', '2026-01-03', '10.00'), sale('c', '2026-01-04', '9.99', { partner: 'R' })], ['a 4.00', 'b 9.00']],
    ['at least so much for each', ten({ limits: { atLeast: '3.00' } }), [...sales(['2026-01-01', '10.00'], ['2026-02-01', '10.00']), refund('2026-02-01', '2026-02-02')], ['2026-01-01 3.00']],
    ['topped up to the minimum of a month', ten({ limits: { minimum: { amount: '5.00', over: 'month', below: 'topped_up' } } }), sales(['2026-01-01', '10.00'], ['2026-01-02', '20.00'], ['2026-02-01', '70.00']), ['2026-01-01 1.00', '2026-01-02 4.00', '2026-02-01 7.00']],
    ['nothing below the minimum of a month', ten({ limits: { minimum: { amount: '5.00', over: 'month', below: 'nothing' } } }), sales(['2026-01-01', '10.00'], ['2026-01-02', '20.00'], ['2026-02-01', '70.00']), ['2026-02-01 7.00']],
    ['two caps at once', ten({ limits: { perPeriod: [{ amount: '8.00', over: 'half_month' }, { amount: '12.00', over: 'month' }] } }), sales(['2026-01-15', '100.00'], ['2026-01-16', '100.00'], ['2026-02-01', '100.00']), ['2026-01-15 8.00', '2026-01-16 4.00', '2026-02-01 8.00']],
    ['kept whatever is refunded', ten({ refunds: 'kept' }), [...sales(['2026-01-01', '100.00']), refund('2026-01-01', '2026-01-02')], ['2026-01-01 10.00']],
    ['returned in steps', ten({ clawback: { days: 90, steps: [{ untilDay: 30, percent: '100' }, { untilDay: 90, percent: '50' }] } }), [...sales(['2026-01-01', '100.00'], ['2026-01-02', '100.00'], ['2026-01-03', '100.00']), gone('2026-01-01', '2026-01-30'), gone('2026-01-02', '2026-02-01'), gone('2026-01-03', '2026-04-03')], ['2026-01-02 5.00', '2026-01-03 10.00']],
    ['returned by the months not begun', ten({ clawback: { days: 365, how: 'by_month' } }), [sale('s', '2026-01-01', '1200.00'), gone('s', '2026-03-15')], ['s 30.00']],
    ['what the partner owes', ten({ on: 'milestone', pay: { flat: '9.00' }, owes: true }), [item('milestone', 'm', '2026-01-01')], ['m -9.00']],
  ])('%s', (_, component, facts, expected) => expect(amounts(run([component], facts))).toEqual(expected))

  test('the higher priority alone, for an item or for the account', () => {
    const facts = [sale('a', '2026-01-01', '100.00', { product: 'x' }), sale('b', '2026-02-01', '100.00')]
    const of = (per: string) => [ten({ exclusive: { group: 'g', priority: 1, per } }), ten({ id: 'promotion', pay: { percent: '30' }, where: { field: 'product', is: 'x' }, exclusive: { group: 'g', priority: 2, per } })]
    expect(amounts(run(of('item'), facts))).toEqual(['a 30.00', 'b 10.00'])
    expect(amounts(run(of('account'), facts))).toEqual(['a 30.00'])
  })
  test('currencies as they are, others converted, each with its own cap', () => {
    const more = (currency: string) => ({ account: currency, currency })
    const result = run([ten({ limits: { perItem: { USD: '8.00', EUR: '7.00' } } })], [sale('d', '2026-01-01', '100.00'), sale('e', '2026-01-01', '100.00', more('EUR')), sale('g', '2026-01-01', '10.00', more('GBP')), { id: 'r', kind: 'rate', from: 'GBP', to: 'USD', rate: '1.3', at: '2026-01-01' }], { currencies: ['EUR'] })
    expect(result.lines.map((line) => `${line.item} ${line.amount} ${line.currency}`)).toEqual(['d 8.00 USD', 'e 7.00 EUR', 'g 1.30 USD'])
    expect(result.balances.map((one) => `${one.earned} ${one.currency}`)).toEqual(['7.00 EUR', '9.30 USD'])
  })
  test('a price posts nothing, or its discount as a rebate', () => {
    const facts = [sale('s', '2026-01-01', '80.00', { amounts: { list: '100.00' } })]
    const plain = run([ten({ price: {} })], facts)
    expect([pays(plain), plain.lines]).toEqual([['s 90.00 of 100.00'], []])
    const rebate = run([ten({ price: { rebate: true } })], facts)
    expect([pays(rebate), amounts(rebate)]).toEqual([['s 90.00 of 100.00'], ['s 10.00']])
  })
  test('points have two decimals whatever the currency, and no balance', () => {
    const result = run([ten({ unit: 'points', pay: { percent: '1' } })], [sale('s', '2026-01-01', '1050', { currency: 'JPY' })], { currency: 'JPY' })
    expect([result.rewards.map((one) => `${one.amount} ${one.unit}`), result.balances]).toEqual([['10.50 points'], []])
  })
})

describe('when it is paid', () => {
  test.each<[string, Raw, Raw, Raw[], string[]]>([
    ['once all of it is collected', ten({ on: 'invoice', payable: 'when_collected' }), {}, [invoice('i', '2026-01-10', '100.00'), paid('i', '2026-02-03', '99.99'), { id: 'rest', kind: 'payment', of: 'i', amount: '0.01', at: '2026-03-04' }], ['10.00 by 2026-03-31']],
    ['once it is activated', ten({ payable: 'when_activated' }), {}, [sale('s', '2026-01-10', '100.00')], ['0.00 by 2026-01-31']],
    ['so many business days after the half month', ten(), { payout: { every: 'half_month', businessDays: 5 } }, [sale('s', '2026-01-10', '100.00')], ['10.00 by 2026-01-22']],
    ['at the end of the month after', ten({ hold: { months: 1 } }), {}, [sale('s', '2026-01-31', '100.00')], ['10.00 by 2026-02-28']],
    ['after the half year', ten(), { payout: { every: 'half_year', days: 30 } }, [sale('s', '2026-01-10', '100.00'), sale('t', '2026-07-01', '100.00')], ['10.00 by 2026-07-30', '10.00 by 2027-01-30']],
    ['after the year', ten(), { payout: { every: 'year', days: 15 } }, [sale('s', '2026-01-10', '100.00')], ['10.00 by 2027-01-15']],
    ['not before a day', ten({ hold: { until: '2026-06-01' } }), { payout: { every: 'quarter', days: 10 } }, [sale('s', '2026-01-31', '100.00')], ['10.00 by 2026-07-10']],
  ])('%s', (_, component, more, facts, expected) => expect(run([component], facts, more).lines.map((line) => `${line.payable} by ${line.payableOn}`)).toEqual(expected))

  const said = (result: PlanRun) => result.payouts?.map((one) => `${one.payout} sent ${one.sent} carried ${one.carried} lost ${one.forfeited}`)
  const ended = (why: string, day: string): Raw => ({ id: why, kind: 'ended', partner: 'P', why, at: day })
  const rules = (more: Raw) => ({ payout: { minimum: '25.00', ...more } })
  test.each<[string, Raw, Raw[], string[]]>([
    ['less than the minimum is lost', rules({ below: 'forfeited' }), [...sales(['2026-01-10', '200.00']), payout('jan', '2026-01-31'), ...sales(['2026-02-10', '300.00']), payout('feb', '2026-02-28')], ['jan sent 0.00 carried 0.00 lost 20.00', 'feb sent 30.00 carried 0.00 lost 0.00']],
    ['less than the minimum is lost, and its refund owes nothing', rules({ below: 'forfeited' }), [...sales(['2026-01-10', '200.00']), payout('jan', '2026-01-31'), refund('2026-01-10', '2026-02-05'), ...sales(['2026-02-10', '300.00']), payout('feb', '2026-02-28')], ['jan sent 0.00 carried 0.00 lost 20.00', 'feb sent 30.00 carried 0.00 lost 0.00']],
    ['a small balance is lost at the end', rules({ forfeits: [{ on: 'closed', what: 'below_minimum' }] }), [...sales(['2026-01-10', '200.00']), ended('closed', '2026-01-20'), payout('jan', '2026-01-31')], ['closed sent 0.00 carried 0.00 lost 20.00', 'jan sent 0.00 carried 0.00 lost 0.00']],
    ['a large one is not', rules({ forfeits: [{ on: 'closed', what: 'below_minimum' }] }), [...sales(['2026-01-10', '900.00']), ended('closed', '2026-01-20'), payout('jan', '2026-01-31')], ['jan sent 90.00 carried 0.00 lost 0.00']],
    ['all is lost by a breach, also what comes after', rules({ forfeits: [{ on: 'breach', what: 'all' }] }), [...sales(['2026-01-10', '900.00']), ended('breach', '2026-01-20'), ...sales(['2026-01-25', '300.00']), payout('jan', '2026-01-31')], ['breach sent 0.00 carried 0.00 lost 90.00', 'jan sent 0.00 carried 0.00 lost 30.00']],
    ['only when asked', { payout: { onRequest: true } }, [...sales(['2026-01-10', '100.00']), payout('jan', '2026-01-31'), { id: 'ask', kind: 'payout_requested', partner: 'P', at: '2026-02-01' }, payout('feb', '2026-02-28'), ...sales(['2026-03-10', '100.00']), payout('mar', '2026-03-31')], ['jan sent 0.00 carried 10.00 lost 0.00', 'feb sent 10.00 carried 0.00 lost 0.00', 'mar sent 0.00 carried 10.00 lost 0.00']],
  ])('%s', (_, more, facts, expected) => expect(said(run([ten()], facts, more))).toEqual(expected))

  test('what a partner owes is set off', () => {
    const result = run([ten(), { id: 'fee', on: 'milestone', pay: { flat: '15.00' }, owes: true }], [...sales(['2026-01-10', '100.00']), item('milestone', 'm', '2026-01-11'), payout('jan', '2026-01-31'), ...sales(['2026-02-10', '100.00']), payout('feb', '2026-02-28')])
    expect(said(result)).toEqual(['jan sent 0.00 carried -5.00 lost 0.00', 'feb sent 5.00 carried 0.00 lost 0.00'])
  })
})

describe('tiers, standings and registrations', () => {
  test('a tier by what was sold in twelve months, lost at the quarter', () => {
    const tiers = { review: 'quarter', rows: [{ name: 'registered' }, { name: 'silver', where: { total: { on: ['sale'], measure: 'amount', last: { months: 12 } }, atLeast: '1000' } }] }
    const facts = sales(['2025-02-10', '900.00'], ['2026-01-15', '100.00'], ['2026-02-20', '10.00'], ['2026-04-01', '10.00'])
    expect(amounts(run([ten({ pay: { percentByTier: { registered: '10', silver: '20' } } })], facts, { tiers }))).toEqual(['2025-02-10 90.00', '2026-01-15 20.00', '2026-02-20 2.00', '2026-04-01 1.00'])
  })
  test('a tier that a person decided counts before the rule', () => {
    const facts = [{ id: 't', kind: 'tier', partner: 'P', tier: 'silver', at: '2026-01-01' }, ...sales(['2026-02-01', '100.00'])]
    expect(earned(run([ten({ pay: { percentByTier: { registered: '10', silver: '20' } } })], facts, { tiers: { rows: [{ name: 'registered' }, { name: 'silver', where: { field: 'never', is: 'yes' } }] } }))).toBe('20.00')
  })
  test('the account’s standing before the partner’s before the program’s, until it ends', () => {
    const facts = [standing('2026-01-01', 'rate', '1'), standing('2026-01-01', 'rate', '2', { partner: 'P' }), standing('2026-01-01', 'rate', '3', { account: 'c', until: '2026-03-01' }), sale('a', '2026-02-28', '100.00'), sale('b', '2026-02-28', '100.00', { account: 'd' }), sale('c', '2026-02-28', '100.00', { account: 'd', partner: 'Q' })]
    expect(amounts(run([ten({ pay: { percentFrom: 'rate' } })], facts))).toEqual(['a 3.00', 'b 2.00', 'c 1.00'])
  })
  test('two products of one account, an extension asked in time, and once only', () => {
    const rules = { days: 90, per: 'product', extension: { days: 30, times: 1 } }
    const asked = (day: string, of: string): Raw => ({ id: `${of} ${day}`, kind: 'extension', of, at: day })
    const result = run([ten({ to: 'protected' })], [protection('a', '2026-01-01', { product: 'x' }), protection('b', '2026-01-02', { product: 'y', partner: 'Q' }), protection('c', '2026-01-03', { product: 'x', partner: 'Q' }), asked('2026-03-31', 'a'), asked('2026-04-20', 'a'), asked('2026-04-02', 'b')], { protection: rules })
    expect(registrations(result)).toEqual(['a yes: Nobody else held the account.', 'b yes: Nobody else held the account.', 'c no: The account is protected until 2026-05-01T00:00:00Z.'])
    expect(result.protections.map((one) => one.until.slice(0, 10))).toEqual(['2026-05-01', '2026-04-02', '2026-04-03'])
  })
  test('a refusal says why, and a choice is nobody’s where the plan does not let the customer choose', () => {
    const result = run([ten({ to: 'protected' })], [protection('a', '2026-01-01'), decision('a', '2026-01-02', 'refused', { why: 'It is our own.' }), protection('b', '2026-01-03', { partner: 'Q' }), decision('b', '2026-01-04', 'approved'), choice('2026-01-05', 'P'), sale('s', '2026-01-06', '100.00')], { protection: { decided: true } })
    expect([registrations(result), earned(result, 'Q')]).toEqual([['a no: It is our own.', 'b yes: Nobody else held the account.'], '10.00'])
  })
})
