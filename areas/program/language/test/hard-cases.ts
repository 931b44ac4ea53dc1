// Cases where several terms meet: collections in another currency, caps that are shared, accounts that change hands, odd currencies with overrides,
// guarantees with set-off, calendars. Each answer was worked out by hand, in whole smallest units, before it was run.
import { bookedBy, dueOf, invoice, monthly, payableBy, percent, sale, say, total, usd, type Case, type Told } from './cases.ts'

const refund = (id: string, of: string, amount: string, at: string, more: object = {}) => ({ id, kind: 'refund', of, amount, at, ...more })
const withdrawn = (id: string, of: string, at: string) => ({ id, kind: 'withdrawn', of, at })
const gone = (of: string, at: string, id = `${of} gone`) => ({ id, kind: 'cancellation', of, at })
const paid = (id: string, of: string, amount: string, at: string) => ({ id, kind: 'payment', of, amount, at })
const rate = (id: string, value: string, at: string) => ({ id, kind: 'rate', from: 'CHF', to: 'USD', rate: value, at })
const payout = (at: string) => ({ id: `paid ${at}`, kind: 'payout', at })
const closed = (period: string, at: string) => ({ id: `closed ${period}`, kind: 'statement_closed', period, at })
const crew = (...all: [partner: string, weight: number][]) => ({ partner: undefined, partners: all.map(([partner, weight]) => ({ partner, weight })) })
const moved = (account: string, to: string, at: string, recordedAt: string) => ({ id: `${account} moved`, kind: 'credited', account, partners: [{ partner: to, weight: 1 }], at, recordedAt })
const account = (name: string, more: object = {}) => ({ account: name, ...more })
const renewal = (...of: Parameters<typeof sale>) => ({ ...sale(...of), kind: 'renewal' })
const ends = (t: Told, ...items: string[]) => items.map((item) => dueOf(t, item)).join(' / ')
const each = (t: Told, because: string, ...items: string[]) => items.map((item) => bookedBy(t, because, item)).join(' / ')
const told = (t: Told) => t.history.entries.map((e) => `${e.statement} ${e.item} ${say(t, e.amountMinor)}${e.isPrior ? ' prior' : ''}`)

