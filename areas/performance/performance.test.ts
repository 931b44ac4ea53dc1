// A quarter of Harbourlight's program: each figure as its definition says, and each opening to the rows it is made of.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { showId, type Id } from '../../kernel/ids.ts'
import { part as companies } from '../companies/index.ts'
import { part as coselling } from '../coselling/index.ts'
import { part as ledger } from '../ledger/index.ts'
import { part as partners } from '../partners/index.ts'
import { part as program } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { part as referrals } from '../referrals/index.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { definitions, measureKeys } from './definitions.ts'
import { part } from './index.ts'
import { makeOpportunities, makePartner, makePromises, makeReferrals, times } from './test/world.ts'

let s: TestServer
let harbourlight: TestWorkspace
let rival: TestWorkspace
let brightline: Id
let norte: Id
let kestrel: Id

beforeAll(async () => {
  s = await testServer([companies, partners, promises, program, ledger, coselling, referrals, part])
  s.clock.now = Temporal.Instant.from('2026-09-20T10:00:00Z')
  harbourlight = await s.workspace('Harbourlight')
  rival = await s.workspace('Rival')
  const { ctx } = harbourlight
  brightline = await makePartner(ctx, 'Brightline Consulting')
  norte = await makePartner(ctx, 'Studio Norte')
  kestrel = await makePartner(ctx, 'Kestrel Systems')
  await makePartner(ctx, 'Still to be won', { state: 'candidate' })
  await makePartner(ctx, 'Starts next year', { startedOn: '2027-01-01' })
  await makePartner(ctx, 'Quiet this quarter')
  const left = await makePartner(ctx, 'Left in August', { state: 'ended' })

  const now = { submittedAt: '2026-08-03T08:00:00Z', answeredAt: '2026-08-04T08:00:00Z' }
  const before = { submittedAt: '2026-05-04T08:00:00Z', answeredAt: '2026-05-05T08:00:00Z' }
  await makeReferrals(ctx, [
    // Brightline: 9 of 12 fit, 6 by the grade at qualification, whatever the company has now; 7 of 12 became opportunities
    ...times(6, (i) => ({ ...now, partnerId: brightline, qualifiedGrade: i % 2 ? 'A' : 'B', companyGrade: 'C', opportunityAt: '2026-08-20T08:00:00Z' })),
    { ...now, partnerId: brightline, companyGrade: 'A', opportunityAt: '2026-09-01T08:00:00Z' },
    ...times(2, () => ({ ...now, partnerId: brightline, companyGrade: 'B', state: 'declined' })),
    { ...now, partnerId: brightline, companyGrade: 'C', state: 'declined' }, { ...now, partnerId: brightline, companyGrade: 'none', state: 'declined' }, { ...now, partnerId: brightline, state: 'lost' },
    ...times(9, (i) => ({ ...before, partnerId: brightline, companyGrade: i < 6 ? 'B' : 'none', ...(i < 4 ? { opportunityAt: '2026-06-01T08:00:00Z' } : {}) })),
    // one lucky case, and twenty of which eighteen
    { ...now, partnerId: norte, companyGrade: 'A', opportunityAt: '2026-08-20T08:00:00Z' },
    ...times(20, (i) => ({ ...now, partnerId: kestrel, companyGrade: i < 10 ? 'A' : 'C', ...(i < 18 ? { opportunityAt: '2026-08-20T08:00:00Z' } : {}) })),
    // a partner that has left counts where it has a case
    { ...now, partnerId: left, companyGrade: 'none', state: 'declined' },
  ])
  await makeOpportunities(ctx, [
    { partnerId: brightline, state: 'won', openedOn: '2026-06-01', closedOn: '2026-07-01', amountMinor: 10_000_000n },
    { partnerId: brightline, state: 'won', openedOn: '2026-06-01', closedOn: '2026-09-15', amountMinor: 8_640_000n }, { partnerId: brightline, state: 'won', openedOn: '2026-07-01', closedOn: '2026-07-20', amountMinor: null },
    ...times(2, () => ({ partnerId: brightline, state: 'lost' as const, openedOn: '2026-06-01', closedOn: '2026-08-01', amountMinor: 99n })),
    ...times(2, (i) => ({ partnerId: brightline, state: 'won' as const, openedOn: '2026-02-01', closedOn: '2026-05-01', amountMinor: i ? 12_100_000n : null })),
    ...times(2, () => ({ partnerId: brightline, state: 'lost' as const, openedOn: '2026-02-01', closedOn: '2026-06-30' })),
    { partnerId: brightline, state: 'open', openedOn: '2026-09-01', amountMinor: 1_000_000n },
    { partnerId: kestrel, state: 'won', openedOn: '2026-08-01', closedOn: '2026-08-30', amountMinor: 900_000n, currency: 'USD' },
    { partnerId: kestrel, attribution: 'influenced', state: 'won', openedOn: '2026-08-01', closedOn: '2026-08-30', amountMinor: 77_700_000n },
    ...times(12, (i) => ({ attribution: 'direct' as const, state: 'won' as const, openedOn: '2026-01-01', closedOn: `2026-0${2 + (i % 6)}-1${i % 3}`, amountMinor: 1n })),
  ])
  const due = '2026-08-10T15:00:00Z'
  await makePromises(ctx, [
    ...times(47, () => ({ partnerId: brightline, dueAt: due, settledAt: '2026-08-10T09:00:00Z', outcome: 'kept' as const })),
    { partnerId: brightline, dueAt: due, settledAt: '2026-08-12T09:00:00Z', outcome: 'broken' }, { partnerId: brightline, dueAt: due },
    { partnerId: brightline, dueAt: due, settledAt: '2026-08-10T09:00:00Z', outcome: 'void' }, { partnerId: brightline, dueAt: '2026-09-21T15:00:00Z' },
    ...times(21, (i) => ({ partnerId: brightline, dueAt: '2026-05-05T15:00:00Z', settledAt: '2026-05-05T16:00:00Z', outcome: i < 17 ? ('kept' as const) : ('broken' as const) })),
  ])
})
afterAll(() => s?.close())

