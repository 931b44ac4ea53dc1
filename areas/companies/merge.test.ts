// Two records of one company become one and stand apart again: what moves, what is refused, and that nothing is lost on the way.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { sql } from 'kysely'
import { newId, showId } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { importFromCli } from '../../platform/imports/index.ts'
import type { Answer, TestServer, TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { addPartner, good, introduce, stateOf, terms, today, uuidOf, type StoryPartner } from '../../test/setup/story.ts'
import { wholeApp } from '../../test/setup/whole-app.ts'
import { settleOpportunities } from '../coselling/index.ts'
import { companiesByCrmId, companyNames, recognise, recogniseOrCreate, upsertCompanies } from './index.ts'

let app: TestServer
let maven: TestWorkspace
let planId: string
let kestrel: StoryPartner
let nordlicht: StoryPartner
beforeAll(async () => {
  app = await wholeApp()
})
beforeEach(async () => {
  maven = await app.workspace()
  await maven.call('PUT', '/icp', { body: { industries: ['Food'], countries: [], minEmployees: 10, maxEmployees: null } })
  planId = good(await maven.call('POST', '/plans', { body: { name: 'Introduction partner', terms: terms() } })).json.id
  kestrel = await addPartner(maven, 'Kestrel Systems', { name: 'Ana Kestrel', email: 'ana@kestrel.example' }, planId)
  nordlicht = await addPartner(maven, 'Nordlicht', { name: 'Jo Nord', email: 'jo@nordlicht.example' }, planId)
})
afterAll(() => app?.close())

const call = async (method: string, path: string, body?: unknown) => good(await maven.call(method, path, body === undefined ? {} : { body })).json
const company = async (body: object): Promise<string> => (await call('POST', '/companies', body)).id
const send = (partner: StoryPartner, buyer: string) => introduce(app, partner, { buyer, person: 'Kim Kern, kim@buyer.example', reason: 'They outgrew their spreadsheets.' })
const merge = (into: string, other: string): Promise<Answer> => maven.call('POST', `/companies/${into}/merges`, { body: { otherId: other, why: 'One company, two records.' } })
const undo = (id: string): Promise<Answer> => maven.call('PUT', `/companies/merges/${id}/undo`, { body: { why: 'They are two after all.' } })
const rows = (text: string, ...values: unknown[]) => sqlIn(maven.ctx, text, values)
const log = ['event', 'company_merge', 'company_merge_row', 'company_pair', 'company_pair_search', 'mail', 'idempotency']
const state = () => stateOf(app, maven, log)
const two = async () => ({
  into: await company({ name: 'Meridian Foods', website: 'meridian-foods.com', employees: 420, aliases: ['Harbourlight'], crmId: 'crm-1' }),
  from: await company({ name: 'Meridian Nahrungsmittel', website: 'meridian-food.de', industry: 'Food', country: 'DE', aliases: ['MNM'], crmId: 'crm-2', isCustomer: true }),
})

describe('the ladder', () => {
  const id = (noun: 'company' | 'companyMerge' | 'companyPair') => showId(noun, newId())
  const writes = () => [
    ['POST', `/companies/${id('company')}/merges`, { otherId: id('company'), why: 'x' }], ['PUT', `/companies/merges/${id('companyMerge')}/undo`, { why: 'x' }],
    ['POST', `/companies/${id('company')}/splits`, { name: 'Neu', aliases: ['x'], why: 'x' }], ['PUT', `/companies/duplicates/${id('companyPair')}`, { decision: 'different' }],
  ] as const
  const reads = () => [['GET', `/companies/${id('company')}/merges`], ['GET', `/companies/${id('company')}/merge-preview?other=${id('company')}`]] as const

  test('asks who it is, refuses a viewer, and knows nothing of other workspaces', async () => {
    for (const [method, path, body] of writes()) {
      expect((await app.call(method, path, { body })).status).toBe(401)
      expect((await maven.call(method, path, { key: maven.keys.viewer, body })).json.code).toBe('not_allowed')
      expect((await maven.call(method, path, { body })).status, path).toBe(404)
    }
    for (const [method, path] of reads()) {
      expect((await app.call(method, path, {})).status).toBe(401)
      expect((await maven.call(method, path)).status, path).toBe(404)
    }
    expect((await app.call('POST', '/companies/duplicates/searches', {})).status).toBe(401)
    const other = await app.workspace()
    const { into, from } = await two()
    const theirs = good(await other.call('POST', '/companies', { body: { name: 'Theirs' } })).json.id
    expect((await merge(into, theirs)).status).toBe(404)
    expect((await other.call('POST', `/companies/${theirs}/merges`, { body: { otherId: from, why: 'x' } })).status).toBe(404)
    const done = good(await merge(into, from)).json.id
    expect((await other.call('PUT', `/companies/merges/${done}/undo`, { body: { why: 'x' } })).status).toBe(404)
  })

  test('a merge needs a reason and another company', async () => {
    const { into, from } = await two()
    expect((await maven.call('POST', `/companies/${into}/merges`, { body: { otherId: from, why: ' ' } })).json.fields[0].field).toBe('why')
    expect((await merge(into, into)).json).toMatchObject({ status: 409, code: 'companies.merge_itself' })
  })
})

describe('a merge', () => {
  test('moves names, websites, keys and what the survivor lacks, and the old id keeps working', async () => {
    const { into, from } = await two()
    const child = await company({ name: 'Meridian Süd', parentId: from })
    const before = await state()
    expect((await maven.call('GET', `/companies/${into}/merge-preview`, { query: { other: from } })).json).toMatchObject({ can: { merge: { allowed: true } }, moves: [{ what: 'websites', count: 1 }, { what: 'other names', count: 1 }] })
    const done = good(await merge(into, from)).json.id
    expect((await maven.call('GET', `/companies/${from}`)).json).toMatchObject({
      id: into, name: 'Meridian Foods', employees: 420, industry: 'Food', country: 'DE', isCustomer: true, crmId: 'crm-1', grade: 'A', children: [{ id: child }],
      domains: expect.arrayContaining(['meridian-foods.com', 'meridian-food.de']), aliases: expect.arrayContaining([{ name: 'Meridian Nahrungsmittel', kind: 'alias' }, { name: 'MNM', kind: 'alias' }]),
    })
    expect((await maven.call('GET', '/companies')).json.items.map((c: { id: string }) => c.id)).not.toContain(from)
    await read(maven.ctx, async (r) => {
      for (const buyer of [{ name: 'MNM' }, { name: 'Meridian Nahrungsmittel' }, { name: 'x', domain: 'meridian-food.de' }]) expect((await recognise(r, buyer)).company?.id).toBe(uuidOf(into))
      expect((await companyNames(r, [uuidOf(from)])).get(uuidOf(from))).toBe('Meridian Foods')
      expect([...(await companiesByCrmId(r, ['crm-1', 'crm-2'])).values()]).toEqual([uuidOf(into), uuidOf(into)])
    })
    expect((await maven.call('PATCH', `/companies/${from}`, { body: { employees: 1 } })).json).toMatchObject({ status: 409, code: 'companies.merged' })
    expect((await maven.eventTypes()).slice(-2)).toEqual(['company.merged', 'company.absorbed'])
    expect((await maven.call('GET', '/events', { query: { company: into } })).json.items.map((e: { type: string }) => e.type)).toEqual(['company.absorbed', 'company.merged', 'company.created', 'company.created'])
    expect((await maven.call('GET', `/companies/${into}/merges`)).json.items).toMatchObject([{ id: done, kind: 'merge', other: { id: from, name: 'Meridian Nahrungsmittel' }, why: 'One company, two records.', undone: null, can: { undo: { allowed: true } } }])

    expect(good(await undo(done)).json).toMatchObject({ company: into, other: from, stayed: [] })
    expect(await state()).toEqual(before)
    expect((await maven.eventTypes()).slice(-2)).toEqual(['company.merge_undone', 'company.returned'])
    good(await undo(done))
    expect(await state()).toEqual(before)
    expect((await maven.call('GET', `/companies/${from}`)).json).toMatchObject({ id: from, crmId: 'crm-2' })
  })

  test('takes an address as a whole or not at all, also from a later import of the absorbed record', async () => {
    const pair = async (n: number, own: object) => ({ into: await company({ name: `Alder ${n}`, crmId: `a-${n}`, ...own }), from: await company({ name: `Birch ${n}`, crmId: `b-${n}`, street: 'Torstr. 12', zip: '10119', city: 'Berlin', phone: '030 5550101' }) })
    const place = async (id: string) => { const { street, zip, city, phone } = await call('GET', `/companies/${id}`); return [street, zip, city, phone] }
    const [placed, unplaced] = [await pair(1, { city: 'Hamburg' }), await pair(2, {})]
    const before = await state()
    const merges = [good(await merge(placed.into, placed.from)).json.id, good(await merge(unplaced.into, unplaced.from)).json.id]
    expect([await place(placed.into), await place(unplaced.into)]).toEqual([[null, null, 'Hamburg', '030 5550101'], ['Torstr. 12', '10119', 'Berlin', '030 5550101']])
    await transact(maven.ctx, (tx) => upsertCompanies(tx, [{ crmId: 'b-1', name: 'Birch 1', street: 'Am Markt 5', zip: '50667', city: 'Köln' }, { crmId: 'b-2', name: 'Birch 2', street: 'Am Markt 5' }]))
    expect([await place(placed.into), await place(unplaced.into)]).toEqual([[null, null, 'Hamburg', '030 5550101'], ['Torstr. 12', '10119', 'Berlin', '030 5550101']])
    for (const id of merges) good(await undo(id))
    expect(await state()).toEqual(before)
    expect([await place(placed.into), await place(placed.from)]).toEqual([[null, null, 'Hamburg', null], ['Torstr. 12', '10119', 'Berlin', '030 5550101']])
  })

  test('a second import of both records changes nothing, and takes nothing from the survivor', async () => {
    const { into, from } = await two()
    good(await merge(into, from))
    const file = [{ crmId: 'crm-1', name: 'Meridian Foods', employees: 430 }, { crmId: 'crm-2', name: 'Meridian Nahrung', employees: 12, industry: 'Drinks' }]
    const run = () => transact(maven.ctx, (tx) => upsertCompanies(tx, file))
    expect((await run()).map((one) => one.outcome)).toEqual(['updated', 'unchanged'])
    expect((await run()).map((one) => one.outcome)).toEqual(['unchanged', 'unchanged'])
    expect((await maven.call('GET', `/companies/${into}`)).json).toMatchObject({ name: 'Meridian Foods', employees: 430, industry: 'Food', crmId: 'crm-1' })
    expect(await rows('select count(*)::int as n from company')).toEqual([{ n: 2 }])
  })

  test('takes opportunities, introductions, claims, conflicts, lists and questions along, and undo puts each back', async () => {
    const { into, from } = await two()
    await call('PATCH', `/companies/${from}`, { isCustomer: false })
    await call('POST', '/opportunities', { name: 'Lost before', companyId: from, amountMinor: '1200000', currency: 'EUR' })
    const closed = await send(kestrel, 'meridian-food.de')
    await call('PUT', `/referrals/${closed}/decision`, { answer: 'decline', reason: 'no_need', why: 'Not now.' })
    await sqlIn(maven.ctx, `update opportunity set attribution = 'influenced', partner_id = $1`, [uuidOf(kestrel.id)])
    await sqlIn(maven.ctx, `update company set crm_id = null where id = $1`, [uuidOf(into)])
    const list = newId()
    const contact = (await rows('select id from contact where partner_id = $1', uuidOf(kestrel.id)))[0]!['id']
    await rows(`insert into customer_list (workspace_id, id, partner_id, source, sharing, name, consent_by, consent_at, consent_how, expires_on, state, created_at) values ($1, $2, $3, 'staff', 'all', 'list.csv', 'Ana', now(), 'By mail', '2027-01-01', 'replaced', now())`, maven.id, list, uuidOf(kestrel.id))
    await rows(`insert into customer_list_row (workspace_id, list_id, n, name, times, band, company_id, score, relation) values ($1, $2, 1, 'MNM', 1, 'same', $3, 1000, 'prospect')`, maven.id, list, uuidOf(from))
    for (const one of [into, from]) await rows(`insert into introduction_ask (workspace_id, id, partner_id, contact_id, company_id, list_id, buyer, message, state, asked_at) values ($1, $2, $3, $4, $5, $6, 'MNM', 'Please.', 'open', now())`, maven.id, newId(), uuidOf(kestrel.id), contact, uuidOf(one), list)
    const first = await send(kestrel, 'meridian-foods.com')
    const second = await send(nordlicht, 'meridian-food.de')
    const before = await state()
    const done = good(await merge(into, from)).json.id
    expect(await rows(`select distinct company_id from opportunity union select distinct company_id from referral union select distinct company_id from claim union select distinct company_id from conflict union select company_id from customer_list_row union select company_id from introduction_ask`)).toEqual([{ company_id: uuidOf(into) }])
    expect(await rows('select r.id, c.state from claim c join referral r on r.id = c.referral_id where r.id = any($1::uuid[]) order by r.id', [uuidOf(first), uuidOf(second)])).toEqual([{ id: uuidOf(first), state: 'held' }, { id: uuidOf(second), state: 'waiting' }])
    expect(await rows('select kind, referral_id, decided_at from conflict where decided_at is null')).toEqual([{ kind: 'partner_partner', referral_id: uuidOf(second), decided_at: null }])
    expect(await rows('select kind from promise where settled_at is null order by kind')).toEqual([{ kind: 'answer_referral' }, { kind: 'decide_conflict' }])
    expect((await rows('select state from introduction_ask order by state')).map((row) => row['state'])).toEqual(['open', 'withdrawn'])
    expect(await rows('select crm_id from company order by id')).toEqual([{ crm_id: 'crm-2' }, { crm_id: null }])
    good(await undo(done))
    expect(await state()).toEqual(before)
  })

  test('what came after it stays with the survivor and is told; what was changed since keeps its value', async () => {
    const { into, from } = await two()
    const deal = await call('POST', '/opportunities', { name: 'Deal', companyId: from, amountMinor: '1200000', currency: 'EUR' })
    const done = good(await merge(into, from)).json.id
    await call('POST', '/opportunities', { name: 'Later deal', companyId: from, amountMinor: '500', currency: 'EUR' })
    await call('PATCH', `/companies/${into}`, { industry: 'Drinks', domains: ['meridian-foods.com'] })
    const third = await company({ name: 'Dritter Handel', website: 'meridian-food.de' })
    await call('PATCH', `/opportunities/${deal.id}`, { name: 'Renamed deal' })
    expect(good(await undo(done)).json.stayed).toEqual([{ what: 'opportunities', count: 1 }])
    expect(await rows('select name, company_id from opportunity order by id')).toEqual([{ name: 'Renamed deal', company_id: uuidOf(from) }, { name: 'Later deal', company_id: uuidOf(into) }])
    expect((await maven.call('GET', `/companies/${into}`)).json).toMatchObject({ industry: 'Drinks', isCustomer: false })
    expect((await maven.call('GET', `/companies/${from}`)).json).toMatchObject({ domain: null, domains: [] })
    expect((await maven.call('GET', `/companies/${third}`)).json).toMatchObject({ domain: 'meridian-food.de' })
  })

  test('is refused where one partner introduced both, and where both introductions were accepted', async () => {
    const { into, from } = await two()
    await call('PATCH', `/companies/${from}`, { isCustomer: false })
    await send(kestrel, 'meridian-foods.com')
    const other = await send(kestrel, 'meridian-food.de')
    const refused = await merge(into, from)
    expect(refused.json).toMatchObject({ status: 409, code: 'companies.merge_same_partner' })
    expect(refused.json.detail).toContain('Kestrel Systems introduced both')
    await call('PUT', `/referrals/${other}/decision`, { answer: 'decline', reason: 'no_need', why: 'Not now.' })
    const rival = await send(nordlicht, 'meridian-food.de')
    await call('PUT', `/referrals/${rival}/decision`, { answer: 'accept', ownerId: showId('member', maven.admin.memberId) })
    const early = (await maven.call('GET', '/referrals', { query: { partner: kestrel.id, under: 'way' } })).json.items[0].id
    const done = good(await merge(into, from)).json.id
    // The accepted one holds, although it came later.
    expect(await rows(`select referral_id from claim where state = 'held'`)).toEqual([{ referral_id: uuidOf(rival) }])
    good(await undo(done))
    await call('PUT', `/referrals/${early}/decision`, { answer: 'accept', ownerId: showId('member', maven.admin.memberId) })
    expect((await merge(into, from)).json).toMatchObject({ status: 409, code: 'companies.merge_two_accepted' })
  })

  test('an introduction that waits for our answer meets a customer of ours by the merge, and undo is refused once that is decided', async () => {
    const { into, from } = await two()
    const id = await send(kestrel, 'meridian-foods.com')
    const before = await state()
    const done = good(await merge(into, from)).json.id
    expect(await rows('select kind, referral_id from conflict')).toEqual([{ kind: 'direct_partner', referral_id: uuidOf(id) }])
    good(await undo(done))
    expect(await state()).toEqual(before)
    const again = good(await merge(into, from)).json.id
    const conflict = (await maven.call('GET', '/conflicts')).json.items[0].id
    await call('PUT', `/conflicts/${conflict}/decision`, { outcome: 'credited', why: 'They opened the door.', ownerId: showId('member', maven.admin.memberId) })
    expect((await undo(again)).json).toMatchObject({ status: 409, code: 'companies.merge_decided' })
  })

  test('in chains only the last is undone, and everything points to the living one', async () => {
    const [a, b, c] = [await company({ name: 'Anton Werke' }), await company({ name: 'Berta Werke', website: 'berta.example.de' }), await company({ name: 'Caesar Handel' })]
    const before = await state()
    const one = good(await merge(b, c)).json.id
    const twoth = good(await merge(a, b)).json.id
    expect((await maven.call('GET', `/companies/${c}`)).json).toMatchObject({ id: a, aliases: [{ name: 'Berta Werke' }, { name: 'Caesar Handel' }] })
    expect((await merge(b, a)).json.code).toBe('companies.merged_already')
    expect((await merge(a, c)).json.code).toBe('companies.merged_already')
    expect((await undo(one)).json).toMatchObject({ code: 'companies.merge_not_last', detail: expect.stringContaining('Anton Werke') })
    const deal = await call('POST', '/opportunities', { name: 'Deal', companyId: c, amountMinor: '1', currency: 'EUR' })
    expect(await rows('select company_id from opportunity')).toEqual([{ company_id: uuidOf(a) }])
    await sqlIn(maven.ctx, 'delete from opportunity where id = $1', [uuidOf(deal.id)])
    good(await undo(twoth))
    good(await undo(one))
    expect(await state()).toEqual(before)
  })

  test('with a parent, a child and a grandchild never closes a circle', async () => {
    const top = await company({ name: 'Obenauf Holding' })
    const middle = await company({ name: 'Mitte Handel', parentId: top })
    const low = await company({ name: 'Unten Service', parentId: middle })
    const before = await state()
    for (const [into, from] of [[low, top], [top, low], [middle, top], [low, middle]] as const) {
      const done = good(await merge(into, from)).json.id
      expect(await rows(`with recursive up(id, parent_id, n) as (select id, parent_id, 0 from company where merged_into is null union all select c.id, c.parent_id, n + 1 from up join company c on c.id = up.parent_id where n < 9) select * from up where n > 8`)).toEqual([])
      expect(await rows('select c.id from company c join company p on p.id = c.parent_id where c.merged_into is null and p.merged_into is not null')).toEqual([])
      good(await undo(done))
      expect(await state()).toEqual(before)
    }
  })
})

test('a company is never its own parent by way of an absorbed one, neither by hand nor by an import', async () => {
  const { into, from } = await two()
  good(await merge(into, from))
  expect((await maven.call('PATCH', `/companies/${into}`, { body: { parentId: from } })).json).toMatchObject({ status: 409, code: 'companies.parent_circle' })
  const child = await company({ name: 'Meridian Nord', parentId: from })
  expect((await maven.call('GET', `/companies/${child}`)).json.parent).toMatchObject({ id: into })
  const run = () => transact(maven.ctx, (tx) => upsertCompanies(tx, [{ crmId: 'crm-1', name: 'Meridian Foods', parentName: 'Meridian Nahrungsmittel' }, { crmId: 'crm-9', name: 'Meridian West', parentName: 'Meridian Nahrungsmittel' }]))
  expect((await run()).map((one) => one.outcome)).toEqual(['updated', 'created'])
  expect((await run()).map((one) => one.outcome)).toEqual(['unchanged', 'unchanged'])
  expect(await rows(`select parent_id from company where crm_id in ('crm-1', 'crm-9') order by crm_id`)).toEqual([{ parent_id: null }, { parent_id: uuidOf(into) }])
})

describe('at once', () => {
  test('the same merge twice is one, and of a merge and its reverse one is refused', async () => {
    const { into, from } = await two()
    const double = await Promise.all([merge(into, from), merge(into, from), merge(into, from)])
    expect(double.map((one) => one.status)).toEqual([201, 201, 201])
    expect(new Set(double.map((one) => one.json.id)).size).toBe(1)
    const other = await company({ name: 'Zweitwerk' })
    const reverse = await Promise.all([merge(into, other), merge(other, into)])
    expect(reverse.map((one) => one.status).sort()).toEqual([201, 409])
    expect(await rows('select count(*)::int as n from company_merge')).toEqual([{ n: 2 }])
  })

  test('introductions of the absorbed company meanwhile are all kept, with the living one', async () => {
    const { into, from } = await two()
    const partners = await Promise.all(Array.from({ length: 8 }, (_, n) => addPartner(maven, `Partner ${n}`, { name: `P ${n}`, email: `p${n}@partner.example` }, planId)))
    const [merged, ...sent] = await Promise.all([merge(into, from), ...partners.map((partner) => maven.call('POST', '/referrals', { body: { partnerId: partner.id, buyer: 'meridian-food.de', person: 'Kim, kim@x.example', reason: 'They asked.' } }))])
    expect([merged.status, ...sent.map((one) => one.status)]).toEqual(Array(9).fill(201))
    expect(await rows('select company_id, count(*)::int as n from referral group by 1')).toEqual([{ company_id: uuidOf(into), n: 8 }])
    expect(await rows('select count(*)::int as n from claim where company_id = $1', uuidOf(into))).toEqual([{ n: 8 }])
  })

  test('opportunities that are written meanwhile, one by one or by an import, are all with the living one', async () => {
    const { into, from } = await two()
    const made = await call('POST', '/opportunities', { name: 'Pilot', companyId: from, currency: 'EUR' })
    const other = await company({ name: 'Zweitwerk' })
    const later = await call('POST', '/opportunities', { name: 'Second', companyId: other, currency: 'EUR' })
    const folder = mkdtempSync(join(tmpdir(), 'alongside-test-merge-'))
    const file = join(folder, 'opportunities.csv')
    writeFileSync(file, `Opportunity ID,Account ID,Account,Stage\n${Array.from({ length: 40 }, (_, n) => `opp-${n},crm-2,Meridian Nahrungsmittel,Open`).join('\n')}\n`)
    const answers = await Promise.all([
      merge(into, from), ...Array.from({ length: 6 }, (_, n) => maven.call('POST', '/opportunities', { body: { name: `Rollout ${n}`, companyId: from, currency: 'EUR' } })),
      maven.call('PATCH', `/opportunities/${later.id}`, { body: { companyId: from } }), maven.call('PATCH', `/opportunities/${made.id}`, { body: { name: 'Pilot plant' } }),
importFromCli(app.db, maven.id, file, { kind: 'opportunities' }).then(({ created }) => ({ status: created })),
    ])
    rmSync(folder, { recursive: true })
    expect(answers.map((one) => one.status)).toEqual([201, ...Array<number>(6).fill(201), 200, 200, 40])
    expect(await rows('select company_id, count(*)::int as n from opportunity group by 1')).toEqual([{ company_id: uuidOf(into), n: 48 }])
  })

  test('a merge waits for whoever writes opportunities, and they for it', async () => {
    const { into, from } = await two()
    const insert = (tx: Tx) => sql`insert into opportunity (workspace_id, id, name, company_id, state, currency, created_at, changed_at) values (${tx.workspace}, gen_random_uuid(), 'Held', ${uuidOf(from)}::uuid, 'open', 'EUR', now(), now())`.execute(tx.q)
    const order: string[] = []
    let merged: Promise<unknown> | undefined
    await transact(maven.ctx, async (tx) => {
      await insert(tx)
      merged = merge(into, from).then(() => order.push('merged'))
      await expect.poll(async () => (await app.db.pool.query(`select from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and not granted`)).rowCount).toBeGreaterThan(0)
      order.push('written')
    })
    await merged
    await transact(maven.ctx, insert)
    expect(order).toEqual(['written', 'merged'])
    expect(await rows('select company_id, count(*)::int as n from opportunity group by 1')).toEqual([{ company_id: uuidOf(into), n: 2 }])
  })

  test('no opportunity names a company that is not there, nor is one taken away that an opportunity names', async () => {
    const { into } = await two()
    const insert = (companyId: string) => rows(`insert into opportunity (workspace_id, id, name, company_id, state, currency, created_at, changed_at) values ($1, gen_random_uuid(), 'Rollout', $2, 'open', 'EUR', now(), now())`, maven.id, companyId)
    await expect(insert(newId())).rejects.toMatchObject({ code: '23503', constraint: 'opportunity_workspace_id_company_id_fkey' })
    const elsewhere = await app.workspace('Elsewhere')
    const theirs = good(await elsewhere.call('POST', '/companies', { body: { name: 'Theirs' } })).json.id as string
    await expect(insert(uuidOf(theirs))).rejects.toMatchObject({ code: '23503' })
    await insert(uuidOf(into))
    await expect(rows(`update opportunity set company_id = $1`, newId())).rejects.toMatchObject({ code: '23503' })
    await rows('delete from company_key where company_id = $1', uuidOf(into))
    await rows('delete from company_name where company_id = $1', uuidOf(into))
    await rows('delete from company_domain where company_id = $1', uuidOf(into))
    await expect(rows('delete from company where id = $1', uuidOf(into))).rejects.toMatchObject({ code: '23503', constraint: 'opportunity_workspace_id_company_id_fkey' })
    const nowhere = newId()
    const owner = await app.db.pool.connect()
    try {
      await owner.query(`begin; set local alongside.workspace = '${nowhere}'`)
      await expect(owner.query(`insert into opportunity (workspace_id, id, name, state, currency, created_at, changed_at) values ($1, gen_random_uuid(), 'Nowhere', 'open', 'EUR', now(), now())`, [nowhere])).rejects.toMatchObject({ code: '23503', constraint: 'opportunity_workspace_id_fkey' })
    } finally {
      await owner.query('rollback')
      owner.release()
    }
  })
})

describe('a split', () => {
  test('makes a new company of what was chosen; merged again all is as it was', async () => {
    const { into, from } = await two()
    await call('PATCH', `/companies/${from}`, { isCustomer: false })
    good(await merge(into, from))
    const deal = await call('POST', '/opportunities', { name: 'Deal', companyId: into, amountMinor: '1', currency: 'EUR' })
    const id = await send(kestrel, 'meridian-food.de')
    const refused = await maven.call('POST', `/companies/${into}/splits`, { body: { name: 'Meridian Nord', domains: ['other.de'], why: 'x' } })
    expect(refused.json.fields[0]).toMatchObject({ field: 'domains', code: 'companies.not_of_company' })
    expect((await maven.call('POST', `/companies/${into}/splits`, { body: { name: 'Meridian Nord', why: 'x' } })).json.code).toBe('companies.split_nothing')
    expect((await maven.call('POST', `/companies/${into}/splits`, { body: { name: 'Meridian Nord', referralIds: [showId('referral', newId())], why: 'x' } })).json.fields[0].field).toBe('referralIds')
    const made = good(await maven.call('POST', `/companies/${into}/splits`, { body: { name: 'Meridian Nord', domains: ['meridian-food.de'], aliases: ['MNM'], opportunityIds: [deal.id], referralIds: [id], why: 'Two organisations in one record.' } })).json.id
    expect((await maven.call('GET', `/companies/${made}`)).json).toMatchObject({ name: 'Meridian Nord', domains: ['meridian-food.de'], aliases: [{ name: 'MNM' }] })
    expect((await maven.call('GET', `/companies/${into}`)).json).toMatchObject({ domains: ['meridian-foods.com'] })
    for (const table of ['opportunity', 'referral', 'claim', 'conflict']) expect(await rows(`select distinct company_id from ${table} where company_id <> $1`, uuidOf(made)), table).toEqual([])
    await read(maven.ctx, async (r) => expect((await recognise(r, { name: 'MNM' })).company?.id).toBe(uuidOf(made)))
    expect((await maven.call('GET', `/companies/${into}/merges`)).json.items[0]).toMatchObject({ kind: 'split', other: { id: made }, can: { undo: { allowed: false } } })
    good(await merge(into, made))
    expect(await rows('select distinct company_id from referral union select company_id from claim union select company_id from opportunity')).toEqual([{ company_id: uuidOf(into) }])
  })
})

describe('possible duplicates', () => {
  test('are found, told apart for good, or merged', async () => {
    await call('POST', '/companies', { name: 'Polarstern Backwaren GmbH', website: 'polarstern.de' })
    await call('POST', '/companies', { name: 'Polarstern Backwarn', website: 'polarstern-backwaren.eu' })
    await call('POST', '/companies', { name: 'Quitte und Söhne' })
    expect((await maven.call('GET', '/companies/duplicates')).json).toMatchObject({ total: 1, search: null, items: [{ state: 'open', reasons: ['One letter differs.', 'Their websites differ.'], can: { decide: { allowed: true } } }] })
    await sqlIn(maven.ctx, 'delete from company_pair').catch(() => {})
    expect((await maven.call('POST', '/companies/duplicates/searches')).status).toBe(204)
    expect((await maven.call('GET', '/companies/duplicates')).json.can.search).toEqual({ allowed: false, why: 'It is being done.' })
    await app.runJobs()
    const found = (await maven.call('GET', '/companies/duplicates')).json
    expect(found).toMatchObject({ total: 1, search: { total: 3, looked: 3 }, can: { search: { allowed: true } } })
    const [pair] = found.items
    expect((await maven.call('PUT', `/companies/duplicates/${pair.id}`, { body: { decision: 'same', keepId: showId('company', newId()), why: 'x' } })).json.fields[0].field).toBe('keepId')
    await call('PUT', `/companies/duplicates/${pair.id}`, { decision: 'different', why: 'One bakes, one sells.' })
    await call('POST', '/companies/duplicates/searches')
    await app.runJobs()
    expect((await maven.call('GET', '/companies/duplicates')).json.total).toBe(0)
    expect((await maven.call('PUT', `/companies/duplicates/${pair.id}`, { body: { decision: 'same', keepId: pair.one.id, why: 'x' } })).json.code).toBe('companies.pair_decided')
    await call('POST', '/companies', { name: 'Quite und Söhne' })
    const fresh = (await maven.call('GET', '/companies/duplicates')).json.items[0]
    await call('PUT', `/companies/duplicates/${fresh.id}`, { decision: 'same', keepId: fresh.other.id, why: 'A slip of the pen.' })
    expect((await maven.call('GET', '/companies/duplicates', { query: { state: 'merged' } })).json.items).toMatchObject([{ id: fresh.id }])
    expect((await maven.call('GET', `/companies/${fresh.one.id}`)).json.id).toBe(fresh.other.id)
  })
})

test('the pair that is likelier one stands first, whatever its kind of likeness', async () => {
  await call('POST', '/companies', { name: 'Sanddorn Kelterei GmbH', website: 'sanddorn.de' })
  await call('POST', '/companies', { name: 'Sanddorn Kelterai GmbH', website: 'kelterei-sanddorn.eu' })
  await call('POST', '/companies', { name: 'Holunder Abfüllung Süd', country: 'DE' })
  await call('POST', '/companies', { name: 'Holunder Abfüllung', country: 'DE' })
  const { items } = (await maven.call('GET', '/companies/duplicates')).json as { items: { one: { name: string }; score: number; probability: number }[] }
  expect(items.map((pair) => pair.one.name.split(' ')[0])).toEqual(['Holunder', 'Sanddorn'])
  expect(items[0]!.probability).toBeGreaterThan(items[1]!.probability)
  expect(items[0]!.score).toBeLessThan(items[1]!.score)
})

describe('money', () => {
  const share = { language: 2, name: 'Share', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'introduction', on: 'qualified', pay: { flat: '100.00' } }, { id: 'share', on: 'sale', pay: { percent: '10' } }], payout: { every: 'quarter', days: 30 } }
  test.each([1, 2])('on a plan in language %i what was earned stays as it is booked, under the survivor’s name, and settling again after a merge posts nothing', async (language) => {
    if (language === 2) kestrel = await addPartner(maven, 'Kestrel Two', { name: 'Bo Kestrel', email: 'bo@kestrel.example' }, (await call('POST', '/plans', { name: 'Share', terms: share })).id)
    const { into, from } = await two()
    await call('PATCH', `/companies/${from}`, { isCustomer: false })
    const id = await send(kestrel, 'meridian-food.de')
    await call('PUT', `/referrals/${id}/decision`, { answer: 'accept', ownerId: showId('member', maven.admin.memberId) })
    for (const step of ['contacted', 'met', 'qualified']) await call('PUT', `/referrals/${id}/progress`, { step, why: 'x' })
    await call('PUT', `/referrals/${id}/closing`, { outcome: 'won', closedOn: today(), deal: { name: 'Deal', amountMinor: '8400000', currency: 'EUR' }, why: 'x' })
    const booked = await rows('select id, company_id, amount_minor from commission_line order by id')
    expect(booked.length).toBeGreaterThan(1)
    const ledger = async () => { const now = await state(); return ['commission_line', 'entry', 'journal', 'plan_fact'].map((table) => now[table]) }
    const before = await ledger()
    const done = good(await merge(into, from)).json.id
    if (language === 1) expect((await maven.call('GET', '/commissions')).json.items.map((line: { company: { name: string } | null }) => line.company?.name)).toEqual(booked.map(() => 'Meridian Foods'))
    const opportunity = (await rows('select id from opportunity'))[0]?.['id'] as string
    await transact(maven.ctx, (tx) => settleOpportunities(tx, [opportunity]))
    expect(await ledger()).toEqual(before)
    good(await undo(done))
    await transact(maven.ctx, (tx) => settleOpportunities(tx, [opportunity]))
    expect(await ledger()).toEqual(before)
  })
})

