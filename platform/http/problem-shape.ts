import { z } from 'zod'

/** What a refusal looks like: RFC 9457 with a stable `code` to branch on. */
export const problemShape = z.object({
  type: z.string(), title: z.string(), status: z.number().int(), detail: z.string(), code: z.string(),
  fields: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })).optional(),
  requestId: z.string(),
}).meta({ id: 'Problem', description: 'Why the request was refused, in a sentence, with a stable code and the fields at fault.' })
