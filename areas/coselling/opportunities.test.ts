import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, parseId, showId, type Id } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { part as files, storeFile } from '../../platform/files/index.ts'
import { part as imports, runImport, startImport } from '../../platform/imports/index.ts'
import { companyById, part as companies, upsertCompanies } from '../companies/index.ts'
import { part as partners } from '../partners/index.ts'
import { linkOpportunity, openOpportunitiesOf, opportunityById, part, writeOpportunities } from './index.ts'

let s: TestServer
let maven: TestWorkspace
let companyId: Id
beforeAll(async () => {
  s = await testServer([files, imports, companies, partners, part])
  maven = await s.workspace('Maven', { currency: 'USD' })
  companyId = await company('Cancity')
})
afterAll(() => s.close())

/** A company as an import of one opportunity makes it. */
async function company(name: string): Promise<Id> {
  const crmId = `seed-${name}`
  await transact(maven.ctx, (tx) => writeOpportunities(tx, [{ crmId, state: 'open', company: { name } }], { currency: 'USD', createCompanies: true, importId: null }))
  return (await read(maven.ctx, (r) => r.q.selectFrom('opportunity').select('company_id').where('workspace_id', '=', r.workspace).where('crm_id', '=', crmId).executeTakeFirstOrThrow())).company_id!
}
const create = async (body: object = {}) => {
  const answer = await maven.call('POST', '/opportunities', { body: { name: 'GTX Pro for Cancity', companyId: showId('company', companyId), amountMinor: '482100', openedOn: '2026-01-05', ...body } })
  expect(answer.status).toBe(201)
  return answer.json.id as string
}
const get = async (id: string) => (await maven.call('GET', `/opportunities/${id}`)).json
const eventsOf = async (id: string) => read(maven.ctx, async (r) =>
  (await r.q.selectFrom('event').select(['type', 'why']).where('workspace_id', '=', r.workspace).where('subject_id', '=', parseId('opportunity', id)!).orderBy('id').execute()))
const today = () => Temporal.Now.plainDateISO('Europe/Berlin').toString()

