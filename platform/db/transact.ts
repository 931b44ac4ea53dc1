// Guards rule 3 and law 2: business rows are reached only here, with the workspace set for the transaction and the app role on.
import { CompiledQuery, type Kysely, type QueryResult } from 'kysely'
import type { DB } from '../../db/tables.ts'
import { writeEvents } from '../events/record.ts'
import { writeJobs } from '../jobs/add-job.ts'
import { replayOrRun } from './idempotency.ts'
import type { Ctx, Reading, Tx } from './context.ts'

/** Serialization failure and deadlock; and a unique key that another took meanwhile, where a second look finds who was first. */
const retryable = new Map([['40001', 5], ['40P01', 5], ['23505', 3]])
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * Runs `work` in one transaction and returns what it returns, once it is committed. Inside another transaction it joins that one.
 * Deadlocks and serialization failures are tried again up to five times, a lost race for a unique key up to three. With an idempotency key on the context, `work` must return
 * plain JSON: a repeated request gets the first one's result and nothing runs.
 */
export async function transact<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>, options: { shownOnce?: boolean } = {}): Promise<T> {
  if (isTx(ctx)) return work(ctx)
  for (let attempt = 1; ; attempt++) {
    try {
      return await within(ctx, 'begin', async (q) => {
        const tx = { ...ctx, q, inside: true, pending: { events: [], jobs: [] } } as unknown as Tx
        const result = ctx.idempotency ? await replayOrRun(tx, ctx.idempotency, options.shownOnce ?? false, () => work(tx)) : await work(tx)
        await writePending(tx)
        return result
      })
    } catch (error) {
      if (attempt >= (retryable.get((error as { code?: string }).code ?? '') ?? 0)) throw error
      await new Promise((resolve) => setTimeout(resolve, attempt * attempt * (5 + Math.random() * 15)))
    }
  }
}

/** Runs queries on one snapshot of the workspace. Inside a transaction it uses that one. */
export async function read<T>(ctx: Ctx, work: (r: Reading) => Promise<T>): Promise<T> {
  if (isReading(ctx)) return work(ctx)
  return within(ctx, 'begin isolation level repeatable read read only', (q) => work({ ...ctx, q } as unknown as Reading))
}

/** Writes what is pending: events first, then jobs. Called once for each workspace a transaction touches, before it leaves it. */
export async function writePending(tx: Tx): Promise<void> {
  await writeEvents(tx)
  await writeJobs(tx)
}

/** Tries something inside a transaction: when it throws, its rows and jobs are undone and the transaction goes on. */
export async function attempt<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const before = { events: tx.pending.events.length, jobs: tx.pending.jobs.length }
  await raw(tx.q, 'savepoint attempt')
  try {
    const result = await work()
    await raw(tx.q, 'release savepoint attempt')
    return result
  } catch (error) {
    await raw(tx.q, 'rollback to savepoint attempt; release savepoint attempt')
    tx.pending.events.length = before.events
    tx.pending.jobs.length = before.jobs
    throw error
  }
}

/** Steps out of the app role inside a transaction, for the few statements on identities that belong together with business rows. */
export async function asSystem<T>(tx: Tx, work: (q: Kysely<DB>) => Promise<T>): Promise<T> {
  await raw(tx.q, 'set local role none')
  const result = await work(tx.q)
  await raw(tx.q, 'set local role alongside_app')
  return result
}

async function within<T>(ctx: Ctx, begin: string, work: (q: Kysely<DB>) => Promise<T>): Promise<T> {
  if (!uuid.test(ctx.workspace)) throw new Error('workspace id is not a uuid')
  return ctx.db.sql.connection().execute(async (q) => {
    try {
      await raw(q, `${begin}; set local role alongside_app; set local alongside.workspace = '${ctx.workspace}'`)
      const result = await work(q)
      // The select fails where an error was swallowed on the way: then a bare commit would roll back and say nothing.
      await raw(q, 'select 1; commit')
      return result
    } catch (error) {
      await raw(q, 'rollback').catch(() => {})
      throw error
    }
  })
}

function raw(q: Kysely<DB>, text: string): Promise<QueryResult<unknown>> {
  return q.executeQuery(CompiledQuery.raw(text))
}

const isTx = (ctx: Ctx): ctx is Tx => 'inside' in ctx
const isReading = (ctx: Ctx): ctx is Reading => 'q' in ctx
