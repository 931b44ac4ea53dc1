// Kinds of terms that programs have, each as small as it can be, with facts at its edges and the lines that a person worked out.
import { decision, invoice, item, many, money, paid, protection, sale, standing, touch, type Raw } from './odd/told.ts'

export type MadeUp = { kind: string; plan: Raw; facts: Raw[]; lines: string[] }

const usd = (components: Raw[], more: Raw = {}): Raw => ({ language: 2, name: 'Made up', currency: 'USD', components, ...more })
const ten = (more: Raw = {}): Raw => ({ id: 'share', on: 'sale', pay: { percent: '10' }, ...more })
const bands = (rows: Raw[], more: Raw = {}): Raw => ({ bands: { over: 'year', mode: 'marginal', rows, ...more } })
const nobody = { partner: undefined }
const at = (account: string, more: Raw = {}): Raw => ({ account, ...more })
const gone = (of: string, day: string): Raw => ({ id: `${of} gone`, kind: 'cancellation', of, at: day })
const named = (amounts: Raw): Raw => ({ amounts })

export const madeUp: MadeUp[] = [
  {
    kind: 'affiliate: the first purchase, sixty days from the first click, which later clicks do not renew', plan: usd([ten({ to: { touch: 'first', days: 60, restarts: false }, limits: { items: { count: 1, per: 'account' } } })]),
    facts: [touch('2026-01-01', 'a'), touch('2026-02-20', 'a'), sale('a1', '2026-03-02', '100.00', at('a', nobody)), sale('a2', '2026-03-03', '100.00', at('a', nobody)), touch('2026-01-01', 'b'), touch('2026-02-20', 'b'), sale('b1', '2026-03-03', '100.00', at('b', nobody))], lines: ['P a1 share 10.00 USD'],
  },
  {
    kind: 'affiliate: the last click, unless a person decided', plan: usd([ten({ to: { touch: 'last', days: 30 } })]),
    facts: [touch('2026-01-01', 'a', 'P'), touch('2026-01-02', 'a', 'Q'), sale('a1', '2026-01-31', '100.00', at('a', nobody)), touch('2026-01-02', 'b', 'Q'), { id: 'claim', kind: 'credited', account: 'b', partners: [{ partner: 'P', weight: 1 }], at: '2026-01-03' }, sale('b1', '2026-01-31', '100.00', at('b', nobody))], lines: ['P b1 share 10.00 USD', 'Q a1 share 10.00 USD'],
  },
  { kind: 'leads: sixty each, eighty from the eleventh in a month on', plan: usd([{ id: 'lead', on: 'qualified', pay: bands([{ upTo: '10', flat: '60.00' }, { flat: '80.00' }], { over: 'month', measure: 'count' }) }]), facts: many(11, (i) => item('qualified', `q${i + 10}`, '2026-01-31')), lines: many(11, (i) => ({ text: `P q${i + 10} lead ${i < 10 ? '60.00' : '80.00'} USD` })).map((one) => String(one['text'])) },
  {
    kind: 'resale: 20\u00a0% off list, 30\u00a0% where the deal is registered and approved', plan: usd([{ id: 'off', on: 'sale', price: {}, pay: { table: { rows: [{ when: { protected: 'yes' }, percent: '30' }], otherwise: '20' } } }], { protection: { days: 90, starts: 'approved', decided: true } }),
    facts: [protection('r', '2026-01-01'), decision('r', '2026-01-05', 'approved'), sale('before', '2026-01-04', '0', named({ list: '1000.00' })), sale('first', '2026-01-05', '0', named({ list: '1000.00' })), sale('last', '2026-04-04', '0', named({ list: '1000.00' })), sale('after', '2026-04-05', '0', named({ list: '1000.00' }))],
    lines: ['P after off pays 800.00 of 1000.00 USD', 'P before off pays 800.00 of 1000.00 USD', 'P first off pays 700.00 of 1000.00 USD', 'P last off pays 700.00 of 1000.00 USD'],
  },
  {
    kind: 'funds: half the cost, claimed within thirty days, at most 5,000 a quarter', plan: usd([{ id: 'half', on: 'activity', where: { field: 'day', within: { days: 30, after: 'held_on' } }, pay: { percent: '50' }, limits: { perPeriod: { amount: '5000.00', over: 'quarter' } } }]),
    facts: [['a', '2026-01-31', '4000.00', '2026-01-01'], ['b', '2026-02-10', '8000.00', '2026-02-01'], ['c', '2026-03-04', '100.00', '2026-02-01'], ['d', '2026-04-01', '100.00', '2026-04-01']].map(([id, day, amount, held]) => money('activity', id!, day!, amount!, { fields: { held_on: held } })), lines: ['P a half 2000.00 USD', 'P b half 3000.00 USD', 'P d half 50.00 USD'],
  },
  { kind: 'funds that accrue: 2\u00a0% of what is sold, as a credit', plan: usd([ten({ pay: { percent: '2' }, unit: { credit: 'funds' } })]), facts: [sale('s', '2026-01-01', '1000.00')], lines: ['P s share 20.00 funds'] },
  { kind: 'points: for certificates and for sales', plan: usd([{ id: 'certificate', on: 'milestone', unit: 'points', pay: { flat: '500' } }, ten({ unit: 'points' })]), facts: [item('milestone', 'm', '2026-01-01'), sale('s', '2026-01-01', '12.34')], lines: ['P m certificate 500.00 points', 'P s share 1.23 points'] },
  { kind: 'a bonus at every fifth sale', plan: usd([{ id: 'fifth', on: 'sale', pay: { award: { over: 'ever', rows: [{ at: '5', flat: '250.00' }], again: true } } }]), facts: many(11, (i) => sale(`s${i + 10}`, `2026-01-${i + 10}`, '1.00')), lines: ['P s14 fifth 250.00 USD', 'P s19 fifth 250.00 USD'] },
  {
    kind: 'a contest of the week, which begins on Monday', plan: usd([{ id: 'winner', on: 'sale', pay: { ranked: { over: 'week', prizes: ['100.00'] } } }]),
    facts: [sale('p1', '2026-03-29', '100.00'), sale('q1', '2026-03-30', '50.00', { partner: 'Q' }), sale('p2', '2026-04-05', '40.00'), sale('p3', '2026-04-06', '10.00')], lines: ['P p1 winner 100.00 USD', 'P p3 winner 100.00 USD', 'Q q1 winner 100.00 USD'],
  },
  { kind: 'renewals while something new was sold in ninety days', plan: usd([ten({ on: 'renewal', where: { total: { on: ['sale'], last: { days: 90 } }, atLeast: '1' } })]), facts: [sale('s', '2026-01-01', '1.00'), money('renewal', 'in', '2026-03-31', '100.00'), money('renewal', 'out', '2026-04-01', '100.00')], lines: ['P in share 10.00 USD'] },
  { kind: 'a guarantee of 500 in a quarter with anything', plan: usd([ten({ limits: { minimum: { amount: '500.00', over: 'quarter', below: 'topped_up' } } })]), facts: [sale('a', '2026-01-10', '1000.00'), sale('b', '2026-04-10', '9000.00')], lines: ['P a share 500.00 USD', 'P b share 900.00 USD'] },
  { kind: 'a tenth, at least 50 and at most 500', plan: usd([ten({ limits: { atLeast: '50.00', perItem: '500.00' } })]), facts: [sale('a', '2026-01-10', '100.00'), sale('b', '2026-01-10', '3000.00'), sale('c', '2026-01-10', '9000.00')], lines: ['P a share 50.00 USD', 'P b share 300.00 USD', 'P c share 500.00 USD'] },
  { kind: 'upgrades never raise what is paid, downgrades lower it', plan: usd([ten({ on: ['sale', 'expansion'], basis: { ceiling: 'first' } })]), facts: [sale('a', '2026-01-10', '1000.00'), money('expansion', 'b', '2026-02-10', '1500.00'), money('expansion', 'd', '2026-03-10', '400.00')], lines: ['P a share 100.00 USD', 'P b share 100.00 USD', 'P d share 40.00 USD'] },
  {
    kind: 'only licences, less their part of the discount, without tax', plan: usd([ten({ on: 'invoice', basis: { lines: ['licence'], discountOver: ['licence', 'services'] } })]),
    facts: [{ ...invoice('i', '2026-01-10', '0'), amount: undefined, discount: '100.00', tax: '180.00', lines: [{ id: '1', kind: 'licence', amount: '900.00' }, { id: '2', kind: 'services', amount: '100.00' }] }], lines: ['P i share 81.00 USD'],
  },
  { kind: 'what a customer uses: 3\u00a0% of its first 100,000, 1\u00a0% beyond', plan: usd([{ id: 'use', on: 'usage', pay: bands([{ upTo: '100000.00', percent: '3' }, { percent: '1' }], { over: 'ever', per: 'account' }) }]), facts: [money('usage', 'a', '2026-01-31', '90000.00'), money('usage', 'b', '2026-02-28', '30000.00'), money('usage', 'd', '2026-02-28', '100.00', at('other'))], lines: ['P a use 2700.00 USD', 'P b use 500.00 USD', 'P d use 3.00 USD'] },
  {
    kind: 'a tier by certified people, who may leave', plan: usd([ten({ pay: { percentByTier: { basic: '10', expert: '20' } } })], { tiers: { rows: [{ name: 'basic' }, { name: 'expert', where: { field: 'certified', atLeast: '2' } }] } }),
    facts: [standing('2026-01-01', 'certified', 'yes', { partner: 'P', person: 'ann' }), sale('a', '2026-01-31', '100.00'), standing('2026-02-01', 'certified', 'yes', { partner: 'P', person: 'bob', until: '2026-03-01' }), sale('b', '2026-02-01', '100.00'), sale('d', '2026-02-28', '100.00'), sale('e', '2026-03-01', '100.00')],
    lines: ['P a share 10.00 USD', 'P b share 20.00 USD', 'P d share 20.00 USD', 'P e share 10.00 USD'],
  },
  { kind: 'an account changes hands, and the one before gets half', plan: usd([ten(), { id: 'handover', share: { of: 'share', percent: '50', to: { field: 'former' }, takenFromIt: true } }]), facts: [sale('a', '2026-01-10', '1000.10', { fields: { former: 'Q' } }), sale('b', '2026-01-11', '100.00')], lines: ['P a share 50.00 USD', 'P b share 10.00 USD', 'Q a handover 50.01 USD'] },
  { kind: 'a late report costs 500', plan: usd([{ id: 'fine', on: 'milestone', where: { field: 'source', is: 'late_report' }, pay: { flat: '500.00' }, owes: true }]), facts: [item('milestone', 'm', '2026-01-01', { source: 'late_report' }), item('milestone', 'n', '2026-01-01', { source: 'certificate' })], lines: ['P m fine -500.00 USD'] },
  { kind: 'a deal of three years, a part each year for as long as they stay', plan: usd([ten({ instalments: { count: 3, everyMonths: 12 } })]), facts: [sale('s', '2026-01-15', '3000.00'), gone('s', '2028-01-15')], lines: ['P s#1 share 100.00 USD', 'P s#2 share 100.00 USD'] },
  { kind: 'a trial, and more where it becomes a purchase within thirty days', plan: usd([{ id: 'trial', on: 'milestone', pay: { flat: '5.00' } }, ten({ where: { field: 'day', within: { days: 30, after: 'trial_on' } } })]), facts: [item('milestone', 'm', '2026-01-01'), sale('in', '2026-01-31', '100.00', { fields: { trial_on: '2026-01-01' } }), sale('out', '2026-02-01', '100.00', { fields: { trial_on: '2026-01-01' } })], lines: ['P in share 10.00 USD', 'P m trial 5.00 USD'] },
  { kind: 'a rate that falls with the size of the customer', plan: usd([ten({ pay: bands([{ upTo: '10000.00', percent: '20' }, { percent: '10' }], { per: 'account' }) })]), facts: [sale('s', '2026-01-10', '15000.00'), sale('t', '2027-01-01', '100.00')], lines: ['P s share 2500.00 USD', 'P t share 20.00 USD'] },
  { kind: 'owed in dinars, sold in dollars', plan: { ...usd([ten()]), currency: 'KWD' }, facts: [{ id: 'r', kind: 'rate', from: 'KWD', to: 'USD', rate: '3.25', at: '2026-01-10' }, sale('s', '2026-01-10', '1000.00')], lines: ['P s share 30.769 KWD'] },
  {
    kind: 'of two promotions for a customer the better one, and nothing else', plan: usd([ten({ exclusive: { group: 'g', per: 'account' } }), ten({ id: 'spring', pay: { percent: '15' }, from: '2026-03-01', until: '2026-06-01', exclusive: { group: 'g', priority: 1, per: 'account' } }), ten({ id: 'partner_day', pay: { percent: '25' }, from: '2026-04-01', until: '2026-04-02', exclusive: { group: 'g', priority: 2, per: 'account' } })]),
    facts: [sale('a', '2026-02-28', '100.00', at('a')), sale('b1', '2026-03-01', '100.00', at('b')), sale('b2', '2026-04-01', '100.00', at('b')), sale('d', '2026-05-31', '100.00', at('d'))], lines: ['P a share 10.00 USD', 'P b2 partner_day 25.00 USD', 'P d spring 15.00 USD'],
  },
  { kind: 'a rate agreed with each partner, at most 25\u00a0%', plan: usd([ten({ pay: { percentFrom: 'agreed', atMost: '25' } })]), facts: [standing('2026-01-01', 'agreed', '12.5', { partner: 'P' }), standing('2026-02-01', 'agreed', '30', { partner: 'P' }), sale('a', '2026-01-31', '0.20'), sale('b', '2026-02-01', '100.00')], lines: ['P a share 0.03 USD', 'P b share 25.00 USD'] },
  { kind: 'a bonus of the half year at 100,000, and another at 200,000', plan: usd([{ id: 'bonus', on: 'sale', pay: { award: { over: 'half_year', measure: 'amount', rows: [{ at: '100000.00', flat: '5000.00' }, { at: '200000.00', flat: '4000.00' }] } } }]), facts: [sale('a', '2026-01-01', '99999.99'), sale('b', '2026-06-30', '0.01'), sale('d', '2026-07-01', '250000.00')], lines: ['P b bonus 5000.00 USD', 'P d bonus 9000.00 USD'] },
  { kind: 'a share of each payment, as it comes in', plan: usd([ten({ on: 'payment' })]), facts: [invoice('i', '2026-01-01', '100.00', { tax: '19.00' }), paid('i', '2026-01-20', '59.50'), { id: 'rest', kind: 'payment', of: 'i', amount: '60.00', at: '2026-02-01' }], lines: ['P i paid share 5.00 USD', 'P rest share 5.00 USD'] },
  {
    kind: 'deals of at least 10,000 a year, by what a year of the term is worth', plan: usd([ten({ where: { field: 'yearly', atLeast: '10000' } })]), facts: [sale('a', '2026-01-01', '29999.97', { ...named({ yearly: '9999.99' }), termMonths: 36 }), sale('b', '2026-01-01', '30000.00', { ...named({ yearly: '10000.00' }), termMonths: 36 })], lines: ['P b share 3000.00 USD'],
  },
]
