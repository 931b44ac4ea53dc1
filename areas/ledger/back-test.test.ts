import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { transact } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { part as coselling } from '../coselling/index.ts'
import { part as partners } from '../partners/index.ts'
import { createPlan, part as program, planDocument } from '../program/index.ts'
import { mayCancelBackTest, secondsLeft, thousandths } from './back-test-rules.ts'
import { part, recordFacts, runBackTest, startBackTest } from './index.ts'
import { newItem, partnerOn, planOf, qualified, settleOne, won } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
let simple: Id
let billed: Id
let planId: Id
const share = (percent: string) => ({ language: 2, name: 'Share', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'introduction', on: 'qualified', pay: { flat: '100.00' } }, { id: 'share', on: 'sale', pay: { percent } }], payout: { every: 'quarter', days: 30 } })
beforeAll(async () => {
  app = await testServer([partners, program, part, coselling])
  app.clock.now = Temporal.Instant.from('2026-11-22T10:00:00Z')
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
  simple = await partnerOn(maven.ctx, { planId: await planOf(maven.ctx), from: '2026-01-01' }, 'Nordlicht')
  await settleOne(maven.ctx, simple, newItem(), won(8_400_000n))
  await settleOne(maven.ctx, simple, newItem(), qualified)
  planId = (await createPlan(maven.ctx, { name: 'Share', terms: planDocument.parse(share('20')) })).id
  billed = await partnerOn(maven.ctx, { planId, from: '2026-01-01' }, 'Studio')
  await recordFacts(maven.ctx, [{ kind: 'sale', id: 'sale-1', at: '2026-10-05', partner: showId('partner', billed), account: 'acme', amount: '1000.00', currency: 'EUR' }])
})
afterAll(() => app?.close())

type Outcome = { partner: { id: string | null; name: string }; booked: { amountMinor: string }; draft: { amountMinor: string }; change: { amountMinor: string } }
const start = (body: object, of = maven, key = of.keys.admin) => of.call('POST', '/back-tests', { body, key })
async function run(body: object, of = maven) {
  const { json } = await start(body, of)
  await app.runJobs()
  return (await of.call('GET', `/back-tests/${json.id}`)).json
}
const outcomes = async (id: string, of = maven) => (await of.call('GET', `/back-tests/${id}/outcomes`)).json.items as Outcome[]
const shares = async (id: string) => (await outcomes(id)).map((one) => [one.partner.name.replace(/ \d+$/, ''), one.booked.amountMinor, one.draft.amountMinor]).sort()
async function upload(name: string, content: string, of = maven): Promise<string> {
  const answer = await app.server.inject({ method: 'POST', url: `/api/v1/back-tests/files?name=${name}`, headers: { authorization: `Bearer ${of.keys.finance}`, 'content-type': 'application/octet-stream' }, payload: content })
  return (answer.json() as { id: string }).id
}
const rejected = async (id: string) => Papa.parse<{ row: string; why: string }>((await maven.call('GET', `/back-tests/${id}/rejected.csv`)).text, { header: true, skipEmptyLines: true }).data.map((row) => [row.row, row.why])

describe('how far it is', () => {
  const far = { hasFile: false, isRead: false, bytesDone: 0, bytesTotal: 0, sellersDone: 0, sellersTotal: null }
  test.each([
    [far, 0], [{ ...far, sellersDone: 1, sellersTotal: 4 }, 250], [{ ...far, sellersTotal: 0 }, 1000], [{ ...far, hasFile: true, bytesDone: 50, bytesTotal: 100 }, 250],
    [{ ...far, hasFile: true, isRead: true, bytesDone: 100, bytesTotal: 100 }, 500], [{ ...far, hasFile: true, isRead: true, bytesDone: 100, bytesTotal: 100, sellersDone: 1, sellersTotal: 2 }, 750],
  ] as const)('%o is %i thousandths', (of, expected) => expect(thousandths(of)).toBe(expected))
  test.each([[500, 0, 10, 10], [750, 500, 10, 10], [0, 0, 10, null], [500, 500, 10, null], [500, 0, 0, null], [1000, 0, 9, 0]])('at %i from %i after %i s: %s s left', (now, from, seconds, left) => expect(secondsLeft(now, from, seconds)).toBe(left))
  test.each([['waiting', null, true], ['running', null, true], ['running', 'asked', false], ['done', null, false], ['cancelled', 'asked', false], ['failed', null, false]] as const)('%s, asked to stop %s: may be stopped %s', (state, cancelAskedAt, allowed) =>
    expect(mayCancelBackTest({ state, cancelAskedAt }).allowed).toBe(allowed))
})

