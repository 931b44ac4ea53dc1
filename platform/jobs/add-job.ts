import { sql, type RawBuilder } from 'kysely'
import type { Tx } from '../db/context.ts'
import type { Json } from '../../kernel/event.ts'

/** The payload is given the transaction's workspace by the database. */
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

/** Adds it where the answer, which need not be there before the commit, is yes; at once where nobody was asked. */
export function addJobIf(tx: Tx, job: NewJob, answer: Promise<boolean> | undefined): void {
  const added = answer?.then((yes) => (yes ? job : undefined))
  added?.catch(() => {}) // told at the commit
  tx.pending.jobs.push(added ?? job)
}

/** What writes the jobs of a transaction, just before it commits. Of those with the same key the last counts. */
export async function jobStatements(tx: Tx): Promise<RawBuilder<unknown>[]> {
  const added = (await Promise.all(tx.pending.jobs)).filter((job) => job !== undefined)
  const jobs = [...new Map(added.map((job, i) => [job.key ?? i, job])).values()]
  if (jobs.length === 0) return []
  tx.pending.ready.count += jobs.filter((job) => !job.runAt || Temporal.Instant.compare(job.runAt, tx.now) <= 0).length
  const rows = jobs.map((job) => ({
    task: job.task, payload: job.payload, key: job.key ?? null, run_at: job.runAt?.toString() ?? null, max: job.maxAttempts ?? 12, queue: job.queue ?? null,
  }))
  return [sql`select house.add_jobs(${JSON.stringify(rows)}::jsonb)`]
}
