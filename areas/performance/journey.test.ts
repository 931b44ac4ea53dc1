// One introduction made by the verbs: every figure moves as it should, and goes back when its closing is taken back.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { part as workspaces } from '../../platform/workspaces/index.ts'
import { part as companies } from '../companies/index.ts'
import { part as coselling } from '../coselling/index.ts'
import { part as ledger } from '../ledger/index.ts'
import { part as partners } from '../partners/index.ts'
import { part as program } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { part as referrals } from '../referrals/index.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part } from './index.ts'

let s: TestServer
let w: TestWorkspace
let brightline: string
beforeAll(async () => {
  s = await testServer([workspaces, companies, partners, promises, program, ledger, coselling, referrals, part])
  s.clock.now = Temporal.Instant.from('2026-11-23T09:12:00Z')
  w = await s.workspace('Harbourlight')
})
afterAll(() => s?.close())

const call = async (method: string, path: string, body?: unknown): Promise<Json> => {
  const answer = await w.call(method, path, body === undefined ? {} : { body })
  expect(answer.status, `${method} ${path} ${answer.text}`).toBeLessThan(300)
  return answer.json
}
const figures = async () => {
  const view = await call('GET', `/partners/${brightline}/performance`)
  return Object.fromEntries(view.measures.map((m: Json) => [m.definition.key, m.now.saidCases === m.now.said ? m.now.said : `${m.now.said} (${m.now.saidCases})`]))
}

test('submitted, accepted, qualified, won, and opened again', async () => {
  const memberId = (await call('GET', '/members')).items[0].id
  brightline = (await call('POST', '/partners', { name: 'Brightline Consulting', type: 'implementation', timeZone: 'Europe/Berlin', ownerId: memberId, contacts: [{ name: 'Lena Ortiz', email: 'lena@brightline.example' }] })).id
  const plan = await call('POST', '/plans', {
    name: 'Introduction partner',
    terms: {
      language: 1, currency: 'EUR', payment: { rule: 'after_quarter_end', days: 30 }, rounding: 'half_away_per_line',
      components: [{ id: 'qualified', trigger: 'referral.qualified', kind: 'flat', amountMinor: '40000' }, { id: 'year_one', trigger: 'opportunity.won', kind: 'percent', rate: { num: 15, den: 100 }, basis: 'first_year_revenue' }],
    },
  })
  await call('PUT', `/partners/${brightline}/plan`, { planId: plan.id, from: '2026-11-01', why: 'Signed on the first.' })
  await call('PUT', '/icp', { industries: ['Food'], countries: ['DE'], minEmployees: 50, maxEmployees: 1000 })
  const { id } = await call('POST', '/referrals', { partnerId: brightline, buyer: 'meridianfoods.de', person: 'Ana Silva, ana@meridianfoods.de', reason: 'They plan routes on a whiteboard.', consent: true })
  expect(await figures()).toMatchObject({ referrals_submitted: '1', met_icp: 'no cases (0 of 0)', promises_kept: 'no cases (0 of 0)' })

  await call('PUT', `/referrals/${id}/decision`, { answer: 'accept', ownerId: memberId })
  expect(await figures()).toMatchObject({ met_icp: '0 % (0 of 1)', became_opportunity: '0 % (0 of 1)', promises_kept: '100 % (1 of 1)' })

  await call('PATCH', `/companies/${(await call('GET', `/referrals/${id}`)).company.id}`, { industry: 'Food', employees: 420, country: 'DE' })
  for (const step of ['contacted', 'met', 'qualified']) await call('PUT', `/referrals/${id}/progress`, { step })
  await call('PUT', `/referrals/${id}/opportunity`, { create: { name: 'Meridian Foods, route planning', amountMinor: '8400000', currency: 'EUR' } })
  expect(await figures()).toMatchObject({ met_icp: '100 % (1 of 1)', became_opportunity: '100 % (1 of 1)', won: 'no cases (0 of 0)', commissions: '€400.00 (1)' })

  s.clock.now = Temporal.Instant.from('2026-12-10T10:00:00Z')
  await call('PUT', `/referrals/${id}/closing`, { outcome: 'won', closedOn: '2026-12-10' })
  expect(await figures()).toEqual({
    referrals_submitted: '1', met_icp: '100 % (1 of 1)', became_opportunity: '100 % (1 of 1)', won: '100 % (1 of 1)', revenue: '€84,000.00 (1)', promises_kept: '100 % (2 of 2)', commissions: '€13,000.00 (2)',
  })

  await call('DELETE', `/referrals/${id}/closing`, { why: 'The order was withdrawn.' })
  expect(await figures()).toMatchObject({ won: 'no cases (0 of 0)', revenue: 'none (0)', commissions: '€400.00 (3)' })
})

test('what partners earned is what the ledger’s statement says, line by line', async () => {
  const [statement] = (await call('GET', `/partners/${brightline}/statement?from=2026-10-01&to=2026-12-31`)).currencies
  const rows = await call('GET', `/performance/rows?measure=commissions&partner=${brightline}`)
  expect(rows.items.map((row: Json) => row.id).sort()).toEqual(statement.lines.map((line: Json) => line.id).sort())
  expect(rows.figure.amounts).toEqual([{ amountMinor: (BigInt(statement.accrued.amountMinor) + BigInt(statement.reversed.amountMinor)).toString(), currency: 'EUR' }])
  expect(rows.items.map((row: Json) => row.why)).toEqual(['Takes an earlier line back.', 'Earned; taken back by another line.', 'Earned, and stands.'])
  expect((await call('GET', '/performance')).measures.at(-1).now).toMatchObject({ said: '€400.00', cases: 3 })
})
