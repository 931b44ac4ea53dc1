// Fifteen worked cases of what goes wrong elsewhere, as plans and facts with the answers a person worked out.
import { decimal } from '../../../../kernel/money.ts'
import type { History } from '../history.ts'
import type { Payout } from '../payouts.ts'

export type Told = { history: History; payouts: Payout[]; currency: string }
/** `answers` reads, from what was told, what the case asks, in its order. */
export type Case = { id: string; title: string; plan: object; facts: object[]; answers: (told: Told) => string[]; expected: string[] }

export const say = (told: Told, minor: bigint, currency = told.currency) => decimal(minor, currency)
export const dueOf = (told: Told, item: string, partner = 'P', component?: string) =>
  say(told, told.history.due.lines.filter((l) => l.item === item && l.partner === partner && (!component || l.component === component)).reduce((sum, l) => sum + l.amountMinor, 0n))
export const bookedBy = (told: Told, because: string, item: string, partner = 'P') =>
  say(told, told.history.entries.filter((e) => e.because === because && e.item === item && e.partner === partner).reduce((sum, e) => sum + e.amountMinor, 0n))
export const payableBy = (told: Told, because: string) => say(told, told.history.entries.filter((e) => e.because === because).reduce((sum, e) => sum + e.payableMinor, 0n))
export const total = (told: Told, partner?: string) => say(told, told.history.due.lines.filter((l) => !partner || l.partner === partner).reduce((sum, l) => sum + l.amountMinor, 0n))
export const usd = (components: object[], more: object = {}) => ({ language: 2, name: 'Case', currency: 'USD', components, ...more })
export const sale = (id: string, amount: string, at: string, more: object = {}) => ({ id, kind: 'sale', partner: 'P', amount, currency: 'USD', at, ...more })
export const percent = (rate: string, more: object = {}) => ({ id: 'share', on: 'sale', pay: { percent: rate }, ...more })

const marginal = usd([{ id: 'share', on: 'sale', pay: { bands: { over: 'year', mode: 'marginal', rows: [{ upTo: '50000.00', percent: '5' }, { upTo: '150000.00', percent: '8' }, { percent: '12' }] } } }])
const byMonth = usd([{ id: 'share', on: 'sale', pay: { bands: { over: 'month', mode: 'marginal', rows: [{ upTo: '20000.00', percent: '10' }, { percent: '15' }] } } }])
const months = (n: number) => usd([{ id: 'share', on: 'invoice', pay: { percent: '20' }, window: { months: n } }])
const monthEnds = ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31', '2026-11-30', '2026-12-31', '2027-01-31']
export const invoice = (id: string, amount: string, at: string, more: object = {}) => ({ id, kind: 'invoice', partner: 'P', account: 'customer', amount, currency: 'USD', at, ...more })
export const monthly = (told: Told, day: string, of: 'sentMinor' | 'carriedMinor' | 'balanceMinor') => say(told, told.payouts.find((p) => p.day === day)?.[of] ?? 0n)

