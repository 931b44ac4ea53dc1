import { describe, expect, test } from 'vitest'
import { checkPlan, readFacts, runPlan, sayPlan, type Plan } from './index.ts'
import { programmes } from './test/programmes.ts'

const usable = (document: object): Plan => {
  const { plan, findings } = checkPlan(document)
  expect(findings.filter((one) => one.level === 'error')).toEqual([])
  return plan!
}
const lines = (facts: object[]) => facts.map((one) => JSON.stringify(one)).join('\n')
const run = (document: object, facts: object[], history = false) => {
  const read = readFacts(lines(facts))
  return runPlan(usable(document), read.facts, read.tray, { history })
}
const usd = (components: object[], more: object = {}) => ({ language: 2, name: 'Try', currency: 'USD', components, ...more })
const sale = (id: string, amount: string, at: string, more: object = {}) => ({ id, kind: 'sale', partner: 'P', amount, currency: 'USD', at, ...more })

describe('published programs', () => {
  test.each(programmes)('$id', ({ plan, facts, earns, says }) => {
    const result = run(plan, facts)
    expect(result.tray).toEqual([])
    expect(result.balances.find((one) => one.partner === 'P')?.earned).toBe(earns)
    const sentences = sayPlan(usable(plan)).join(' ')
    expect(sentences).not.toMatch(/undefined|null|NaN|\[object/)
    if (says) expect(sentences).toContain(says)
  })
})

describe('when it is paid', () => {
  test('after its hold, within so many days of the end of the quarter, and not before', () => {
    const result = run(usd([{ id: 'share', on: 'sale', pay: { percent: '10' }, hold: { days: 30 } }], { payout: { every: 'quarter', days: 30 } }), [
      sale('a', '1000.00', '2026-02-10'), sale('b', '500.00', '2026-03-10'), { id: 'p1', kind: 'payout', at: '2026-04-30' }, { id: 'p2', kind: 'payout', at: '2026-07-30' },
    ], true)
    expect(result.lines.map((line) => [line.item, line.payableOn])).toEqual([['a', '2026-04-30'], ['b', '2026-07-30']])
    expect(result.payouts?.map((payout) => payout.sent)).toEqual(['100.00', '50.00'])
  })
  test('a refund after the payment is set against the next', () => {
    const result = run(usd([{ id: 'share', on: 'sale', pay: { percent: '10' } }]), [
      sale('a', '1000.00', '2026-01-10'), { id: 'p1', kind: 'payout', at: '2026-01-31' }, { id: 'r', kind: 'refund', of: 'a', amount: '400.00', at: '2026-02-01' }, sale('b', '100.00', '2026-02-10'), { id: 'p2', kind: 'payout', at: '2026-02-28' }, sale('c', '1000.00', '2026-03-10'), { id: 'p3', kind: 'payout', at: '2026-03-31' },
    ], true)
    expect(result.payouts?.map((payout) => [payout.sent, payout.carried])).toEqual([['100.00', '0.00'], ['0.00', '-30.00'], ['70.00', '0.00']])
  })
})

describe('facts that cannot be used are kept with the reason', () => {
  test.each([
    ['no JSON', '{"id": 1', 'This line is no JSON.'],
    ['an unknown kind', '{"id":"x","kind":"gift","at":"2026-01-01"}', 'kind: '],
    ['a negative amount', '{"id":"x","kind":"sale","partner":"P","amount":"-5.00","currency":"USD","at":"2026-01-01"}', 'what lowers an amount is a refund'],
    ['a currency that is none', '{"id":"x","kind":"sale","partner":"P","amount":"5.00","currency":"XYZ","at":"2026-01-01"}', 'An ISO 4217 currency'],
    ['more decimals than the currency has', '{"id":"x","kind":"sale","partner":"P","amount":"5.001","currency":"USD","at":"2026-01-01"}', 'more decimals than its currency'],
    ['no such day', '{"id":"x","kind":"sale","partner":"P","amount":"5.00","currency":"USD","at":"2026-02-30"}', 'at: '],
    ['about something unknown', '{"id":"x","kind":"refund","of":"nowhere","amount":"all","at":"2026-01-01"}', 'It is about “nowhere”, which is not known.'],
    ['more refunded than there was', '{"id":"s","kind":"sale","partner":"P","amount":"5.00","currency":"USD","at":"2026-01-01"}\n{"id":"x","kind":"refund","of":"s","amount":"5.01","at":"2026-01-01"}', 'more would be refunded'],
    ['one id, two contents', '{"id":"s","kind":"sale","partner":"P","amount":"5.00","currency":"USD","at":"2026-01-01"}\n{"id":"s","kind":"sale","partner":"P","amount":"6.00","currency":"USD","at":"2026-01-01"}', 'says something else'],
    ['no rate for its currency', '{"id":"s","kind":"sale","partner":"P","amount":"5","currency":"JPY","at":"2026-01-01"}', 'There is no rate from JPY to USD on or before 2026-01-01.'],
    ['a partner twice', '{"id":"s","kind":"sale","partners":[{"partner":"P","weight":1},{"partner":"P","weight":2}],"amount":"5.00","currency":"USD","at":"2026-01-01"}', 'It names a partner twice.'],
  ])('%s', (_, text, why) => {
    const { facts, tray } = readFacts(text)
    const result = runPlan(usable(usd([{ id: 'share', on: 'sale', pay: { percent: '10' } }])), facts, tray, { history: false })
    expect(result.tray.map((one) => one.why).join(' ')).toContain(why)
  })
  test('the same fact twice, with its fields in another order, is one fact', () => {
    const { facts, tray } = readFacts('{"id":"s","kind":"sale","partner":"P","amount":"5.00","currency":"USD","at":"2026-01-01"}\n{"kind":"sale","id":"s","at":"2026-01-01","currency":"USD","amount":"5.00","partner":"P"}\n\n')
    expect([facts.length, tray]).toEqual([1, []])
  })
  test('amounts beyond 2^53 are exact', () => {
    const result = run(usd([{ id: 'share', on: 'sale', pay: { percent: '12.5' } }]), [sale('s', '90071992547409931.37', '2026-01-01')])
    expect(result.lines[0]?.amount).toBe('11258999068426241.42')
  })
  test.each([['JPY', '101', '15'], ['KWD', '1.001', '0.150']])('%s has its own smallest unit', (currency, amount, earned) => {
    expect(run({ ...usd([{ id: 'share', on: 'sale', pay: { percent: '15' } }]), currency }, [{ ...sale('s', amount, '2026-01-01'), currency }]).lines[0]?.amount).toBe(earned)
  })
})

describe('a plan is checked before it is used', () => {
  const one = (component: object, more: object = {}) => checkPlan(usd([{ id: 'share', on: 'sale', pay: { percent: '10' }, ...component }], more)).findings
  test.each<[string, object, string, 'error' | 'warning']>([
    ['ends before it begins', { from: '2026-05-01', until: '2026-04-01' }, 'components.0.until', 'error'],
    ['a gap at the top', { pay: { bands: { over: 'year', mode: 'marginal', rows: [{ upTo: '100.00', percent: '5' }] } } }, 'components.0.pay.bands.rows.0', 'error'],
    ['bounds that fall', { pay: { bands: { over: 'year', mode: 'marginal', rows: [{ upTo: '100.00', percent: '5' }, { upTo: '50.00', percent: '6' }, { percent: '7' }] } } }, 'components.0.pay.bands.rows.1', 'error'],
    ['a band that is never reached', { pay: { bands: { over: 'year', mode: 'marginal', rows: [{ percent: '5' }, { percent: '7' }] } } }, 'components.0.pay.bands.rows.0', 'error'],
    ['a band that pays nothing said', { pay: { bands: { over: 'year', mode: 'marginal', rows: [{}] } } }, 'components.0.pay.bands.rows.0', 'error'],
    ['a flat amount in bands of amounts', { pay: { bands: { over: 'year', mode: 'whole', rows: [{ flat: '5.00' }] } } }, 'components.0.pay.bands.rows.0.flat', 'error'],
    ['a rate that falls for the whole period', { pay: { bands: { over: 'year', mode: 'whole', rows: [{ upTo: '100.00', percent: '5' }, { percent: '4' }] } } }, 'components.0.pay.bands', 'warning'],
    ['more than everything', { pay: { percent: '120' } }, 'components.0.pay.percent', 'warning'],
    ['nothing at all', { pay: { percent: '0' } }, 'components.0.pay.percent', 'warning'],
    ['more decimals than the currency', { pay: { flat: '5.005' } }, 'components.0.pay.flat', 'error'],
    ['lines of something without lines', { basis: { lines: ['licence'] } }, 'components.0.basis.lines', 'error'],
    ['a limit that is never reached', { limits: { perItem: '50.00', perPeriod: { amount: '40.00', over: 'year' } } }, 'components.0.limits.perItem', 'warning'],
    ['replacing what is not there', { replaces: ['other'] }, 'components.0.replaces', 'error'],
    ['replacing itself', { replaces: ['share'] }, 'components.0.replaces', 'error'],
    ['a word that the language does not have', { pays: '10' }, 'components.0', 'error'],
  ])('%s', (_, component, place, level) => {
    const found = one(component).find((finding) => finding.place.startsWith(place))
    expect(found, JSON.stringify(one(component))).toMatchObject({ level })
    expect(found?.problem).toMatch(/\S/)
    expect(found?.remedy).toMatch(/\.$/)
  })
  test('a share of what is not there, of itself, or of a later one', () => {
    const share = (of: string) => ({ id: 'above', share: { of, percent: '10', to: { above: 1 } } })
    expect(checkPlan(usd([share('nobody')])).findings[0]).toMatchObject({ place: 'components.0.share.of', problem: 'There is no component “nobody”.' })
    expect(checkPlan(usd([share('above')])).findings[0]?.problem).toBe('“above” is worked out only after this one.')
    expect(checkPlan(usd([{ id: 'a', on: 'sale', pay: { percent: '1' } }, { id: 'a', on: 'sale', pay: { percent: '2' } }])).findings[0]?.problem).toBe('Two components are called “a”.')
  })
  test('a plan in the words of a partner', () => {
    expect(sayPlan(usable(usd([{ id: 'share', on: 'invoice', pay: { percent: '20' }, window: { months: 12 }, payable: 'as_collected', clawback: { days: 365 } }], { payout: { every: 'quarter', days: 30, minimum: '50.00' } })))).toEqual([
      '20\u00a0% of each invoice, without tax, in the 12 months from the first with a customer, payable as the customer pays, returned pro rata if they leave within 365 days of it. Refunds take back their part.',
      'Paid within 30 days of the end of the quarter; from $50.00 on; less is carried to the next.',
      'Amounts are in USD, days are those of UTC, and each amount is rounded once, halves away from zero.',
    ])
  })
})
