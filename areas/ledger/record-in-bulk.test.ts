import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { showId, type Id } from '../../kernel/ids.ts'
import { believedRows } from '../../platform/db/learn.ts'
import { read } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { createPlan, planDocument } from '../program/index.ts'
import { part as ledger, recordFacts, recordInBulk, verifyLedger, type FactResult } from './index.ts'
import { partnerOn } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
const partners: Id[] = []
const filled = ['plan_fact_gate', 'commission_line', 'entry']
beforeAll(async () => {
  app = await testServer([ledger])
  // Nobody else counts what comes in.
  for (const table of filled) await app.db.pool.query(`alter table ${table} set (autovacuum_enabled = false)`)
  maven = await app.workspace('Maven Labs')
  const terms = planDocument.parse({ language: 2, name: 'A tenth', currency: 'EUR', components: [{ id: 'share', on: 'sale', pay: { percent: '10' } }, { id: 'lead', share: { of: 'share', percent: '5', to: { above: 1 } } }] })
  const { id: planId } = await createPlan(maven.ctx, { name: 'A tenth', terms })
  for (let n = 0; n < 20; n += 1) partners.push(await partnerOn(maven.ctx, { planId, from: '2026-01-01' }))
})
afterAll(() => app?.close())

const shown = (n: number) => showId('partner', partners[n % partners.length]!)
const sale = (n: number, prefix = 's') => ({ kind: 'sale', id: `${prefix}${n}`, partner: shown(n), account: `a${n % 700}`, amount: '100.00', currency: 'EUR', at: '2026-03-01' })

/** Everybody sells, everybody's manager is the next, some take theirs back, and every hundredth line says one of the first again. */
function* told() {
  for (let n = 0; n < 3000; n += 1) {
    if (n < 20) yield { kind: 'above', id: `m${n}`, partner: shown(n), manager: shown(n + 1), at: '2026-01-01' }
    yield sale(n)
    if (n % 150 === 149) yield { kind: 'refund', id: `r${n}`, of: `s${n - 149}`, amount: 'all', at: '2026-03-02' }
    if (n % 100 === 99) yield sale(n % 40)
  }
  yield { kind: 'sale', id: 'nobody', partner: 'par_00000000000070008000000000000000', amount: '1.00', currency: 'EUR', at: '2026-03-01' }
}

const counted = (results: FactResult[]) => Object.fromEntries([...Map.groupBy(results, (one) => one.result)].map(([result, own]) => [result, own.length]))

test('thousands of facts are told and booked as they would be one by one, and told again change nothing', { timeout: 120_000 }, async () => {
  const results: FactResult[] = []
  expect(await recordInBulk(maven.ctx, told(), (some) => results.push(...some))).toBe(20)
  expect(counted(results)).toEqual({ recorded: 3040, known: 30, refused: 1 })
  // Twenty of three thousand are taken back; a twentieth of what somebody earns goes to whoever is above.
  expect(await sqlIn(maven.ctx, 'select sum(amount_minor)::int as sum, count(distinct partner_id)::int as partners from commission_line')).toEqual([{ sum: (3000 - 20) * (1000 + 50), partners: 20 }])
  expect(await read(maven.ctx, verifyLedger)).toMatchObject({ ok: true, problems: [] })

  const again: FactResult[] = []
  async function* later() {
    for (const fact of told()) yield fact
  }
  expect(await recordInBulk(maven.ctx, later(), (some) => again.push(...some))).toBe(0)
  expect(counted(again)).toEqual({ known: 3070, refused: 1 })
  expect((await recordFacts(maven.ctx, [sale(1)])).lines).toEqual([])
})

test('the planner knows how much came in before the rest of it comes', async () => {
  for (const table of filled) expect(await read(maven.ctx, (r) => believedRows(r, table)), table).toBeGreaterThan(900)
})

test('the topics of a fact are found by the fact, also while the planner has never counted them', async () => {
  const empty = await testServer([ledger])
  const plan = await read((await empty.workspace('New')).ctx, (r) => sql<{ 'QUERY PLAN': string }>`explain select topic from plan_fact_topic where workspace_id = ${r.workspace} and fact_id = ${r.workspace}`.execute(r.q))
  await empty.close()
  expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('plan_fact_topic_fact')
})

test('what was told before the source fails stays told, and is booked a moment later', { timeout: 60_000 }, async () => {
  const heard: FactResult[] = []
  function* broken() {
    for (let n = 0; n < 1000; n += 1) yield sale(n, 'b')
    throw new Error('The file ends here.')
  }
  await expect(recordInBulk(maven.ctx, broken(), (some) => heard.push(...some))).rejects.toThrow('The file ends here.')
  expect(counted(heard)).toEqual({ recorded: 1000 })
  expect(await recordInBulk(maven.ctx, [], () => {})).toBe(20)
  expect(await read(maven.ctx, verifyLedger)).toMatchObject({ ok: true })
})
