// Many at once. The database decides who was first; the others are told properly, and nothing is done twice.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reopenOpportunity, settleOpportunities } from '../../areas/coselling/index.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { createLog } from '../../platform/http/log.ts'
import { startWorker, type Tasks } from '../../platform/jobs/worker.ts'
import { bookFaults } from '../setup/due.ts'
import type { Answer, TestServer, TestWorkspace } from '../setup/server.ts'
import { addPartner, good, introduce, terms, today, uuidOf, type StoryPartner } from '../setup/story.ts'
import { allParts, wholeApp } from '../setup/whole-app.ts'

let app: TestServer
let maven: TestWorkspace
let planId: string
beforeAll(async () => {
  app = await wholeApp()
})
beforeEach(async () => {
  maven = await app.workspace()
  await maven.call('PUT', '/icp', { body: { industries: [], countries: [], minEmployees: 1, maxEmployees: null } })
  planId = good(await maven.call('POST', '/plans', { body: { name: 'Introduction partner', terms: terms() } })).json.id
})
afterAll(() => app?.close())

const partnersNamed = (...names: string[]): Promise<StoryPartner[]> =>
  Promise.all(names.map((name, n) => addPartner(maven, name, { name: `Ana ${name}`, email: `ana@partner-${n}.de` }, planId)))
const twenty = () => partnersNamed(...Array.from({ length: 20 }, (_, n) => `Partner ${n + 1}`))
const form = (buyer: string, key = 'k') => ({ buyer, person: 'Kim Kern, kim@buyer.de', reason: 'They outgrew their spreadsheets.', consent: 'yes', key })
const statuses = (answers: Answer[]) => answers.map((answer) => answer.status).sort()
const rows = async <T>(query: (workspace: string) => ReturnType<typeof sql<T>>): Promise<T[]> => (await read(maven.ctx, (r) => query(r.workspace).execute(r.q))).rows
const counts = async (table: string, by: string) =>
  Object.fromEntries((await rows<{ what: string; n: number }>((w) => sql`select ${sql.ref(by)}::text as what, count(*)::int as n from ${sql.table(table)} where workspace_id = ${w} group by 1`)).map((row) => [row.what, row.n]))

/** A company that qualifies, known beforehand. */
async function knownCompany(name: string): Promise<string> {
  return good(await maven.call('POST', '/companies', { body: { name, employees: 200 } })).json.id
}

