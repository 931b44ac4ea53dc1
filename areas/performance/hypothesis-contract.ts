import { z } from 'zod'
import { idIn, idOut, money, named, pageIn } from '../../platform/http/shapes.ts'
import { periodIn, periodShape } from './contract.ts'
import { likelihoods, predictedMeasures, proposals } from './hypothesis-rules.ts'
import { rowFigures } from './hypothesis-verdict.ts'

const proposal = z.enum(proposals).meta({ description: 'What the numbers propose; a person decides.' })
const probability = z.number().nullable().meta({ description: 'Between 0 and 1; null where it is too early to say.' })
const finding = z.object({
  measure: z.enum(predictedMeasures), name: z.string(), definition: z.string(), predicted: z.number(), saidPredicted: z.string(), actual: z.number().nullable(), saidActual: z.string(), cases: z.number().int(), probability,
  likely: z.object({ low: z.number(), high: z.number() }).nullable().meta({ description: 'Where the true value lies with 80 %.' }), saidLikely: z.string().nullable(), likelihood: z.enum(likelihoods), sentence: z.string(),
}).meta({ id: 'HypothesisFinding', description: 'Amounts are minor units of the currency that was predicted in.' })

export const verdictOut = z.object({
  proposal, sentence: z.string(), findings: z.array(finding), byReview: z.object({ probability: z.number(), sentence: z.string() }).nullable(), stop: z.object({ measure: z.enum(predictedMeasures), probability, sentence: z.string() }), from: z.string().nullable(), until: z.string().nullable(),
  months: z.number(), partners: z.number().int(), fees: z.string().nullable(),
  plans: z.array(named('plan').extend({ partners: z.number().int() })).meta({ description: 'That hold today for its partners.' }),
}).meta({ id: 'HypothesisVerdict' })
export const verdictsOut = z.object({ items: z.array(z.object({ id: idOut('hypothesis'), proposal, sentence: z.string(), lead: finding.nullable() })) })
export const verdictRowsIn = pageIn.extend({
  ...periodIn.shape, figure: z.enum(rowFigures).default('introductions'), counted: z.enum(['true', 'false']).optional(), partner: idIn('partner').optional().meta({ description: 'Only what this one brought, in the period asked for with it.' }),
}).refine((asked) => asked.partner !== undefined || (asked.period ?? asked.from ?? asked.to) === undefined, { path: ['period'], message: 'A period is asked for with a partner: without one the rows are those of the whole test.' })
export const verdictRowsOut = z.object({
  finding, part: z.object({ partner: named('partner'), period: periodShape, said: z.string().nullable() }).nullable().meta({ description: 'What this partner brought in this period, as its review says it; null without a partner.' }), next: z.string().nullable(), total: z.number().int().nullable(), counted: z.number().int(),
  items: z.array(z.object({
    kind: z.enum(['referral', 'opportunity', 'promise', 'commission']), id: z.string(), title: z.string(), partner: named('partner').nullable(), company: named('company').nullable(), referralId: idOut('referral').nullable(),
    on: z.string(), counts: z.boolean(), why: z.string(), amount: money.nullable(),
  })),
}).meta({ id: 'HypothesisRows' })
