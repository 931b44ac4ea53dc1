import { z } from 'zod'
import { criterionOut, icpDraft } from '../companies/index.ts'
import { icpGrades } from './icp-test-rules.ts'

const share = z.number().nullable()
const rate = z.object({
  counted: z.number().int(), cases: z.number().int().meta({ description: 'Closed opportunities.' }), companies: z.number().int(), rate: share,
  low: share.meta({ description: 'Lower end of the 95 % interval, which counts opportunities of one company as alike.' }), high: share,
}).meta({ id: 'ClusteredRate' })
const verdict = z.enum(['higher', 'lower', 'no_clear_difference', 'too_early'])

/** Left out or empty means the profile in force. */
export const backTestIn = z.object({ draft: icpDraft.optional().meta({ description: 'The profile to test; left out, the one in force.' }) })
export const icpBackTestOut = z.object({
  version: z.number().int().nullable().meta({ description: 'The version tested; null for a draft.' }), finding: z.string(), limitation: z.string(),
  verdict: verdict.meta({ description: 'A or B against the others.' }), all: rate,
  precision: rate.meta({ description: 'Of closed opportunities with companies graded A or B, those won.' }), recall: rate.meta({ description: 'Of won opportunities, those with companies graded A or B.' }),
  others: rate, withoutCompany: z.number().int().meta({ description: 'Closed opportunities that name no company, left out.' }),
  grades: z.array(z.object({ grade: z.enum(icpGrades), rate, lift: share.meta({ description: 'The win rate against that of all; 1 is the same.' }), verdict: verdict.meta({ description: 'Against all other grades together.' }) })),
  criteria: z.array(z.object({
    criterion: z.string(), mustHave: z.boolean(), weight: z.number().int(), rates: z.object({ met: rate, near: rate, missed: rate, unknown: rate }), verdict: verdict.meta({ description: 'Met against missed.' }),
  })),
}).meta({ id: 'IcpBackTest' })

export const icpSuggestionOut = z.object({
  wonCompanies: z.number().int(), companies: z.number().int(), finding: z.string(), criteria: z.array(criterionOut).meta({ description: 'A draft, marked with from how many won companies it was suggested.' }),
  rows: z.array(z.object({
    attribute: z.string(), label: z.string(), said: z.string(), won: rate.meta({ description: 'Of won opportunities, those with this value.' }), lost: rate.meta({ description: 'Of lost ones.' }), verdict,
  })),
}).meta({ id: 'IcpSuggestion' })
