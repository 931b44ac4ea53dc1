// Programs of our own invention where terms meet: late facts, refunds behind caps and cliffs, days that change the clock, shares, several
// currencies. What each gives was worked out by hand before it was run.
import { describe, expect, test } from 'vitest'
import { checkPlan, dueOfSeller, readFacts, type PlanRun } from './index.ts'
import { runBothWays } from './test/both-ways.ts'
import { invoice, money, payout, sale, type Raw } from './test/odd/told.ts'

function run(plan: Raw, facts: Raw[]): PlanRun {
  const checked = checkPlan({ language: 2, name: 'Made up', currency: 'USD', ...plan })
  expect(checked.findings.filter((one) => one.level === 'error')).toEqual([])
  const found = runBothWays(checked, facts)
  // What was posted, one by one, comes to what is due.
  const posted = new Map<string, number>()
  for (const one of found.entries ?? []) posted.set(`${one.partner} ${one.item} ${one.component}`, (posted.get(`${one.partner} ${one.item} ${one.component}`) ?? 0) + Math.round(Number(one.amount) * 1000))
  for (const line of found.lines) expect([line.item, posted.get(`${line.partner} ${line.item} ${line.component}`)]).toEqual([line.item, Math.round(Number(line.amount) * 1000)])
  return found
}
const lines = (found: PlanRun) => found.lines.map((line) => `${line.partner} ${line.item} ${line.component} ${line.amount}${line.payable === line.amount ? '' : ` payable ${line.payable}`} ${line.currency}`).sort()
const ten = (more: Raw = {}): Raw => ({ id: 'share', on: 'sale', pay: { percent: '10' }, ...more })
const bands = (rows: Raw[], more: Raw = {}) => ({ bands: { over: 'quarter', mode: 'whole', rows, ...more } })
const back = (of: string, day: string, amount = 'all', more: Raw = {}): Raw => ({ id: `${of} back ${day}`, kind: 'refund', of, amount, at: day, ...more })
const gone = (of: string, day: string): Raw => ({ id: `${of} gone`, kind: 'cancellation', of, at: day })
const above = (partner: string, manager: string): Raw => ({ id: `${partner} below ${manager}`, kind: 'above', partner, manager, at: '2025-01-01' })
const rate = (from: string, to: string, day: string, value: string): Raw => ({ id: `${from} ${to} ${day}`, kind: 'rate', from, to, rate: value, at: day })

