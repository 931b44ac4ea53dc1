import { createRowReader, type RawRow } from './row-reader.ts'

export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

/** Excel's first line "sep=;" names the delimiter and is no row. */
export function sepLine(text: string): { delimiter: string; length: number } | undefined {
  const match = /^sep=(.)\r?\n/i.exec(text)
  return match ? { delimiter: match[1]!, length: match[0].length } : undefined
}

/** The delimiter that cuts the first rows most evenly into more than one column; a comma when none does. */
export function guessDelimiter(text: string): Delimiter {
  const head = text.slice(0, 64 * 1024)
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const reader = createRowReader(delimiter)
    const rows = [...reader.push(head), ...(text.length <= head.length ? reader.end() : [])].filter((row) => !isBlank(row)).slice(0, 100)
    const { columns, share } = usualWidth(rows)
    const faults = rows.filter((row) => row.fault).length / Math.max(1, rows.length)
    const score = columns < 2 ? 0 : share * (1 - faults) * (2 - 1 / columns)
    if (score > best.score + 0.001) best = { delimiter, score }
  }
  return best.delimiter
}

export const isBlank = (row: RawRow) => row.cells.every((cell) => cell.trim() === '')

function usualWidth(rows: RawRow[]): { columns: number; share: number } {
  const counts = new Map<number, number>()
  for (const row of rows) counts.set(row.cells.length, (counts.get(row.cells.length) ?? 0) + 1)
  const [columns, n] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0]
  return { columns, share: rows.length === 0 ? 0 : n / rows.length }
}

/** Which of the first rows holds the column names: the first as wide as rows usually are, so that a title above the table is passed over. */
export function headerIndex(rows: RawRow[]): number {
  const { columns } = usualWidth(rows.filter((row) => !isBlank(row)).slice(0, 100))
  const found = rows.findIndex((row) => !isBlank(row) && (row.cells.length === columns || filled(row) >= columns))
  return found === -1 ? rows.findIndex((row) => !isBlank(row)) : found
}

const filled = (row: RawRow) => row.cells.filter((cell) => cell.trim() !== '').length

/** Whether this row reads like column names: nothing in it is a number, a date, an address or said twice in a row of values. */
export function looksLikeHeader(row: RawRow): boolean {
  const cells = row.cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  return cells.length > 0 && !cells.some((cell) => /^[-+(]?[\p{Sc}]?[\d.,\s]+%?\)?$/u.test(cell) || /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(cell) || /@|^https?:/i.test(cell))
}

/** Names that are there once: "Name", "Name (2)"; an empty one is called by its place. */
export function columnNames(header: string[]): string[] {
  const seen = new Map<string, number>()
  return header.map((raw, index) => {
    const name = raw.trim() || `Column ${index + 1}`
    const times = (seen.get(name.toLowerCase()) ?? 0) + 1
    seen.set(name.toLowerCase(), times)
    return times === 1 ? name : `${name} (${times})`
  })
}
