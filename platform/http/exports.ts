import { z } from 'zod'
import { csvText, type CsvRow } from '../files/csv.ts'
import type { Download } from './route.ts'

/** A list leaves as one file up to this many rows; more are narrowed by its filters. */
export const csvLimit = 10_000

/** The filters of a list without its pages; the browser names the workspace in the address. */
export const csvOf = <S extends z.ZodRawShape & { limit: z.ZodType; after: z.ZodType }>(filter: z.ZodObject<S>) =>
  filter.omit({ limit: true, after: true } as never).extend({ workspace: z.string().optional() }) as unknown as z.ZodObject<Omit<S, 'limit' | 'after'> & { workspace: z.ZodOptional<z.ZodString> }>

/** The columns are there without rows too. */
export function csvFile(fileName: string, columns: string[], rows: CsvRow[]): Download {
  return { fileName, contentType: 'text/csv; charset=utf-8', content: csvText(rows, columns) }
}
