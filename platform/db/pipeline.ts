// Statements that are asked for at the same moment travel together: `Promise.all` over queries of one transaction costs one round trip
// and one system call instead of one each. The server carries out what one connection sends in the order in which it was sent.
import type { Socket } from 'node:net'
import { DefaultQueryExecutor, DummyDriver, Kysely, PostgresAdapter, PostgresDialect, PostgresQueryCompiler, type CompiledQuery, type DatabaseConnection, type Dialect, type QueryResult } from 'kysely'
import type { PoolClient } from 'pg'
import type { DB } from '../../db/tables.ts'

/** One connection that someone has taken from the pool: the query builder on it, and a way to send without waiting. */
export type Line = {
  q: Kysely<DB>
  /** Sends at once: what was sent before it is carried out before it. */
  send: (text: string, parameters?: readonly unknown[]) => Promise<QueryResult<never>>
}

const compiler = new PostgresQueryCompiler()
const adapter = new PostgresAdapter()
const driver = new DummyDriver()
const dialect: Dialect = new PostgresDialect({ pool: () => Promise.reject(new Error('This query builder has its connection.')) })
const lines = new WeakMap<PoolClient, Line>()
const linesOfQueries = new WeakMap<Kysely<DB>, Line>()
const counted = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

export function lineOn(client: PoolClient): Line {
  const known = lines.get(client)
  if (known) return known
  const send = sender(client)
  const connection: DatabaseConnection = {
    executeQuery: <R>(query: CompiledQuery) => send(query.sql, query.parameters) as Promise<QueryResult<R>>,
    streamQuery: () => {
      throw new Error('A pipeline cannot stream; read in pages.')
    },
  }
  const executor = new DefaultQueryExecutor(compiler, adapter, { provideConnection: (consumer) => consumer(connection) })
  const line = { q: new Kysely<DB>({ config: { dialect }, driver, dialect, executor }), send }
  lines.set(client, line)
  linesOfQueries.set(line.q, line)
  return line
}

/** The line that a transaction's query builder is on. */
export function lineOf(q: Kysely<DB>): Line {
  const line = linesOfQueries.get(q)
  if (!line) throw new Error('not a transaction of ours')
  return line
}

function sender(client: PoolClient): Line['send'] {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  let gathering = false
  return async (text, parameters = []) => {
    if (!gathering) {
      gathering = true
      stream.cork()
      // Runs once everything that is ready to ask has asked.
      process.nextTick(() => {
        gathering = false
        stream.uncork()
      })
    }
    // Without values it may be several statements in one text, which answer with a list.
    const result = await answerOf(client, text, parameters.length > 0 ? parameters : undefined)
    if (Array.isArray(result)) return { rows: [] }
    return { rows: (result.rows ?? []) as never[], ...(counted.has(result.command) ? { numAffectedRows: BigInt(result.rowCount ?? 0) } : {}) }
  }
}

type Answer = { command: string; rowCount: number | null; rows?: unknown[] }
/**
 * With a promise of the driver's own, each answer is kept until the next long collection of garbage: those and the short ones then stop
 * the process twenty times as long. Asked by callback, it is let go at once.
 */
async function answerOf(client: PoolClient, text: string, values: readonly unknown[] | undefined): Promise<Answer | Answer[]> {
  const answer = new Promise<Answer>((resolve, reject) => {
    const done = (error: Error | null, result: Answer) => (error ? reject(error) : resolve(result))
    if (values) client.query(text, values as unknown[], done)
    else client.query(text, done)
  })
  try {
    return await answer
  } catch (error) {
    // The stack as the driver has it ends at the socket.
    if (error instanceof Error) Error.captureStackTrace(error)
    throw error
  }
}