const get = async (path: string, key = harbourlight.key) => {
  const answer = await s.call('GET', path, { key })
  expect(answer.status, answer.text).toBe(200)
  return answer.json
}
const par = (id: Id) => showId('partner', id)
const measure = (view: Json, key: string) => view.measures.find((m: Json) => m.definition.key === key)
const table = (view: Json) => view.measures.map((m: Json) => [m.definition.name, m.now.said, m.before.said, m.likely?.said ?? '', m.program.said, m.now.saidCases])

describe('one partner, one quarter', () => {
  test('each figure beside the quarter before, the likely true value, the program and its cases', async () => {
    const view = await get(`/partners/${par(brightline)}/performance`)
    expect(view.period).toMatchObject({ name: 'third quarter 2026', isRunning: true, previous: { name: 'second quarter 2026' } })
    expect(table(view)).toEqual([
      ['Referrals submitted', '12', '9', '', '6.8 each', '12'],
      ['Met ICP criteria', '75 %', '67 %', '47–85 %', '59 %', '9 of 12'],
      ['Became opportunities', '58 %', '44 %', '46–84 %', '76 %', '7 of 12'],
      ['Won, of those closed', '60 %', '50 %', '38–84 %', '67 %', '3 of 5'],
      ['Revenue closed, partner-sourced', '€186,400.00', '€121,000.00', '', '€37,280.00 and $1,800.00 each', '3'],
      ['Our promises to them kept', '96 %', '81 %', '', '96 %', '47 of 49'],
      ['Commissions earned', 'none', 'none', '', 'none', '0'],
    ])
    // Brightline, Studio Norte, Kestrel, the quiet one and the one that left; neither the candidate nor who starts next year
    expect(view.partners).toBe(5)
    expect(measure(view, 'met_icp').definition).toEqual(definitions.met_icp)
  })

  test('a partner without cases has none, which is not zero', async () => {
    const quiet = (await get('/partners')).items.find((p: Json) => p.name === 'Quiet this quarter')
    const view = await get(`/partners/${quiet.id}/performance?period=2026-Q3`)
    expect(measure(view, 'won')).toMatchObject({ now: { value: null, said: 'no cases' }, likely: null, program: { said: '67 %' } })
  })

  test('days of its own, and all time', async () => {
    expect(measure(await get(`/partners/${par(brightline)}/performance?from=2026-05-01&to=2026-08-31`), 'referrals_submitted').now.value).toBe(21)
    const all = await get(`/partners/${par(brightline)}/performance?period=all`)
    expect(measure(all, 'revenue')).toMatchObject({ before: null, now: { said: '€307,400.00', cases: 5 } })
  })

  test('a quarter begins and ends at midnight where the workspace is', async () => {
    const edge = await s.workspace('Edge', { timeZone: 'Europe/Berlin' })
    const partnerId = await makePartner(edge.ctx, 'Night Owls')
    await makeReferrals(edge.ctx, ['2026-06-30T21:59:59.999Z', '2026-06-30T22:00:00Z', '2026-09-30T21:59:59.999Z', '2026-09-30T22:00:00Z'].map((submittedAt) => ({ partnerId, submittedAt })))
    const values = await Promise.all(['2026-Q2', '2026-Q3', '2026-Q4'].map(async (period) => measure(await get(`/performance?period=${period}`, edge.key), 'referrals_submitted').now.value))
    expect(values).toEqual([1, 2, 1])
  })
})

