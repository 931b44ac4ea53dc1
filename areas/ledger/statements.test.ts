// What partners are told, as it comes in: a sale, its statement, a sale told late, a dispute, its end. Maven Labs with two partners.
import { createHash } from 'node:crypto'
import papaparse from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, showId, type Id } from '../../kernel/ids.ts'
import { transact, read } from '../../platform/db/transact.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { createPlan, part as program, planDocument } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { part, payableLines, postPaid, postPayment, recordFacts, verifyLedger } from './index.ts'
import { partnerOn } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
let busy: Id
let idle: Id
beforeAll(async () => {
  app = await testServer([partners, promises, program, part])
  at('2026-07-01T08:00:00Z')
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
  const { id: planId } = await createPlan(maven.ctx, { name: 'Quarterly share', terms: planDocument.parse({ language: 2, name: 'Quarterly share', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'share', on: 'sale', pay: { percent: '10' }, payable: 'when_earned' }], payout: { every: 'quarter', days: 30 } }) })
  busy = await partnerOn(maven.ctx, { planId, from: '2026-01-01' }, '=Nordlicht')
  idle = await partnerOn(maven.ctx, { planId, from: '2026-01-01' }, 'Alder')
})
afterAll(() => app?.close())

const at = (instant: string) => void (app.clock.now = Temporal.Instant.from(instant))
/** Ids, and so the order of events and mails, follow the clock. */
const tick = () => void (app.clock.now = app.now().add({ seconds: 1 }))
const sale = (id: string, day: string, amount: string, partnerId = busy) => ({ kind: 'sale', id, at: day, partner: showId('partner', partnerId), account: `Account of ${id}`, amount, currency: 'EUR' })
const tell = (...facts: object[]) => recordFacts(maven.ctx, facts)
const issue = (period: string, key = maven.keys.finance) => maven.call('PUT', `/statement-periods/${period}`, { key })
const listed = async (query: Record<string, string>) => (await maven.call('GET', '/statements', { query })).json.items as Json[]
const figures = (one: Json) => [one.opening, one.earned, one.takenBack, one.paid, one.closing].map((money: Json) => Number(money.amountMinor))
const linesOf = async (one: Json) => (await maven.call('GET', `/statements/${one.id}`)).json.lines.items as Json[]

describe('the ladder', () => {
  test('401, 403 by role, 404 for what is not there, 422 for what is no period', async () => {
    const statement = showId('statement', newId())
    for (const [method, path] of [['GET', '/statement-periods'], ['GET', '/statement-periods/2026-Q3'], ['GET', '/statement-periods/2026-Q3/preview'], ['PUT', '/statement-periods/2026-Q3'], ['GET', '/statements'], ['GET', `/statements/${statement}`], ['GET', `/statements/${statement}/statement.pdf`]] as const) {
      expect([path, (await app.call(method, path)).status]).toEqual([path, 401])
      expect([path, (await app.call(method, path, { key: maven.keys.viewer })).status]).toEqual([path, 403])
    }
    expect((await issue('2026-Q2', maven.keys.manager)).status).toBe(403)
    for (const rest of ['', '/lines', '/statement.csv', '/statement.pdf']) expect([rest, (await maven.call('GET', `/statements/${statement}${rest}`)).status]).toEqual([rest, 404])
    for (const period of ['2026-13', '2026-Q5', '2026', 'Q3'])
      expect([period, (await issue(period)).json.fields?.map((f: Json) => f.field)]).toEqual([period, ['period']])
  })

  test('a period that is not over is refused', async () => {
    expect((await issue('2026-Q3')).json).toMatchObject({ status: 409, code: 'ledger.period_not_over', detail: 'Q3 2026 is not over yet.' })
  })
})

