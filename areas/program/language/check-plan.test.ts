// What the check says of the newer terms: contradictions, gaps, what is never reached, what gets in its own way, currencies; each with a place and a remedy.
import { describe, expect, test } from 'vitest'
import { checkPlan, looksAt, readPlan } from './index.ts'

const usd = (components: object[], more: object = {}) => ({ language: 2, name: 'Try', currency: 'USD', components, ...more })
const share = (more: object = {}) => ({ id: 'share', on: 'sale', pay: { percent: '10' }, ...more })
const bands = (more: object) => ({ bands: { over: 'year', mode: 'marginal', rows: [{ percent: '5' }], ...more } })
const named = (field: string, is: string) => ({ field, is })

describe('found before it is saved', () => {
  test.each<[string, object, string, 'error' | 'warning', string]>([
    ['a field that is to be two things', usd([share({ where: { all: [named('product', 'a'), named('product', 'b')] } })]), 'components.0.where', 'error', 'cannot be a and b at once'],
    ['bounds that exclude each other', usd([share({ where: { all: [{ field: 'amount', atLeast: '100' }, { field: 'amount', below: '50' }] } })]), 'components.0.where', 'error', 'at least 100 and below 50'],
    ['at least more than at most', usd([share({ limits: { atLeast: '10.00', perItem: '5.00' } })]), 'components.0.limits.atLeast', 'error', 'contradict'],
    ['a row that an earlier one hides', usd([share({ pay: { table: { rows: [{ when: { tier: 'gold' }, percent: '5' }, { when: { tier: 'gold', product: 'a' }, percent: '7' }] } } })]), 'components.0.pay.table.rows.1', 'error', 'never reached'],
    ['a row that pays nothing said', usd([share({ pay: { table: { rows: [{ when: { tier: 'gold' } }] } } })]), 'components.0.pay.table.rows.0', 'error', 'does not say'],
    ['awards whose bounds fall', usd([share({ pay: { award: { over: 'month', rows: [{ at: '10', flat: '5.00' }, { at: '5', flat: '9.00' }] } } })]), 'components.0.pay.award.rows.1.at', 'error', 'not above'],
    ['bands of several currencies whose bounds fall', usd([share({ pay: bands({ rows: [{ upTo: { USD: '5.00', EUR: '6.00' }, percent: '5' }, { upTo: { USD: '4.00', EUR: '7.00' }, percent: '6' }, { percent: '7' }] }) })], { currencies: ['EUR'] }), 'components.0.pay.bands.rows.1', 'error', '4.00\u00a0USD or 7.00\u00a0EUR, which is not above 5.00\u00a0USD or 6.00\u00a0EUR'],
    ['a flat amount for a part of units', usd([share({ pay: bands({ measure: 'units', rows: [{ upTo: '5', flat: '5.00' }, { perUnit: '1.00' }] }) })]), 'components.0.pay.bands.rows.0.flat', 'error', 'part of the units'],
    ['an amount that one currency lacks', usd([share({ pay: { flat: { USD: '5.00' } } })], { currencies: ['EUR'] }), 'components.0.pay.flat', 'error', 'no amount in EUR'],
    ['decimals that one currency lacks', usd([share({ pay: { flat: '5.50' } })], { currencies: ['JPY'] }), 'components.0.pay.flat', 'error', 'more decimals'],
    ['money and points under one cap', usd([share(), { id: 'points', on: 'sale', unit: 'points', pay: { flat: '5' } }], { caps: [{ of: ['share', 'points'], amount: '5.00', over: 'year' }] }), 'caps.0.of', 'error', 'cannot be added'],
    ['a cap over what is not there', usd([share()], { caps: [{ of: ['share', 'other'], amount: '5.00', over: 'year' }] }), 'caps.0.of', 'error', 'no component “other”'],
    ['two that replace each other', usd([share({ replaces: ['b'] }), share({ id: 'b', replaces: ['share'] })]), 'components.0.replaces', 'error', 'neither pays'],
    ['two promotions at once', usd([share(), share({ id: 'a', replaces: ['share'] }), share({ id: 'b', replaces: ['share'] })]), 'components.2.replaces', 'warning', 'both pay'],
    ['one priority twice', usd([share({ exclusive: { group: 'g' } }), share({ id: 'b', exclusive: { group: 'g' } })]), 'components.1.exclusive.priority', 'warning', 'the same priority'],
    ['hours and days of a touch', usd([share({ to: { touch: 'last', hours: 24, days: 1 } })]), 'components.0.to.hours', 'error', 'hours and days'],
    ['hours up to a day', usd([share({ to: { touch: 'last', hours: 24, upTo: 'signed_up' } })]), 'components.0.to.hours', 'error', '“signed_up” is a day'],
    ['an advance after which nothing comes', usd([share({ limits: { minimum: { amount: '5.00', over: 'ever', below: 'advanced' } } })]), 'components.0.limits.minimum', 'warning', 'never taken back'],
    ['too short a notice', usd([share({ from: '2026-03-01', announced: '2026-02-20' })], { notice: { days: 30 } }), 'components.0.from', 'error', '9 days after it was announced'],
    ['a tier that there is not', usd([share({ pay: { percentByTier: { platin: '5' } } })], { tiers: { rows: [{ name: 'gold' }] } }), 'components.0.pay.percentByTier.platin', 'error', 'no tier “platin”'],
    ['a tier asked for that there is not', usd([share({ where: named('tier', 'platin') })], { tiers: { rows: [{ name: 'gold' }] } }), 'components.0.where', 'error', 'no tier “platin”'],
    ['a tier that depends on the tier', usd([share()], { tiers: { rows: [{ name: 'gold', where: named('tier', 'silver') }] } }), 'tiers.rows.0.where', 'error', 'cannot depend on the tier'],
    ['a tier below one that everybody has', usd([share()], { tiers: { rows: [{ name: 'silver', where: named('role', 'x') }, { name: 'gold' }] } }), 'tiers.rows.0', 'warning', 'never held'],
    ['an extension of nothing', usd([share()], { protection: { extension: {} } }), 'protection.extension', 'error', 'by how long'],
    ['a total over two spans', usd([share({ where: { total: { on: ['sale'], over: 'year', last: { months: 3 } }, atLeast: '1' } })]), 'components.0.where.total', 'error', 'at once'],
    ['a component in two groups', usd([share()], { payout: { groups: [{ id: 'a', of: ['share'] }, { id: 'b', of: ['share'] }] } }), 'payout.groups.1.of', 'error', 'in two groups'],
    ['less than the minimum lost, and no minimum', usd([share()], { payout: { below: 'forfeited' } }), 'payout.below', 'warning', 'nothing is lost'],
    ['a forfeit without a minimum', usd([share()], { payout: { forfeits: [{ on: 'closed', what: 'below_minimum' }] } }), 'payout.forfeits.0', 'warning', 'nothing is lost'],
    ['steps that fall', usd([share({ clawback: { days: 90, steps: [{ untilDay: 60, percent: '100' }, { untilDay: 30, percent: '50' }] } })]), 'components.0.clawback.steps', 'error', 'do not rise'],
    ['a share of what often has no amount', usd([{ id: 'share', on: 'qualified', pay: { percent: '10' } }]), 'components.0.pay', 'warning', 'often has no amount'],
    ['a plan that says nothing', usd([]), 'components', 'warning', 'says nothing'],
    ['a wrong value deep inside', usd([share({ pay: { bands: { over: 'year', mode: 'marginal', rows: [{ percent: 'ten' }] } } })]), 'components.0.pay.bands.rows.0.percent', 'error', 'A percentage'],
  ])('%s', (_, document, place, level, problem) => {
    const { findings } = checkPlan(document)
    const found = findings.find((one) => one.place === place && one.problem.includes(problem))
    expect(found, JSON.stringify(findings)).toMatchObject({ level })
    expect(found?.remedy).toMatch(/\.$/)
  })
  test('what is kept apart is no overlap', () => {
    const of = (product: string) => share({ id: product, where: named('product', product), replaces: ['share'] })
    expect(checkPlan(usd([share(), of('a'), of('b'), share({ id: 'old', until: '2026-01-01', replaces: ['share'], where: named('product', 'c') })])).findings).toEqual([])
  })
})