describe('the same buyer, introduced by 20 partners at once through their pages', () => {
  test.each([
    ['by name', () => 'Polarstern Backwaren GmbH'],
    ['by website and mail address', (n: number) => ['polarstern-backwaren.de', 'https://www.polarstern-backwaren.de/kontakt', 'info@polarstern-backwaren.de'][n % 3]!],
    ['as a company that we know', () => 'Meridian Foods GmbH'],
  ])('%s: one holds the buyer, all are received, nobody learns of another', async (how, buyer) => {
    if (how.includes('know')) await knownCompany('Meridian Foods GmbH')
    const partners = await twenty()
    const answers = await Promise.all(partners.map((partner, n) => app.page(`/p/${partner.token}/introductions`, form(buyer(n)))))
    expect(statuses(answers)).toEqual(Array(20).fill(303))

    expect(await rows((w) => sql`select count(*)::int as n from company where workspace_id = ${w}`)).toEqual([{ n: 1 }])
    expect(await counts('claim', 'state')).toEqual({ held: 1, waiting: 19 })
    expect(await counts('referral', 'state')).toEqual({ submitted: 20 })
    expect(await counts('conflict', 'kind')).toEqual({ partner_partner: 19 })
    expect(await rows((w) => sql`select kind, count(*)::int as n from promise where workspace_id = ${w} and settled_at is null group by 1 order by 1`)).toEqual([{ kind: 'answer_referral', n: 1 }, { kind: 'decide_conflict', n: 19 }])
    expect((await maven.eventTypes()).filter((type) => type === 'referral.submitted')).toHaveLength(20)
    expect(await rows((w) => sql`select count(distinct to_email)::int as people, count(*)::int as mails from mail where workspace_id = ${w} and key like 'receipt:%'`)).toEqual([{ people: 20, mails: 20 }])
    const [first] = await rows<{ partner: string }>((w) => sql`select partner_id as partner from claim where workspace_id = ${w} and state = 'held'`)
    expect(await rows((w) => sql`select count(*)::int as n from conflict c join claim h on h.workspace_id = c.workspace_id and h.id = c.rival_claim_id where c.workspace_id = ${w} and h.partner_id = ${first!.partner}`)).toEqual([{ n: 19 }])

    const pages = await Promise.all(answers.map((answer) => app.page(String(answer.headers.location))))
    const plain = pages.map((page, n) =>
      page.text.replaceAll(`, ${buyer(n)}</p>`, '</p>').replaceAll(buyer(n), 'BUYER').replaceAll(partners[n]!.token, 'TOKEN').replaceAll(new RegExp(`Ana Partner ${n + 1}\\b|Partner ${n + 1}\\b`, 'g'), 'NAME').replaceAll(`ana@partner-${n}.de`, 'MAIL').replaceAll(/ref_[0-9a-f]{32}|Reference [0-9a-f]{8}|value="[0-9a-f-]{36}"|<time.*?<\/time>/g, ''))
    for (const page of plain) expect(page).toBe(plain[0])
    for (const page of pages) expect(page.text).not.toMatch(/another partner|conflict|rival|contested|waiting/i)
  })

  test('after deciding one case for a late one, still one holds it, and the first gets a case of its own', async () => {
    const partners = await partnersNamed('Erste', 'Zweite', 'Dritte')
    await Promise.all(partners.map((partner) => app.page(`/p/${partner.token}/introductions`, form('Polarstern GmbH'))))
    const open = (await maven.call('GET', '/conflicts', { query: { open: 'true' } })).json.items
    const answers = await Promise.all(open.map((conflict: { id: string }) => maven.call('PUT', `/conflicts/${conflict.id}/decision`, { session: maven.session, body: { outcome: 'credited', why: 'They spoke with the buyer first.' } })))
    expect(answers.filter((answer: Answer) => answer.status === 200).length, JSON.stringify(answers.map((a: Answer) => a.json))).toBeGreaterThanOrEqual(1)
    for (const answer of answers) expect(answer.status === 200 || (answer.status === 409 && answer.json.detail.endsWith('.')), answer.text).toBe(true)
    expect((await counts('claim', 'state'))['held']).toBe(1)
    expect(await rows((w) => sql`select count(*)::int as n from referral where workspace_id = ${w} and state = 'submitted' and not exists (
      select from promise p where p.workspace_id = referral.workspace_id and p.subject_id = referral.id and p.settled_at is null)`)).toEqual([{ n: 0 }])
  })

  test('five that turn out to be one company, said at once: one holds it, the others have a case each', async () => {
    const partners = await partnersNamed('Erste', 'Zweite', 'Dritte', 'Vierte', 'Fuenfte')
    const known = await knownCompany('Abendstern Reederei')
    const ids = await Promise.all(partners.map((partner, n) => introduce(app, partner, form(`${['Quarz', 'Basalt', 'Granit', 'Schiefer', 'Marmor'][n]} Spedition`))))
    const answers = await Promise.all(ids.map((id) => maven.call('PUT', `/referrals/${id}/company`, { body: { companyId: known } })))
    expect(statuses(answers)).toEqual(Array(5).fill(200))
    expect(await counts('claim', 'state')).toEqual({ held: 1, waiting: 4 })
    expect(await counts('conflict', 'kind')).toEqual({ partner_partner: 4 })
    expect(await rows((w) => sql`select kind, count(*)::int as n from promise where workspace_id = ${w} and settled_at is null group by 1 order by 1`)).toEqual([{ kind: 'answer_referral', n: 1 }, { kind: 'decide_conflict', n: 4 }])
  })
})

