/**
 * Imports: a CSV file from another system becomes rows of an area, in batches that are whole or not there at all.
 * Words: a kind is what an area takes (companies, opportunities); a mapping says which column holds which field; a choice says what a
 * word of the file means to us; a problem is a row that was not imported, with the reason.
 * Invariants: a batch commits together with its problems and with how far the file is done, so a run can be killed anywhere and go on;
 * the first row with an id counts; what only a person can decide is asked before the first row is written.
 */
import type { Part } from '../part.ts'
import { importRoutes } from './api.ts'
import { runImportTask } from './run-import.ts'

export { amountIn, currencyWritten } from './amounts.ts'
export { parseDate } from './dates.ts'
export { keptColumn, registerImportKind, type AnyImportKind, type Fault, type ImportField, type ImportKind, type RowOutcome, type Settings } from './kinds.ts'
export { importFromCli, type CliImport, type CliProgress } from './import-from-cli.ts'
export { previewImport } from './preview-import.ts'
export { readCsvFile, type CsvPiece } from './read-csv-file.ts'
export { readTable, type TableRow } from './read-table.ts'
export { scanFile, type Scan } from './scan-file.ts'
export { startImport } from './start-import.ts'
export { runImport } from './run-import.ts'
export { cancelImport } from './cancel-import.ts'
export { resumeImports } from './resume-imports.ts'
export { showImport } from './progress.ts'
export { importById, type ImportRow } from './store.ts'
export { planRows, understandRow, type RowProblem } from './understand.ts'

export const part: Part = { name: 'imports', routes: importRoutes, tasks: { 'imports.run': runImportTask } }
