// Guards against half-written imports: a batch's rows, its rejected rows and how far the file is done commit together, so that a run
// that was killed goes on behind the last batch and no row is written twice.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Ctx, Tx } from '../db/context.ts'
import { isTimeToLearn, learnRows } from '../db/learn.ts'
import { read, transact } from '../db/transact.ts'
import { record } from '../events/record.ts'
import { addJob } from '../jobs/add-job.ts'
import type { Task } from '../jobs/worker.ts'
import { importKind, type RowOutcome } from './kinds.ts'
import { repeated } from './preview-import.ts'
import { readTable, type TableRow } from './read-table.ts'
import { createSeenKeys } from './seen-keys.ts'
import { actorOf, importById, lockImport, type ImportRow, type ImportState } from './store.ts'
import { planRows, problemOf, understandRow, type RowProblem } from './understand.ts'

const batchRows = 1000
type Item = { raw: TableRow; row: unknown } | { raw: TableRow; problem: RowProblem }
type Plan = ReturnType<typeof planRows>

export type RunOptions = {
  /** Asks to stop between two batches; the import stays as it is and can go on. */
  signal?: AbortSignal | undefined
  onProgress?: (row: ImportRow) => void
  clock?: () => Temporal.Instant
  batchRows?: number
}

/** Runs an import to its end, or on from where it stopped. Returns how it stands afterwards; running twice at once is harmless. */
export async function runImport(ctx: Ctx, id: Id, run: RunOptions = {}): Promise<ImportRow> {
  const clock = run.clock ?? (() => Temporal.Now.instant())
  const start = await transact({ ...ctx, now: clock() }, (tx) => beginRun(tx, id))
  if (start.state !== 'running') return start
  const kind = importKind(start.kind)
  if (!kind) throw new Error(`no area takes imports of ${start.kind}`)
  const own: Ctx = { ...ctx, actor: actorOf(start), idempotency: undefined }
  const plan = planRows(kind, start.mapping, start.columns)
  const seen = createSeenKeys()
  let [passed, done, before] = [0, start.rowsDone, 0]
  let items: Item[] = []
  let underWay: Promise<ImportRow | undefined> | undefined

  const write = async (batch: Item[], bytes: number): Promise<ImportRow | undefined> => {
    const after = await writeBatch({ ...own, now: clock() }, id, plan, batch, done, bytes, start)
    run.onProgress?.(after)
    if (isTimeToLearn(done, done + batch.length)) await learnRows({ ...own, now: clock() }, kind.fills, done + batch.length)
    done += batch.length
    return after.state === 'running' && after.rowsDone === done && !run.signal?.aborted ? undefined : after
  }
  const lookAhead = async (batch: Item[]): Promise<void> => {
    const rows = batch.flatMap((item) => ('row' in item ? [item.row] : []))
    // Whatever fails here is told, with the row at fault, when the batch is written.
    if (kind.lookAhead && rows.length > 0) await read({ ...own, now: clock() }, (r) => kind.lookAhead!(r, rows, start.reading.settings)).catch(() => {})
  }
  // One batch is written while the next is read and looked up; each waits for the one before. Says how the import stands when it is not
  // to go on.
  const flush = async (bytes: number): Promise<ImportRow | undefined> => {
    const batch = items
    items = []
    const lookedUp = lookAhead(batch)
    const stopped = await underWay
    if (stopped) return stopped
    underWay = lookedUp.then(() => write(batch, bytes))
    underWay.catch(() => {}) // told by whoever waits for it
    return undefined
  }
  for await (const piece of readTable(own, start.fileId, start.reading, kind.fields)) {
    for (const [index, raw] of piece.rows.entries()) {
      passed += 1
      const understood = understandRow(plan, raw, start.reading.settings)
      const earlier = understood.ok && understood.key !== undefined ? seen.note(understood.key, raw.rowNo) : undefined
      if (passed <= start.rowsDone) continue
      items.push(!understood.ok ? { raw, problem: understood.problem } : earlier === undefined ? { raw, row: understood.row } : { raw, problem: repeated(kind, earlier) })
      if (items.length < (run.batchRows ?? batchRows)) continue
      const stopped = await flush(Math.round(before + ((piece.bytes - before) * (index + 1)) / piece.rows.length))
      if (stopped) return stopped
    }
    before = piece.bytes
  }
  const stopped = (items.length > 0 ? await flush(start.bytesTotal) : undefined) ?? (await underWay)
  if (stopped) return stopped
  return transact({ ...own, now: clock() }, (tx) => finish(tx, id, 'done', null))
}

/** The task behind `startImport`. On a stop of the process it hands over to a new job; after the last attempt the import has failed. */
export const runImportTask: Task = async (ctx, payload, job) => {
  const id = String(payload['import'])
  try {
    const after = await runImport(ctx, id, { signal: job.signal })
    if (after.state === 'running' && job.signal?.aborted)
      await transact(ctx, (tx) => addJob(tx, { task: 'imports.run', payload: { workspace: tx.workspace, import: id }, key: `imports.run:${id}` }))
  } catch (error) {
    if (job.lastAttempt) await transact(ctx, (tx) => finish(tx, id, 'failed', 'Something went wrong on our side. What was imported stays; import the same file again to go on.'))
    throw error
  }
}