describe('the third quarter', () => {
  test('is previewed and issued, once; an idle partner gets a statement of zero', async () => {
    at('2026-08-03T08:00:00Z')
    await tell(sale('aug', '2026-08-02', '2000.00'), sale('jul', '2026-07-10', '500.00'))
    at('2026-10-05T08:00:00Z')
    await tell(sale('oct', '2026-10-02', '900.00'))
    const preview = (await maven.call('GET', '/statement-periods/2026-Q3/preview', { key: maven.keys.manager })).json
    expect(preview).toMatchObject({ partners: 2, zero: 1, currencies: [{ currency: 'EUR', statements: 2, lines: 2, earned: { amountMinor: '25000' }, closing: { amountMinor: '25000' } }] })
    expect((await maven.call('GET', '/statement-periods')).json.items.map((p: Json) => [p.period, p.state, p.can.issue.allowed])).toEqual([['2026-Q3', 'open', true], ['2026-Q2', 'open', true], ['2026-Q1', 'open', true], ['2025-Q4', 'open', true]])

    expect((await issue('2026-Q3')).json).toMatchObject({ period: '2026-Q3', name: 'Q3 2026', state: 'issuing', closedBy: null })
    await app.runJobs()
    expect((await issue('2026-Q3')).json).toMatchObject({ state: 'issued', partners: 2, partnersDone: 2, can: { issue: { allowed: false } } })
    await app.runJobs()
    const issued = await listed({ period: '2026-Q3' })
    expect(issued.map((one) => [one.partner.id, one.number, ...figures(one)]).sort()).toEqual([[showId('partner', busy), 1, 0, 25000, 0, 0, 25000], [showId('partner', idle), 1, 0, 0, 0, 0, 0]].sort())
    expect((await maven.eventTypes()).filter((type) => type.startsWith('statement'))).toEqual(['statements.closed', 'statement.issued', 'statement.issued', 'statements.issued'])
    expect((await issue('2026-Q2')).json).toMatchObject({ status: 409, code: 'ledger.later_period_issued' })
  })

  test('tells each line with its working, what is paid when, and mails it', async () => {
    const [own] = await listed({ partner: showId('partner', busy) })
    const one = (await maven.call('GET', `/statements/${own.id}`)).json
    expect(one).toMatchObject({ from: '2026-07-01', to: '2026-09-30', waiting: { amountMinor: '0' }, schedule: [{ on: '2026-10-30', amount: { amountMinor: '25000' } }], disputableUntil: '2026-11-04' })
    expect(one.lines).toMatchObject({ next: null, items: [{ position: 1, about: 'Account of jul', kind: 'earned', isPrior: false, amount: { amountMinor: '5000' } }, { position: 2, about: 'Account of aug' }] })
    expect(one.lines.items[0].working.length).toBeGreaterThan(0)
    expect((await maven.call('GET', `/statements/${own.id}/lines`, { query: { after: '1' } })).json.items.map((line: Json) => line.position)).toEqual([2])
    const mails = await mailsTo()
    expect(mails.map((mail) => mail.subject)).toEqual(['Your statement for Q3 2026: €250.00', 'Your statement for Q3 2026: €0.00'])
    expect(mails[0]?.body_text).toContain('The next payment is €250.00, by Fri, Oct 30, 2026.')
  })

  test('reads the same for ever: CSV and PDF have the same bytes after names and everything else changed', async () => {
    const [own] = await listed({ partner: showId('partner', busy) })
    const digest = async (as: string) => createHash('sha256').update((await app.server.inject({ method: 'GET', url: `/api/v1/statements/${own.id}/statement.${as}`, headers: { authorization: `Bearer ${maven.key}` } })).rawPayload).digest('hex')
    const first = [await digest('csv'), await digest('pdf')]
    at('2026-10-06T08:00:00Z')
    await transact(maven.ctx, (tx) => tx.q.updateTable('partner').set({ name: 'Another name' }).where('workspace_id', '=', tx.workspace).where('id', '=', busy).execute())
    await tell({ kind: 'withdrawn', id: 'jul:withdrawn', at: '2026-10-06', of: 'jul' })
    expect([await digest('csv'), await digest('pdf')]).toEqual(first)
    const csv = (await maven.call('GET', `/statements/${own.id}/statement.csv`)).text
    const rows = papaparse.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true }).data
    expect(rows.map((row) => [row['kind'], row['for'], row['amount']])).toEqual([['opening', '', '0.00'], ['earned', 'Account of jul', '50.00'], ['earned', 'Account of aug', '200.00'], ['closing', '', '250.00']])
    const sealed = (sql: string) => transact(maven.ctx, (tx) => tx.q.executeQuery({ sql, parameters: [], query: { kind: 'RawNode' } } as never))
    await expect(sealed('update statement set closing_minor = 0')).rejects.toThrow()
  })

  test('what becomes known later, and what was taken back, is told in the open quarter as prior', async () => {
    await tell(sale('late', '2026-09-15', '300.00'))
    const waiting = (await maven.call('GET', '/statement-periods/2026-Q4/preview')).json
    expect(waiting.statements.find((one: Json) => one.partner.id === showId('partner', busy))).toMatchObject({ lines: 3, opening: { amountMinor: '25000' }, earned: { amountMinor: '12000' }, takenBack: { amountMinor: '-5000' } })
  })
})