describe('what meets', () => {
  test.each<[string, Raw, Raw[], string[]]>([
    ['a part refunded behind a cap for each item: what is kept still reaches it', { components: [ten({ limits: { perItem: '500.00' } })] }, [sale('s', '2026-01-10', '8000.00'), back('s', '2026-02-10', '2000.00'), sale('t', '2026-01-10', '8000.00'), back('t', '2026-02-10', '4000.00')], ['P s share 500.00 USD', 'P t share 400.00 USD']],
    ['a part refunded below a cap of the quarter: the room goes to what came later', { components: [ten({ limits: { perPeriod: { amount: '100.00', over: 'quarter' } } })] }, [sale('a', '2026-01-10', '600.00'), sale('b', '2026-02-10', '700.00'), sale('d', '2026-03-10', '100.00'), back('a', '2026-04-10', '300.00')], ['P a share 30.00 USD', 'P b share 70.00 USD']],
    ['all of the one in between refunded: the last gets its own', { components: [ten({ limits: { perPeriod: { amount: '100.00', over: 'quarter' } } })] }, [sale('a', '2026-01-10', '600.00'), sale('b', '2026-02-10', '700.00'), sale('d', '2026-03-10', '100.00'), back('a', '2026-04-10', '300.00'), back('b', '2026-04-11')], ['P a share 30.00 USD', 'P d share 10.00 USD']],
    ['a promotion of one day that has 23 hours', { timeZone: 'Europe/Berlin', components: [ten(), ten({ id: 'promo', pay: { percent: '20' }, from: '2026-03-29', until: '2026-03-30', replaces: ['share'] })] },
      ['2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z'].map((at, i) => sale(`s${i}`, at, '100.00')), ['P s0 share 10.00 USD', 'P s1 promo 20.00 USD', 'P s2 promo 20.00 USD', 'P s3 share 10.00 USD']],
    ['a promotion of the last day of February, in a zone where it begins a day earlier than here', { timeZone: 'Pacific/Auckland', components: [ten(), ten({ id: 'promo', pay: { percent: '20' }, from: '2026-02-28', until: '2026-03-01', replaces: ['share'] })] },
      ['2026-02-27T10:59:59Z', '2026-02-27T11:00:00Z', '2026-02-28T10:59:59Z', '2026-02-28T11:00:00Z'].map((at, i) => sale(`s${i}`, at, '100.00')), ['P s0 share 10.00 USD', 'P s1 promo 20.00 USD', 'P s2 promo 20.00 USD', 'P s3 share 10.00 USD']],
    ['a month from the last of January, and of a leap year', { components: [ten({ window: { months: 1 } })] },
      [sale('a', '2026-01-31', '100.00'), sale('b', '2026-02-27', '100.00'), sale('d', '2026-02-28', '100.00'), sale('e', '2028-01-31', '100.00', { account: 'leap' }), sale('f', '2028-02-28', '100.00', { account: 'leap' }), sale('g', '2028-02-29', '100.00', { account: 'leap' })], ['P a share 10.00 USD', 'P b share 10.00 USD', 'P e share 10.00 USD', 'P f share 10.00 USD']],
    ['two sell together, each has a manager', { components: [ten(), { id: 'manager', share: { of: 'share', percent: '10', to: { above: 1 } } }] },
      [above('P', 'M'), above('Q', 'N'), sale('s', '2026-01-10', '1000.01', { partner: undefined, partners: [{ partner: 'P', weight: 2 }, { partner: 'Q', weight: 1 }] })], ['M s manager 6.67 USD', 'N s manager 3.33 USD', 'P s share 66.67 USD', 'Q s share 33.33 USD']],
    ['a third of it refunded afterwards, in yen: nothing is lost in the parts', { currency: 'JPY', components: [ten({ pay: { percent: '7.5' } })] }, [sale('s', '2026-01-10', '999', { currency: 'JPY' }), back('s', '2026-02-10', '333'), sale('t', '2026-01-10', '133', { currency: 'JPY', partner: undefined, partners: ['P', 'Q', 'R'].map((partner) => ({ partner, weight: 1 })) })],
      ['P s share 50 JPY', 'P t share 4 JPY', 'Q t share 3 JPY', 'R t share 3 JPY']],
    ['three decimals, and a cap in the third', { currency: 'KWD', components: [ten({ pay: { percent: '3.333' }, limits: { perPeriod: { amount: '50.005', over: 'month' } } })] }, [sale('a', '2026-01-10', '1234.567', { currency: 'KWD' }), sale('b', '2026-01-11', '1000.000', { currency: 'KWD' })], ['P a share 41.148 KWD', 'P b share 8.857 KWD']],
    ['a cliff for all of the quarter, and a customer who leaves behind it', { components: [ten({ pay: bands([{ upTo: '10000.00', percent: '5' }, { percent: '10' }]), clawback: { days: 100, how: 'by_day' } })] }, [sale('a', '2026-01-10', '6000.00'), sale('b', '2026-02-10', '5000.00'), gone('b', '2026-03-02')], ['P a share 600.00 USD', 'P b share 100.00 USD']],
    ['the same cliff lost again by a refund in part', { components: [ten({ pay: bands([{ upTo: '10000.00', percent: '5' }, { percent: '10' }]) })] }, [sale('a', '2026-01-10', '6000.00'), sale('b', '2026-02-10', '5000.00'), back('b', '2026-03-02', '2000.00')], ['P a share 300.00 USD', 'P b share 150.00 USD']],
    ['left within the time, and a part refunded before: nothing is kept, nothing is taken twice', { components: [ten({ clawback: { days: 100, how: 'full' } })] }, [sale('s', '2026-01-10', '1000.00'), back('s', '2026-02-01', '400.00'), gone('s', '2026-03-01')], []],
    ['left at a month end: a month that has begun is kept', { components: [ten({ clawback: { months: 12, how: 'by_month' } })] }, [sale('s', '2026-01-31', '1200.00'), gone('s', '2026-04-30'), sale('t', '2026-01-31', '1200.00'), gone('t', '2026-04-29')], ['P s share 40.00 USD', 'P t share 30.00 USD']],
    ['an item that turned out to be another partner’s counts in that one’s bands from its own day', { components: [ten({ pay: bands([{ upTo: '1000.00', percent: '10' }, { percent: '20' }], { mode: 'marginal' }) })] },
      [sale('a', '2026-01-10', '700.00', { partner: 'Q' }), sale('b', '2026-02-10', '800.00'), { id: 'merged', kind: 'credited', of: 'a', partners: [{ partner: 'P', weight: 1 }], at: '2026-03-01' }], ['P a share 70.00 USD', 'P b share 130.00 USD']],
    ['yen in instalments, until the customer leaves', { currency: 'JPY', components: [ten({ instalments: { count: 3 } })] }, [sale('s', '2026-01-15', '1000', { currency: 'JPY' }), gone('s', '2026-02-01')], ['P s#1 share 34 JPY']],
    ['growth over the year before, which was found to be more', { components: [ten({ pay: bands([{ upTo: '110', percent: '5' }, { percent: '10' }], { quota: { monthsBefore: 12 } }) })] },
      [sale('old', '2025-01-10', '1000.00'), sale('a', '2026-01-10', '600.00'), sale('b', '2026-03-10', '500.00'), sale('late', '2025-02-10', '100.00', { recordedAt: '2026-04-10' })], ['P a share 30.00 USD', 'P b share 25.00 USD', 'P late share 10.00 USD', 'P old share 100.00 USD']],
    ['invoiced in dollars, half collected at another rate: the difference is not the partner’s', { currency: 'EUR', components: [{ id: 'share', on: 'invoice', pay: { percent: '10' }, payable: 'as_collected' }] },
      [rate('USD', 'EUR', '2026-01-01', '0.9'), rate('USD', 'EUR', '2026-02-01', '0.8'), invoice('i', '2026-01-10', '1000.00', { currency: 'USD', tax: '190.00' }), { id: 'p', kind: 'payment', of: 'i', amount: '595.00', at: '2026-02-10' }], ['P i share 90.00 payable 45.00 EUR']],
    ['so many in a month, one of which was wholly refunded', { components: [ten({ pay: bands([{ upTo: '3', flat: '10.00' }, { flat: '20.00' }], { over: 'month', measure: 'count', bound: 'passed' }) })] }, [...['a', 'b', 'd', 'e'].map((id, i) => sale(id, `2026-01-1${i}`, '50.00')), back('e', '2026-02-01')], ['P a share 10.00 USD', 'P b share 10.00 USD', 'P d share 10.00 USD']],
    ['a guarantee of the quarter, also after a part was refunded', { components: [ten({ limits: { minimum: { amount: '500.00', over: 'quarter', below: 'topped_up' } } })] }, [sale('a', '2026-01-10', '1000.00'), sale('b', '2026-02-10', '2000.00'), back('a', '2026-03-01', '500.00')], ['P a share 50.00 USD', 'P b share 450.00 USD']],
    ['a tier of one year is kept through the next, by what became known after it', { tiers: { review: 'year', rows: [{ name: 'basic' }, { name: 'gold', where: { total: { on: ['sale'], measure: 'amount', over: 'year' }, atLeast: '1000' } }] }, components: [ten({ on: 'renewal', pay: { percentByTier: { gold: '20' }, otherwise: '10' } })] },
      [sale('s', '2025-03-01', '900.00'), sale('late', '2025-12-31', '200.00', { recordedAt: '2026-02-01' }), money('renewal', 'a', '2026-01-01', '100.00'), money('renewal', 'b', '2026-12-31', '100.00'), money('renewal', 'd', '2027-01-01', '100.00')], ['P a share 20.00 USD', 'P b share 20.00 USD', 'P d share 10.00 USD']],
    ['two components under one cap, the first of which is lowered', { components: [ten(), ten({ id: 'extra', pay: { percent: '5' } })], caps: [{ of: ['share', 'extra'], amount: '100.00', over: 'month' }] }, [sale('a', '2026-01-10', '600.00'), sale('b', '2026-01-11', '600.00'), back('a', '2026-01-20', '300.00')], ['P a extra 15.00 USD', 'P a share 30.00 USD', 'P b share 55.00 USD']],
    ['a firm pools what two members sell, one of whom joined later', { components: [ten({ to: { above: 1 }, pay: bands([{ upTo: '1000.00', percent: '10' }, { percent: '20' }], { mode: 'marginal' }) })] },
      [above('P', 'F'), { ...above('Q', 'F'), at: '2026-02-01' }, sale('a', '2026-01-10', '800.00'), sale('b', '2026-01-20', '500.00', { partner: 'Q' }), sale('d', '2026-02-10', '400.00', { partner: 'Q' })], ['F a share 80.00 USD', 'F d share 60.00 USD', 'Q b share 50.00 USD']],
  ])('%s', (_, plan, facts, expected) => expect(lines(run(plan, facts))).toEqual([...expected].sort()))
})

