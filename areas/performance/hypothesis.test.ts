// A test that runs: what counts for it, from which day, for which partner; figures and the rows they open to.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { showId, type Id } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as hypotheses } from '../hypotheses/index.ts'
import { part as partners } from '../partners/index.ts'
import { part } from './index.ts'
import { makeOpportunities, makePartner, makeReferrals } from './test/world.ts'

let s: TestServer
let w: TestWorkspace
let other: TestWorkspace
const id = {} as Record<'brightline' | 'fjord' | 'late' | 'outside', Id>
let hypothesis: string
const around = (value: number) => ({ value })
const body = {
  type: 'implementation', segment: 'Food logistics', bestPlaced: 'Consultancies.', whyRecommend: 'Their project.', gainFinancial: 'A fee.', gainStrategic: 'A practice.', gainReputational: 'A name.', reviewOn: '2027-03-31',
  predictions: {
    currency: 'EUR', activePartners: around(3), introductions: around(2), opportunityRate: around(0.5), wonRate: around(0.3), firstYearValue: { valueMinor: '3000000' }, monthsToFirst: around(2), monthsToClose: 3, fixedCostMinor: '200000', feeShare: 0.15,
    stop: { measure: 'introductions', below: 0.5 },
  },
}
const place = (partner: Id, from: string, hypothesisId: string | null = hypothesis) => w.call('PUT', `/partners/${showId('partner', partner)}/hypothesis`, { session: w.session, body: { hypothesisId, from, why: 'As it was.' } })
const verdict = async (ws = w, of = hypothesis) => (await ws.call('GET', `/hypotheses/${of}/verdict`)).json
const rows = async (figure: string) => (await w.call('GET', `/hypotheses/${hypothesis}/rows`, { query: { figure } })).json

beforeAll(async () => {
  s = await testServer([partners, hypotheses, part])
  s.clock.now = Temporal.Instant.from('2026-11-24T09:00:00Z')
  w = await s.workspace('Harbourlight')
  other = await s.workspace('Contoso')
  for (const name of ['brightline', 'fjord', 'late', 'outside'] as const) id[name] = await makePartner(w.ctx, name)
  hypothesis = (await w.call('POST', '/hypotheses', { session: w.session, body })).json.id
})
afterAll(() => s.close())

describe('the ladder', () => {
  test('asks who it is, and a stranger finds nothing', async () => {
    for (const path of ['/hypotheses/verdicts', `/hypotheses/${hypothesis}/verdict`, `/hypotheses/${hypothesis}/rows`]) expect((await s.call('GET', path)).status).toBe(401)
    for (const path of [`/hypotheses/${hypothesis}/verdict`, `/hypotheses/${hypothesis}/rows`]) expect((await other.call('GET', path)).json).toMatchObject({ status: 404, code: 'not_found' })
    expect((await other.call('GET', '/hypotheses/verdicts')).json).toEqual({ items: [] })
    expect((await w.call('GET', `/hypotheses/${hypothesis}/rows`, { query: { figure: 'happiness' } })).status).toBe(422)
  })
  test('a draft has no verdict and no rows', async () => {
    expect(await verdict()).toMatchObject({ proposal: 'not_begun', findings: [] })
    expect((await w.call('GET', `/hypotheses/${hypothesis}/rows`)).json).toMatchObject({ status: 409, code: 'performance.not_begun' })
  })
})