describe('a dispute', () => {
  const dispute = (commissionId: string, more: object = {}) => maven.call('POST', '/disputes', { key: maven.keys.manager, body: { commissionId, reason: 'amount', body: 'We agreed on 12 %.', ...more } })
  let line: string
  let id: string

  test('the ladder', async () => {
    const [own] = await listed({ partner: showId('partner', busy) })
    line = (await linesOf(own))[1].commissionId
    const unknown = showId('dispute', newId())
    for (const [method, path] of [['GET', '/disputes'], ['POST', '/disputes'], ['GET', `/disputes/${unknown}`], ['PUT', `/disputes/${unknown}/answer`], ['PUT', `/disputes/${unknown}/settlement`]] as const) expect([path, (await app.call(method, path)).status]).toEqual([path, 401])
    expect((await app.call('POST', '/disputes', { key: maven.keys.rep, body: { commissionId: line, reason: 'amount', body: 'x' } })).status).toBe(403)
    expect((await rival.call('POST', '/disputes', { body: { commissionId: line, reason: 'amount', body: 'x' } })).status).toBe(404)
    expect((await dispute(line, { body: ' ', reason: 'because' })).json.fields.map((f: Json) => f.field).sort()).toEqual(['body', 'reason'])
  })

  test('holds the money of its line and no other, and promises an answer within five business days', async () => {
    const answer = await dispute(line, { evidence: 'Mail of 3 March' })
    expect(answer.status).toBe(201)
    id = answer.json.id
    expect((await dispute(line)).json).toMatchObject({ status: 409, code: 'ledger.already_disputed' })
    expect((await maven.call('GET', `/disputes/${id}`)).json).toMatchObject({ state: 'open', dueAt: '2026-10-13T15:00:00Z', statement: { period: '2026-Q3' }, can: { answer: { allowed: true }, settle: { allowed: true } }, commission: { id: line, amount: { amountMinor: '20000' } } })
    const held = await read(maven.ctx, (r) => payableLines(r, '2027-12-31', { partnerId: busy }))
    expect(held.map((one) => [showId('commission', one.id) === line, one.isDisputed]).sort()).toEqual([[false, false], [false, false], [false, false], [false, false], [true, true]])
    expect((await maven.call('GET', '/today')).json.items).toMatchObject([{ kind: 'answer_dispute', subjectId: id, action: 'Answer dispute' }])
    expect((await rival.call('GET', `/disputes/${id}`)).status).toBe(404)
  })

  test('is answered, and settled once; adjusting names the fact that put it right', async () => {
    tick()
    expect((await maven.call('PUT', `/disputes/${id}/answer`, { body: { answer: 'You are right, it was a promotion.' } })).json).toMatchObject({ state: 'answered', dueAt: null })
    expect((await maven.call('PUT', `/disputes/${id}/answer`, { body: { answer: 'Or not.' } })).json).toMatchObject({ status: 409, code: 'ledger.dispute_answered' })
    const settle = (body: object) => maven.call('PUT', `/disputes/${id}/settlement`, { key: maven.keys.finance, body })
    expect((await settle({ outcome: 'adjusted', why: 'Told anew.', factId: 'nobody told this' })).json).toMatchObject({ status: 422, code: 'ledger.no_such_fact', fields: [{ field: 'factId' }] })
    expect((await settle({ outcome: 'upheld', why: 'It stands.', factId: 'aug' })).json).toMatchObject({ status: 422, code: 'ledger.fact_without_adjustment' })
    tick()
    await tell(sale('aug-more', '2026-08-02', '400.00'))
    const settled = { outcome: 'adjusted', why: 'The missing part is told.', factId: 'aug-more' }
    expect((await settle(settled)).json).toMatchObject({ state: 'settled', outcome: 'adjusted', factId: 'aug-more' })
    expect((await settle(settled)).status).toBe(200)
    expect((await settle({ outcome: 'upheld', why: 'No.' })).json).toMatchObject({ status: 409, code: 'ledger.dispute_settled' })
    expect((await dispute(line)).json).toMatchObject({ status: 409, code: 'ledger.dispute_settled' })
    expect((await read(maven.ctx, (r) => payableLines(r, '2027-12-31', { partnerId: busy }))).some((one) => one.isDisputed)).toBe(false)
    expect((await maven.eventTypes()).filter((type) => type.startsWith('dispute'))).toEqual(['dispute.opened', 'dispute.answered', 'dispute.settled'])
    expect((await mailsTo()).slice(2).map((mail) => mail.subject)).toEqual(['Received: you dispute €200.00', 'About the €200.00 you dispute', 'Settled: the €200.00 you disputed'])
  })

  test('comes too late thirty days after the statement', async () => {
    const [own] = await listed({ partner: showId('partner', busy) })
    const [first] = await linesOf(own)
    at('2026-11-05T08:00:00Z')
    expect((await dispute(first.commissionId)).json).toMatchObject({ status: 409, code: 'ledger.dispute_too_late', detail: 'It could be disputed until Wed, Nov 4, 2026, 30 days after its statement.' })
    at('2026-11-04T22:00:00Z')
    const { json } = await dispute(first.commissionId)
    expect((await maven.call('PUT', `/disputes/${json.id}/settlement`, { body: { outcome: 'withdrawn', why: 'Said so on the phone.' } })).json.state).toBe('settled')
    expect((await dispute(first.commissionId)).status).toBe(201)
  })
})

