import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger as QueueLogger, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import { queuePool, type Database } from '../db/pool.ts'
import type { Ctx } from '../db/context.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Logger } from '../http/log.ts'
import { freeOrphans, holdPool } from './free-orphans.ts'

/** A task runs as the system for one workspace. `attempt` counts from 1; throwing means "try again later". */
export type Task = (ctx: Ctx, payload: Record<string, unknown>, job: { attempt: number; lastAttempt: boolean; signal: AbortSignal | undefined }) => Promise<void>
export type Tasks = Record<string, Task>

/** The context of work that nobody asked for just now. */
export function systemCtx(db: Database, workspace: Id, name = 'Alongside', now = Temporal.Now.instant()): Ctx {
  return { db, workspace, actor: { kind: 'system', name }, now }
}

const lookForOrphansMs = 15_000
const startAgainMs = 1000

/**
 * Works on jobs until stopped, also on those that a killed worker left. The queue gives up when it cannot tell the database that a job is
 * done; then it is started again. `minutely` and `daily`, at night, run
 * on one of the workers.
 */
export async function startWorker(db: Database, tasks: Tasks, log: Logger, options: { concurrency?: number; minutely?: () => Promise<void>; daily?: () => Promise<void> } = {}): Promise<{ stop: () => Promise<void> }> {
  const { concurrency = 4, minutely, daily } = options
  const taskList: TaskList = {}
  for (const [name, task] of Object.entries(tasks))
    taskList[name] = async (payload, helpers) => {
      const body = payload as Record<string, unknown>
      const ctx = systemCtx(db, String(body['workspace']))
      await task(ctx, body, { attempt: helpers.job.attempts, lastAttempt: helpers.job.attempts >= helpers.job.max_attempts, signal: helpers.abortSignal })
    }
  if (minutely) taskList['minutely'] = minutely
  if (daily) taskList['daily'] = daily
  // What a minute missed the next one does: no catching up after a pause.
  const crontab = [...(minutely ? ['* * * * * minutely ?id=minutely&max=1'] : []), ...(daily ? ['17 3 * * * daily ?id=daily'] : [])].join('\n')
  const begin = async () => {
    let hold: ReturnType<typeof holdPool> | undefined
    const events = new EventEmitter() as WorkerEvents
    events.on('pool:create', ({ workerPool }) => void (hold = holdPool(db, workerPool.id)))
    const pool = queuePool(db.url, concurrency + 1)
    const runner = await run({
      events, pgPool: pool, concurrency, noHandleSignals: true, taskList, pollInterval: 2000,
      logger: quiet(log), crontab,
      // As batches, even of one: otherwise the queue does not await the word that a job is done, and a lost connection ends the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    }).catch(async (error: unknown) => {
      await pool.end()
      throw error
    })
    return { ended: runner.promise.catch(() => {}).then(() => Promise.all([hold?.stop(), pool.end()])), stop: () => runner.stop().catch(() => {}) }
  }
  const free = () =>
    freeOrphans(db).then((pools) => pools > 0 && log.warn({ pools }, 'jobs of a killed worker go on here'), (error: unknown) => log.error({ err: error }, 'orphans not freed'))
  await free()
  const timer = setInterval(() => void free(), lookForOrphansMs)
  const stopping = new AbortController()
  let running = await begin()
  const watch = async () => {
    for (;;) {
      await running.ended
      if (stopping.signal.aborted) return
      log.error('the worker ended by itself; starting it again')
      for (let next: typeof running | undefined; !next && !stopping.signal.aborted; ) {
        await sleep(startAgainMs, undefined, { signal: stopping.signal }).catch(() => {})
        next = stopping.signal.aborted ? undefined : await begin().catch(() => undefined)
        running = next ?? running
      }
    }
  }
  const watched = watch()
  return {
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await running.stop()
      await watched
    },
  }
}

function quiet(log: Logger) {
  return new QueueLogger(() => (level, message, meta) => {
    if (level === 'error') log.error({ queue: message, task: (meta as { job?: { task_identifier?: string } })?.job?.task_identifier }, 'job failed')
    else if (level === 'warning') log.warn({ queue: message }, 'queue')
  })
}
