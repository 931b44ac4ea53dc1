// One partner's part in a test: partners and quarters add up to what the verdict counts, and what is said of it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, parseId, showId, type Id } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as hypotheses } from '../hypotheses/index.ts'
import { part as partners } from '../partners/index.ts'
import { comparePartner } from './hypothesis-partner-rules.ts'
import { part, partnerInTest } from './index.ts'
import { makeOpportunities, makePartner, makeReferrals, type OpportunityMade, type ReferralMade } from './test/world.ts'

let s: TestServer
let w: TestWorkspace
const around = (value: number) => ({ value })
const predictions = {
  currency: 'EUR', activePartners: around(3), introductions: { value: 2, low: 1, high: 3.5 }, opportunityRate: around(0.5), wonRate: around(0.3), firstYearValue: { valueMinor: '3000000', lowMinor: '2000000', highMinor: '4500000' }, monthsToFirst: around(2), monthsToClose: 3,
  fixedCostMinor: '200000', feeShare: 0.15, stop: { measure: 'introductions', below: 0.5 },
}
const words = { bestPlaced: 'Consultancies.', whyRecommend: 'Their project.', gainFinancial: 'A fee.', gainStrategic: 'A practice.', gainReputational: 'A name.', reviewOn: '2027-03-31' }

beforeAll(async () => {
  s = await testServer([partners, hypotheses, part])
  s.clock.now = Temporal.Instant.from('2026-11-24T09:00:00Z')
  w = await s.workspace('Harbourlight', { timeZone: 'Europe/Berlin' })
})
afterAll(() => s.close())

const write = async (segment: string): Promise<string> => (await w.call('POST', '/hypotheses', { session: w.session, body: { type: 'implementation', segment, predictions, ...words } })).json.id

test('over all partners and quarters it is what the verdict counts', async () => {
  const hypothesis = await write('Food logistics')
  await w.call('PUT', `/hypotheses/${hypothesis}/decision`, { session: w.session, body: { to: 'testing', why: 'Go.', since: '2026-02-10' } })
  let seed = 20_261_127
  const pick = (below: number) => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff) % below
  const day = () => Temporal.PlainDate.from('2026-01-05').add({ days: pick(320) })
  const ids: Id[] = []
  for (const from of ['2026-01-05', '2026-02-10', '2026-05-20', '2026-10-01']) {
    const id = await makePartner(w.ctx, `From ${from}`)
    ids.push(id)
    expect((await w.call('PUT', `/partners/${showId('partner', id)}/hypothesis`, { session: w.session, body: { hypothesisId: hypothesis, from, why: 'As it was.' } })).status).toBe(200)
  }
  const referrals = Array.from({ length: 160 }, (): ReferralMade => {
    const at = `${day()}T${String(pick(24)).padStart(2, '0')}:30:00Z`
    const isQualified = pick(3) > 0
    return { partnerId: ids[pick(4)]!, submittedAt: at, answeredAt: at, ...(isQualified ? { qualifiedGrade: 'A', state: 'qualified', opportunityAt: pick(2) ? at : null } : {}) }
  })
  const opportunities = Array.from({ length: 120 }, (): OpportunityMade => {
    const opened = day()
    const closed = opened.add({ days: pick(60) })
    const isOver = Temporal.PlainDate.compare(closed, '2026-11-24') <= 0
    return { partnerId: ids[pick(4)]!, state: isOver ? (pick(2) ? 'won' : 'lost') : 'open', openedOn: opened.toString(), closedOn: isOver ? closed.toString() : null, amountMinor: pick(5) ? BigInt(1_000_000 + pick(5_000_000)) : null, currency: pick(6) ? 'EUR' : 'USD' }
  })
  await makeReferrals(w.ctx, referrals)
  await makeOpportunities(w.ctx, opportunities)

  const verdict = (await w.call('GET', `/hypotheses/${hypothesis}/verdict`)).json.findings as { measure: string; cases: number }[]
  const sums = new Map<string, number>()
  for (const partnerId of ids)
    for (const period of ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']) {
      const found = await read({ ...w.ctx, now: s.now() }, (r) => partnerInTest(r, { hypothesisId: parseId('hypothesis', hypothesis)!, partnerId }, { period }))
      expect(found).toMatchObject({ from: '2026-02-10', version: 1, state: 'testing' })
      for (const line of found.lines) {
        sums.set(line.key, (sums.get(line.key) ?? 0) + line.cases)
        if (partnerId !== ids[1]) continue
        const rows = (await w.call('GET', `/hypotheses/${hypothesis}/rows`, { query: { figure: line.key, partner: showId('partner', partnerId), period, limit: '200' } })).json
        expect(rows.part).toMatchObject({ partner: { id: showId('partner', partnerId) }, said: line.said })
        expect(new Set(rows.items.map((row: { partner: { id: string } }) => row.partner.id)).size).toBeLessThan(2)
        expect(line.key === 'first_year_value' ? rows.counted : rows.total).toBe(line.cases)
        expect(rows.items).toHaveLength(rows.total)
      }
    }
  expect(Object.fromEntries(sums)).toEqual(Object.fromEntries(verdict.filter((one) => sums.has(one.measure)).map((one) => [one.measure, one.cases])))
  expect(Math.min(...sums.values())).toBeGreaterThan(5)
})