describe('a test that began on the first of May', () => {
  const at = (day: string) => `${day}T10:00:00Z`
  beforeAll(async () => {
    expect((await w.call('PUT', `/hypotheses/${hypothesis}/decision`, { session: w.session, body: { to: 'testing', why: 'Go.', since: '2026-05-01' } })).status).toBe(200)
    await place(id.brightline, '2026-03-01')
    await place(id.fjord, '2026-07-01')
    await place(id.late, '2026-11-20')
    const qualified = (partnerId: Id, day: string, more: object = {}) => ({ partnerId, submittedAt: at(day), answeredAt: at(day), qualifiedGrade: 'A', state: 'qualified', ...more })
    await makeReferrals(w.ctx, [
      // Before the test, before the partner came, another partner's, not qualified: none of these count.
      qualified(id.brightline, '2026-04-20'), qualified(id.fjord, '2026-06-20'), qualified(id.outside, '2026-08-01'), { partnerId: id.brightline, submittedAt: at('2026-06-02'), answeredAt: at('2026-06-03') },
      qualified(id.brightline, '2026-06-10', { opportunityAt: at('2026-06-20') }), qualified(id.brightline, '2026-08-10', { opportunityAt: at('2026-08-20') }), qualified(id.brightline, '2026-09-10'),
      qualified(id.fjord, '2026-10-10'), qualified(id.fjord, '2026-10-12', { opportunityAt: at('2026-10-20') }), qualified(id.fjord, '2026-11-10'),
    ])
    await makeOpportunities(w.ctx, [
      { partnerId: id.brightline, state: 'won', openedOn: '2026-06-20', closedOn: '2026-08-01', amountMinor: 4_000_000n }, { partnerId: id.brightline, state: 'lost', openedOn: '2026-08-20', closedOn: '2026-10-01' },
      { partnerId: id.fjord, state: 'won', openedOn: '2026-10-20', closedOn: '2026-11-20', amountMinor: 500_000n, currency: 'USD' }, { partnerId: id.brightline, state: 'won', openedOn: '2026-04-20', closedOn: '2026-06-01', amountMinor: 9_900_000n },
      { partnerId: id.outside, state: 'won', openedOn: '2026-06-20', closedOn: '2026-08-01', amountMinor: 4_000_000n }, { partnerId: id.brightline, state: 'won', openedOn: '2026-06-20', closedOn: '2026-08-01', attribution: 'influenced' }, { partnerId: id.fjord, state: 'open', openedOn: '2026-10-20' },
    ])
  })

  test('counts what its partners introduced while they belonged to it, and nothing else', async () => {
    const { findings, months, partners: n } = await verdict()
    const of = (measure: string) => findings.find((one: { measure: string }) => one.measure === measure)
    expect([n, months > 6.7 && months < 6.9]).toEqual([3, true])
    // Brightline introduced within two months, so its 208 days count whole; Fjord after 101 days, so 147 less two months; Late not yet.
    const quarters = (208 / 30.4375 + (147 / 30.4375 - 2)) / 3
    expect(of('introductions')).toMatchObject({ cases: 6, actual: expect.closeTo(6 / quarters, 6) })
    expect(of('introductions').sentence).toMatch(/^With 6 qualified introductions from 3 partners in 6\.8 months, the target of 2 per partner and quarter is open: \d\d %\.$/)
    // The one of 10 November is younger than 30 days.
    expect(of('opportunity_rate')).toMatchObject({ cases: 5, actual: 0.6 })
    expect(of('won_rate')).toMatchObject({ cases: 3, likelihood: 'too_early', sentence: 'Too early to say: 3 opportunities are closed, and it takes 5.' })
    expect(of('first_year_value')).toMatchObject({ cases: 1, actual: 4_000_000 })
    expect(of('first_year_value').definition).toContain('1 won one has no amount in EUR')
    expect(of('active_partners').sentence).toBe('3 active partners: the target of 3 is reached.')
    expect(of('months_to_first')).toMatchObject({ actual: expect.closeTo((32 + 101 + 5) / 2 / 30.4375, 2) })
  })

  test('each figure opens to as many rows as it says', async () => {
    const { findings } = await verdict()
    for (const figure of ['introductions', 'opportunity_rate', 'won_rate', 'first_year_value'] as const) {
      const found = await rows(figure)
      const finding = findings.find((one: { measure: string }) => one.measure === figure)
      expect(found.items.filter((row: { counts: boolean }) => figure !== 'first_year_value' || row.counts), figure).toHaveLength(finding.cases)
      expect(found.finding).toEqual(finding)
      if (figure !== 'first_year_value' && figure !== 'introductions') expect(found.counted / found.total).toBeCloseTo(finding.actual, 9)
    }
    expect((await rows('months_to_first')).items.map((row: { partner: { name: string }; on: string }) => [row.partner.name, row.on]).sort()).toEqual([['brightline', '2026-06-02'], ['fjord', '2026-10-10']])
    expect((await rows('introductions')).items[0]).toMatchObject({ kind: 'referral', why: expect.stringMatching(/^Qualified on/) })
    const first = (await w.call('GET', `/hypotheses/${hypothesis}/rows`, { query: { limit: '4' } })).json
    const rest = (await w.call('GET', `/hypotheses/${hypothesis}/rows`, { query: { limit: '4', after: first.next } })).json
    expect(new Set([...first.items, ...rest.items].map((row: { id: string }) => row.id)).size).toBe(6)
  })

  test('what is judged is what is predicted now, and the list says the same', async () => {
    const change = { ...body.predictions, introductions: around(12), stop: { measure: 'introductions', below: 4 } }
    expect((await w.call('PUT', `/hypotheses/${hypothesis}/predictions`, { session: w.session, body: { predictions: change, why: 'We hoped for more.' } })).status).toBe(200)
    const now = await verdict()
    expect(now).toMatchObject({ proposal: 'refuted', stop: { measure: 'introductions', probability: expect.any(Number) } })
    expect(now.findings[1].sentence).toMatch(/very unlikely: below 1 %\.$/)
    expect((await w.call('GET', '/hypotheses/verdicts')).json.items).toEqual([{ id: hypothesis, proposal: 'refuted', sentence: now.sentence, lead: now.findings[1] }])
  })

  test('money is for those who may see it', async () => {
    expect((await verdict()).fees).toBe('€0.00 of commissions were booked to its partners during the test, 0 % of the first-year value won; 15 % was predicted.')
    expect((await w.call('GET', `/hypotheses/${hypothesis}/verdict`, { key: w.keys.viewer })).json.fees).toBeNull()
  })

  test('a partner that moved takes what comes after along, and leaves what was before', async () => {
    await place(id.fjord, '2026-11-01', null)
    const { findings } = await verdict()
    expect(findings[1].cases).toBe(5)
    expect(findings[0]).toMatchObject({ actual: 2 })
  })

  test('a decided test is judged by what was in it', async () => {
    expect((await w.call('PUT', `/hypotheses/${hypothesis}/decision`, { session: w.session, body: { to: 'refuted', why: 'Too few.' } })).status).toBe(200)
    s.clock.now = Temporal.Instant.from('2026-12-20T09:00:00Z')
    await makeReferrals(w.ctx, [{ partnerId: id.brightline, submittedAt: at('2026-12-01'), answeredAt: at('2026-12-01'), qualifiedGrade: 'A' }])
    expect(await verdict()).toMatchObject({ until: '2026-11-24', findings: expect.arrayContaining([expect.objectContaining({ measure: 'introductions', cases: 5 })]) })
  })
})
