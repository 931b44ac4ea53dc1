// What others pay on the same item, taken off: the difference between two rates for whoever stands above, by hand.
import { describe, expect, test } from 'vitest'
import { checkPlan, sayPlan, type PlanRun } from './index.ts'
import { runBothWays } from './test/both-ways.ts'
import { sale, type Raw } from './test/odd/told.ts'

const checked = (components: Raw[], more: Raw = {}) => checkPlan({ language: 2, name: 'Levels', currency: 'USD', components, ...more })
const run = (components: Raw[], facts: Raw[]): PlanRun => runBothWays(checked(components), facts)
const rates = { percentByTier: { agent: '50', general: '80', master: '100' } }
const levels = [{ id: 'agent', on: 'sale', pay: rates }, { id: 'general', on: 'sale', to: { above: 1 }, pay: rates, less: ['agent'] }, { id: 'master', on: 'sale', to: { above: 2 }, pay: rates, less: ['agent', 'general'] }]
const tier = (partner: string, name: string, at = '2025-01-01'): Raw => ({ id: `${partner} ${name} ${at}`, kind: 'tier', partner, tier: name, at })
const above = (partner: string, manager: string): Raw => ({ id: `${partner} below ${manager}`, kind: 'above', partner, manager, at: '2025-01-01' })
const lines = (found: PlanRun) => found.lines.map((line) => `${line.partner} ${line.item} ${line.component} ${line.amount}`)

describe('the difference between two rates', () => {
  const firm = [above('P', 'G'), above('G', 'M'), tier('P', 'agent'), tier('G', 'general'), tier('M', 'master')]
  test('each level above gets what is between its rate and those below; together it is the highest', () => {
    expect(lines(run(levels, [...firm, sale('a', '2026-01-10', '1000.01')]))).toEqual(['G a general 300.00', 'M a master 200.00', 'P a agent 500.01'])
  })
  test('where a level is missing, of the same rate, or below who sells, nothing is left over and nothing is owed', () => {
    expect(lines(run(levels, [above('P', 'M'), tier('P', 'agent'), tier('M', 'master'), sale('a', '2026-01-10', '100.00')]))).toEqual(['M a general 50.00', 'P a agent 50.00'])
    expect(lines(run(levels, [above('P', 'G'), tier('P', 'general'), tier('G', 'agent'), sale('a', '2026-01-10', '100.00')]))).toEqual(['P a agent 80.00'])
    expect(lines(run(levels, [tier('P', 'agent'), sale('a', '2026-01-10', '100.00')]))).toEqual(['P a agent 50.00'])
  })
  test('a promotion of who sells takes from those above, and a refund from all', () => {
    const facts = [...firm, sale('a', '2026-01-10', '1000.00'), tier('P', 'general', '2026-02-01'), sale('b', '2026-02-10', '1000.00'), { id: 'back', kind: 'refund', of: 'a', amount: '500.00', at: '2026-03-01' }]
    expect(lines(run(levels, facts))).toEqual(['G a general 150.00', 'M a master 100.00', 'M b master 200.00', 'P a agent 250.00', 'P b agent 800.00'])
  })
  test('before a limit of its own and a guarantee; and it says what was taken off', () => {
    const capped = [levels[0]!, { ...levels[1]!, limits: { perItem: '20.00' } }]
    const found = run(capped, [...firm, sale('a', '2026-01-10', '100.00')])
    expect(lines(found)).toEqual(['G a general 20.00', 'P a agent 50.00'])
    expect(found.lines[0]?.working).toEqual(['Tier general on that day: 80\u00a0% of $100.00.', 'The $50.00 of “agent” on it are taken off.', 'At most $20.00 for each.'])
  })
  test('what is left of a fifth for the house that runs it, when others helped', () => {
    const house = [{ id: 'helper', on: 'sale', pay: { percent: '5' }, where: { field: 'helped', is: 'yes' } }, { id: 'house', on: 'sale', pay: { percent: '20' }, less: ['helper'] }]
    expect(lines(run(house, [sale('a', '2026-01-10', '100.00', { fields: { helped: 'yes' } }), sale('b', '2026-01-11', '100.00')]))).toEqual(['P a helper 5.00', 'P a house 15.00', 'P b house 20.00'])
  })
})

test('it is said, and what is wrong has its place and a remedy', () => {
  expect(sayPlan(checked(levels).plan!).slice(0, 2)).toEqual(['“agent”: 50\u00a0% for tier agent, 80\u00a0% for tier general and 100\u00a0% for tier master of each sale. Refunds take back their part.', '“general”: To the firm directly above: 50\u00a0% for tier agent, 80\u00a0% for tier general and 100\u00a0% for tier master of each sale, less what “agent” pays on it. Refunds take back their part.'])
  const problems = (...components: Raw[]) => checked(components).findings.map((one) => `${one.level} ${one.place}: ${one.problem} ${one.remedy}`)
  expect(problems(levels[1]!, levels[0]!)).toEqual(['error components.0.less: “agent” is worked out only after this one. Put what is taken off before it; so no circle can arise.'])
  expect(problems(levels[0]!, { ...levels[1]!, less: ['agents'] })).toEqual(['error components.1.less: There is no component “agents” that pays on items. You probably meant “agent”.'])
  expect(problems({ ...levels[0]!, unit: 'points' }, levels[1]!)).toEqual(['error components.1.less: “agent” is in something else or the other way round, which cannot be taken off. Take off what is paid in the same.'])
  expect(problems({ ...levels[0]!, split: 'each_in_full' }, levels[1]!)).toEqual(['error components.1.less: Of “agent” it is not clear what an item\'s is: it is not shared by weight, goes to others, or counts refunds on their own day. Take off components that go to whom the item is credited to, or who stands above, by weight.'])
  expect(problems(levels[0]!, { ...levels[1]!, to: 'protected' })).toEqual(['error components.1.less: What is taken off is of an item that is shared by weight, goes to whom it is credited to or who stands above, and whose refunds are taken off it. Leave it to such components.'])
})
