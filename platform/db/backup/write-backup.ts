// Guards that a backup is of one moment and has all rows: it is read in one transaction that sees what was committed when it began, and
// each closed table is asked for workspace after workspace, since row-level security binds its owner too.
import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { syncFolder } from '../../files/sync-folder.ts'
import { appliedMigrations } from '../migrate.ts'
import { withClient } from '../with-client.ts'
import { keptTables, plainText, type KeptTable } from './catalog.ts'
import { countRows, endOfRows, jobsTable, lineOf } from './format.ts'

export type Backup = { rows: number; workspaces: number; bytes: number }
type Options = { secret: string; onProgress?: (rows: number, expected: number) => void }

const jobColumns = ['identifier', 'payload', 'queue_name', 'run_at', 'max_attempts', 'key', 'priority']
const waitingJobs = `select t.identifier, j.payload, q.queue_name, j.run_at, j.max_attempts, j.key, j.priority from graphile_worker._private_jobs j
  join graphile_worker._private_tasks t on t.id = j.task_id left join graphile_worker._private_job_queues q on q.id = j.job_queue_id where j.attempts < j.max_attempts order by j.id`

/** Writes everything in the database to `file`, whole or not at all, readable by its owner only. `secret` tells whose secret goes with it. */
export async function writeBackup(url: string, file: string, { secret, onProgress }: Options): Promise<Backup> {
  const began = `${file}.${process.pid}.part`
  try {
    return await withClient(url, 'alongside backup', (client) => write(client, began, file, { secret, onProgress }))
  } finally {
    await rm(began, { force: true })
  }
}

async function write(client: Client, began: string, file: string, { secret, onProgress }: Options): Promise<Backup> {
  await client.query(`begin isolation level repeatable read read only; ${plainText}`)
  const migrations = await appliedMigrations(client)
  const tables = await keptTables(client)
  const workspaces = (await client.query<{ id: string }>('select id from identity.workspace order by id')).rows.map((row) => row.id)
  const expected = tables.reduce((sum, table) => sum + table.rows, 0)
  let rows = 0
  async function* lines(): AsyncGenerator<Buffer | string> {
    yield lineOf({ alongside: 'backup', format: 1, madeAt: Temporal.Now.instant().toString(), secret, migrations })
    for await (const part of parts(client, tables, workspaces)) {
      if (typeof part !== 'string') rows += countRows(part)
      onProgress?.(rows, expected)
      yield part
    }
    yield lineOf({ end: true, rows })
  }
  await pipeline(Readable.from(lines(), { objectMode: true }), createGzip({ level: 4 }), createWriteStream(began, { mode: 0o600, flush: true }))
  await rename(began, file)
  syncFolder(dirname(file))
  return { rows, workspaces: workspaces.length, bytes: (await stat(file)).size }
}

async function* parts(client: Client, tables: KeptTable[], workspaces: string[]): AsyncGenerator<Buffer | string> {
  for (const { name, columns } of tables.filter((table) => !table.closed)) yield* part(client, name, columns, `select ${columns.join(', ')} from ${name}`)
  for (const workspace of workspaces) {
    await client.query(`set local alongside.workspace = ${client.escapeLiteral(workspace)}`)
    for (const { name, columns } of tables.filter((table) => table.closed))
      yield* part(client, name, columns, `select ${columns.join(', ')} from ${name} where workspace_id = ${client.escapeLiteral(workspace)}`)
  }
  yield* part(client, jobsTable, jobColumns, waitingJobs)
}

async function* part(client: Client, table: string, columns: string[], query: string): AsyncGenerator<Buffer | string> {
  let isBegun = false
  for await (const rows of client.query(copyTo(`copy (${query}) to stdout`)) as AsyncIterable<Buffer>) {
    if (!isBegun) yield lineOf({ table, columns })
    isBegun = true
    yield rows
  }
  if (isBegun) yield endOfRows
}
