import pg from 'pg'
import { Kysely, PostgresDialect } from 'kysely'
import type { DB } from '../../db/tables.ts'

// Of our own pools only: the job queue reads its ids through the same driver and expects the driver's ways.
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, BigInt)
types.setTypeParser(pg.types.builtins.DATE, (text: string) => text)
types.setTypeParser(pg.types.builtins.NUMERIC, (text: string) => text)
// Rows that were written together have one moment, which is read once.
let last: { text: string; instant: Temporal.Instant } | undefined
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text: string) => {
  if (last?.text !== text) last = { text, instant: Temporal.Instant.from(text.replace(' ', 'T')) }
  return last.instant
})

// The driver writes objects as JSON unless they say how they are stored; an instant is stored as its ISO text. A transaction stores
// its one moment many times over.
const texts = new WeakMap<Temporal.Instant, string>()
Object.defineProperty(Temporal.Instant.prototype, 'toPostgres', { configurable: true, value: textOf })
function textOf(this: Temporal.Instant): string {
  const text = texts.get(this) ?? this.toString()
  texts.set(this, text)
  return text
}

/** A connection that has planned its statements is worth keeping: a new one answers its first introduction in some hundred milliseconds. */
const idleMs = 10 * 60_000
const mostStatements = 500
/** A prepared `select *` breaks when a migration adds a column while older processes still run; named columns do not. */
const everyColumn = /(select |returning |\.)\*/i

/**
 * Prepares what it is asked again: a statement is planned once per connection instead of at each call. Only short ones and only so many
 * different ones, since a connection keeps them as long as it lives; bulk statements come in too many shapes.
 */
class PreparingClient extends pg.Client {
  static #names = new Map<string, string>()
  override query(...args: unknown[]): never {
    const [text, values] = args
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 && values.length <= 64 && text.length < 4000 && !everyColumn.test(text) ? PreparingClient.#nameOf(text) : undefined
    const query = super.query as unknown as (...all: unknown[]) => never
    return name === undefined ? query.apply(this, args) : query.call(this, { name, text, values }, ...args.slice(2))
  }
  static #nameOf(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined || this.#names.size >= mostStatements) return known
    const name = `s${this.#names.size}`
    this.#names.set(text, name)
    return name
  }
}

/** One pool per process. `sql` is the login role: migrations, identities and the queue; business rows go through `transact` and `read`. */
export type Database = { sql: Kysely<DB>; pool: pg.Pool; url: string; close(): Promise<void> }

export function openDatabase(url: string, maxConnections = 16): Database {
  const pool = new pg.Pool({ connectionString: url, Client: PreparingClient, types, max: maxConnections, pipeline: true, application_name: 'alongside', connectionTimeoutMillis: 10_000, idleTimeoutMillis: idleMs })
  pool.on('connect', (client) => client.on('error', () => {})) // a connection that dies between two queries of a transaction fails the next one
  pool.on('error', () => {}) // an idle connection died; the next query reports it where it matters
  const sql = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  let closed = false
  return {
    sql, pool, url,
    async close() {
      if (closed) return
      closed = true
      await sql.destroy()
      if (!pool.ending) await pool.end() // `sql` ends only what it has used
    },
  }
}

/**
 * The queue's own connections, with the driver's ways. A pool that the queue makes for itself is deaf while it ends: a connection lost at
 * that moment would end the process.
 */
export function queuePool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max, application_name: 'alongside queue' })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
