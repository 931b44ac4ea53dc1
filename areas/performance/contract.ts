import { z } from 'zod'
import { currencyIn, dateIn, idIn, idOut, money, named, pageIn } from '../../platform/http/shapes.ts'
import { measureKeys } from './definitions.ts'
import { rankings } from './ranking.ts'
import { rowMeasures } from './rows.ts'

/** Which period: a quarter, all time, or days (both included); the quarter under way when left out. */
export const periodIn = z.object({
  period: z.string().regex(/^(\d{4}-Q[1-4]|all)$/, 'A period looks like 2026-Q3, or is all.').refine((text) => text === 'all' || text >= '1900', 'There is no such quarter.').optional(),
  from: dateIn.optional(), to: dateIn.optional(),
})
export const programIn = periodIn.extend({ rank: z.enum(rankings).default('became_opportunity'), currency: currencyIn.optional() })
export const rowsIn = periodIn.extend({ ...pageIn.shape, measure: z.enum(rowMeasures), partner: idIn('partner').optional(), counted: z.enum(['true', 'false']).optional() })

const days = z.object({ from: z.string(), to: z.string(), name: z.string() })
export const periodShape = days.extend({
  kind: z.enum(['quarter', 'days', 'all']), previous: days.nullable().meta({ description: 'As long, directly before.' }), isRunning: z.boolean().meta({ description: 'Its figures can still grow.' }),
}).meta({ id: 'Period' })

const share = z.number().meta({ description: 'Between 0 and 1.' })
export const figureShape = z.object({
  value: z.number().nullable().meta({ description: 'A count, or a share between 0 and 1; null for money and where there are no cases.' }), amounts: z.array(money),
  counted: z.number().int(), cases: z.number().int().meta({ description: 'n' }), said: z.string().meta({ examples: ['75 %'] }), saidCases: z.string().meta({ examples: ['9 of 12'] }),
}).meta({ id: 'Figure' })
const likely = z.object({ low: share, high: share, said: z.string().meta({ examples: ['52–84 %'] }), priorCases: z.number().int().meta({ description: 'How many cases the program counts for.' }) })
  .meta({ id: 'LikelyRange', description: 'Where the true rate lies with 95 %.' })
const definition = z.object({
  key: z.enum(measureKeys), name: z.string(), unit: z.enum(['count', 'rate', 'money']), definition: z.string(), counted: z.string().meta({ description: 'What makes a case count.' }),
  cases: z.string().meta({ description: 'What n is, and which date puts a case into the period.' }),
}).meta({ id: 'MeasureDefinition' })
export const measureShape = z.object({
  definition, now: figureShape, before: figureShape.nullable(), likely: likely.nullable(),
  program: z.object({ value: z.number().nullable(), amounts: z.array(money), said: z.string().meta({ examples: ['4.1 each'] }), partners: z.number().int() }),
}).meta({ id: 'Measure' })
export const hiddenShape = z.array(z.object({ key: z.enum(measureKeys), why: z.string() })).meta({ description: 'Measures your role does not see.' })

export const programOut = z.object({
  period: periodShape, partners: z.number().int().meta({ description: 'Partners that averages are taken over.' }), measures: z.array(measureShape), hidden: hiddenShape,
  table: z.object({
    rankedBy: z.enum(rankings), currency: z.string().meta({ description: 'Of a ranking by revenue.' }), total: z.number().int().meta({ description: 'Partners with a case in the period; the first 50 are listed.' }),
    rows: z.array(z.object({ rank: z.number().int().nullable(), partner: named('partner'), cells: z.array(figureShape.extend({ key: z.enum(measureKeys), likely: likely.nullable() })) })),
  }),
}).meta({ id: 'ProgramPerformance' })
export const partnerOut = z.object({ partner: named('partner'), period: periodShape, partners: z.number().int(), measures: z.array(measureShape), hidden: hiddenShape }).meta({ id: 'PartnerPerformance' })

export const rowsOut = z.object({
  definition: definition.partial({ key: true, unit: true }), period: periodShape, figure: figureShape.omit({ value: true }), next: z.string().nullable(), total: z.number().int().nullable(),
  items: z.array(z.object({
    kind: z.enum(['referral', 'opportunity', 'promise', 'commission']), id: z.string(), title: z.string(), partner: named('partner').nullable(), company: named('company').nullable(),
    referralId: idOut('referral').nullable(), on: z.string().meta({ description: 'The day that puts it into the period.' }), counts: z.boolean(), why: z.string(), amount: money.nullable(),
  })),
}).meta({ id: 'PerformanceRows' })

const step = z.object({ days: z.number().int(), atRisk: z.number().int(), share, low: z.number().nullable(), high: z.number().nullable() })
const curve = z.object({
  name: z.string(), cases: z.number().int(), won: z.number().int(), lost: z.number().int(), open: z.number().int(), leftOut: z.number().int().meta({ description: 'Without an opening date, or closed before it.' }),
  median: z.object({ days: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() }),
  steps: z.array(step).meta({ description: 'The share not won yet at the end of a day, where it changes.' }),
})
const finding = { verdict: z.enum(['clear', 'not_clear', 'too_early', 'nothing']), finding: z.string(), certainty: z.string() }
/** Time to close without its curves. */
export const findingShape = z.object({ ...finding, own: curve.omit({ steps: true }), direct: curve.omit({ steps: true }) })
export const timeToCloseOut = z.object({
  period: periodShape, ...finding, definition: z.string(), own: curve, direct: curve,
  test: z.object({ name: z.literal('log-rank'), statistic: z.number(), p: z.number() }).nullable(),
}).meta({ id: 'TimeToClose' })

export const definitionsOut = z.object({
  measures: z.array(definition), timeToClose: z.string(), likely: z.string(), ranking: z.string(), program: z.string(),
}).meta({ id: 'PerformanceDefinitions' })