describe('the program', () => {
  test('18 of 20 ranks before 7 of 12, and 1 of 1 before neither', async () => {
    const view = await get('/performance')
    const rows = view.table.rows.map((row: Json) => [row.rank, row.partner.name, row.cells.find((c: Json) => c.key === 'became_opportunity').saidCases])
    expect(rows).toEqual([[1, 'Kestrel Systems', '18 of 20'], [2, 'Brightline Consulting', '7 of 12'], [3, 'Studio Norte', '1 of 1'], [4, 'Left in August', '0 of 1']])
    expect(view.table).toMatchObject({ rankedBy: 'became_opportunity', total: 4 })
  })
  test('by another measure; without a case of it there is no rank', async () => {
    const ranks = async (query: string) => (await get(`/performance?${query}`)).table.rows.map((row: Json) => [row.rank, row.partner.name])
    expect(await ranks('rank=won')).toEqual([[1, 'Brightline Consulting'], [2, 'Kestrel Systems'], [null, expect.any(String)], [null, expect.any(String)]])
    expect((await ranks('rank=revenue'))[0]).toEqual([1, 'Brightline Consulting'])
    expect((await ranks('rank=revenue&currency=usd'))[0]).toEqual([1, 'Kestrel Systems'])
    expect((await ranks('rank=referrals_submitted'))[0]).toEqual([1, 'Kestrel Systems'])
  })
  test('the same cases share a rank', async () => {
    const twins = await s.workspace('Twins')
    for (const [name, n] of [['Castor', 2], ['Pollux', 2], ['Third', 1]] as const) {
      const partnerId = await makePartner(twins.ctx, name)
      await makeReferrals(twins.ctx, times(n, () => ({ partnerId, submittedAt: '2026-08-03T08:00:00Z', answeredAt: '2026-08-04T08:00:00Z', opportunityAt: '2026-08-20T08:00:00Z' })))
    }
    expect((await get('/performance', twins.key)).table.rows.map((row: Json) => [row.rank, row.partner.name])).toEqual([[1, 'Castor'], [1, 'Pollux'], [3, 'Third']])
  })
  test('currencies stand side by side', async () => {
    expect(measure(await get('/performance'), 'revenue').now).toMatchObject({ amounts: [{ amountMinor: '18640000', currency: 'EUR' }, { amountMinor: '900000', currency: 'USD' }], said: '€186,400.00 and $9,000.00', cases: 4 })
  })
  test('the partners add up to the program', async () => {
    const view = await get('/performance?period=2026-Q3')
    for (const key of ['referrals_submitted', 'met_icp', 'became_opportunity', 'won', 'promises_kept']) {
      const cells = view.table.rows.map((row: Json) => row.cells.find((c: Json) => c.key === key))
      const sum = (field: string) => cells.reduce((n: number, cell: Json) => n + cell[field], 0)
      expect([sum('counted'), sum('cases')]).toEqual([measure(view, key).now.counted, measure(view, key).now.cases])
    }
  })
  test('as CSV, a column per currency', async () => {
    const answer = await s.call('GET', '/performance.csv?period=2026-Q3', { key: harbourlight.key })
    expect(answer.status).toBe(200)
    const [head, first, ...rest] = answer.text.trim().split('\r\n')
    expect(head).toBe('partner_id,partner,from,to,referrals_submitted,met_icp_counted,met_icp_cases,met_icp_share,met_icp_likely_low,met_icp_likely_high,became_opportunity_counted,became_opportunity_cases,became_opportunity_share,'
      + 'became_opportunity_likely_low,became_opportunity_likely_high,won_counted,won_cases,won_share,won_likely_low,won_likely_high,revenue_cases,revenue_EUR,revenue_USD,promises_kept_counted,promises_kept_cases,promises_kept_share,commissions_cases')
    expect(first).toMatch(new RegExp(`^${par(brightline)},Brightline Consulting,2026-07-01,2026-09-30,12,9,12,0.7500,`))
    expect(first).toContain(',3,186400.00,,47,49,0.9592,0')
    expect(rest).toHaveLength(3)
  })
  test('an empty workspace has no cases and nobody to rank', async () => {
    const view = await get('/performance', rival.key)
    expect(view.measures.map((m: Json) => m.now.said)).toEqual(['0', 'no cases', 'no cases', 'no cases', 'none', 'no cases', 'none'])
    expect(view.table).toMatchObject({ total: 0, rows: [] })
    expect((await s.call('GET', '/performance.csv', { key: rival.key })).text.split('\r\n')).toHaveLength(2)
  })
})

