// A line is disputed while it is being paid: the lock of its item decides. Either its money is held and the payment refused, or it is on its way and
// the dispute is heard all the same; should it come back, it is held then.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type Id } from '../../kernel/ids.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { part as partners } from '../partners/index.ts'
import { part as program } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { openDispute, part, postPaid, postPayment, postReturned, verifyLedger } from './index.ts'
import { newItem, partnerOn, planOf, qualified, settleOne } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let partnerId: Id
beforeAll(async () => {
  app = await testServer([partners, promises, program, part])
  app.clock.now = Temporal.Instant.from('2026-11-22T10:00:00Z')
  maven = await app.workspace('Maven Labs')
  partnerId = await partnerOn(maven.ctx, { planId: await planOf(maven.ctx), from: '2026-01-01' })
})
afterAll(() => app?.close())

const line = async (): Promise<Id> => (await settleOne(maven.ctx, partnerId, newItem(), qualified)).lines[0]!.id
const pay = (lineId: Id, paymentId = newId()) => transact(maven.ctx, (tx) => postPayment(tx, { paymentId, partnerId, currency: 'EUR', lineIds: [lineId], withheldMinor: 0n, because: null }))
const dispute = (lineId: Id) => openDispute(maven.ctx, { lineId, reason: 'amount', body: 'We agreed on something else.', evidence: null, sourceKey: newId() })
const isHeld = async (lineId: Id) => (await sqlIn(maven.ctx, 'select commission_line_id from held_line where commission_line_id = $1', [lineId])).length > 0
const said = (outcome: PromiseSettledResult<unknown>) => (outcome.status === 'fulfilled' ? 'done' : outcome.reason instanceof Refusal ? outcome.reason.code : String(outcome.reason))

test('twenty times at once, now one first and now the other: the dispute is heard, and the money is held or on its way', async () => {
  const outcomes = new Set<string>()
  for (let round = 0; round < 20; round += 1) {
    const lineId = await line()
    const first = round % 2 === 0
    const [one, other] = await Promise.allSettled(first ? [pay(lineId), dispute(lineId)] : [dispute(lineId), pay(lineId)])
    const [paid, disputed] = first ? [said(one!), said(other!)] : [said(other!), said(one!)]
    expect([['done', 'done'], ['ledger.disputed', 'done']]).toContainEqual([paid, disputed])
    expect(await isHeld(lineId)).toBe(paid !== 'done')
    outcomes.add(paid)
  }
  expect(outcomes.size).toBeGreaterThan(0)
  expect((await read(maven.ctx, verifyLedger)).problems).toEqual([])
})

test('what is on its way when it is disputed is held once it comes back, and stays paid where it arrives', async () => {
  for (const [end, held] of [[postReturned, true], [postPaid, false]] as const) {
    const [lineId, paymentId] = [await line(), newId()]
    await pay(lineId, paymentId)
    expect(await dispute(lineId)).toMatchObject({ isNew: true })
    expect(await isHeld(lineId)).toBe(false)
    await transact(maven.ctx, (tx) => end(tx, paymentId, null))
    expect(await isHeld(lineId)).toBe(held)
  }
  expect((await read(maven.ctx, verifyLedger)).problems).toEqual([])
})
