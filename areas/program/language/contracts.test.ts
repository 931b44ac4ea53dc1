// Contract years, by hand: from the day on which each partner's contract began, over leap days and short months, anew with a new contract.
import { describe, expect, test } from 'vitest'
import { checkPlan, sayPlan, type PlanRun } from './index.ts'
import { runBothWays } from './test/both-ways.ts'
import { amounts, sale, standing, type Raw } from './test/odd/told.ts'

const checked = (components: Raw[], more: Raw = {}) => checkPlan({ language: 2, name: 'Contracts', currency: 'USD', contract: { from: 'signed_on' }, components, ...more })
const run = (components: Raw[], facts: Raw[], more: Raw = {}): PlanRun => runBothWays(checked(components, more), facts, { mayWait: true })
const ten = (more: Raw = {}): Raw => ({ id: 'share', on: 'sale', pay: { percent: '10' }, ...more })
const signed = (day: string, partner = 'P', from = day) => standing(from, 'signed_on', day, { partner })
const findings = (components: Raw[], more: Raw = {}) => checked(components, more).findings.map((one) => `${one.level} ${one.place}: ${one.problem} ${one.remedy}`)

describe('a year of each partner', () => {
  test('a cap of a contract year begins anew on the anniversary, for each partner on its own', () => {
    const capped = ten({ limits: { perPeriod: { amount: '100.00', over: 'contract_year' } } })
    const facts = ['P', 'Q'].flatMap((partner) => [['a', '2026-03-14'], ['b', '2026-03-15'], ['c', '2026-07-01'], ['d', '2027-03-14'], ['e', '2027-03-15']].map(([id, day]) => sale(`${partner}${id}`, day!, '700.00', { partner })))
    expect(amounts(run([capped], [signed('2025-03-15'), signed('2024-07-01', 'Q'), ...facts]))).toEqual(['Pa 70.00', 'Pb 70.00', 'Pc 30.00', 'Pe 70.00', 'Qa 70.00', 'Qb 30.00', 'Qc 70.00', 'Qd 30.00'])
  })

  test('from a leap day: the last of February in other years', () => {
    const bands = ten({ pay: { bands: { over: 'contract_year', mode: 'marginal', rows: [{ upTo: '1000.00', percent: '5' }, { percent: '10' }] } } })
    expect(amounts(run([bands], [signed('2024-02-29'), sale('a', '2025-02-27', '1000.00'), sale('b', '2025-02-28', '1000.00'), sale('c', '2026-02-27', '100.00'), sale('d', '2026-02-28', '100.00'), sale('e', '2028-02-28', '1000.00'), sale('f', '2028-02-29', '100.00')])))
      .toEqual(['a 50.00', 'b 50.00', 'c 10.00', 'd 5.00', 'e 50.00', 'f 5.00'])
  })

  test('a contract month from the 31st ends with shorter months, and comes back to the 31st', () => {
    const first = ten({ limits: { items: { count: 1, per: 'partner', over: 'contract_month' } } })
    expect(amounts(run([first], [signed('2026-01-31'), ...['2026-02-27', '2026-02-28', '2026-03-30', '2026-03-31', '2026-04-29', '2026-04-30'].map((day) => sale(day, day, '10.00'))]))).toEqual(['2026-02-27 1.00', '2026-02-28 1.00', '2026-03-31 1.00', '2026-04-30 1.00'])
  })

  test('a new contract begins a new year on its day; what came before keeps the old one', () => {
    const capped = ten({ limits: { perPeriod: { amount: '100.00', over: 'contract_year' } } })
    expect(amounts(run([capped], [signed('2026-01-15'), signed('2026-06-01'), sale('a', '2026-05-31', '900.00'), sale('b', '2026-06-01', '900.00'), sale('c', '2027-01-15', '900.00'), sale('d', '2027-06-01', '900.00')]))).toEqual(['a 90.00', 'b 90.00', 'c 10.00', 'd 90.00'])
  })

  test('a minimum is topped up to in each contract quarter', () => {
    const least = ten({ limits: { minimum: { amount: '25.00', over: 'contract_quarter', below: 'topped_up' } } })
    expect(amounts(run([least], [signed('2025-12-10'), sale('a', '2026-03-09', '100.00'), sale('b', '2026-03-10', '100.00'), sale('c', '2026-06-09', '200.00')]))).toEqual(['a 25.00', 'b 10.00', 'c 20.00'])
  })

  test('growth over the contract year before, whose year is the same though a leap day lies between', () => {
    const grown = ten({ pay: { bands: { over: 'contract_year', mode: 'whole', quota: { monthsBefore: 12 }, rows: [{ upTo: '110', percent: '1' }, { percent: '3' }] } } })
    // 2027-02-28 to 2028-02-28: 1,000.00; the year after 1,100.00 and so 3 %; the one after that 1,100.00, which is 100 %.
    expect(amounts(run([grown], [signed('2024-02-29'), sale('a', '2028-02-28', '1000.00'), sale('b', '2028-02-29', '1100.00'), sale('c', '2029-02-28', '1100.00')]))).toEqual(['a 30.00', 'b 33.00', 'c 11.00'])
  })

  test('a tier is earned and kept by contract years', () => {
    const facts = [signed('2026-04-10'), sale('a', '2026-05-01', '1000.00'), sale('b', '2027-04-09', '100.00'), sale('c', '2027-04-10', '100.00'), sale('d', '2028-04-09', '100.00'), sale('e', '2028-04-10', '100.00')]
    const tiers = { review: 'contract_year', rows: [{ name: 'registered' }, { name: 'gold', where: { total: { on: ['sale'], measure: 'amount', over: 'contract_year' }, atLeast: '1000' } }] }
    expect(amounts(run([{ id: 'share', on: 'sale', pay: { percentByTier: { registered: '10', gold: '20' } } }], facts, { tiers }))).toEqual(['a 200.00', 'b 20.00', 'c 20.00', 'd 20.00', 'e 10.00'])
  })

  test('a cap for each customer over years from its first purchase', () => {
    const capped = ten({ limits: { perPeriod: { amount: '50.00', over: 'contract_year', per: 'account' } } })
    expect(amounts(run([capped], [sale('a', '2026-05-10', '400.00', { account: 'x' }), sale('b', '2027-05-09', '400.00', { account: 'x' }), sale('c', '2027-05-10', '400.00', { account: 'x' }), sale('d', '2027-05-10', '400.00', { account: 'y' })], { contract: { from: 'first_day' } }))).toEqual(['a 40.00', 'b 10.00', 'c 40.00', 'd 40.00'])
  })

  test.each([['the component', [ten({ limits: { perPeriod: { amount: '100.00', over: 'contract_year' } } })], {}], ['a cap over two', [ten(), ten({ id: 'more', pay: { percent: '1' } })], { caps: [{ of: ['share', 'more'], amount: '100.00', over: 'contract_year' }] }]])('whose contract nobody told of waits in the tray: %s', (_, components, more) => {
    const found = run(components, [signed('2026-06-01'), sale('a', '2026-05-01', '10.00'), sale('b', '2026-06-01', '10.00'), sale('d', '2026-06-01', '10.00', { partner: 'Q' })], more)
    expect(found.tray.map((one) => [(one.fact as Raw)['id'], one.why])).toEqual([['a', 'Nothing says what day “signed_on” is on 2026-05-01, from which contract years are counted.'], ['d', 'Nothing says what day “signed_on” is on 2026-06-01, from which contract years are counted.']])
    expect(amounts(found, 'share')).toEqual(['b 1.00'])
  })
})