describe('many introductions at the same moment', () => {
  test('share transactions, and each is told what came of its own: new, known, refused, by a link that ended', async () => {
    const partners = await partnersNamed(...Array.from({ length: 36 }, (_, n) => `Partner ${n + 1}`))
    await knownCompany('Meridian Foods GmbH')
    good(await maven.call('POST', '/companies', { body: { name: 'Abendstern Reederei', website: 'abendstern.de', employees: 200 } }))
    for (const paused of partners.slice(30, 33)) good(await maven.call('PATCH', `/partners/${paused.id}`, { body: { state: 'paused', why: 'On holiday.' } }))
    const buyer = (n: number): string => {
      if (n % 3 === 0) return `Spedition ${['Quarz', 'Basalt', 'Granit', 'Schiefer', 'Marmor', 'Onyx', 'Opal', 'Jaspis', 'Topas', 'Achat'][n / 3]}`
      // Written differently each time, so that several of one company come together.
      return n % 3 === 1 ? ['abendstern.de', 'a.abendstern.de', 'https://abendstern.de/kontakt', 'kim@abendstern.de', 'Abendstern Reederei', 'Abendstern-Reederei'][n % 6]! : ['Meridian Foods', 'Meridian Foods GmbH', 'MERIDIAN FOODS', 'Meridian  Foods  gmbh'][n % 4]!
    }
    const token = (n: number) => (n < 33 ? partners[n]!.token : `${partners[n]!.token.slice(0, -1)}${partners[n]!.token.endsWith('x') ? 'y' : 'x'}`)
    const answers = await Promise.all(partners.map((_, n) => app.page(`/p/${token(n)}/introductions`, form(n === 29 ? 'kim@gmail.com' : buyer(n % 30), `k${n}`))))
    expect(answers.map((answer) => answer.status)).toEqual([...Array(29).fill(303), 422, ...Array(3).fill(422), ...Array(3).fill(404)])

    const kept = await rows<{ partner: string; buyer: string; events: number; mails: number; promises: number; by: string | null }>((w) => sql`
      select f.partner_id as partner, f.buyer_text as buyer, (select min(e.actor_id::text) from event e where e.workspace_id = f.workspace_id and e.subject_id = f.id and e.type = 'referral.submitted') as by,
        (select count(*)::int from event e where e.workspace_id = f.workspace_id and e.subject_id = f.id and e.type = 'referral.submitted') as events,
        (select count(*)::int from mail m join contact k on k.workspace_id = m.workspace_id and k.email = m.to_email and k.partner_id = f.partner_id where m.workspace_id = f.workspace_id and m.subject_id = f.id) as mails,
        (select count(*)::int from promise p where p.workspace_id = f.workspace_id and p.subject_id = f.id) as promises
      from referral f where f.workspace_id = ${w}`)
    const contacts = new Map((await rows<{ partner: string; id: string }>((w) => sql`select partner_id as partner, id::text from contact where workspace_id = ${w}`)).map((row) => [row.partner, row.id]))
    expect(kept.map((row) => [row.partner, row.buyer, row.by]).toSorted()).toEqual(partners.slice(0, 29).map((partner, n) => [uuidOf(partner.id), buyer(n).replace(/ +/g, ' '), contacts.get(uuidOf(partner.id))]).toSorted())
    for (const row of kept) expect(row).toMatchObject({ events: 1, mails: 1, promises: 1 })
    expect(await rows((w) => sql`select count(distinct company_id)::int as n, count(*)::int as held from claim where workspace_id = ${w} and state = 'held'`)).toEqual([{ n: 12, held: 12 }])
    expect(await rows((w) => sql`select count(*)::int as n from company where workspace_id = ${w}`)).toEqual([{ n: 12 }])
    const [{ n: transactions }] = await rows<{ n: number }>((w) => sql`select count(distinct xmin::text)::int as n from claim where workspace_id = ${w}`) as [{ n: number }]
    expect(transactions).toBeLessThan(29)
  })
})

