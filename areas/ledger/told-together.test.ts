// A refund that was withdrawn: in whatever order the three are told, and whichever of them together, the whole sale counts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { showId } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { testServer, type TestServer } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { createPlan, part as program, planDocument } from '../program/index.ts'
import { lineViews, part as ledger, recordFacts, settleUnsettled } from './index.ts'
import { partnerOn } from './test/world.ts'

let app: TestServer
beforeAll(async () => {
  app = await testServer([partners, program, ledger])
  app.clock.now = Temporal.Instant.from('2028-01-10T09:00:00Z')
})
afterAll(() => app?.close())

const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
const ways = [{ way: 'all at once', cut: (all: object[]) => [all] }, { way: 'one by one', cut: (all: object[]) => all.map((one) => [one]) }, { way: 'two and then one', cut: (all: object[]) => [all.slice(0, 2), all.slice(2)] }, { way: 'one and then two', cut: (all: object[]) => [all.slice(0, 1), all.slice(1)] }]
describe.each(ways)('$way', ({ cut }) => {
  test.each(orders)('%i %i %i', async (...order) => {
    const ws = await app.workspace('Maven Labs')
    const { id: planId } = await createPlan(ws.ctx, { name: 'P', terms: planDocument.parse({ language: 2, name: 'P', currency: 'EUR', components: [{ id: 'a', on: 'invoice', pay: { percent: '10' } }] }) })
    const id = await partnerOn(ws.ctx, { planId, from: '2020-01-01' })
    const facts = [{ kind: 'invoice', id: 'i', at: '2025-10-22', partner: showId('partner', id), account: 'x', amount: '100.00', currency: 'EUR' }, { kind: 'refund', id: 'r', at: '2025-10-22', of: 'i', amount: 'all' }, { kind: 'withdrawn', id: 'w', at: '2025-05-18', of: 'r' }]
    const mixed = order.map((n) => facts[n]!)
    for (const [i, chunk] of cut(mixed).entries()) await recordFacts(ws.ctx, chunk, i % 2 ? { settle: 'later' } : {})
    await settleUnsettled(ws.ctx)
    expect((await read(ws.ctx, (r) => lineViews(r, { partnerId: id, limit: 100, oldestFirst: true }))).reduce((sum, line) => sum + BigInt(line.amountMinor), 0n)).toBe(1000n)
  })
})
