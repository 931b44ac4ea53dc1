// Brings a database to the schema of this code, forward only. Guards: a released migration never changes, is applied
// once, in order, and never by two processes at the same time.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Logger, runMigrations } from 'graphile-worker'
import { DatabaseError, type Client } from 'pg'
import { queuePool } from './pool.ts'
import { withClient } from './with-client.ts'

/** What both a pg Client and a Pool offer. */
type Queryable = { query: <Row extends object>(text: string) => Promise<{ rows: Row[] }> }
type MigrationFile = { name: string; sql: string; sha256: string }
type Applied = { name: string; sha256: string }

/** Thrown when the database and this code do not belong together; the message is for an operator. */
export class MigrationMismatch extends Error {}

const FOLDER = fileURLToPath(new URL('../../db/migrations/', import.meta.url))
const MIGRATING_LOCK = 7_305_811_992_114_001n
const UNDEFINED_TABLE = '42P01'
const applicationName = 'alongside migrate'

/** In order of application. The content is hashed with line ends as on Linux: a Windows checkout is no other migration. */
export function migrationFiles(folder = FOLDER): MigrationFile[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql')).sort()
  const numbers = new Set<string>()
  return files.map((file) => {
    const number = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(file)?.[1]
    if (!number) throw new MigrationMismatch(`db/migrations/${file}: the name must be like 0001-first-words.sql.`)
    if (numbers.has(number)) throw new MigrationMismatch(`db/migrations/${file}: the number ${number} is used twice.`)
    numbers.add(number)
    const sql = readFileSync(`${folder}/${file}`, 'utf8').replaceAll('\r\n', '\n')
    return { name: file.slice(0, -'.sql'.length), sql, sha256: createHash('sha256').update(sql).digest('hex') }
  })
}

/** Pure: the files still to apply, or a MigrationMismatch. */
export function plan(files: MigrationFile[], applied: Applied[]): MigrationFile[] {
  const known = new Map(files.map((file) => [file.name, file]))
  for (const { name, sha256 } of applied) {
    const file = known.get(name)
    if (!file) throw new MigrationMismatch(`The database is newer than this release: it has the migration ${name}. Start the newer release.`)
    if (file.sha256 !== sha256) throw new MigrationMismatch(`The migration ${name} was changed after it was applied here. Restore the file and write a new migration.`)
  }
  const done = new Set(applied.map(({ name }) => name))
  const last = [...done].sort().at(-1) ?? ''
  const waiting = files.filter((file) => !done.has(file.name))
  const late = waiting.find((file) => file.name < last)
  if (late) throw new MigrationMismatch(`The migration ${late.name} comes before ${last}, which is applied already. Give it the next free number.`)
  return waiting
}

/** Names still to apply; throws MigrationMismatch when database and code do not belong together. */
export async function pending(database: string | Queryable): Promise<string[]> {
  const names = async (queryable: Queryable): Promise<string[]> => plan(migrationFiles(), await appliedMigrations(queryable)).map((file) => file.name)
  return typeof database === 'string' ? await withClient(database, applicationName, names) : await names(database)
}

/** Applies what is pending, each file in a transaction of its own, then the job queue's own schema; of the files only those named in `upTo` where it is given. Returns the names applied. */
export async function migrate(ownerUrl: string, { log, upTo }: { log: (line: string) => void; upTo?: string[] }): Promise<string[]> {
  return await withClient(ownerUrl, applicationName, async (client) => {
    await lock(client, log)
    await client.query(`
      create schema if not exists house;
      create table if not exists house.migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now());`)
    const files = plan(migrationFiles(), await appliedMigrations(client)).filter((file) => upTo?.includes(file.name) ?? true)
    for (const file of files) {
      const began = Date.now()
      await apply(client, file)
      log(`Migration ${file.name} applied in ${Date.now() - began} ms`)
    }
    const pool = queuePool(ownerUrl, 1)
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) }).finally(() => pool.end())
    return files.map((file) => file.name)
  })
}

/** What was applied, in its order; none where nothing ever was. */
export async function appliedMigrations(queryable: Queryable): Promise<Applied[]> {
  try {
    return (await queryable.query<Applied>('select name, sha256 from house.migration order by name')).rows
  } catch (error) {
    if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE) return []
    throw error
  }
}

/** Held until the connection ends. */
async function lock(client: Client, log: (line: string) => void): Promise<void> {
  const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [MIGRATING_LOCK])
  if (rows[0]?.got) return
  log('Waiting for another process that migrates this database …')
  await client.query('select pg_advisory_lock($1)', [MIGRATING_LOCK])
}

async function apply(client: Client, file: MigrationFile): Promise<void> {
  await client.query('begin')
  try {
    await client.query(file.sql)
    await client.query('insert into house.migration (name, sha256) values ($1, $2)', [file.name, file.sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw new Error(`Migration ${file.name} failed${lineOf(error, file.sql)}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

function lineOf(error: unknown, sql: string): string {
  const position = error instanceof DatabaseError ? Number(error.position) : Number.NaN
  return position > 0 ? ` at line ${sql.slice(0, position).split('\n').length}` : ''
}