test('401 without a credential, 403 for those who may not, 422 for a draft that is none, 404 for another’s plan, file or test', async () => {
  const { id } = await run({ terms: share('10'), plan: showId('plan', planId) })
  const file = await upload('past.csv', 'id,partner,closed on,amount\n1,Studio,2026-01-01,5\n')
  expect((await app.call('POST', '/back-tests', { body: { terms: share('10') } })).status).toBe(401)
  expect((await app.call('GET', `/back-tests/${id}`)).status).toBe(401)
  for (const role of ['rep', 'viewer'] as const) {
    expect((await start({ terms: share('10') }, maven, maven.keys[role])).status).toBe(403)
    for (const path of ['/back-tests', `/back-tests/${id}`, `/back-tests/${id}/outcomes`, `/back-tests/${id}/outcomes.csv`, `/back-tests/${id}/rejected.csv`]) expect((await app.call('GET', path, { key: maven.keys[role] })).status).toBe(403)
  }
  expect((await start({ terms: { language: 2 } })).json).toMatchObject({ status: 422, code: 'program.terms', fields: expect.arrayContaining([expect.objectContaining({ field: expect.stringMatching(/^terms\./) })]) })
  expect((await start({ terms: share('10'), from: '2026-02-01', to: '2026-01-01' })).json).toMatchObject({ code: 'ledger.period_backwards', fields: [{ field: 'to' }] })
  expect((await start({ terms: share('10'), onPlan: true })).json).toMatchObject({ code: 'ledger.which_plan', fields: [{ field: 'plan' }] })
  expect((await start({ terms: share('10'), plan: showId('plan', planId) }, rival)).status).toBe(404)
  expect((await start({ terms: share('10'), file }, rival)).status).toBe(404)
  for (const path of [`/back-tests/${id}`, `/back-tests/${id}/outcomes`, `/back-tests/${id}/outcomes.csv`, `/back-tests/${id}/rejected.csv`]) expect((await rival.call('GET', path)).status).toBe(404)
  expect((await rival.call('PUT', `/back-tests/${id}/cancellation`)).status).toBe(404)
  expect(await run({ terms: share('10') }, rival)).toMatchObject({ state: 'done', partnersTotal: 0, booked: { amountMinor: '0' } })
})

test('what was booked stands beside what the draft would have paid, under plans of either language; the result is kept and listed with its plan', async () => {
  // Two qualified at 400 and 15 % of 84,000 before; 100 each and 10 % now. Then 20 % of 1,000 against 10 %.
  const done = await run({ terms: share('10'), plan: showId('plan', planId) })
  expect(done).toMatchObject({ state: 'done', percent: 100, partnersDone: 2, partnersTotal: 2, items: 4, booked: { amountMinor: '1360000', currency: 'EUR' }, draft: { amountMinor: '870000' }, gain: 0, lose: 2, same: 0, can: { cancel: { allowed: false } } })
  expect(await shares(done.id)).toEqual([['Nordlicht', '1340000', '860000'], ['Studio', '20000', '10000']])
  expect((await outcomes(done.id))[0]).toMatchObject({ change: { amountMinor: '-480000' }, partner: { id: showId('partner', simple) } })
  const listed = (await maven.call('GET', '/back-tests', { query: { plan: showId('plan', planId), limit: '1' } })).json
  expect(listed).toMatchObject({ items: [{ id: done.id }], next: expect.any(String) })
  expect((await maven.call('GET', `/back-tests/${done.id}/outcomes.csv`)).text.split('\r\n').slice(0, 2)).toEqual(['partner,partner_name,booked,draft,change,currency,booked_in_others', expect.stringMatching(/^par_[0-9a-f]{32},Nordlicht \d+,13400\.00,8600\.00,-4800\.00,EUR,$/)])
  const events = await sqlIn(maven.ctx, "select type from event where workspace_id = $1 and subject_id = $2 order by type", [maven.id, parseId('backTest', done.id)])
  expect(events.map((row) => row.type)).toEqual(['back_test.finished', 'back_test.started'])
})