describe('an opportunity', () => {
  test('is created, changed, lost, opened again and won', async () => {
    const id = await create()
    expect(await get(id)).toMatchObject({
      name: 'GTX Pro for Cancity', company: { name: 'Cancity' }, state: 'open', amount: { amountMinor: '482100', currency: 'USD' }, attribution: 'direct', partner: null, closedOn: null,
      can: { change: { allowed: true }, close: { allowed: true }, reopen: { allowed: false, why: 'It is open.' } },
    })
    const path = `/opportunities/${id}`
    expect((await maven.call('PATCH', path, { body: { amountMinor: '500000', product: 'GTX Pro' } })).json).toEqual({ id })
    expect((await maven.call('PUT', `${path}/closing`, { body: { state: 'lost', closedOn: today(), why: 'No budget.' } })).status).toBe(200)
    expect((await maven.call('PUT', `${path}/closing`, { body: { state: 'won', closedOn: today() } })).json).toMatchObject({ status: 409, code: 'coselling.already_closed' })
    expect((await maven.call('DELETE', `${path}/closing`, { query: { why: 'They found budget.' } })).status).toBe(200)
    expect(await get(id)).toMatchObject({ state: 'open', closedOn: null })
    expect((await maven.call('DELETE', `${path}/closing`, { query: { why: 'Again.' } })).json).toMatchObject({ status: 409, code: 'coselling.not_closed' })
    expect((await maven.call('PUT', `${path}/closing`, { body: { state: 'won', closedOn: today(), amountMinor: '510000' } })).status).toBe(200)
    expect((await maven.call('PUT', `${path}/closing`, { body: { state: 'won', closedOn: today() } })).status).toBe(200)
    expect(await get(id)).toMatchObject({ state: 'won', closedOn: today(), amount: { amountMinor: '510000' }, can: { close: { allowed: false, why: 'It is won already.' }, reopen: { allowed: true } } })
    expect((await eventsOf(id)).map((e) => e.type)).toEqual(['opportunity.created', 'opportunity.changed', 'opportunity.lost', 'opportunity.reopened', 'opportunity.won'])
    expect((await eventsOf(id))[3]!.why).toBe('They found budget.')
  })

  test('says in plain words what cannot be', async () => {
    const id = await create({ amountMinor: null, crmId: '006-1' })
    const path = `/opportunities/${id}`
    const refused = async (method: string, address: string, options: object, expected: object) => expect((await maven.call(method, address, options)).json).toMatchObject(expected)
    await refused('POST', '/opportunities', { body: { name: ' ' } }, { status: 422, fields: [{ field: 'name' }] })
    await refused('POST', '/opportunities', { body: { name: 'x', amountMinor: '12.5' } }, { status: 422, fields: [{ field: 'amountMinor' }] })
    await refused('POST', '/opportunities', { body: { name: 'x', currency: 'BTC' } }, { status: 422, fields: [{ field: 'currency' }] })
    await refused('POST', '/opportunities', { body: { name: 'x', companyId: showId('company', newId()) } }, { status: 404 })
    await refused('POST', '/opportunities', { body: { name: 'x', crmId: '006-1' } }, { status: 409, code: 'coselling.crm_id_taken' })
    await refused('POST', '/opportunities', { body: { name: 'x', stage: 'Nobody knows' } }, { status: 422, code: 'coselling.stage_unknown' })
    await refused('PUT', `${path}/closing`, { body: { state: 'won', closedOn: today() } }, { status: 422, code: 'coselling.amount_missing' })
    await refused('PUT', `${path}/closing`, { body: { state: 'won', closedOn: '2999-01-01', amountMinor: '1' } }, { status: 422, code: 'coselling.closed_in_future' })
    await refused('PUT', `${path}/closing`, { body: { state: 'won', closedOn: '2026-02-30' } }, { status: 422, fields: [{ field: 'closedOn' }] })
    await refused('PATCH', path, { body: { closedOn: today() } }, { status: 422, code: 'coselling.not_closed' })
    await refused('DELETE', `${path}/closing`, {}, { status: 422, fields: [{ field: 'why' }] })
    expect((await eventsOf(id)).length).toBe(1)
  })

  test('a stage moves within what it is', async () => {
    expect((await maven.call('PUT', '/stages', { body: { stages: [{ stage: 'Talking', state: 'open' }, { stage: 'Done', state: 'won' }] } })).status).toBe(200)
    const id = await create({ stage: 'Talking' })
    expect((await maven.call('PATCH', `/opportunities/${id}`, { body: { stage: 'Done' } })).json).toMatchObject({ status: 409, code: 'coselling.stage_closes' })
    expect((await maven.call('GET', '/stages')).json.items).toContainEqual({ stage: 'Talking', state: 'open', guess: null, opportunities: 1 })
    await maven.call('PUT', '/stages', { body: { stages: [{ stage: 'Talking', state: 'open' }] } })
    expect((await maven.eventTypes()).filter((type) => type === 'stages.decided').length).toBe(1)
  })

  test('the list filters, and goes on where it stopped', async () => {
    const ids: string[] = []
    for (const n of [1, 2, 3, 4, 5]) ids.push(await create({ name: `Paging 100% ${n}` }))
    const seen: string[] = []
    for (let after: string | undefined, guard = 0; guard < 5; guard++) {
      const page = (await maven.call('GET', '/opportunities', { query: { q: 'paging 100%', limit: '2', ...(after ? { after } : {}) } })).json
      expect(page.total).toBe(5)
      seen.push(...page.items.map((item: { id: string }) => item.id))
      after = page.next ?? undefined
      if (!after) break
    }
    expect(seen).toEqual([...ids].sort().reverse())
    const count = async (query: Record<string, string>) => (await maven.call('GET', '/opportunities', { query })).json.total as number
    expect(await count({ state: 'won', q: 'paging' })).toBe(0)
    expect(await count({ company: showId('company', companyId), q: 'paging' })).toBe(5)
    expect(await count({ company: showId('company', newId()) })).toBe(0)
    expect(await count({ attribution: 'sourced' })).toBe(0)
    expect(await count({ q: '006-1' })).toBe(1)
  })

  test('belongs to one introduction', async () => {
    const id = parseId('opportunity', await create())!
    const partner = await maven.call('POST', '/partners', { body: { name: 'Nordlicht', type: 'referral', state: 'active', timeZone: 'Europe/Berlin', ownerId: showId('member', maven.admin.memberId), contacts: [{ name: 'Ina', email: 'ina@nordlicht.example' }] } })
    expect(partner.status).toBe(201)
    const partnerId = parseId('partner', partner.json.id)!
    const referralId = newId()
    await transact(maven.ctx, (tx) => linkOpportunity(tx, id, { referralId, partnerId }))
    await transact(maven.ctx, (tx) => linkOpportunity(tx, id, { referralId, partnerId }))
    await expect(transact(maven.ctx, (tx) => linkOpportunity(tx, id, { referralId: newId(), partnerId }))).rejects.toMatchObject({ code: 'coselling.opportunity_taken' })
    expect(await read(maven.ctx, (r) => opportunityById(r, id))).toMatchObject({ attribution: 'sourced', partnerId, referralId })
    expect(await read(maven.ctx, async (r) => (await openOpportunitiesOf(r, [companyId])).find((o) => o.id === id)?.attribution)).toBe('sourced')
    expect((await maven.call('GET', '/opportunities', { query: { partner: partner.json.id } })).json.items).toMatchObject([{ partner: { name: 'Nordlicht' }, attribution: 'sourced' }])
    expect((await eventsOf(showId('opportunity', id))).map((e) => e.type)).toEqual(['opportunity.created', 'opportunity.linked'])
    const other = showId('company', await company('Isdom'))
    expect((await maven.call('PATCH', `/opportunities/${showId('opportunity', id)}`, { body: { companyId: other } })).json).toMatchObject({ code: 'coselling.company_fixed' })
  })

  test('two that close it at once: one wins, the other is told', async () => {
    const path = `/opportunities/${await create()}/closing`
    const answers = await Promise.all((['won', 'lost', 'won', 'lost'] as const).map((state) => maven.call('PUT', path, { body: { state, closedOn: today() } })))
    expect(answers.map((a) => a.status).sort()).toEqual([200, 200, 409, 409])
  })
})

