import pg from 'pg'
import { Kysely, PostgresDialect } from 'kysely'
import type { DB } from '../../db/tables.ts'

// Of our own pools only: the job queue reads its ids through the same driver and expects the driver's ways.
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, BigInt)
types.setTypeParser(pg.types.builtins.DATE, (text: string) => text)
types.setTypeParser(pg.types.builtins.NUMERIC, (text: string) => text)
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text: string) => Temporal.Instant.from(text.replace(' ', 'T')))

// The driver writes objects as JSON unless they say how they are stored; an instant is stored as its ISO text.
Object.defineProperty(Temporal.Instant.prototype, 'toPostgres', { configurable: true, value(this: Temporal.Instant) { return this.toString() } })

/** One pool per process. `sql` is the login role: migrations, identities and the queue; business rows go through `transact` and `read`. */
export type Database = { sql: Kysely<DB>; pool: pg.Pool; url: string; close(): Promise<void> }

export function openDatabase(url: string, maxConnections = 16): Database {
  const pool = new pg.Pool({ connectionString: url, types, max: maxConnections, application_name: 'alongside', connectionTimeoutMillis: 10_000 })
  pool.on('error', () => {}) // an idle connection died; the next query reports it where it matters
  const sql = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  let closed = false
  return {
    sql, pool, url,
    async close() {
      if (closed) return
      closed = true
      await sql.destroy()
    },
  }
}
