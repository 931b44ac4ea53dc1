import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, parseId, showId, type Id } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as events } from '../../platform/events/index.ts'
import { part as partners } from '../partners/index.ts'
import { assignPlan, createPlan, part as program, planDocument, publishPlanVersion, type Plan } from '../program/index.ts'
import { earningsOf, lineViews, openDispute, part as ledger, payableLines, postPaid, postPayment, postReturned, recordFacts, settleUnsettled, statementOf, verifyLedger } from './index.ts'
import { newItem, partnerOn, planOf, settleOne, won } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
beforeAll(async () => {
  app = await testServer([events, partners, program, ledger])
  app.clock.now = Temporal.Instant.from('2026-11-22T10:00:00Z')
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
})
afterAll(() => app?.close())

const tick = (hours = 0) => (app.clock.now = app.now().add({ hours, seconds: 1 }))
const share = (more: object = {}): Plan => planDocument.parse({
  language: 2, name: 'Share', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'share', on: 'invoice', pay: { percent: '20' }, ...more }], payout: { every: 'quarter', days: 30, minimum: '50.00' },
})
let plans = 0
const onPlan = async (terms: Plan, from = '2026-01-01'): Promise<Id> => {
  const { id } = await createPlan(maven.ctx, { name: `Share ${(plans += 1)}`, terms })
  return partnerOn(maven.ctx, { planId: id, from })
}
const shown = (id: Id) => showId('partner', id)
let facts = 0
const invoice = (partnerId: Id, amount: string, more: object = {}) => ({ kind: 'invoice', id: `inv-${(facts += 1)}`, at: '2026-11-02', partner: shown(partnerId), account: 'acme', amount, currency: 'EUR', ...more })
const tell = async (...all: object[]): Promise<Json> => {
  const answer = await maven.call('POST', '/facts', { body: { facts: all } })
  expect(answer.status, answer.text).toBe(200)
  return answer.json
}
const linesOf = (partnerId: Id) => read(maven.ctx, (r) => lineViews(r, { partnerId, limit: 10_000, oldestFirst: true }))
const amounts = async (partnerId: Id) => (await linesOf(partnerId)).map((line) => [line.item, line.amountMinor, line.payableMinor, line.state])
const total = async (partnerId: Id) => (await linesOf(partnerId)).reduce((sum, line) => sum + BigInt(line.amountMinor), 0n)
const tray = async (): Promise<Json[]> => (await maven.call('GET', '/facts/tray', { query: { limit: '200' } })).json.items
const whole = async () => expect((await read(maven.ctx, verifyLedger)).problems).toEqual([])

