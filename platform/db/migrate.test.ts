import { expect, test } from 'vitest'
import { cloneDatabase, databaseUrl, dropDatabase } from '../../test/setup/database.ts'
import { migrate, migrationFiles, pending, plan } from './migrate.ts'
import { Client } from 'pg'

const file = (name: string, sql = name) => ({ name, sql, sha256: `hash of ${sql}` })
const first = file('0001-first')
const second = file('0002-second')
const third = file('0003-third')

test.each([
  { applied: [], waiting: [first, second, third] },
  { applied: [first], waiting: [second, third] },
  { applied: [first, second, third], waiting: [] },
])('applies what is missing, in order', ({ applied, waiting }) => {
  expect(plan([first, second, third], applied)).toEqual(waiting)
})

test.each([
  { why: 'a file changed after it was applied', files: [file('0001-first', 'other')], applied: [first], says: /0001-first was changed/ },
  { why: 'the database is newer than the code', files: [first], applied: [first, second], says: /newer than this release: it has the migration 0002-second/ },
  { why: 'a file slipped in before an applied one', files: [first, second, third], applied: [first, third], says: /0002-second comes before 0003-third/ },
])('refuses when $why', ({ files, applied, says }) => {
  expect(() => plan(files, applied)).toThrow(says)
})

test('a migrated database has nothing pending and can be migrated again; an empty one lacks everything', async () => {
  const clone = await cloneDatabase()
  expect(await pending(clone.url)).toEqual([])
  expect(await migrate(clone.url, { log: () => {} })).toEqual([])
  const client = new Client({ connectionString: clone.url })
  await client.connect()
  const empty = `${new URL(clone.url).pathname.slice(1)}_empty`
  await client.query(`create database ${empty} template template0`)
  expect(await pending(databaseUrl(clone.url, empty))).toEqual(migrationFiles().map(({ name }) => name))
  await dropDatabase(client, empty)
  await client.end()
  await clone.drop()
})

test('two processes that migrate one empty database at once apply each migration once', async () => {
  const clone = await cloneDatabase()
  const client = new Client({ connectionString: clone.url })
  await client.connect()
  const name = `${new URL(clone.url).pathname.slice(1)}_twice`
  await client.query(`create database ${name} template template0`)
  const url = databaseUrl(clone.url, name)
  const said: string[] = []
  const applied = await Promise.all([1, 2].map(() => migrate(url, { log: (line) => said.push(line) })))
  expect(applied.flat().sort()).toEqual(migrationFiles().map((each) => each.name))
  expect(said.join('\n')).toContain('Waiting for another process')
  await dropDatabase(client, name)
  await client.end()
  await clone.drop()
})