test('it is said', () => {
  const said = sayPlan(checked([ten({ limits: { perPeriod: { amount: '100.00', over: 'contract_year' } } })]).plan!)
  expect(said.slice(0, 1)).toEqual(['10\u00a0% of each sale, at most $100.00 in a contract year. Refunds take back their part.'])
  expect(said).toContain('Contract years are counted from the day that “signed on” says, their halves, quarters and months too, each to the same date or the last day of a shorter month.')
})

test('what is wrong has its place and a remedy', () => {
  const capped = ten({ limits: { perPeriod: { amount: '100.00', over: 'contract_year' } } })
  expect(findings([capped], { contract: undefined })).toEqual(['error components.0.limits.perPeriod.over: It is counted in contract years, and nothing says where they begin. Say where with "contract": { "from": "signed_on" }, a standing of each partner that holds a day.'])
  expect(findings([ten()])).toEqual(['warning contract: Nothing is counted in contract years. Take it out, or let bands, caps, totals or reviews be over a contract_year.'])
  expect(findings([ten({ pay: { ranked: { over: 'contract_year', prizes: ['5.00'] } } })])).toEqual(['error components.0.pay.ranked.over: Contract years of different partners are not the same time, so they cannot be ranked in them. Rank them by a calendar period.'])
  expect(findings([capped], { contract: { from: 'first_day' } })).toEqual(['error components.0.limits.perPeriod: Years from the first purchase are of each customer, and this is counted over all customers of a partner. Count it for each account, or let contract years be counted from a standing of the partner.'])
})