test('a period counts days on which it was earned; of a plan only who was on it', async () => {
  expect(await shares((await run({ terms: share('10'), to: '2026-10-31' })).id)).toEqual([['Studio', '20000', '10000']])
  expect(await shares((await run({ terms: share('10'), plan: showId('plan', planId), onPlan: true })).id)).toEqual([['Studio', '20000', '10000']])
  expect(await shares((await run({ terms: share('10'), plan: showId('plan', planId), onPlan: true, to: '2025-12-31' })).id)).toEqual([])
})

test('opportunities that no plan paid for are in the past too', async () => {
  const ws = await app.workspace('Unpaid')
  const partnerId = await partnerOn(ws.ctx, null, 'Planless')
  await transact(ws.ctx, (tx) => tx.q.insertInto('opportunity').values({ workspace_id: tx.workspace, id: newItem(), name: 'Routes', state: 'won', amount_minor: 500_000n, currency: 'EUR', closed_on: '2026-05-01', attribution: 'sourced', partner_id: partnerId, created_at: tx.now, changed_at: tx.now }).execute())
  const done = await run({ terms: share('10') }, ws)
  expect(done).toMatchObject({ items: 1, booked: { amountMinor: '0' }, draft: { amountMinor: '50000' }, gain: 1 })
})

test('nothing is booked by it', async () => {
  const before = (await maven.call('GET', '/ledger/trial-balance')).json
  await run({ terms: share('99') })
  expect((await maven.call('GET', '/ledger/trial-balance')).json).toEqual(before)
  expect((await maven.call('GET', '/facts')).json.items.length).toBe(1)
})

describe('an imported past', () => {
  const studio = () => maven.call('GET', '/partners').then(({ json }) => json.items.find((one: { id: string }) => one.id === showId('partner', billed)).name as string)
  test('opportunities as a CRM exports them: ours are known by name, others stand for themselves, what is not usable is reported as CSV', async () => {
    const name = await studio()
    const file = await upload('past.csv', `Opportunity ID,Partner,Deal Stage,Close Date,Amount,Account\r\n1,${name.toUpperCase()},Won,2026-02-03,"1,000.00",Acme\r\n2,Wanderer,Closed Won,03.04.2026,200,Beta\r\n3,Wanderer,Lost,2026-02-03,50,Beta\r\n4,Wanderer,Won,02/03/2026,50,Beta\r\n5,,Won,2026-02-03,50,Beta\r\n2,Wanderer,Won,2026-02-03,50,Beta\r\n6,Wanderer,Won,2026-02-03,-50,Beta\r\n7,Wanderer,Won,2026-02-03,12 USD,Beta\r\n`)
    const done = await run({ terms: share('10'), file })
    expect(done).toMatchObject({ state: 'done', fileName: 'past.csv', rows: 8, rejected: 5, items: 2, unused: 1 })
    expect(await shares(done.id)).toEqual([['Studio', '20000', '10000'], ['Wanderer', '0', '2000']])
    expect((await outcomes(done.id)).map((one) => one.partner.id)).toEqual([showId('partner', billed), null])
    expect(await rejected(done.id)).toEqual([
      ['4', 'It is not won but “Lost”.'], ['5', '“02/03/2026” can be read with day or month first. Write it as 2026-11-30.'], ['6', 'It names no partner.'], ['7', 'Row 3 has the id “2” already. The first counts.'], ['8', 'The amount “-50” is negative; what lowers an amount is a refund.'],
    ])
  })
  test('facts, one JSON object a line, with what is about them wherever it stands', async () => {
    const terms = { ...share('10'), components: [{ id: 'billed', on: 'invoice', pay: { percent: '10' } }] }
    const lines = [
      { kind: 'refund', id: 'back', at: '2026-03-01', of: 'inv-1', amount: '400.00' }, { kind: 'invoice', id: 'inv-1', at: '2026-02-01', partner: 'Wanderer', amount: '1000.00', currency: 'EUR' },
      { kind: 'withdrawn', id: 'gone', at: '2026-03-02', of: 'inv-2' }, { kind: 'invoice', id: 'inv-2', at: '2026-02-01', partner: 'Wanderer', amount: '9.00', currency: 'EUR' },
      { kind: 'invoice', id: 'inv-3', at: '2026-02-02', partner: showId('partner', simple), amount: '50.00', currency: 'EUR' }, { kind: 'payment', id: 'lost', at: '2026-02-02', of: 'nowhere', amount: '1.00' },
      { opportunityId: 'o-1', partner: 'Wanderer', closedOn: '2026-01-01', amount: 70, currency: 'eur' },
    ]
    const file = await upload('past.jsonl', `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"kind":\n[]\n`)
    const done = await run({ terms, file })
    expect(done).toMatchObject({ state: 'done', rows: 9, rejected: 3 })
    expect(await shares(done.id)).toEqual([['Nordlicht', '1340000', '500'], ['Wanderer', '0', '6000']])
    expect(await rejected(done.id)).toEqual([['6', 'It is about “nowhere”, which is not in the file.'], ['8', 'The line is no JSON.'], ['9', 'It is no JSON object.']])
  })
  test('a file without the columns fails with the reason, and its facts are gone when it ends', async () => {
    const failed = await run({ terms: share('10'), file: await upload('odd.csv', 'colour,taste\nred,sweet\n') })
    expect(failed).toMatchObject({ state: 'failed', problem: 'The file has no column for id (such as “id”), partner (such as “partner”), won on (such as “closed on”).' })
    const rows = await sqlIn(maven.ctx, 'select count(*)::int as n from back_test_fact where workspace_id = $1', [maven.id])
    expect(rows).toEqual([{ n: 0 }])
  })
})

