// The plan language, version 2: what partners earn, as data. Amounts are decimal text in the plan's currency, rates are percent as text.
import { z } from 'zod'
import { isTimeZone } from '../../../kernel/time.ts'
import { componentId, condition, currencyCode, day, fieldName, itemKinds, lengthFields, percentText, period } from './plan-parts.ts'
import { cap, limits, pay, together } from './plan-pay.ts'
import { expiry, payout, protection, tiers } from './plan-program.ts'

const kinds = z.enum([...itemKinds, 'invoice_line'])
const touch = z.strictObject({
  touch: z.enum(['first', 'last', 'all']), ...lengthFields,
  hours: z.number().int().min(1).max(720).optional().meta({ description: 'So many hours by the clock instead of days: 24 is the same time on the next day, included.' }),
  restarts: z.boolean().default(true).meta({ description: 'Whether each touch starts the time anew; otherwise a partner\'s first one does.' }),
  upTo: fieldName.optional().meta({ description: 'A field with the day up to which touches count, such as the sign-up; the first item with the account when left out; `day` for the item itself, each anew.' }),
})
const level = z.number().int().min(1).max(10)
const basis = z.strictObject({
  lines: z.array(z.string()).min(1).optional().meta({ description: 'Kinds of invoice lines that count; all when left out.' }),
  discountOver: z.array(z.string()).min(1).optional().meta({ description: 'Kinds of lines that share a discount on the whole invoice, by amount.' }),
  of: fieldName.optional().meta({ description: 'One of the fact\'s named amounts, such as margin, list or recurring, instead of the amount.' }),
  minus: z.array(fieldName).min(1).optional().meta({ description: 'Named amounts that do not count, such as services; one that the fact does not have is nothing.' }),
  firstYear: z.boolean().optional().meta({ description: 'Of a term of more than 12 months only the first 12, in proportion.' }),
  ceiling: z.literal('first').optional().meta({ description: 'Never more than the first item with the account came to: what is sold on top does not raise it, less lowers it.' }),
})

const earned = z.strictObject({
  id: componentId,
  clause: z.string().max(300).optional(),
  on: kinds.or(z.array(kinds).min(1)),
  to: z.enum(['credited', 'protected', 'incumbent', 'customer']).or(touch).or(z.strictObject({ above: level })).default('credited').meta({ description: 'Whom the fact credits; who holds the protection of the account at that moment; who was credited last before with the account; the customer; whose touch counts, `all` in equal shares; or who stands above the credited one, who gets it where nobody does.' }),
  split: z.enum(['weights', 'each_in_full']).default('weights').meta({ description: 'Whether several partners share it, or each gets all of it.' }),
  from: day.optional().meta({ description: 'First day on which it holds, in the plan\'s time zone.' }),
  until: day.optional().meta({ description: 'First day on which it no longer holds.' }),
  announced: day.optional().meta({ description: 'The day on which partners were told of it; checked against the plan\'s notice.' }),
  where: condition.optional(),
  basis: basis.optional(),
  pay,
  unit: z.string().regex(/^[a-z][a-z0-9 _-]{0,39}$/, 'A name such as "points".').or(z.strictObject({ credit: z.string().regex(/^[a-z][a-z0-9 _-]{0,39}$/, 'A name such as "gift card".') })).optional()
    .meta({ description: 'What it pays in other than money: a named unit such as points, with two decimals; or a credit in the plan\'s currency that is not paid out.' }),
  less: z.array(componentId).min(1).optional().meta({ description: 'What these components, which stand before it, pay on the same item to all is taken off, down to nothing: an override that is the difference between two rates, or what is left of a share of all.' }),
  owes: z.boolean().default(false).meta({ description: 'The partner owes it: a yearly fee, a penalty. It is set off against what is paid.' }),
  price: z.strictObject({ list: fieldName.default('list'), rebate: z.boolean().default(false) }).optional()
    .meta({ description: 'What is worked out is the discount off a list price: what a reseller pays. It posts nothing, or the discount as a rebate.' }),
  limits: limits.optional().meta({ description: 'At most and at least so much for each item and in a period, and at most so many items: the first ones.' }),
  window: z.strictObject({
    after: z.number().int().min(0).max(600).default(0), months: z.number().int().min(1).max(600).optional(), days: z.number().int().min(1).max(3660).optional(),
    from: fieldName.optional().meta({ description: 'A field with the day that it is counted from, instead of the first item with the account.' }),
    breaks: z.strictObject({ ...lengthFields, unless: condition.optional() }).optional().meta({ description: 'It is over once so long passes without an item of the account, unless the next one meets the condition; then it starts anew.' }),
  }).optional().meta({ description: 'Counted from the first item with an account: from so many months after it, included, for so many months, the end excluded; without months for ever.' }),
  replaces: z.array(componentId).min(1).optional().meta({ description: 'Components that pay nothing on the items that this one is for: a promotion instead of the usual.' }),
  exclusive: z.strictObject({ group: componentId, priority: z.number().int().min(0).max(1000).default(0), per: z.enum(['item', 'account']).default('item') }).optional()
    .meta({ description: 'Of the components of a group that are for an item, or an account, only the one of the highest priority pays; of equal ones the first in the plan.' }),
  needs: z.strictObject({ that: condition, by: day.optional(), within: z.strictObject(lengthFields).optional(), period: period.optional() }).optional().meta({ description: 'Earned once this held at some moment, up to a day, so long after the item, or the end of the month, quarter and so on of the item; until then it is pending.' }),
  keepAlive: z.strictObject({ ...lengthFields, on: z.array(z.enum(itemKinds)).min(1), where: condition.optional() }).optional().meta({ description: 'After so long without one of these the partner earns nothing more with the accounts it had until then.' }),
  hold: z.strictObject({ ...lengthFields, from: z.enum(['item', 'first']).default('item'), until: day.optional() }).optional()
    .meta({ description: 'It may be paid only so many days after it was earned, or after the first item with the account; in months, at the end of the so-manieth month after; or from a fixed day on.' }),
  payable: z.enum(['when_earned', 'as_collected', 'when_collected', 'when_activated']).default('when_earned'),
  instalments: z.strictObject({ count: z.number().int().min(2).max(120), everyMonths: z.number().int().min(1).max(12).default(1), stops: z.boolean().default(true).meta({ description: 'Whether those due after a cancellation are not earned.' }) }).optional(),
  refunds: z.enum(['taken_back', 'until_paid', 'kept', 'as_they_come']).default('taken_back').meta({ description: 'Whether a refund takes back its part: always, only before the payment, or never; or as_they_come: it leaves the item as it was and counts on its own day, like an item of less than nothing, which lowers the running total of that period.' }),
  clawback: z.strictObject({
    from: z.enum(['item', 'activation']).default('item'), ...lengthFields, how: z.enum(['by_day', 'by_month', 'full']).default('by_day'),
    steps: z.array(z.strictObject({ untilDay: z.number().int().min(1).max(3660).optional(), untilMonth: z.number().int().min(1).max(600).optional(), percent: percentText })).min(1).max(20).optional().meta({ description: 'What is returned where they leave before that day, or before so many months are over, instead of in proportion.' }),
  }).optional(),
})

