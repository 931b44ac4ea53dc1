// Lena Ortiz applied, talked with us, and asks to be forgotten: nothing of her is left anywhere, and nothing that was business ever goes.
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { areas } from '../../app/areas.ts'
import { showId } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { part as events } from '../../platform/events/index.ts'
import { part as files } from '../../platform/files/index.ts'
import { part as imports } from '../../platform/imports/index.ts'
import { withPersonalLink } from '../../platform/mail/index.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { good, terms, uuidOf } from '../../test/setup/story.ts'
import { submitApplication } from './index.ts'
import { mayErase } from './rules.ts'

let s: TestServer
let w: TestWorkspace
let other: TestWorkspace
beforeAll(async () => {
  s = await testServer([events, files, imports, ...areas])
  other = await s.workspace('Contoso')
})
beforeEach(async () => {
  w = await s.workspace('Maven')
  good(await w.call('PUT', '/application-page', { session: w.session, body: { isOpen: true, ownerId: showId('member', w.admin.memberId) } }))
})
afterAll(() => s?.close())

// eslint-disable-next-line typescript/no-explicit-any -- a test says what it expects by asserting it
type Json = any
const erase = (id: string, of = w, why = 'Asked for it by mail.') => of.call('PUT', `/candidates/${id}/erasure`, { session: of.session, body: { why } })
const preview = async (id: string) => good(await w.call('GET', `/candidates/${id}/erasure`)).json as Json
const ctxOf = () => ({ ...w.ctx, idempotency: undefined, actor: { kind: 'system' as const, name: 'application page' } })
const application = (part: object = {}) => ({ company: 'Brightline Consulting', website: 'brightline.example', person: 'Lena Ortiz', email: 'lena@brightline.example', words: 'I left Lena-words here.', type: 'referral' as const, answers: {}, sourceKey: `k${Math.random()}`, ...part })
const apply = async (part: object = {}) => {
  const { id } = await submitApplication(ctxOf(), application(part))
  const [row] = await sqlIn<{ partner_id: string }>(w.ctx, 'select partner_id from application where id = $1', [id])
  return { application: showId('application', id), id: showId('partner', row!.partner_id as never) }
}
const tokenOf = (url: string) => url.split('/p/')[1]!
const linkOf = async (id: string, send = false) => tokenOf(good(await w.call('POST', `/partners/${id}/links`, { body: { send } })).json.url as string)
const add = async (name: string, part: object = {}) => good(await w.call('POST', '/candidates', { session: w.session, body: { name, type: 'referral', contact: { name: 'Ada Berg', email: `ada@${name.toLowerCase().replace(/\W/g, '')}.example` }, ...part } })).json.id as string
const give = async (id: string) => {
  const file = good(await w.call('POST', '/customer-lists/files', { headers: { 'content-type': 'text/csv' }, query: { name: 'of Lena Ortiz.csv' }, body: 'Name,Website\nZenith Optics,zenith-optics.example\nLisbon Tiles,lisbon-tiles.example' })).json.id
  return w.call('POST', `/partners/${id}/customer-lists`, { body: { fileId: file, sharing: 'all', consentBy: 'Lena Ortiz', consentHow: 'By mail of lena@brightline.example', expiresOn: Temporal.Now.plainDateISO().add({ days: 60 }).toString() } })
}

/** Every table of the house in which one of the texts stands, whoever may see it; bytes as the text they hold. */
async function tablesWith(...texts: string[]): Promise<string[]> {
  return transact(ctxOf(), async (tx) => {
    const rows = async <T>(sql: string, values: unknown[] = []) => (await tx.q.executeQuery(CompiledQuery.raw(sql, values))).rows as T[]
    await rows('set local role none')
    const columns = await rows<{ of: string; columns: string }>(`select format('%I.%I', table_schema, table_name) as of, string_agg(case when data_type = 'bytea' then format('encode(%I, ''escape'')', column_name) else format('%I::text', column_name) end, ' , ') as columns
      from information_schema.columns join information_schema.tables using (table_schema, table_name) where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema', 'house') group by 1`)
    expect(columns.length).toBeGreaterThan(60)
    const found: string[] = []
    for (const one of columns) if ((await rows<{ n: number }>(`select count(*)::int as n from ${one.of} where concat_ws(' ', ${one.columns}) ilike any($1)`, [texts.map((text) => `%${text}%`)]))[0]!.n > 0) found.push(one.of)
    return found.sort()
  })
}

