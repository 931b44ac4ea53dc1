import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type Clone } from '../../test/setup/database.ts'
import { openDatabase } from './pool.ts'

let clone: Clone
beforeAll(async () => {
  clone = await cloneDatabase()
})
afterAll(() => clone?.drop())

test.each(['only the pool was asked', 'only the queries', 'both', 'nothing'])('closing ends every connection, when %s', async (used) => {
  const db = openDatabase(clone.url, 3)
  if (used !== 'only the queries' && used !== 'nothing') await Promise.all([1, 2, 3].map(() => db.pool.query('select 1')))
  if (used !== 'only the pool was asked' && used !== 'nothing') await db.sql.selectFrom('identity.workspace').select('id').execute()
  await db.close()
  await db.close()
  expect([db.pool.ended, db.pool.totalCount]).toEqual([true, 0])
})