describe('telling facts', () => {
  test('nobody without a key, no role that may not, no empty list, no more than 1,000', async () => {
    const body = { facts: [{ id: 'x' }] }
    expect((await app.call('POST', '/facts', { body })).status).toBe(401)
    for (const role of ['rep', 'viewer'] as const) expect((await maven.call('POST', '/facts', { key: maven.keys[role], body })).status).toBe(403)
    expect((await maven.call('POST', '/facts', { body: { facts: [] } })).json.fields).toMatchObject([{ field: 'facts' }])
    expect((await maven.call('POST', '/facts', { body: { facts: Array.from({ length: 1001 }, (_, i) => ({ id: String(i) })) } })).status).toBe(422)
  })

  test('an invoice earns its share at once; told again it changes nothing; the line says all that made it', async () => {
    const partnerId = await onPlan(share())
    const one = invoice(partnerId, '1200.00')
    const first = await tell(one)
    expect(first).toMatchObject({ results: [{ id: one.id, result: 'recorded', why: null }], commissions: [expect.stringMatching(/^com_/)] })
    expect(await tell(one)).toEqual({ results: [{ id: one.id, result: 'known', why: null }], commissions: [] })
    const line = (await maven.call('GET', `/commissions/${first.commissions[0]}`)).json
    expect(line).toMatchObject({
      amount: { amountMinor: '24000', currency: 'EUR' }, payable: { amountMinor: '24000' }, item: one.id, fact: one.id, statement: '2026-Q4', isPrior: false, adjusts: null, earnedOn: '2026-11-02', payableOn: '2027-01-30',
      working: ['20\u00a0% of €1,200.00.'], clause: '20\u00a0% of each invoice, without tax. Refunds take back their part.', computesAgain: true, event: { type: 'facts.recorded' },
    })
    expect(line.journal.entries.map((e: Json) => [e.account, e.debit?.amountMinor, e.credit?.amountMinor])).toEqual([['Commission expense', '24000', undefined], ['Commission payable', undefined, '24000']])
    expect(await maven.eventTypes()).toEqual(expect.arrayContaining(['facts.recorded', 'commission.accrued']))
  })

  test('what is paid as collected waits in accrued until the customer pays, in proportion', async () => {
    const partnerId = await onPlan(share({ payable: 'as_collected' }))
    const one = invoice(partnerId, '1000.00', { tax: '190.00' })
    await tell(one)
    tick()
    await tell({ kind: 'payment', id: `p-${one.id}`, at: '2026-11-10', of: one.id, amount: '595.00' })
    expect(await amounts(partnerId)).toEqual([[one.id, '20000', '0', 'earned'], [one.id, '0', '10000', 'adjustment']])
    const balance = (await maven.call('GET', '/ledger/trial-balance')).json.currencies[0].accounts.filter((a: Json) => a.partner?.id === shown(partnerId))
    expect(balance.map((a: Json) => [a.kind, a.credit.amountMinor])).toEqual(expect.arrayContaining([['commission_accrued', '10000'], ['commission_payable', '10000']]))
    expect((await read(maven.ctx, (r) => earningsOf(r, partnerId))).currencies).toMatchObject([{ earned: { said: '€200.00' }, unpaid: { said: '€200.00' }, next: { on: '2027-01-30', amount: { said: '€100.00' } } }])
    await whole()
  })

  test('a refund takes back its part in a line of its own that follows on the first; all of it returns to nothing', async () => {
    const partnerId = await onPlan(share())
    const one = invoice(partnerId, '1000.00')
    await tell(one)
    tick()
    await tell({ kind: 'refund', id: `r1-${one.id}`, at: '2026-11-12', of: one.id, amount: '250.00' })
    tick()
    await tell({ kind: 'refund', id: `r2-${one.id}`, at: '2026-11-13', of: one.id, amount: 'all' })
    const lines = await linesOf(partnerId)
    expect(lines.map((line) => [line.amountMinor, line.state, line.fact])).toEqual([['20000', 'earned', one.id], ['-5000', 'adjustment', `r1-${one.id}`], ['-15000', 'adjustment', `r2-${one.id}`]])
    expect(lines[1]!.adjusts).toBe(lines[0]!.id)
    expect(lines[2]!.adjusts).toBe(lines[1]!.id)
    expect(lines[1]!.working.at(-1)).toBe('€150.00 is due now, €200.00 was booked.')
    expect(lines[2]!.working).toEqual(['It no longer follows from what is known.', '€150.00 is taken back.'])
    await whole()
  })

  test('a fact withdrawn never was; what holds is told under another id', async () => {
    const partnerId = await onPlan(share())
    const one = invoice(partnerId, '1000.00')
    await tell(one)
    tick()
    await tell({ kind: 'withdrawn', id: `w-${one.id}`, at: '2026-11-20', of: one.id }, { ...one, id: `${one.id}-b`, amount: '100.00' })
    expect(await total(partnerId)).toBe(2_000n)
    await whole()
  })

  test('in another currency it waits for a rate, and is used as soon as there is one', async () => {
    const partnerId = await onPlan(share())
    const one = invoice(partnerId, '100.00', { currency: 'USD' })
    await tell(one)
    expect((await tray()).filter((row) => row.key === one.id)).toMatchObject([{ waits: true, why: 'There is no rate from USD to EUR on or before 2026-11-02.', partner: { id: shown(partnerId) } }])
    tick()
    await tell({ kind: 'rate', id: `rate-${one.id}`, at: '2026-11-01', from: 'EUR', to: 'USD', rate: '1.25' })
    expect(await total(partnerId)).toBe(1_600n)
    expect((await tray()).filter((row) => row.key === one.id)).toEqual([])
  })
})

