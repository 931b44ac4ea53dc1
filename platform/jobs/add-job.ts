import { sql } from 'kysely'
import type { Tx } from '../db/context.ts'
import type { Json } from '../../kernel/event.ts'

export type NewJob = {
  task: string
  payload: { [key: string]: Json }
  /** A job with the same key that has not started is replaced: one reminder per promise, not ten. */
  key?: string
  runAt?: Temporal.Instant
  maxAttempts?: number
  /** Jobs of one queue run one after the other. */
  queue?: string
}

/** Adds a job that becomes real when the transaction commits. */
export async function addJob(tx: Tx, job: NewJob): Promise<void> {
  tx.pending.jobs.push(job)
}

export async function addJobs(tx: Tx, jobs: NewJob[]): Promise<void> {
  for (const job of jobs) tx.pending.jobs.push(job)
}

/** Writes the jobs of a transaction in one statement; called once, just before it commits. */
export async function writeJobs(tx: Tx): Promise<void> {
  if (tx.pending.jobs.length === 0) return
  const rows = tx.pending.jobs.map((job) => ({
    task: job.task, payload: job.payload, key: job.key ?? null, run_at: job.runAt?.toString() ?? null, max: job.maxAttempts ?? 12, queue: job.queue ?? null,
  }))
  await sql`select house.add_job(j.task, j.payload, j.key, j.run_at, j.max, j.queue)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as j(task text, payload jsonb, key text, run_at timestamptz, max integer, queue text)`.execute(tx.q)
}
