import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { newId } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { mintLink } from '../links/links.ts'
import { workspaceSettings } from '../workspaces/index.ts'
import { openDatabase } from './pool.ts'
import { attempt, read, send, transact } from './transact.ts'
import type { Tx } from './context.ts'

let s: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  s = await testServer([])
  maven = await s.workspace()
})
afterAll(() => s?.close())

const insertLink = (tx: Tx, id: string, hash = Buffer.from(id)) =>
  tx.q.insertInto('link').values({ workspace_id: tx.workspace, id, token_hash: hash, subject_id: id, holder_id: id, created_at: tx.now })
const countLinks = (ids: string[]) => read(maven.ctx, async (r) =>
  Number((await r.q.selectFrom('link').select((w) => w.fn.countAll<bigint>().as('n')).where('workspace_id', '=', r.workspace).where('id', 'in', ids).executeTakeFirstOrThrow()).n))

test('what was looked up once is looked up again by the next transaction of the same connection', async () => {
  const one = openDatabase(s.url, 1)
  try {
    const ctx = { ...maven.ctx, db: one }
    const name = () => read(ctx, async (r) => (await workspaceSettings(r), (await workspaceSettings(r)).name))
    const before = await name()
    await s.db.pool.query('update identity.workspace set name = $2 where id = $1', [maven.id, `${before} again`])
    expect(await name()).toBe(`${before} again`)
  } finally {
    await one.close()
  }
})

describe('what is sent without waiting', () => {
  test('is seen by what is asked next, and there after the commit', async () => {
    const ids = [newId(), newId(), newId()]
    await transact(maven.ctx, async (tx) => {
      for (const id of ids) send(tx, insertLink(tx, id))
      const seen = await tx.q.selectFrom('link').select('id').where('workspace_id', '=', tx.workspace).where('id', 'in', ids).execute()
      expect(seen).toHaveLength(3)
    })
    expect(await countLinks(ids)).toBe(3)
  })

  test('fails the transaction when it fails, with its own error and not with that of what came after', async () => {
    const id = newId()
    const twice = transact(maven.ctx, async (tx) => {
      send(tx, insertLink(tx, id))
      send(tx, sql`select 1 / 0`)
      await tx.q.selectFrom('link').select('id').where('workspace_id', '=', tx.workspace).execute()
    })
    await expect(twice).rejects.toMatchObject({ code: '22012' })
    const atTheEnd = transact(maven.ctx, async (tx) => {
      send(tx, insertLink(tx, id))
      send(tx, sql`select 1 / 0`)
    })
    await expect(atTheEnd).rejects.toMatchObject({ code: '22012' })
    expect(await countLinks([id])).toBe(0)
  })

  test('a lost race for a unique key is told as one, and the second look finds who was first', async () => {
    const [first, second, hash] = [newId(), newId(), Buffer.from(newId())]
    await transact(maven.ctx, async (tx) => send(tx, insertLink(tx, first, hash)))
    let looks = 0
    const outcome = await transact(maven.ctx, async (tx) => {
      looks += 1
      const known = looks > 1 ? await tx.q.selectFrom('link').select('id').where('workspace_id', '=', tx.workspace).where('token_hash', '=', hash).executeTakeFirst() : undefined
      if (known) return known.id
      send(tx, insertLink(tx, second, hash))
      return second
    })
    expect([looks, outcome]).toEqual([2, first])
  })

  test('is undone with the part of the transaction that it belongs to', async () => {
    const [kept, undone] = [newId(), newId()]
    await transact(maven.ctx, async (tx) => {
      send(tx, insertLink(tx, kept))
      const failed = attempt(tx, async () => {
        send(tx, insertLink(tx, undone))
        send(tx, sql`select 1 / 0`)
      })
      await expect(failed).rejects.toMatchObject({ code: '22012' })
    })
    expect([await countLinks([kept]), await countLinks([undone])]).toEqual([1, 0])
  })
})

describe('questions asked at the same moment', () => {
  test('are answered each with its own rows, many at once and on many connections', async () => {
    const links = await transact(maven.ctx, async (tx) => Promise.all(Array.from({ length: 30 }, async () => (await mintLink(tx, { subjectId: newId(), holderId: newId() })).id)))
    await Promise.all(Array.from({ length: 40 }, () => read(maven.ctx, async (r) => {
      const found = await Promise.all(links.map((id) => r.q.selectFrom('link').select('id').where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirstOrThrow()))
      expect(found.map((row) => row.id)).toEqual(links)
    })))
  })

  test('one that fails fails the transaction; its statement is prepared again when it is asked for later', async () => {
    const never = (tx: Tx, divisor: number) => sql<{ n: number }>`select 7 / ${divisor}::integer as n`.execute(tx.q)
    const failing = transact(maven.ctx, (tx) => Promise.all([never(tx, 0), never(tx, 7), sql`select ${1}::integer as first_seen_after_a_failure`.execute(tx.q)]))
    await expect(failing).rejects.toMatchObject({ code: '22012' })
    for (let i = 0; i < 30; i += 1)
      expect(await transact(maven.ctx, async (tx) => [(await never(tx, 7)).rows[0]?.n, (await sql<{ x: number }>`select ${1}::integer as first_seen_after_a_failure`.execute(tx.q)).rows.length])).toEqual([1, 1])
  })

  test('an error that the verb swallows does not commit half', async () => {
    const id = newId()
    const outcome = transact(maven.ctx, async (tx) => {
      send(tx, insertLink(tx, id))
      await sql`select 1 / 0`.execute(tx.q).catch(() => {})
    })
    await expect(outcome).rejects.toMatchObject({ code: '25P02' })
    expect(await countLinks([id])).toBe(0)
  })
})

test('answers are let go by a short collection of garbage', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how: { type: 'minor' }) => void
  const answers: WeakRef<object>[] = []
  for (let n = 0; n < 200; n += 1) {
    answers.push(new WeakRef(await read(maven.ctx, async (r) => (await sql<{ n: number }>`select ${n}::integer as n`.execute(r.q)).rows)))
    // Twice, since what is young survives the first.
    if (n % 20 === 19) for (const _ of [1, 2]) collect({ type: 'minor' })
  }
  await new Promise((resolve) => setTimeout(resolve, 10))
  for (const _ of [1, 2]) collect({ type: 'minor' })
  expect(answers.filter((answer) => answer.deref() !== undefined).length).toBeLessThan(40)
})