describe('facts that cannot be used', () => {
  test('are refused with the reason and kept in the tray; the others of the same telling count', async () => {
    const partnerId = await onPlan(share())
    const good = invoice(partnerId, '100.00')
    const stranger = showId('partner', newId())
    const foreign = shown(await partnerOn(rival.ctx, null))
    const told = await tell(
      good, { ...good, amount: '200.00' }, { ...invoice(partnerId, '1.00'), partner: stranger }, { ...invoice(partnerId, '1.00'), partner: foreign }, { ...invoice(partnerId, '-5') }, { ...invoice(partnerId, '5.00'), currency: 'XXQ' },
      { ...invoice(partnerId, '9007199254740993.00') }, { id: 'odd', kind: 'horoscope', at: '2026-11-02' }, {},
    )
    expect(told.results.map((r: Json) => r.result)).toEqual(['recorded', 'refused', 'refused', 'refused', 'refused', 'refused', 'recorded', 'refused', 'refused'])
    const why = new Map(told.results.map((r: Json) => [r.id + r.result, r.why]))
    expect(why.get(`${good.id}refused`)).toContain('says something else')
    expect([...why.values()]).toEqual(expect.arrayContaining([`There is no partner ${stranger}.`, `There is no partner ${foreign}.`]))
    expect(await total(partnerId)).toBe(2_000n + 180_143_985_094_819_860n)
    const open = (await tray()).filter((row) => !row.waits)
    expect(open.length).toBeGreaterThanOrEqual(7)
    expect(open.every((row) => row.why.length > 10)).toBe(true)
  })

  test('are corrected or left out, once', async () => {
    const partnerId = await onPlan(share())
    const wrong = { ...invoice(partnerId, '1,200.00') }
    await tell(wrong, { ...wrong, id: `${wrong.id}-x`, amount: 'many' })
    const rows = (await tray()).filter((row) => String(row.key).startsWith(wrong.id))
    expect(rows).toHaveLength(2)
    const decide = (id: string, body: object, options: object = {}) => maven.call('PUT', `/facts/tray/${id}/decision`, { body, ...options })
    expect((await decide(rows[0].id, { decision: 'correct', fact: { ...wrong, amount: 'still wrong' } })).json).toMatchObject({ code: 'ledger.correction_refused' })
    expect(await total(partnerId)).toBe(0n)
    expect((await decide(rows[0].id, { decision: 'correct', fact: { ...wrong, amount: '1200.00' } })).json).toEqual({ result: { id: wrong.id, result: 'recorded', why: null }, leftOut: 0 })
    expect((await decide(rows[0].id, { decision: 'correct', fact: { ...wrong, amount: '1200.00' } })).json).toEqual({ result: null, leftOut: 0 })
    expect((await decide(rows[0].id, { decision: 'discard', why: 'No' })).json.code).toBe('ledger.trayed_closed')
    expect((await decide(rows[1].id, { decision: 'discard' })).status).toBe(422)
    expect((await decide(rows[1].id, { decision: 'discard', why: 'Entered twice by the CRM.' })).status).toBe(200)
    expect((await decide(rows[1].id, { decision: 'discard', why: 'x' }, { key: maven.keys.viewer })).status).toBe(403)
    expect((await decide(rows[1].id, { decision: 'discard', why: 'x' }, { key: rival.key })).status).toBe(404)
    expect(await total(partnerId)).toBe(24_000n)
    expect((await tray()).filter((row) => String(row.key).startsWith(wrong.id))).toEqual([])
  })

  test('a refund of something unknown waits for it; an item of a day without a plan waits for the plan', async () => {
    const partnerId = await onPlan(share(), '2026-10-01')
    const one = invoice(partnerId, '1000.00')
    const early = invoice(partnerId, '500.00', { at: '2026-03-01' })
    await tell({ kind: 'refund', id: `r-${one.id}`, at: '2026-11-12', of: one.id, amount: '250.00' }, early)
    const row = async (key: string) => (await tray()).filter((r) => r.key === key)
    expect(await row(`r-${one.id}`)).toMatchObject([{ waits: true, why: `It is about “${one.id}”, which is not known yet.` }])
    expect(await row(early.id)).toMatchObject([{ waits: true, why: 'No plan was in force for the partner on 2026-03-01.' }])
    expect((await maven.call('PUT', `/facts/tray/${(await row(early.id))[0].id}/decision`, { body: { decision: 'discard', why: 'x' } })).json.code).toBe('ledger.trayed_waits')
    tick()
    await tell(one)
    expect(await total(partnerId)).toBe(15_000n)
    expect(await row(`r-${one.id}`)).toEqual([])
    tick()
    const { id } = await createPlan(maven.ctx, { name: 'Earlier', terms: share() })
    await assignPlan(maven.ctx, partnerId, { planId: id, from: '2026-01-01', why: 'signed in January' })
    await app.runJobs()
    expect(await total(partnerId)).toBe(25_000n)
    expect(await row(early.id)).toEqual([])
    await whole()
  })
})

