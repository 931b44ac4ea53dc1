// Rule 6: a figure shown twice is the same figure. Over a random world each figure is compared with its rows and with a naive count.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { showId, type Id } from '../../kernel/ids.ts'
import { part as partners } from '../partners/index.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part } from './index.ts'
import { makeOpportunities, makePartner, makePromises, makeReferrals, times, type OpportunityMade, type PromiseMade, type ReferralMade } from './test/world.ts'

let s: TestServer
let w: TestWorkspace
let ids: Id[]
const world: { referrals: ReferralMade[]; opportunities: OpportunityMade[]; promises: PromiseMade[] } = { referrals: [], opportunities: [], promises: [] }
const now = Temporal.Instant.from('2026-09-20T10:00:00Z')
const zone = 'America/New_York'

// The same world each time: a small linear congruential generator (Numerical Recipes).
let seed = 20_260_920
const chance = () => (seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296
const pick = <T>(...all: T[]): T => all[Math.floor(chance() * all.length)]!
const moment = () => now.subtract({ minutes: Math.floor(chance() * 400 * 24 * 60) })
const dayOfMoment = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate().toString()

beforeAll(async () => {
  s = await testServer([partners, part])
  s.clock.now = now
  w = await s.workspace('Random', { timeZone: zone })
  ids = []
  for (const name of ['Aurel', 'Brightline', 'Cobalt', 'Dune', 'Ember']) ids.push(await makePartner(w.ctx, name))
  const partner = () => pick(...ids)
  world.referrals = times(420, (): ReferralMade => {
    const at = moment()
    const answered = chance() < 0.85 ? at.add({ minutes: Math.floor(chance() * 4000) }) : null
    const isOpportunity = answered !== null && chance() < 0.4
    return {
      partnerId: partner(), submittedAt: at.toString(), answeredAt: answered?.toString() ?? null, companyGrade: pick('A', 'B', 'C', 'none', null), qualifiedGrade: answered && chance() < 0.3 ? pick('A', 'B', 'C') : null,
      opportunityAt: isOpportunity ? answered.add({ hours: 50 }).toString() : null,
    }
  })
  world.opportunities = times(300, (): OpportunityMade => {
    const opened = moment()
    const state = pick('open', 'won', 'lost')
    const attribution = pick('sourced', 'sourced', 'influenced', 'direct')
    return {
      attribution, partnerId: attribution === 'direct' ? null : partner(), state, openedOn: chance() < 0.9 ? dayOfMoment(opened) : null,
      closedOn: state === 'open' ? null : dayOfMoment(opened.add({ hours: Math.floor(chance() * 3000) - 100 })), amountMinor: chance() < 0.9 ? BigInt(Math.floor(chance() * 1e9)) : null, currency: pick('EUR', 'EUR', 'USD', 'JPY'),
    }
  })
  world.promises = times(300, (): PromiseMade => {
    const due = moment().add({ hours: 200 })
    const outcome = pick('kept', 'kept', 'kept', 'broken', 'void', null)
    return { partnerId: partner(), dueAt: due.toString(), outcome, settledAt: outcome ? due.add({ hours: outcome === 'broken' ? 3 : -3 }).toString() : null }
  })
  await makeReferrals(w.ctx, world.referrals)
  await makeOpportunities(w.ctx, world.opportunities)
  await makePromises(w.ctx, world.promises)
})
afterAll(() => s?.close())

const get = async (path: string) => {
  const answer = await s.call('GET', path, { key: w.key })
  expect(answer.status, answer.text).toBe(200)
  return answer.json
}

async function allRows(query: string): Promise<Json[]> {
  const items: Json[] = []
  for (let after = ''; ; ) {
    const page = await get(`/performance/rows?${query}&limit=37${after}`)
    items.push(...page.items)
    if (!page.next) return items
    after = `&after=${page.next}`
  }
}

const periods = ['period=2026-Q3', 'period=2026-Q2', 'from=2026-01-15&to=2026-04-02', 'period=all']
const bounds: Record<string, [string, string]> = {
  'period=2026-Q3': ['2026-07-01', '2026-09-30'], 'period=2026-Q2': ['2026-04-01', '2026-06-30'], 'from=2026-01-15&to=2026-04-02': ['2026-01-15', '2026-04-02'], 'period=all': ['1900-01-01', '2026-09-20'],
}

/** The definitions once more, in plain words over what was put in. */
function naive(period: string, partnerId?: Id): Record<string, [number, number]> {
  const [from, to] = bounds[period]!
  const within = (day: string | null | undefined) => day != null && day >= from && day <= to
  const on = (at: string | null | undefined) => (at ? dayOfMoment(Temporal.Instant.from(at)) : null)
  const mine = <T extends { partnerId?: Id | null }>(rows: T[]) => rows.filter((row) => partnerId === undefined || row.partnerId === partnerId)
  const count = <T>(rows: T[], counts: (row: T) => boolean): [number, number] => [rows.filter(counts).length, rows.length]
  const decided = mine(world.referrals).filter((f) => within(on(f.answeredAt)))
  const closed = mine(world.opportunities).filter((o) => o.attribution === 'sourced' && o.state !== 'open' && within(o.closedOn))
  const ended = mine(world.promises).filter((p) => within(on(p.dueAt)) && (p.outcome ? p.outcome !== 'void' : Temporal.Instant.compare(p.dueAt, now) < 0))
  return {
    referrals_submitted: count(mine(world.referrals).filter((f) => within(on(f.submittedAt))), () => true), met_icp: count(decided, (f) => ['A', 'B'].includes(f.qualifiedGrade ?? f.companyGrade ?? '')),
    became_opportunity: count(decided, (f) => f.opportunityAt != null), won: count(closed, (o) => o.state === 'won'), revenue: count(closed.filter((o) => o.state === 'won'), () => true), promises_kept: count(ended, (p) => p.outcome === 'kept'),
  }
}

describe.each(periods)('%s', (period) => {
  test('figures, rows and a naive count agree, for the program and for each partner', async () => {
    for (const partnerId of [undefined, ...ids]) {
      const view = await get(partnerId ? `/partners/${showId('partner', partnerId)}/performance?${period}` : `/performance?${period}`)
      const wanted = naive(period, partnerId)
      for (const { definition: { key }, now: figure } of view.measures) {
        if (key === 'commissions') continue
        const rows = await allRows(`measure=${key}&${period}${partnerId ? `&partner=${showId('partner', partnerId)}` : ''}`)
        const name = `${key} of ${partnerId ?? 'all'}`
        expect([figure.counted, figure.cases], name).toEqual(wanted[key])
        expect([rows.filter((row) => row.counts).length, rows.length], name).toEqual([figure.counted, figure.cases])
        expect(new Set(rows.map((row) => row.id)).size, name).toBe(rows.length)
        if (key !== 'revenue') continue
        for (const { currency, amountMinor } of figure.amounts)
          expect(rows.filter((row) => row.amount?.currency === currency).reduce((sum, row) => sum + BigInt(row.amount.amountMinor), 0n), `${name} in ${currency}`).toBe(BigInt(amountMinor))
      }
    }
  })
  test('the table shows what the partners’ own pages show', async () => {
    const { table } = await get(`/performance?${period}`)
    for (const row of table.rows) {
      const own = await get(`/partners/${row.partner.id}/performance?${period}`)
      for (const { key, likely, ...cell } of row.cells) {
        const shown = own.measures.find((m: Json) => m.definition.key === key)
        expect({ ...cell, likely }).toEqual({ ...shown.now, likely: shown.likely })
      }
    }
  })
})

test('what a quarter shows as the one before is what that quarter shows itself', async () => {
  const [third, second] = [await get('/performance?period=2026-Q3'), await get('/performance?period=2026-Q2')]
  expect(third.measures.map((m: Json) => m.before)).toEqual(second.measures.map((m: Json) => m.now))
  const path = `/partners/${showId('partner', ids[1]!)}/performance`
  expect((await get(`${path}?period=2026-Q3`)).measures.map((m: Json) => m.before)).toEqual((await get(`${path}?period=2026-Q2`)).measures.map((m: Json) => m.now))
})

test('time to close counts the cases it opens to', async () => {
  for (const query of ['', `partner=${showId('partner', ids[0]!)}`]) {
    const { own, direct } = await get(`/performance/time-to-close?${query}`)
    const rows = await allRows(`measure=time_to_close&${query}`)
    expect([rows.filter((row) => row.counts).length, rows.length]).toEqual([own.won, own.cases])
    expect(own.won + own.lost + own.open).toBe(own.cases)
    expect(await allRows('measure=time_to_close_direct')).toHaveLength(direct.cases)
  }
})