describe('the same thing twice', () => {
  test('one form, sent 20 times at once, is one introduction with one receipt', async () => {
    const [partner] = await partnersNamed('Brightline') as [StoryPartner]
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.page(`/p/${partner.token}/introductions`, form('Polarstern GmbH'))))
    expect(statuses(answers)).toEqual(Array(20).fill(303))
    expect(new Set(answers.map((answer) => String(answer.headers.location).split('?')[0])).size).toBe(1)
    expect(await counts('referral', 'state')).toEqual({ submitted: 1 })
    expect(await counts('claim', 'state')).toEqual({ held: 1 })
    expect(await rows((w) => sql`select count(*)::int as n from mail where workspace_id = ${w}`)).toEqual([{ n: 1 }])
    expect(await rows((w) => sql`select count(*)::int as n from referral_message where workspace_id = ${w}`)).toEqual([{ n: 0 }])
    expect((await maven.eventTypes()).filter((type) => type.startsWith('referral.'))).toEqual(['referral.submitted'])
  })

  test('two people of one partner introduce the same buyer at once: one introduction, the words of both', async () => {
    const [partner] = await partnersNamed('Brightline') as [StoryPartner]
    const contact = good(await maven.call('POST', `/partners/${partner.id}/contacts`, { body: { name: 'Ben', email: 'ben@partner-0.de' } })).json.id
    const second = good(await maven.call('POST', `/partners/${partner.id}/links`, { body: { contactId: contact } })).json.url.split('/p/')[1]
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) =>
      app.page(`/p/${n % 2 ? second : partner.token}/introductions`, { ...form('Polarstern GmbH', `k${n % 2}`), reason: n % 2 ? 'Ben knows their head of sales.' : 'They outgrew their spreadsheets.' })))
    expect(statuses(answers)).toEqual(Array(10).fill(303))
    expect(await counts('referral', 'state')).toEqual({ submitted: 1 })
    const words = await rows<{ words: string }>((w) => sql`select reason as words from referral where workspace_id = ${w} union all select body from referral_message where workspace_id = ${w}`)
    expect(words.map((row) => row.words).sort()).toEqual(['Ben knows their head of sales.', 'They outgrew their spreadsheets.'])
  })

  test('one reply, sent 10 times at once, is one message and one promise', async () => {
    const [partner] = await partnersNamed('Brightline') as [StoryPartner]
    const id = await introduce(app, partner, form('Polarstern GmbH'))
    good(await maven.call('PUT', `/referrals/${id}/decision`, { body: { answer: 'ask', question: 'Do they run their own vans?' } }))
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.page(`/p/${partner.token}/introductions/${id}/replies`, { body: 'Eleven of them.', key: 'one' })))
    expect(statuses(answers)).toEqual(Array(10).fill(303))
    expect(await counts('referral_message', 'kind')).toEqual({ question: 1, reply: 1 })
    expect(await rows((w) => sql`select kind from promise where workspace_id = ${w} and settled_at is null`)).toEqual([{ kind: 'answer_reply' }])
  })

  test('one idempotency key, 50 times at once, has the effect of one and the answer of the first', async () => {
    const [partner] = await partnersNamed('Brightline') as [StoryPartner]
    const body = { partnerId: partner.id, buyer: 'Polarstern GmbH', person: 'Kim, kim@buyer.de', reason: 'Because.' }
    const post = (more: object = {}) => maven.call('POST', '/referrals', { body: { ...body, ...more }, headers: { 'idempotency-key': 'order-4711' } })
    const answers = await Promise.all(Array.from({ length: 50 }, () => post()))
    expect(statuses(answers)).toEqual(Array(50).fill(201))
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
    expect(answers[0]!.json.isNew).toBe(true)
    expect(await counts('referral', 'state')).toEqual({ submitted: 1 })
    expect((await maven.eventTypes()).filter((type) => type.startsWith('referral.'))).toEqual(['referral.submitted'])
    expect(await post({ reason: 'Something else.' })).toMatchObject({ status: 422, json: { code: 'idempotency.key_reused' } })
  })

  test('one idempotency key with a secret in the answer: one gets it, the others are told so, one link is made', async () => {
    const [partner] = await partnersNamed('Brightline') as [StoryPartner]
    const answers = await Promise.all(Array.from({ length: 20 }, () => maven.call('POST', `/partners/${partner.id}/links`, { body: {}, headers: { 'idempotency-key': 'link-4711' } })))
    expect(statuses(answers)).toEqual([201, ...Array<number>(19).fill(409)])
    expect(new Set(answers.filter((answer) => answer.status === 409).map((answer) => answer.json.code))).toEqual(new Set(['idempotency.shown_once']))
    expect(await rows((w) => sql`select count(*)::int as n from link where workspace_id = ${w}`)).toEqual([{ n: 2 }])
  })
})

