import { z } from 'zod'
import { can, dateIn, idIn, idOut, instantOut, money, pageIn, pageOf } from '../../platform/http/shapes.ts'
import { backTestStates } from './back-test-rules.ts'

export const backTestIn = z.object({
  terms: z.record(z.string(), z.unknown()).meta({ description: 'A draft in language 2, a PlanDocument.' }), plan: idIn('plan').optional().meta({ description: 'The plan that the draft would be a version of; its back-tests are listed with it.' }),
  from: dateIn.optional(), to: dateIn.optional().meta({ description: 'Days on which something was earned, both included.' }),
  onPlan: z.boolean().default(false).meta({ description: 'Only partners who were on that plan on one of these days.' }),
  file: idIn('file').optional().meta({ description: 'An uploaded past instead of what happened here: CSV of opportunities won, or facts, one JSON object a line.' }),
})
export const backTestQuery = pageIn.extend({ plan: idIn('plan').optional() })
export const outcomeQuery = pageIn

const other = z.object({ currency: z.string(), booked: money })
export const backTestOut = z.object({
  id: idOut('backTest'), planId: idOut('plan').nullable(), name: z.string(), terms: z.record(z.string(), z.unknown()), currency: z.string(), from: z.string().nullable(), to: z.string().nullable(), onPlan: z.boolean(), fileName: z.string().nullable(), state: z.enum(backTestStates),
  percent: z.number(), secondsLeft: z.number().int().nullable(), partnersDone: z.number().int(), partnersTotal: z.number().int().nullable(),
  rows: z.number().int().meta({ description: 'Of the file, read so far.' }), rejected: z.number().int().meta({ description: 'Of them not usable; see the report.' }),
  items: z.number().int().meta({ description: 'How many items earn something under the draft.' }), unused: z.number().int().meta({ description: 'How many facts the draft cannot use.' }),
  booked: money, draft: money, gain: z.number().int().meta({ description: 'Partners who would have earned more.' }), lose: z.number().int(), same: z.number().int(), others: z.array(other).meta({ description: 'Booked in other currencies than the draft’s.' }),
  createdAt: instantOut, createdBy: z.string().nullable(), finishedAt: instantOut.nullable(), problem: z.string().nullable(), can: z.object({ cancel: can }),
}).meta({ id: 'BackTest' })
export const outcomesOut = pageOf(z.object({
  partner: z.object({ id: idOut('partner').nullable().meta({ description: 'Null for one that only the file knows.' }), name: z.string() }), booked: money, draft: money, change: money, others: z.array(other),
})).meta({ id: 'BackTestOutcomes' })
