import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Id } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { checkSeals, sealLedger } from './index.ts'
import { newItem, partnerOn, planOf, settleOne, won } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let partnerId: Id
beforeAll(async () => {
  app = await testServer([])
  maven = await app.workspace('Maven Labs')
  partnerId = await partnerOn(maven.ctx, { planId: await planOf(maven.ctx), from: '2026-01-01' })
})
afterAll(() => app?.close())

const check = (head?: string) => read(maven.ctx, (r) => checkSeals(r, head))
const post = (n: number) => Promise.all(Array.from({ length: n }, (_, i) => settleOne(maven.ctx, partnerId, newItem(), won(BigInt(100_000 + i)))))
/** As somebody with all rights in the database. */
const tamper = (table: string, statement: string) => transact(maven.ctx, (tx) =>
  tx.q.executeQuery(CompiledQuery.raw(`set local role none; alter table ${table} disable trigger append_only; ${statement}; alter table ${table} enable trigger append_only`)))

test('what is posted is sealed once, by several at once as well; what comes later is in the next block', async () => {
  await post(5)
  expect(await check()).toMatchObject({ blocks: 0, sealed: 0, unsealed: 5, problems: [] })
  await Promise.all([sealLedger(maven.ctx), sealLedger(maven.ctx), sealLedger(maven.ctx)])
  const first = await check()
  expect(first).toMatchObject({ sealed: 5, unsealed: 0, problems: [] })
  await post(3)
  await sealLedger(maven.ctx)
  expect(await check(first.head)).toMatchObject({ sealed: 8, unsealed: 0, problems: [] })
})

test('a change to anything that was sealed is found, and made good again is not', async () => {
  for (const [table, column] of [['entry', 'amount_minor'], ['commission_line', 'amount_minor'], ['commission_line', 'payable_minor']] as const) {
    const where = table === 'entry' ? `(journal_id, line_no) = (select journal_id, line_no from entry where workspace_id = '${maven.id}' order by 1, 2 limit 1)` : `id = (select min(id::text)::uuid from ${table} where workspace_id = '${maven.id}')`
    await tamper(table, `update ${table} set ${column} = ${column} + 1 where workspace_id = '${maven.id}' and ${where}`)
    expect((await check()).problems, `${table}.${column}`).toHaveLength(1)
    await tamper(table, `update ${table} set ${column} = ${column} - 1 where workspace_id = '${maven.id}' and ${where}`)
  }
  for (const [column, value] of [['memo', "'x'"], ['effective_on', "'2020-01-01'"]] as const) {
    const [row] = (await transact(maven.ctx, (tx) => tx.q.executeQuery<{ id: string; before: string }>(CompiledQuery.raw(`select id, ${column}::text as before from journal where workspace_id = '${maven.id}' limit 1`)))).rows
    await tamper('journal', `update journal set ${column} = ${value} where id = '${row!.id}'`)
    expect((await check()).problems, column).toHaveLength(1)
    await tamper('journal', `update journal set ${column} = '${row!.before.replaceAll("'", "''")}' where id = '${row!.id}'`)
  }
  expect((await check()).problems).toEqual([])
})

test('a block taken away is missed: in the middle by the chain, at the end by the code kept elsewhere', async () => {
  const { head, blocks } = await check()
  await tamper('ledger_sealed', `delete from ledger_sealed where workspace_id = '${maven.id}' and block = ${blocks}`)
  await tamper('ledger_block', `delete from ledger_block where workspace_id = '${maven.id}' and number = ${blocks}`)
  expect((await check()).problems).toEqual([])
  expect((await check(head)).problems).toEqual(['the block with the code that was kept elsewhere is not there'])
  await tamper('ledger_block', `insert into ledger_block values ('${maven.id}', ${blocks}, 1, '${'a'.repeat(64)}', now())`)
  expect((await check()).problems).toEqual([`block ${blocks} is not what was sealed`])
})