describe('the rows behind a figure', () => {
  const rows = async (query: string) => get(`/performance/rows?${query}`)
  test('say why they count or do not', async () => {
    const found = await rows(`measure=met_icp&partner=${par(brightline)}&limit=50`)
    expect(found.figure).toMatchObject({ said: '75 %', saidCases: '9 of 12' })
    const whys = found.items.map((item: Json) => `${item.counts ? 'yes' : 'no'}: ${item.why}`).sort()
    expect(whys).toEqual([
      'no: The company fits none of our grades.', 'no: The company has grade C now.', 'no: The company has no grade yet.', ...times(3, () => 'yes: Grade A when it was qualified.'),
      ...times(3, () => 'yes: Grade B when it was qualified.'), 'yes: The company has grade A now.', ...times(2, () => 'yes: The company has grade B now.'),
    ])
    expect(found.items[0]).toMatchObject({ kind: 'referral', on: '2026-08-04', partner: { name: 'Brightline Consulting' }, id: expect.stringMatching(/^ref_/) })
  })
  test('only those that count, or only those that do not', async () => {
    expect((await rows(`measure=became_opportunity&partner=${par(brightline)}&counted=false`)).items).toHaveLength(5)
    expect((await rows(`measure=became_opportunity&partner=${par(brightline)}&counted=true`)).items.map((i: Json) => i.why)).toContain('Became an opportunity on Tue, Sep 1, 2026.')
  })
  test('promises late, open and kept', async () => {
    const found = await rows(`measure=promises_kept&partner=${par(brightline)}&counted=false`)
    expect(found.items.map((item: Json) => [item.title, item.why]).sort()).toEqual([['Answer introduction', 'Settled late, on Wed, Aug 12, 2026.'], ['Answer introduction', 'Still open and past due.']])
  })
  test('a won opportunity without an amount says that it adds nothing', async () => {
    expect((await rows(`measure=revenue&partner=${par(brightline)}`)).items.map((item: Json) => item.why).sort()).toEqual(['Won, €100,000.00.', 'Won, €86,400.00.', 'Won; no amount is known, so it adds nothing to revenue.'])
  })
})

