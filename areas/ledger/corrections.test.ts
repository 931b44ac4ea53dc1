import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, showId, type Id } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { part as partners } from '../partners/index.ts'
import { createPlan, part as program, planDocument, type Fact } from '../program/index.ts'
import { changesOf, mayCorrect, nextName, retold } from './corrections.ts'
import { part, recordFacts, verifyLedger } from './index.ts'
import { newItem, partnerOn, planOf, qualified, settleOne } from './test/world.ts'

describe('rules', () => {
  const sale: Fact = { kind: 'sale', id: 's-1', at: '2026-10-05', partner: 'a', amount: '100.00', currency: 'EUR' }
  test.each([
    [{ isLanguage2: true, fact: sale }, true], [{ isLanguage2: true, fact: undefined }, false], [{ isLanguage2: false, fact: undefined }, false], [{ isLanguage2: true, fact: { ...sale, source: 'introduction' } as Fact }, false], [{ isLanguage2: true, fact: { ...sale, source: 'crm' } as Fact }, true],
  ])('%o may be corrected here: %s', (one, allowed) => expect(mayCorrect({ ...one, ownSource: 'introduction' }).allowed).toBe(allowed))
  test.each([
    [{ amount: '100' }, {}], [{ amount: '100.0' }, {}], [{ amount: '10' }, { amount: { from: '100.00', to: '10' } }], [{ at: '2026-10-05' }, {}], [{ account: 'acme' }, { account: { from: null, to: 'acme' } }], [{ at: '2026-10-06', partner: 'b' }, { at: { from: '2026-10-05', to: '2026-10-06' }, partner: { from: 'a', to: 'b' } }],
  ])('%o changes %o', (change, expected) => expect(changesOf(sale, change)).toEqual(expected))
  test.each([['inv-1', [], 'inv-1:corrected-1'], ['inv-1', ['inv-1:corrected-1'], 'inv-1:corrected-2'], ['inv-1:corrected-1', ['inv-1:corrected-1'], 'inv-1:corrected-2']] as const)('%s with %o taken is told anew as %s', (id, taken, name) =>
    expect(nextName(id, (one) => (taken as readonly string[]).includes(one))).toBe(name))
  test('what is about it is told anew with it', () => {
    const pay: Fact = { kind: 'payment', id: 'p-1', at: '2026-10-09', of: 's-1', amount: '50.00' }
    expect(retold(sale, [pay], (one) => ({ ...one, at: '2026-10-06' }) as Fact, '2026-11-01', () => false).map((one) => [one.kind, one.id, 'of' in one ? one.of : one.at])).toEqual([
      ['withdrawn', 's-1:withdrawn', 's-1'], ['withdrawn', 'p-1:withdrawn', 'p-1'], ['sale', 's-1:corrected-1', '2026-10-06'], ['payment', 'p-1:corrected-1', 's-1:corrected-1'],
    ])
    expect(retold(sale, [pay], null, '2026-11-01', () => false).map((one) => one.kind)).toEqual(['withdrawn'])
  })
})

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
let studio: Id
let other: Id
const terms = { language: 2, name: 'Share', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'share', on: 'invoice', pay: { percent: '20' }, payable: 'as_collected' }], payout: { every: 'quarter', days: 30 } }
beforeAll(async () => {
  app = await testServer([partners, program, part])
  app.clock.now = Temporal.Instant.from('2026-11-22T10:00:00Z')
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
  const { id: planId } = await createPlan(maven.ctx, { name: 'Share', terms: planDocument.parse(terms) })
  studio = await partnerOn(maven.ctx, { planId, from: '2026-01-01' }, 'Studio')
  other = await partnerOn(maven.ctx, { planId, from: '2026-01-01' }, 'Other')
})
afterAll(() => app?.close())

type Line = { id: string; partner: { name: string }; amount: { amountMinor: string }; payable: { amountMinor: string } }
/** An invoice of 1,000.00 of which half was paid; its line. */
async function invoiced(id: string): Promise<Line> {
  await recordFacts(maven.ctx, [
    { kind: 'invoice', id, at: '2026-10-05', partner: showId('partner', studio), account: 'acme', amount: '1000.00', currency: 'EUR' }, { kind: 'payment', id: `pay-${id}`, at: '2026-10-09', of: id, amount: '500.00' },
  ])
  return (await maven.call('GET', '/commissions', { query: { item: id } })).json.items[0]
}
const correct = (id: string, body: object, of = maven, key = of.keys.finance) => of.call('POST', `/commissions/${id}/corrections`, { body, key })
const detail = async (id: string) => (await maven.call('GET', `/commissions/${id}`)).json
const balance = async (partner: Id) => (await maven.call('GET', `/partners/${showId('partner', partner)}/earnings`)).json.currencies.map((c: { earned: { amountMinor: string } }) => c.earned.amountMinor)

test('401 without a credential, 403 for those who may not, 404 for another’s line, 422 with the field', async () => {
  const { id } = await invoiced('ladder')
  const good = { how: 'withdrawn', why: 'Told twice.' }
  expect((await app.call('POST', `/commissions/${id}/corrections`, { body: good })).status).toBe(401)
  for (const role of ['rep', 'viewer'] as const) expect((await correct(id, good, maven, maven.keys[role])).status).toBe(403)
  expect((await correct(id, good, rival)).status).toBe(404)
  expect((await correct(showId('commission', newId()), good)).status).toBe(404)
  expect((await correct(id, { how: 'withdrawn', why: ' ' })).json).toMatchObject({ status: 422, fields: [{ field: 'why' }] })
  expect((await correct(id, { how: 'replaced', why: 'x', change: { amount: 'a lot' } })).json).toMatchObject({ status: 422, fields: [{ field: 'change.amount' }] })
  expect((await correct(id, { how: 'replaced', why: 'Nothing.', change: { amount: '1000' } })).json).toMatchObject({ code: 'ledger.correction_same', fields: [{ field: 'change' }] })
  expect((await correct(id, { how: 'replaced', why: 'Nobody.', change: { partner: showId('partner', newId()) } })).json).toMatchObject({ code: 'ledger.no_such_partner', fields: [{ field: 'change.partner' }] })
  expect((await maven.call('GET', '/facts/tray')).json.items).toEqual([])
  expect((await correct(id, good)).status).toBe(201)
})

