import { createWriteStream, statSync } from 'node:fs'
import { once } from 'node:events'
import { csvLine, type CsvValue } from '../../platform/files/csv.ts'
import { readCsvFile } from '../../platform/imports/index.ts'
import { CliProblem, progressBar, type Call } from './command.ts'

/** What an option says; it must be there. */
export function given(call: Call, name: string): string {
  const value = call.options[name]
  if (typeof value !== 'string' || value === '') throw new CliProblem(`Say --${name}.`, true)
  return value
}

export const maybe = (call: Call, name: string): string | undefined => (typeof call.options[name] === 'string' ? call.options[name] : undefined)

/** A number from 0 to 1. */
export function share(call: Call, name: string, otherwise: number): number {
  const value = maybe(call, name)
  const number = value === undefined ? otherwise : Number(value)
  if (!(number >= 0 && number <= 1)) throw new CliProblem(`--${name} is a number from 0 to 1.`, true)
  return number
}

export type Row = Record<string, string>
type Batch = { rows: Row[]; fraction: number }

/** The rows of a file, piece by piece. Refuses a file without the columns that are asked for. */
export async function* rowsIn(path: string, columns: string[]): AsyncGenerator<Batch> {
  const size = Math.max(1, statSync(path).size)
  let checked = false
  for await (const piece of readCsvFile(path)) {
    const lacking = columns.filter((column) => !piece.columns.includes(column))
    if (!checked && lacking.length > 0) throw new CliProblem(`${path} has no column ${lacking.map((column) => `“${column}”`).join(', ')}; it has ${piece.columns.join(', ')}.`)
    checked = true
    yield { rows: piece.records, fraction: piece.bytes / size }
  }
}

/** All rows of a file, with a bar. */
export async function allRows(path: string, columns: string[], label: string): Promise<Row[]> {
  const bar = progressBar(label)
  const rows: Row[] = []
  for await (const batch of rowsIn(path, columns)) {
    for (const row of batch.rows) rows.push(row)
    bar(batch.fraction, `${rows.length.toLocaleString('en-US')} rows`)
  }
  return rows
}

/** Writes a CSV file line by line; what is slow to disk slows the writer, so that nothing piles up. */
export function csvFile(path: string, columns: string[]): { write(rows: CsvValue[][]): Promise<void>; close(): Promise<void> } {
  const stream = createWriteStream(path)
  const failed = once(stream, 'error').then(([error]) => Promise.reject(error as Error))
  failed.catch(() => {})
  stream.write(csvLine(columns))
  return {
    async write(rows) {
      if (!stream.write(rows.map((row) => csvLine(row)).join(''))) await Promise.race([once(stream, 'drain'), failed])
    },
    async close() {
      stream.end()
      await Promise.race([once(stream, 'finish'), failed])
    },
  }
}
