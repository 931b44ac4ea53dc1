// Guards against half-kept results: what some partners' past comes to and how far the test is commit together, so that a run that was
// killed goes on behind the last of them and nobody counts twice.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { Ctx, Tx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import type { Task } from '../../platform/jobs/worker.ts'
import { addShares, type BackTestPart } from './back-test.ts'
import { sellersOf, workOut } from './back-test-source.ts'
import { backTestById, farOf, lockBackTest, type BackTestRow } from './back-test-store.ts'
import { finishBackTest } from './finish-back-test.ts'
import { keepPast } from './keep-past.ts'
import { backTestTask } from './start-back-test.ts'

export type RunBackTest = { signal?: AbortSignal | undefined; onProgress?: (row: BackTestRow) => void; clock?: () => Temporal.Instant; atATime?: number }

/** Runs a back-test to its end, or on from where it stopped. Returns how it stands afterwards; running twice at once is harmless. */
export async function runBackTest(ctx: Ctx, id: Id, { signal, onProgress, clock = () => Temporal.Now.instant(), atATime }: RunBackTest = {}): Promise<BackTestRow> {
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => transact({ ...ctx, now: clock(), idempotency: undefined }, work)
  const started = await inTx((tx) => begin(tx, id))
  if (started.state !== 'running') return started
  if (started.fileId !== null && !started.isRead && (await keepPast(ctx, started, started.fileId, clock, signal)) === 'stopped') return signal?.aborted ? read(ctx, (r) => backTestById(r, id)) : inTx((tx) => begin(tx, id))
  const sellers = await read(ctx, (r) => sellersOf(r, started))
  await inTx((tx) => tx.q.updateTable('back_test').set({ sellers_total: sellers.length }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute())
  const left = sellers.filter((who) => started.afterSeller === null || who > started.afterSeller)
  const size = atATime ?? (started.fileId === null ? 20 : 50)
  let at = started.afterSeller
  for (let i = 0; i < left.length; i += size) {
    if (signal?.aborted) return read(ctx, (r) => backTestById(r, id))
    const batch = left.slice(i, i + size)
    const parts = await read(ctx, (r) => workOut(r, started, batch))
    const after = await inTx((tx) => keep(tx, id, at, batch, parts))
    onProgress?.(after)
    at = batch.at(-1) ?? at
    if (after.state !== 'running' || after.afterSeller !== at) return after
  }
  return inTx((tx) => finishBackTest(tx, id, 'done', null))
}

/** The task behind `startBackTest`. On a stop of the process it hands over to a new job; after the last attempt the test has failed. */
export const runBackTestTask: Task = async (ctx, payload, job) => {
  const id = String(payload['backTest'])
  try {
    const after = await runBackTest(ctx, id, { signal: job.signal })
    if (after.state === 'running' && job.signal?.aborted) await transact(ctx, (tx) => addJob(tx, { task: backTestTask, payload: { workspace: tx.workspace, backTest: id }, key: `${backTestTask}:${id}` }))
  } catch (error) {
    // A file that cannot be read says why; trying again would not help.
    if (error instanceof Refusal) return void (await transact(ctx, (tx) => finishBackTest(tx, id, 'failed', error.message)))
    if (job.lastAttempt) await transact(ctx, (tx) => finishBackTest(tx, id, 'failed', 'Something went wrong on our side. Start the back-test again.'))
    throw error
  }
}

const quietSeconds = 300
/** Tests that nobody moves on, because the process that ran them was killed, get a job again. */
export async function resumeBackTests(ctx: Ctx): Promise<void> {
  await transact(ctx, async (tx) => {
    const quiet = await tx.q
      .selectFrom('back_test').select('id').where('workspace_id', '=', tx.workspace).where('finished_at', 'is', null)
      .where((e) => e(e.fn.coalesce('progressed_at', 'created_at'), '<', tx.now.subtract({ seconds: quietSeconds })))
      .execute()
    for (const { id } of quiet) await addJob(tx, { task: backTestTask, payload: { workspace: tx.workspace, backTest: id }, key: `${backTestTask}:${id}` })
  })
}

async function begin(tx: Tx, id: Id): Promise<BackTestRow> {
  const row = await lockBackTest(tx, id)
  if (row.finishedAt) return row
  if (row.cancelAskedAt) return finishBackTest(tx, id, 'cancelled', null)
  await tx.q.updateTable('back_test').set({ state: 'running', running_since: tx.now, running_from: farOf(row), progressed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
  return backTestById(tx, id)
}

async function keep(tx: Tx, id: Id, at: string | null, batch: string[], parts: BackTestPart[]): Promise<BackTestRow> {
  const row = await lockBackTest(tx, id)
  if (row.state !== 'running' || row.afterSeller !== at) return row
  if (row.cancelAskedAt) return finishBackTest(tx, id, 'cancelled', null)
  const shares = addShares(parts.flatMap((part) => part.shares))
  if (shares.length > 0)
    await sql`insert into back_test_share (workspace_id, back_test_id, who, currency, booked_minor, draft_minor)
      select ${tx.workspace}, ${id}, x.* from unnest(${shares.map((one) => one.who)}::text[], ${shares.map((one) => one.currency)}::text[], ${shares.map((one) => one.bookedMinor.toString())}::bigint[], ${shares.map((one) => one.draftMinor.toString())}::bigint[]) as x(who, currency, booked_minor, draft_minor)
      on conflict (workspace_id, back_test_id, who, currency) do update set booked_minor = back_test_share.booked_minor + excluded.booked_minor, draft_minor = back_test_share.draft_minor + excluded.draft_minor`.execute(tx.q)
  const sum = (of: (part: BackTestPart) => number) => BigInt(parts.reduce((total, part) => total + of(part), 0))
  await tx.q
    .updateTable('back_test')
    .set((e) => ({ sellers_done: e('sellers_done', '+', batch.length), after_seller: batch.at(-1) ?? at, items: e('items', '+', sum((part) => part.items)), unused: e('unused', '+', sum((part) => part.unused)), progressed_at: tx.now }))
    .where('workspace_id', '=', tx.workspace).where('id', '=', id)
    .execute()
  return backTestById(tx, id)
}
