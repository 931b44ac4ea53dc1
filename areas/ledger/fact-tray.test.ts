import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, showId } from '../../kernel/ids.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { part as ledger, recordFacts } from './index.ts'

let app: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  app = await testServer([ledger])
  maven = await app.workspace('Maven Labs')
})
afterAll(() => app?.close())

const [nobody, stranger] = [showId('partner', newId()), showId('partner', newId())]
const sale = (id: string, partner: string) => ({ kind: 'sale', id, partner, amount: '100.00', currency: 'EUR', at: '2026-03-01' })
const tray = async (waits = 'false'): Promise<Json[]> => (await maven.call('GET', '/facts/tray', { key: maven.key, query: { waits, limit: '200' } })).json.items
const leaveOut = (id: string, body: object = {}) => maven.call('PUT', `/facts/tray/${id}/decision`, { body: { decision: 'discard', why: 'The wrong file.', alike: true, ...body } })

test('what was not taken for one reason is left out at once, each with its event, and nothing else', async () => {
  await recordFacts(maven.ctx, [...Array.from({ length: 30 }, (_, n) => sale(`n${n}`, nobody)), sale('s1', stranger), sale('s2', stranger), { kind: 'refund', id: 'early', of: 'later', amount: 'all', at: '2026-03-02' }])
  const rows = await tray()
  expect(rows.map((row) => row.alike)).toEqual([...Array.from({ length: 30 }, () => 29), 1, 1])
  const first = await leaveOut(rows[0].id)
  expect([first.status, first.json]).toEqual([200, { result: null, leftOut: 30 }])
  expect((await leaveOut(rows[7].id)).json).toEqual({ result: null, leftOut: 0 })
  expect((await tray()).map((row) => [row.key, row.alike])).toEqual([['s1', 1], ['s2', 1]])
  expect(await tray('true')).toMatchObject([{ key: 'early', alike: 0 }])
  expect(await sqlIn(maven.ctx, "select count(distinct subject_id)::int as facts, min(why) as why from event where type = 'fact.discarded'")).toEqual([{ facts: 30, why: 'The wrong file.' }])
  expect((await leaveOut((await tray('true'))[0].id)).json.code).toBe('ledger.trayed_waits')
  expect((await leaveOut(rows[0].id, { alike: 'yes' })).json.fields).toMatchObject([{ field: 'alike' }])
})

test('two who leave out the same at once leave each out once', async () => {
  const [one, other] = await tray()
  const both = await Promise.all([leaveOut(one.id), leaveOut(other.id)])
  expect(both.map((answer) => answer.json.leftOut).sort()).toEqual([0, 2])
  expect(await tray()).toEqual([])
})
