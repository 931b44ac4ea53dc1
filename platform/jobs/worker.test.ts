import { afterAll, beforeAll, expect, test } from 'vitest'
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
