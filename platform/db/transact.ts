// Guards rule 3 and law 2: business rows are reached only here, with the workspace set for the transaction and the app role on.
import { CompiledQuery, type Kysely, type QueryResult } from 'kysely'
import type { DB } from '../../db/tables.ts'
import { eventStatements } from '../events/record.ts'
import { jobStatements } from '../jobs/add-job.ts'
import { wakeWorkers } from '../jobs/wake.ts'
import { replayOrRun } from './idempotency.ts'
import { inTurn } from './in-turn.ts'
import { lineOf, lineOn } from './pipeline.ts'
import { forgetRemembered, type Ctx, type Pending, type Reading, type Tx } from './context.ts'

/** Serialization failure and deadlock; a unique key that another took meanwhile, where a second look finds who was first; and a row that another removed meanwhile, where it finds that it is gone. */
const retryable = new Map([['40001', 5], ['40P01', 5], ['23505', 3], ['23503', 2]])
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * Runs `work` in one transaction and returns what it returns, once it is committed. Inside another transaction it joins that one.
 * Deadlocks and serialization failures are tried again up to five times, a lost race for a unique key up to three, for a row that goes two. With an idempotency key on the context, `work` must return
 * plain JSON: a repeated request gets the first one's result and nothing runs.
 */
export async function transact<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>, options: { shownOnce?: boolean } = {}): Promise<T> {
  if (isTx(ctx)) return work(ctx)
  for (let attempt = 1; ; attempt++) {
    const pending: Pending = { events: [], jobs: [], sent: [], ready: { count: 0 } }
    try {
      const result = await within(ctx, 'begin', pending.sent, async (q) => {
        const tx = { ...ctx, q, inside: true, pending } as unknown as Tx
        const done = ctx.idempotency ? await replayOrRun(tx, ctx.idempotency, options.shownOnce ?? false, () => work(tx)) : await work(tx)
        await sendPending(tx)
        return done
      })
      wakeWorkers(ctx.db, pending.ready.count)
      return result
    } catch (error) {
      if (attempt >= (retryable.get((error as { code?: string }).code ?? '') ?? 0)) throw error
      await new Promise((resolve) => setTimeout(resolve, attempt * attempt * (5 + Math.random() * 15)))
    }
  }
}

/**
 * Runs queries on one snapshot of the workspace. Inside a transaction it uses that one. `byKey` is for those who look things up by their
 * keys only: the server then keeps the plans of their queries, where it would plan them anew for each partner that has nothing yet.
 */
export async function read<T>(ctx: Ctx, work: (r: Reading) => Promise<T>, { byKey = false } = {}): Promise<T> {
  if (isReading(ctx)) return work(ctx)
  const go = (begin: string) => within(ctx, begin, [], (q) => work({ ...ctx, q } as unknown as Reading))
  return byKey ? inTurn(ctx.db, () => go(`${snapshot}; set local plan_cache_mode = force_generic_plan`)) : go(snapshot)
}

const snapshot = 'begin isolation level repeatable read read only'

export type Statement = { compile(q: Kysely<DB>): CompiledQuery }

/**
 * Sends a write whose outcome the verb does not need, and goes on without waiting: it travels with what is asked next. Whatever is asked
 * later sees it. Should it fail, so does the transaction.
 */
export function send(tx: Tx, statement: Statement): void {
  const { sql, parameters } = statement.compile(tx.q)
  sendText(tx, sql, parameters)
}

/** The same of one that is in words already. */
export function sendText(tx: Tx, text: string, parameters: readonly unknown[]): void {
  const sent = lineOf(tx.q).send(text, parameters)
  sent.catch(() => {}) // told at the commit
  tx.pending.sent.push(sent)
}

/** Sends the events and then the jobs of a transaction; called once for each workspace it touches, before it leaves it. */
export async function sendPending(tx: Tx): Promise<void> {
  for (const statement of [...eventStatements(tx), ...(await jobStatements(tx))]) send(tx, statement)
}

/** Tries something inside a transaction: when it throws, its rows and jobs are undone and the transaction goes on. */
export async function attempt<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const { events, jobs, sent } = tx.pending
  const before = { events: events.length, jobs: jobs.length, sent: sent.length }
  await raw(tx.q, 'savepoint attempt')
  try {
    const result = await work()
    await Promise.all(sent.slice(before.sent))
    await raw(tx.q, 'release savepoint attempt')
    return result
  } catch (error) {
    await raw(tx.q, 'rollback to savepoint attempt; release savepoint attempt')
    events.length = before.events
    jobs.length = before.jobs
    sent.length = before.sent
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

/** `sent`: what `work` sent without waiting for it. */
async function within<T>(ctx: Ctx, begin: string, sent: Promise<unknown>[], work: (q: Kysely<DB>) => Promise<T>): Promise<T> {
  if (!uuid.test(ctx.workspace)) throw new Error('workspace id is not a uuid')
  const client = await ctx.db.pool.connect()
  const line = lineOn(client)
  forgetRemembered(line)
  // Not awaited: what is asked first travels with it, and should it fail, so does all that follows.
  const begun = line.send(`${begin}; set local role alongside_app; set local alongside.workspace = '${ctx.workspace}'`)
  begun.catch(() => {})
  try {
    const result = await work(line.q)
    // The select fails where an error was swallowed on the way: then a bare commit would roll back and say nothing.
    await Promise.all([begun, ...sent, line.send('select 1; commit')])
    return result
  } catch (error) {
    await line.send('rollback').catch(() => {})
    throw (error as { code?: string }).code === afterAnother ? ((await firstFailure([begun, ...sent])) ?? error) : error
  } finally {
    client.release()
  }
}

/** What a statement answers after an earlier one of its transaction failed. */
const afterAnother = '25P02'

async function firstFailure(sent: Promise<unknown>[]): Promise<unknown> {
  const failures = (await Promise.allSettled(sent)).flatMap((one) => (one.status === 'rejected' ? [one.reason as { code?: string }] : []))
  return failures.find((failure) => failure.code !== afterAnother)
}

function raw(q: Kysely<DB>, text: string): Promise<QueryResult<unknown>> {
  return q.executeQuery(CompiledQuery.raw(text))
}

const isTx = (ctx: Ctx): ctx is Tx => 'inside' in ctx
const isReading = (ctx: Ctx): ctx is Reading => 'q' in ctx
