import { z } from 'zod'
import { idIn, idOut, instantOut, named, pageIn, textIn } from '../../platform/http/shapes.ts'

const factBody = z.record(z.string(), z.unknown()).meta({ id: 'Fact', description: 'A fact for the plan language: id, kind, at and what its kind asks for; docs/guides/plan-language.md lists them. Partners by their ids.' })

export const factsIn = z.object({ facts: z.array(factBody).min(1, 'Tell at least one fact.').max(1000, 'At most 1,000 facts at a time.') })
export const factResult = z.object({
  id: z.string(), result: z.enum(['recorded', 'known', 'refused']).meta({ description: 'recorded: new; known: told before; refused: not taken, and in the tray with the reason.' }), why: z.string().nullable(),
})
export const factsOut = z.object({ results: z.array(factResult), commissions: z.array(idOut('commission')).meta({ description: 'The commission lines that were booked because of them.' }) })
export const factQuery = pageIn.extend({ partner: z.string().max(60).optional(), kind: z.string().max(40).optional(), id: z.string().max(200).optional().meta({ description: 'The fact with this id.' }) })
export const factRow = z.object({ fact: factBody, recordedAt: instantOut, partners: z.array(named('partner')).meta({ description: 'The partners that the fact names, in its order.' }) })

/** Of the tray: what needs a decision, what is used by itself once it can be, or both. */
export const trayQuery = pageIn.extend({ waits: z.enum(['true', 'false']).transform((text) => text === 'true').optional() })
export const trayedRow = z.object({
  id: idOut('trayed'), key: z.string(), fact: z.unknown(), why: z.string(), partner: named('partner').nullable(), openedAt: instantOut,
  alike: z.number().int().meta({ description: 'How many others in the tray were not taken for the same reason.' }),
  waits: z.boolean().meta({ description: 'It is kept and is used by itself once it can be; otherwise it was not taken and somebody corrects or discards it.' }),
})
export const trayParams = z.object({ id: idIn('trayed') })
export const trayDecisionIn = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('correct'), fact: factBody }),
  z.object({ decision: z.literal('discard'), why: textIn(1000, 'Say why it is left out.'), alike: z.boolean().default(false).meta({ description: 'And the others that were not taken for the same reason, 10,000 at a time.' }) }),
])
export const trayDecided = z.object({ result: factResult.nullable(), leftOut: z.number().int().meta({ description: 'How many facts were left out.' }) })
