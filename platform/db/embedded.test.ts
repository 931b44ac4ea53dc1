import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readlinkSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { discardEmbedded, startEmbedded } from './embedded.ts'
import type { Embedded } from './embedded.ts'

let dataDir: string
const said: string[] = []
const start = (): Promise<Embedded> => startEmbedded({ dataDir, log: (line) => said.push(line), settings: { shared_buffers: '16MB' } })

beforeEach(() => {
  dataDir = join(tmpdir(), `alongside-embedded-${randomUUID()}`)
  said.length = 0
})
afterEach(async () => {
  await discardEmbedded(dataDir)
})

async function sql<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

describe('the embedded database', () => {
  test('starts from nothing, durable, on loopback, with a password only we can read', async () => {
    const server = await start()
    const rows = await sql(server.url, "select current_setting('fsync') as fsync, current_setting('listen_addresses') as listens, current_database() as name")
    expect(rows).toEqual([{ fsync: 'on', listens: '127.0.0.1', name: 'alongside' }])
    expect(server.adopted).toBe(false)
    expect(statSync(join(dataDir, 'cluster', 'alongside.password')).mode & 0o777).toBe(0o600)
    await expect(sql(server.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password authentication failed/)
    await server.stop()
    await expect(sql(server.url, 'select 1')).rejects.toThrow()
  })

  test('lower case, order and trigrams know letters beyond ASCII', async () => {
    const server = await start()
    await sql(server.url, 'create extension pg_trgm')
    const [row] = await sql<{ lower: string; similar: number }>(server.url, "select lower('ÄÖÉ') as lower, similarity('Ülkü', 'Ölkö') as similar")
    expect(row?.lower).toBe('äöé')
    expect(row?.similar).toBeLessThan(1)
    await server.stop()
  })

  test('keeps rows and its port from one start to the next', async () => {
    const first = await start()
    await sql(first.url, 'create table kept (n int); insert into kept values (1), (2)')
    await first.stop()
    const second = await start()
    expect(await sql(second.url, 'select count(*)::int as n from kept')).toEqual([{ n: 2 }])
    expect(second.port).toBe(first.port)
    await second.stop()
  })

  test('keeps every acknowledged row when the server is killed, and says that it is lost', async () => {
    const first = await start()
    await sql(first.url, 'create table kept (n int)')
    let acknowledged = 0
    const writer = new Client({ connectionString: first.url })
    writer.on('error', () => {})
    await writer.connect()
    const writing = (async () => {
      for (;;) {
        await writer.query('insert into kept values ($1)', [acknowledged + 1])
        acknowledged += 1
      }
    })().catch(() => {})
    await expect.poll(() => acknowledged).toBeGreaterThan(50)
    process.kill(first.pid, 'SIGKILL')
    await writing
    await first.lost
    const second = await start()
    const [row] = await sql<{ n: number }>(second.url, 'select count(*)::int as n from kept')
    expect(row?.n).toBeGreaterThanOrEqual(acknowledged)
    expect(row?.n).toBeLessThanOrEqual(acknowledged + 1)
    await second.stop()
  })

  test('a second start on the same folder shares the server; who leaves last stops it', async () => {
    const first = await start()
    const second = await start()
    expect([second.adopted, second.pid]).toEqual([true, first.pid])
    await first.stop()
    expect(await sql(second.url, 'select 1 as alive')).toEqual([{ alive: 1 }])
    await second.stop()
    await expect(sql(second.url, 'select 1')).rejects.toThrow()
  })

  test('two first starts at once end up on one server', async () => {
    const [one, other] = await Promise.all([start(), start()])
    expect(one.pid).toBe(other.pid)
    expect(one.url).toBe(other.url)
    await Promise.all([one.stop(), other.stop()])
  })

  test('adopts the server of a killed app and stops it at the end', async () => {
    const script = `
      import { startEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
      const server = await startEmbedded({ dataDir: process.argv[1], log: () => {} })
      console.log(server.pid)
      setInterval(() => {}, 1000)`
    const app = spawn(process.execPath, ['--input-type=module', '-e', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
    const pid = await new Promise<number>((resolve) => app.stdout.on('data', (chunk: Buffer) => resolve(Number(chunk))))
    app.kill('SIGKILL')
    const server = await start()
    expect([server.adopted, server.pid]).toEqual([true, pid])
    await server.stop()
    expect(existsSync(join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false)
  })

  test('takes another port when the remembered one is in use', async () => {
    const first = await start()
    const elsewhere = { dataDir: `${dataDir}-2`, log: () => {}, port: first.port }
    const second = await startEmbedded(elsewhere)
    expect(second.port).not.toBe(first.port)
    await Promise.all([first.stop(), second.stop()])
    await discardEmbedded(elsewhere.dataDir)
  })

  test.runIf(process.getuid?.() === 0)('as root below a private folder it lives elsewhere, says so, and is found again after a move', async () => {
    const home = mkdtempSync(join(tmpdir(), 'alongside-private-'))
    dataDir = join(home, 'data')
    const first = await start()
    await sql(first.url, 'create table kept (n int)')
    await first.stop()
    expect(said.join('\n')).toMatch(/cannot reach .*data\. The database is kept in \/var\/lib\/alongside-/)
    expect(readlinkSync(join(dataDir, 'cluster'))).toMatch(/^\/var\/lib\/alongside-/)
    renameSync(dataDir, join(home, 'moved'))
    dataDir = join(home, 'moved')
    const second = await start()
    expect(await sql(second.url, 'select count(*)::int as n from kept')).toEqual([{ n: 0 }])
    await second.stop()
    await discardEmbedded(dataDir)
    rmSync(home, { recursive: true })
  })

  test('a failed start names the log and its last lines', async () => {
    const wrong = startEmbedded({ dataDir, log: () => {}, settings: { shared_buffers: 'a lot' } })
    await expect(wrong).rejects.toThrow(/does not start[\s\S]*postgresql\.log[\s\S]*shared_buffers/)
    expect(readFileSync(join(dataDir, 'postgresql.log'), 'utf8')).toContain('shared_buffers')
  })
})