async function beginRun(tx: Tx, id: Id): Promise<ImportRow> {
  const row = await lockImport(tx, id)
  if (row.finishedAt) return row
  if (row.cancelAskedAt) return finish(tx, id, 'cancelled', null)
  await tx.q.updateTable('import').set({ state: 'running', running_since: tx.now, running_from: BigInt(row.rowsDone), progressed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
  return importById(tx, id)
}

/** One batch, whole or not at all. A batch that the database refuses for what is in it is halved until the row at fault is alone. */
async function writeBatch(ctx: Ctx, id: Id, plan: Plan, items: Item[], from: number, bytes: number, start: ImportRow): Promise<ImportRow> {
  try {
    return await transact(ctx, async (tx) => {
      const now = await lockImport(tx, id)
      if (now.state !== 'running' || now.rowsDone !== from) return now
      if (now.cancelAskedAt) return finish(tx, id, 'cancelled', null)
      const good = items.filter((item) => 'row' in item)
      const outcomes = good.length === 0 ? [] : await plan.kind.write(tx, good.map((item) => item.row), start.reading.settings, id)
      return saveProgress(tx, id, items, resultsOf(plan, items, outcomes), bytes)
    })
  } catch (error) {
    if (!isAboutData(error)) throw error
    if (items.length === 1)
      return writeBatch(ctx, id, plan, [{ raw: items[0]!.raw, problem: { column: null, reason: 'The database refused a value of this row.' } }], from, bytes, start)
    const half = Math.ceil(items.length / 2)
    const first = await writeBatch(ctx, id, plan, items.slice(0, half), from, bytes, start)
    return first.state === 'running' && first.rowsDone === from + half ? writeBatch(ctx, id, plan, items.slice(half), from + half, bytes, start) : first
  }
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint). */
const isAboutData = (error: unknown) => /^2[23]/.test((error as { code?: string }).code ?? '') && error instanceof Error && 'severity' in error

type Result = { item: Item; outcome: RowOutcome['outcome']; problem: RowProblem | null }

function resultsOf(plan: Plan, items: Item[], outcomes: RowOutcome[]): Result[] {
  let next = 0
  return items.map((item) => {
    if ('problem' in item) return { item, outcome: 'rejected', problem: item.problem }
    const outcome = outcomes[next++]
    if (!outcome) throw new Error(`${plan.kind.kind} gave no outcome for a row`)
    return { item, outcome: outcome.outcome, problem: outcome.outcome === 'rejected' ? problemOf(plan, [outcome]) : null }
  })
}

async function saveProgress(tx: Tx, id: Id, items: Item[], results: Result[], bytes: number): Promise<ImportRow> {
  const problems = results.flatMap(({ item, problem }) => (problem ? [{ row_no: item.raw.rowNo, column_name: clip(problem.column, 300), reason: clip(problem.reason, 1000), cells: item.raw.cells.map(storable) }] : []))
  if (problems.length > 0)
    await sql`insert into import_problem (workspace_id, import_id, row_no, column_name, reason, cells)
      select ${tx.workspace}, ${id}, p.row_no, p.column_name, p.reason, p.cells
      from jsonb_to_recordset(${JSON.stringify(problems)}::jsonb) as p(row_no bigint, column_name text, reason text, cells jsonb)`.execute(tx.q)
  const n = (outcome: RowOutcome['outcome']) => BigInt(results.filter((result) => result.outcome === outcome).length)
  await tx.q
    .updateTable('import')
    .set((e) => ({
      rows_done: e('rows_done', '+', BigInt(items.length)), bytes_done: BigInt(bytes), progressed_at: tx.now,
      created: e('created', '+', n('created')), updated: e('updated', '+', n('updated')), unchanged: e('unchanged', '+', n('unchanged')), rejected: e('rejected', '+', n('rejected')),
    }))
    .where('workspace_id', '=', tx.workspace).where('id', '=', id)
    .execute()
  return importById(tx, id)
}

/** Ends an import and records it with its counts. */
export async function finish(tx: Tx, id: Id, state: Extract<ImportState, 'done' | 'cancelled' | 'failed'>, problem: string | null): Promise<ImportRow> {
  const ended = await tx.q.updateTable('import').set({ state, finished_at: tx.now, problem }).where('workspace_id', '=', tx.workspace).where('id', '=', id).where('finished_at', 'is', null).executeTakeFirst()
  const row = await importById(tx, id)
  if (ended.numUpdatedRows === 0n) return row
  const { created, updated, unchanged, rejected } = row
  await record(tx, { type: state === 'done' ? 'import.finished' : `import.${state}`, subject: { noun: 'import', id }, payload: { kind: row.kind, created, updated, unchanged, rejected } })
  return row
}

const clip = (text: string | null, length: number) => (text === null ? null : storable(text).slice(0, length))
/** What JSON in the database can hold: no zero bytes, no halves of characters. */
const storable = (text: string) => text.replaceAll('\0', '').toWellFormed()
