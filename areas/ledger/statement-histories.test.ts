// Statements against random histories, and against each other at the same moment.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, showId, type Id } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { systemCtx } from '../../platform/jobs/worker.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { createPlan, part as program, planDocument } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { issueStatements, openDispute, owedBalances, part, payableLines, postPaid, postPayment, postReturned, recordFacts, verifyLedger, writeStatements } from './index.ts'
import { newItem, partnerOn, planOf, settleOne } from './test/world.ts'

let app: TestServer
beforeAll(async () => void (app = await testServer([partners, promises, program, part])))
afterAll(() => app?.close())

const at = (day: Temporal.PlainDate) => void (app.clock.now = day.toZonedDateTime('Europe/Berlin').toInstant().add({ hours: 10 }))
const share = (every: 'half_month' | 'month' | 'quarter') => planDocument.parse({ language: 2, name: 'Share', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'share', on: 'invoice', pay: { percent: '20' }, payable: 'as_collected' }], payout: { every, days: 10 } })

type Cast = { ws: TestWorkspace; all: Id[]; items: Id[] }
async function cast(): Promise<Cast> {
  at(Temporal.PlainDate.from('2026-01-02'))
  const ws = await app.workspace()
  const all: Id[] = []
  for (const every of ['half_month', 'quarter'] as const) all.push(await partnerOn(ws.ctx, { planId: (await createPlan(ws.ctx, { name: every, terms: share(every) })).id, from: '2026-01-01' }))
  all.push(await partnerOn(ws.ctx, { planId: await planOf(ws.ctx), from: '2026-01-01' }))
  return { ws, all, items: [newItem(), newItem()] }
}

type Step = { do: 'invoice' | 'collect' | 'withdraw' | 'win' | 'pay' | 'return' | 'month' | 'quarter' | 'wait'; n: number; cents: number }
const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('invoice', 'invoice', 'invoice', 'collect', 'collect', 'withdraw', 'win', 'pay', 'pay', 'return', 'month', 'quarter', 'wait', 'wait'), n: fc.nat(50), cents: fc.integer({ min: 1, max: 500_000 }),
})

async function play({ ws, all, items }: Cast, steps: Step[]): Promise<void> {
  let today = Temporal.PlainDate.from('2026-01-03')
  const told: { id: string; isGone: boolean }[] = []
  const paid: Id[] = []
  for (const { do: what, n, cents } of steps) {
    at(today)
    const decimal = (cents / 100).toFixed(2)
    if (what === 'wait') today = today.add({ days: (n % 40) + 1 })
    if (what === 'invoice') {
      const id = `inv-${told.length}`
      const on = today.subtract({ days: n }).toString()
      await recordFacts(ws.ctx, [{ kind: 'invoice', id, at: on < '2026-01-01' ? '2026-01-01' : on, partner: showId('partner', all[n % 2] ?? ''), account: 'acme', amount: decimal, currency: 'EUR' }])
      told.push({ id, isGone: false })
    }
    const one = told[n % Math.max(1, told.length)]
    if (one && what === 'collect') await recordFacts(ws.ctx, [{ kind: 'payment', id: newId(), at: today.toString(), of: one.id, amount: decimal }])
    if (one && !one.isGone && what === 'withdraw') {
      await recordFacts(ws.ctx, [{ kind: 'withdrawn', id: newId(), at: today.toString(), of: one.id }])
      one.isGone = true
    }
    if (what === 'win') await settleOne(ws.ctx, all[2] ?? null, items[n % 2] ?? '', { qualifiedOn: n % 3 === 0 ? '2026-01-02' : null, won: n % 5 === 0 ? null : { closedOn: '2026-01-02', amountMinor: BigInt(cents), currency: 'EUR' } })
    if (what === 'pay') {
      const due = await read(ws.ctx, (r) => payableLines(r, today.toString(), { partnerId: all[n % 3] ?? '' }))
      if (due.reduce((sum, line) => sum + line.payableMinor, 0n) > 0n) {
        const paymentId = newId()
        await transact(ws.ctx, (tx) => postPayment(tx, { paymentId, partnerId: all[n % 3] ?? '', currency: 'EUR', lineIds: due.map((line) => line.id), withheldMinor: 0n, because: null }))
        await transact(ws.ctx, (tx) => postPaid(tx, paymentId, null))
        paid.push(paymentId)
      }
    }
    if (what === 'return' && paid.length > 0) await transact(ws.ctx, (tx) => postReturned(tx, paid[n % paid.length] ?? '', null))
    if (what === 'month' || what === 'quarter') await issueLast(ws, what, today)
  }
  at(today)
}

