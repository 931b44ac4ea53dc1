// A line is disputed while it is being paid: a row lock decides. Either the dispute holds the money or it is refused because it is on its way.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type Id } from '../../kernel/ids.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { part as program } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { mayDispute } from './dispute-rules.ts'
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
const said = (outcome: PromiseSettledResult<unknown>) => (outcome.status === 'fulfilled' ? 'done' : outcome.reason instanceof Refusal ? outcome.reason.code : String(outcome.reason))

test.each([[false, true], [true, false]])('being paid %s: may be disputed %s', (isOnItsWay, allowed) =>
  expect(mayDispute({ until: null, today: Temporal.PlainDate.from('2026-11-22'), last: null, isOnItsWay }).allowed).toBe(allowed))

test('twenty times at once, now one first and now the other: exactly one of the two', async () => {
  const outcomes = new Set<string>()
  for (let round = 0; round < 20; round += 1) {
    const lineId = await line()
    const first = round % 2 === 0
    const [one, other] = await Promise.allSettled(first ? [pay(lineId), dispute(lineId)] : [dispute(lineId), pay(lineId)])
    const [paid, disputed] = first ? [said(one!), said(other!)] : [said(other!), said(one!)]
    expect([['done', 'ledger.being_paid'], ['ledger.disputed', 'done']]).toContainEqual([paid, disputed])
    outcomes.add(paid)
  }
  expect(outcomes.size).toBeGreaterThan(0)
  expect((await read(maven.ctx, verifyLedger)).problems).toEqual([])
})

test('once it has arrived, or came back, it can be disputed', async () => {
  for (const end of [postPaid, postReturned]) {
    const [lineId, paymentId] = [await line(), newId()]
    await pay(lineId, paymentId)
    await expect(dispute(lineId)).rejects.toMatchObject({ code: 'ledger.being_paid' })
    await transact(maven.ctx, (tx) => end(tx, paymentId, null))
    expect(await dispute(lineId)).toMatchObject({ isNew: true })
  }
})
