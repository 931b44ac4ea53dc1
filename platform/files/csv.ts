// Guards against formula injection: text that outsiders typed must not be run by the spreadsheet that opens an export.
// Source: OWASP, CSV injection. Files follow RFC 4180: CR LF, quotes doubled.
import { Readable } from 'node:stream'

declare const isNumber: unique symbol
/** A decimal number as text, such as "-12.50": stays a number in a spreadsheet. */
export type CsvNumber = { readonly decimal: string; readonly [isNumber]: true }
export type CsvValue = string | number | bigint | boolean | CsvNumber | null | undefined
export type CsvRow = Record<string, CsvValue>

/** Marks a decimal text as a number. Throws when it is none. */
export function csvNumber(decimal: string): CsvNumber {
  if (!/^-?\d+(\.\d+)?$/.test(decimal)) throw new Error('not a decimal number')
  return { decimal } as CsvNumber
}

/** A header and rows; the columns are those of the first row unless named. */
export function csvText(rows: CsvRow[], columns: string[] = Object.keys(rows[0] ?? {})): string {
  return csvLine(columns) + rows.map((row) => csvLine(columns.map((column) => row[column]))).join('')
}

/** The same, batch by batch. */
export function csvStream(columns: string[], batches: AsyncIterable<CsvRow[]>): Readable {
  return Readable.from((async function* () {
    yield csvLine(columns)
    for await (const rows of batches) if (rows.length > 0) yield rows.map((row) => csvLine(columns.map((column) => row[column]))).join('')
  })())
}

/** One line. Any usual delimiter in a cell is quoted, whichever is used, since spreadsheets guess. */
export function csvLine(cells: CsvValue[], delimiter = ','): string {
  return `${cells.map((cell) => quote(textOf(cell))).join(delimiter)}\r\n`
}

function textOf(value: CsvValue): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return guard(value)
  return typeof value === 'object' ? value.decimal : String(value)
}

// Control characters and full-width forms count too: spreadsheets drop the ones and fold the others.
function guard(text: string): string {
  // eslint-disable-next-line no-control-regex -- that is the point
  return /^[\s\u0000-\u001f]*[=+\-@＝＋－＠]|^[\t\r\n\u0000]/.test(text) ? `'${text}` : text
}

const quote = (text: string) => (/[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
