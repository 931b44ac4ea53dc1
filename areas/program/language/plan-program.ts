// What a plan says beside its components: tiers, protection of accounts, and how it is paid.
import { z } from 'zod'
import { amountText, componentId, condition, currencyCode, day, lengthFields, percentText } from './plan-parts.ts'

export const tiers = z.strictObject({
  review: z.enum(['at_once', 'month', 'quarter', 'half_year', 'year', 'contract_quarter', 'contract_half_year', 'contract_year']).default('at_once').meta({ description: 'When a tier can be lost.' }),
  up: z.enum(['at_once', 'review']).default('at_once').meta({ description: 'When a higher tier is reached: at any time, or only at a review.' }),
  rows: z.array(z.strictObject({ name: z.string().min(1).max(60), from: day.optional(), until: day.optional(), where: condition.optional() })).min(1).max(20).meta({ description: 'The lowest first; a partner has the highest whose condition holds. A tier that a person decided is a fact, and holds instead.' }),
})

const stepName = z.string().min(1).max(60)
export const protection = z.strictObject({
  ...lengthFields,
  per: z.enum(['account', 'product']).default('account').meta({ description: 'What it covers: the account, or one product at the account.' }),
  starts: z.enum(['registered', 'approved']).default('registered'),
  decided: z.boolean().default(false).meta({ description: 'Whether it counts only once a decision says so.' }),
  decideWithin: z.strictObject({ businessDays: z.number().int().min(1).max(90), moreBusinessDays: z.number().int().min(1).max(90).optional() }).optional().meta({ description: 'How soon the vendor answers, Monday to Friday; and how much longer from the moment on at which more is asked for.' }),
  refuse: z.array(z.strictObject({ when: condition, because: z.string().min(1).max(300) })).max(50).default([]),
  lapses: z.array(z.strictObject({ ...lengthFields, without: stepName, once: z.boolean().default(false) })).max(20).default([]).meta({ description: 'It ends after so long without such a step; `once`: the step is needed once only.' }),
  endsOn: z.array(stepName).max(20).default([]).meta({ description: 'Steps that end it at once.' }),
  extension: z.strictObject({ ...lengthFields, times: z.number().int().min(1).max(20).default(1), where: condition.optional() }).optional().meta({ description: 'Asked for before the end.' }),
  customerMayChoose: z.boolean().default(false).meta({ description: 'Whether the customer\'s choice of another partner ends it in their favour.' }),
})

export const payout = z.strictObject({
  every: z.enum(['day', 'half_month', 'month', 'quarter', 'half_year', 'year']).default('month').meta({ description: 'At the end of which calendar period. Where that is a half year or a year, statements are of its quarters.' }),
  days: z.number().int().min(0).max(366).default(0).meta({ description: 'Paid within so many days after the end of the period in which it may be paid; with `day`, after the day itself.' }),
  businessDays: z.number().int().min(1).max(90).optional().meta({ description: 'So many days from Monday to Friday more.' }),
  minimum: amountText.optional(), below: z.enum(['carried', 'forfeited']).default('carried').meta({ description: 'What happens to less than the minimum.' }),
  groups: z.array(z.strictObject({ id: componentId, of: z.array(componentId).min(1), minimum: amountText.optional() })).max(20).optional().meta({ description: 'Components that are paid, and tested against a minimum, apart from the others.' }),
  needs: condition.optional().meta({ description: 'What must hold for the partner on the day of payment; until then all is carried.' }),
  onRequest: z.boolean().default(false).meta({ description: 'Paid only where the partner has asked since the last payment.' }),
  forfeits: z.array(z.strictObject({ on: z.string().min(1).max(60), what: z.enum(['all', 'below_minimum']) })).max(20).default([]).meta({ description: 'What a partner loses that is not paid when it ends for this reason.' }),
  withholdPercent: percentText.optional(),
  fee: z.strictObject({ percent: percentText, max: amountText.optional() }).optional(),
  currency: currencyCode.optional().meta({ description: 'What the partner is paid in; the plan\'s currency when left out.' }),
  books: currencyCode.optional().meta({ description: 'The currency of the vendor\'s books; exchange differences are theirs.' }),
})
export const expiry = z.strictObject({
  unit: z.string().min(1).max(40).meta({ description: 'The name of the unit or credit, as components say it; "money" for what customers get in money.' }),
  ...lengthFields,
  end: z.enum(['month', 'quarter', 'half_year', 'year']).optional().meta({ description: 'It lapses only with the end of the month, quarter and so on in which that time is over; without a time, of the one in which it was earned.' }),
  idle: z.strictObject({ ...lengthFields, without: z.enum(['earned', 'used', 'either']).default('either') }).optional().meta({ description: 'All that is left lapses after so long in which nothing was earned, or used, or neither.' }),
  percent: percentText.optional().meta({ description: 'That only this part of what is left lapses then; all of it when left out.' }),
  rest: z.enum(['again', 'keeps']).default('again').meta({ description: 'What becomes of the rest where only a part lapses: the same part of it lapses each further such time, or it keeps for ever.' }),
}).meta({ description: 'When points or a credit lapse that are not used: so long after they were earned, on that date, or after a time without activity, whichever comes first. What was earned first is used first.' })
export type Expiry = z.output<typeof expiry>
export type Tiers = z.output<typeof tiers>
export type ProtectionRules = z.output<typeof protection>
