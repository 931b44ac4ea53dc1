import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { CompiledQuery, sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { assignPlan } from '../program/index.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { owedBalances, verifyLedger } from './index.ts'
import { apply, dayText, factsOf, history, items, partners, plans, termsOf } from './test/histories.ts'
import { naiveBalances, type NaiveAssignment, type NaiveItem } from './test/naive.ts'
import { newItem, partnerOn, planOf, qualified, settleOne, won } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
let planId: Id
beforeAll(async () => {
  app = await testServer([])
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
  planId = await planOf(maven.ctx)
})
afterAll(() => app?.close())

const tables = ['journal', 'entry', 'commission_line', 'ledger_account', 'plan_version'] as const
const verify = (of: TestWorkspace = maven) => read(of.ctx, verifyLedger)
const owed = async (partnerId: Id, currency = 'EUR') => (await read(maven.ctx, (r) => owedBalances(r, partnerId))).get(currency) ?? 0n
const codeOf = async (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(() => undefined, (error: { code?: string; constraint?: string }) => [error.code, error.constraint].filter(Boolean).join(' '))

describe('races', () => {
  test('32 settle one item at once: it is booked once', { timeout: 60_000 }, async () => {
    const partnerId = await partnerOn(maven.ctx, { planId, from: '2026-01-01' })
    const item = newItem()
    const settled = await Promise.all(Array.from({ length: 32 }, () => settleOne(maven.ctx, partnerId, item, won(8_400_000n))))
    expect(settled.map((s) => s.lines.length).filter((n) => n > 0)).toEqual([2])
    expect(await owed(partnerId)).toBe(1_300_000n)
    expect(await verify()).toMatchObject({ ok: true })
  })

  test('32 writers on many items of one partner and one account: nothing is lost, nothing is made', { timeout: 60_000 }, async () => {
    const partnerId = await partnerOn(maven.ctx, { planId, from: '2026-01-01' })
    const own = Array.from({ length: 64 }, newItem)
    await Promise.all(own.map((item, i) => settleOne(maven.ctx, partnerId, item, won(BigInt(100_000 + i)))))
    const expected = own.reduce((sum, _item, i) => sum + 40_000n + (BigInt(100_000 + i) * 15n + 50n) / 100n, 0n)
    expect(await owed(partnerId)).toBe(expected)
    await Promise.all(own.flatMap((item, i) => [settleOne(maven.ctx, partnerId, item, qualified), ...(i % 2 ? [settleOne(maven.ctx, partnerId, item, qualified)] : [])]))
    expect(await owed(partnerId)).toBe(64n * 40_000n)
    expect(await verify()).toMatchObject({ ok: true })
  })

  test('settling while facts change: the last one to settle knows what holds', { timeout: 60_000 }, async () => {
    const partnerId = await partnerOn(maven.ctx, { planId, from: '2026-01-01' })
    const item = newItem()
    let amount = 0n
    await Promise.all(Array.from({ length: 24 }, async (_, i) => {
      await sleep(i * 4)
      amount += 1_000n
      await settleOne(maven.ctx, partnerId, item, async () => won(amount))
    }))
    expect(await owed(partnerId)).toBe(40_000n + 24n * 150n)
    expect(await verify()).toMatchObject({ ok: true })
  })

  test('a plan cannot change under a posting that has not committed; other postings go on', async () => {
    const partnerId = await partnerOn(maven.ctx, { planId, from: '2026-01-01' })
    const order: string[] = []
    let assigning: Promise<unknown> | undefined
    await transact(maven.ctx, async (tx) => {
      await settleOne(tx, partnerId, newItem(), qualified)
      assigning = assignPlan(maven.ctx, partnerId, { planId, from: '2026-10-01', version: 1, why: 'race' }).then(() => order.push('assigned'))
      await sleep(20)
      order.push('posted')
    })
    await assigning
    expect(order).toEqual(['posted', 'assigned'])
    await transact(maven.ctx, async (tx) => {
      await settleOne(tx, partnerId, newItem(), qualified)
      await settleOne(maven.ctx, partnerId, newItem(), qualified)
    })
    expect(await owed(partnerId)).toBe(120_000n)
  })

  test('plans change while items are settled: settled again, all follow the plan that holds', { timeout: 60_000 }, async () => {
    const partnerId = await partnerOn(maven.ctx, null)
    const richer = await planOf(maven.ctx, termsOf({ flat: 90_000, share: [1, 3], cap: null, currency: 'EUR' }))
    const own = Array.from({ length: 16 }, newItem)
    await Promise.all([
      ...own.map((item) => settleOne(maven.ctx, partnerId, item, won(300n))),
      ...[planId, richer, planId, richer].map((plan, i) => assignPlan(maven.ctx, partnerId, { planId: plan, from: `2026-0${i + 1}-01`, why: 'race' })),
    ])
    await assignPlan(maven.ctx, partnerId, { planId: richer, from: '2026-01-01', why: 'the end' })
    await Promise.all(own.map((item) => settleOne(maven.ctx, partnerId, item, won(300n))))
    expect(await owed(partnerId)).toBe(16n * 90_100n)
    expect(await verify()).toMatchObject({ ok: true })
  })
})

describe('the database itself refuses', () => {
  test('change of anything posted, from the app and from the owner', async () => {
    const partnerId = await partnerOn(maven.ctx, { planId, from: '2026-01-01' })
    await settleOne(maven.ctx, partnerId, newItem(), won(100_000n))
    for (const table of tables)
      for (const statement of [`update ${table} set workspace_id = workspace_id`, `delete from ${table}`, `truncate ${table} cascade`]) {
        expect([table, statement, await codeOf(transact(maven.ctx, (tx) => tx.q.executeQuery(CompiledQuery.raw(statement))))]).toEqual([table, statement, '42501'])
        // The owner has the right, and row-level security off for as long as this takes, and is still refused by the trigger.
        const asOwner = transact(maven.ctx, async (tx) => tx.q.executeQuery(CompiledQuery.raw(`set local role none; ${statement}`)))
        expect([table, statement, await codeOf(asOwner)]).toEqual([table, statement, '23001'])
      }
    expect(await verify()).toMatchObject({ ok: true })
  })

  test('an item that lines are about being taken away or given another id', async () => {
    await settleOne(maven.ctx, await partnerOn(maven.ctx, { planId, from: '2026-01-01' }), newItem(), won(100_000n))
    for (const statement of ['update commission_item set item_id = item_id', 'delete from commission_item', 'truncate commission_item cascade']) {
      expect([statement, await codeOf(transact(maven.ctx, (tx) => tx.q.executeQuery(CompiledQuery.raw(statement))))]).toEqual([statement, '42501'])
      expect([statement, await codeOf(transact(maven.ctx, async (tx) => tx.q.executeQuery(CompiledQuery.raw(`set local role none; ${statement}`))))]).toEqual([statement, '23001'])
    }
  })

  const journal = async (tx: Tx, amounts: [bigint, string][], count = amounts.length) => {
    const id = newId()
    await tx.q.insertInto('journal').values({ workspace_id: tx.workspace, id, cause: `test ${id}`, effective_on: '2026-11-22', recorded_at: tx.now, memo: 'test', entry_count: count }).execute()
    const account = async (currency: string) => {
      const found = await tx.q.selectFrom('ledger_account').select('id').where('workspace_id', '=', tx.workspace).where('kind', '=', 'commission_expense').where('currency', '=', currency).executeTakeFirst()
      if (found) return found.id
      const accountId = newId()
      await tx.q.insertInto('ledger_account').values({ workspace_id: tx.workspace, id: accountId, kind: 'commission_expense', partner_id: null, currency, opened_at: tx.now }).execute()
      return accountId
    }
    for (const [i, [amount, currency]] of amounts.entries()) await entry(tx, id, i + 1, count, amount, currency, await account(currency))
    return id
  }
  const entry = (tx: Tx, journalId: Id, line: number, count: number, amount: bigint, currency: string, accountId: Id, lineId: Id | null = null) =>
    tx.q.insertInto('entry').values({ workspace_id: tx.workspace, journal_id: journalId, line_no: line, entry_count: count, account_id: accountId, amount_minor: amount, currency, commission_line_id: lineId }).execute()

  test.each([
    ['that does not sum to zero', [[100n, 'EUR'], [-99n, 'EUR']], 2, '23514 journal_balanced'],
    ['that balances only across currencies', [[100n, 'EUR'], [-100n, 'USD']], 2, '23514 journal_balanced'],
    ['with fewer entries than it says', [[100n, 'EUR'], [-100n, 'EUR']], 3, '23514 journal_complete'],
    ['without entries', [], 2, '23514 journal_complete'],
    ['of one entry', [[100n, 'EUR']], 1, '23514 journal_entry_count_check'],
    ['with an entry of nothing', [[0n, 'EUR'], [0n, 'EUR']], 2, '23514 entry_amount_minor_check'],
  ] as [string, [bigint, string][], number, string][])('a journal %s', async (_name, amounts, count, code) => {
    expect(await codeOf(transact(maven.ctx, (tx) => journal(tx, amounts, count)))).toBe(code)
  })

  test('an entry added later, also one that would balance, and an entry in another currency than its account', async () => {
    const id = await transact(maven.ctx, (tx) => journal(tx, [[100n, 'EUR'], [-100n, 'EUR']]))
    const account = await read(maven.ctx, async (r) => (await r.q.selectFrom('ledger_account').selectAll().where('workspace_id', '=', r.workspace).where('currency', '=', 'EUR').where('partner_id', 'is', null).executeTakeFirstOrThrow()).id)
    expect(await codeOf(transact(maven.ctx, (tx) => entry(tx, id, 3, 2, 5n, 'EUR', account)))).toBe('23514 entry_check')
    expect(await codeOf(transact(maven.ctx, (tx) => entry(tx, id, 3, 4, 5n, 'EUR', account)))).toMatch(/^23503 entry_.*journal_id/)
    expect(await codeOf(transact(maven.ctx, (tx) => entry(tx, id, 1, 2, 5n, 'EUR', account)))).toBe('23505 entry_pkey')
    expect(await codeOf(transact(maven.ctx, (tx) => journal(tx, [[1n, 'EUR'], [-1n, 'EUR']]).then((other) => entry(tx, other, 1, 2, 1n, 'USD', account))))).toMatch(/^23503|^23505/)
  })

  test('an entry, a line and a topic that name what is not there, or what is another workspace’s', async () => {
    const partnerId = await partnerOn(maven.ctx, { planId, from: '2026-01-01' })
    await settleOne(maven.ctx, partnerId, newItem(), won(100_000n))
    const line = await read(maven.ctx, (r) => r.q.selectFrom('commission_line').selectAll().where('workspace_id', '=', maven.id).where('partner_id', '=', partnerId).executeTakeFirstOrThrow())
    const added = (change: object) => codeOf(transact(maven.ctx, (tx) => tx.q.insertInto('commission_line').values({ ...line, working: JSON.stringify(line.working), id: newId(), seq: line.seq + 1, ...change }).execute()))
    expect(await added({ journal_id: newId() })).toBe('23503 commission_line_workspace_id_journal_id_fkey')
    expect(await added({ plan_version_id: newId() })).toBe('23503 commission_line_workspace_id_plan_version_id_fkey')
    expect(await added({ item_id: newId() })).toBe('23503 commission_line_workspace_id_item_id_fkey')
    const third = await app.workspace('Third')
    const others = await transact(third.ctx, (tx) => journal(tx, [[100n, 'EUR'], [-100n, 'EUR']]))
    expect(await added({ journal_id: others })).toBe('23503 commission_line_workspace_id_journal_id_fkey')
    const foreign = await read(third.ctx, (r) => r.q.selectFrom('ledger_account').select('id').where('workspace_id', '=', third.id).executeTakeFirstOrThrow())
    expect(await codeOf(transact(maven.ctx, async (tx) => entry(tx, await journal(tx, [], 2), 1, 2, 5n, 'EUR', foreign.id)))).toBe('23503 entry_workspace_id_account_id_currency_fkey')
    const own = await read(maven.ctx, (r) => r.q.selectFrom('ledger_account').select('id').where('workspace_id', '=', maven.id).where('currency', '=', 'EUR').executeTakeFirstOrThrow())
    expect(await codeOf(transact(maven.ctx, async (tx) => entry(tx, await journal(tx, [], 2), 1, 2, 5n, 'EUR', own.id, newId())))).toBe('23503 entry_workspace_id_commission_line_id_fkey')
    const topic = transact(maven.ctx, (tx) => tx.q.insertInto('plan_fact_topic').values({ workspace_id: tx.workspace, topic: 'p:nobody', fact_id: newId() }).execute())
    expect(await codeOf(topic)).toBe('23503 plan_fact_topic_workspace_id_fact_id_fkey')
  })

  test('two plans of a partner on one day', async () => {
    const partnerId = await partnerOn(maven.ctx, { planId, from: '2026-01-01' })
    const again = transact(maven.ctx, async (tx) => {
      const [row] = await tx.q.selectFrom('partner_plan').selectAll().where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).execute()
      await tx.q.insertInto('partner_plan').values({ ...row!, id: newId(), starts_on: '2030-01-01' }).execute()
    })
    expect(await codeOf(again)).toBe('23P01 partner_plan_one_a_day')
  })
})

describe('workspaces', () => {
  test('nothing of one is there for the other, and no row can refer across', async () => {
    const partnerId = await partnerOn(maven.ctx, { planId, from: '2026-01-01' })
    await settleOne(maven.ctx, partnerId, newItem(), won(100_000n))
    for (const table of [...tables, 'plan', 'plan_holder', 'partner_plan', 'commission_item'] as const) {
      const seen = await read(rival.ctx, (r) => sql<{ n: bigint }>`select count(*) as n from ${sql.table(table)} where workspace_id <> ${rival.id}`.execute(r.q))
      expect([table, seen.rows[0]?.n]).toEqual([table, 0n])
    }
    await expect(settleOne(rival.ctx, partnerId, newItem(), won(100_000n))).rejects.toMatchObject({ code: '23503' })
    await expect(assignPlan(rival.ctx, partnerId, { planId, from: '2027-01-01' })).rejects.toMatchObject({ kind: 'not_found' })
    expect(await verify(rival)).toEqual({ ok: true, problems: [], journals: 0, entries: 0, lines: 0 })
  })
})

describe('verify', () => {
  test('finds what somebody with all rights tampered with', async () => {
    const other = await testServer([])
    try {
      const victim = await other.workspace('Victim')
      const partnerId = await partnerOn(victim.ctx, { planId: await planOf(victim.ctx), from: '2026-01-01' })
      await settleOne(victim.ctx, partnerId, newItem(), won(100_000n))
      await settleOne(victim.ctx, partnerId, newItem(), qualified)
      expect(await verify(victim)).toMatchObject({ ok: true, journals: 2, entries: 6, lines: 3 })
      const tamper = (table: string, statement: string) => transact(victim.ctx, (tx) =>
        tx.q.executeQuery(CompiledQuery.raw(`set local role none; alter table ${table} disable trigger append_only; ${statement}; alter table ${table} enable trigger append_only`)))
      await tamper('entry', `update entry set amount_minor = amount_minor + 1 where line_no = 2 and entry_count = 4`)
      expect((await verify(victim)).problems.map((p) => p.split(':')[0])).toEqual(['journal does not balance', 'trial balance is not zero', 'line and entries disagree', 'what a partner is owed, was paid and had withheld is not what they earned', 'what may be paid is not what the lines not yet paid say'])
      await tamper('entry', `update entry set amount_minor = amount_minor - 1 where line_no = 2 and entry_count = 4`)
      await tamper('commission_line', `update commission_line set basis_minor = basis_minor + 100 where basis_minor is not null`)
      expect((await verify(victim)).problems.map((p) => p.split(':')[0])).toEqual(['line does not compute again'])
    } finally {
      await other.close()
    }
  })
})

describe('random histories in the database', () => {
  test('end where the naive evaluator ends; the ledger holds; a second run posts nothing', { timeout: 120_000 }, async () => {
    const day = (n: number) => dayText(n)
    await fc.assert(fc.asyncProperty(plans, history(12), async (somePlans, steps) => {
      const ids = await Promise.all(somePlans.map((p) => planOf(maven.ctx, termsOf(p))))
      const partnerIds: Id[] = []
      for (let n = 0; n < partners; n++) partnerIds.push(await partnerOn(maven.ctx, null))
      const itemIds = Array.from({ length: items }, newItem)
      const states: NaiveItem[] = itemIds.map((_, i) => ({ partner: i % partners, qualified: null, won: null }))
      const assigned: NaiveAssignment[] = []
      const settleAll = async (which: (state: NaiveItem, i: number) => boolean) => {
        let posted = 0
        for (const [i, state] of states.entries()) if (which(state, i)) posted += (await settleOne(maven.ctx, partnerIds[state.partner]!, itemIds[i]!, factsOf(state))).lines.length
        return posted
      }
      for (const s of steps) {
        if (s.do === 'put on plan') {
          await assignPlan(maven.ctx, partnerIds[s.partner]!, { planId: ids[s.plan]!, from: day(s.from), why: 'test' })
          assigned.push({ partner: s.partner, plan: somePlans[s.plan]!, from: s.from })
        } else states[s.item] = apply(states[s.item]!, s)
        await settleAll((state, i) => (s.do === 'put on plan' ? state.partner === s.partner : i === s.item))
      }
      expect(await settleAll(() => true)).toBe(0)
      const expected = naiveBalances(states, assigned)
      for (const [n, partnerId] of partnerIds.entries())
        for (const currency of ['EUR', 'USD', 'JPY']) expect(await owed(partnerId, currency)).toBe(BigInt(expected.get(`${n} ${currency}`) ?? 0))
    }), { numRuns: 40 })
    const verified = await verify()
    expect(verified).toMatchObject({ ok: true, problems: [] })
    expect(verified.lines).toBeGreaterThan(200)
  })
})