describe('the ladder', () => {
  test('of every route', async () => {
    const id = await create()
    const rival = await s.workspace('Rival')
    const closing = { state: 'won', closedOn: today() }
    const routes: [string, string, { body?: object; query?: Record<string, string> }, 'viewer' | null][] = [
      ['GET', `/opportunities/${id}`, {}, null],
      ['PATCH', `/opportunities/${id}`, { body: { name: 'New' } }, 'viewer'],
      ['PUT', `/opportunities/${id}/closing`, { body: closing }, 'viewer'],
      ['DELETE', `/opportunities/${id}/closing`, { query: { why: 'x' } }, 'viewer'],
    ]
    for (const [method, path, input, forbidden] of routes) {
      expect((await s.call(method, path, input)).status).toBe(401)
      expect((await rival.call(method, path, input)).status).toBe(404)
      expect((await maven.call(method, path.replace('opp_', 'ref_'), input)).status).toBe(422)
      if (forbidden) expect((await maven.call(method, path, { ...input, key: maven.keys[forbidden] })).status).toBe(403)
    }
    for (const [method, path, input, forbidden] of [['GET', '/opportunities', {}, null], ['POST', '/opportunities', { body: { name: 'x' } }, 'finance'], ['GET', '/stages', {}, null], ['PUT', '/stages', { body: { stages: [{ stage: 'x', state: 'won' }] } }, 'rep']] as const) {
      expect((await s.call(method, path, input)).status).toBe(401)
      if (forbidden) expect((await maven.call(method, path, { ...input, key: maven.keys[forbidden] })).status).toBe(403)
    }
    expect((await rival.call('GET', '/opportunities')).json).toEqual({ items: [], next: null, total: 0 })
    expect((await rival.call('GET', '/stages')).json).toEqual({ items: [] })
    expect((await maven.call('PUT', '/stages', { body: { stages: [] } })).status).toBe(422)
    expect(await get(id)).toMatchObject({ name: 'GTX Pro for Cancity', state: 'open' })
  })
})

