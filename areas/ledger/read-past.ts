import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { cleanLine } from '../../kernel/text.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { csvLine } from '../../platform/files/csv.ts'
import { readFile } from '../../platform/files/index.ts'
import { guessMapping, plainName } from '../../platform/imports/mapping.ts'
import { readTable } from '../../platform/imports/read-table.ts'
import { pastFields, pastLine, pastRow, type PastRow } from './past-row.ts'

/** `text` is the row as it stood there, for the report. `bytes` is how far into the file it reaches. */
export type ReadRow = PastRow & { rowNo: number; text: string }
export type ReadPiece = { rows: ReadRow[]; bytes: number }

const longestLine = 256 * 1024

/** Reads a stored file of the past piece by piece: one JSON object a line, or CSV with a line of column names. */
export async function* readPast(ctx: Ctx, file: { id: Id; name: string }, currency: string): AsyncGenerator<ReadPiece> {
  if (await isJson(ctx, file)) yield* readLines(ctx, file.id, currency)
  else yield* readCsv(ctx, file.id, currency)
}

async function isJson(ctx: Ctx, file: { id: Id; name: string }): Promise<boolean> {
  if (/\.(jsonl|ndjson)$/i.test(file.name)) return true
  for await (const chunk of readFile(ctx, file.id)) return /^\ufeff?\s*\{/.test(chunk.subarray(0, 200).toString('utf8'))
  return false
}

async function* readCsv(ctx: Ctx, fileId: Id, currency: string): AsyncGenerator<ReadPiece> {
  let columns: { field: string; at: number }[] | undefined
  for await (const piece of readTable(ctx, fileId, { header: true }, pastFields)) {
    const names = piece.layout.columns
    columns ??= columnsOf(names)
    const own = columns
    yield {
      bytes: piece.bytes,
      rows: piece.rows.map((row) => {
        const values: Record<string, string> = {}
        for (const { field, at } of own) {
          const value = cleanLine(row.cells[at] ?? '')
          if (value !== '') values[field] = value
        }
        const read: PastRow = row.fault ? { why: 'A quote in it is not closed, or it is far too long.' } : pastRow(values, currency)
        return { ...read, rowNo: row.rowNo, text: 'why' in read ? csvLine(row.cells).trimEnd() : '' }
      }),
    }
  }
}

function columnsOf(names: string[]): { field: string; at: number }[] {
  const mapping = guessMapping(pastFields, names.map((name) => ({ name, samples: [] })))
  const missing = pastFields.filter((field) => field.required && mapping[field.name] === undefined)
  if (missing.length > 0) throw refuse('invalid', 'ledger.past_columns', `The file has no column for ${missing.map((field) => `${field.label.toLowerCase()} (such as “${field.synonyms[0]}”)`).join(', ')}.`)
  return Object.entries(mapping).map(([field, name]) => ({ field, at: names.indexOf(name) }))
}

async function* readLines(ctx: Ctx, fileId: Id, currency: string): AsyncGenerator<ReadPiece> {
  const known = new Map(pastFields.flatMap((field) => [[plainName(field.name), field.name], ...field.synonyms.map((synonym) => [synonym, field.name])] as [string, string][]))
  const fields = new Map<string, string | undefined>()
  const fieldOf = (key: string) => {
    if (!fields.has(key)) fields.set(key, known.get(plainName(key)))
    return fields.get(key)
  }
  const decoder = new TextDecoder('utf-8')
  let [rest, bytes, rowNo] = ['', 0, 0]
  const rowsOf = (lines: string[]): ReadRow[] =>
    lines.flatMap((raw) => {
      rowNo += 1
      const line = raw.trim()
      if (line === '') return []
      const read = lineOf(line, fieldOf, currency)
      return [{ ...read, rowNo, text: 'why' in read ? line.slice(0, 2000) : '' }]
    })
  for await (const chunk of readFile(ctx, fileId)) {
    bytes += chunk.length
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    // A line that never ends is cut, so that it costs itself and not the memory.
    if (rest.length > longestLine) rest = rest.slice(0, longestLine)
    yield { rows: rowsOf(lines), bytes }
  }
  yield { rows: rowsOf([rest + decoder.decode()]), bytes }
}

function lineOf(line: string, fieldOf: (key: string) => string | undefined, currency: string): PastRow {
  if (line.length >= longestLine) return { why: 'The line is far too long.' }
  try {
    return pastLine(JSON.parse(line), fieldOf, currency)
  } catch {
    return { why: 'The line is no JSON.' }
  }
}