describe('plans that change', () => {
  test('another version takes back what it rules anew and books it under itself; a running total goes on', async () => {
    const bands = (above: string) => share({ pay: { bands: { over: 'year', mode: 'marginal', rows: [{ upTo: '1000.00', percent: '10' }, { percent: above }] } } })
    const { id: planId } = await createPlan(maven.ctx, { name: 'Bands', terms: bands('20') })
    const partnerId = await partnerOn(maven.ctx, { planId, from: '2026-01-01' })
    await tell(invoice(partnerId, '900.00', { at: '2026-05-01' }), invoice(partnerId, '600.00', { at: '2026-11-05' }))
    expect(await total(partnerId)).toBe(9_000n + 1_000n + 10_000n)
    await publishPlanVersion(maven.ctx, planId, bands('30'))
    tick()
    await assignPlan(maven.ctx, partnerId, { planId, from: '2026-11-01', why: 'agreed in October' })
    await app.runJobs()
    expect(await total(partnerId)).toBe(9_000n + 1_000n + 15_000n)
    expect((await linesOf(partnerId)).map((line) => line.amountMinor)).toEqual(['9000', '11000', '-11000', '16000'])
    await whole()
  })

  test('a partner of language 1 that gets language 2: introductions count once, under the plan of their day', async () => {
    const partnerId = await partnerOn(maven.ctx, { planId: await planOf(maven.ctx), from: '2026-01-01' })
    const [before, after] = [newItem(), newItem()]
    await settleOne(maven.ctx, partnerId, before, won(100_000n, '2026-02-10'), { opportunityId: before, referralId: null })
    const { id: planId } = await createPlan(maven.ctx, { name: 'Two', terms: planDocument.parse({ language: 2, name: 'Two', currency: 'EUR', components: [{ id: 'intro', on: 'qualified', pay: { flat: '100.00' } }, { id: 'first', on: 'sale', pay: { percent: '10' } }] }) })
    tick()
    await assignPlan(maven.ctx, partnerId, { planId, from: '2026-11-10', why: 'renewed' })
    const settle = (facts: Parameters<typeof settleOne>[3]) => settleOne(maven.ctx, partnerId, after, facts, { opportunityId: after, referralId: null })
    tick()
    expect((await settle(won(200_000n, '2026-11-20'))).lines.map((line) => [line.component, line.amountMinor])).toEqual([['first', '20000'], ['qualified', '40000']])
    expect((await settle(won(200_000n, '2026-11-20'))).lines).toEqual([])
    tick()
    expect((await settle(won(300_000n, '2026-11-20'))).lines.map((line) => [line.component, line.amountMinor])).toEqual([['first', '-20000'], ['first', '30000']])
    tick()
    expect((await settle({ qualifiedOn: '2026-11-03', won: null })).lines.map((line) => [line.component, line.amountMinor])).toEqual([['first', '-30000']])
    tick()
    await settle(won(300_000n, '2026-11-20'))
    expect(await total(partnerId)).toBe(40_000n + 15_000n + 40_000n + 30_000n)
    expect((await tray()).filter((row) => row.partner?.id === shown(partnerId))).toEqual([])
    await whole()
  })
})