async function issueLast(ws: TestWorkspace, every: 'month' | 'quarter', today: Temporal.PlainDate): Promise<void> {
  const past = today.subtract({ months: every === 'month' ? 1 : 3 })
  const period = every === 'month' ? past.toString().slice(0, 7) : `${past.year}-Q${Math.ceil(past.month / 3)}`
  await issueStatements(ws.ctx, period)
  await writeStatements(ws.ctx, period)
}

describe('random histories', () => {
  test('every statement adds up and opens with the one before; what is owed is the last closing balance and what no statement told yet', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 45, size: 'max' }), async (steps) => {
      const world = await cast()
      await play(world, steps)
      const { ws, all } = world
      expect((await read(ws.ctx, verifyLedger)).problems).toEqual([])
      await read(ws.ctx, async (r) => {
        const notTold = await r.q.selectFrom('commission_line as l').leftJoin('statement_line as s', (j) => j.onRef('s.workspace_id', '=', 'l.workspace_id').onRef('s.commission_line_id', '=', 'l.id')).select(['l.partner_id', 'l.amount_minor'])
          .where('l.workspace_id', '=', r.workspace).where('s.position', 'is', null).execute()
        const payments = await r.q.selectFrom('journal as j').innerJoin('entry as e', (b) => b.onRef('e.workspace_id', '=', 'j.workspace_id').onRef('e.journal_id', '=', 'j.id')).innerJoin('ledger_account as a', (b) => b.onRef('a.workspace_id', '=', 'e.workspace_id').onRef('a.id', '=', 'e.account_id'))
          .leftJoin('statement_payment as s', (b) => b.onRef('s.workspace_id', '=', 'j.workspace_id').onRef('s.journal_id', '=', 'j.id')).select(['a.partner_id', 'e.amount_minor']).where('j.workspace_id', '=', r.workspace).where('j.cause', 'like', 'payment:%').where('a.kind', '=', 'commission_payable').where('s.paid_on', 'is', null).execute()
        const closings = await r.q.selectFrom('statement').distinctOn('partner_id').select(['partner_id', 'closing_minor']).where('workspace_id', '=', r.workspace).orderBy('partner_id').orderBy('number', 'desc').execute()
        for (const partnerId of all) {
          const sum = (rows: { partner_id: Id | null; amount_minor: bigint }[]) => rows.filter((row) => row.partner_id === partnerId).reduce((total, row) => total + row.amount_minor, 0n)
          const closing = closings.find((row) => row.partner_id === partnerId)?.closing_minor ?? 0n
          expect((await owedBalances(r, partnerId)).get('EUR') ?? 0n).toBe(closing + sum(notTold) - sum(payments))
        }
      })
    }), { numRuns: Number(process.env['STATEMENT_RUNS'] ?? 8) })
  }, 180_000)
})