describe('whoever only ever was a candidate', () => {
  test('is gone from every table: person, words, notes, mails, links and lists; what happened stays without reasons', async () => {
    const lena = await apply()
    await apply({ words: 'Lena-words once more.', person: 'Lena O.' })
    const [mail] = await sqlIn<{ id: string }>(w.ctx, "select id from mail where key like 'application:%'")
    const text = await read(w.ctx, async (r) => (await withPersonalLink(r, await r.q.selectFrom('mail').select(['body_text', 'body_html', 'link_id', 'link_path']).where('workspace_id', '=', r.workspace).where('id', '=', mail!.id as never).executeTakeFirstOrThrow())).text)
    const confirm = new URL(/https?:\/\/\S+/.exec(text)![0]).pathname
    expect((await s.page(confirm, {})).status).toBe(303)
    const received = `${new URL(good(await w.call('GET', '/application-page')).json.address).pathname}/received/${lena.application}`
    expect((await s.page(received)).status).toBe(200)
    const token = await linkOf(lena.id, true)
    good(await w.call('POST', `/partners/${lena.id}/contacts`, { body: { name: 'Marc Ortiz', email: 'marc@brightline.example', phone: '+49 30 555 0199' } }))
    good(await w.call('PATCH', `/candidates/${lena.id}`, { body: { nextStep: { text: 'Call Lena Ortiz', on: '2027-01-15' }, hypothesisNote: 'Lena-words: knows food makers.' } }))
    good(await w.call('PUT', `/candidates/${lena.id}/stage`, { session: w.session, body: { expected: 'identified', to: 'contacted', why: 'Lena Ortiz called back.' } }))
    const { version } = good(await w.call('GET', '/scorecards/referral')).json
    good(await w.call('POST', `/candidates/${lena.id}/assessments`, { session: w.session, body: { version, answers: [{ criterionId: 'trust', step: 1, evidence: 'Lena-words in a call.' }], note: 'Lena-words.' } }))
    good(await w.call('POST', `/partners/${lena.id}/list-requests`, { body: { note: 'For Lena-words.' } }))
    good(await give(lena.id))
    await s.runJobs()
    const twin = await add('Brightline Consulting Group', { website: 'brightline.example' })
    expect(good(await w.call('GET', `/candidates/${twin}`)).json.maybeSameAs).toHaveLength(1)
    const before = await preview(lena.id)
    expect(before).toMatchObject({ fromFile: false, can: { erase: { allowed: true } } })
    expect(Object.fromEntries(before.there.map((one: Json) => [one.what, one.count]))).toMatchObject({ contact: 2, link: 2, application: 2, assessment: 1, 'board move': 1, card: 1, 'customer list': 1, 'listed customer': 2, 'customer question': 1 })
    expect(await tablesWith('lena@brightline.example')).toEqual(expect.arrayContaining(['public.application', 'public.contact', 'public.mail', 'public.customer_list']))
    const kept = async () => sqlIn<{ type: string; why: string | null }>(w.ctx, "select type, why from event where partner_id = $1 and type <> 'candidate.erased' order by id", [uuidOf(lena.id)])
    const eventsBefore = await kept()

    const { json, status } = await erase(lena.id)
    expect([status, json.left]).toEqual([200, 0])
    expect(json.erased).toEqual(before.there)
    expect(await tablesWith('lena@brightline.example', 'marc@brightline.example', 'Lena Ortiz', 'Lena O.', 'Marc Ortiz', 'Lena-words', '555 0199', 'Zenith Optics')).toEqual([])

    for (const path of [confirm, received, `/p/${token}`, `/p/${token}/customers`]) expect((await s.page(path)).status, path).toBe(404)
    expect((await s.page(confirm, {})).status).toBe(404)
    expect((await s.page(`/p/${token}/introductions`, { buyer: 'Meridian Foods', person: 'Ana', reason: 'x', consent: 'yes' })).status).toBe(404)
    for (const path of [`/candidates/${lena.id}`, `/candidates/${lena.id}/erasure`, `/partners/${lena.id}`]) expect((await w.call('GET', path)).status, path).toBe(404)
    expect((await erase(lena.id)).status).toBe(404)
    expect(good(await w.call('GET', '/candidates')).json.items.map((one: Json) => one.id)).toEqual([twin])
    expect(good(await w.call('GET', `/candidates/${twin}`)).json.maybeSameAs).toEqual([])

    const after = await kept()
    expect(after.slice(0, eventsBefore.length).map((one) => [one.type, one.why])).toEqual(eventsBefore.map((one) => [one.type, null]))
    expect(after.at(-1)).toEqual({ type: 'customer_list.deleted', why: 'The candidate was erased.' })
    expect(await sqlIn(w.ctx, 'select partner_type, stage, source, why, erased_by from erasure')).toEqual([{ partner_type: 'referral', stage: 'contacted', source: 'page', why: 'Asked for it by mail.', erased_by: w.admin.memberId }])
    expect((await sqlIn<{ payload: Json }>(w.ctx, "select payload from event where type = 'candidate.erased'"))[0]!.payload).toMatchObject({ stage: 'contacted', erased: { contact: 2, application: 2 } })
    expect(await sqlIn(w.ctx, 'select kind, outcome, partner_id from promise')).toEqual([{ kind: 'answer_application', outcome: 'kept', partner_id: null }])
    await s.runJobs()
    expect((await w.call('GET', '/events')).status).toBe(200)
    const figure = good(await w.call('GET', '/performance', { session: w.session })).json.measures.find((one: Json) => one.definition.key === 'promises_kept').now
    expect(figure).toMatchObject({ counted: 1, cases: 1 })
    expect(good(await w.call('GET', '/performance/rows', { session: w.session, query: { measure: 'promises_kept' } })).json.items).toMatchObject([{ kind: 'promise', partner: null }])
  })

  test('a mail that has not left yet never does, and a promise that runs ends without blame', async () => {
    const lena = await apply()
    await sqlIn(w.ctx, "update mail set state = 'queued'")
    good(await erase(lena.id))
    expect(await sqlIn(w.ctx, 'select 1 from mail')).toEqual([])
    expect(await sqlIn(w.ctx, 'select outcome, partner_id from promise')).toEqual([{ outcome: 'void', partner_id: null }])
    expect(good(await w.call('GET', '/today')).json.items).toEqual([])
  })

  test('mails to an address that somebody else of ours has stay with that one', async () => {
    const [one, two] = [await add('Studio Norte', { contact: { name: 'Ada Berg', email: 'ada@shared.example' } }), await add('Studio Sur', { contact: { name: 'Ada Berg', email: 'ada@shared.example' } })]
    await linkOf(one, true)
    const token = await linkOf(two, true)
    good(await erase(one))
    expect(await sqlIn(w.ctx, 'select subject_id from mail')).toEqual([{ subject_id: uuidOf(two) }])
    expect((await s.page(`/p/${token}`)).status).toBe(200)
  })

  test('may apply again, as somebody new', async () => {
    const lena = await apply()
    good(await erase(lena.id))
    const again = await apply()
    expect(again.id).not.toBe(lena.id)
    expect(good(await w.call('GET', `/candidates/${again.id}`)).json.applications).toHaveLength(1)
  })
})

