// The demo world is written to a file and comes back elsewhere, row by row, also by a login that row-level security binds.
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedDemo } from '../db/world/index.ts'
import { BackupProblem, restoreBackup, writeBackup } from '../platform/db/backup/index.ts'
import { dumpSchema } from '../platform/db/dump-schema.ts'
import { migrate, migrationFiles, pending } from '../platform/db/migrate.ts'
import { plainOwner, type PlainOwner } from '../test/setup/plain-owner.ts'
import type { TestServer } from '../test/setup/server.ts'
import { wholeApp } from '../test/setup/whole-app.ts'

const log = () => {}
const secret = 'the same'
const folder = mkdtempSync(join(tmpdir(), 'alongside-test-backup-'))
const at = (name: string) => join(folder, name)
let source: TestServer
let file: string
const targets: PlainOwner[] = []
const target = async (): Promise<PlainOwner> => {
  const made = await plainOwner(`backup_${targets.length}`)
  targets.push(made)
  return made
}

beforeAll(async () => {
  source = await wholeApp()
  await seedDemo(source.db, log, { now: source.clock.now })
  file = at('demo')
  await writeBackup(source.db.url, file, { secret })
}, 120_000)
afterAll(async () => {
  await source.close()
  for (const made of targets) await made.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** The parts of a backup with their rows, in an order of their own, since a table has none. */
function contentOf(path: string): Map<string, string> {
  const parts = new Map<string, string[]>()
  let rows: string[] | undefined
  for (const line of gunzipSync(readFileSync(path)).toString('utf8').split('\n')) {
    if (line === '\\.') rows = undefined
    else if (rows) rows.push(line)
    else if (line.startsWith('{"table"')) parts.set(line, (rows = parts.get(line) ?? []))
  }
  return new Map([...parts].map(([part, lines]) => [part, `${lines.length} rows, ${createHash('sha256').update(lines.sort().join('\n')).digest('hex')}`]))
}
const inClient = async <Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  return use(client).finally(() => client.end())
}
const schemaOf = (url: string) => inClient(url, dumpSchema)
const refused = (path: string, url: string, options: { secret: string; anySecret?: boolean } = { secret }) =>
  restoreBackup(url, path, { ...options, log }).then(() => expect.unreachable('it was restored'), (error: Error) => (expect(error).toBeInstanceOf(BackupProblem), error.message))

describe('the demo world', () => {
  test('comes back whole, by a login that sees no row without a workspace, and is written by that login the same', async () => {
    const { url, owner } = await target()
    const restored = await restoreBackup(url, file, { secret, log })
    expect(restored).toMatchObject({ workspaces: 1, migrated: [] })
    expect(restored.rows).toBeGreaterThan(2500)
    await writeBackup(url, at('again'), { secret })
    const content = contentOf(file)
    expect(content.size).toBeGreaterThan(60)
    expect(contentOf(at('again'))).toEqual(content)
    expect(await schemaOf(url)).toBe(await schemaOf(source.db.url))
    expect(await pending(url)).toEqual([])
    await expect(owner.query('select from partner')).rejects.toThrow(/alongside\.workspace/)
    expect(await refused(file, url)).toMatch(/There is a workspace in this database already/)
  }, 120_000)

  test('with the jobs that wait, each once', async () => {
    const { id } = await source.db.sql.selectFrom('identity.workspace').select('id').executeTakeFirstOrThrow()
    const due = '2031-01-02T03:04:05Z'
    await source.db.pool.query(`select graphile_worker.add_job('send_mail', json_build_object('workspace', $1::text, 'mail', 'none \\ "quoted"'), run_at => $2, max_attempts => 7, job_key => 'kept')`, [id, due])
    await writeBackup(source.db.url, at('jobs'), { secret })
    const { url, owner } = await target()
    await restoreBackup(url, at('jobs'), { secret, log })
    const { rows } = await owner.query(`select t.identifier, j.payload, j.run_at, j.max_attempts from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where j.key = 'kept'`)
    expect(rows).toEqual([{ identifier: 'send_mail', payload: { workspace: id, mail: 'none \\ "quoted"' }, run_at: new Date(due), max_attempts: 7 }])
  }, 60_000)

  test('as it was when writing began: what is added meanwhile is in none of it', async () => {
    const { id } = await source.db.sql.selectFrom('identity.workspace').select('id').executeTakeFirstOrThrow()
    const before = contentOf(file)
    await inClient(source.db.url, async (other) => {
      await other.query('begin; lock table public.company in access exclusive mode')
      const writing = writeBackup(source.db.url, at('meanwhile'), { secret })
      const waits = () => source.db.pool.query(`select from pg_stat_activity where application_name = 'alongside backup' and wait_event_type = 'Lock' and datname = current_database()`)
      while ((await waits()).rowCount === 0) await sleep(20)
      await inClient(source.db.url, (third) => third.query(`begin; set local alongside.workspace = '${id}'; insert into public.invoice_sequence (workspace_id, last) values ('${id}', 41) on conflict (workspace_id) do update set last = 41; commit`))
      await other.query('rollback')
      await writing
    })
    const rowsOf = (content: Map<string, string>) => [...content].filter(([part]) => part.includes('invoice_sequence'))
    expect(rowsOf(contentOf(at('meanwhile')))).toEqual(rowsOf(before))
    await writeBackup(source.db.url, at('after'), { secret })
    expect(rowsOf(contentOf(at('after')))).not.toEqual(rowsOf(before))
  }, 60_000)

  test('of an earlier release comes back and is brought to this one', async () => {
    const old = await target()
    const names = migrationFiles().map((one) => one.name)
    await migrate(old.url, { log, upTo: names.slice(0, -2) })
    await old.owner.query(`insert into identity.workspace (id, slug, name, currency, time_zone, calendar, created_at) values ('0190a000-0000-7000-8000-000000000001', 'early', 'Early', 'EUR', 'Europe/Berlin', '{}', now())`)
    await writeBackup(old.url, at('old'), { secret })
    const now = await target()
    expect(await restoreBackup(now.url, at('old'), { secret, log })).toMatchObject({ workspaces: 1, migrated: names.slice(-2) })
    expect(await schemaOf(now.url)).toBe(await schemaOf(source.db.url))
    const later = await target()
    await migrate(later.url, { log })
    expect(await refused(at('old'), later.url)).toMatch(/the schema of a later release/)
  }, 60_000)
})

describe('what cannot be restored changes nothing and says why', () => {
  let url: string
  beforeAll(async () => {
    url = (await target()).url
  })
  const changed = (name: string, change: (text: string) => string) => {
    writeFileSync(at(name), gzipSync(change(gunzipSync(readFileSync(file)).toString('utf8'))))
    return at(name)
  }
  const cutAt = (part: number) => {
    const bytes = readFileSync(file)
    writeFileSync(at('cut'), bytes.subarray(0, Math.floor(bytes.length * part)))
    return at('cut')
  }

  test('another secret, unless that is wanted', async () => {
    expect(await refused(file, url, { secret: 'another' })).toMatch(/made under another secret.*--any-secret/s)
    const lost = await target()
    expect(await restoreBackup(lost.url, file, { secret: 'another', anySecret: true, log })).toMatchObject({ workspaces: 1 })
  }, 60_000)

  test.each([0.1, 0.5, 0.99])('cut after %s of it', async (part) => expect(await refused(cutAt(part), url)).toMatch(/ends too early/))

  test('cut where it can still be unpacked', async () => {
    expect(await refused(changed('short', (text) => text.slice(0, text.length / 2)), url)).toMatch(/ends too early/)
    expect(await refused(changed('endless', (text) => text.slice(0, text.lastIndexOf('{"end"'))), url)).toMatch(/ends too early/)
  })

  test('damaged, no backup, or none at all', async () => {
    const bytes = readFileSync(file)
    bytes[Math.floor(bytes.length / 2)]! ^= 0x55
    writeFileSync(at('damaged'), bytes)
    expect(await refused(at('damaged'), url)).toMatch(/damaged/)
    writeFileSync(at('text'), 'company,domain\nAcme,acme.example\n')
    expect(await refused(at('text'), url)).toMatch(/damaged/)
    writeFileSync(at('empty'), '')
    expect(await refused(at('empty'), url)).toMatch(/too early/)
    writeFileSync(at('other'), gzipSync('{"alongside":"backup","format":2}\n'))
    expect(await refused(at('other'), url)).toMatch(/no backup that this release can read/)
  })

  test('a row less, a newer release, rows of elsewhere, a name that is more than a name', async () => {
    expect(await refused(changed('less', (text) => text.replace(/(\{"table":"public.partner".*\n).*\n/, '$1')), url)).toMatch(/says that it has \d+ rows, and \d+ were found|damaged.*violates foreign key/s)
    expect(await refused(changed('newer', (text) => text.replace('"migrations":[', '"migrations":[{"name":"9999-tomorrow","sha256":"0"},')), url)).toMatch(/newer release: it has the migration 9999-tomorrow/)
    expect(await refused(changed('elsewhere', (text) => text.replace('"table":"public.partner"', '"table":"pg_catalog.pg_authid"')), url)).toMatch(/no place in the schema/)
    expect(await refused(changed('injected', (text) => text.replace(/("table":"public.partner","columns":\[)"/, '$1"id) from stdin; drop table public.partner; --","')), url)).toMatch(/no place in the schema/)
  })

  test('after all of it the database has no row, and takes the backup', async () => {
    expect(await inClient(url, async (client) => (await client.query('select from identity.workspace')).rowCount)).toBe(0)
    expect(await restoreBackup(url, file, { secret, log })).toMatchObject({ workspaces: 1 })
  }, 60_000)
})

test('a file is whole or not there, and only its owner reads it', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await expect(writeBackup(source.db.url.replace(/\/[^/]*$/, '/no_such_database'), at('never'), { secret })).rejects.toThrow(/no_such_database/)
  expect([existsSync(at('never')), readdirSync(folder).filter((name) => name.endsWith('.part'))]).toEqual([false, []])
})
