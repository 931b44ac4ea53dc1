// Cases at the edges: clocks and calendars, odd currencies, what comes in parts, what is told late, who is credited, rates of nothing and of more than
// all. Each answer was worked out by hand from the words of the guide, in whole smallest units, before it was run.
import { bookedBy, dueOf, invoice, monthly, payableBy, percent, sale, say, total, usd, type Case, type Told } from './cases.ts'

const refund = (id: string, of: string, amount: string, at: string, more: object = {}) => ({ id, kind: 'refund', of, amount, at, ...more })
const gone = (of: string, at: string, id = `${of} gone`) => ({ id, kind: 'cancellation', of, at })
const paid = (id: string, of: string, amount: string, at: string) => ({ id, kind: 'payment', of, amount, at })
const rate = (id: string, from: string, to: string, value: string, at: string, more: object = {}) => ({ id, kind: 'rate', from, to, rate: value, at, ...more })
const payout = (at: string) => ({ id: `paid ${at}`, kind: 'payout', at })
const closed = (period: string, at: string) => ({ id: `closed ${period}`, kind: 'statement_closed', period, at })
const crew = (...all: string[]) => ({ partner: undefined, partners: all.map((partner) => ({ partner, weight: 1 })) })
const renewal = (...of: Parameters<typeof sale>) => ({ ...sale(...of), kind: 'renewal' })
const ends = (t: Told, ...items: string[]) => items.map((item) => dueOf(t, item)).join(' / ')
const each = (t: Told, because: string, ...items: string[]) => items.map((item) => bookedBy(t, because, item)).join(' / ')
const told = (t: Told) => t.history.entries.map((e) => `${e.statement} ${e.item} ${say(t, e.amountMinor)}${e.isPrior ? ' prior' : ''}`)
const product = (name: string) => ({ field: 'product', is: name })
const sent = (t: Told, ...days: string[]) => days.map((day) => monthly(t, day, 'sentMinor')).join(' / ')

