import type { Id } from '../../kernel/ids.ts'
import { orThrow, refuse } from '../../kernel/refusal.ts'
import { cleanLine } from '../../kernel/text.ts'
import type { Ctx } from '../db/context.ts'
import { readFile } from '../files/index.ts'
import { createDecoder, notText, sniffEncoding, type Encoding } from './encoding.ts'
import { columnNames, guessDelimiter, headerIndex, isBlank, looksLikeHeader, sepLine } from './format.ts'
import type { ImportField } from './kinds.ts'
import { knowsName } from './mapping.ts'
import { createRowReader, type RawRow, type RowReader } from './row-reader.ts'

/** How the file is laid out; what is left out is found out. */
export type Layout = { encoding?: Encoding | undefined; delimiter?: string | undefined; header?: boolean | undefined }
export type FoundLayout = { encoding: Encoding; delimiter: string; header: boolean; columns: string[] }
/** `rowNo` counts as a spreadsheet does: what stands first in the file is row 1. */
export type TableRow = RawRow & { rowNo: number }
/** `bytes` is how far into the file the rows reach. */
export type Piece = { rows: TableRow[]; bytes: number; layout: FoundLayout }

/** Reads a stored CSV file piece by piece, blank lines left out. Refuses what is no text, and a file without any row. */
export async function* readTable(ctx: Ctx, fileId: Id, given: Layout, fields: ImportField[]): AsyncGenerator<Piece> {
  let decoder: ReturnType<typeof createDecoder> | undefined
  let reader: RowReader | undefined
  let layout: FoundLayout | undefined
  let delimiter = ','
  let bytes = 0
  let rowNo = 0

  const piece = (raw: RawRow[]): Piece | undefined => {
    const numbered = raw.map((row) => ({ ...row, rowNo: ++rowNo })).filter((row) => !isBlank(row))
    if (numbered.length === 0) return undefined
    if (layout) return { rows: numbered, bytes, layout: { ...layout, encoding: decoder!.encoding() } }
    const top = headerIndex(numbered)
    const header = given.header ?? (knowsName(fields, numbered[top]!.cells) || looksLikeHeader(numbered[top]!))
    const names = header ? numbered[top]!.cells : numbered[top]!.cells.map(() => '')
    layout = { encoding: decoder!.encoding(), delimiter, header, columns: columnNames(names.map(cleanLine)) }
    return { rows: numbered.slice(header ? top + 1 : top), bytes, layout }
  }

  for await (const chunk of readFile(ctx, fileId)) {
    bytes += chunk.length
    if (!decoder) {
      orThrow(notText(chunk) ?? 'ok')
      decoder = createDecoder(given.encoding ?? sniffEncoding(chunk))
    }
    let text = decoder.push(chunk)
    if (!reader) {
      const named = sepLine(text)
      if (named) {
        text = text.slice(named.length)
        rowNo += 1
      }
      delimiter = given.delimiter ?? named?.delimiter ?? guessDelimiter(text)
      reader = createRowReader(delimiter)
    }
    const found = piece(reader.push(text))
    if (found) yield found
  }
  if (!decoder || !reader) throw refuse('invalid', 'imports.empty', 'The file is empty.')
  const rest = piece([...reader.push(decoder.end()), ...reader.end()])
  if (rest) yield rest
  if (!layout) throw refuse('invalid', 'imports.empty', 'The file has no rows.')
}
