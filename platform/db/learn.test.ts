import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { believedRows, learnRows } from './learn.ts'
import { read } from './transact.ts'

let s: TestServer
beforeAll(async () => { s = await testServer([]) })
afterAll(() => s.close())

const fill = (w: TestWorkspace, rows: number) => sqlIn(w.ctx, `insert into file (workspace_id, id, name, content_type) select $1, gen_random_uuid(), 'a.csv', 'text/csv' from generate_series(1, ${rows})`, [w.id])
const believed = (w: TestWorkspace) => read(w.ctx, (r) => believedRows(r, 'file'))

test('the planner learns of a workspace that was filled, and not again while it knows enough', async () => {
  const [small, large] = [await s.workspace('Small'), await s.workspace('Large')]
  // Nobody else counts it meanwhile.
  await s.db.pool.query('alter table file set (autovacuum_enabled = false)')
  await fill(small, 50)
  await s.db.pool.query('analyze file')
  await fill(large, 3000)
  expect(await believed(large)).toBeLessThan(300)

  await learnRows(large.ctx, ['file'], 3000)
  expect(await believed(large)).toBe(3000)

  await fill(large, 9000)
  await learnRows(large.ctx, ['file'], 12_000)
  const grown = await believed(large)
  expect(grown).toBeLessThan(20_000)
  const exact = await sqlIn<{ n: number }>(large.ctx, `select reltuples::int as n from pg_class where relname = 'file'`)
  expect(exact).toEqual([{ n: 3050 }])

  await fill(large, 30_000)
  await learnRows(large.ctx, ['file'], 1_000_000)
  expect((await sqlIn<{ n: number }>(large.ctx, `select reltuples::int as n from pg_class where relname = 'file'`))[0]!.n).toBe(42_050)
})
