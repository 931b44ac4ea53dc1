import { z } from 'zod'
import { sentDocumentOut } from '../../platform/files/index.ts'
import { can, idIn, idOut, instantOut, lineIn, money, named, optionalLineIn, optionalTextIn, pageIn, textIn } from '../../platform/http/shapes.ts'
import { disputeOutcomes, disputeReasons, disputeStates } from './dispute-rules.ts'

export const disputesQuery = pageIn.extend({ state: z.enum(disputeStates).optional(), partner: idIn('partner').optional() })
export const disputeParams = z.object({ id: idIn('dispute') })
export const disputeIn = z.object({
  commissionId: idIn('commission'), reason: z.enum(disputeReasons), body: textIn(4000, 'Say what is wrong.'), evidence: optionalTextIn(2000).meta({ description: 'What shows it: words, or where it can be seen.' }),
})
export const fileQuery = z.object({ name: lineIn(200, 'Say how the file is called.') })
export const fileParams = z.object({ id: idIn('dispute'), fileId: idIn('file') })
export const filesAdded = z.object({ added: z.number().int().meta({ description: '0 where it is there already.' }) })
export const answerIn = z.object({ answer: textIn(4000, 'Write an answer.') })
export const settlementIn = z.object({
  outcome: z.enum(disputeOutcomes).meta({ description: 'upheld: the line stands; adjusted: it is corrected, by facts; withdrawn: the partner took it back.' }),
  why: textIn(4000, 'Say why; the partner reads it.'),
  factId: optionalLineIn(200).meta({ description: 'With adjusted: the fact that was told, or the withdrawal of one, by the teller\'s own id. No money moves by settling.' }),
})

export const disputeOut = z.object({
  id: idOut('dispute'), state: z.enum(disputeStates), outcome: z.enum(disputeOutcomes).nullable(), reason: z.enum(disputeReasons), reasonSaid: z.string(), body: z.string(), evidence: z.string().nullable(),
  partner: named('partner'), contact: z.string().nullable(), openedAt: instantOut, dueAt: instantOut.nullable(), answer: z.string().nullable(), answeredAt: instantOut.nullable(), answeredBy: z.string().nullable(),
  settledWhy: z.string().nullable(), settledAt: instantOut.nullable(), settledBy: z.string().nullable(), factId: z.string().nullable(),
  commission: z.object({ id: idOut('commission'), about: z.string(), amount: money, component: z.string(), clause: z.string(), working: z.array(z.string()), item: z.string().nullable(), earnedOn: z.string(), payableOn: z.string() }),
  files: z.array(sentDocumentOut),
  statement: z.object({ id: idOut('statement'), period: z.string() }).nullable(), can: z.object({ answer: can, settle: can, addFile: can }),
}).meta({ id: 'Dispute' })
