import { createReadStream } from 'node:fs'
import { orThrow, refuse } from '../../kernel/refusal.ts'
import { createDecoder, notText, sniffEncoding } from './encoding.ts'
import { columnNames, guessDelimiter, isBlank, sepLine } from './format.ts'
import { createRowReader, type RawRow, type RowReader } from './row-reader.ts'

/** `bytes` is how far into the file the records reach; `broken` counts rows whose quotes could not be read. */
export type CsvPiece = { columns: string[]; records: Record<string, string>[]; bytes: number; broken: number }

/**
 * A CSV file on disk, piece by piece, each row by the names of its columns; encoding and delimiter are found out, blank lines left out.
 * The first row names the columns. Refuses what is no text and a file without any row.
 */
export async function* readCsvFile(path: string): AsyncGenerator<CsvPiece> {
  let decoder: ReturnType<typeof createDecoder> | undefined
  let reader: RowReader | undefined
  let columns: string[] | undefined
  let bytes = 0
  const piece = (raw: RawRow[]): CsvPiece | undefined => {
    const rows = raw.filter((row) => !isBlank(row))
    if (!columns && rows.length > 0) columns = columnNames(rows.shift()!.cells.map((cell) => cell.trim()))
    if (!columns || rows.length === 0) return undefined
    const names = columns
    return { columns: names, bytes, broken: rows.filter((row) => row.fault).length, records: rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row.cells[i] ?? '']))) }
  }
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (!decoder) {
      orThrow(notText(chunk) ?? 'ok')
      decoder = createDecoder(sniffEncoding(chunk))
    }
    let text = decoder.push(chunk)
    if (!reader) {
      const named = sepLine(text)
      if (named) text = text.slice(named.length)
      reader = createRowReader(named?.delimiter ?? guessDelimiter(text))
    }
    const found = piece(reader.push(text))
    if (found) yield found
  }
  if (!decoder || !reader) throw refuse('invalid', 'imports.empty', 'The file is empty.')
  const rest = piece([...reader.push(decoder.end()), ...reader.end()])
  if (rest) yield rest
  if (!columns) throw refuse('invalid', 'imports.empty', 'The file has no rows.')
}