describe('races', () => {
  test('32 writers on one partner: nothing is lost and nothing is made, caps and running totals included', async () => {
    const partnerId = await onPlan(share({ pay: { bands: { over: 'year', mode: 'marginal', rows: [{ upTo: '1000.00', percent: '10' }, { percent: '20' }] } }, limits: { perPeriod: { amount: '400.00', over: 'year' } } }))
    const all = Array.from({ length: 96 }, (_, i) => invoice(partnerId, `${20 + i}.37`, { at: `2026-0${1 + (i % 9)}-15` }))
    await Promise.all(Array.from({ length: 32 }, async (_, w) => {
      for (const one of all.filter((_one, i) => i % 32 === w)) await tell(one)
    }))
    expect(await total(partnerId)).toBe(40_000n)
    await whole()
  })

  test('the same fact by 32 at once counts once; an invoice and its refund at the same moment meet', async () => {
    const partnerId = await onPlan(share())
    const one = invoice(partnerId, '1000.00')
    const told = await Promise.all(Array.from({ length: 32 }, () => tell(one)))
    expect(told.filter((t) => t.results[0].result === 'recorded')).toHaveLength(1)
    const pairs = Array.from({ length: 12 }, () => invoice(partnerId, '100.00'))
    await Promise.all(pairs.flatMap((two) => [tell(two), tell({ kind: 'refund', id: `r-${two.id}`, at: '2026-11-13', of: two.id, amount: '50.00' })]))
    expect(await total(partnerId)).toBe(20_000n + 12n * 1_000n)
    await whole()
  })

  test('a protection and a sale on the same account at the same moment see each other', async () => {
    const terms = planDocument.parse({ language: 2, name: 'Protected', currency: 'EUR', components: [{ id: 'held', on: 'sale', to: 'protected', pay: { percent: '10' } }] })
    const [holder, seller] = [await onPlan(terms), await onPlan(terms)]
    for (let round = 0; round < 8; round += 1) {
      const account = `race-${round}`
      const sale = { kind: 'sale', id: `s-${account}`, at: '2026-06-01', partner: shown(seller), account, amount: '100.00', currency: 'EUR' }
      await Promise.all([tell(sale), tell({ kind: 'protection', id: `p-${account}`, at: '2026-05-01', partner: shown(holder), account, days: 90 })])
    }
    expect(await total(holder)).toBe(8_000n)
    await whole()
  })
})