const shared = z.strictObject({
  id: componentId,
  clause: z.string().max(300).optional(),
  share: z.strictObject({
    of: componentId.or(z.array(componentId).min(1)), percent: percentText,
    to: z.union([z.strictObject({ above: level }), z.strictObject({ earlierProtection: z.strictObject({ withinDays: z.number().int().min(1).max(3660) }) }), z.strictObject({ field: fieldName })]),
    takenFromIt: z.boolean().default(false).meta({ description: 'Whether the share is taken from the line it is a share of.' }),
  }),
})

export const planDocument = z.strictObject({
  language: z.literal(2),
  name: z.string().min(1).max(200),
  currency: currencyCode,
  currencies: z.array(currencyCode).min(1).max(30).optional().meta({ description: 'Currencies whose items are worked out and owed as they are, beside the plan\'s own; others are converted into it.' }),
  timeZone: z.string().refine(isTimeZone, 'A time zone such as "Europe/Berlin".').default('UTC'),
  yearBegins: z.number().int().min(1).max(12).optional().meta({ description: 'The month in which the year of bands, caps, totals and reviews begins, 7 for July; its halves and quarters are counted from it. Payments and statements keep to the calendar.' }),
  contract: z.strictObject({ from: fieldName }).optional().meta({ description: 'Where contract years, and their halves, quarters and months, are counted from: a standing of the partner that says the day on which its contract began, or `first_day` for what is for each customer.' }),
  rounding: z.enum(['half_away', 'half_even', 'down']).default('half_away'),
  notice: z.strictObject({ days: z.number().int().min(1).max(366) }).optional().meta({ description: 'How long before a change partners are told.' }),
  tiers: tiers.optional(),
  protection: protection.optional(),
  components: z.array(z.union([earned, shared])).max(100),
  caps: z.array(cap.extend({ of: z.array(componentId).min(2) })).max(20).optional().meta({ description: 'Caps over several components together.' }),
  together: z.array(together).min(1).max(20).optional().meta({ description: 'Caps over all partners of one item together.' }),
  expiry: z.array(expiry).min(1).max(20).optional().meta({ description: 'When what is earned in other than money lapses; a unit that is not named keeps for ever.' }),
  payout: payout.default({ every: 'month', days: 0, below: 'carried', onRequest: false, forfeits: [] }),
}).meta({ title: 'Alongside plan language, version 2' })

export type Plan = z.output<typeof planDocument>
export type Component = Plan['components'][number]
export type EarnedComponent = z.output<typeof earned>
export type SharedComponent = z.output<typeof shared>
export type Basis = NonNullable<EarnedComponent['basis']>
export const isShared = (component: Component): component is SharedComponent => 'share' in component
