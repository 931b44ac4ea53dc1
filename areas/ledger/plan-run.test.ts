// What `alongside plan run` says and what the ledger books are the same: every example program over random facts, told in random order.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { showId, type Id } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { testServer, type TestServer } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { checkPlan, createPlan, decimalOf, part as program, parseFact, readPlan, runPlan, type Fact, type Plan } from '../program/index.ts'
import { part as ledger, recordFacts, settleUnsettled, verifyLedger } from './index.ts'
import { randomFacts } from './test/random-facts.ts'
import { partnerOn } from './test/world.ts'

const folder = join(import.meta.dirname, '../../examples')
const programs = ['programs', 'made-up'].flatMap((within) => readdirSync(join(folder, within)).filter((name) => /\.(json|yaml)$/.test(name)).sort().map((name) => `${within}/${name}`))
const runs = Number(process.env['RUNS'] ?? 3)

let app: TestServer
const seen = { lines: 0, rewards: 0 }
beforeAll(async () => {
  app = await testServer([partners, program, ledger])
  app.clock.now = Temporal.Instant.from('2028-01-10T09:00:00Z')
})
afterAll(() => app?.close())

/** A program without the days from and until which it held, so that random facts meet it. */
function planIn(name: string): Plan {
  const read = readPlan(readFileSync(join(folder, name), 'utf8'), name.endsWith('.yaml') ? 'yaml' : 'json')
  const { plan, findings } = checkPlan('document' in read ? read.document : read)
  if (!plan) throw new Error(JSON.stringify(findings))
  return { ...plan, components: plan.components.map((one) => ('share' in one ? one : { ...one, from: undefined, until: undefined, announced: undefined })) } as Plan
}

const sums = (lines: { partner: string; item: string; component: string; currency: string; amount: string; payable: string }[]) =>
  lines.filter((one) => Number(one.amount) !== 0 || Number(one.payable) !== 0).map((one) => [one.partner, one.item, one.component, one.currency, one.amount, one.payable].join(' ')).sort()

test.each(programs)('%s', { timeout: 120_000 }, async (name) => {
  const plan = planIn(name)
  const seed = Number(process.env['SEED'] ?? [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_000)
  await fc.assert(fc.asyncProperty(fc.infiniteStream(fc.nat()), fc.nat(), async (order, n) => {
    const ws = await app.workspace('Maven Labs', { currency: plan.currency })
    const { id: planId } = await createPlan(ws.ctx, { name: 'Published', terms: plan })
    const ids: Id[] = []
    for (const _ of ['A', 'B', 'C']) ids.push(await partnerOn(ws.ctx, { planId, from: '2020-01-01' }))
    const [raw = []] = fc.sample(randomFacts(plan, ids.map((id) => showId('partner', id)), ['x', 'y'], 'f'), { numRuns: 1, seed: n })
    const facts = raw.map((one) => parseFact(one)).flatMap((one): Fact[] => ('fact' in one ? [one.fact] : []))
    expect(facts).toHaveLength(raw.length)
    const mixed = facts.map((fact) => ({ fact, at: order.next().value as number })).sort((a, b) => a.at - b.at).map(({ fact }) => fact)
    for (let i = 0; i < mixed.length; i += 5) expect((await recordFacts(ws.ctx, mixed.slice(i, i + 5), i % 2 ? { settle: 'later' } : {})).results.filter((one) => one.result !== 'recorded')).toEqual([])
    await settleUnsettled(ws.ctx)
    const said = runPlan(plan, facts, [], { history: false, on: '2028-01-10' })
    const booked = await read(ws.ctx, async (r) => (await sql<{ partner: Id; account: string | null; item: string; component: string; currency: string; amount: string; payable: string; reward: boolean }>`
      select partner_id as partner, null as account, item_key as item, component, currency, sum(amount_minor)::text as amount, sum(payable_minor)::text as payable, false as reward from commission_line where workspace_id = ${r.workspace} group by 1, 3, 4, 5
      union all select partner_id, account, item_key, component, counted_in, sum(amount_minor)::text, sum(usable_minor)::text, true from reward_line where workspace_id = ${r.workspace} group by 1, 2, 3, 4, 5`.execute(r.q)).rows)
    const told = booked.map((row) => ({ ...row, partner: row.account ?? showId('partner', row.partner), amount: decimalOf(BigInt(row.amount), row.currency), payable: decimalOf(BigInt(row.payable), row.currency) }))
    seen.lines += said.lines.length
    seen.rewards += said.rewards.length
    expect(sums(told.filter((row) => !row.reward))).toEqual(sums(said.lines))
    expect(sums(told.filter((row) => row.reward))).toEqual(sums(said.rewards))
    expect((await read(ws.ctx, verifyLedger)).problems).toEqual([])
  }), { numRuns: runs, seed })
})

test('there was something to compare', () => {
  expect(seen.lines).toBeGreaterThan(programs.length * runs / 4)
  expect(seen.rewards).toBeGreaterThan(runs)
})