describe('what is told at the same moment as a withdrawal, a refund or a refusal', () => {
  const terms = planDocument.parse({ language: 2, name: 'Not the first', currency: 'EUR', components: [{ id: 'new_here', on: 'renewal', where: { field: 'first_day', notBefore: '2026-04-01' }, pay: { percent: '20' } }, { id: 'free', on: 'expansion', where: { field: 'protected', is: 'yes' }, pay: { percent: '20' } }] })
  let round = 0
  const start = async () => {
    const [first, second] = [await onPlan(share()), await onPlan(terms)]
    const account = `moment-${(round += 1)}`
    const fact = (kind: string, id: string, at: string, partnerId: Id, more: object = {}) => ({ kind, id: `${account}-${id}`, at, partner: shown(partnerId), account, ...(kind === 'protection' ? { days: 300 } : { amount: '100.00', currency: 'EUR' }), ...more })
    return { first, second, account, fact }
  }
  /** `one` is told and not committed yet when `other` comes. */
  const meet = async (one: object, other: object) => {
    let second: Promise<unknown> = Promise.resolve()
    await transact(maven.ctx, async (tx) => {
      await recordFacts(tx, [one])
      second = recordFacts(maven.ctx, [other])
      await new Promise((resolve) => setTimeout(resolve, 250))
    })
    await second
  }

  test('each sees the other, whichever comes first', { timeout: 60_000 }, async () => {
    for (const [name, of, about, then] of [['withdrawn', 'sale', { kind: 'withdrawn' }, 'renewal'], ['refused', 'protection', { kind: 'decision', outcome: 'refused' }, 'expansion']] as const)
      for (const isFirst of [true, false]) {
        const { first, second, account, fact } = await start()
        const before = fact(of, 'before', '2026-03-01', first)
        await tell(before, ...(of === 'protection' ? [fact('protection', 'late', '2026-03-05', second)] : []))
        const [takenBack, sale] = [{ id: `${account}-${name}`, at: '2026-03-02', of: before.id, ...about }, fact(then, 'then', '2026-04-01', second)]
        await (isFirst ? meet(takenBack, sale) : meet(sale, takenBack))
        // Nobody bought there before any more, or protects it.
        expect([name, isFirst, await total(second)]).toEqual([name, isFirst, 2_000n])
        await whole()
      }
  })

  test('also where the fact itself is told at that moment', { timeout: 60_000 }, async () => {
    for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]]) {
      const { first, second, account, fact } = await start()
      const before = fact('sale', 'before', '2026-03-01', first)
      const told = [before, { kind: 'withdrawn', id: `${account}-w`, at: '2026-03-02', of: before.id }, fact('renewal', 'then', '2026-04-01', second)]
      await Promise.all(order.map((n) => recordFacts(maven.ctx, [told[n]])))
      expect([order, await total(second)]).toEqual([order, 2_000n])
      await whole()
    }
  })

  test('a manager and a sale below meet', { timeout: 60_000 }, async () => {
    const firm = planDocument.parse({ language: 2, name: 'Firm', currency: 'EUR', components: [{ id: 'pool', on: 'sale', to: { above: 1 }, pay: { percent: '10' } }] })
    for (const isFirst of [true, false, undefined]) {
      const [manager, member] = [await onPlan(firm), await onPlan(terms)]
      const [above, sale] = [{ kind: 'above', id: `above-${(round += 1)}`, at: '2026-01-01', partner: shown(member), manager: shown(manager) }, { kind: 'sale', id: `below-${round}`, at: '2026-03-01', partner: shown(member), account: `firm-${round}`, amount: '100.00', currency: 'EUR' }]
      await (isFirst === undefined ? tell(sale).then(() => tell(above)) : isFirst ? meet(above, sale) : meet(sale, above))
      expect([isFirst, await total(manager)]).toEqual([isFirst, 1_000n])
      await tell({ kind: 'withdrawn', id: `${above.id}:withdrawn`, at: '2026-04-01', of: above.id })
      expect([isFirst, await total(manager)]).toEqual([isFirst, 0n])
      await whole()
    }
  })
})

test('what is so of the program, who is credited with a whole account, and who gets a share by name reach everybody they concern', async () => {
  const terms = planDocument.parse({
    language: 2, name: 'Wide', currency: 'EUR', components: [
      { id: 'share', on: 'sale', where: { field: 'campaign', is: 'on' }, pay: { percent: '10' } },
      { id: 'finder', share: { of: 'share', percent: '50', to: { field: 'finder' } } },
    ],
  })
  const [seller, other, finder] = [await onPlan(terms), await onPlan(terms), await onPlan(terms)]
  const sale = (id: string, more: object = {}) => ({ kind: 'sale', id, at: '2026-06-01', partner: shown(seller), account: 'wide', amount: '100.00', currency: 'EUR', ...more })
  await tell(sale('wide-1'), sale('wide-2', { at: '2026-07-01' }), sale('wide-3', { account: 'else', fields: { finder: shown(finder) } }), sale('wide-4', { account: 'else', fields: { finder: 'somebody' } }))
  expect(await total(seller)).toBe(0n)
  tick()
  await tell({ kind: 'standing', id: 'campaign', at: '2026-01-01', name: 'campaign', value: 'on' })
  await settleUnsettled(maven.ctx)
  expect([await total(seller), await total(finder)]).toEqual([4_000n, 500n])
  expect((await tray()).filter((row) => row.key === 'wide-4')).toMatchObject([{ waits: true, why: 'Its share goes to “somebody”, who is no partner.' }])
  tick()
  await tell({ kind: 'credited', id: 'credited-wide', at: '2026-06-15', account: 'wide', partners: [{ partner: shown(other), weight: 1 }] })
  expect([await total(seller), await total(other)]).toEqual([3_000n, 1_000n])
  tick()
  await tell({ kind: 'credited', id: 'credited-3', at: '2026-06-20', of: 'wide-3', partners: [{ partner: shown(other), weight: 1 }] }, { kind: 'refund', id: 'refund-3', at: '2026-06-25', of: 'wide-3', amount: '50.00' })
  expect([await total(seller), await total(other), await total(finder)]).toEqual([2_000n, 1_500n, 250n])
  await whole()
})