describe('from ugly files', () => {
  const bring = async (content: string | Buffer, options: Parameters<typeof startImport>[1]['options'] = {}) => {
    const file = await storeFile(maven.ctx, { name: 'ugly.csv', contentType: 'text/csv' }, (async function* () { yield Buffer.from(content) })())
    const { id } = await startImport(maven.ctx, { fileId: file.id, kind: 'opportunities', options })
    const row = await runImport(maven.ctx, id)
    const problems = await read(maven.ctx, (r) => r.q.selectFrom('import_problem').select(['row_no', 'reason']).where('workspace_id', '=', r.workspace).where('import_id', '=', id).orderBy('row_no').execute())
    return { created: row.created, updated: row.updated, unchanged: row.unchanged, rejected: row.rejected, problems: problems.map((p) => `${p.row_no}: ${p.reason}`) }
  }
  const byCrmId = (crmId: string) => read(maven.ctx, (r) => r.q.selectFrom('opportunity').selectAll().where('workspace_id', '=', r.workspace).where('crm_id', '=', crmId).executeTakeFirst())

  test('of companies with one name the one at the address is meant, and a new one is made with it', async () => {
    const [wexford, cork] = await transact(maven.ctx, (tx) => upsertCompanies(tx, [{ name: 'Ferry Notaries', crmId: 'A1', street: '7 Ferry Lane', city: 'Wexford' }, { name: 'Ferry Notaries', crmId: 'A2', street: '12 South Mall', city: 'Cork' }]))
    expect(await bring([
      'Opportunity ID,Opportunity Name,Account Name,Stage,Billing Street,Billing City,Billing Zip/Postal Code,Billing Country',
      'w1,Deeds,Ferry Notaries,Prospecting,"7, Ferry Lane",Wexford,,', 'w2,Wills,Ferry Notaries,Prospecting,12 South Mall,Cork,,', 'w3,Leases,Harbour Conveyancing,Prospecting,1 Quay Street,Galway,H91 X8Y2,Irland', `w4,Long,Ferry Notaries,Prospecting,${'x'.repeat(201)},,,`,
    ].join('\n'))).toMatchObject({ created: 3, problems: ['5: Company\'s street has more than 200 characters.'] })
    expect([(await byCrmId('w1'))?.company_id, (await byCrmId('w2'))?.company_id]).toEqual([wexford, cork].map((one) => (one && 'companyId' in one ? one.companyId : '')))
    const made = await byCrmId('w3')
    expect(await read(maven.ctx, (r) => companyById(r, made!.company_id!))).toMatchObject({ name: 'Harbour Conveyancing', street: '1 Quay Street', city: 'Galway', zip: 'H91 X8Y2', country: 'IE' })
  })

  test('each bad row is refused with its reason, each good one is there', async () => {
    const done = await bring([
      'Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Currency,Close Date',
      'u1,Fine,Cancity,Closed Won,10.50,USD,2026-03-01', 'u2,Negative,Cancity,Closed Won,-1,USD,2026-03-01', 'u3,Yen,Cancity,Closed Won,1500,JPY,2026-03-01', 'u4,Half a yen,Cancity,Closed Won,0.5,JPY,2026-03-01',
      'u5,Dinar,Cancity,Closed Won,1.234,KWD,2026-03-01', 'u6,Coin,Cancity,Closed Won,1,BTC,2026-03-01', 'u7,No day,Cancity,Closed Won,1,USD,', 'u8,Bad day,Cancity,Closed Won,1,USD,2026-02-30',
      'u9,"Over\ntwo lines",Cancity,Prospecting,1,USD,2099-01-01', 'u1,Again,Cancity,Closed Won,99,USD,2026-03-01', ',No id,Cancity,Closed Won,1,USD,2026-03-01', 'u10,Torn "quote,Cancity,Closed Lost,,,2026-03-01',
      'u11,Short', 'u12,Long,Cancity,Closed Won,1,USD,2026-03-01,surplus', '🦆,مرحبا,Cancity,Closed Won,1,USD,2026-03-01', 'u13,Nu\0ll,Cancity,Closed Won,1,usd,2026-03-01',
    ].join('\n'))
    expect(done.problems).toEqual([
      '3: The amount “-1” is negative.', '5: The amount “0.5” has more decimals than JPY has.', '7: “BTC” is not an ISO 4217 currency such as EUR.',
      '8: The close date is missing; an opportunity that was won needs the day.', '9: There is no day “2026-02-30”.', '11: The same id stands in row 2 already; that row counts.',
      '12: Id in the CRM is missing.', '14: Stage is missing.', '15: This row has 8 values, but the file has 7 columns. Probably a value holds the delimiter and is not quoted.',
    ])
    expect(done).toMatchObject({ created: 7, rejected: 9 })
    expect(await byCrmId('u1')).toMatchObject({ amount_minor: 1050n, state: 'won', closed_on: '2026-03-01', company_id: companyId })
    expect(await byCrmId('u3')).toMatchObject({ amount_minor: 1500n, currency: 'JPY' })
    expect(await byCrmId('u5')).toMatchObject({ amount_minor: 1234n, currency: 'KWD' })
    expect(await byCrmId('u9')).toMatchObject({ name: 'Over two lines', state: 'open', closed_on: null })
    expect(await byCrmId('🦆')).toMatchObject({ name: 'مرحبا' })
    expect(await byCrmId('u13')).toMatchObject({ name: 'Null' })
  })

  test('German Excel: UTF-16, semicolons, commas before decimals, points between days', async () => {
    const content = '\ufeffDeal ID;Firma;Deal Stage;Betrag;Closed on\r\nd1;Müller GmbH;Gewonnen;1.054,50;31.12.2025\r\nd2;Müller GmbH;Gewonnen;1.054;1.2.2026\r\n'
    expect(await bring(Buffer.from(content, 'utf16le'), { currency: 'EUR' })).toMatchObject({ created: 2, rejected: 0 })
    expect(await byCrmId('d1')).toMatchObject({ amount_minor: 105450n, currency: 'EUR', closed_on: '2025-12-31' })
    expect(await byCrmId('d2')).toMatchObject({ amount_minor: 105400n, closed_on: '2026-02-01' })
  })

  test('a company is who the CRM says: by its id, else by name, and another id is another company', async () => {
    const bringOne = (crmId: string, accountId: string, account: string) => bring(`Opportunity ID,Account ID,Account Name,Stage\n${crmId},${accountId},${account},Prospecting\n`)
    await bringOne('c1', '001-1', 'Doppel AG')
    await bringOne('c2', '001-2', 'Doppel AG')
    await bringOne('c3', '001-1', '')
    await bringOne('c4', '001-2', 'Doppel Renamed AG')
    const of = async (crmId: string) => (await byCrmId(crmId))!.company_id
    expect(await of('c1')).not.toBeNull()
    expect(await of('c2')).not.toBe(await of('c1'))
    expect(await of('c3')).toBe(await of('c1'))
    expect(await of('c4')).toBe(await of('c2'))
  })

  test('the same file twice at the same moment is there once', async () => {
    const content = `Opportunity ID,Account Name,Stage,Amount\n${Array.from({ length: 1500 }, (_, i) => `t${i},Twin ${i % 7},Prospecting,${i}`).join('\n')}\n`
    const [one, two] = await Promise.all([bring(content), bring(content)])
    expect(one.created + two.created).toBe(1500)
    expect(one.unchanged + two.unchanged).toBe(1500)
    expect(one.problems.concat(two.problems)).toEqual([])
  })

  test('a company that is not known is made once, or not, as was said', async () => {
    const file = (crmId: string, account: string) => `Opportunity ID,Account Name,Stage\n${crmId},${account},Prospecting\n${crmId}b,${account},Prospecting\n`
    await bring(file('n1', 'Unheard Of'), { createCompanies: false })
    expect((await byCrmId('n1'))!.company_id).toBeNull()
    expect(await bring(file('n1', 'Unheard Of'))).toMatchObject({ updated: 2 })
    const [first, second] = [await byCrmId('n1'), await byCrmId('n1b')]
    expect(first!.company_id).not.toBeNull()
    expect(first!.company_id).toBe(second!.company_id)
    expect(await bring(file('n1', ''))).toMatchObject({ unchanged: 2 })
  })
})
