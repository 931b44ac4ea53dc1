import { z } from 'zod'
import { can, idIn, idOut, instantOut } from '../http/shapes.ts'
import { importOptions, mappingIn } from './options.ts'
import { importStates } from './store.ts'

export const askedIn = z.object({
  fileId: idIn('file'),
  kind: z.string().max(50).meta({ examples: ['opportunities'] }),
  mapping: mappingIn.optional().meta({ description: 'Field to column name; what is left out is guessed, null leaves a field out. `column:Segment` with the column Segment keeps it as it is, where the kind does.' }),
  options: importOptions.default({}),
})

const problemOut = z.object({ column: z.string().nullable(), reason: z.string() })
export const previewOut = z.object({
  file: z.object({ id: idOut('file'), name: z.string(), size: z.number().int() }),
  kind: z.string(),
  layout: z.object({ encoding: z.string(), delimiter: z.string(), header: z.boolean(), columns: z.array(z.string()) }),
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
  keepsColumns: z.boolean().meta({ description: 'Whether further columns can be kept, by a mapping of `column:` and their name.' }),
  fields: z.array(z.object({ name: z.string(), label: z.string(), help: z.string().nullable(), required: z.boolean() })),
  mapping: z.record(z.string(), z.string()),
  settings: z.object({ currency: z.string(), dateOrder: z.string().optional(), decimalSign: z.string().optional(), createCompanies: z.boolean() }),
  choices: z.object({
    field: z.string(),
    meanings: z.array(z.object({ value: z.string(), label: z.string() })),
    values: z.array(z.object({ value: z.string(), count: z.number().int(), meaning: z.string().nullable(), source: z.enum(['decided', 'guessed']).nullable() })),
  }).nullable(),
  questions: z.array(z.object({ option: z.string(), message: z.string() })).meta({ description: 'What must be decided before the import can start.' }),
  rows: z.array(z.object({ rowNo: z.number().int(), understood: z.record(z.string(), z.string()).nullable(), problem: problemOut.nullable() })),
  scanned: z.object({ rows: z.number().int(), isWhole: z.boolean(), good: z.number().int(), bad: z.number().int(), unreadable: z.number().int() }),
  problems: z.array(problemOut.extend({ count: z.number().int(), firstRow: z.number().int() })),
}).meta({ id: 'ImportPreview' })

export const importOut = z.object({
  id: idOut('import'), kind: z.string(), label: z.string(), state: z.enum(importStates), fileName: z.string(), mapping: z.record(z.string(), z.string()),
  rows: z.number().int(), created: z.number().int(), updated: z.number().int(), unchanged: z.number().int(), rejected: z.number().int(),
  percent: z.number().meta({ description: 'Of the bytes of the file.' }), rowsPerSecond: z.number().int().nullable(), secondsLeft: z.number().int().nullable(),
  createdAt: instantOut, finishedAt: instantOut.nullable(), problem: z.string().nullable(), can: z.object({ cancel: can }),
}).meta({ id: 'Import' })
