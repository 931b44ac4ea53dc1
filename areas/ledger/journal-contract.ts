import { z } from 'zod'
import { can, dateIn, lineIn } from '../../platform/http/shapes.ts'

export const journalQuery = z.object({ from: dateIn, to: dateIn.meta({ description: 'Both days included. A day that is not over yet can still get entries.' }) })

export const accountCodesIn = z.object({
  codes: z.array(z.object({ kind: z.string().max(40).meta({ examples: ['commission_expense'] }), code: lineIn(40, 'The code that the account has there.') })).min(1).max(40).meta({ description: 'Kinds left out keep their code.' }),
})
export const accountCodesOut = z.object({
  codes: z.array(z.object({ kind: z.string(), name: z.string(), code: z.string() })), can: z.object({ change: can }),
}).meta({ id: 'AccountCodes' })
