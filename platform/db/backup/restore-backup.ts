// Guards that a restore happens whole or not at all: every row comes in one transaction, into a database without a workspace, and whoever
// is refused there is refused before anything was changed. References are checked anew for all rows at its end.
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { DatabaseError, type Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { appliedMigrations, migrate, migrationFiles } from '../migrate.ts'
import { withClient } from '../with-client.ts'
import { foreignKeys, keptTables, plainText } from './catalog.ts'
import { BackupProblem, countRows, jobsTable, readBackup, type BackupReader, type Head, type Part } from './format.ts'

export type Restored = { rows: number; workspaces: number; madeAt: string; migrated: string[] }
const applicationName = 'alongside restore'
type Options = { secret: string; anySecret?: boolean; log: (line: string) => void; onProgress?: (bytesRead: number) => void }

/** Fills the database at `url` from a backup, then brings it to the schema of this release. Refuses a database that has a workspace, a backup of a newer release, and one made under another secret. */
export async function restoreBackup(url: string, file: string, { secret, anySecret = false, log, onProgress }: Options): Promise<Restored> {
  let read = 0
  const packed = createReadStream(file)
  packed.on('data', (bytes) => onProgress?.((read += bytes.length)))
  const unpacked = createGunzip()
  // Whoever reads what is unpacked hears of it.
  pipeline(packed, unpacked).catch(() => {})
  try {
    const backup = readBackup(unpacked)
    const head = await backup.head()
    refuseForeign(head, anySecret ? head.secret : secret)
    await refuseFilled(url)
    await migrate(url, { log, upTo: head.migrations.map((migration) => migration.name) })
    const rows = await load(url, head, backup)
    const migrated = await migrate(url, { log })
    const workspaces = await withClient(url, applicationName, async (client) => {
      await client.query('analyze')
      return Number((await client.query<{ n: string }>('select count(*) as n from identity.workspace')).rows[0]?.n)
    })
    return { rows, workspaces, madeAt: head.madeAt, migrated }
  } catch (error) {
    throw damageIn(error) ?? error
  } finally {
    packed.destroy()
    unpacked.destroy()
  }
}

/** What cannot be unpacked, is no row of its table or refers to nothing. */
function damageIn(error: unknown): BackupProblem | undefined {
  const { code = '', message } = error as { code?: string; message: string }
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR') return new BackupProblem('The backup is damaged or ends too early; nothing was restored.', { cause: error })
  return error instanceof DatabaseError && /^2[23]/.test(code) ? new BackupProblem(`The backup is damaged; nothing was restored. The database says: ${message}`, { cause: error }) : undefined
}

function refuseForeign(head: Head, secret: string): void {
  const known = new Map(migrationFiles().map((file) => [file.name, file.sha256]))
  const newer = head.migrations.find(({ name, sha256 }) => known.get(name) !== sha256)
  if (newer) throw new BackupProblem(`The backup was made by a newer release: it has the migration ${newer.name} in a form that is not known here. Restore it with that release.`)
  if (head.secret !== secret)
    throw new BackupProblem('The backup was made under another secret. Put the file secret that was kept with it into ALONGSIDE_DATA, or set ALONGSIDE_SECRET to what it was, and restore again. Without it links stop working, bank details cannot be read and seals cannot be checked; --any-secret restores all the same.')
}

async function refuseFilled(url: string): Promise<void> {
  const isFilled = await withClient(url, applicationName, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(`select to_regclass('identity.workspace') is not null as there`)
    return rows[0]?.there === true && ((await client.query('select from identity.workspace limit 1')).rowCount ?? 0) > 0
  })
  if (isFilled) throw new BackupProblem('There is a workspace in this database already, and a backup is restored only where there is none. Name another database with DATABASE_URL, or another folder with ALONGSIDE_DATA.')
}

/** All rows in one transaction, with what is checked row by row put aside; returns how many. */
async function load(url: string, head: Head, backup: BackupReader): Promise<number> {
  return withClient(url, applicationName, async (client) => {
    const applied = await appliedMigrations(client)
    if (applied.length !== head.migrations.length) throw new BackupProblem('This database has the schema of a later release than the backup. Restore into one that has nothing in it yet; it is brought to this release afterwards.')
    await client.query(`begin; ${plainText}`)
    const tables = await keptTables(client)
    const keys = await foreignKeys(client)
    for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`)
    for (const { name, closed } of tables) await client.query(`alter table ${name} disable trigger user${closed ? ', no force row level security' : ''}`)
    await client.query('create temporary table waiting_job (identifier text, payload json, queue_name text, run_at timestamptz, max_attempts integer, key text, priority integer) on commit drop')
    const rows = await loadParts(client, backup, new Map(tables.map((table) => [table.name, new Set(table.columns)])))
    for (const { table, name, definition } of keys) await client.query(`alter table ${table} add constraint ${name} ${definition}`)
    for (const { name, closed } of tables) await client.query(`alter table ${name} enable trigger user${closed ? ', force row level security' : ''}`)
    await client.query('select graphile_worker.add_job(identifier, payload, queue_name, run_at, max_attempts, key, priority) from waiting_job')
    await client.query('commit')
    return rows
  })
}

async function loadParts(client: Client, backup: BackupReader, known: Map<string, Set<string>>): Promise<number> {
  for (let rows = 0; ; ) {
    const part = await backup.next()
    if ('end' in part) {
      if (part.rows !== rows) throw new BackupProblem(`The backup says that it has ${part.rows} rows, and ${rows} were found; nothing was restored.`)
      return rows
    }
    const target = targetOf(part, known)
    async function* counted() {
      for await (const some of backup.rows()) {
        rows += countRows(some)
        yield some
      }
    }
    await pipeline(Readable.from(counted()), client.query(copyFrom(`copy ${target} (${part.columns.join(', ')}) from stdin`)))
  }
}

/** Names come out of a file: only those of the schema get into a statement. */
function targetOf({ table, columns }: Part, known: Map<string, Set<string>>): string {
  if (table === jobsTable && columns.every((column) => /^[a-z_]+$/.test(column))) return 'waiting_job'
  const own = known.get(table)
  if (!own || !columns.every((column) => own.has(column))) throw new BackupProblem(`The backup has rows of ${table.slice(0, 80)} that have no place in the schema it names; nothing was restored.`)
  return table
}
