import { z } from 'zod'
import { currencyIn } from '../http/shapes.ts'
import { dateOrders } from './dates.ts'
import { encodings } from './encoding.ts'
import { keptColumn } from './kinds.ts'

/** What a person may say about a file; everything left out is found out, and asked where it cannot be. */
export const importOptions = z.object({
  encoding: z.enum(encodings).optional(),
  delimiter: z.string().length(1, 'A delimiter is one character.').refine((c) => c !== '"' && c !== '\n', 'This cannot be a delimiter.').optional(),
  header: z.boolean().optional().meta({ description: 'Whether the first row holds the column names.' }),
  currency: currencyIn.optional().meta({ description: 'For rows that name no currency; the currency of the workspace when left out.' }),
  dateOrder: z.enum(dateOrders).optional().meta({ description: 'How 03/04/2026 is meant: dmy is 3 April, mdy is March 4.' }),
  decimalSign: z.enum(['.', ',']).optional(),
  choices: z.record(z.string().max(50), z.record(z.string().max(200), z.string().max(50))).optional()
    .meta({ description: 'What words of the file mean, by field: {"stage": {"Engaging": "open"}}. Kept for later imports.' }),
  createCompanies: z.boolean().optional().meta({ description: 'Whether companies we do not know yet are made; yes when left out.' }),
})
export type ImportOptions = z.output<typeof importOptions>

/** Field → column; null where a guessed column is not wanted. `column:Segment` → Segment keeps a column that is no field of ours. */
export const mappingIn = z.record(z.string().max(310), z.string().max(300).nullable()).refine((mapping) => Object.keys(mapping).filter((field) => field.startsWith(keptColumn)).length <= 40, 'At most 40 columns are kept besides ours.')
export type MappingIn = z.output<typeof mappingIn>
