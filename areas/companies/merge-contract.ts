import { z } from 'zod'
import { can, idIn, idOut, instantOut, lineIn, named, optionalTextIn, pageOf, textIn } from '../../platform/http/shapes.ts'
import { companyRow, probabilityOut } from './contract.ts'

const why = textIn(500, 'Say why.')
const count = z.object({ what: z.string().meta({ description: 'Such as “introductions”.' }), count: z.number().int() })

export const mergeIn = z.object({ otherId: idIn('company').meta({ description: 'The company that becomes part of this one.' }), why })
export const undoIn = z.object({ why })
export const undoneOut = z.object({ id: idOut('companyMerge'), company: idOut('company'), other: idOut('company'), stayed: z.array(count).meta({ description: 'What came after the merge and stays with the survivor.' }) })
export const previewOut = z.object({ into: named('company'), from: named('company'), moves: z.array(count), can: z.object({ merge: can }) }).meta({ id: 'MergePreview' })
export const mergeOut = z.object({
  id: idOut('companyMerge'), kind: z.enum(['merge', 'split']), company: named('company').meta({ description: 'The one that stays; of a split the one it was taken from.' }), other: named('company'), why: z.string(), madeAt: instantOut, by: z.string().nullable(),
  moved: z.array(count), undone: z.object({ at: instantOut, by: z.string().nullable(), why: z.string(), stayed: z.array(count) }).nullable(), can: z.object({ undo: can }),
}).meta({ id: 'CompanyMerge' })
export const splitIn = z.object({
  name: lineIn(200, 'The new company needs a name.'), domains: z.array(z.string().max(300)).max(50).default([]), aliases: z.array(z.string().max(200)).max(50).default([]),
  opportunityIds: z.array(idIn('opportunity')).max(500).default([]), referralIds: z.array(idIn('referral')).max(500).default([]), why,
})
export const pairOut = z.object({
  id: idOut('companyPair'), one: companyRow, other: companyRow, score: z.number(), probability: probabilityOut, reasons: z.array(z.string()), state: z.enum(['open', 'merged', 'different']),
  decided: z.object({ at: instantOut, by: z.string().nullable(), why: z.string().nullable() }).nullable(), can: z.object({ decide: can }),
}).meta({ id: 'CompanyPair' })
export const pairsOut = pageOf(pairOut).extend({
  search: z.object({ askedAt: instantOut, total: z.number().int(), looked: z.number().int(), found: z.number().int(), finishedAt: instantOut.nullable() }).nullable().meta({ description: 'The last look for pairs; null while nobody has asked for one.' }),
  can: z.object({ search: can }),
})
export const pairDecision = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('different'), why: optionalTextIn(500) }), z.object({ decision: z.literal('same'), keepId: idIn('company').meta({ description: 'Which of the two stays.' }), why }),
])
