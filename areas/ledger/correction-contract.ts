import { z } from 'zod'
import { dateIn, idIn, idOut, instantOut, textIn } from '../../platform/http/shapes.ts'
import { correctionHows } from './corrections.ts'

const amountIn = z.string().regex(/^\d{1,18}(\.\d{1,6})?$/, 'A decimal amount such as 1250.00.').meta({ examples: ['1250.00'] })
const why = textIn(500, 'Say what was wrong; it stands at what is booked.')

export const correctionIn = z.discriminatedUnion('how', [
  z.object({
    how: z.literal('replaced'), why,
    change: z.object({ amount: amountIn.optional(), at: dateIn.optional(), partner: idIn('partner').optional(), account: z.string().trim().min(1).max(200).optional(), product: z.string().trim().min(1).max(200).optional() }).meta({ description: 'What holds; fields left out stay as they were told.' }),
  }),
  z.object({ how: z.literal('withdrawn'), why }),
  z.object({ how: z.literal('lowered'), why, lowerBy: z.object({ amount: amountIn.meta({ description: 'Of the item, not of the commission; in its currency.' }), on: dateIn }) }),
])
export const correctionOut = z.object({
  id: idOut('correction'), commissionId: idOut('commission'), how: z.enum(correctionHows), why: z.string(), change: z.record(z.string(), z.object({ from: z.string().nullable(), to: z.string() })),
  facts: z.array(z.string()).meta({ description: 'Told for it, in order.' }), commissionIds: z.array(idOut('commission')).meta({ description: 'The lines that were booked by it.' }), at: instantOut, by: z.string().nullable(),
}).meta({ id: 'CommissionCorrection' })
export const corrected = z.object({ id: idOut('correction'), commissionIds: z.array(idOut('commission')) })