test('another amount: the line stays, what follows is booked beside it with the reason, and what was paid on it counts for the new one', async () => {
  const line = await invoiced('inv-1')
  const before = await detail(line.id)
  expect(before).toMatchObject({ can: { correct: { allowed: true } }, about: { amount: '1000.00', currency: 'EUR' }, corrections: [], correction: null })
  const answer = await correct(line.id, { how: 'replaced', why: 'The discount was left out.', change: { amount: '800.00' } })
  expect(answer).toMatchObject({ status: 201, json: { id: expect.stringMatching(/^cor_/), commissionIds: [expect.any(String), expect.any(String)] } })
  const booked: Line[] = []
  for (const id of answer.json.commissionIds) booked.push(await detail(id))
  expect(booked.map((one) => [one.amount.amountMinor, one.payable.amountMinor]).sort()).toEqual([['-20000', '-10000'], ['16000', '10000']])
  const after = await detail(line.id)
  expect({ ...after, corrections: [], can: before.can, about: before.about, computesAgain: true, state: before.state }).toEqual({ ...before, computesAgain: true })
  expect(after).toMatchObject({ about: null, can: { correct: { allowed: false } }, corrections: [{ how: 'replaced', why: 'The discount was left out.', change: { amount: { from: '1000.00', to: '800.00' } }, facts: ['inv-1:withdrawn', 'pay-inv-1:withdrawn', 'inv-1:corrected-1', 'pay-inv-1:corrected-1'], commissionIds: answer.json.commissionIds }] })
  for (const id of answer.json.commissionIds) expect(await detail(id)).toMatchObject({ correction: { id: answer.json.id, commissionId: line.id, why: 'The discount was left out.' }, event: { why: 'The discount was left out.' } })
  const rows = await sqlIn(maven.ctx, "select type, why from event where workspace_id = $1 and why = 'The discount was left out.' order by type", [maven.id])
  expect(rows.map((row) => row.type)).toEqual(['commission.accrued', 'commission.adjusted', 'commission.corrected', 'facts.recorded'])
  expect((await correct(line.id, { how: 'withdrawn', why: 'Again.' })).json).toMatchObject({ status: 409, code: 'ledger.nothing_to_correct' })
})

test('another partner: taken back from one and booked for the other', async () => {
  const line = await invoiced('inv-2')
  const [before] = await balance(studio)
  await correct(line.id, { how: 'replaced', why: 'It was Other’s customer.', change: { partner: showId('partner', other) } })
  expect(BigInt((await balance(studio))[0]) - BigInt(before)).toBe(-20000n)
  expect(await balance(other)).toEqual(['20000'])
})

test('lowered from a day, then withdrawn: nothing of it is left', async () => {
  const line = await invoiced('inv-3')
  const lowered = await correct(line.id, { how: 'lowered', why: 'Ten seats were given back.', lowerBy: { amount: '250.00', on: '2026-11-01' } })
  expect(await detail(lowered.json.commissionIds[0])).toMatchObject({ amount: { amountMinor: '-5000' }, state: 'adjustment', fact: 'inv-3:lowered:corrected-1' })
  expect((await correct(line.id, { how: 'lowered', why: 'Too much.', lowerBy: { amount: '900000.00', on: '2026-11-01' } })).status).toBeLessThan(500)
  await correct(line.id, { how: 'withdrawn', why: 'The customer never ordered.' })
  const rows = await sqlIn(maven.ctx, "select sum(amount_minor)::text as sum from commission_line where workspace_id = $1 and item_key = 'inv-3'", [maven.id])
  expect(rows).toEqual([{ sum: '0' }])
})

test('what follows from our own rows is corrected there', async () => {
  const simple = await partnerOn(maven.ctx, { planId: await planOf(maven.ctx), from: '2026-01-01' }, 'Nordlicht')
  const { lines } = await settleOne(maven.ctx, simple, newItem(), qualified)
  const id = showId('commission', lines[0]!.id)
  expect(await detail(id)).toMatchObject({ can: { correct: { allowed: false, why: expect.stringContaining('introduction or opportunity') } } })
  expect((await correct(id, { how: 'withdrawn', why: 'No.' })).json).toMatchObject({ status: 409, code: 'ledger.correct_at_source' })
})

test('pressed twice at once it is corrected once, and the ledger holds', async () => {
  const line = await invoiced('inv-4')
  const answers = await Promise.all([1, 2, 3].map(() => correct(line.id, { how: 'replaced', why: 'Ninety.', change: { amount: '90.00' } })))
  expect(answers.map((one) => one.status).sort()).toEqual([201, 409, 409])
  const rows = await sqlIn(maven.ctx, "select sum(amount_minor)::text as sum from commission_line where workspace_id = $1 and item_key like 'inv-4%'", [maven.id])
  expect(rows).toEqual([{ sum: '1800' }])
  expect(await read(maven.ctx, verifyLedger)).toMatchObject({ ok: true, problems: [] })
})