describe('a plan in YAML', () => {
  test('is the same as in JSON, its amounts as they are written', () => {
    const read = readPlan('language: 2\nname: Try\ncurrency: USD\ncomponents:\n  - id: share\n    on: sale\n    pay: { bands: { over: year, mode: whole, rows: [{ upTo: 90071992547409931.10, percent: 5 }, { percent: 7.50 }] } }\n    window: { months: 12 }\n    from: 2026-01-01\n', 'yaml')
    expect(read).toEqual({ document: usd([share({ pay: { bands: { over: 'year', mode: 'whole', rows: [{ upTo: '90071992547409931.10', percent: '5' }, { percent: '7.50' }] } }, window: { months: 12 }, from: '2026-01-01' })]) })
  })
  test.each([['components: [', 'yaml'], ['a: 1\na: 2', 'yaml'], ['- 1', 'yaml'], ['{', 'json']] as const)('%j is refused with the reason', (text, form) => {
    expect(readPlan(text, form)).toMatchObject({ problem: expect.stringMatching(/\S/) })
  })
})

test('a plan says which facts beside the partner’s own it looks at', () => {
  const of = (component: object, more: object = {}) => looksAt(checkPlan(usd([share(component)], more)).plan!)
  expect(of({})).toEqual({ accounts: false, program: false, everyone: false, below: 0, crew: false })
  expect(of({ split: 'each_in_full' }, { together: [{ of: ['share'], percent: '10' }] })).toMatchObject({ crew: true })
  expect(of({ to: 'protected' })).toMatchObject({ accounts: true, program: false })
  expect(of({ pay: { percentFrom: 'portal_rate' } })).toMatchObject({ accounts: true, program: true })
  expect(of({ pay: { ranked: { over: 'month', prizes: ['5.00'] } } })).toMatchObject({ everyone: true })
  expect(of({ to: { above: 2 } })).toMatchObject({ below: 2 })
  expect(of({ where: { total: { on: ['sale'] }, atLeast: '3' } })).toMatchObject({ accounts: false })
})