export const cases: Case[] = [
  {
    id: 'CC-S01', title: 'one deal crosses two bands', plan: marginal, facts: [sale('before', '38500.00', '2026-01-10'), sale('deal', '131250.75', '2026-03-05')],
    answers: (t) => [dueOf(t, 'deal')], expected: ['10945.09'],
  },
  {
    id: 'CC-S01', title: 'the same sales in two', plan: marginal, facts: [sale('before', '38500.00', '2026-01-10'), sale('one', '80000.00', '2026-03-05'), sale('two', '51250.75', '2026-03-06')],
    answers: (t) => [dueOf(t, 'one'), dueOf(t, 'two')], expected: ['6055.00', '4890.09'],
  },
  {
    id: 'CC-S02', title: 'exactly at the threshold the earlier deals are rated again',
    plan: usd([{ id: 'share', on: 'sale', pay: { bands: { over: 'quarter', mode: 'whole', rows: [{ upTo: '100000.00', percent: '5' }, { percent: '7' }] } } }]),
    facts: [sale('one', '62340.30', '2026-04-10'), sale('two', '37659.70', '2026-05-10')],
    answers: (t) => [bookedBy(t, 'one', 'one'), bookedBy(t, 'two', 'two'), bookedBy(t, 'two', 'one'), total(t)], expected: ['3117.02', '2636.18', '1246.80', '7000.00'],
  },
  {
    id: 'CC-S03', title: 'a deal of January arrives when January is closed', plan: byMonth,
    facts: [sale('jan', '18000.00', '2026-01-12'), { id: 'close', kind: 'statement_closed', period: '2026-01', at: '2026-02-05' }, sale('late', '8000.00', '2026-01-20', { recordedAt: '2026-02-09' }), sale('feb', '15000.00', '2026-02-14')],
    answers: (t) => {
      const of = (period: string) => t.history.statements.find((s) => s.period === period)
      const prior = of('2026-02')?.entries.filter((e) => e.isPrior) ?? []
      return [say(t, prior.reduce((sum, e) => sum + e.amountMinor, 0n)), say(t, of('2026-02')?.totalMinor ?? 0n), say(t, of('2026-01')?.totalMinor ?? 0n), say(t, t.history.due.lines.filter((l) => l.earnedOn.startsWith('2026-01')).reduce((sum, l) => sum + l.amountMinor, 0n))]
    },
    expected: ['1100.00', '2600.00', '1800.00', '2900.00'],
  },
  {
    id: 'CC-S04', title: 'a rate changes at local midnight, and a day of 25 hours',
    plan: usd([percent('10', { id: 'early', until: '2026-04-01' }), percent('8', { id: 'late', from: '2026-04-01' }), percent('1', { id: 'bonus', from: '2026-11-01', until: '2026-11-02' })], { timeZone: 'America/Los_Angeles' }),
    facts: [sale('D1', '25000.00', '2026-04-01T06:59:59Z'), sale('D2', '25000.00', '2026-04-01T07:00:00Z'), sale('B1', '10000.00', '2026-11-01T07:30:00Z'), sale('B2', '10000.00', '2026-11-02T07:30:00Z'), sale('B3', '10000.00', '2026-11-02T08:00:00Z')],
    answers: (t) => [dueOf(t, 'D1'), dueOf(t, 'D2'), ...['B1', 'B2', 'B3'].map((id) => dueOf(t, id, 'P', 'bonus'))], expected: ['2500.00', '2000.00', '100.00', '100.00', '0.00'],
  },
  ...([['2026-04-24', ['1448.96', '988.54']], ['2026-08-09', ['0.00']]] as const).map(([left, expected]): Case => ({
    id: 'CC-S05', title: `the customer leaves on ${left}`, plan: usd([percent('10', { clawback: { from: 'activation', days: 180 } })]),
    facts: [sale('deal', '24375.00', '2026-02-01'), { id: 'on', kind: 'activation', of: 'deal', at: '2026-02-10' }, { id: 'off', kind: 'cancellation', of: 'deal', at: left }],
    answers: (t) => [say(t, 243_750n - (t.history.due.lines[0]?.amountMinor ?? 0n)), dueOf(t, 'deal')].slice(0, expected.length), expected: [...expected],
  })),
  {
    id: 'CC-S06', title: 'a refund after the payout, a minimum, and a balance carried to the cent', plan: usd([percent('10')], { payout: { every: 'month', minimum: '50.00' } }),
    facts: [
      sale('a', '1200.00', '2026-01-10'), sale('b', '600.00', '2026-01-11'), { id: 'p1', kind: 'payout', at: '2026-01-31' }, sale('c', '354.00', '2026-02-10'), { id: 'r', kind: 'refund', of: 'a', amount: 'all', at: '2026-02-12' }, { id: 'p2', kind: 'payout', at: '2026-02-28' },
      sale('d', '1100.00', '2026-03-10'), { id: 'p3', kind: 'payout', at: '2026-03-31' }, sale('e', '245.90', '2026-04-10'), { id: 'p4', kind: 'payout', at: '2026-04-30' }, sale('f', '0.10', '2026-05-10'), { id: 'p5', kind: 'payout', at: '2026-05-31' },
    ],
    answers: (t) => [
      monthly(t, '2026-01-31', 'sentMinor'), monthly(t, '2026-02-28', 'balanceMinor'), monthly(t, '2026-02-28', 'sentMinor'), monthly(t, '2026-03-31', 'balanceMinor'), monthly(t, '2026-03-31', 'sentMinor'),
      monthly(t, '2026-04-30', 'balanceMinor'), monthly(t, '2026-04-30', 'sentMinor'), monthly(t, '2026-05-31', 'sentMinor'), say(t, t.payouts.reduce((sum, p) => sum + p.sentMinor, 0n)),
    ],
    expected: ['180.00', '-84.60', '0.00', '25.40', '0.00', '49.99', '0.00', '50.00', '230.00'],
  },
  {
    id: 'CC-S07', title: 'shares add up to the pool, also after half is taken back', plan: usd([percent('100')]),
    facts: [
      { id: 'one', kind: 'sale', amount: '1000.01', currency: 'USD', at: '2026-01-10', partners: [{ partner: 'A', weight: 50 }, { partner: 'B', weight: 30 }, { partner: 'C', weight: 20 }] },
      { id: 'two', kind: 'sale', amount: '100.00', currency: 'USD', at: '2026-01-11', partners: ['A', 'B', 'C'].map((partner) => ({ partner, weight: 1 })) }, { id: 'half', kind: 'refund', of: 'two', amount: '50.00', at: '2026-02-01' },
      { id: 'three', kind: 'sale', amount: '0.05', currency: 'USD', at: '2026-01-12', partners: [{ partner: 'A', weight: 70 }, { partner: 'B', weight: 20 }, { partner: 'C', weight: 10 }] },
    ],
    answers: (t) => [
      ['A', 'B', 'C'].map((p) => dueOf(t, 'one', p)).join(' / '), ['A', 'B', 'C'].map((p) => bookedBy(t, 'two', 'two', p)).join(' / '), ['A', 'B', 'C'].map((p) => bookedBy(t, 'half', 'two', p).slice(1)).join(' / '),
      ['A', 'B', 'C'].map((p) => dueOf(t, 'three', p)).join(' / '),
    ],
    expected: ['500.01 / 300.00 / 200.00', '33.34 / 33.33 / 33.33', '16.67 / 16.66 / 16.67', '0.04 / 0.01 / 0.00'],
  },
  {
    id: 'CC-S08', title: 'deal, plan, payment and books in four currencies', plan: usd([percent('12.5')], { payout: { every: 'month', currency: 'GBP', books: 'EUR' } }),
    facts: [
      { id: 'deal', kind: 'sale', partner: 'P', amount: '41487.89', currency: 'EUR', at: '2026-03-10' }, { id: 'close', kind: 'rate', from: 'EUR', to: 'USD', rate: '1.1578', at: '2026-03-10' },
      { id: 'pay', kind: 'rate', from: 'USD', to: 'GBP', rate: '0.7893', at: '2026-04-30' }, { id: 'pay2', kind: 'rate', from: 'EUR', to: 'USD', rate: '1.1120', at: '2026-04-30' }, { id: 'payout', kind: 'payout', at: '2026-04-30' },
    ],
    answers: (t) => {
      const paid = t.payouts[0]
      return [dueOf(t, 'deal'), say(t, paid?.inCurrency?.amountMinor ?? 0n, 'GBP'), say(t, paid?.books?.bookedMinor ?? 0n, 'EUR'), say(t, paid?.books?.settledMinor ?? 0n, 'EUR'), say(t, -(paid?.books?.resultMinor ?? 0n), 'EUR')]
    },
    expected: ['6004.33', '4739.22', '5185.98', '5399.58', '213.60'],
  },
  {
    id: 'CC-S09', title: 'a refund frees room under the quarterly cap', plan: usd([percent('8', { limits: { perItem: '5000.00', perPeriod: { amount: '12000.00', over: 'quarter' } } })]),
    facts: [sale('D1', '77500.00', '2026-04-10'), sale('D2', '60000.00', '2026-04-20'), sale('D3', '48750.00', '2026-05-10'), sale('D4', '10000.00', '2026-06-10'), { id: 'back', kind: 'refund', of: 'D2', amount: 'all', at: '2026-06-20' }],
    answers: (t) => [
      ['D1', 'D2', 'D3', 'D4'].map((id) => bookedBy(t, id, id)).join(' / '), bookedBy(t, 'back', 'D2'), bookedBy(t, 'back', 'D3'), bookedBy(t, 'back', 'D4'),
      say(t, t.history.entries.filter((e) => e.because === 'back').reduce((sum, e) => sum + e.amountMinor, 0n)),
    ],
    expected: ['5000.00 / 4800.00 / 2200.00 / 0.00', '-4800.00', '1700.00', '800.00', '-2300.00'],
  },
  {
    id: 'CC-S10', title: 'twelve months of month ends, one paid late', plan: months(12),
    facts: [...monthEnds.map((at) => invoice(`i${at}`, at === '2026-09-30' ? '249.00' : '149.00', at)), { id: 'late', kind: 'payment', of: 'i2026-06-30', amount: '149.00', at: '2027-03-02' }],
    answers: (t) => [String(t.history.due.lines.length), total(t)], expected: ['12', '377.60'],
  },
  { id: 'CC-S10', title: 'three months from the last of March', plan: months(3), facts: ['2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30'].map((at) => invoice(`i${at}`, '149.00', at)), answers: (t) => [total(t)], expected: ['89.40'] },
  { id: 'CC-S10', title: 'a year from a leap day', plan: months(12), facts: ['2028-02-29', '2029-02-28'].map((at) => invoice(`i${at}`, '1188.00', at)), answers: (t) => [total(t)], expected: ['237.60'] },
  {
    id: 'CC-S11', title: 'payable as the customer pays', plan: usd([{ id: 'share', on: 'invoice', pay: { percent: '7.77' }, payable: 'as_collected' }]),
    facts: [invoice('i', '10281.35', '2026-01-10', { tax: '2056.27' }), ...[['c1', '2115.57', '2026-02-01'], ['c2', '2535.98', '2026-02-10'], ['c3', '7686.07', '2026-03-01']].map(([id, amount, at]) => ({ id, kind: 'payment', of: 'i', amount, at }))],
    answers: (t) => [dueOf(t, 'i'), ['c1', 'c2', 'c3'].map((id) => payableBy(t, id)).join(' / '), say(t, t.history.due.lines[0]?.payableMinor ?? 0n)], expected: ['798.86', '136.98 / 164.21 / 497.67', '798.86'],
  },
  ...(['invoice_line', 'invoice'] as const).map((on): Case => ({
    id: 'CC-S12', title: on === 'invoice' ? 'rounded once for each invoice' : 'rounded on each line', plan: usd([{ id: 'share', on, pay: { percent: '10' }, basis: { lines: ['licence'] } }]),
    facts: [{ id: 'i', kind: 'invoice', partner: 'P', currency: 'USD', at: '2026-01-10', lines: Array.from({ length: 7 }, (_, n) => ({ id: `l${n}`, kind: 'licence', amount: '0.35' })) }],
    answers: (t) => [total(t)], expected: [on === 'invoice' ? '0.25' : '0.28'],
  })),
  {
    id: 'CC-S12', title: 'a discount over licence and services, of which licences count', plan: usd([{ id: 'share', on: 'invoice', pay: { percent: '10' }, basis: { lines: ['licence'], discountOver: ['licence', 'service'] } }]),
    facts: [{ id: 'i', kind: 'invoice', partner: 'P', currency: 'USD', at: '2026-01-10', discount: '150.00', tax: '404.80', lines: [{ id: 'a', kind: 'licence', amount: '1299.00' }, { id: 'b', kind: 'service', amount: '850.00' }, { id: 'c', kind: 'shipping', amount: '25.00' }] }],
    answers: (t) => [total(t)], expected: ['120.83'],
  },
  {
    id: 'CC-S13', title: 'two levels above the seller, then half is refunded',
    plan: usd([percent('15', { id: 'seller' }), { id: 'level_one', share: { of: 'seller', percent: '10', to: { above: 1 } } }, { id: 'level_two', share: { of: 'seller', percent: '5', to: { above: 2 } } }]),
    facts: [
      { id: 'm1', kind: 'above', partner: 'P', manager: 'M1', at: '2025-01-01' }, { id: 'm2', kind: 'above', partner: 'M1', manager: 'M2', at: '2025-01-01' }, sale('deal', '4999.00', '2026-01-10'), { id: 'back', kind: 'refund', of: 'deal', amount: '2499.50', at: '2026-02-10' },
    ],
    answers: (t) => [['P', 'M1', 'M2'].map((p) => bookedBy(t, 'deal', 'deal', p)).join(' / '), ['P', 'M1', 'M2'].map((p) => bookedBy(t, 'back', 'deal', p)).join(' / '), total(t)],
    expected: ['749.85 / 74.99 / 37.49', '-374.92 / -37.50 / -18.74', '431.17'],
  },
  {
    id: 'CC-S14', title: 'protection ends at the instant the next partner registers',
    plan: usd([
      percent('20', { id: 'protected_rate', to: 'protected' }), percent('8', { id: 'sourced', where: { field: 'protected', is: 'no' } }),
      { id: 'earlier', share: { of: ['protected_rate', 'sourced'], percent: '10', to: { earlierProtection: { withinDays: 30 } }, takenFromIt: true } },
    ]),
    facts: [
      { id: 'A', kind: 'protection', partner: 'A', account: 'acme', at: '2026-01-15T00:00:00Z', until: '2026-04-15T00:00:00Z' }, { id: 'B1', kind: 'protection', partner: 'B', account: 'acme', at: '2026-04-10T00:00:00Z', days: 90 },
      { id: 'B2', kind: 'protection', partner: 'B', account: 'acme', at: '2026-04-15T00:00:00Z', days: 90 }, sale('one', '30000.00', '2026-04-14T23:59:59Z', { partner: 'A', account: 'acme' }),
      sale('two', '30000.00', '2026-04-15T00:00:00Z', { partner: 'B', account: 'acme' }), sale('three', '12500.00', '2026-07-14T00:00:00Z', { partner: 'B', account: 'acme' }),
    ],
    answers: (t) => {
      const decision = (id: string) => (t.history.due.protections.find((p) => p.id === id)?.accepted ? 'accepted' : 'refused')
      return [decision('B1'), decision('B2'), dueOf(t, 'one', 'A'), `${dueOf(t, 'two', 'B')} / ${dueOf(t, 'two', 'A')}`, dueOf(t, 'three', 'B')]
    },
    expected: ['refused', 'accepted', '6000.00', '5400.00 / 600.00', '1000.00'],
  },
  {
    id: 'CC-S15', title: 'withholding, a capped fee, a payment that fails and is sent again',
    plan: usd([percent('10')], { payout: { every: 'month', withholdPercent: '15', fee: { percent: '1', max: '25.00' } } }),
    facts: [sale('june', '32874.50', '2026-06-10'), { id: 'p1', kind: 'payout', at: '2026-06-30' }, { id: 'f', kind: 'payout_failed', of: 'p1', partner: 'P', at: '2026-07-03' }, sale('july', '1000.00', '2026-07-10'), { id: 'p2', kind: 'payout', at: '2026-07-31' }],
    answers: (t) => {
      const [june, july] = t.payouts
      return [june?.withheldMinor, june?.feeMinor, june?.sentMinor, july?.withheldMinor, july?.sentMinor].map((minor) => say(t, minor ?? -1n))
    },
    expected: ['493.12', '25.00', '2769.33', '15.00', '2854.33'],
  },
]
