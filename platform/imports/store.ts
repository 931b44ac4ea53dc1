import type { Actor, Role } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Reading, Tx } from '../db/context.ts'
import type { Encoding } from './encoding.ts'
import type { Settings } from './kinds.ts'
import type { Mapping } from './mapping.ts'

export const importStates = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const
export type ImportState = (typeof importStates)[number]
export type ImportRow = {
  id: Id; kind: string; state: ImportState; fileId: Id; fileName: string; mapping: Mapping; columns: string[]
  reading: { encoding?: Encoding; delimiter: string; header: boolean; settings: Settings }
  startedBy: { kind: 'member' | 'key'; id: Id; role: Role } | { kind: 'system' }
  rowsDone: number; bytesDone: number; bytesTotal: number; created: number; updated: number; unchanged: number; rejected: number
  createdAt: Temporal.Instant; runningSince: Temporal.Instant | null; runningFrom: number; progressedAt: Temporal.Instant | null
  finishedAt: Temporal.Instant | null; cancelAskedAt: Temporal.Instant | null; problem: string | null
}

export async function importById(r: Reading, id: Id): Promise<ImportRow> {
  const row = await r.q.selectFrom('import').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('import')
  return toImport(row)
}

/** The import, held against anyone else who would move it on. */
export async function lockImport(tx: Tx, id: Id): Promise<ImportRow> {
  const row = await tx.q.selectFrom('import').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound('import')
  return toImport(row)
}

/** Newest first, `after` being the last one shown. */
export async function importList(r: Reading, page: { limit: number; after: Id | undefined }): Promise<ImportRow[]> {
  const rows = await r.q
    .selectFrom('import').selectAll().where('workspace_id', '=', r.workspace)
    .$if(page.after !== undefined, (q) => q.where('id', '<', page.after!))
    .orderBy('id', 'desc').limit(page.limit).execute()
  return rows.map(toImport)
}

/** Who acts in the batches: whoever started the import, with the role they had then. */
export function actorOf(row: ImportRow): Actor {
  return row.startedBy.kind === 'system' ? { kind: 'system', name: 'Import' } : { ...row.startedBy, name: 'Import' }
}

type Stored = {
  id: Id; kind: string; state: string; file_id: Id; file_name: string; mapping: unknown; columns: unknown; options: unknown; started_by: unknown
  rows_done: bigint; bytes_done: bigint; bytes_total: bigint; created: bigint; updated: bigint; unchanged: bigint; rejected: bigint
  created_at: Temporal.Instant; running_since: Temporal.Instant | null; running_from: bigint; progressed_at: Temporal.Instant | null
  finished_at: Temporal.Instant | null; cancel_asked_at: Temporal.Instant | null; problem: string | null
}
function toImport(row: Stored): ImportRow {
  return {
    id: row.id, kind: row.kind, state: row.state as ImportState, fileId: row.file_id, fileName: row.file_name, mapping: row.mapping as Mapping, columns: row.columns as string[],
    reading: row.options as ImportRow['reading'], startedBy: row.started_by as ImportRow['startedBy'],
    rowsDone: Number(row.rows_done), bytesDone: Number(row.bytes_done), bytesTotal: Number(row.bytes_total), created: Number(row.created), updated: Number(row.updated),
    unchanged: Number(row.unchanged), rejected: Number(row.rejected), createdAt: row.created_at, runningSince: row.running_since, runningFrom: Number(row.running_from),
    progressedAt: row.progressed_at, finishedAt: row.finished_at, cancelAskedAt: row.cancel_asked_at, problem: row.problem,
  }
}