export const hardCases: Case[] = [
  {
    // 8,000.00 CHF × 1.0837 × 12.5 % = 1,083.70; of that 3,173.33 / 9,520.00 = 361.232…; kept 6,000.00 CHF: 812.775; of 812.78, 3,173.33 / 7,140.00 = 361.235…
    id: 'HC-01', title: 'a third comes in in another currency, a quarter is refunded, then the rest comes in', plan: usd([{ id: 'share', on: 'invoice', pay: { percent: '12.5' }, payable: 'as_collected' }]),
    facts: [rate('r1', '1.0837', '2026-03-09'), rate('r2', '1.1', '2026-04-01'), invoice('i', '8000.00', '2026-03-10', { currency: 'CHF', tax: '1520.00' }), paid('c1', 'i', '3173.33', '2026-03-20'), refund('back', 'i', '2000.00', '2026-04-05'), paid('c2', 'i', '3966.67', '2026-04-20')],
    answers: (t) => [bookedBy(t, 'i', 'i'), payableBy(t, 'c1'), `${bookedBy(t, 'back', 'i')}, of which payable ${payableBy(t, 'back')}`, payableBy(t, 'c2'), dueOf(t, 'i')], expected: ['1083.70', '361.23', '-270.92, of which payable 0.01', '451.54', '812.78'],
  },
  {
    // Before: 80, 20 (of 50), 20 (of 50), 0 (of 30). After the first is gone: 0, 50, 50, and 20 of 30 under 120.
    id: 'HC-02', title: 'a refund frees room under a cap of its own and one that two components share', facts: [sale('one', '800.00', '2026-01-10'), sale('two', '500.00', '2026-01-20'), renewal('again', '1000.00', '2026-02-01'), sale('three', '300.00', '2026-03-01'), refund('back', 'one', 'all', '2026-03-10')],
    plan: usd([percent('10', { limits: { perPeriod: { amount: '100.00', over: 'month' } } }), percent('5', { id: 'renewals', on: 'renewal' })], { caps: [{ of: ['share', 'renewals'], amount: '120.00', over: 'quarter' }] }),
    answers: (t) => [[...['one', 'two', 'again'].map((id) => bookedBy(t, id, id)), bookedBy(t, 'three', 'three')].join(' / '), each(t, 'back', 'one', 'two', 'again', 'three'), total(t)], expected: ['80.00 / 20.00 / 20.00 / 0.00', '-80.00 / 30.00 / 30.00 / 20.00', '120.00'],
  },
  {
    id: 'HC-03', title: 'an account goes to another partner in the middle of a quarter that is rated as a whole', plan: usd([{ id: 'share', on: 'sale', pay: { bands: { over: 'quarter', mode: 'whole', rows: [{ upTo: '100000.00', percent: '5' }, { percent: '7' }] } } }]),
    facts: [sale('a', '60000.00', '2026-01-10', account('x')), sale('b', '50000.00', '2026-02-10', account('y')), moved('y', 'Q', '2026-02-01', '2026-03-15')],
    answers: (t) => [each(t, 'b', 'a', 'b'), [bookedBy(t, 'y moved', 'a'), bookedBy(t, 'y moved', 'b'), bookedBy(t, 'y moved', 'b', 'Q')].join(' / '), `${total(t, 'P')} / ${total(t, 'Q')}`], expected: ['1200.00 / 3500.00', '-1200.00 / -3500.00 / 2500.00', '3000.00 / 2500.00'],
  },
  {
    // 7.5 % of 133.335 is 10.000; two parts to one: 6.667 and 3.333; 15 % of each to whoever is above: 1.000 and 0.500. Two thirds kept: 6.667; 4.445 and 2.222; 0.667 and 0.333.
    id: 'HC-04', title: 'dinars, two sellers, and an override that is taken from each', plan: { ...usd([percent('7.5'), { id: 'override', share: { of: 'share', percent: '15', to: { above: 1 }, takenFromIt: true } }]), currency: 'KWD' },
    facts: [...['P', 'Q'].map((partner) => ({ id: `above ${partner}`, kind: 'above', partner, manager: 'M', at: '2025-01-01' })), sale('s', '133.335', '2026-01-10', { currency: 'KWD', ...crew(['P', 2], ['Q', 1]) }), refund('back', 's', '44.445', '2026-02-01')],
    answers: (t) => [['P', 'Q', 'M'].map((p) => bookedBy(t, 's', 's', p)).join(' / '), ['P', 'Q', 'M'].map((p) => dueOf(t, 's', p)).join(' / '), total(t)], expected: ['5.667 / 2.833 / 1.500', '3.778 / 1.889 / 1.000', '6.667'],
  },
  {
    // 10 % of 1,000.00 and 25.00 for the first: 20 % of each to whoever is above. The bonus goes with the refund of all.
    id: 'HC-05', title: 'an override on two components that pay on one item', plan: usd([percent('10'), { id: 'bonus', on: 'sale', pay: { flat: '25.00' }, limits: { items: { count: 1, per: 'account' } } }, { id: 'override', share: { of: ['share', 'bonus'], percent: '20', to: { above: 1 } } }]),
    facts: [{ id: 'above', kind: 'above', partner: 'P', manager: 'M', at: '2025-01-01' }, sale('a', '1000.00', '2026-01-10', account('c')), sale('b', '100.00', '2026-01-11', account('c')), refund('back', 'a', 'all', '2026-02-01')],
    answers: (t) => [t.history.entries.filter((e) => e.partner === 'M' && e.because === 'a').map((e) => say(t, e.amountMinor)).join(' / '), t.history.entries.filter((e) => e.partner === 'M' && e.because === 'back').map((e) => say(t, e.amountMinor)).join(' / '), `${total(t, 'P')} / ${total(t, 'M')}`], expected: ['20.00 / 5.00', '-20.00 / -5.00 / 5.00', '35.00 / 7.00'],
  },
  {
    // Day 60 of 120: half of 200 is returned. 20 − 100 + 180 is 100. After 20 back and 70 more exactly 50 are owed.
    id: 'HC-06', title: 'a guarantee in proportion, set off against later sales, with what is too small carried', plan: usd([percent('20', { clawback: { days: 120 } })], { payout: { minimum: '50.00' } }),
    facts: [sale('one', '1000.00', '2026-01-10'), payout('2026-01-31'), sale('two', '100.00', '2026-02-05'), payout('2026-02-28'), gone('one', '2026-03-11'), sale('three', '900.00', '2026-03-20'), payout('2026-03-31'), refund('back', 'two', 'all', '2026-04-02'), payout('2026-04-30'), sale('four', '350.00', '2026-05-02'), payout('2026-05-31')],
    answers: (t) => [bookedBy(t, 'one gone', 'one'), ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'].map((day) => monthly(t, day, 'sentMinor')).join(' / '), ['2026-02-28', '2026-04-30'].map((day) => monthly(t, day, 'carriedMinor')).join(' / ')],
    expected: ['-100.00', '200.00 / 0.00 / 100.00 / 0.00 / 50.00', '20.00 / -20.00'],
  },
  {
    id: 'HC-07', title: 'a deal of January is told when two months are closed, and takes room from another', plan: usd([percent('10', { limits: { perPeriod: { amount: '100.00', over: 'month' } } })]),
    facts: [sale('a', '900.00', '2021-01-20'), closed('2021-01', '2021-02-03'), sale('b', '2000.00', '2021-02-10'), closed('2021-02', '2021-03-03'), sale('late', '500.00', '2021-01-05', { recordedAt: '2021-03-10' })], answers: told, expected: ['2021-01 a 90.00', '2021-02 b 100.00', '2021-03 a -40.00 prior', '2021-03 late 50.00 prior'],
  },
  {
    id: 'HC-08', title: 'three rates of which the first in order pays, and a bonus for each new customer on top', plan: usd([
      percent('10', { exclusive: { group: 'rate' } }), percent('15', { id: 'x', where: { field: 'product', is: 'x' }, exclusive: { group: 'rate', priority: 1 } }), percent('20', { id: 'march', from: '2026-03-01', until: '2026-04-01', exclusive: { group: 'rate', priority: 2 } }),
      { id: 'new', on: 'sale', pay: { flat: '25.00' }, limits: { items: { count: 1, per: 'account' } } },
    ]),
    facts: [sale('feb', '200.00', '2026-02-28', account('a', { product: 'y' })), sale('mar_x', '200.00', '2026-03-01', account('b', { product: 'x' })), sale('mar_y', '100.00', '2026-03-31', account('a', { product: 'y' })), sale('apr_x', '100.00', '2026-04-01', account('b', { product: 'x' })), refund('back', 'mar_x', 'all', '2026-05-01')],
    answers: (t) => [['feb', 'mar_x', 'mar_y', 'apr_x'].map((id) => bookedBy(t, id, id)).join(' / '), each(t, 'back', 'feb', 'mar_x', 'mar_y', 'apr_x'), total(t)], expected: ['45.00 / 65.00 / 20.00 / 15.00', '0.00 / -65.00 / 0.00 / 25.00', '105.00'],
  },
  ...([['the first purchase of the customer', { from: 'first_day' }, '160.00 / 80.00'], ['the first with each partner', {}, '160.00 / 140.00']] as const).map(([title, more, expected]): Case => ({
    id: 'HC-09', title: `twelve months counted from ${title}, and a new partner of record from the ninth on`, plan: usd([{ id: 'share', on: 'invoice', pay: { percent: '20' }, window: { months: 12, ...more } }]),
    facts: [...Array.from({ length: 15 }, (_, i) => invoice(`i${i + 10}`, '100.00', `${i < 12 ? 2026 : 2027}-${String((i % 12) + 1).padStart(2, '0')}-15`)), moved('customer', 'Q', '2026-09-01', '2026-10-05')], answers: (t) => [`${total(t, 'P')} / ${total(t, 'Q')}`], expected: [expected],
  })),
  {
    // 800.00 in 36 parts: 8 of 22.23 and 28 of 22.22. The nineteenth would be earned on the day on which they leave.
    id: 'HC-10', title: 'three years paid at once, earned month by month from the end of January, until they leave', plan: usd([percent('8', { instalments: { count: 36 } })]), facts: [sale('s', '10000.00', '2025-01-31', { termMonths: 36 }), gone('s', '2026-07-31')],
    answers: (t) => [ends(t, 's#1', 's#8', 's#9', 's#18', 's#19'), total(t), ['s#2', 's#14', 's#18'].map((id) => t.history.due.lines.find((l) => l.item === id)?.earnedOn).join(' / ')], expected: ['22.23 / 22.23 / 22.22 / 22.22 / 0.00', '400.04', '2025-02-28 / 2026-02-28 / 2026-06-30'],
  },
  {
    id: 'HC-11', title: 'seats that grow and shrink at the price that the month reaches', plan: usd([{ id: 'seats', on: 'usage', pay: { bands: { over: 'month', measure: 'units', mode: 'whole', rows: [{ upTo: '50', perUnit: '2.00' }, { perUnit: '1.50' }] } } }]),
    facts: [['jan', '2026-01-31', 50], ['feb', '2026-02-28', 49], ['mar_a', '2026-03-31', 30], ['mar_b', '2026-03-31', 30]].map(([id, at, units]) => ({ id, kind: 'usage', partner: 'P', account: String(id), at, units })), answers: (t) => [ends(t, 'jan', 'feb', 'mar_a', 'mar_b')], expected: ['75.00 / 98.00 / 45.00 / 45.00'],
  },
  {
    // Thirty days of 24 hours from ten o'clock in New York end at eleven, the clocks having changed.
    id: 'HC-12', title: 'a registration of thirty days over the day on which the clocks change', plan: { ...usd([percent('10', { to: 'protected' })]), timeZone: 'America/New_York', protection: { days: 30 } },
    facts: [{ id: 'reg', kind: 'protection', partner: 'P', account: 'c', at: '2026-02-15T15:00:00Z' }, sale('in', '1000.00', '2026-03-17T14:59:59Z', account('c', { partner: 'Q' })), sale('out', '1000.00', '2026-03-17T15:00:00Z', account('c', { partner: 'Q' }))], answers: (t) => [`${dueOf(t, 'in')} / ${dueOf(t, 'in', 'Q')}`, `${dueOf(t, 'out')} / ${dueOf(t, 'out', 'Q')}`], expected: ['100.00 / 0.00', '0.00 / 0.00'],
  },
  {
    id: 'HC-13', title: 'a month of the guarantee that began on a leap day is kept', plan: usd([percent('10', { clawback: { months: 12, how: 'by_month' } })]), facts: ['a', 'b'].flatMap((id) => [sale(id, '1200.00', '2024-01-31')]).concat([gone('a', '2024-02-28'), gone('b', '2024-02-29')] as never[]), answers: (t) => [ends(t, 'a', 'b')], expected: ['10.00 / 20.00'],
  },
  {
    id: 'HC-14', title: 'they leave, which is taken back, and leave on the last day after all', plan: usd([percent('10', { clawback: { days: 365 } })]), facts: [sale('s', '3650.00', '2026-01-01'), gone('s', '2026-01-31', 'first'), withdrawn('stays', 'first', '2026-02-10'), gone('s', '2026-12-31', 'last')],
    answers: (t) => ['first', 'stays', 'last'].map((id) => bookedBy(t, id, 's')), expected: ['-335.00', '335.00', '-1.00'],
  },
  {
    // Gold from the sale that reaches 1,000.00; kept through the half year after; lost at the second of April. One cent back, and it never was.
    id: 'HC-15', title: 'a tier by half years that begin in April, and a cent that undoes it', plan: usd([{ id: 'share', on: 'sale', pay: { percentByTier: { registered: '10', gold: '20' } } }], { yearBegins: 4, tiers: { review: 'half_year', rows: [{ name: 'registered' }, { name: 'gold', where: { total: { on: ['sale'], measure: 'amount', over: 'half_year' }, atLeast: '1000' } }] } }),
    facts: [sale('a', '1000.00', '2026-09-30'), sale('b', '100.00', '2026-10-01'), sale('c', '100.00', '2027-03-31'), sale('d', '100.00', '2027-04-01'), refund('cent', 'a', '0.01', '2027-04-02')], answers: (t) => [['a', 'b', 'c', 'd'].map((id) => bookedBy(t, id, id)).join(' / '), each(t, 'cent', 'a', 'b', 'c', 'd')], expected: ['200.00 / 20.00 / 20.00 / 10.00', '-100.00 / -10.00 / -10.00 / 0.00'],
  },
  {
    // 10 % of 12,345 is 1,234.5, to the even yen 1,234: 412, 411, 411. Five of six kept, 10,287.5 … of 2,058 back: 10,287 → 1,028.7 → 1,029: 343 each.
    id: 'HC-16', title: 'yen to the even one, shared by three', plan: { ...usd([percent('10')], { rounding: 'half_even' }), currency: 'JPY' }, facts: [sale('s', '12345', '2026-01-10', { currency: 'JPY', ...crew(['P', 1], ['Q', 1], ['R', 1]) }), refund('back', 's', '2058', '2026-01-20')],
    answers: (t) => [['P', 'Q', 'R'].map((p) => bookedBy(t, 's', 's', p)).join(' / '), ['P', 'Q', 'R'].map((p) => dueOf(t, 's', p)).join(' / ')], expected: ['412 / 411 / 411', '343 / 343 / 343'],
  },
  {
    // Target 10,000: 8,000 at 5 %, then from the item on that reaches it 10 %; the target is raised for items from February on.
    id: 'HC-17', title: 'an accelerator over a target that is raised in the middle of the quarter', plan: usd([{ id: 'share', on: 'sale', pay: { bands: { over: 'quarter', mode: 'onward', quota: 'target', rows: [{ upTo: '100', percent: '5' }, { percent: '10' }] } } }]),
    facts: [{ id: 't1', kind: 'standing', partner: 'P', name: 'target', value: '10000', at: '2026-01-01' }, { id: 't2', kind: 'standing', partner: 'P', name: 'target', value: '20000', at: '2026-02-01' }, sale('a', '8000.00', '2026-01-10'), sale('b', '2000.00', '2026-01-31'), sale('c', '9999.99', '2026-02-01'), sale('d', '0.01', '2026-03-31')], answers: (t) => [ends(t, 'a', 'b', 'c', 'd')], expected: ['400.00 / 200.00 / 500.00 / 0.00'],
  },
  {
    // 500; 200 and 300 more: 800 is advanced. 900 leaves 500 and 400 of it; 2,000 leaves 1,600. Without the sale of February 1,000 is advanced: 500 in each of three months, and 1,400.
    id: 'HC-18', title: 'a guarantee of 500 a month, also in one without a sale, that later months pay back', plan: usd([percent('10', { on: ['sale', 'milestone'], limits: { minimum: { amount: '500.00', over: 'month', below: 'advanced' } } })]),
    facts: [...['01-31', '02-28', '03-31', '04-30'].map((day) => ({ id: `month ${day}`, kind: 'milestone', partner: 'P', at: `2026-${day}` })), sale('feb', '2000.00', '2026-02-10'), sale('mar', '9000.00', '2026-03-10'), sale('apr', '20000.00', '2026-04-10'), refund('back', 'feb', 'all', '2026-05-10')],
    answers: (t) => [bookedBy(t, 'month 01-31', 'month 01-31'), ['01-31', '02-28', '03-31', '04-30'].map((day) => say(t, t.history.due.lines.filter((l) => l.earnedOn.startsWith(`2026-${day.slice(0, 2)}`)).reduce((sum, l) => sum + l.amountMinor, 0n))).join(' / '), each(t, 'back', 'feb', 'month 02-28', 'mar', 'apr'), total(t)],
    expected: ['500.00', '500.00 / 500.00 / 500.00 / 1400.00', '-200.00 / 200.00 / 0.00 / -200.00', '2900.00'],
  },
  {
    id: 'HC-19', title: 'a click counts for 24 hours, over the night in which the clocks change', plan: usd([percent('10', { to: { touch: 'last', hours: 24 } })], { timeZone: 'America/Los_Angeles' }),
    facts: ['a', 'b'].map((name) => ({ id: `click ${name}`, kind: 'touch', partner: 'P', account: name, at: '2026-03-07T22:00:00Z' })).concat([sale('in', '100.00', '2026-03-08T22:00:00Z', account('a', { partner: undefined })), sale('out', '100.00', '2026-03-08T22:00:01Z', account('b', { partner: undefined }))] as never[]), answers: (t) => [ends(t, 'in', 'out')], expected: ['10.00 / 0.00'],
  },
  {
    id: 'HC-20', title: 'each order goes to the last click before it, and not to one after it on that day', plan: usd([percent('10', { to: { touch: 'last', hours: 24, upTo: 'day' } })]),
    facts: [...[['P', '10T08:00'], ['Q', '10T12:00'], ['P', '12T09:00']].map(([partner, at]) => ({ id: `click ${at}`, kind: 'touch', partner, account: 'c', at: `2026-03-${at}:00Z` })), ...['10T11:59', '10T12:00', '11T12:00', '11T12:01', '12T23:00'].map((at) => sale(at, '10.00', `2026-03-${at}:00Z`, account('c', { partner: undefined })))],
    answers: (t) => ['P', 'Q'].map((p) => ['10T11:59', '10T12:00', '11T12:00', '11T12:01', '12T23:00'].map((id) => dueOf(t, id, p)).join(' / ')), expected: ['1.00 / 0.00 / 0.00 / 0.00 / 1.00', '0.00 / 1.00 / 1.00 / 0.00 / 0.00'],
  },
]
