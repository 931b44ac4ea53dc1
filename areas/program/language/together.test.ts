// What all partners of one item get together at most, by hand.
import { describe, expect, test } from 'vitest'
import { checkPlan, sayPlan, type PlanRun } from './index.ts'
import { runBothWays } from './test/both-ways.ts'
import { money, sale, type Raw } from './test/odd/told.ts'

const checked = (components: Raw[], together: Raw, more: Raw = {}) => checkPlan({ language: 2, name: 'Together', currency: 'USD', components, together: [together], ...more })
const run = (components: Raw[], together: Raw, facts: Raw[], more: Raw = {}): PlanRun => runBothWays(checked(components, together, more), facts)
const lines = (found: PlanRun) => found.lines.map((line) => `${line.partner} ${line.component} ${line.amount}`).sort()
const crew = (...names: string[]) => ({ partner: undefined, partners: names.map((partner) => ({ partner, weight: 1 })) })
const sourced: Raw = { id: 'sourced', on: 'sale', pay: { percent: '15' }, split: 'each_in_full' }
const helped: Raw = { id: 'helped', on: 'sale', pay: { percent: '5' }, split: 'each_in_full' }
const back = (of: string, amount: string): Raw => ({ id: `${of} back`, kind: 'refund', of, amount, at: '2026-02-01' })
const findings = (components: Raw[], together: Raw) => checked(components, together).findings.map((one) => `${one.level} ${one.place}: ${one.problem} ${one.remedy}`)

describe('at most so much for all', () => {
  test('in proportion, to the cent by largest remainder; less where some is refunded', () => {
    // Two get 15 % and 5 % of 1,000.01 each: 150.00, 150.00, 50.00, 50.00; 25 % is 250.0025: 93.75, 93.75, 31.25, 31.25.
    expect(lines(run([sourced, helped], { of: ['sourced', 'helped'], percent: '25' }, [sale('s', '2026-01-10', '1000.01', crew('P', 'Q'))]))).toEqual(['P helped 31.25', 'P sourced 93.75', 'Q helped 31.25', 'Q sourced 93.75'])
    // 15.00 each for three of 100.00; 25.00 is 8.34, 8.33, 8.33. Of 60.00 kept: 9.00 each, 15.00 is 5.00 each.
    const three = sale('s', '2026-01-10', '100.00', crew('P', 'Q', 'R'))
    expect(lines(run([sourced], { of: ['sourced'], percent: '25' }, [three]))).toEqual(['P sourced 8.34', 'Q sourced 8.33', 'R sourced 8.33'])
    expect(lines(run([sourced], { of: ['sourced'], percent: '25' }, [three, back('s', '40.00')]))).toEqual(['P sourced 5.00', 'Q sourced 5.00', 'R sourced 5.00'])
    expect(run([sourced], { of: ['sourced'], percent: '25' }, [three]).lines[0]?.working).toEqual(['15\u00a0% of $100.00.', 'At most $25.00 for all partners of it together, 25\u00a0% of it: they came to $45.00, so this is cut in the same proportion, from $15.00 to $8.34.'])
  })

  test('in the order that the cap names, and then of the fact, and the lower of a percentage and an amount', () => {
    const cap = { of: ['helped', 'sourced'], percent: '25', amount: '200.00', cut: 'in_order' }
    expect(lines(run([sourced, helped], cap, [sale('s', '2026-01-10', '1000.00', crew('Q', 'P'))]))).toEqual(['P helped 50.00', 'Q helped 50.00', 'Q sourced 100.00'])
    expect(lines(run([sourced, helped], cap, [sale('s', '2026-01-10', '400.00', crew('Q', 'P'))]))).toEqual(['P helped 20.00', 'Q helped 20.00', 'Q sourced 60.00'])
  })

  test('after what each has at most for itself, before a share that is taken from it and before a clawback', () => {
    const sourcedUpTo = { ...sourced, limits: { perPeriod: { amount: '20.00', over: 'quarter' } }, clawback: { days: 100 } }
    const boss: Raw = { id: 'boss', share: { of: 'sourced', percent: '10', to: { above: 1 }, takenFromIt: true } }
    // P had 15.00, so 5.00 is left of its quarter and 15.00 are Q's: 20.00 of 10.00 for both. They leave on day 50: 2.50 is 1.25, 7.50 is 3.75.
    const facts = [sale('a', '2026-01-10', '100.00', { account: 'x' }), sale('s', '2026-01-20', '100.00', { ...crew('P', 'Q'), account: 'y' }), { id: 'm', kind: 'above', partner: 'Q', manager: 'M', at: '2025-01-01' }, { id: 'gone', kind: 'cancellation', of: 's', at: '2026-03-11' }]
    expect(run([sourcedUpTo, boss], { of: ['sourced'], percent: '10' }, facts).lines.map((line) => `${line.partner} ${line.item} ${line.amount}`)).toEqual(['M s 0.38', 'P a 10.00', 'P s 1.25', 'Q s 3.37'])
  })

  test('of an item in another currency at the rate of its day, and of each payment its part', () => {
    const paying: Raw = { ...sourced, on: 'payment' }
    const facts = [{ id: 'r', kind: 'rate', from: 'EUR', to: 'USD', rate: '1.2', at: '2026-01-01' }, money('invoice', 'i', '2026-01-10', '100.00', { currency: 'EUR', ...crew('P', 'Q') }), { id: 'p', kind: 'payment', of: 'i', amount: '50.00', at: '2026-02-01' }]
    expect(lines(run([paying], { of: ['sourced'], percent: '20' }, facts))).toEqual(['P sourced 6.00', 'Q sourced 6.00'])
  })
})

