import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { transact } from '../db/transact.ts'
import { record, recordAll } from './record.ts'

let app: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  app = await testServer([])
  maven = await app.workspace('Maven Labs')
})
afterAll(() => app?.close())

test('an event is kept as it was told: who, when to the microsecond, why and what', async () => {
  const subject = { noun: 'partner' as const, id: newId() }
  const now = Temporal.Instant.from('2026-11-27T09:30:15.123456Z')
  const payload = { amountMinor: '9007199254740993', list: [1, null, { deep: 'a "quoted" \\ ü €' }], none: null, yes: true }
  const id = await transact({ ...maven.ctx, now, requestId: 'request 1' }, (tx) => record(tx, { type: 'partner.tested', subject, partnerId: subject.id, why: 'O’Brien said “so”\n\\ and \t“\'', payload }))
  const [row] = await sqlIn(maven.ctx, 'select *, at::text as moment from event where id = $1', [id])
  expect(row).toMatchObject({ type: 'partner.tested', subject_type: 'partner', subject_id: subject.id, partner_id: subject.id, company_id: null, actor_kind: 'member', moment: '2026-11-27 09:30:15.123456+00', why: 'O’Brien said “so”\n\\ and \t“\'', request_id: 'request 1', payload })
})

test('half a character in what somebody typed is no reason to refuse a change', async () => {
  const id = await transact(maven.ctx, (tx) => record(tx, { type: 'partner.tested', subject: { noun: 'partner', id: newId() }, why: 'cut \ud83d' }))
  expect((await sqlIn(maven.ctx, 'select why from event where id = $1', [id]))[0]).toEqual({ why: 'cut \ufffd' })
})

test('thousands in one transaction are all there, in the order in which they were told', async () => {
  const ids = await transact(maven.ctx, (tx) => recordAll(tx, Array.from({ length: 2300 }, (_, n) => ({ type: 'partner.counted', subject: { noun: 'partner' as const, id: newId() }, payload: { n } }))))
  const rows = await sqlIn(maven.ctx, "select id, payload from event where type = 'partner.counted' order by id", [])
  expect(rows.map((row) => [row['id'], row['payload']])).toEqual(ids.map((id, n) => [id, { n }]))
})
