// Further cases of the same kind: late facts, refunds, withdrawals, splits, odd currencies, edges of periods, promotions. The answers were worked out by hand.
import { bookedBy, dueOf, invoice, monthly, payableBy, percent, sale, say, total, usd, type Case, type Told } from './cases.ts'

const quarter = (rows: object[], more: object = {}) => ({ bands: { over: 'quarter', mode: 'whole', rows, ...more } })
const refund = (id: string, of: string, amount: string, at: string) => ({ id, kind: 'refund', of, amount, at })
const withdrawn = (id: string, of: string, at: string) => ({ id, kind: 'withdrawn', of, at })
const gone = (of: string, at: string) => ({ id: `${of} gone`, kind: 'cancellation', of, at })
const active = (of: string, at: string) => ({ id: `${of} active`, kind: 'activation', of, at })
const paid = (id: string, of: string, amount: string, at: string) => ({ id, kind: 'payment', of, amount, at })
const payout = (id: string, at: string) => ({ id, kind: 'payout', at })
const crew = (...all: [partner: string, weight: number][]) => ({ partner: undefined, partners: all.map(([partner, weight]) => ({ partner, weight })) })
const account = (name: string) => ({ account: name })
/** When it became known. */
const late = (at: string) => ({ recordedAt: at })
const each = (t: Told, because: string, ...items: string[]) => items.map((item) => bookedBy(t, because, item)).join(' / ')
const shares = (t: Told, because: string, item: string, ...partners: string[]) => partners.map((partner) => bookedBy(t, because, item, partner)).join(' / ')
const ends = (t: Told, ...items: string[]) => items.map((item) => dueOf(t, item)).join(' / ')
const above = (id: string, partner: string, manager: string, at: string, more: object = {}) => ({ id, kind: 'above', partner, manager, at, ...more })
const touch = (id: string, partner: string, at: string) => ({ id, kind: 'touch', partner, account: 'customer', at })
const byTier = { id: 'share', on: 'sale', pay: { percentByTier: { registered: '10', gold: '20' } } }
const goldFrom = (amount: string, more: object) => ({ tiers: { ...more, rows: [{ name: 'registered' }, { name: 'gold', where: { total: { on: ['sale'], measure: 'amount', over: 'year' }, atLeast: amount } }] } })
const inMonths = (percentage: string, more: object = {}) => ({ id: 'share', on: 'invoice', pay: { percent: percentage }, ...more })

