import fc from 'fast-check'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { arraysOf } from './arrays.ts'
import { read } from './transact.ts'

let s: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  s = await testServer([])
  maven = await s.workspace('Maven')
})
afterAll(() => s?.close())

const given = arraysOf({ n: 'integer', text: 'text', body: 'jsonb' })
type Row = { n: number; text: string | null; body: unknown }
const there = async (rows: Row[]): Promise<Row[]> =>
  read(maven.ctx, async (r) => (await r.q.executeQuery(CompiledQuery.raw(`select ${given.names} from ${given.from('x', 1)} order by n`, given.values(rows)))).rows as Row[])

test('whatever stands in a value comes back as it was and moves nothing into another column', async () => {
  const hostile = ['', 'NULL', 'null', '"', '\\', '\\"', '","', '{', '}', '{},{}', "'", "'); drop table event; --", ' , ', '\n\t\r', 'Ünïcödé 华为 שלום 🙂', '\\x00', '$1', '%']
  const rows = [...hostile, null].map((text, n) => ({ n, text, body: text === null ? [] : { [text]: [text, null, { text }] } }))
  expect(await there(rows)).toEqual(rows)
})

test('so do values of every kind', async () => {
  const text = fc.string({ unit: 'binary' }).map((one) => one.replaceAll('\u0000', ''))
  // JSON knows no negative zero: it is written as 0, so what is given is what JSON can say.
  const body = fc.jsonValue({ stringUnit: 'grapheme' }).filter((one) => one !== null && !JSON.stringify(one).includes('\\u0000')).map((one): unknown => JSON.parse(JSON.stringify(one)))
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ text: fc.option(text), body }), { maxLength: 12 }), async (some) => {
    const rows = some.map((one, n) => ({ n, ...one }))
    expect(await there(rows)).toEqual(rows)
  }), { numRuns: 30 })
})

test('no rows are no rows, and the statement is the same however many there are', async () => {
  expect(await there([])).toEqual([])
  expect(given.from('x', 4)).toBe('unnest($4::integer[], $5::text[], $6::jsonb[]) as x("n", "text", "body")')
  expect(given.values([]).length).toBe(given.values([{ n: 1, text: 'a', body: 1 }, { n: 2, text: 'b', body: 2 }]).length)
})
