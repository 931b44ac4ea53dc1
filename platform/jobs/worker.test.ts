import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { testServer, type TestServer } from '../../test/setup/server.ts'
import { transact } from '../db/transact.ts'
import { createLog } from '../http/log.ts'
import { addJob } from './add-job.ts'
import { startWorker } from './worker.ts'

let app: TestServer
beforeAll(async () => {
  app = await testServer([])
})
afterAll(() => app?.close())

test('a job that fails keeps its reason and is planned again; the next one runs', async () => {
  const ws = await app.workspace()
  const ran: string[] = []
  const tasks = {
    works: async () => void ran.push('works'),
    breaks: async () => {
      throw new Error('the mail server is away')
    },
  }
  const worker = await startWorker(app.db, tasks, createLog('silent'))
  try {
    await transact(ws.ctx, (tx) => addJob(tx, { task: 'breaks', payload: { workspace: ws.id } }))
    await transact(ws.ctx, (tx) => addJob(tx, { task: 'works', payload: { workspace: ws.id } }))
    const failed = async () =>
      (await app.db.pool.query<{ last_error: string; attempts: number; later: boolean }>(
        "select last_error, attempts, run_at > now() as later from graphile_worker.jobs where task_identifier = 'breaks' and locked_at is null")).rows
    await expect.poll(() => ran).toEqual(['works'])
    await expect.poll(async () => (await failed())[0]?.last_error).toBe('the mail server is away')
    expect(await failed()).toMatchObject([{ attempts: 1, later: true }])
  } finally {
    await worker.stop()
  }
})

test('the test harness runs what is due at its clock and throws what a job threw', async () => {
  const ran: unknown[] = []
  const app = await testServer([{ name: 'jobs', tasks: {
    works: async (ctx, payload) => void ran.push([ctx.now.toString(), payload['n']]),
    breaks: async () => { throw new Error('broken') },
  } }])
  try {
    app.clock.now = Temporal.Instant.from('2030-01-07T09:00:00Z')
    const ws = await app.workspace()
    const add = (task: string, n: number, runAt?: Temporal.Instant) =>
      transact(ws.ctx, (tx) => addJob(tx, { task, payload: { workspace: ws.id, n }, ...(runAt ? { runAt } : {}) }))
    await add('works', 1)
    await add('works', 2, app.now().add({ hours: 48 }))
    await app.runJobs()
    expect(ran).toEqual([['2030-01-07T09:00:00Z', 1]])
    app.clock.now = app.now().add({ hours: 49 })
    await app.runJobs()
    expect(ran).toHaveLength(2)
    await add('breaks', 3)
    await expect(app.runJobs()).rejects.toThrow('broken')
  } finally {
    await app.close()
  }
})

test('a database that is away for a while stops no worker for good', async () => {
  const own = await testServer([])
  try {
    const ws = await own.workspace()
    const ran: string[] = []
    const started = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const worker = await startWorker(own.db, { slow: async () => { started.resolve(); await release.promise; ran.push('slow') }, works: async () => void ran.push('works') }, createLog('silent'))
    try {
      await transact(ws.ctx, (tx) => addJob(tx, { task: 'slow', payload: { workspace: ws.id } }))
      await started.promise
      const name = new URL(own.url).pathname.slice(1)
      const keeper = new Client({ connectionString: inject('serverUrl') })
      await keeper.connect()
      await keeper.query(`alter database ${name} with allow_connections false`)
      const cut = () => keeper.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = current_user', [name])
      await cut()
      release.resolve()
      await new Promise((resolve) => setTimeout(resolve, 4000))
      await keeper.query(`alter database ${name} with allow_connections true`)
      await keeper.end()
      await expect.poll(() => transact(ws.ctx, (tx) => addJob(tx, { task: 'works', payload: { workspace: ws.id } })).then(() => true, () => false), { timeout: 20_000 }).toBe(true)
      await expect.poll(() => ran, { timeout: 40_000 }).toContain('works')
    } finally {
      await worker.stop()
    }
  } finally {
    await own.close()
  }
}, 90_000)

test('a worker that stops does not mind that its last connections are cut before they are closed', async () => {
  const own = await testServer([])
  const keeper = new Client({ connectionString: inject('serverUrl') })
  await keeper.connect()
  const slow = await withoutGoodbyes(own.url)
  try {
    const worker = await startWorker({ ...own.db, url: slow.url }, { works: async () => {} }, createLog('silent'))
    const stopped = worker.stop()
    await expect.poll(slow.withheld).toBeGreaterThan(1)
    await keeper.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = current_user', [new URL(own.url).pathname.slice(1)])
    await stopped
    await expect.poll(slow.open).toBe(0)
  } finally {
    await slow.close()
    await keeper.end()
    await own.close()
  }
}, 60_000)

/** A way to the database on which no client's goodbye arrives, as on a slow network; the connection stays open until the server ends it. */
async function withoutGoodbyes(url: string): Promise<{ url: string; withheld: () => number; open: () => number; close: () => Promise<void> }> {
  const goodbye = Buffer.from([0x58, 0, 0, 0, 4])
  const target = new URL(url)
  const open = new Set<Socket>()
  let withheld = 0
  const proxy = createServer({ allowHalfOpen: true }, (client) => {
    const server = connect(Number(target.port), target.hostname)
    open.add(server)
    client.on('data', (data: Buffer) => (data.equals(goodbye) ? (withheld += 1) : server.write(data)))
    server.on('data', (data) => client.write(data))
    server.on('close', () => (open.delete(server), client.destroy()))
    for (const socket of [client, server]) socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const through = new URL(url)
  through.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`
  return { url: through.href, withheld: () => withheld, open: () => open.size, close: () => new Promise((resolve) => (open.forEach((socket) => socket.destroy()), proxy.close(() => resolve()))) }
}
