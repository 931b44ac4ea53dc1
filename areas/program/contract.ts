import { z } from 'zod'
import { can, dateIn, greatestWhole, idIn, idOut, instantOut, lineIn, money, named, optionalTextIn } from '../../platform/http/shapes.ts'
import { planDocument } from './language/index.ts'
import { triggers } from './rules.ts'

const componentId = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'A component is named with small letters, digits and _, such as "qualified".')
const minor = z.string().regex(/^(0|[1-9]\d{0,17})$/, 'An amount is whole minor units without leading zeros, such as "40000" for €400.00.').meta({ examples: ['40000'] })
const clause = z.string().min(1).max(2000, 'At most 2,000 characters.').optional().meta({ description: 'The wording or number of the agreement; each commission line cites it.' })
const part = z.number().int('A rate is a fraction of whole numbers, such as 15 and 100.').max(1_000_000_000)

export const flat = z.strictObject({ id: componentId, trigger: z.enum(triggers), kind: z.literal('flat'), amountMinor: minor, clause })
export const percent = z.strictObject({
  id: componentId, trigger: z.literal('opportunity.won'), kind: z.literal('percent'),
  rate: z.strictObject({ num: part.min(0), den: part.min(1) }).meta({ description: '15 % is 15 of 100, exactly.' }), basis: z.literal('first_year_revenue'), capMinor: minor.optional(), clause,
})
/** Language 1: amounts for a qualified introduction and a customer won. */
export const simpleTerms = z.strictObject({
  language: z.literal(1), currency: z.string().regex(/^[A-Z]{3}$/, 'A currency is three capital letters, such as EUR.'), components: z.array(z.discriminatedUnion('kind', [flat, percent])).max(50),
  payment: z.strictObject({ rule: z.literal('after_quarter_end'), days: z.number().int().min(0).max(366) }), rounding: z.literal('half_away_per_line'),
}).meta({ id: 'SimplePlanTerms', description: 'What a partner earns on introductions, and when it is paid. Amounts are minor units of `currency`.' })
/** A plan as data; the JSON that is stored, sent and read back. */
export const terms = z.discriminatedUnion('language', [simpleTerms, planDocument.meta({ id: 'PlanDocument', description: 'The plan language, version 2: see docs/guides/plan-language.md. Amounts are decimal text in `currency`.' })])

export const planIn = z.object({ name: lineIn(120, 'The plan needs a name.'), terms })
export const versionIn = z.object({ terms })
export const assignIn = z.object({
  planId: idIn('plan'), version: z.number().int().min(1).max(greatestWhole).optional().meta({ description: 'Left out: the newest.' }), from: dateIn, why: optionalTextIn(1000),
})

const said = { sentences: z.array(z.string()), inOneLine: z.string() }
export const versionOut = z.object({ id: idOut('planVersion'), number: z.number().int(), terms, ...said, publishedAt: instantOut, publishedBy: z.string().nullable() }).meta({ id: 'PlanVersion' })
export const planRow = z.object({ id: idOut('plan'), name: z.string(), version: z.number().int(), ...said, partners: z.number().int().meta({ description: 'How many partners are on it today.' }) }).meta({ id: 'PlanRow' })
export const planOut = z.object({
  id: idOut('plan'), name: z.string(), createdAt: instantOut, versions: z.array(versionOut).meta({ description: 'Newest first.' }),
  partners: z.array(z.object({ partner: named('partner'), version: z.number().int(), from: z.string() })),
  can: z.object({ publish: can, assign: can }),
}).meta({ id: 'Plan' })
export const partnerPlanOut = z.object({
  plan: named('plan'), planVersionId: idOut('planVersion'), version: z.number().int(), from: z.string(), until: z.string().nullable().meta({ description: 'The first day on which it no longer holds.' }),
  why: z.string().nullable(), isInForce: z.boolean(), terms, ...said,
}).meta({ id: 'PartnerPlan' })
export const partnerPlansOut = z.object({ today: z.string(), items: z.array(partnerPlanOut), can: z.object({ assign: can }) })
export const assigned = z.object({ planVersionId: idOut('planVersion'), version: z.number().int(), from: z.string(), changed: z.boolean() })
export const previewIn = z.object({ terms: z.record(z.string(), z.unknown()).meta({ description: 'A draft, finished or not; the finished one is a PlanDocument.' }) })
export const finding = z.object({
  place: z.string().meta({ examples: ['components.0.pay.percent'] }), level: z.enum(['error', 'warning']).meta({ description: 'A warning does not keep it from being published.' }), problem: z.string(), remedy: z.string(),
}).meta({ id: 'PlanFinding' })
const example = z.object({
  facts: z.array(z.string()), lines: z.array(z.object({ partner: z.string(), component: z.string(), amount: money, payableOn: z.string(), working: z.array(z.string()) })),
  rewards: z.array(z.object({ partner: z.string(), component: z.string(), said: z.string().meta({ examples: ['1,250 points'] }), working: z.array(z.string()) })).meta({ description: 'In other than money, or to the customer.' }), total: money, ifTheyLeave: z.string().nullable(),
}).meta({ id: 'PlanExample', description: 'One made-up customer, and what the plan pays on it.' })
export const preview = z.object({ ...said, problems: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })), findings: z.array(finding), example: example.nullable() })