test('a late sale under a cap, after its month was closed: the cap is its own, both corrections are told in the open month', () => {
  const found = run({ components: [ten({ limits: { perPeriod: { amount: '50.00', over: 'month' } } })] }, [sale('a', '2026-01-10', '300.00'), sale('b', '2026-01-20', '400.00'), { id: 'jan', kind: 'statement_closed', period: '2026-01', at: '2026-02-01' }, sale('late', '2026-01-05', '100.00', { recordedAt: '2026-02-10' })])
  expect(lines(found)).toEqual(['P a share 30.00 USD', 'P b share 10.00 USD', 'P late share 10.00 USD'])
  expect(found.entries?.map((one) => [one.item, one.amount, one.statement, one.isPrior])).toEqual([['a', '30.00', '2026-01', false], ['b', '20.00', '2026-01', false], ['b', '-10.00', '2026-02', true], ['late', '10.00', '2026-02', true]])
})

test('a debt in one currency is not set off against another, and waits for its own', () => {
  const euro = (id: string, day: string, amount: string) => sale(id, day, amount, { currency: 'EUR' })
  const found = run({ currencies: ['EUR'], components: [ten()] }, [euro('a', '2026-01-10', '1000.00'), sale('u', '2026-01-10', '1000.00'), payout('jan', '2026-01-31'), back('u', '2026-02-05'), euro('b', '2026-02-10', '500.00'), payout('feb', '2026-02-28'), sale('v', '2026-03-10', '1500.00'), payout('mar', '2026-03-31')])
  expect(found.payouts?.map((one) => `${one.payout} ${one.currency} ${one.sent} ${one.carried}`)).toEqual(['jan EUR 100.00 0.00', 'jan USD 100.00 0.00', 'feb EUR 50.00 0.00', 'feb USD 0.00 -100.00', 'mar EUR 0.00 0.00', 'mar USD 50.00 0.00'])
})

test('a plan that ends in the middle of a quarter: what it paid for is taken back under it, what came later waits', () => {
  const { plan } = checkPlan({ language: 2, name: 'Ends', currency: 'USD', components: [ten()] })
  const { facts } = readFacts([sale('a', '2026-01-20', '1000.00'), back('a', '2026-02-25', '400.00'), sale('b', '2026-02-20', '100.00')].map((fact) => JSON.stringify(fact)).join('\n'))
  const found = dueOfSeller('P', [{ planVersionId: 'v1', plan: plan!, from: '2026-01-01', until: '2026-02-15' }], facts, '2026-03-01')
  expect([found.lines.map((line) => [line.itemId, line.amountMinor]), found.tray.map((one) => one.why)]).toEqual([[['a', 6_000n]], ['No plan was in force for the partner on 2026-02-20.']])
})
