// What a component pays: exactly one of these forms.
import { z } from 'zod'
import { amountText, componentId, fieldName, per, percentText, period } from './plan-parts.ts'

const bands = z.strictObject({
  over: period.or(z.literal('item')).meta({ description: 'What the running total is counted over; `item` cuts each item by itself.' }),
  measure: z.enum(['amount', 'count', 'units']).default('amount').meta({ description: 'What is totalled: amounts, how many items, or their units; with count and units the bounds are numbers.' }),
  per: per.optional().meta({ description: 'Whose total; the partner\'s when left out.' }),
  quota: fieldName.or(z.strictObject({ monthsBefore: z.number().int().min(1).max(120) })).optional().meta({ description: 'The bounds are percentages of what this field, or standing of the partner, says: a target such as "250000"; or of what the same total came to in the period so many months before: growth.' }),
  mode: z.enum(['marginal', 'whole', 'onward']).meta({ description: 'marginal: each part pays the rate of its band. whole: the rate that the total reaches holds for all of the period. onward: it holds from the item on that reaches it, not for those before.' }),
  bound: z.enum(['reached', 'passed']).default('reached').meta({ description: 'Whether a total of exactly the bound is in the next band (reached) or not yet (passed).' }),
  rows: z.array(z.strictObject({ upTo: amountText.optional(), percent: percentText.optional(), flat: amountText.optional(), perUnit: amountText.optional() })).min(1).max(50),
})
const award = z.strictObject({
  over: period, measure: z.enum(['amount', 'count', 'units']).default('count'), per: per.optional(),
  rows: z.array(z.strictObject({ at: amountText, flat: amountText })).min(1).max(50),
  again: z.boolean().default(false).meta({ description: 'With one row: once more at each further multiple of the bound.' }),
}).meta({ description: 'A flat amount when the running total reaches a bound; nothing for the items before.' })
const table = z.strictObject({
  rows: z.array(z.strictObject({ when: z.record(fieldName, z.string().or(z.array(z.string()).min(1))), percent: percentText.optional(), flat: amountText.optional(), perUnit: amountText.optional() })).min(1).max(500),
  otherwise: percentText.default('0'),
}).meta({ description: 'The first row whose fields all fit, such as { "tier": "gold", "product": ["a", "b"] }.' })
const ranked = z.strictObject({ over: period, measure: z.enum(['amount', 'count', 'units']).default('amount'), prizes: z.array(amountText).min(1).max(50) })
  .meta({ description: 'A prize for the partners with the largest totals of a period, the first prize first; of equal ones the total that was reached first.' })

export const pay = z.union([
  z.strictObject({ flat: amountText }), z.strictObject({ percent: percentText }), z.strictObject({ perUnit: amountText }), z.strictObject({ bands }),
  z.strictObject({ percentByTier: z.record(z.string().min(1), percentText), otherwise: percentText.default('0') }).meta({ description: 'By the tier that the partner has on the day of the item.' }),
  z.strictObject({ percentFrom: fieldName, atMost: percentText.optional() }).meta({ description: 'The percentage that a field of the fact, or a standing of the account, the partner or the program, holds on that day.' }),
  z.strictObject({ table }), z.strictObject({ award }), z.strictObject({ ranked }),
])
export const cap = z.strictObject({ amount: amountText, over: period, per: per.default('partner') })
export const together = z.strictObject({
  of: z.array(componentId).min(1), percent: percentText.optional().meta({ description: 'Of what the item comes to, less refunds, without tax.' }), amount: amountText.optional(),
  cut: z.enum(['in_proportion', 'in_order']).default('in_proportion').meta({ description: 'in_proportion: each is cut by the same part. in_order: the components as `of` names them, partners as the fact does, each gets what is left.' }),
}).meta({ description: 'What all partners of one item get from these components together at most: a percentage of the item, an amount, or the lower of both.' })
export const limits = z.strictObject({
  perItem: amountText.optional(), perPeriod: cap.or(z.array(cap).min(1).max(10)).optional(),
  items: z.strictObject({
    count: z.number().int().min(1).max(10_000), per, over: period.optional(),
    distinct: fieldName.optional().meta({ description: 'Counts the values of this field instead of items: all items of the first subscription.' }),
  }).optional(),
  atLeast: amountText.optional().meta({ description: 'The least that an item pays, unless all of it was refunded.' }),
  minimum: z.strictObject({ amount: amountText, over: period, below: z.enum(['nothing', 'topped_up', 'advanced']) }).optional().meta({ description: 'What a partner gets in a period at least: less pays nothing, or is topped up on the last item of the period, for good or as an advance, which is taken from what later periods come to above the minimum.' }),
})
export type Bands = z.output<typeof bands>
export type Award = z.output<typeof award>
export type Ranked = z.output<typeof ranked>
export type Table = z.output<typeof table>
export type Pay = z.output<typeof pay>
export type Cap = z.output<typeof cap>
export type Together = z.output<typeof together>
export type Limits = z.output<typeof limits>