test('whatever is merged and undone in whatever order, each website, key and row belongs to one living company, and undoing all gives back all', async () => {
  const partners = [kestrel, nordlicht]
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ into: fc.nat(4), from: fc.nat(4), undo: fc.boolean(), introduce: fc.option(fc.nat(1)) }), { minLength: 3, maxLength: 8 }), async (steps) => {
    maven = await app.workspace()
    const plan = good(await maven.call('POST', '/plans', { body: { name: 'Plan', terms: terms() } })).json.id
    for (const [n, name] of ['Eins', 'Zwei'].entries()) partners[n] = await addPartner(maven, name, { name: `P ${name}`, email: `p${n}@partner.example` }, plan)
    const companies: string[] = []
    for (const [n, name] of ['Amsel Druck', 'Birke Papier', 'Cedar Foods', 'Dachs Metall', 'Eiche Moebel'].entries()) companies.push(await company({ name, website: `${name.split(' ')[0]!.toLowerCase()}-werk.de`, crmId: `crm-${n}`, ...(n > 2 ? { parentId: companies[n - 2] } : {}) }))
    const introduced = steps.flatMap((step, n) => (step.introduce === null ? [] : [[n, partners[step.introduce]!] as const]))
    for (const [n, partner] of introduced) await maven.call('POST', '/referrals', { body: { partnerId: partner.id, buyer: `${['amsel', 'birke', 'cedar', 'dachs', 'eiche'][n % 5]}-werk.de`, person: 'Kim, kim@x.example', reason: `Reason ${n}.` } })
    const before = await state()
    const standing: string[] = []
    for (const step of steps) {
      const answer = step.undo && standing.length > 0 ? await undo(standing.at(-1)!) : await merge(companies[step.into]!, companies[step.from]!)
      expect([200, 201, 409]).toContain(answer.status)
      if (step.undo && standing.length > 0 && answer.status === 200) standing.pop()
      else if (answer.status === 201 && !standing.includes(answer.json.id)) standing.push(answer.json.id)
      for (const table of ['company_domain', 'company_key', 'referral', 'claim', 'conflict'])
        expect(await rows(`select count(*)::int as n from ${table} t join company c on c.id = t.company_id where c.merged_into is not null`), table).toEqual([{ n: 0 }])
      expect(await rows('select count(*)::int as n from company c join company p on p.id = c.parent_id where c.merged_into is null and p.merged_into is not null')).toEqual([{ n: 0 }])
      expect(await rows(`select company_id from claim where state = 'held' group by 1 having count(*) > 1`)).toEqual([])
    }
    while (standing.length > 0) good(await undo(standing.pop()!))
    expect(await state()).toEqual(before)
  }), { numRuns: 12 })
}, 120_000)

test('a buyer that is absorbed is recognised as the survivor by whoever writes', async () => {
  const { into, from } = await two()
  good(await merge(into, from))
  const known = await transact(maven.ctx, (tx) => recogniseOrCreate(tx, { name: 'Meridian Nahrungsmittel' } as never))
  expect(known.companyId).toBe(uuidOf(into))
  expect(today()).toMatch(/^\d{4}/)
})