test('instalments, what is paid on payments, and fees that a partner owes are booked as they are', async () => {
  const terms = planDocument.parse({
    language: 2, name: 'Odd', currency: 'EUR', components: [
      { id: 'parts', on: 'sale', pay: { percent: '10' }, instalments: { count: 3, everyMonths: 12 } }, { id: 'on_payment', on: 'payment', pay: { percent: '5' } }, { id: 'fee', on: 'activity', pay: { flat: '30.00' }, owes: true },
    ],
  })
  const partnerId = await onPlan(terms)
  await tell({ kind: 'sale', id: 'odd/1#a', at: '2026-06-01', partner: shown(partnerId), amount: '100.00', currency: 'EUR' }, { kind: 'payment', id: 'odd-pay', at: '2026-06-10', of: 'odd/1#a', amount: '40.00' }, { kind: 'activity', id: 'odd-fee', at: '2026-07-01', partner: shown(partnerId) })
  expect((await linesOf(partnerId)).map((line) => [line.item, line.component, line.amountMinor, line.earnedOn]).sort()).toEqual([
    ['odd-fee', 'fee', '-3000', '2026-07-01'], ['odd-pay', 'on_payment', '200', '2026-06-10'], ['odd/1#a#1', 'parts', '334', '2026-06-01'], ['odd/1#a#2', 'parts', '333', '2027-06-01'], ['odd/1#a#3', 'parts', '333', '2028-06-01'],
  ])
  tick()
  await tell({ kind: 'cancellation', id: 'odd-gone', at: '2027-01-01', of: 'odd/1#a' })
  expect(await total(partnerId)).toBe(334n + 200n - 3000n)
  await whole()
})

test('a firm is paid for what those below it sell, wherever their facts were told', async () => {
  const terms = planDocument.parse({ language: 2, name: 'Firm', currency: 'EUR', components: [{ id: 'firm', on: 'sale', to: { above: 1 }, pay: { bands: { over: 'year', mode: 'marginal', rows: [{ upTo: '150.00', percent: '10' }, { percent: '20' }] } } }] })
  const [firm, one, two] = [await onPlan(terms), await onPlan(terms), await onPlan(terms)]
  const sale = (partnerId: Id, id: string) => ({ kind: 'sale', id, at: '2026-06-01', partner: shown(partnerId), amount: '100.00', currency: 'EUR' })
  await tell(sale(one, 'firm-1'))
  expect([await total(firm), await total(one)]).toEqual([0n, 1_000n])
  tick()
  await tell(...[one, two].map((partnerId, i) => ({ kind: 'above', id: `firm-above-${i}`, at: '2026-01-01', partner: shown(partnerId), manager: shown(firm) })))
  tick()
  await tell(sale(two, 'firm-2'))
  expect([await total(firm), await total(one), await total(two)]).toEqual([1_000n + 500n + 1_000n, 0n, 0n])
  await whole()
})

test('many facts told without settling are settled once for each partner', async () => {
  const ids = await Promise.all([onPlan(share()), onPlan(share())])
  const all = Array.from({ length: 400 }, (_, i) => invoice(ids[i % 2]!, '10.00', { account: 'in-bulk' }))
  await recordFacts(maven.ctx, all, { settle: 'later' })
  expect(await total(ids[0])).toBe(0n)
  expect(await settleUnsettled(maven.ctx)).toBe(2)
  expect([await total(ids[0]), await total(ids[1])]).toEqual([40_000n, 40_000n])
  expect(await settleUnsettled(maven.ctx)).toBe(0)
  await whole()
})

