import { showId } from '../../kernel/ids.ts'
import { no, yes, type Can } from '../../kernel/refusal.ts'
import { importKind } from './kinds.ts'
import type { ImportRow } from './store.ts'

/** How far an import is: percent of the file's bytes, rows per second of the run under way, seconds still to go at that rate. */
export function progressOf(row: ImportRow): { percent: number; rowsPerSecond: number | null; secondsLeft: number | null } {
  const percent = row.state === 'done' ? 100 : row.bytesTotal === 0 ? 0 : Math.min(100, Math.floor((row.bytesDone * 1000) / row.bytesTotal) / 10)
  const seconds = row.runningSince && row.progressedAt ? (row.progressedAt.epochMilliseconds - row.runningSince.epochMilliseconds) / 1000 : 0
  const rows = row.rowsDone - row.runningFrom
  if (seconds <= 0 || rows === 0) return { percent, rowsPerSecond: null, secondsLeft: row.state === 'done' ? 0 : null }
  const rate = rows / seconds
  const bytesPerRow = row.bytesDone / row.rowsDone
  const left = row.state === 'running' ? Math.ceil((row.bytesTotal - row.bytesDone) / bytesPerRow / rate) : 0
  return { percent, rowsPerSecond: Math.round(rate), secondsLeft: left }
}

export const mayCancel = (row: ImportRow): Can => (row.finishedAt ? no('It has ended.') : row.cancelAskedAt ? no('It is being stopped.') : yes)

/** The import as screens and the API show it. */
export function showImport(row: ImportRow) {
  return {
    id: showId('import', row.id), kind: row.kind, label: importKind(row.kind)?.label ?? row.kind, state: row.state, fileName: row.fileName, mapping: row.mapping,
    rows: row.rowsDone, created: row.created, updated: row.updated, unchanged: row.unchanged, rejected: row.rejected, ...progressOf(row),
    createdAt: row.createdAt.toString(), finishedAt: row.finishedAt?.toString() ?? null, problem: row.problem, can: { cancel: mayCancel(row) },
  }
}
