import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import type { Id } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { assignPlan, nothingHappened, publishPlanVersion } from '../program/index.ts'
import { earningsOf, lineViews, settle, statementOf, verifyLedger } from './index.ts'
import { newItem, partnerOn, planOf, qualified, referralTerms, settleOne, won } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let planId: Id
beforeAll(async () => {
  app = await testServer([])
  app.clock.now = Temporal.Instant.from('2026-11-22T10:00:00Z')
  maven = await app.workspace('Maven Labs')
  planId = await planOf(maven.ctx)
})
afterAll(() => app?.close())

// Ids, and so the order of lines, follow the clock.
const tick = () => {
  app.clock.now = app.now().add({ seconds: 1 })
}
const nordlicht = () => partnerOn(maven.ctx, { planId, from: '2026-01-01' })
const linesOf = (partnerId: Id) => read(maven.ctx, (r) => lineViews(r, { partnerId, limit: 100, oldestFirst: true }))
const amounts = async (partnerId: Id) => (await linesOf(partnerId)).map((l) => [l.component, l.amountMinor, l.currency, l.state])
const earned = async (partnerId: Id) => (await read(maven.ctx, (r) => earningsOf(r, partnerId))).currencies.map((c) => [c.earned.said, c.unpaid.said, c.next?.on, c.next?.amount.said])
const holds = async () => expect(await read(maven.ctx, verifyLedger)).toMatchObject({ ok: true, problems: [] })

