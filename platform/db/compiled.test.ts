import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type Id } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { compiledOnce, inserting } from './compiled.ts'
import { read, transact } from './transact.ts'

let s: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  s = await testServer([])
  maven = await s.workspace('Maven')
})
afterAll(() => s?.close())

test('each call brings its own values, workspace and moment, in whatever order they stand', async () => {
  let built = 0
  const members = compiledOnce((q, v: { email: string; n: number; none: string | null }, r) => {
    built += 1
    return q.selectFrom('member').select(['email', sql<number>`${v.n}::integer`.as('n'), sql<boolean>`${v.none}::text is null`.as('none'), sql<Temporal.Instant>`${r.now}::timestamptz`.as('at')])
      .where('workspace_id', '=', r.workspace).where('state', '=', 'active').where('email', '=', v.email).limit(v.n)
  })
  const rival = await s.workspace('Rival')
  const [ours, theirs] = await Promise.all([maven, rival].map((w) => read(w.ctx, (r) => r.q.selectFrom('member').select('email').where('workspace_id', '=', r.workspace).executeTakeFirstOrThrow())))
  const now = Temporal.Instant.from('2026-03-01T10:00:00Z')
  expect(await read({ ...maven.ctx, now }, (r) => members(r, { n: 3, email: ours!.email, none: null }))).toEqual([{ email: ours!.email, n: 3, none: true, at: now }])
  expect(await read(rival.ctx, (r) => members(r, { email: theirs!.email, none: '', n: 1 }))).toMatchObject([{ email: theirs!.email, n: 1, none: false }])
  expect(await read(maven.ctx, (r) => members(r, { email: "' or true --", none: null, n: 1 }))).toEqual([])
  expect(built).toBe(1)
})

test('rows as one value: bytes, instants and nulls come back as they were, and what is there already is left alone', async () => {
  const links = inserting<'link', 'workspace_id' | 'id' | 'token_hash' | 'subject_id' | 'holder_id' | 'created_at' | 'expires_at', { id: Id }>(
    'link', { workspace_id: 'uuid', id: 'uuid', token_hash: 'bytea', subject_id: 'uuid', holder_id: 'uuid', created_at: 'timestamptz', expires_at: 'timestamptz' }, 'on conflict do nothing returning id')
  const at = Temporal.Instant.from('2026-03-01T10:00:00.123456Z')
  const rows = [1, 2, 3].map((n) => ({ workspace_id: maven.id, id: newId(), token_hash: `\\x0${n}`, subject_id: newId(), holder_id: newId(), created_at: at, expires_at: n === 2 ? at : null }))
  const write = () => transact(maven.ctx, (tx) => links.rows(tx, rows))
  expect((await write()).map((row) => row.id)).toEqual(rows.map((row) => row.id))
  expect(await write()).toEqual([])
  const kept = await read(maven.ctx, (r) => r.q.selectFrom('link').select(['id', 'token_hash', 'created_at', 'expires_at']).where('workspace_id', '=', r.workspace).where('created_at', '=', at).orderBy('id').execute())
  expect(kept.map((row) => ({ ...row, token_hash: row.token_hash.toString('hex') }))).toEqual(rows.map((row, i) => ({ id: row.id, token_hash: `0${i + 1}`, created_at: at, expires_at: row.expires_at })))
})