describe('who may, and who may not be', () => {
  test('the ladder: who is it, a stranger finds nothing, an admin or a manager does it and says why', async () => {
    const id = await add('Harbour Advisory')
    expect((await s.call('PUT', `/candidates/${id}/erasure`, { body: { why: 'x' } })).status).toBe(401)
    expect((await erase(id, other)).status).toBe(404)
    expect((await other.call('GET', `/candidates/${id}/erasure`)).status).toBe(404)
    for (const role of ['rep', 'finance', 'viewer'] as const) expect((await w.call('PUT', `/candidates/${id}/erasure`, { key: w.keys[role], body: { why: 'x' } })).status).toBe(403)
    expect((await w.call('GET', `/candidates/${id}/erasure`, { key: w.keys.rep })).json.can.erase).toEqual({ allowed: false, why: 'An admin or a manager can change candidates.' })
    expect((await erase(id, w, ' ')).json.fields.map((one: Json) => one.field)).toEqual(['why'])
    expect((await w.call('PUT', `/candidates/${id}/erasure`, { key: w.keys.manager, body: { why: 'Asked.' } })).status).toBe(200)
  })

  test.each([
    ['identified', 'candidate', false, null], ['declined', 'ended', false, null], ['not_now', 'candidate', false, null], ['not_now', 'paused', false, 'The partnership is paused. Set it a candidate on its page first.'], ['active', 'active', true, 'It is a partner now, and partners are kept.'],
    ['active', 'ended', true, 'It is a partner now, and partners are kept.'], ['identified', 'candidate', true, 'It was a partner once, and what was done together is kept.'],
  ] as const)('%s, %s, was a partner: %s', (stage, partnerState, wasPartner, why) => expect(mayErase({ stage, partnerState, wasPartner })).toEqual(why === null ? { allowed: true } : { allowed: false, why }))

  const business: [string, (id: string) => Promise<unknown>, string][] = [
    ['is a partner', (id) => w.call('PUT', `/candidates/${id}/stage`, { session: w.session, body: { expected: 'identified', to: 'active' } }), 'It is a partner now, and partners are kept.'],
    ['was one', async (id) => { for (const state of ['active', 'candidate']) good(await w.call('PATCH', `/partners/${id}`, { body: { state } })) }, 'It was a partner once, and what was done together is kept.'],
    ['has a plan', async (id) => { const plan = good(await w.call('POST', '/plans', { body: { name: 'Introductions', terms: terms() } })).json.id; good(await w.call('PUT', `/partners/${id}/plan`, { body: { planId: plan, from: Temporal.Now.plainDateISO().toString() } })) }, 'A plan was agreed with it, and what was agreed is kept.'],
    ['introduced a buyer', async (id) => expect((await s.page(`/p/${await linkOf(id)}/introductions`, { buyer: 'Meridian Foods', person: 'Ana Kovac', reason: 'They plan by hand.', consent: 'yes' })).status).toBe(303), 'It introduced a buyer, and introductions are kept.'],
    ['was asked how it is paid', async (id) => good(await w.call('POST', `/partners/${id}/payee/requests`, { session: w.session, body: {} })), 'It was asked how it is paid, and what belongs to payments is kept.'],
    ['has a list that is being read', async (id) => good(await give(id)), 'A customer list of it is being read just now. Wait until that is over, or stop it.'],
    ['is in the books', (id) => sqlIn(w.ctx, 'insert into unsettled (workspace_id, partner_id) values ($1, $2)', [w.id, uuidOf(id)]), 'There is money of it in the books, and books are kept.'],
    ['is named by a fact', (id) => sqlIn(w.ctx, `insert into plan_fact (workspace_id, id, key, kind, body, recorded_at, event_id) values ('${w.id}', '${uuidOf(id)}', 'f', 'above', '{}', now(), gen_random_uuid()); insert into plan_fact_topic (workspace_id, topic, fact_id) values ('${w.id}', 'p:${uuidOf(id)}', '${uuidOf(id)}')`), 'There is money of it in the books, and books are kept.'],
    ['was reviewed', (id) => sqlIn(w.ctx, "insert into review (workspace_id, id, partner_id, quarter_from, state, opened_at) values ($1, gen_random_uuid(), $2, '2026-07-01', 'open', now())", [w.id, uuidOf(id)]), 'It was reviewed, and reviews are kept.'],
    ['has a part in an opportunity', (id) => sqlIn(w.ctx, "insert into opportunity (workspace_id, id, name, state, currency, partner_id, attribution, created_at, changed_at) values ($1, gen_random_uuid(), 'Rollout', 'open', 'EUR', $2, 'influenced', now(), now())", [w.id, uuidOf(id)]), 'It has a part in an opportunity, and that is kept.'],
  ]
  test.each(business)('one that %s is kept, with the reason, in the button too', async (_what, make, why) => {
    const id = await add('Harbour Advisory')
    await make(id)
    expect((await preview(id)).can.erase).toEqual({ allowed: false, why })
    expect(good(await w.call('GET', `/candidates/${id}`)).json.can.erase).toEqual({ allowed: false, why })
    expect((await erase(id)).json).toMatchObject({ status: 409, code: 'recruiting.not_erasable', detail: why })
    expect(await sqlIn(w.ctx, 'select 1 from contact where partner_id = $1', [uuidOf(id)])).toHaveLength(1)
    expect(await sqlIn(w.ctx, 'select 1 from erasure')).toEqual([])
    await s.runJobs()
  })
})