test('it is said, and what is wrong has its place and a remedy', () => {
  expect(sayPlan(checked([sourced, helped], { of: ['sourced', 'helped'], percent: '25', amount: '500.00' }).plan!)).toContain('All partners of one item together get at most the lower of 25\u00a0% of what each item comes to and $500.00 from “sourced” and “helped”; where that is not enough, each is cut in the same proportion.')
  expect(sayPlan(checked([sourced, helped], { of: ['helped', 'sourced'], amount: '500.00', cut: 'in_order' }).plan!)).toContain('All partners of one item together get at most $500.00 from “helped” and “sourced”; where that is not enough, “helped” and “sourced” get theirs in this order.')
  expect(findings([sourced], { of: ['sourced'] })).toEqual(['error together.0: It does not say how much at most. Give a percent of the item, an amount, or both.'])
  expect(findings([sourced], { of: ['sorced', 'sourced', 'sourced'], percent: '20' })).toEqual(['error together.0.of: There is no component “sorced”. You probably meant “sourced”.', 'error together.0.of: It names “sourced” twice. Name it once.'])
  expect(findings([sourced, { id: 'boss', share: { of: 'sourced', percent: '10', to: { above: 1 } } }], { of: ['boss'], percent: '20' })).toEqual(['error together.0.of: “boss” is a share of another component, worked out from what is left of that. Name what it is a share of, and let the share be taken from it (takenFromIt) where the cap is to hold both.'])
  expect(findings([{ ...sourced, split: 'weights' }], { of: ['sourced'], percent: '15' })).toEqual(['warning together.0.percent: Its components never come to more than 15\u00a0% of an item, so nothing is ever cut. Lower it, or take it out.'])
  expect(findings([{ ...sourced, unit: 'points' }], { of: ['sourced'], percent: '15' })).toEqual(['error together.0.percent: A percentage of an item is money, and it pays in something else. Give an amount of the unit.'])
  expect(findings([{ ...sourced, to: 'protected', split: 'weights' }], { of: ['sourced'], percent: '10' })).toEqual(['error together.0.of: “sourced” does not go to whom the item is credited to. Name components whose “to” is credited.'])
  expect(findings([{ ...sourced, owes: true }], { of: ['sourced'], percent: '10' })).toEqual(['error together.0.of: “sourced” is owed by the partner, and this is about what partners get. Take it out.'])
})
