// How terms read to a partner: days and amounts as people write them, names of several words, one word where one turns it round, and what other sentences name.
import { expect, test } from 'vitest'
import { checkPlan, sayPlan } from './index.ts'
import { sayCondition } from './say-condition.ts'
import type { Condition } from './plan-parts.ts'

const total = (more: object, bound: object) => ({ total: { on: ['sale', 'renewal'], measure: 'amount', per: 'partner', itself: true, ...more }, ...bound }) as Condition
const said = (...components: object[]) => {
  const { plan, findings } = checkPlan({ language: 2, name: 'Says', currency: 'USD', components })
  if (!plan) throw new Error(JSON.stringify(findings))
  return sayPlan(plan).slice(0, components.length).map((sentence) => sentence.replace(' Refunds take back their part.', ''))
}
const share = (more: object = {}) => ({ id: 'share', on: 'sale', pay: { percent: '10' }, ...more })

test.each<[Condition, string]>([
  [total({ last: { months: 12 } }, { atLeast: '50000' }), 'the partner’s sales and renewals in the last 12 months come to at least $50,000.00'],
  [{ not: total({ over: 'year', per: 'account' }, { above: '1000.50' }) }, 'the customer’s sales and renewals in the year do not come to more than $1,000.50'],
  [total({ on: ['sale'], measure: 'count', over: 'quarter', where: { field: 'product', is: 'edge' } }, { atLeast: '2' }), 'the partner’s sales where product is edge, in the quarter number at least 2'],
  [total({ on: ['sale'], measure: 'accounts', last: { months: 12 } }, { below: '3' }), 'the partner’s customers with sales in the last 12 months number less than 3'],
  [{ not: total({ on: ['usage'], measure: 'units', itself: false }, { atLeast: '1500' }) }, 'the units of the partner’s reports of use before it are not at least 1,500'],
  [total({ on: ['invoice'], measure: 'count', per: 'account', itself: false }, { below: '1' }), 'the customer has no invoices before it'],
  [{ not: total({ on: ['sale'], measure: 'count', last: { months: 6 } }, { atLeast: '1' }) }, 'the partner has no sales in the last 6 months'],
  [{ field: 'first_day', before: '2026-04-01' }, 'the first purchase of the customer is before Wed, Apr 1, 2026'],
  [{ field: 'signed_on', notBefore: '2026-04-01' }, '“signed on” is on or after Wed, Apr 1, 2026'],
  [{ not: { field: 'held_on', within: { days: 14, after: 'asked' } } }, '“held on” is not within 14 days after asked'],
  [{ not: { field: 'end_customer', is: '' } }, '“end customer” is said'],
  [{ not: { field: 'amount', atLeast: '6000.00' } }, 'amount is not at least 6,000'],
  [{ any: [{ field: 'ended_on', is: '' }, { field: 'day', within: { days: 90, after: 'ended_on' } }] }, 'the partnership has not ended or its day is within 90 days after the end of the partnership'],
  [{ not: { field: 'incumbent', is: 'yes' } }, 'the partner did not make the purchase before'],
  [{ field: 'billing', in: ['monthly_cloud'] }, 'billing is monthly cloud'],
  [{ not: { all: [{ field: 'a', is: 'b' }, { field: 'protected', is: 'no' }] } }, 'not (a is b and the account is not protected)'],
])('%o', (condition, sentence) => expect(sayCondition(condition, 'USD')).toBe(sentence))

test('of components', () => {
  expect(said(share({ pay: { percentByTier: { silver: '10', gold: '20' }, otherwise: '5' } }))).toEqual(['10\u00a0% for tier silver, 20\u00a0% for tier gold and 5\u00a0% otherwise of each sale.'])
  expect(said(share({ pay: { bands: { over: 'quarter', mode: 'whole', rows: [{ upTo: '1000.00', percent: '5' }, { percent: '7' }] } } }))).toEqual(['The rate that the total of the quarter reaches (5\u00a0% below $1,000.00 or 7\u00a0% from $1,000.00 on), back to the first one, of each sale.'])
  expect(said(share({ pay: { bands: { over: 'month', measure: 'units', mode: 'whole', rows: [{ upTo: '1000', perUnit: '2.00' }, { perUnit: '1.50' }] } } }))).toEqual(['The rate that the units of the month reach ($2.00 a unit below 1,000 or $1.50 a unit from 1,000 on), back to the first one, for each sale.'])
  expect(said(share({ pay: { award: { over: 'month', rows: [{ at: '10', flat: '100.00' }] } } }))).toEqual(['$100.00 when the number in the month reaches 10, counting each sale.'])
  expect(said(share({ on: ['invoice', 'renewal'], keepAlive: { months: 12, on: ['sale', 'introduction'] } }))).toEqual(['10\u00a0% of each invoice without tax and each renewal, lost for earlier customers when 12 months pass without a sale or an introduction.'])
  expect(said(share({ on: 'milestone', unit: 'points', pay: { flat: '1' } }))).toEqual(['1\u00a0point for each milestone.'])
  expect(said(share({ to: { touch: 'last', hours: 24, upTo: 'day' }, exclusive: { group: 'rate', priority: 2 } }))).toEqual(['To the partner of the last touch within 24 hours, anew with each, before it: 10\u00a0% of each sale, only where nothing of “rate” with a priority above 2 is for the same item.'])
  expect(said(share({ limits: { minimum: { amount: '500.00', over: 'month', below: 'advanced' } } }))).toEqual(['10\u00a0% of each sale, at least $500.00 in a month with anything, what is added being taken back from what later ones come to above that.'])
})

test('what others name says its name', () => {
  expect(said(share(), share({ id: 'march', from: '2026-03-01', until: '2026-04-01', replaces: ['share'] }), { id: 'above', share: { of: 'march', percent: '10', to: { above: 1 } } })).toEqual([
    '“share”: 10\u00a0% of each sale.', '“march”: 10\u00a0% of each sale, from Sun, Mar 1, 2026, before Wed, Apr 1, 2026, instead of “share”.', 'To the partner directly above the one who earns it: 10\u00a0% of “march”.',
  ])
})

test('growth and targets are said once, behind the rates', () => {
  const bands = (more: object) => ({ pay: { bands: { over: 'half_year', mode: 'whole', rows: [{ upTo: '105', percent: '0' }, { upTo: '120', percent: '1.5' }, { percent: '3' }], ...more } } })
  expect(said(share(bands({ quota: { monthsBefore: 12 } })), share({ id: 'more', ...bands({ quota: 'the_target', mode: 'marginal' }) }))).toEqual([
    'The rate that the total of the half year reaches (0\u00a0% below 105\u00a0%, 1.5\u00a0% from 105\u00a0% to 120\u00a0% or 3\u00a0% from 120\u00a0% on, measured by what the half year 12 months before came to), back to the first one, of each sale.',
    '0\u00a0% up to 105\u00a0%, 1.5\u00a0% from 105\u00a0% to 120\u00a0% and 3\u00a0% above 120\u00a0% of the total of the half year, measured by “the target”, each part at its own rate, counting each sale.',
  ])
})
