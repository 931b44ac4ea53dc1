// Who has facts on one account, stands above somebody or shares with others is kept as pairs: they say what the facts say, however those come.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { showId, type Id } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { createPartner } from '../partners/index.ts'
import { assignPlan, createPlan, planDocument } from '../program/index.ts'
import { part as ledger, recordFacts } from './index.ts'

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
const shown: string[] = []
beforeAll(async () => {
  app = await testServer([ledger])
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
  const terms = planDocument.parse({ language: 2, name: 'A tenth', currency: 'EUR', components: [{ id: 'share', on: 'sale', pay: { percent: '10' } }] })
  const plan = await createPlan(maven.ctx, { name: 'A tenth', terms })
  for (let n = 0; n < 5; n += 1) {
    const { id }: { id: Id } = await createPartner(maven.ctx, { name: `Partner ${n}`, type: 'referral', state: 'active', ownerId: undefined, timeZone: 'Europe/Berlin', website: null, startedOn: '2026-01-01', contacts: [] })
    await assignPlan(maven.ctx, id, { planId: plan.id, from: '2026-01-01', why: 'test' })
    shown.push(showId('partner', id))
  }
})
afterAll(() => app?.close())

const pairs = `select topic || ' ' || beside as pair from plan_fact_beside`
const saidByFacts = `select distinct near.topic || ' ' || far.topic from plan_fact_topic near join plan_fact_topic far using (workspace_id, fact_id)
  where left(near.topic, 2) in ('a:', 'u:', 'm:', 'w:') and (left(far.topic, 2) in ('p:', 'm:') or far.topic = 'credits')`
/** Pairs that are kept and should not be, or should be and are not; and how many there are. */
async function wrong(of: TestWorkspace = maven): Promise<[wrong: unknown[], count: number]> {
  const rows = (text: string) => sqlIn<{ pair: string }>(of.ctx, text)
  return [await rows(`(${pairs} except ${saidByFacts}) union all (${saidByFacts} except ${pairs})`), (await rows(pairs)).length]
}
const sale = (id: string, partner: object, account: string) => ({ kind: 'sale', id, ...partner, account, amount: '100.00', currency: 'EUR', at: '2026-03-01' })
const split = (...of: number[]) => ({ partners: of.map((n) => ({ partner: shown[n], weight: 1 })) })

test('facts on an account, shared ones, managers, decisions over an account, and what was told before the fact that it is about', async () => {
  const told = [
    { kind: 'payment', id: 'early', of: 's-late', amount: '10.00', at: '2026-03-02' },
    sale('s1', { partner: shown[0] }, 'acme'), sale('s2', { partner: shown[1] }, 'acme'), sale('s3', split(0, 2), 'bolt'), sale('s-late', { partner: shown[3] }, 'acme'),
    { kind: 'above', id: 'up', partner: shown[0], manager: shown[4], at: '2026-01-01' },
    { kind: 'credited', id: 'whole', account: 'bolt', partners: [{ partner: shown[1], weight: 1 }], at: '2026-03-03' },
    { kind: 'refund', id: 'back', of: 's1', amount: '5.00', at: '2026-03-04' },
  ]
  const results = []
  for (const fact of told) results.push(...(await recordFacts(maven.ctx, [fact])).results)
  expect(results.filter((one) => one.result !== 'recorded')).toEqual([])
  const [faults, count] = await wrong()
  expect(faults).toEqual([])
  expect(count).toBeGreaterThan(12)
  const kept = await sqlIn<{ pair: string }>(maven.ctx, `${pairs} where topic = 'a:acme'`)
  expect(kept.map((one) => one.pair).sort()).toEqual([0, 1, 3].map((n) => `a:acme p:${shown[n]}`).sort())
})

test('many at once who share with each other in every order keep the same pairs, once', { timeout: 60_000 }, async () => {
  const crews = Array.from({ length: 30 }, (_, n) => [n % 5, (n * 2 + 1) % 5, (n * 3 + 2) % 5].filter((one, i, all) => all.indexOf(one) === i))
  const told = await Promise.all(crews.map((crew, n) => recordFacts(maven.ctx, [sale(`many-${n}`, split(...(n % 2 ? crew : [...crew].reverse())), `account ${n % 7}`)])))
  expect(told.flatMap(({ results }) => results).filter((one) => one.result !== 'recorded')).toEqual([])
  expect((await wrong())[0]).toEqual([])
})

test('another workspace has none of them, and nobody takes one away', async () => {
  expect(await wrong(rival)).toEqual([[], 0])
  await expect(sqlIn(maven.ctx, 'delete from plan_fact_beside')).rejects.toThrow()
})
