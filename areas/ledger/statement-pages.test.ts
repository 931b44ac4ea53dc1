// A partner reads a statement on a phone, takes it along, disputes a line and takes that back. No account, no script.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { transact } from '../../platform/db/transact.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { createPlan, part as program, planDocument } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { part, recordFacts } from './index.ts'
import { partnerOn } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let link: string
let otherLink: string
let lines: string[]
beforeAll(async () => {
  app = await testServer([partners, promises, program, part])
  app.clock.now = Temporal.Instant.from('2026-08-03T08:00:00Z')
  maven = await app.workspace('Maven Labs')
  const terms = planDocument.parse({ language: 2, name: 'Share', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'share', on: 'sale', pay: { percent: '10' } }], payout: { every: 'quarter', days: 30 } })
  const { id: planId } = await createPlan(maven.ctx, { name: 'Share', terms })
  const [own, other] = [await partnerOn(maven.ctx, { planId, from: '2026-01-01' }, 'Łódź <b>Ångström</b> سحر'), await partnerOn(maven.ctx, { planId, from: '2026-01-01' })]
  link = await linkOf(own)
  otherLink = await linkOf(other)
  await recordFacts(maven.ctx, ['2000.00', '500.00'].map((amount, n) => ({ kind: 'sale', id: `s${n}`, at: '2026-08-02', partner: showId('partner', own), account: `Account ${n} <i>`, amount, currency: 'EUR' })))
  app.clock.now = Temporal.Instant.from('2026-10-05T08:00:00Z')
  await maven.call('PUT', '/statement-periods/2026-Q3')
  await app.runJobs()
  lines = (await maven.call('GET', '/commissions', { query: { partner: showId('partner', own) } })).json.items.map((line: Json) => line.id)
})
afterAll(() => app?.close())

const linkOf = async (partnerId: Id) => new URL((await maven.call('POST', `/partners/${showId('partner', partnerId)}/links`, { body: {} })).json.url).pathname
const text = async (path: string) => (await app.page(`${link}${path}`)).text.replace(/<style>[\s\S]*?<\/style>/, '')

describe('the statement', () => {
  test('says what moved and what comes next, each line leading to its working; as files with their bytes', async () => {
    const page = await text('/statements/2026-Q3')
    for (const said of ['Statement for Q3 2026', '€250.00', 'Payable by Fri, Oct 30, 2026', 'to dispute it by Wed, Nov 4, 2026', 'Account 0 &lt;i&gt;']) expect(page).toContain(said)
    expect(page).toContain(`${link}/earnings/${lines[0]}`)
    const pdf = await app.server.inject({ method: 'GET', url: `${link}/statements/2026-Q3/EUR.pdf` })
    expect([pdf.headers['content-type'], pdf.rawPayload.subarray(0, 5).toString(), pdf.headers['content-disposition']]).toEqual(['application/pdf', '%PDF-', "attachment; filename*=UTF-8''statement-2026-Q3-EUR.pdf"])
    expect((await app.page(`${link}/statements/2026-Q3/EUR.csv`)).text.split('\r\n').length).toBe(6)
  })

  test('is nobody else\'s, and what is not there says nothing', async () => {
    expect((await app.page(`${otherLink}/statements/2026-Q3`)).text).not.toContain('250.00')
    for (const path of [`${link}/statements/2026-Q2`, `${link}/statements/nonsense`, `${link}/statements/2026-Q3/USD.pdf`, `${link}/statements/2026-Q3/EUR.exe`, `${otherLink}/earnings/${lines[0]}`, `${link}x/statements/2026-Q3`, `${link}/earnings/com_1`])
      expect([path, (await app.page(path)).status]).toEqual([path, 404])
  })
})

describe('a dispute', () => {
  const address = () => `${link}/earnings/${lines[0]}`
  const send = (form: Record<string, string>, to = address()) => app.page(`${to}/dispute`, form)
  const count = () => transact(maven.ctx, async (tx) => (await tx.q.selectFrom('dispute').select('id').where('workspace_id', '=', tx.workspace).execute()).length)

  test('is refused with every word kept, and changes nothing', async () => {
    const refused = await send({ key: 'k', reason: '', body: 'We agreed on <12 %>', evidence: 'Mail' })
    expect(refused.status).toBe(422)
    for (const kept of ['Choose what is wrong.', 'We agreed on &lt;12 %&gt;', 'value="Mail"', '<details open>']) expect(refused.text).toContain(kept)
    expect((await send({ reason: 'amount', body: 'x' }, `${otherLink}/earnings/${lines[0]}`)).status).toBe(404)
    for (const path of ['', '/dispute', '/withdrawal']) await app.page(`${address()}${path}`)
    expect(await count()).toBe(0)
  })

  test('a double click is one dispute; the page says whose turn it is and by when', async () => {
    const form = { key: 'k', reason: 'rate', body: 'We agreed on 12 %', evidence: '' }
    const clicks = await Promise.all([send(form), send(form)])
    expect(clicks.map((answer) => [answer.status, answer.headers.location])).toEqual([[303, `${address()}?sent`], [303, `${address()}?sent`]])
    expect(await count()).toBe(1)
    const page = (await app.page(`${address()}?sent`)).text
    for (const said of ['Ada Admin answers by', 'We agreed on something else', 'Our turn', 'Take the dispute back', 'until the dispute is settled']) expect(page).toContain(said)
    expect((await send({ ...form, key: 'other tab' })).status).toBe(409)
  })

  test('is taken back, by its partner only, and once', async () => {
    const disputeId = (await maven.call('GET', '/disputes')).json.items[0].id
    const back = (to: string) => app.page(`${to}/withdrawal`, { dispute: disputeId })
    expect((await back(`${otherLink}/earnings/${lines[0]}`)).status).toBe(404)
    expect((await back(address())).status).toBe(303)
    expect((await back(address())).status).toBe(303)
    expect((await maven.call('GET', `/disputes/${disputeId}`)).json).toMatchObject({ state: 'settled', outcome: 'withdrawn', contact: 'Ines' })
    expect((await app.page(`${address()}?withdrawn`)).text).toContain('Taken back.')
    expect((await maven.eventTypes()).filter((type) => type.startsWith('dispute'))).toEqual(['dispute.opened', 'dispute.settled'])
    expect(parseId('dispute', disputeId)).toBeDefined()
  })
})
