import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Id } from '../../kernel/ids.ts'
import type { Ctx } from '../db/context.ts'
import type { Database } from '../db/pool.ts'
import { storeFile } from '../files/index.ts'
import type { MappingIn, ImportOptions } from './options.ts'
import { progressOf } from './progress.ts'
import { runImport } from './run-import.ts'
import { startImport } from './start-import.ts'
import type { ImportRow } from './store.ts'

export type CliImport = ImportOptions & { kind: string; mapping?: MappingIn; now?: Temporal.Instant; signal?: AbortSignal }
export type CliProgress = { row: ImportRow; percent: number; rowsPerSecond: number | null; secondsLeft: number | null }

/** Stores a file of this machine, starts its import and runs it here, all by the verbs that the API calls. Returns how it ended. */
export async function importFromCli(db: Database, workspace: Id, path: string, wanted: CliImport, onProgress: (progress: CliProgress) => void = () => {}): Promise<ImportRow> {
  const { kind, mapping, now, signal, ...options } = wanted
  const ctx: Ctx = { db, workspace, actor: { kind: 'system', name: 'Command line' }, now: now ?? Temporal.Now.instant() }
  const source = await open(path)
  const file = await storeFile(ctx, { name: basename(path), contentType: 'text/csv' }, source.createReadStream(), 64 * 1024 ** 3)
  const { id } = await startImport(ctx, { fileId: file.id, kind, mapping, options }, { inline: true })
  return runImport(ctx, id, { signal, ...(now ? { clock: () => now } : {}), onProgress: (row) => onProgress({ row, ...progressOf(row) }) })
}