describe('time to close', () => {
  test('sourced against direct, with what is left out said', async () => {
    const found = await get(`/performance/time-to-close?partner=${par(brightline)}`)
    expect(found).toMatchObject({ verdict: expect.any(String), own: { name: 'Brightline Consulting', cases: 10, won: 5, lost: 4, open: 1, leftOut: 0 }, direct: { cases: 12, won: 12 }, test: { name: 'log-rank' } })
    // by hand: 0.9 after day 19, 0.7875 after 30, two lost on 61, 0.4725 after 89; direct is exactly half from day 101 to 129
    expect(found.finding).toBe("Half of Brightline Consulting's opportunities close within 89 days, against 115 direct.")
    expect(found.own.steps.map((step: Json) => [step.days, step.atRisk])).toEqual([[19, 10], [30, 8], [89, 5], [106, 3], [149, 2]])
    expect(found.period.name).toBe('all time')
  })
  test('its cases open too', async () => {
    const found = await get(`/performance/rows?measure=time_to_close&partner=${par(brightline)}`)
    expect(found.figure).toMatchObject({ cases: 10, counted: 5, said: '5 of 10 won' })
    expect(found.items.map((i: Json) => i.why)).toContain('Open for 19 days so far.')
    expect((await get('/performance/rows?measure=time_to_close_direct')).figure.cases).toBe(12)
  })
  test('dates that are missing or contradict are left out, and counted', async () => {
    const odd = await s.workspace('Odd')
    await makeOpportunities(odd.ctx, [
      { attribution: 'direct', state: 'won', openedOn: '2026-05-01', closedOn: '2026-04-01' }, { attribution: 'direct', state: 'won', closedOn: '2026-04-01' }, { attribution: 'direct', state: 'won', openedOn: '2026-04-01', closedOn: '2026-04-01' },
    ])
    expect(await get('/performance/time-to-close', odd.key)).toMatchObject({ verdict: 'nothing', finding: 'Partners have sourced no opportunities yet, so there is nothing to compare.', direct: { cases: 1, leftOut: 2, median: { days: 0 } } })
  })
})

describe('who may ask for what', () => {
  const paths = () => ['/performance', '/performance/definitions', '/performance/rows?measure=won', '/performance/time-to-close', '/performance.csv', `/partners/${par(brightline)}/performance`]
  test('nobody without a key', async () => {
    for (const path of paths()) expect((await s.call('GET', path)).status, path).toBe(401)
  })
  test('every role, each its own; what partners earned only with the ledger', async () => {
    for (const path of paths()) for (const key of Object.values(harbourlight.keys)) expect((await s.call('GET', path, { key })).status, path).toBe(200)
    for (const role of ['rep', 'viewer'] as const) {
      const view = await get('/performance', harbourlight.keys[role])
      expect(view.measures.map((m: Json) => m.definition.key)).not.toContain('commissions')
      expect(view.hidden).toEqual([{ key: 'commissions', why: 'What partners earned is seen by admin, manager and finance only.' }])
      expect((await s.call('GET', '/performance.csv', { key: harbourlight.keys[role] })).text).not.toContain('commissions')
      expect(await s.call('GET', '/performance/rows?measure=commissions', { key: harbourlight.keys[role] })).toMatchObject({ status: 403, json: { code: 'not_allowed' } })
    }
    expect((await get('/performance', harbourlight.keys.finance)).hidden).toEqual([])
  })
  test('a stranger is told that there is no such partner, and counts nothing of ours', async () => {
    for (const path of [`/partners/${par(brightline)}/performance`, `/performance/rows?measure=won&partner=${par(brightline)}`, `/performance/time-to-close?partner=${par(brightline)}`])
      expect(await s.call('GET', path, { key: rival.key }), path).toMatchObject({ status: 404, json: { code: 'not_found', detail: 'There is no such partner.' } })
    for (const key of measureKeys) expect((await get(`/performance/rows?measure=${key}&period=all`, rival.key)).items).toEqual([])
    expect((await get('/performance/time-to-close', rival.key)).direct.cases).toBe(0)
  })
  test.each([
    ['/performance?period=2026-Q5', 'period'], ['/performance?from=2026-02-30', 'from'], ['/performance?rank=commissions', 'rank'], ['/performance?currency=EURO', 'currency'], ['/performance/rows', 'measure'],
    ['/performance/rows?measure=luck', 'measure'], ['/performance/rows?measure=won&partner=ref_1', 'partner'], ['/performance/rows?measure=won&limit=0', 'limit'],
    ['/performance?from=2026-03-02&to=2026-03-01', 'to'], ['/performance?to=2026-03-01', 'from'], ['/performance?period=2026-Q1&to=2026-03-01', 'period'],
  ])('%s is refused at %s', async (path, field) => {
    const answer = await s.call('GET', path, { key: harbourlight.key })
    expect(answer.status).toBe(422)
    expect(answer.json.fields.map((f: Json) => f.field)).toEqual([field])
  })
  test('definitions are said once for all screens', async () => {
    const said = await get('/performance/definitions')
    expect(said.measures.map((m: Json) => m.key)).toEqual([...measureKeys])
    expect(said.likely).toContain('2 to 100')
  })
})