describe('at the same moment', () => {
  const statementsOf = (ws: TestWorkspace) => read(ws.ctx, (r) => r.q.selectFrom('statement').select(['partner_id', 'number', 'line_count']).where('workspace_id', '=', r.workspace).execute())

  test('two who issue make one, also when both write', async () => {
    const { ws } = await cast()
    at(Temporal.PlainDate.from('2026-04-02'))
    const both = await Promise.all([1, 2, 3].map(() => issueStatements(ws.ctx, '2026-Q1')))
    expect([new Set(both.map((one) => one.id)).size, both.filter((one) => one.isNew).length]).toEqual([1, 1])
    await Promise.all([1, 2, 3].map(() => writeStatements(systemCtx(app.db, ws.id, 'Alongside', app.now()), '2026-Q1')))
    expect((await statementsOf(ws)).map((row) => row.number)).toEqual([1, 1])
    const mails = await read(ws.ctx, (r) => r.q.selectFrom('mail').select('key').where('workspace_id', '=', r.workspace).where('key', 'like', 'statement:%').execute())
    expect(mails.length).toBe(2)
    expect((await ws.eventTypes()).filter((type) => type === 'statements.issued' || type === 'statements.closed')).toEqual(['statements.closed', 'statements.issued'])
  })

  test('lines booked while a period is closed are told in it before, or in the next as prior, and each once', async () => {
    const { ws, all } = await cast()
    at(Temporal.PlainDate.from('2026-04-02'))
    const invoice = (n: number) => recordFacts(ws.ctx, [{ kind: 'invoice', id: `race-${n}`, at: '2026-03-03', partner: showId('partner', all[1] ?? ''), account: `a${n}`, amount: '100.00', currency: 'EUR' }])
    await Promise.all([...Array.from({ length: 8 }, (_, n) => invoice(n)), issueStatements(ws.ctx, '2026-Q1'), ...Array.from({ length: 8 }, (_, n) => invoice(n + 8))])
    await Promise.all([writeStatements(ws.ctx, '2026-Q1'), ...Array.from({ length: 4 }, (_, n) => invoice(n + 16))])
    const lines = await read(ws.ctx, (r) => r.q.selectFrom('commission_line as l').leftJoin('statement_line as s', (j) => j.onRef('s.workspace_id', '=', 'l.workspace_id').onRef('s.commission_line_id', '=', 'l.id')).select(['l.statement', 'l.is_prior', 's.statement_id']).where('l.workspace_id', '=', r.workspace).execute())
    expect(lines.length).toBe(20)
    for (const line of lines) expect([line.statement, line.is_prior]).toEqual(line.statement_id ? ['2026-Q1', false] : ['2026-Q2', true])
    at(Temporal.PlainDate.from('2026-07-02'))
    await issueStatements(ws.ctx, '2026-Q2')
    await writeStatements(ws.ctx, '2026-Q2')
    expect((await statementsOf(ws)).filter((row) => row.partner_id === all[1]).reduce((sum, row) => sum + row.line_count, 0)).toBe(20)
    expect((await read(ws.ctx, verifyLedger)).problems).toEqual([])
  })

  test('a double click is one dispute, and of two different ones about a line the second is refused', async () => {
    const { ws, all } = await cast()
    await recordFacts(ws.ctx, [{ kind: 'invoice', id: 'i', at: '2026-01-02', partner: showId('partner', all[0] ?? ''), account: 'a', amount: '100.00', currency: 'EUR' }])
    const { id: lineId } = await read(ws.ctx, (r) => r.q.selectFrom('commission_line').select('id').where('workspace_id', '=', r.workspace).executeTakeFirstOrThrow())
    const open = (sourceKey: string) => openDispute(ws.ctx, { lineId, reason: 'amount', body: 'Wrong', evidence: null, sourceKey })
    const clicks = await Promise.all([1, 2, 3, 4].map(() => open('form-1')))
    expect([new Set(clicks.map((one) => one.id)).size, clicks.filter((one) => one.isNew).length]).toEqual([1, 1])
    await expect(open('form-2')).rejects.toMatchObject({ code: 'ledger.already_disputed' })
    const { ws: other, all: others } = await cast()
    await recordFacts(other.ctx, [{ kind: 'invoice', id: 'i', at: '2026-01-02', partner: showId('partner', others[0] ?? ''), account: 'a', amount: '100.00', currency: 'EUR' }])
    const line = await read(other.ctx, (r) => r.q.selectFrom('commission_line').select('id').where('workspace_id', '=', r.workspace).executeTakeFirstOrThrow())
    const rivals = await Promise.allSettled([1, 2, 3].map((n) => openDispute(other.ctx, { lineId: line.id, reason: 'amount', body: 'Wrong', evidence: null, sourceKey: `tab-${n}` })))
    expect(rivals.filter((one) => one.status === 'fulfilled').length).toBe(1)
  })
})