describe('one introduction, decided by five members at once', () => {
  const five = () => Promise.all((['admin', 'manager', 'rep', 'rep', 'manager'] as const).map((role) => maven.member(role)))

  test.each([
    ['accepted', { answer: 'accept' }],
    ['declined', { answer: 'decline', reason: 'not_a_fit' }],
  ] as const)('%s: one wins, the others are told what it is now', async (state, body) => {
    const [partner] = await partnersNamed('Brightline') as [StoryPartner]
    const id = await introduce(app, partner, form('Polarstern GmbH'))
    const answers = await Promise.all((await five()).map(({ session }) => maven.call('PUT', `/referrals/${id}/decision`, { session, body })))
    expect(statuses(answers)).toEqual([200, 409, 409, 409, 409])
    for (const answer of answers.filter((one) => one.status === 409)) expect(answer.json.detail).toBe(`It is ${state} already.`)
    expect(await counts('referral_decision', 'kind')).toEqual({ [state]: 1 })
    expect(await counts('referral', 'state')).toEqual({ [state]: 1 })
    expect((await maven.eventTypes()).filter((type) => type === `referral.${state}`)).toHaveLength(1)
    expect(await rows((w) => sql`select count(*)::int as n from mail where workspace_id = ${w} and key like ${`${state}:%`}`)).toEqual([{ n: 1 }])
  })

  test('accept, ask and decline mixed: each that said yes happened once, in some order', async () => {
    const partners = await partnersNamed('Brightline')
    for (let round = 0; round < 5; round += 1) {
      const id = await introduce(app, partners[0]!, form(`Polarstern ${round} GmbH`, `k${round}`))
      const bodies = [{ answer: 'accept' }, { answer: 'ask', question: 'Who decides?' }, { answer: 'decline', reason: 'no_need' }, { answer: 'accept' }, { answer: 'decline', reason: 'not_a_fit' }]
      const answers = await Promise.all((await five()).map(({ session }, n) => maven.call('PUT', `/referrals/${id}/decision`, { session, body: bodies[n] })))
      for (const answer of answers) expect(answer.status === 200 || (answer.status === 409 && answer.json.detail.endsWith('.')), answer.text).toBe(true)
      const decided = await rows<{ kind: string }>((w) => sql`select kind from referral_decision where workspace_id = ${w} and referral_id = ${uuidOf(id)}`)
      expect(decided).toHaveLength(answers.filter((answer) => answer.status === 200).length)
      expect(decided.filter((row) => row.kind === 'declined').length).toBe(1)
      expect(decided.filter((row) => row.kind === 'accepted').length).toBeLessThanOrEqual(1)
      expect((await maven.call('GET', `/referrals/${id}`)).json.state).toBe('declined')
    }
  })

  test('one conflict, decided five times at once: one decision', async () => {
    const partners = await partnersNamed('Erste', 'Zweite')
    for (const partner of partners) await introduce(app, partner, form('Polarstern GmbH'))
    const [conflict] = (await maven.call('GET', '/conflicts', { query: { open: 'true' } })).json.items
    const outcomes = ['credited', 'not_credited', 'credited', 'not_credited', 'credited']
    const answers = await Promise.all((await five()).map(({ session }, n) => maven.call('PUT', `/conflicts/${conflict.id}/decision`, { session, body: { outcome: outcomes[n], why: 'On the evidence.' } })))
    expect(statuses(answers)).toEqual([200, 409, 409, 409, 409])
    for (const answer of answers.filter((one) => one.status === 409)) expect(answer.json.detail).toMatch(/\.$/)
    expect((await counts('claim', 'state'))['held']).toBe(1)
    expect((await maven.eventTypes()).filter((type) => type === 'conflict.decided')).toHaveLength(1)
  })

  test('one link, revoked twice at once: revoked once', async () => {
    const [partner] = await partnersNamed('Brightline') as [StoryPartner]
    const link = (await maven.call('GET', `/partners/${partner.id}`)).json.links[0]
    const answers = await Promise.all([1, 2].map(() => maven.call('DELETE', `/partners/${partner.id}/links/${link.id}`)))
    expect(statuses(answers)).toEqual([204, 404])
    expect((await maven.eventTypes()).filter((type) => type === 'partner.link_revoked')).toHaveLength(1)
  })
})

