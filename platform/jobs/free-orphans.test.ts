import { afterAll, beforeAll, expect, test } from 'vitest'
import { testServer, type TestServer } from '../../test/setup/server.ts'
import { transact } from '../db/transact.ts'
import { createLog } from '../http/log.ts'
import { addJob } from './add-job.ts'
import { freeOrphans, holdPool } from './free-orphans.ts'
import { startWorker } from './worker.ts'

let app: TestServer
beforeAll(async () => {
  app = await testServer([])
})
afterAll(() => app?.close())

const lockedBy = async (pool: string, seconds: number) => {
  const ws = await app.workspace()
  await transact(ws.ctx, (tx) => addJob(tx, { task: 'works', payload: { workspace: ws.id, pool } }))
  await app.db.pool.query(`update graphile_worker._private_jobs set locked_by = $1, locked_at = now() - make_interval(secs => $2) where payload->>'pool' = $1`, [pool, seconds])
}
const holderOf = async (pool: string) =>
  (await app.db.pool.query<{ locked_by: string | null }>(`select locked_by from graphile_worker._private_jobs where payload->>'pool' = $1`, [pool])).rows[0]?.locked_by

test('the jobs of a pool that lives no more are given back, those of one that lives are not', async () => {
  await lockedBy('pool-dead', 60)
  await lockedBy('pool-alive', 60)
  await lockedBy('pool-young', 0)
  const hold = holdPool(app.db, 'pool-alive')
  await expect.poll(async () => (await app.db.pool.query(`select from pg_locks where locktype = 'advisory' and classid = 730581 and granted`)).rowCount).toBe(1)
  expect(await freeOrphans(app.db)).toBe(1)
  expect(await holderOf('pool-dead')).toBe(null)
  expect(await holderOf('pool-alive')).toBe('pool-alive')
  expect(await holderOf('pool-young')).toBe('pool-young')

  await hold.stop()
  expect(await freeOrphans(app.db)).toBe(1)
  expect(await holderOf('pool-alive')).toBe(null)
})

test('a worker that starts goes on with what a killed one left', async () => {
  await lockedBy('pool-killed', 60)
  const ran: unknown[] = []
  const worker = await startWorker(app.db, { works: async (_ctx, payload) => void ran.push(payload['pool']) }, createLog('silent'))
  try {
    await expect.poll(() => ran).toContain('pool-killed')
  } finally {
    await worker.stop()
  }
})

test('a long job of a living worker stays with it', async () => {
  const ws = await app.workspace()
  const ran: number[] = []
  const release = Promise.withResolvers<void>()
  const worker = await startWorker(app.db, { long: async () => (ran.push(1), release.promise) }, createLog('silent'))
  try {
    await transact(ws.ctx, (tx) => addJob(tx, { task: 'long', payload: { workspace: ws.id } }))
    await expect.poll(() => ran).toEqual([1])
    await app.db.pool.query(`update graphile_worker._private_jobs set locked_at = now() - interval '1 hour' where locked_by is not null`)
    await freeOrphans(app.db)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(ran).toEqual([1])
  } finally {
    release.resolve()
    await worker.stop()
  }
})