test('the database lets nobody else be taken out of what is written once', async () => {
  const lena = await apply()
  const id = uuidOf(lena.id)
  good(await w.call('PUT', `/candidates/${lena.id}/stage`, { session: w.session, body: { expected: 'identified', to: 'contacted', why: 'Called.' } }))
  await expect(sqlIn(w.ctx, 'delete from candidacy_move where partner_id = $1', [id])).rejects.toThrow(/append-only/)
  await expect(sqlIn(w.ctx, 'update event set why = null where partner_id = $1', [id])).rejects.toThrow(/append-only/)
  await expect(sqlIn(w.ctx, "update event set type = 'x'")).rejects.toThrow(/permission denied/)
  await expect(sqlIn(w.ctx, 'delete from event')).rejects.toThrow(/permission denied/)
  const gone = await add('Harbour Advisory')
  good(await erase(gone))
  await expect(sqlIn(w.ctx, "update event set why = 'another' where partner_id = $1", [uuidOf(gone)])).rejects.toThrow(/append-only/)
  await expect(sqlIn(w.ctx, "update erasure set why = 'another'")).rejects.toThrow(/permission denied|append-only/)
})

describe('at the same moment', () => {
  test('erased and made a partner: one of the two happens, never half of both', async () => {
    const outcomes = new Set<string>()
    for (let n = 0; n < 12; n += 1) {
      const id = await add(`Race ${n}`)
      const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
      const [erased, moved] = await Promise.all([wait(n % 3 === 0 ? 6 : 0).then(() => erase(id)), wait(n % 3 === 1 ? 6 : 0).then(() => w.call('PUT', `/candidates/${id}/stage`, { session: w.session, body: { expected: 'identified', to: 'active' } }))])
      const left = (await sqlIn<{ n: number }>(w.ctx, 'select ((select count(*) from partner where id = $1) + (select count(*) from contact where partner_id = $1) + (select count(*) from candidacy where partner_id = $1) + (select count(*) from candidacy_move where partner_id = $1))::int as n', [uuidOf(id)]))[0]!.n
      outcomes.add(`${erased.status} ${moved.status} ${left}`)
    }
    for (const outcome of outcomes) expect(['200 404 0', '409 200 4']).toContain(outcome)
  })

  test('erased and applied again, introduced or mailed a link: nothing sent is lost, and nothing of the erased is left', async () => {
    for (let n = 0; n < 6; n += 1) {
      const first = await apply({ email: `lena${n}@brightline${n}.example`, website: `brightline${n}.example` })
      const [erased, again] = await Promise.all([erase(first.id), apply({ email: `lena${n}@brightline${n}.example`, website: `brightline${n}.example`, words: 'Once more.' })])
      expect(erased.status).toBe(200)
      // Either it joined the first before that went, or it is a new one.
      const there = await sqlIn(w.ctx, 'select 1 from application where email = $1', [`lena${n}@brightline${n}.example`])
      expect(there.length).toBe(again.id === first.id ? 0 : 1)

      const id = await add(`Linked ${n}`)
      const token = await linkOf(id)
      const [gone, sent, linked] = await Promise.all([
        erase(id), s.page(`/p/${token}/introductions`, { buyer: `Buyer ${n}`, person: 'Ana Kovac', reason: 'They plan by hand.', consent: 'yes' }), w.call('POST', `/partners/${id}/links`, { body: { send: true } }),
      ])
      const referrals = (await sqlIn(w.ctx, 'select 1 from referral where partner_id = $1', [uuidOf(id)])).length
      expect([gone.status, sent.status, referrals]).toEqual(gone.status === 200 ? [200, 404, 0] : [409, 303, 1])
      expect([201, 404]).toContain(linked.status)
      if (gone.status === 200) expect(await sqlIn(w.ctx, 'select 1 from mail where to_email = $1', [`ada@linked${n}.example`])).toEqual([])
    }
  })
})