describe('money', () => {
  test('qualify, take back, win, lose and reopen, all at once and over and over: the books are whole and say what is due', async () => {
    const partners = await partnersNamed('Brightline', 'Norte')
    const other = good(await maven.call('POST', '/plans', { body: { name: 'The same in other words', terms: terms() } })).json.id
    const referrals: string[] = []
    for (let n = 0; n < 6; n += 1) {
      await knownCompany(`Storm ${['Alpha', 'Bravo', 'Castle', 'Delta', 'Eagle', 'Falcon'][n]} Works GmbH`)
      const id = await introduce(app, partners[n % 2]!, form(`Storm ${['Alpha', 'Bravo', 'Castle', 'Delta', 'Eagle', 'Falcon'][n]} Works GmbH`))
      good(await maven.call('PUT', `/referrals/${id}/decision`, { session: maven.session, body: { answer: 'accept' } }))
      for (const step of ['contacted', 'met']) good(await maven.call('PUT', `/referrals/${id}/progress`, { body: { step } }))
      referrals.push(id)
    }
    const deal = (n: number) => ({ amountMinor: String(100_000 + n * 7_919), currency: 'EUR' })
    const acts: ((id: string, n: number) => Promise<Answer>)[] = [
      (id) => maven.call('PUT', `/referrals/${id}/progress`, { body: { step: 'qualified' } }),
      (id) => maven.call('DELETE', `/referrals/${id}/qualification`, { body: { why: 'It was too early.' } }),
      (id, n) => maven.call('PUT', `/referrals/${id}/closing`, { body: { outcome: 'won', closedOn: today(), deal: deal(n) } }),
      (id) => maven.call('DELETE', `/referrals/${id}/closing`, { body: { why: 'Not signed after all.' } }),
      (id) => maven.call('PUT', `/referrals/${id}/closing`, { body: { outcome: 'lost', closedOn: today() } }),
      async (id, n) => {
        const opportunity = (await maven.call('GET', `/referrals/${id}`)).json.opportunity
        return opportunity ? maven.call('PATCH', `/opportunities/${opportunity.id}`, { body: deal(n) }) : maven.call('GET', `/referrals/${id}`)
      },
      async (id, n) => {
        const opportunity = (await maven.call('GET', `/referrals/${id}`)).json.opportunity
        return opportunity ? (n % 2 ? maven.call('PUT', `/opportunities/${opportunity.id}/closing`, { body: { state: 'won', closedOn: today() } }) : maven.call('DELETE', `/opportunities/${opportunity.id}/closing`, { query: { why: 'Reopened.' } })) : maven.call('GET', `/referrals/${id}`)
      },
      (_, n) => maven.call('PUT', `/partners/${partners[n % 2]!.id}/plan`, { body: { planId: n % 3 ? planId : other, from: '2026-01-05', why: 'Same money.' } }),
    ]
    const booked = async () => (await rows<{ n: number }>((w) => sql`select count(*)::int as n from commission_line where workspace_id = ${w}`))[0]!.n
    const seen = new Map<number, number>()
    const worker = await startWorker(app.db, Object.assign({}, ...allParts.map((part) => part.tasks ?? {})) as Tasks, createLog('silent'), { concurrency: 3 })
    try {
      // How much is booked depends on who wins; the storm goes on until that is enough to mean something.
      for (let wave = 0; wave < 24 || (wave < 96 && (await booked()) <= 20); wave += 1) {
        const answers = await Promise.all(Array.from({ length: 14 }, (_, i) => {
          const n = wave * 14 + i
          return acts[(n * 31 + wave * 7) % acts.length]!(referrals[(n * 17 + wave) % (wave % 3 === 0 ? 2 : 6)]!, n)
        }))
        for (const answer of answers) {
          seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
          expect([200, 409, 422], answer.text).toContain(answer.status)
        }
      }
      const waiting = async () => (await app.db.pool.query('select from graphile_worker.jobs where run_at <= now()')).rowCount
      await expect.poll(waiting, { timeout: 30_000 }).toBe(0)
    } finally {
      await worker.stop()
    }
    expect(await bookFaults(maven.ctx)).toEqual([])
    expect(seen.get(200)).toBeGreaterThan(60)
    expect(seen.get(409)).toBeGreaterThan(20)
    expect(await booked()).toBeGreaterThan(20)
    // Opened again and won by nobody, all is taken back to zero.
    for (const id of referrals) {
      await maven.call('DELETE', `/referrals/${id}/closing`, { body: { why: 'The end.' } })
      await maven.call('DELETE', `/referrals/${id}/qualification`, { body: { why: 'The end.' } })
    }
    expect(await bookFaults(maven.ctx)).toEqual([])
    const balance = (await maven.call('GET', '/ledger/trial-balance')).json.currencies
    expect(balance.every((currency: { isBalanced: boolean }) => currency.isBalanced)).toBe(true)
  })

  test('an opportunity that is settled while it is being opened again is settled as it is afterwards', async () => {
    const [partner] = await partnersNamed('Brightline', 'Norte')
    await knownCompany('Storm Gale Works GmbH')
    const id = await introduce(app, partner!, form('Storm Gale Works GmbH'))
    good(await maven.call('PUT', `/referrals/${id}/decision`, { session: maven.session, body: { answer: 'accept' } }))
    for (const step of ['contacted', 'met']) good(await maven.call('PUT', `/referrals/${id}/progress`, { body: { step } }))
    good(await maven.call('PUT', `/referrals/${id}/closing`, { body: { outcome: 'won', closedOn: today(), deal: { amountMinor: '500000', currency: 'EUR' } } }))
    const opportunity = uuidOf((await maven.call('GET', `/referrals/${id}`)).json.opportunity.id)
    const [opened, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const opening = transact(maven.ctx, async (tx) => {
      await reopenOpportunity(tx, opportunity, 'Not signed after all.')
      opened.resolve()
      await release.promise
    })
    await opened.promise
    const settling = transact(maven.ctx, (tx) => settleOpportunities(tx, [opportunity], { why: 'Another plan holds for that day.' }))
    await new Promise((resolve) => setTimeout(resolve, 300))
    release.resolve()
    await Promise.all([opening, settling])
    expect(await bookFaults(maven.ctx)).toEqual([])
  })
})

describe('imports', () => {
  test.each([
    ['companies', 'Name,Account ID,Website,Employees', (n: number) => `Import ${n} Werke GmbH,acc-${n},import-${n}-werke.de,${n}`, 'company'],
    ['opportunities', 'Opportunity ID,Account Name,Stage,Amount,Currency,Created Date,Close Date', (n: number) => `opp-${n},Import ${n % 50} Werke GmbH,${n % 3 ? 'Closed Won' : 'Prospecting'},${n}.50,EUR,2026-01-05,${n % 3 ? '2026-06-30' : ''}`, 'opportunity'],
  ])('the same file of %s, imported three times at once: every row once', async (kind, head, row, table) => {
    const rowsInFile = 1200
    const body = [head, ...Array.from({ length: rowsInFile }, (_, n) => row(n))].join('\n')
    const file = good(await maven.call('POST', '/files', { headers: { 'content-type': 'text/csv' }, query: { name: `${kind}.csv` }, body })).json.id
    const started = await Promise.all([1, 2, 3].map(() => maven.call('POST', '/imports', { body: { fileId: file, kind } })))
    expect(statuses(started)).toEqual([201, 201, 201])
    const worker = await startWorker(app.db, Object.assign({}, ...allParts.map((part) => part.tasks ?? {})) as Tasks, createLog('silent'), { concurrency: 3 })
    try {
      const states = async () => (await maven.call('GET', '/imports')).json.items.map((one: { state: string }) => one.state)
      await expect.poll(states, { timeout: 40_000, interval: 200 }).toEqual(['done', 'done', 'done'])
    } finally {
      await worker.stop()
    }
    const imports = (await maven.call('GET', '/imports')).json.items as { rows: number; created: number; updated: number; unchanged: number; rejected: number }[]
    expect(imports.reduce((sum, one) => sum + one.created, 0)).toBe(rowsInFile)
    for (const one of imports) expect(one).toMatchObject({ rows: rowsInFile, rejected: 0 })
    expect(await rows((w) => sql`select count(*)::int as n, count(distinct crm_id)::int as ids from ${sql.table(table)} where workspace_id = ${w} and crm_id is not null`)).toEqual([{ n: rowsInFile, ids: rowsInFile }])
    if (kind === 'opportunities') expect(await rows((w) => sql`select count(*)::int as n from company where workspace_id = ${w}`)).toEqual([{ n: 50 }])
  })
})