test('rows of one partner: a period belongs to a partner that is known', async () => {
  const hypothesis = await write('Wholesale')
  await w.call('PUT', `/hypotheses/${hypothesis}/decision`, { session: w.session, body: { to: 'testing', why: 'Go.', since: '2026-02-10' } })
  const rows = (query: Record<string, string>) => w.call('GET', `/hypotheses/${hypothesis}/rows`, { query })
  expect(await rows({ period: '2026-Q3' })).toMatchObject({ status: 422, json: { fields: [{ field: 'period' }] } })
  expect(await rows({ partner: showId('partner', newId(1)) })).toMatchObject({ status: 404 })
  const partner = showId('partner', await makePartner(w.ctx, 'Never in it'))
  expect((await rows({ partner, period: 'all', figure: 'months_to_first' })).json).toMatchObject({ total: 0, items: [], part: { said: null, period: { kind: 'all' } } })
  expect((await rows({})).json.part).toBeNull()
})

test('a draft has nothing to compare', async () => {
  const hypothesis = await write('Retail')
  const partnerId = await makePartner(w.ctx, 'Fjord & Partner')
  expect(await read(w.ctx, (r) => partnerInTest(r, { hypothesisId: parseId('hypothesis', hypothesis)!, partnerId }, { period: '2026-Q4' }))).toMatchObject({ from: null, ramp: null, lines: [], state: 'draft' })
})

const nothing = { qualified: 0, settled: { counted: 0, cases: 0 }, closed: { counted: 0, cases: 0 }, amounts: { cases: 0, sumMinor: 0n }, waiting: null }
const spread = (value: number) => ({ value, low: null, high: null })
const predicted = { ...predictions, opportunityRate: spread(0.5), wonRate: spread(0.3), monthsToFirst: spread(2) }

test('what is said of one: numbers with their cases and ranges, and nothing where there are no cases', () => {
  expect(comparePartner(predicted, nothing).lines.map((line) => [line.saidPredicted, line.saidRange, line.said, line.cases])).toEqual([['2', '1 to 3.5', '0', 0], ['50 %', null, 'no cases', 0], ['30 %', null, 'no cases', 0], ['€30,000', '€20,000 to €45,000', 'no cases', 0]])
  const brought = { ...nothing, qualified: 4, settled: { counted: 2, cases: 3 }, closed: { counted: 1, cases: 1 }, amounts: { cases: 2, sumMinor: 5_000_001n } }
  expect(comparePartner(predicted, brought).lines.map((line) => [line.said, line.cases])).toEqual([['4', 4], ['67 %, 2 of 3', 3], ['100 %, 1 of 1', 1], ['€25,000', 2]])
})

test.each<[number | null, string | null]>([[null, null], [0.5, 'Ramping since Thu, Oct 1, 2026: 2 months were predicted to the first introduction.'], [1.99, 'Ramping since Thu, Oct 1, 2026: 2 months were predicted to the first introduction.'], [2, null], [7, null]])('waiting for %s months: %s', (months, said) => {
  expect(comparePartner(predicted, { ...nothing, waiting: months === null ? null : { since: '2026-10-01', months } }).ramp).toBe(said)
})