export const harderCases: Case[] = [
  {
    // The first of November has 25 hours in New York: from 04:00 to 05:00 of the next day in UTC.
    id: 'XC-01', title: 'a cap of a day that has 25 hours', plan: usd([percent('10', { limits: { perPeriod: { amount: '10.00', over: 'day' } } })], { timeZone: 'America/New_York' }),
    facts: [sale('a', '80.00', '2026-11-01T04:00:00Z'), sale('b', '80.00', '2026-11-02T04:59:59Z'), sale('c', '80.00', '2026-11-02T05:00:00Z')], answers: (t) => [ends(t, 'a', 'b', 'c')], expected: ['8.00 / 2.00 / 8.00'],
  },
  {
    id: 'XC-02', title: 'a month that ends at half past the hour', plan: usd([percent('0', { pay: { bands: { over: 'month', mode: 'marginal', rows: [{ upTo: '100.00', percent: '10' }, { percent: '20' }] } } })], { timeZone: 'Asia/Kolkata' }),
    facts: [sale('a', '100.00', '2026-01-31T18:29:59Z'), sale('b', '100.00', '2026-01-31T18:30:00Z'), sale('c', '50.00', '2026-02-10')], answers: (t) => [ends(t, 'a', 'b', 'c')], expected: ['10.00 / 10.00 / 10.00'],
  },
  {
    id: 'XC-03', title: 'parts from the 31st of January; one that is due on the day on which they leave is not earned', plan: usd([percent('10', { instalments: { count: 3 } })]), facts: [sale('a', '1000.00', '2026-01-31'), gone('a', '2026-02-28'), sale('b', '1000.00', '2026-01-31'), gone('b', '2026-03-01')],
    answers: (t) => [ends(t, 'a#1', 'a#2', 'a#3'), ends(t, 'b#1', 'b#2', 'b#3')], expected: ['33.34 / 0.00 / 0.00', '33.34 / 33.33 / 0.00'],
  },
  {
    // Twelve months from the first of March 2027 are 366 days.
    id: 'XC-04', title: 'a guarantee of twelve months that has a leap day in it, by days', plan: usd([percent('10', { clawback: { months: 12 } })]), facts: ['a', 'b', 'c'].flatMap((id) => [sale(id, '3660.00', '2027-03-01')] as object[]).concat([gone('a', '2028-02-29'), gone('b', '2027-03-01'), gone('c', '2028-03-01')]), answers: (t) => [ends(t, 'a', 'b', 'c')], expected: ['365.00 / 0.00 / 366.00'],
  },
  {
    // 10 % of 10,005 is 1,000.5, so 1,001; of that 3,668 / 11,005 is 333.6…, 7,336 / 11,005 is 667.2….
    id: 'XC-05', title: 'yen with tax that come in in three parts', plan: { ...usd([{ id: 'share', on: 'invoice', pay: { percent: '10' }, payable: 'as_collected' }]), currency: 'JPY' },
    facts: [invoice('i', '10005', '2026-01-10', { currency: 'JPY', tax: '1000' }), paid('c1', 'i', '3668', '2026-02-01'), paid('c2', 'i', '3668', '2026-03-01'), paid('c3', 'i', '3669', '2026-04-01')], answers: (t) => [['c1', 'c2', 'c3'].map((id) => payableBy(t, id)).join(' / '), dueOf(t, 'i')], expected: ['334 / 333 / 334', '1001'],
  },
  {
    // 1.005 × 3.2551 × 12.5 % is 0.4089…; a dollar is 0.3 dinars, so 0.9 dinars are 3.00 dollars, and 12.5 % of them 0.375.
    id: 'XC-06', title: 'dinars in dollars, at a rate that is said either way round', plan: usd([percent('12.5')]), facts: [rate('r1', 'KWD', 'USD', '3.2551', '2026-01-01'), rate('r2', 'USD', 'KWD', '0.3', '2026-02-01'), sale('a', '1.005', '2026-01-31', { currency: 'KWD' }), sale('b', '0.900', '2026-02-01', { currency: 'KWD' })], answers: (t) => [ends(t, 'a', 'b')], expected: ['0.41 / 0.38'],
  },
  {
    id: 'XC-07', title: 'parts of two invoices come in, and one of them is refunded in between', plan: usd([{ id: 'share', on: 'invoice', pay: { percent: '10' }, payable: 'as_collected' }]),
    facts: [invoice('a', '1000.00', '2026-01-10'), invoice('b', '500.00', '2026-01-11'), paid('c1', 'a', '400.00', '2026-02-01'), paid('c2', 'b', '500.00', '2026-02-02'), refund('back', 'b', '200.00', '2026-02-03'), paid('c3', 'a', '600.00', '2026-03-01')],
    answers: (t) => [['c1', 'c2', 'back', 'c3'].map((id) => payableBy(t, id)).join(' / '), bookedBy(t, 'back', 'b'), total(t)], expected: ['40.00 / 50.00 / -20.00 / 60.00', '-20.00', '130.00'],
  },
  {
    id: 'XC-08', title: 'more comes in than was asked for, and half is refunded', plan: usd([{ id: 'share', on: 'invoice', pay: { percent: '10' }, payable: 'as_collected' }]), facts: [invoice('i', '500.00', '2026-01-10', { tax: '100.00' }), paid('c1', 'i', '700.00', '2026-02-01'), refund('back', 'i', '250.00', '2026-03-01')],
    answers: (t) => [payableBy(t, 'c1'), payableBy(t, 'back'), dueOf(t, 'i')], expected: ['50.00', '-25.00', '25.00'],
  },
  {
    // Ten cents to seven; seven cents to seven.
    id: 'XC-09', title: 'ten cents for seven, of which three are taken back', plan: usd([percent('10')]), facts: [sale('s', '1.00', '2026-01-10', crew(...'ABCDEFG')), refund('back', 's', '0.30', '2026-02-10')],
    answers: (t) => [[...'ABCDEFG'].map((p) => bookedBy(t, 's', 's', p)).join(' / '), [...'ABCDEFG'].map((p) => bookedBy(t, 'back', 's', p)).join(' / ')], expected: ['0.02 / 0.02 / 0.02 / 0.01 / 0.01 / 0.01 / 0.01', '-0.01 / -0.01 / -0.01 / 0.00 / 0.00 / 0.00 / 0.00'],
  },
  {
    id: 'XC-10', title: 'a tier from noon on, which is told a month later', plan: usd([{ id: 'share', on: 'sale', pay: { percentByTier: { silver: '10', gold: '15' } } }]),
    facts: [{ id: 'silver', kind: 'tier', partner: 'P', tier: 'silver', at: '2026-01-01' }, { id: 'gold', kind: 'tier', partner: 'P', tier: 'gold', at: '2026-02-15T12:00:00Z', recordedAt: '2026-03-20' }, sale('a', '1000.00', '2026-02-15T11:59:59Z'), sale('b', '1000.00', '2026-02-15T12:00:00Z')],
    answers: (t) => [each(t, 'gold', 'a', 'b'), ends(t, 'a', 'b')], expected: ['0.00 / 50.00', '100.00 / 150.00'],
  },
  {
    id: 'XC-11', title: 'half of a deal of a closed quarter is refunded, which frees room for another of it', plan: usd([percent('10', { limits: { perPeriod: { amount: '100.00', over: 'quarter' } } })], { payout: { every: 'quarter' } }),
    facts: [sale('a', '600.00', '2021-01-20'), sale('b', '500.00', '2021-02-20'), closed('2021-Q1', '2021-04-05'), refund('back', 'a', '300.00', '2021-05-10')], answers: told, expected: ['2021-Q1 a 60.00', '2021-Q1 b 40.00', '2021-Q2 a -30.00 prior', '2021-Q2 b 10.00 prior'],
  },
  {
    id: 'XC-12', title: 'a promotion within a promotion, over the night in which the clocks change, and a bonus on top', plan: usd([
      percent('10'), percent('15', { id: 'spring', from: '2026-03-01', until: '2026-04-01', replaces: ['share'], exclusive: { group: 'promotion', priority: 1 } }),
      percent('20', { id: 'flash', from: '2026-03-28', until: '2026-03-30', replaces: ['share'], exclusive: { group: 'promotion', priority: 2 } }), { id: 'first', on: 'sale', pay: { flat: '5.00' }, limits: { items: { count: 1, per: 'account' } } },
    ], { timeZone: 'Europe/Berlin' }),
    facts: [sale('a', '100.00', '2026-03-29T21:59:59Z', { account: 'c' }), sale('b', '100.00', '2026-03-29T22:00:00Z', { account: 'c' }), sale('d', '100.00', '2026-03-31T22:00:00Z', { account: 'c' })], answers: (t) => [ends(t, 'a', 'b', 'd')], expected: ['25.00 / 15.00 / 10.00'],
  },
  {
    // 273 days from the first of June to the 29th of February: 90.00 × 92 / 365 = 22.684….
    id: 'XC-13', title: 'a tenth is refunded, and then they leave on a leap day', plan: usd([percent('10', { clawback: { days: 365 } })]), facts: [sale('s', '1000.00', '2027-06-01'), refund('back', 's', '100.00', '2027-07-01'), gone('s', '2028-02-29')], answers: (t) => [bookedBy(t, 's gone', 's'), dueOf(t, 's')], expected: ['-22.68', '67.32'],
  },
  {
    id: 'XC-14', title: 'a renewal that another partner wins, and the next one, at which that one is of record', plan: usd([percent('10', { id: 'kept', on: 'renewal', where: { field: 'incumbent', is: 'yes' } }), percent('4', { id: 'won', on: 'renewal', where: { field: 'incumbent', is: 'no' } })]),
    facts: [sale('s', '1000.00', '2025-01-10', { account: 'c' }), renewal('r1', '1000.00', '2026-01-10', { account: 'c', partner: 'Q' }), renewal('r2', '1000.00', '2027-01-10', { account: 'c', partner: 'Q' })], answers: (t) => [`${dueOf(t, 'r1', 'Q')} / ${dueOf(t, 'r2', 'Q')}`], expected: ['40.00 / 100.00'],
  },
  {
    id: 'XC-15', title: 'a customer leaves, is won again, and the first year goes on from the first deal', plan: usd([percent('20', { window: { months: 12 }, clawback: { days: 90, how: 'full' } })]),
    facts: [sale('a', '1000.00', '2026-01-10', { account: 'c' }), gone('a', '2026-02-01'), sale('b', '1000.00', '2027-01-09', { account: 'c' }), sale('d', '1000.00', '2027-01-10', { account: 'c' })], answers: (t) => [bookedBy(t, 'a gone', 'a'), ends(t, 'a', 'b', 'd')], expected: ['-200.00', '0.00 / 200.00 / 0.00'],
  },
  {
    id: 'XC-16', title: 'two small months make one payment, which a refund eats, until exactly the minimum is there', plan: usd([percent('10')], { payout: { minimum: '100.00' } }),
    facts: [sale('a', '600.00', '2026-01-10'), payout('2026-01-31'), sale('b', '600.00', '2026-02-10'), payout('2026-02-28'), refund('back', 'a', 'all', '2026-03-05'), sale('c', '500.00', '2026-03-10'), payout('2026-03-31'), sale('d', '1100.00', '2026-04-10'), payout('2026-04-30')],
    answers: (t) => [sent(t, '2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'), monthly(t, '2026-03-31', 'carriedMinor')], expected: ['0.00 / 120.00 / 0.00 / 100.00', '-10.00'],
  },
  {
    id: 'XC-17', title: 'a refund while it is held', plan: usd([percent('10', { hold: { days: 30 } })]), facts: [sale('s', '1000.00', '2026-01-20'), payout('2026-01-31'), refund('back', 's', '300.00', '2026-02-10'), payout('2026-02-15'), payout('2026-02-28')],
    answers: (t) => [sent(t, '2026-01-31', '2026-02-15', '2026-02-28'), monthly(t, '2026-02-15', 'carriedMinor')], expected: ['0.00 / 0.00 / 70.00', '0.00'],
  },
  {
    id: 'XC-18', title: 'a contract that goes from pounds to dollars and back, in a window of three months', plan: usd([{ id: 'share', on: 'invoice', pay: { percent: '10' }, window: { months: 3 } }]),
    facts: [rate('r1', 'GBP', 'USD', '1.1', '2026-01-01'), rate('r2', 'GBP', 'USD', '1.25', '2026-02-01'), invoice('a', '100.00', '2026-01-15', { currency: 'GBP' }), invoice('b', '100.00', '2026-02-15'), invoice('c', '100.00', '2026-03-15', { currency: 'GBP' }), invoice('d', '100.00', '2026-04-15')], answers: (t) => [ends(t, 'a', 'b', 'c', 'd')], expected: ['11.00 / 10.00 / 12.50 / 0.00'],
  },
  {
    id: 'XC-19', title: 'a cap in each of two currencies that are worked out as they are', plan: usd([percent('10', { limits: { perPeriod: { amount: { USD: '100.00', EUR: '90.00' }, over: 'year' } } })], { currencies: ['EUR'] }),
    facts: [sale('a', '900.00', '2026-01-10'), sale('b', '900.00', '2026-01-11', { currency: 'EUR' }), sale('c', '200.00', '2026-01-12'), sale('d', '10.00', '2026-01-13', { currency: 'EUR' })], answers: (t) => [ends(t, 'a', 'b', 'c', 'd')], expected: ['90.00 / 90.00 / 10.00 / 0.00'],
  },
  {
    // 1,000.01 less 66.666… of the discount is 933.343…; two thirds of that are kept: 622.228….
    id: 'XC-20', title: 'a discount over two kinds of lines, and a third of the invoice is refunded', plan: usd([{ id: 'share', on: 'invoice', pay: { percent: '10' }, basis: { lines: ['licence'], discountOver: ['licence', 'services'] } }]),
    facts: [{ id: 'i', kind: 'invoice', partner: 'P', account: 'c', currency: 'USD', at: '2026-01-10', discount: '100.00', lines: [{ id: '1', kind: 'licence', amount: '1000.01' }, { id: '2', kind: 'services', amount: '500.00' }] }, refund('back', 'i', '466.67', '2026-02-10')],
    answers: (t) => [bookedBy(t, 'i', 'i'), bookedBy(t, 'back', 'i')], expected: ['93.33', '-31.11'],
  },
  {
    id: 'XC-21', title: 'half as much again, all of it, and nothing', plan: usd([percent('150', { id: 'a', where: product('a') }), percent('100', { id: 'b', where: product('b') }), percent('0', { id: 'c', where: product('c') })]), facts: ['a', 'b', 'c'].map((name) => sale(name, '99.99', '2026-01-10', { product: name })), answers: (t) => [ends(t, 'a', 'b', 'c'), String(t.history.entries.length)], expected: ['149.99 / 99.99 / 0.00', '2'],
  },
  {
    id: 'XC-22', title: 'products that the table does not know, and none', plan: usd([{ id: 'share', on: 'sale', pay: { table: { rows: [{ when: { product: 'x' }, percent: '10' }], otherwise: '3' } } }]), facts: [sale('a', '100.00', '2026-01-10', { product: 'x' }), sale('b', '100.00', '2026-01-10', { product: 'X' }), sale('c', '100.00', '2026-01-10')], answers: (t) => [ends(t, 'a', 'b', 'c')], expected: ['10.00 / 3.00 / 3.00'],
  },
  {
    id: 'XC-23', title: 'an end that is told late, with a tail of sixty days whose last day is in it', plan: usd([percent('10', { where: { any: [{ field: 'ended_on', is: '' }, { field: 'day', within: { days: 60, after: 'ended_on' } }] } })]),
    facts: [sale('a', '100.00', '2026-03-31'), sale('b', '100.00', '2026-05-30'), sale('c', '100.00', '2026-05-31'), { id: 'end', kind: 'ended', partner: 'P', why: 'notice', at: '2026-03-31', recordedAt: '2026-06-10' }], answers: (t) => [each(t, 'end', 'a', 'b', 'c'), ends(t, 'a', 'b', 'c')], expected: ['0.00 / 0.00 / -10.00', '10.00 / 10.00 / 0.00'],
  },
  {
    // Eight seats and four: two of the four are above ten. Four of the eight are kept, so none is.
    id: 'XC-24', title: 'half of the first seats are refunded, and those of the next move down', plan: usd([{ id: 'seats', on: 'sale', pay: { bands: { over: 'year', measure: 'units', mode: 'marginal', rows: [{ upTo: '10', perUnit: '2.00' }, { perUnit: '1.00' }] } } }]),
    facts: [sale('a', '100.00', '2026-01-10', { units: 8 }), sale('b', '100.00', '2026-02-10', { units: 4 }), refund('back', 'a', '50.00', '2026-03-10')], answers: (t) => [`${bookedBy(t, 'a', 'a')} / ${bookedBy(t, 'b', 'b')}`, each(t, 'back', 'a', 'b')], expected: ['16.00 / 6.00', '-8.00 / 2.00'],
  },
  {
    id: 'XC-25', title: 'a customer goes to another partner, whose cap with it is unused', plan: usd([percent('10', { limits: { perPeriod: { amount: '100.00', over: 'ever', per: 'account' } } })]),
    facts: [sale('a', '900.00', '2026-01-10', { account: 'c' }), sale('b', '900.00', '2026-02-10', { account: 'c' }), { id: 'moved', kind: 'credited', account: 'c', partners: [{ partner: 'Q', weight: 1 }], at: '2026-02-01', recordedAt: '2026-03-01' }],
    answers: (t) => [bookedBy(t, 'b', 'b'), `${bookedBy(t, 'moved', 'b')} / ${bookedBy(t, 'moved', 'b', 'Q')}`, `${total(t, 'P')} / ${total(t, 'Q')}`], expected: ['10.00', '-10.00 / 90.00', '90.00 / 90.00'],
  },
  {
    id: 'XC-26', title: 'the third deal of a quarter, which was refunded, so that the fourth is the third', plan: usd([{ id: 'third', on: 'sale', pay: { award: { over: 'quarter', rows: [{ at: '3', flat: '100.00' }] } } }]), facts: [...['a', 'b', 'c', 'd'].map((id, i) => sale(id, '10.00', `2026-01-1${i}`)), refund('back', 'c', 'all', '2026-04-10')],
    answers: (t) => [ends(t, 'a', 'b', 'c', 'd'), each(t, 'back', 'c', 'd')], expected: ['0.00 / 0.00 / 0.00 / 100.00', '-100.00 / 100.00'],
  },
  {
    // 10 % of 100.005 is 10.0005; of the 90.004 that are left 2 % are 1.800…, and at most 1.000 is taken.
    id: 'XC-27', title: 'a tenth is withheld in dinars, and a fee up to its most', plan: { ...usd([percent('100')], { payout: { withholdPercent: '10', fee: { percent: '2', max: '1.000' } } }), currency: 'KWD' }, facts: [sale('s', '100.005', '2026-01-10', { currency: 'KWD' }), payout('2026-01-31')],
    answers: (t) => [['withheldMinor', 'feeMinor', 'sentMinor'].map((of) => say(t, t.payouts[0]?.[of as 'sentMinor'] ?? 0n)).join(' / ')], expected: ['10.001 / 1.000 / 89.004'],
  },
  {
    // 0.025 and 0.075 go to the even cent; 2.5 % of 1.50 is 0.0375.
    id: 'XC-28', title: 'halves to the even cent, and half is refunded', plan: usd([percent('2.5')], { rounding: 'half_even' }), facts: [sale('a', '1.00', '2026-01-10'), sale('b', '3.00', '2026-01-10'), refund('back', 'b', '1.50', '2026-02-10')], answers: (t) => [`${bookedBy(t, 'a', 'a')} / ${bookedBy(t, 'b', 'b')}`, bookedBy(t, 'back', 'b')], expected: ['0.02 / 0.08', '-0.04'],
  },
  {
    id: 'XC-29', title: 'always rounded down, with half for whoever is above, until all is refunded', plan: usd([percent('33.33'), { id: 'override', share: { of: 'share', percent: '50', to: { above: 1 } } }], { rounding: 'down' }), facts: [{ id: 'above', kind: 'above', partner: 'P', manager: 'M', at: '2025-01-01' }, sale('s', '10.00', '2026-01-10'), refund('back', 's', 'all', '2026-02-10')],
    answers: (t) => [`${bookedBy(t, 's', 's')} / ${bookedBy(t, 's', 's', 'M')}`, `${total(t, 'P')} / ${total(t, 'M')}`], expected: ['3.33 / 1.66', '0.00 / 0.00'],
  },
  {
    // 400 of 1,000 came in; half of it is refunded, so that 400 of 500 had; 100 more is the rest, and what comes then is nobody's.
    id: 'XC-30', title: 'paid on each payment, of an invoice that is refunded by half in between', plan: usd([percent('10', { on: 'payment' })]), facts: [invoice('i', '1000.00', '2026-01-10'), paid('c1', 'i', '400.00', '2026-01-20'), refund('back', 'i', '500.00', '2026-02-10'), paid('c2', 'i', '100.00', '2026-03-10'), paid('c3', 'i', '50.00', '2026-03-11')],
    answers: (t) => [bookedBy(t, 'c1', 'c1'), bookedBy(t, 'back', 'c1'), ends(t, 'c1', 'c2', 'c3')], expected: ['40.00', '0.00', '40.00 / 10.00 / 0.00'],
  },
  {
    id: 'XC-31', title: 'six months from the 31st of August without anything new, and a sale on the last of them that is told late', plan: usd([percent('10', { on: 'renewal', keepAlive: { months: 6, on: ['sale'] } })]),
    facts: [sale('s', '10.00', '2026-08-31', { account: 'c' }), renewal('in', '100.00', '2027-02-28', { account: 'c' }), renewal('out', '100.00', '2027-03-01', { account: 'c' }), sale('late', '10.00', '2027-02-28', { account: 'd', recordedAt: '2027-03-20' })], answers: (t) => [`${bookedBy(t, 'in', 'in')} / ${bookedBy(t, 'out', 'out')}`, each(t, 'late', 'in', 'out')], expected: ['10.00 / 0.00', '0.00 / 10.00'],
  },
  {
    // 1,100.00 at 5 %, then 50.00 at 5 % and 50.00 at 10 %. At 1.2: 1,150.00 at 5 % and 50.00 at 10 %, then all at 10 %.
    id: 'XC-32', title: 'a newer rate is told late, and moves what came after it through the bands', plan: usd([percent('0', { pay: { bands: { over: 'quarter', mode: 'marginal', rows: [{ upTo: '1150.00', percent: '5' }, { percent: '10' }] } } })]),
    facts: [rate('r1', 'EUR', 'USD', '1.1', '2026-01-01'), sale('a', '1000.00', '2026-01-10', { currency: 'EUR' }), sale('b', '100.00', '2026-01-20'), rate('r2', 'EUR', 'USD', '1.2', '2026-01-05', { recordedAt: '2026-02-01' })],
    answers: (t) => [`${bookedBy(t, 'a', 'a')} / ${bookedBy(t, 'b', 'b')}`, each(t, 'r2', 'a', 'b'), ends(t, 'a', 'b')], expected: ['55.00 / 7.50', '7.50 / 2.50', '62.50 / 10.00'],
  },
  {
    id: 'XC-33', title: 'what is sold on top does not raise it, also where some of the first is refunded', plan: usd([percent('10', { on: ['sale', 'renewal'], basis: { ceiling: 'first' } })]), facts: [sale('a', '100.00', '2026-01-10', { account: 'c' }), renewal('b', '150.00', '2027-01-10', { account: 'c' }), refund('back', 'a', '50.00', '2027-02-10')], answers: (t) => [ends(t, 'a', 'b'), each(t, 'back', 'a', 'b')], expected: ['5.00 / 10.00', '-5.00 / 0.00'],
  },
  {
    id: 'XC-34', title: 'a certificate in the last second of the quarter, and one second later', plan: usd([percent('10', { needs: { that: { field: 'certified', is: 'yes' }, period: 'quarter' } })], { timeZone: 'America/Sao_Paulo' }),
    facts: [sale('p', '100.00', '2026-02-10'), sale('q', '100.00', '2026-02-10', { partner: 'Q' }), { id: 'yes p', kind: 'standing', partner: 'P', name: 'certified', value: 'yes', at: '2026-04-01T02:59:59Z' }, { id: 'yes q', kind: 'standing', partner: 'Q', name: 'certified', value: 'yes', at: '2026-04-01T03:00:00Z' }],
    answers: (t) => [`${dueOf(t, 'p')} / ${dueOf(t, 'q', 'Q')}`, bookedBy(t, 'yes p', 'p')], expected: ['10.00 / 0.00', '10.00'],
  },
  {
    // 60.00 and 40.00 of the 100.00 of a year that began on the 28th of February; with a contract of the first of December 60.00 of the next.
    id: 'XC-35', title: 'a contract is told to have been renewed on another day, and what was cut is free', plan: usd([percent('10', { limits: { perPeriod: { amount: '100.00', over: 'contract_year' } } })], { contract: { from: 'signed_on' } }),
    facts: [{ id: 'signed', kind: 'standing', partner: 'P', name: 'signed_on', value: '2024-02-29', at: '2024-02-29' }, sale('a', '600.00', '2026-02-28'), sale('b', '600.00', '2026-12-01'), { id: 'again', kind: 'standing', partner: 'P', name: 'signed_on', value: '2026-12-01', at: '2026-12-01', recordedAt: '2026-12-20' }],
    answers: (t) => [`${bookedBy(t, 'a', 'a')} / ${bookedBy(t, 'b', 'b')}`, each(t, 'again', 'a', 'b')], expected: ['60.00 / 40.00', '0.00 / 20.00'],
  },
  {
    // 15.00 and 15.00 and 15.00 of 100.00, at most 25.00: 8.34, 8.33, 8.33. Of 50.00: 7.50 each, at most 12.50: 4.17, 4.17, 4.16.
    id: 'XC-36', title: 'three get all of a quarter of a deal together, of which half is refunded', plan: usd([percent('15', { split: 'each_in_full' })], { together: [{ of: ['share'], percent: '25' }] }), facts: [sale('s', '100.00', '2026-01-10', crew('P', 'Q', 'R')), refund('back', 's', '50.00', '2026-02-10')],
    answers: (t) => [['P', 'Q', 'R'].map((p) => bookedBy(t, 's', 's', p)).join(' / '), ['P', 'Q', 'R'].map((p) => dueOf(t, 's', p)).join(' / ')], expected: ['8.34 / 8.33 / 8.33', '4.17 / 4.17 / 4.16'],
  },
]
