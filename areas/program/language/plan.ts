// The plan language, version 2: what partners earn, as data. Amounts are decimal text in the plan's currency, rates are percent as text.
import { z } from 'zod'
import { isCurrency } from '../../../kernel/money.ts'
import { isTimeZone } from '../../../kernel/time.ts'

const decimalText = z.string().regex(/^\d{1,18}(\.\d{1,6})?$/, 'A decimal number such as "1250.00".')
const percentText = z.string().regex(/^\d{1,4}(\.\d{1,6})?$/, 'A percentage such as "12.5", without the sign.')
const day = z.iso.date('A day such as "2026-04-01".')
const componentId = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'A short name of small letters, digits and _.')
export const periods = ['month', 'quarter', 'half_year', 'year', 'ever'] as const

export type Condition =
  | { all: Condition[] } | { any: Condition[] } | { not: Condition }
  | { field: string; is: string } | { field: string; in: string[] } | { field: string; atLeast: string } | { field: string; below: string }
const condition: z.ZodType<Condition> = z.lazy(() => z.union([
  z.strictObject({ all: z.array(condition).min(1) }), z.strictObject({ any: z.array(condition).min(1) }), z.strictObject({ not: condition }),
  z.strictObject({ field: z.string(), is: z.string() }), z.strictObject({ field: z.string(), in: z.array(z.string()).min(1) }),
  z.strictObject({ field: z.string(), atLeast: decimalText }), z.strictObject({ field: z.string(), below: decimalText }),
])).meta({ description: 'Of product, source, account, partner, currency, amount, protected, or any field of the fact.' })

const bands = z.strictObject({
  over: z.enum(periods).or(z.literal('item')).meta({ description: 'What the running total is counted over; `item` cuts each item by itself.' }),
  measure: z.enum(['amount', 'count']).default('amount').meta({ description: 'What is totalled: amounts, or how many items; then bounds are numbers of items and rows may pay a flat amount for each.' }),
  mode: z.enum(['marginal', 'whole']).meta({ description: 'marginal: each part pays the rate of its band. whole: the rate that the total reaches holds for all of the period.' }),
  bound: z.enum(['reached', 'passed']).default('reached').meta({ description: 'Whether a total of exactly the bound is in the next band (reached) or not yet (passed).' }),
  rows: z.array(z.strictObject({ upTo: decimalText.optional(), percent: percentText.optional(), flat: decimalText.optional() })).min(1).max(50),
})

const pay = z.union([
  z.strictObject({ flat: decimalText }), z.strictObject({ percent: percentText }), z.strictObject({ perUnit: decimalText }), z.strictObject({ bands }),
  z.strictObject({ percentByTier: z.record(z.string().min(1), percentText), otherwise: percentText.default('0') }).meta({ description: 'By the tier that the partner has on the day of the item.' }),
])
const cap = z.strictObject({ amount: decimalText, over: z.enum(periods), per: z.enum(['partner', 'account']).default('partner') })

const earned = z.strictObject({
  id: componentId,
  clause: z.string().max(300).optional(),
  on: z.enum(['sale', 'invoice', 'invoice_line', 'qualified', 'milestone']),
  to: z.enum(['credited', 'protected']).default('credited').meta({ description: 'Whom the fact credits, or who holds the protection of the account at that moment.' }),
  from: day.optional().meta({ description: 'First day on which it holds, in the plan\'s time zone.' }),
  until: day.optional().meta({ description: 'First day on which it no longer holds.' }),
  where: condition.optional(),
  basis: z.strictObject({
    lines: z.array(z.string()).min(1).optional().meta({ description: 'Kinds of invoice lines that count; all when left out.' }),
    discountOver: z.array(z.string()).min(1).optional().meta({ description: 'Kinds of lines that share a discount on the whole invoice, by amount.' }),
  }).optional(),
  pay,
  limits: z.strictObject({
    perItem: decimalText.optional(), perPeriod: cap.optional(), items: z.strictObject({ count: z.number().int().min(1).max(10_000), per: z.enum(['partner', 'account']) }).optional(),
  }).optional().meta({ description: 'At most so much for each item, in a period, and at most so many items: the first ones.' }),
  window: z.strictObject({ after: z.number().int().min(0).max(600).default(0), months: z.number().int().min(1).max(600).optional() }).optional()
    .meta({ description: 'Counted from the first item with an account: from so many months after it, included, for so many months, the end excluded; without months for ever.' }),
  replaces: z.array(componentId).min(1).optional().meta({ description: 'Components that pay nothing on the items that this one is for: a promotion instead of the usual.' }),
  hold: z.strictObject({ days: z.number().int().min(1).max(3660) }).optional().meta({ description: 'It may be paid only so many days after it was earned.' }),
  payable: z.enum(['when_earned', 'as_collected']).default('when_earned'),
  clawback: z.strictObject({ from: z.enum(['item', 'activation']).default('item'), days: z.number().int().min(1).max(3660), how: z.enum(['by_day', 'full']).default('by_day') }).optional(),
})

const shared = z.strictObject({
  id: componentId,
  clause: z.string().max(300).optional(),
  share: z.strictObject({
    of: componentId.or(z.array(componentId).min(1)), percent: percentText,
    to: z.union([z.strictObject({ above: z.number().int().min(1).max(10) }), z.strictObject({ earlierProtection: z.strictObject({ withinDays: z.number().int().min(1).max(3660) }) })]),
    takenFromIt: z.boolean().default(false).meta({ description: 'Whether the share is taken from the line it is a share of.' }),
  }),
})

export const planDocument = z.strictObject({
  language: z.literal(2),
  name: z.string().min(1).max(200),
  currency: z.string().refine(isCurrency, 'An ISO 4217 currency such as "EUR".'),
  timeZone: z.string().refine(isTimeZone, 'A time zone such as "Europe/Berlin".').default('UTC'),
  rounding: z.enum(['half_away', 'half_even', 'down']).default('half_away'),
  components: z.array(z.union([earned, shared])).min(1).max(100),
  payout: z.strictObject({
    every: z.enum(['month', 'quarter']).default('month'), days: z.number().int().min(0).max(366).default(0).meta({ description: 'Paid within so many days after the end of the month or quarter in which it may be paid.' }), minimum: decimalText.optional(), withholdPercent: percentText.optional(),
    fee: z.strictObject({ percent: percentText, max: decimalText.optional() }).optional(),
    currency: z.string().refine(isCurrency, 'An ISO 4217 currency such as "EUR".').optional().meta({ description: 'What the partner is paid in; the plan\'s currency when left out.' }),
    books: z.string().refine(isCurrency, 'An ISO 4217 currency such as "EUR".').optional().meta({ description: 'The currency of the vendor\'s books; exchange differences are theirs.' }),
  }).default({ every: 'month', days: 0 }),
}).meta({ title: 'Alongside plan language, version 2' })

export type Plan = z.output<typeof planDocument>
export type Component = Plan['components'][number]
export type EarnedComponent = z.output<typeof earned>
export type SharedComponent = z.output<typeof shared>
export type Bands = z.output<typeof bands>
export type Pay = z.output<typeof pay>
export type Period = (typeof periods)[number]
export const isShared = (component: Component): component is SharedComponent => 'share' in component