describe('stopping and going on', () => {
  const many = async () => {
    const lines = Array.from({ length: 60 }, (_, i) => JSON.stringify({ kind: 'sale', id: `s-${i}`, at: '2026-02-01', partner: `P${String(i % 30).padStart(2, '0')}`, amount: '100.00', currency: 'EUR' }))
    return parseId('file', await upload('many.jsonl', lines.join('\n')))
  }
  test('one that waits is cancelled at once, one that runs after the partners it is at; an ended one is refused', async () => {
    const waiting = (await start({ terms: share('10') })).json.id
    expect((await maven.call('PUT', `/back-tests/${waiting}/cancellation`)).status).toBe(204)
    expect((await maven.call('GET', `/back-tests/${waiting}`)).json.state).toBe('cancelled')
    expect((await maven.call('PUT', `/back-tests/${waiting}/cancellation`)).json).toMatchObject({ status: 409, code: 'ledger.back_test_ended' })
    const { id } = await startBackTest(maven.ctx, { terms: share('10'), fileId: await many() }, { inline: true })
    const stopping: Promise<unknown>[] = []
    const row = await runBackTest(maven.ctx, id, { atATime: 5, onProgress: (at) => void (at.sellersDone === 10 && stopping.push(maven.call('PUT', `/back-tests/${showId('backTest', id)}/cancellation`))) })
    await Promise.all(stopping)
    expect(['cancelled', 'done']).toContain(row.state)
    await app.runJobs()
  })
  test('stopped anywhere and run again, also twice at once, it comes to the same and nobody counts twice', async () => {
    const whole = await startBackTest(maven.ctx, { terms: share('10'), fileId: await many() }, { inline: true })
    await runBackTest(maven.ctx, whole.id)
    const expected = await shares(showId('backTest', whole.id))
    expect(expected.length).toBe(30)
    const { id } = await startBackTest(maven.ctx, { terms: share('10'), fileId: await many() }, { inline: true })
    for (let i = 0; i < 4; i += 1) {
      const stop = new AbortController()
      await runBackTest(maven.ctx, id, { signal: stop.signal, atATime: 4, onProgress: () => stop.abort() })
    }
    await Promise.all([runBackTest(maven.ctx, id, { atATime: 3 }), runBackTest(maven.ctx, id, { atATime: 3 })])
    const after = await runBackTest(maven.ctx, id)
    expect(after).toMatchObject({ state: 'done', sellersDone: 30, sellersTotal: 30 })
    expect(await shares(showId('backTest', id))).toEqual(expected)
  })
})