export const furtherCases: Case[] = [
  {
    id: 'FC-01', title: 'a refund moves a later deal down through the bands', facts: [sale('before', '38500.00', '2026-01-10'), sale('deal', '131250.75', '2026-03-05'), refund('back', 'before', '20000.00', '2026-04-01')],
    plan: usd([{ id: 'share', on: 'sale', pay: { bands: { over: 'year', mode: 'marginal', rows: [{ upTo: '50000.00', percent: '5' }, { upTo: '150000.00', percent: '8' }, { percent: '12' }] } } }]),
    answers: (t) => [each(t, 'back', 'before', 'deal'), total(t)], expected: ['-1000.00 / -1390.03', '10480.06'],
  },
  {
    id: 'FC-02', title: 'one cent back takes the quarter below its threshold', plan: usd([{ id: 'share', on: 'sale', pay: quarter([{ upTo: '100000.00', percent: '5' }, { percent: '7' }]) }]),
    facts: [sale('one', '62340.30', '2026-04-10'), sale('two', '37659.70', '2026-05-10'), refund('cent', 'two', '0.01', '2026-06-01')], answers: (t) => [each(t, 'cent', 'one', 'two'), total(t)], expected: ['-1246.80 / -753.20', '5000.00'],
  },
  { id: 'FC-03', title: 'a refund that never was', plan: usd([percent('10')]), facts: [sale('a', '999.99', '2026-01-10'), refund('r', 'a', 'all', '2026-01-20'), withdrawn('w', 'r', '2026-01-25')], answers: (t) => ['a', 'r', 'w'].map((id) => bookedBy(t, id, 'a')), expected: ['100.00', '-100.00', '100.00'] },
  { id: 'FC-04', title: 'a deal that was told wrong, and told anew', plan: usd([percent('10')]), facts: [sale('a', '500.00', '2026-01-10'), withdrawn('w', 'a', '2026-01-20'), sale('b', '450.00', '2026-01-10', late('2026-01-21'))], answers: (t) => [bookedBy(t, 'w', 'a'), total(t)], expected: ['-50.00', '45.00'] },
  {
    id: 'FC-05', title: 'a split is decided anew after it was booked', plan: usd([percent('10')]), facts: [sale('deal', '1000.10', '2026-01-10', crew(['P', 1], ['Q', 1])), { id: 'anew', kind: 'credited', of: 'deal', partners: [{ partner: 'P', weight: 3 }, { partner: 'Q', weight: 1 }], at: '2026-02-01' }],
    answers: (t) => [shares(t, 'deal', 'deal', 'P', 'Q'), shares(t, 'anew', 'deal', 'P', 'Q'), `${dueOf(t, 'deal', 'P')} / ${dueOf(t, 'deal', 'Q')}`], expected: ['50.01 / 50.00', '25.00 / -25.00', '75.01 / 25.00'],
  },
  {
    id: 'FC-06', title: 'an account goes to another partner from a day on', plan: usd([inMonths('20')]),
    facts: [invoice('jan', '100.00', '2026-01-31'), invoice('feb', '100.00', '2026-02-14'), invoice('mar', '100.00', '2026-02-15'), { id: 'moved', kind: 'credited', account: 'customer', partners: [{ partner: 'Q', weight: 1 }], at: '2026-02-15', recordedAt: '2026-03-01' }],
    answers: (t) => [total(t, 'P'), total(t, 'Q'), shares(t, 'moved', 'mar', 'P', 'Q')], expected: ['40.00', '20.00', '-20.00 / 20.00'],
  },
  {
    id: 'FC-07', title: 'the renewal belongs to the partner of record', plan: usd([percent('10', { on: 'renewal', to: 'incumbent' })]),
    facts: [sale('first', '1000.00', '2026-01-10', account('c')), { ...sale('again', '1000.00', '2027-01-10', { ...account('c'), partner: 'Q' }), kind: 'renewal' }, { ...sale('third', '800.00', '2028-01-10', account('c')), kind: 'renewal' }],
    answers: (t) => [`${dueOf(t, 'again', 'P')} / ${dueOf(t, 'again', 'Q')}`, `${dueOf(t, 'third', 'P')} / ${dueOf(t, 'third', 'Q')}`], expected: ['100.00 / 0.00', '0.00 / 80.00'],
  },
  {
    id: 'FC-08', title: 'yen have no decimals', plan: { ...usd([percent('7.5', { id: 'a', where: { field: 'product', is: 'a' } }), percent('10', { id: 'b', where: { field: 'product', is: 'b' } })]), currency: 'JPY' },
    facts: [sale('a', '1234', '2026-01-10', { currency: 'JPY', product: 'a' }), sale('b', '5', '2026-01-10', { currency: 'JPY', product: 'b' }), refund('r', 'b', '3', '2026-01-11')], answers: (t) => [dueOf(t, 'a'), bookedBy(t, 'b', 'b'), bookedBy(t, 'r', 'b')], expected: ['93', '1', '-1'],
  },
  {
    id: 'FC-09', title: 'dinars have three', plan: { ...usd([percent('12.5')]), currency: 'KWD' }, facts: [sale('a', '10.004', '2026-01-10', { currency: 'KWD' }), sale('b', '0.004', '2026-01-10', { currency: 'KWD' }), sale('c', '0.008', '2026-01-10', { currency: 'KWD', ...crew(['P', 1], ['Q', 1], ['R', 1]) })],
    answers: (t) => [ends(t, 'a', 'b'), ['P', 'Q', 'R'].map((p) => dueOf(t, 'c', p)).join(' / ')], expected: ['1.251 / 0.001', '0.001 / 0.000 / 0.000'],
  },
  ...([['half_even', '0.02 / 0.04 / 0.04'], ['half_away', '0.03 / 0.04 / 0.05'], ['down', '0.02 / 0.03 / 0.04']] as const).map(([rounding, expected]): Case => ({
    id: 'FC-10', title: `ties, ${rounding}`, plan: usd([percent('5')], { rounding }), facts: [sale('a', '0.50', '2026-01-10'), sale('b', '0.70', '2026-01-10'), sale('c', '0.90', '2026-01-10')], answers: (t) => [ends(t, 'a', 'b', 'c')], expected: [expected],
  })),
  { id: 'FC-11', title: 'a tie in what is returned', plan: usd([percent('10', { clawback: { days: 10 } })]), facts: [sale('a', '0.50', '2026-01-10'), gone('a', '2026-01-15')], answers: (t) => [bookedBy(t, 'a gone', 'a'), dueOf(t, 'a')], expected: ['-0.03', '0.02'] },
  {
    id: 'FC-12', title: 'a late deal takes room under the cap from those after it', plan: usd([percent('10', { limits: { perPeriod: { amount: '100.00', over: 'month' } } })]),
    facts: [sale('b', '600.00', '2026-03-20'), sale('c', '700.00', '2026-03-25'), sale('a', '500.00', '2026-03-05', late('2026-04-02'))], answers: (t) => [bookedBy(t, 'b', 'b'), bookedBy(t, 'c', 'c'), each(t, 'a', 'a', 'b', 'c'), total(t)], expected: ['60.00', '40.00', '50.00 / -10.00 / -40.00', '100.00'],
  },
  {
    id: 'FC-13', title: 'the month ends at midnight in Tokyo', plan: usd([percent('10', { limits: { perPeriod: { amount: '10.00', over: 'month' } } })], { timeZone: 'Asia/Tokyo' }),
    facts: [sale('a', '100.00', '2026-01-31T14:59:59Z'), sale('b', '100.00', '2026-01-31T15:00:00Z'), sale('c', '100.00', '2026-02-28T14:59:59Z'), sale('d', '100.00', '2026-02-28T15:00:00Z')], answers: (t) => [ends(t, 'a', 'b', 'c', 'd')], expected: ['10.00 / 10.00 / 0.00 / 10.00'],
  },
  {
    id: 'FC-14', title: 'a day of 23 hours', plan: usd([percent('10', { limits: { perPeriod: { amount: '5.00', over: 'day' } } })], { timeZone: 'Europe/Berlin' }),
    facts: [sale('a', '50.00', '2026-03-28T22:59:59Z'), sale('b', '50.00', '2026-03-28T23:00:00Z'), sale('c', '50.00', '2026-03-29T21:59:59Z'), sale('d', '50.00', '2026-03-29T22:00:00Z')], answers: (t) => [ends(t, 'a', 'b', 'c', 'd')], expected: ['5.00 / 5.00 / 0.00 / 5.00'],
  },
  { id: 'FC-15', title: 'a month from the end of January, in a leap year', plan: usd([inMonths('20', { window: { months: 1 } })]), facts: ['2024-01-31', '2024-02-28', '2024-02-29'].map((at) => invoice(at, '50.00', at)), answers: (t) => [ends(t, '2024-01-31', '2024-02-28', '2024-02-29')], expected: ['10.00 / 10.00 / 0.00'] },
  {
    id: 'FC-16', title: 'a guarantee of twelve months over a leap day, and one of 365 days', plan: usd([percent('10', { id: 'months', clawback: { months: 12, how: 'full' } }), percent('1', { id: 'days', clawback: { days: 365, how: 'full' } })]),
    facts: [sale('a', '1000.00', '2027-03-01'), gone('a', '2028-02-29'), sale('b', '1000.00', '2027-03-01'), gone('b', '2028-03-01')], answers: (t) => ['months', 'days'].map((id) => `${dueOf(t, 'a', 'P', id)} / ${dueOf(t, 'b', 'P', id)}`), expected: ['0.00 / 100.00', '10.00 / 10.00'],
  },
  {
    id: 'FC-17', title: 'all back in the first three months, half in the next three', plan: usd([percent('10', { clawback: { months: 6, steps: [{ untilMonth: 3, percent: '100' }, { untilMonth: 6, percent: '50' }] } })]),
    facts: [...['a', 'b', 'c', 'd'].map((id) => sale(id, '1000.00', '2026-01-31')), gone('a', '2026-04-29'), gone('b', '2026-04-30'), gone('c', '2026-07-30'), gone('d', '2026-07-31')], answers: (t) => [ends(t, 'a', 'b', 'c', 'd')], expected: ['0.00 / 50.00 / 50.00 / 100.00'],
  },
  {
    id: 'FC-18', title: 'whoever came before the change keeps the old rate', plan: usd([inMonths('30', { id: 'old', where: { field: 'first_day', before: '2026-04-01' } }), inMonths('20', { id: 'new', where: { field: 'first_day', notBefore: '2026-04-01' } })]),
    facts: [invoice('a1', '100.00', '2026-03-31', account('a')), invoice('a2', '100.00', '2026-05-31', account('a')), invoice('b1', '100.00', '2026-04-01', account('b'))], answers: (t) => [ends(t, 'a1', 'a2', 'b1')], expected: ['30.00 / 30.00 / 20.00'],
  },
  {
    id: 'FC-19', title: 'more than three in a month, all at the higher amount', plan: usd([{ id: 'share', on: 'sale', pay: { bands: { over: 'month', measure: 'count', mode: 'whole', bound: 'passed', rows: [{ upTo: '3', flat: '10.00' }, { flat: '20.00' }] } } }]),
    facts: ['a', 'b', 'c', 'd'].map((id, i) => sale(id, '1.00', `2026-03-0${i + 1}`)), answers: (t) => [each(t, 'c', 'a', 'b', 'c'), each(t, 'd', 'a', 'b', 'c', 'd'), total(t)], expected: ['0.00 / 0.00 / 10.00', '10.00 / 10.00 / 10.00 / 20.00', '80.00'],
  },
  {
    id: 'FC-20', title: 'what was paid and is refunded is set off, and exactly the minimum is paid', plan: usd([percent('10')], { payout: { minimum: '10.00' } }),
    facts: [sale('a', '1000.00', '2026-01-10'), payout('p1', '2026-01-31'), refund('r', 'a', 'all', '2026-02-05'), sale('b', '600.00', '2026-02-10'), payout('p2', '2026-02-28'), sale('c', '500.00', '2026-03-10'), payout('p3', '2026-03-31')],
    answers: (t) => [monthly(t, '2026-01-31', 'sentMinor'), monthly(t, '2026-02-28', 'sentMinor'), monthly(t, '2026-02-28', 'carriedMinor'), monthly(t, '2026-03-31', 'sentMinor')], expected: ['100.00', '0.00', '-40.00', '10.00'],
  },
  {
    id: 'FC-21', title: 'a payment that fails twice costs its fee once', plan: usd([percent('10')], { payout: { fee: { percent: '1' } } }),
    facts: [sale('a', '1000.00', '2026-01-10'), payout('p1', '2026-01-31'), { id: 'f1', kind: 'payout_failed', of: 'p1', partner: 'P', at: '2026-02-03' }, payout('p2', '2026-02-28'), { id: 'f2', kind: 'payout_failed', of: 'p2', partner: 'P', at: '2026-03-03' }, payout('p3', '2026-03-31')],
    answers: (t) => [t.payouts.map((one) => say(t, one.sentMinor)).join(' / '), say(t, t.payouts.filter((one) => !one.failed).reduce((sum, one) => sum + one.feeMinor, 0n))], expected: ['99.00 / 99.00 / 99.00', '1.00'],
  },
  {
    id: 'FC-22', title: 'half is refunded when half has come in', plan: usd([inMonths('10', { payable: 'as_collected' })]), facts: [invoice('i', '100.00', '2026-01-10', { tax: '20.00' }), paid('c1', 'i', '60.00', '2026-01-20'), refund('r', 'i', '50.00', '2026-02-01'), paid('c2', 'i', '60.00', '2026-02-10')],
    answers: (t) => [payableBy(t, 'c1'), `${bookedBy(t, 'r', 'i')}, of which payable ${payableBy(t, 'r')}`, payableBy(t, 'c2'), dueOf(t, 'i')], expected: ['5.00', '-5.00, of which payable 0.00', '0.00', '5.00'],
  },
  { id: 'FC-23', title: 'a cheque bounces', plan: usd([inMonths('10', { payable: 'as_collected' })]), facts: [invoice('i', '100.00', '2026-01-10', { tax: '20.00' }), paid('c1', 'i', '120.00', '2026-01-20'), withdrawn('w', 'c1', '2026-01-25'), paid('c2', 'i', '120.00', '2026-02-20')], answers: (t) => ['c1', 'w', 'c2'].map((id) => payableBy(t, id)), expected: ['10.00', '-10.00', '10.00'] },
  {
    id: 'FC-24', title: 'one promotion replaces, another stacks', facts: [sale('feb', '100.00', '2026-02-28', { product: 'x' }), sale('mar', '100.00', '2026-03-01', { product: 'x' }), sale('y', '100.00', '2026-03-31', { product: 'y' }), sale('apr', '100.00', '2026-04-01', { product: 'x' })],
    plan: usd([percent('10'), percent('20', { id: 'march', from: '2026-03-01', until: '2026-04-01', replaces: ['share'] }), percent('5', { id: 'extra', from: '2026-03-01', until: '2026-04-01', where: { field: 'product', is: 'x' } })]), answers: (t) => [ends(t, 'feb', 'mar', 'y', 'apr')], expected: ['10.00 / 25.00 / 20.00 / 10.00'],
  },
  { id: 'FC-25', title: 'a welcome rate of three months, then the usual one', plan: usd([inMonths('20'), inMonths('30', { id: 'welcome', window: { months: 3 }, replaces: ['share'] })]), facts: ['01', '02', '03', '04', '05'].map((m) => invoice(`i${m}`, '100.00', `2026-${m}-10`)), answers: (t) => [ends(t, 'i01', 'i03', 'i04', 'i05'), total(t)], expected: ['30.00 / 30.00 / 20.00 / 20.00', '130.00'] },
  {
    id: 'FC-26', title: 'a bonus where it is activated within thirty days', plan: usd([{ id: 'quick', on: 'sale', pay: { flat: '50.00' }, where: { field: 'activated_on', within: { days: 30, after: 'day' } } }]),
    facts: [sale('a', '1.00', '2026-01-01'), sale('b', '1.00', '2026-01-01'), active('a', '2026-01-31'), active('b', '2026-02-01')], answers: (t) => [bookedBy(t, 'a active', 'a'), ends(t, 'a', 'b')], expected: ['50.00', '50.00 / 0.00'],
  },
  {
    id: 'FC-27', title: 'a bonus for the third customer, until one of them is refunded', plan: usd([{ id: 'third', on: 'sale', pay: { award: { over: 'ever', rows: [{ at: '3', flat: '500.00' }] } }, limits: { items: { count: 1, per: 'account' } } }]),
    facts: [sale('a', '100.00', '2026-01-01', account('a')), sale('b', '100.00', '2026-01-02', account('b')), sale('a2', '100.00', '2026-01-03', account('a')), sale('c', '100.00', '2026-01-04', account('c')), refund('back', 'b', 'all', '2026-02-01')], answers: (t) => [ends(t, 'a2'), bookedBy(t, 'c', 'c'), bookedBy(t, 'back', 'c')], expected: ['0.00', '500.00', '-500.00'],
  },
  {
    id: 'FC-28', title: 'a rebate on growth over the same quarter of last year', plan: usd([{ id: 'growth', on: 'sale', from: '2026-01-01', pay: { bands: { over: 'quarter', mode: 'marginal', quota: { monthsBefore: 12 }, rows: [{ upTo: '100', percent: '0' }, { percent: '3' }] } } }]),
    facts: [sale('last', '40000.00', '2025-02-10'), sale('one', '30000.00', '2026-01-10'), sale('two', '25000.00', '2026-03-31'), sale('after', '5000.00', '2026-04-01'), refund('back', 'last', '10000.00', '2026-05-01')], answers: (t) => [bookedBy(t, 'two', 'two'), each(t, 'back', 'one', 'two'), ends(t, 'last', 'after')], expected: ['450.00', '0.00 / 300.00', '0.00 / 150.00'],
  },
  {
    id: 'FC-29', title: 'a year that begins in July', plan: usd([percent('10', { limits: { perPeriod: { amount: '100.00', over: 'year' } } })], { yearBegins: 7 }), facts: [sale('a', '2000.00', '2026-06-30'), sale('b', '600.00', '2026-07-01'), sale('c', '600.00', '2027-06-30'), sale('d', '600.00', '2027-07-01')], answers: (t) => [ends(t, 'a', 'b', 'c', 'd')], expected: ['100.00 / 60.00 / 40.00 / 60.00'],
  },
  {
    id: 'FC-30', title: 'paid for all of the quarter once two kits were sold in it', plan: usd([percent('10', { needs: { that: { total: { on: ['sale'], over: 'quarter', where: { field: 'product', is: 'kit' } }, atLeast: '2' }, period: 'quarter' } })]),
    facts: [sale('one', '1000.00', '2026-01-10', { product: 'kit' }), sale('other', '500.00', '2026-02-10', { product: 'x' }), sale('two', '1000.00', '2026-03-31', { product: 'kit' }), sale('three', '1000.00', '2026-04-01', { product: 'kit' }), sale('four', '1000.00', '2026-07-01', { product: 'kit' }), sale('five', '1000.00', '2026-07-02', { product: 'kit' })],
    answers: (t) => [each(t, 'two', 'one', 'other', 'two'), ends(t, 'three'), each(t, 'five', 'four', 'five')], expected: ['100.00 / 50.00 / 100.00', '0.00', '100.00 / 100.00'],
  },
  { id: 'FC-31', title: 'a month is topped up on its last item', plan: usd([percent('10', { limits: { minimum: { amount: '25.00', over: 'month', below: 'topped_up' } } })]), facts: [sale('a', '100.00', '2026-03-10'), sale('b', '300.00', '2026-03-20')], answers: (t) => [bookedBy(t, 'a', 'a'), each(t, 'b', 'a', 'b')], expected: ['25.00', '-15.00 / 30.00'] },
  { id: 'FC-32', title: 'a rate that is told after the deal', plan: usd([percent('10')]), facts: [sale('s', '1000.00', '2026-05-10', { currency: 'SEK' }), { id: 'r', kind: 'rate', from: 'SEK', to: 'USD', rate: '0.1', at: '2026-05-09', recordedAt: '2026-05-12' }], answers: (t) => [bookedBy(t, 's', 's'), bookedBy(t, 'r', 's')], expected: ['0.00', '10.00'] },
  { id: 'FC-33', title: 'a late deal lifts those after it into a tier', plan: usd([byTier], goldFrom('1000', {})), facts: [sale('a', '600.00', '2026-01-10'), sale('b', '300.00', '2026-02-10'), sale('c', '200.00', '2026-01-20', late('2026-03-01'))], answers: (t) => [each(t, 'c', 'a', 'b', 'c'), total(t)], expected: ['0.00 / 30.00 / 20.00', '140.00'] },
  {
    id: 'FC-34', title: 'a tier of this year is kept through the next', plan: usd([byTier], goldFrom('1000', { review: 'year' })), facts: [sale('a', '1000.00', '2025-06-01'), sale('b', '100.00', '2026-01-01'), sale('c', '100.00', '2026-12-31'), sale('d', '100.00', '2027-01-01')], answers: (t) => [ends(t, 'a', 'b', 'c', 'd')], expected: ['200.00 / 20.00 / 20.00 / 10.00'],
  },
  {
    id: 'FC-35', title: 'a new firm above, which turns out not to be', plan: usd([percent('10'), { id: 'override', share: { of: 'share', percent: '20', to: { above: 1 } } }]),
    facts: [above('m1', 'P', 'M1', '2025-01-01'), above('m2', 'P', 'M2', '2026-02-01', late('2026-01-25')), sale('jan', '1000.00', '2026-01-31'), sale('feb', '1000.00', '2026-02-01'), withdrawn('w', 'm2', '2026-02-20')], answers: (t) => [shares(t, 'jan', 'jan', 'P', 'M1', 'M2'), shares(t, 'feb', 'feb', 'P', 'M1', 'M2'), shares(t, 'w', 'feb', 'P', 'M1', 'M2')], expected: ['100.00 / 20.00 / 0.00', '100.00 / 0.00 / 20.00', '0.00 / 20.00 / -20.00'],
  },
  {
    id: 'FC-36', title: 'a tail of ninety days after the end', plan: usd([percent('10', { where: { any: [{ field: 'ended_on', is: '' }, { field: 'day', within: { days: 90, after: 'ended_on' } }] } })]),
    facts: [{ id: 'over', kind: 'ended', partner: 'P', why: 'notice', at: '2026-03-01' }, sale('a', '100.00', '2026-02-28', late('2026-06-01')), sale('b', '100.00', '2026-05-30'), sale('c', '100.00', '2026-05-31')], answers: (t) => [ends(t, 'a', 'b', 'c')], expected: ['10.00 / 10.00 / 0.00'],
  },
  { id: 'FC-37', title: 'the parts after they left are not earned', plan: usd([percent('10', { instalments: { count: 3 } })]), facts: [sale('s', '1000.00', '2026-01-31'), gone('s', '2026-03-01')], answers: (t) => [ends(t, 's#1', 's#2', 's#3'), bookedBy(t, 's gone', 's#3')], expected: ['33.34 / 33.33 / 0.00', '-33.33'] },
  {
    id: 'FC-38', title: 'the first touch turns out not to have been', plan: usd([percent('10', { to: { touch: 'first', days: 30 } })]), facts: [touch('t0', 'R', '2025-12-31'), touch('t1', 'Q', '2026-01-01'), touch('t2', 'P', '2026-01-20'), sale('s', '100.00', '2026-01-31', account('customer')), withdrawn('w', 't1', '2026-02-10')],
    answers: (t) => [shares(t, 's', 's', 'R', 'Q', 'P'), shares(t, 'w', 's', 'R', 'Q', 'P')], expected: ['0.00 / 10.00 / 0.00', '0.00 / -10.00 / 10.00'],
  },
  {
    id: 'FC-39', title: 'by the length of the term, of a multi-year deal its first year', plan: usd([{ id: 'share', on: 'sale', pay: { table: { rows: [{ when: { term_months: '36' }, percent: '12' }, { when: { term_months: '24' }, percent: '10' }], otherwise: '8' } }, basis: { firstYear: true } }]),
    facts: [sale('a', '3600.00', '2026-01-10', { termMonths: 36 }), sale('b', '2400.00', '2026-01-10', { termMonths: 24 }), sale('c', '1200.00', '2026-01-10', { termMonths: 12 }), sale('d', '1000.00', '2026-01-10')], answers: (t) => [ends(t, 'a', 'b', 'c', 'd')], expected: ['144.00 / 120.00 / 96.00 / 80.00'],
  },
  {
    id: 'FC-40', title: 'statements closed twice, and a refund of the first period', plan: usd([percent('10')]),
    facts: [sale('a', '1000.00', '2022-01-10'), { id: 'c1', kind: 'statement_closed', period: '2022-01', at: '2022-02-05' }, { id: 'c2', kind: 'statement_closed', period: '2022-02', at: '2022-03-05' }, refund('r', 'a', '250.00', '2022-02-20'), refund('r2', 'a', '250.00', '2022-03-10')],
    answers: (t) => t.history.entries.map((e) => `${e.statement} ${say(t, e.amountMinor)}${e.isPrior ? ' prior' : ''}`), expected: ['2022-01 100.00', '2022-02 -25.00 prior', '2022-03 -25.00 prior'],
  },
  {
    id: 'FC-41', title: 'a promotion for one of two who each get all of it leaves the other the usual', plan: usd([percent('10', { split: 'each_in_full' }), percent('20', { id: 'promotion', split: 'each_in_full', where: { field: 'invited', is: 'yes' }, replaces: ['share'] })]),
    facts: [{ id: 'k', kind: 'standing', partner: 'P', name: 'invited', value: 'yes', at: '2025-01-01' }, sale('deal', '100.00', '2026-01-10', crew(['P', 1], ['Q', 1]))], answers: (t) => [`${dueOf(t, 'deal', 'P')} / ${dueOf(t, 'deal', 'Q')}`], expected: ['20.00 / 10.00'],
  },
  {
    id: 'FC-42', title: 'whoever leaves before it was activated returns all of it', plan: usd([percent('10', { clawback: { from: 'activation', days: 180 } })]), facts: [sale('a', '1000.00', '2026-01-10'), gone('a', '2026-02-01'), sale('b', '1000.00', '2026-01-10'), gone('b', '2026-02-01'), active('b', '2026-02-10')],
    answers: (t) => [bookedBy(t, 'a gone', 'a'), ends(t, 'a', 'b')], expected: ['-100.00', '0.00 / 0.00'],
  },
  {
    id: 'FC-43', title: 'a promotion on whole invoices takes the place of the usual on their lines', plan: usd([{ id: 'lines', on: 'invoice_line', pay: { percent: '10' } }, { id: 'promotion', on: 'invoice', from: '2026-02-01', pay: { percent: '20' }, replaces: ['lines'] }]),
    facts: [['jan', '2026-01-31'], ['feb', '2026-02-01']].map(([id, at]) => ({ id: id!, kind: 'invoice', partner: 'P', currency: 'USD', at, lines: [{ id: '1', kind: 'licence', amount: '0.35' }, { id: '2', kind: 'licence', amount: '0.35' }] })), answers: (t) => [ends(t, 'jan/1', 'jan/2', 'feb/1', 'feb'), total(t)], expected: ['0.04 / 0.04 / 0.00 / 0.14', '0.22'],
  },
]