describe('the fourth quarter', () => {
  test('opens with what the third closed with, tells the payment, and everything adds up', async () => {
    at('2026-11-06T08:00:00Z')
    const due = (await read(maven.ctx, (r) => payableLines(r, '2026-11-01', { partnerId: busy }))).filter((one) => !one.isDisputed)
    const paymentId = newId()
    await transact(maven.ctx, (tx) => postPayment(tx, { paymentId, partnerId: busy, currency: 'EUR', lineIds: due.map((one) => one.id), withheldMinor: 0n, because: null }))
    await transact(maven.ctx, (tx) => postPaid(tx, paymentId, null))
    at('2027-01-04T08:00:00Z')
    await issue('2026-Q4')
    await app.runJobs()
    const [own] = await listed({ partner: showId('partner', busy), period: '2026-Q4' })
    const paid = due.reduce((sum, one) => sum + Number(one.payableMinor), 0)
    expect([own.number, ...figures(own)]).toEqual([2, 25000, 16000, -5000, paid, 36000 - paid])
    const one = (await maven.call('GET', `/statements/${own.id}`)).json
    expect(one.lines.items.map((told: Json) => [told.about, told.kind, told.isPrior, told.amount.amountMinor])).toEqual([
      ['Account of jul', 'adjustment', true, '-5000'], ['Account of aug-more', 'earned', true, '4000'], ['Account of late', 'earned', true, '3000'], ['Account of oct', 'earned', false, '9000'],
    ])
    expect(one.payments).toMatchObject([{ on: '2026-11-06', amount: { amountMinor: String(paid) } }])
    expect(one.schedule.reduce((sum: number, day: Json) => sum + Number(day.amount.amountMinor), 0)).toBe(36000 - paid)
    expect(await read(maven.ctx, verifyLedger)).toMatchObject({ ok: true, problems: [] })
  })
})

const mailsTo = () => transact(maven.ctx, (tx) => tx.q.selectFrom('mail').select(['subject', 'body_text', 'to_email']).where('workspace_id', '=', tx.workspace).orderBy('created_at').orderBy('id').execute())