describe('payments', () => {
  const payable = (partnerId: Id, on = '2027-01-30') => read(maven.ctx, (r) => payableLines(r, on, { partnerId }))
  const pay = (partnerId: Id, lineIds: Id[], paymentId = newId(), withheldMinor = 0n) => transact(maven.ctx, (tx) => postPayment(tx, { paymentId, partnerId, currency: 'EUR', lineIds, withheldMinor, because: null }))

  test('take what may be paid once, arrive, come back and go out again; the books hold at each step', async () => {
    const partnerId = await onPlan(share())
    await tell(invoice(partnerId, '1000.00'))
    expect(await payable(partnerId, '2027-01-29')).toEqual([])
    const lines = await payable(partnerId)
    expect(lines).toMatchObject([{ payableMinor: 20_000n, terms: { minimumMinor: 5_000n }, isDisputed: false }])
    const paymentId = newId()
    for (let again = 0; again < 2; again += 1) expect(await pay(partnerId, lines.map((l) => l.id), paymentId, 3_000n)).toEqual({ grossMinor: 20_000n, vatMinor: 0n })
    expect(await payable(partnerId)).toEqual([])
    await expect(pay(partnerId, lines.map((l) => l.id))).rejects.toMatchObject({ code: 'ledger.already_in_payment' })
    await whole()
    const step = (what: typeof postPaid) => transact(maven.ctx, (tx) => what(tx, paymentId, null))
    for (let again = 0; again < 2; again += 1) await step(postPaid)
    await whole()
    expect((await read(maven.ctx, (r) => statementOf(r, partnerId, { from: '2026-11-01', to: '2026-12-31' }))).currencies).toMatchObject([{ accrued: { said: '€200.00' }, paid: { said: '€200.00' }, closing: { said: '€0.00' } }])
    for (let again = 0; again < 2; again += 1) await step(postReturned)
    await expect(step(postPaid)).rejects.toMatchObject({ code: 'ledger.payment_returned' })
    await whole()
    expect(await payable(partnerId)).toHaveLength(1)
    await pay(partnerId, lines.map((l) => l.id))
    await whole()
  })

  test('a line that is disputed is not paid until that is settled', async () => {
    const partnerId = await onPlan(share())
    await tell(invoice(partnerId, '1000.00'))
    const [line] = await payable(partnerId)
    await openDispute(maven.ctx, { lineId: line!.id, reason: 'amount', body: 'It was twice as much.', evidence: null, sourceKey: 'disputed-line' })
    expect(await payable(partnerId)).toMatchObject([{ isDisputed: true }])
    await expect(pay(partnerId, [line!.id])).rejects.toMatchObject({ code: 'ledger.disputed' })
  })

  test('of 16 that want the same line one gets it; nothing and the lines of others cannot be paid', async () => {
    const [partnerId, other] = [await onPlan(share()), await onPlan(share())]
    await tell(invoice(partnerId, '1000.00'), invoice(other, '1000.00'))
    const lines = await payable(partnerId)
    const outcomes = await Promise.allSettled(Array.from({ length: 16 }, () => pay(partnerId, lines.map((l) => l.id))))
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1)
    await expect(pay(partnerId, (await payable(other)).map((l) => l.id))).rejects.toMatchObject({ code: 'ledger.not_payable' })
    await expect(pay(other, [])).rejects.toMatchObject({ code: 'ledger.nothing_to_pay' })
    await whole()
  })
})

test('what a partner is called stands where a sentence would have an id', async () => {
  const terms = planDocument.parse({ language: 2, name: 'Above', currency: 'EUR', components: [{ id: 'share', on: 'sale', pay: { percent: '10' } }, { id: 'manager', share: { of: 'share', percent: '50', to: { above: 1 } } }] })
  const [seller, manager] = [await onPlan(terms), await onPlan(terms)]
  await tell({ kind: 'above', id: 'above-1', at: '2026-01-01', partner: shown(seller), manager: shown(manager) })
  await tell({ kind: 'sale', id: 'above-sale', at: '2026-06-01', partner: shown(seller), amount: '100.00', currency: 'EUR' })
  const [line] = await linesOf(manager)
  expect(line).toMatchObject({ amountMinor: '500', sellerId: seller, item: 'above-sale' })
  expect(line!.working.join(' ')).toMatch(/50\u00a0% of the €10\.00 that Nordlicht \d+ earned\./)
  expect(parseId('partner', shown(seller))).toBe(seller)
})