describe('settle', () => {
  test('qualifying, then winning, accrues what the plan says, each once', async () => {
    const partnerId = await nordlicht()
    const item = newItem()
    expect((await settleOne(maven.ctx, partnerId, item, qualified)).lines).toMatchObject([{ kind: 'accrued', component: 'qualified', amountMinor: '40000', currency: 'EUR', earnedOn: '2026-11-03', payableOn: '2027-01-30' }])
    expect((await settleOne(maven.ctx, partnerId, item, won(8_400_000n))).lines).toMatchObject([{ kind: 'accrued', component: 'won', amountMinor: '1260000' }])
    expect((await settleOne(maven.ctx, partnerId, item, won(8_400_000n))).lines).toEqual([])
    expect(await earned(partnerId)).toEqual([['€13,000.00', '€13,000.00', '2027-01-30', '€13,000.00']])
    await holds()
  })

  test('re-opening reverses wholly; winning again books again; un-qualifying leaves nothing', async () => {
    const partnerId = await nordlicht()
    const item = newItem()
    await settleOne(maven.ctx, partnerId, item, won(8_400_000n))
    tick()
    const reopened = await settleOne(maven.ctx, partnerId, item, qualified)
    tick()
    expect(reopened.lines).toMatchObject([{ kind: 'reversed', component: 'won', amountMinor: '-1260000', payableOn: '2027-01-30' }])
    await settleOne(maven.ctx, partnerId, item, won(1_000_000n))
    tick()
    await settleOne(maven.ctx, partnerId, item, nothingHappened)
    expect(await amounts(partnerId)).toEqual([
      ['qualified', '40000', 'EUR', 'reversed'], ['won', '1260000', 'EUR', 'reversed'], ['won', '-1260000', 'EUR', 'reversal'], ['won', '150000', 'EUR', 'reversed'],
      ['qualified', '-40000', 'EUR', 'reversal'], ['won', '-150000', 'EUR', 'reversal'],
    ])
    expect(await earned(partnerId)).toEqual([['€0.00', '€0.00', undefined, undefined]])
    const [, , reversal] = await linesOf(partnerId)
    expect(reversal?.working).toEqual(['Takes back €12,600.00 earned on Fri, Nov 20, 2026 (15\u00a0% of what the customer pays in the first year).', 'The opportunity is no longer won, or no plan in force pays for it.'])
    await holds()
  })

  test('a corrected amount, day or currency: the old line is taken back, the new one computes from what it cites', async () => {
    const partnerId = await nordlicht()
    const item = newItem()
    for (const facts of [won(8_400_000n), won(7_000_000n), won(7_000_000n, '2026-10-01'), won(7_000_000n, '2026-10-01', 'USD')]) await settleOne(maven.ctx, partnerId, item, facts)
    expect((await earned(partnerId)).map(([sum]) => sum)).toEqual(['€400.00', '$10,500.00'])
    const lines = (await linesOf(partnerId)).filter((l) => l.state === 'earned')
    expect(lines.map((l) => [l.component, l.basis, l.rate])).toEqual([['qualified', null, null], ['won', { amountMinor: '7000000', currency: 'USD' }, { num: '15', den: '100' }]])
    await holds()
  })

  test('credited to another partner: the first one’s lines are taken back', async () => {
    const first = await nordlicht()
    const second = await nordlicht()
    const item = newItem()
    await settleOne(maven.ctx, first, item, won(100_000n))
    const moved = await settleOne(maven.ctx, second, item, won(100_000n))
    expect(moved.lines.map((l) => [l.partnerId === first ? 'first' : 'second', l.kind]).sort()).toEqual([['first', 'reversed'], ['first', 'reversed'], ['second', 'accrued'], ['second', 'accrued']])
    expect([(await earned(first))[0]?.[0], (await earned(second))[0]?.[0]]).toEqual(['€0.00', '€550.00'])
    await holds()
  })

  test('credited to nobody: all is taken back; what never earned leaves no trace', async () => {
    const partnerId = await nordlicht()
    const item = newItem()
    await settleOne(maven.ctx, partnerId, item, won(100_000n))
    expect((await settleOne(maven.ctx, null, item, won(100_000n))).lines.map((l) => l.kind)).toEqual(['reversed', 'reversed'])
    expect((await settleOne(maven.ctx, null, item, won(100_000n))).lines).toEqual([])
    expect((await earned(partnerId))[0]?.[0]).toBe('€0.00')
    const idle = newItem()
    await settleOne(maven.ctx, partnerId, idle, nothingHappened)
    await settleOne(maven.ctx, null, idle, won(100_000n))
    expect(await read(maven.ctx, (r) => r.q.selectFrom('commission_item').select('item_id').where('workspace_id', '=', r.workspace).where('item_id', '=', idle).execute())).toEqual([])
  })

  test('no plan in force: nothing is booked, and the reason is said; a plan given from then on is settled', async () => {
    const partnerId = await partnerOn(maven.ctx, null)
    const item = newItem()
    expect(await settleOne(maven.ctx, partnerId, item, won(100_000n))).toEqual({ lines: [], whyNot: [
      'Qualified on Tue, Nov 3, 2026. No plan was in force for the partner on that day.', 'Won on Fri, Nov 20, 2026. No plan was in force for the partner on that day.'] })
    await assignPlan(maven.ctx, partnerId, { planId, from: '2026-11-10', why: 'signed on the 10th' })
    const settled = await settleOne(maven.ctx, partnerId, item, won(100_000n))
    expect(settled.lines.map((l) => l.component)).toEqual(['won'])
    expect(settled.whyNot).toEqual(['Qualified on Tue, Nov 3, 2026. No plan was in force for the partner on that day.'])
  })

  test('a back-dated version takes back what it re-rates and books it anew', async () => {
    const own = await planOf(maven.ctx)
    const partnerId = await partnerOn(maven.ctx, { planId: own, from: '2026-01-01' })
    const item = newItem()
    await settleOne(maven.ctx, partnerId, item, won(100_000n))
    const [flat] = referralTerms.components
    await publishPlanVersion(maven.ctx, own, { ...referralTerms, components: [flat!, { id: 'won', trigger: 'opportunity.won', kind: 'percent', rate: { num: 20, den: 100 }, basis: 'first_year_revenue' }] })
    expect((await settleOne(maven.ctx, partnerId, item, won(100_000n))).lines).toEqual([])
    await assignPlan(maven.ctx, partnerId, { planId: own, from: '2026-11-15', why: 'agreed in October, entered late' })
    expect((await settleOne(maven.ctx, partnerId, item, won(100_000n))).lines.map((l) => [l.component, l.amountMinor])).toEqual([['won', '-15000'], ['won', '20000']])
    await holds()
  })

  test('what becomes known after its payment day counts for the next, and a past statement stays as it was', async () => {
    const partnerId = await nordlicht()
    const item = newItem()
    await settleOne(maven.ctx, partnerId, item, won(100_000n))
    const statement = () => read(maven.ctx, (r) => statementOf(r, partnerId, { from: '2026-10-01', to: '2026-12-31' }))
    const before = await statement()
    expect(before.currencies.map((c) => [c.opening.said, c.accrued.said, c.reversed.said, c.closing.said])).toEqual([['€0.00', '€550.00', '€0.00', '€550.00']])
    app.clock.now = Temporal.Instant.from('2027-02-10T10:00:00Z')
    const late = await settleOne(maven.ctx, partnerId, item, won(200_000n))
    expect(late.lines.map((l) => [l.kind, l.payableOn])).toEqual([['reversed', '2027-04-30'], ['accrued', '2027-04-30']])
    const after = await statement()
    expect(after.currencies[0]?.lines.map((l) => [l.component, l.amountMinor, l.bookedOn])).toEqual(before.currencies[0]?.lines.map((l) => [l.component, l.amountMinor, l.bookedOn]))
    expect(after.currencies[0]?.closing).toEqual(before.currencies[0]?.closing)
    const next = await read(maven.ctx, (r) => statementOf(r, partnerId, { currency: 'EUR', from: '2027-01-01', to: '2027-03-31' }))
    expect(next.currencies.map((c) => [c.opening.said, c.accrued.said, c.reversed.said, c.closing.said])).toEqual([['€550.00', '€300.00', '-€150.00', '€700.00']])
    const quiet = await read(maven.ctx, (r) => statementOf(r, partnerId, { from: '2027-04-01', to: '2027-06-30' }))
    expect(quiet.currencies.map((c) => [c.opening.said, c.closing.said, c.lines.length])).toEqual([['€700.00', '€700.00', 0]])
    const [earnings] = (await read(maven.ctx, (r) => earningsOf(r, partnerId))).currencies
    expect([earnings?.pastDue.said, earnings?.next?.on, earnings?.next?.amount.said]).toEqual(['€550.00', '2027-04-30', '€150.00'])
    app.clock.now = Temporal.Instant.from('2026-11-22T10:00:00Z')
  })

  test('events and the journal name what caused it; the line opens to both', async () => {
    const partnerId = await nordlicht()
    const item = newItem()
    await transact(maven.ctx, async (tx) => {
      const because = await record(tx, { type: 'referral.qualified', subject: { noun: 'referral', id: item }, partnerId, why: 'a real conversation' })
      await settle(tx, { partnerId, itemId: item, referralId: item, opportunityId: null, companyId: null, facts: async () => qualified, because, why: 'grade A' })
    })
    const [line] = await linesOf(partnerId)
    const events = await read(maven.ctx, (r) => r.q.selectFrom('event').selectAll().where('workspace_id', '=', r.workspace).where('subject_id', '=', line!.id).execute())
    expect(events).toMatchObject([{ type: 'commission.accrued', partner_id: partnerId, why: 'grade A', payload: { itemId: item, amountMinor: '40000', currency: 'EUR', corrects: null } }])
  })
})
