// The mail at the best moment says what is earned by it, and none says so where nothing is.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { showId, type Id } from '../../kernel/ids.ts'
import { capturingTransport, mailPart } from '../../platform/mail/index.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { terms } from '../../test/setup/story.ts'
import { part as companies } from '../companies/index.ts'
import { part as coselling } from '../coselling/index.ts'
import { part as ledger } from '../ledger/index.ts'
import { createPartner, part as partners } from '../partners/index.ts'
import { assignPlan, createPlan, part as program, planDocument, type Terms } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { part } from './index.ts'

let app: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  app = await testServer([mailPart(capturingTransport, 'alongside@localhost'), companies, partners, promises, program, ledger, coselling, part])
  app.clock.now = Temporal.Instant.from('2026-11-03T08:00:00Z')
  maven = await app.workspace('Maven Labs')
  const icp = await maven.call('PUT', '/icp', { body: { industries: [], countries: ['DE'], minEmployees: null, maxEmployees: null, why: 'We sell in Germany.' } })
  if (icp.status >= 400) throw new Error(icp.text)
})
afterAll(() => app?.close())

const call = async (method: string, path: string, body?: unknown): Promise<Json> => {
  const answer = await maven.call(method, path, body === undefined ? {} : { body })
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300)
  return answer.json
}
const told = (plan: Parameters<typeof planDocument.parse>[0]) => planDocument.parse(plan)
const share = { language: 2, currency: 'EUR', timeZone: 'Europe/Berlin', payout: { every: 'quarter', days: 30 } }

let partnerCount = 0
async function partnerOn(plan: Terms | null, hasLink = true): Promise<Id> {
  const n = (partnerCount += 1)
  const { id } = await createPartner(maven.ctx, { name: `Partner ${n}`, type: 'referral', state: 'active', ownerId: undefined, timeZone: 'Europe/Berlin', website: null, startedOn: '2026-01-01', contacts: [{ name: 'Ines', email: `ines@p${n}.example`, phone: null }] })
  if (plan) await assignPlan(maven.ctx, id, { planId: (await createPlan(maven.ctx, { name: `Plan ${n}`, terms: plan })).id, from: '2026-01-01', why: 'agreed by hand' })
  if (hasLink) await call('POST', `/partners/${showId('partner', id)}/links`, {})
  return id
}

/** An introduction of a new buyer, qualified. */
async function qualified(partnerId: Id): Promise<{ id: string; buyer: string }> {
  const buyer = `Buyer${partnerCount} Foods GmbH`
  const company = await call('POST', '/companies', { name: buyer, website: `buyer${partnerCount}.example`, industry: 'Food', employees: 100, country: 'DE' })
  expect(company.id).toMatch(/^co_/)
  const { id } = await call('POST', '/referrals', { partnerId: showId('partner', partnerId), buyer: `buyer${partnerCount}.example`, person: 'Eva, eva@buyer.example', reason: 'They asked.', consent: true })
  await call('PUT', `/referrals/${id}/decision`, { answer: 'accept', ownerId: showId('member', maven.admin.memberId) })
  for (const step of ['contacted', 'met', 'qualified']) await call('PUT', `/referrals/${id}/progress`, { step })
  return { id, buyer }
}
const win = (id: string) => call('PUT', `/referrals/${id}/closing`, { outcome: 'won', closedOn: '2026-11-03', deal: { amountMinor: '1000000', currency: 'EUR' } })

async function mail(subject: string): Promise<string> {
  const { items } = await call('GET', '/mails?limit=200')
  return (await call('GET', `/mails/${items.find((one: Json) => one.subject === subject).id}`)).text
}

/** What stands on the page that a mail leads to, under what is earned. */
async function earnedOnPage(subject: string): Promise<string[]> {
  const page = (await app.page(new URL(/http\S+/.exec(await mail(subject))![0]).pathname)).text
  const section = /What you earn for it<\/h2>([\s\S]*?)<\/section>/.exec(page)?.[1] ?? ''
  return [...section.matchAll(/>([^<>]+)<\/a><span class="n">([^<]+)</g)].map(([, what, amount]) => `${what} ${amount}`)
}

test('an amount for a qualified introduction, and a share of what is won, each with the day it is paid', async () => {
  const { id, buyer } = await qualified(await partnerOn(terms() as Terms))
  expect(await mail(`Qualified: ${buyer}`)).toMatch(/You earn €400\.00 for it, paid by Sat, Jan 30, 2027\.\n\nHow it was worked out is on your page with us\./)
  await win(id)
  expect(await mail(`Won: ${buyer}`)).toContain('You earn €1,500.00 for it, paid by Sat, Jan 30, 2027.')
  expect(await earnedOnPage(`Won: ${buyer}`)).toEqual(['They became a customer €1,500.00', 'It is qualified €400.00'])
})

test('the same under a plan in language 2, where the partner is settled as a whole', async () => {
  const { id, buyer } = await qualified(await partnerOn(told({ ...share, name: 'Two', components: [{ id: 'lead', on: 'qualified', pay: { flat: '250.00' } }, { id: 'share', on: 'sale', pay: { percent: '10' }, instalments: { count: 2, everyMonths: 3 } }] })))
  expect(await mail(`Qualified: ${buyer}`)).toContain('You earn €250.00 for it, paid by Sat, Jan 30, 2027.')
  await win(id)
  // In two parts, so on two days.
  expect(await mail(`Won: ${buyer}`)).toContain('You earn €1,000.00 for it; your page says when it is paid.')
  expect(await earnedOnPage(`Won: ${buyer}`)).toEqual(['They became a customer €500.00', 'They became a customer €500.00', 'It is qualified €250.00'])
})

test('what waits for the customer is no promise of a day, and whoever has no page hears of none', async () => {
  const { id, buyer } = await qualified(await partnerOn(told({ ...share, name: 'Collected', components: [{ id: 'share', on: 'sale', pay: { percent: '10' }, payable: 'as_collected' }] }), false))
  expect(await mail(`Qualified: ${buyer}`)).not.toContain('You earn')
  await win(id)
  expect(await mail(`Won: ${buyer}`)).toMatch(/You earn €1,000\.00 for it\.\n\nThank you/)
})

test('where nothing is earned, nothing is said of it', async () => {
  const { id, buyer } = await qualified(await partnerOn(null))
  await win(id)
  for (const subject of [`Qualified: ${buyer}`, `Won: ${buyer}`]) expect(await mail(subject)).not.toMatch(/earn|worked out/)
})
