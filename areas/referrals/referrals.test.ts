import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testServer, testUrl, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as auth } from '../../platform/auth/index.ts'
import { part as events } from '../../platform/events/index.ts'
import { part as files } from '../../platform/files/index.ts'
import { part as imports } from '../../platform/imports/index.ts'
import { capturingTransport, mailPart } from '../../platform/mail/index.ts'
import { part as workspaces } from '../../platform/workspaces/index.ts'
import { part as companies } from '../companies/index.ts'
import { part as coselling } from '../coselling/index.ts'
import { part as ledger, verifyLedger } from '../ledger/index.ts'
import { part as partners } from '../partners/index.ts'
import { part as program } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { parseId } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { reopenReferral } from './close-referral.ts'
import { referralReactions } from './reactions.ts'
import { part as referrals } from './index.ts'

let s: TestServer
let harbourlight: TestWorkspace
let brightline: { id: string; link: string }
let norte: { id: string; link: string }

/** Monday morning in Berlin. */
const monday = Temporal.Instant.from('2026-11-23T09:12:00Z')
const at = (text: string) => (s.clock.now = Temporal.Instant.from(text))

beforeAll(async () => {
  s = await testServer([events, auth, workspaces, files, imports, mailPart(capturingTransport, 'alongside@localhost'), companies, partners, promises, program, ledger, coselling, referrals])
  s.clock.now = monday
  harbourlight = await s.workspace('Harbourlight')
  brightline = await partner('Brightline Consulting', 'Lena Ortiz', 'lena@brightline.example')
  norte = await partner('Studio Norte', 'Tomás Riera', 'tomas@norte.example')
})
afterAll(() => s?.close())

async function partner(name: string, contact: string, email: string) {
  const made = await harbourlight.call('POST', '/partners', { key: harbourlight.key, body: { name, type: 'referral', timeZone: 'Europe/Berlin', ownerId: await memberId(), contacts: [{ name: contact, email }] } })
  expect(made.status, made.text).toBe(201)
  const link = await harbourlight.call('POST', `/partners/${made.json.id}/links`, { key: harbourlight.key, body: {} })
  return { id: made.json.id as string, link: new URL(link.json.url).pathname }
}
const memberId = async () => (await harbourlight.call('GET', '/members', { key: harbourlight.key })).json.items[0].id as string
const get = async (path: string) => (await harbourlight.call('GET', path, { key: harbourlight.key })).json
const put = (path: string, body: unknown) => harbourlight.call('PUT', path, { key: harbourlight.key, body })
const introduce = (link: string, form: Partial<Record<'buyer' | 'person' | 'reason' | 'consent' | 'key', string>> = {}) =>
  s.page(`${link}/introductions`, { buyer: 'meridianfoods.de', person: 'Ana Silva, ana@meridianfoods.de', reason: 'They plan routes on a whiteboard.', consent: 'yes', key: 'one', ...form })
const idOf = (answer: { headers: Record<string, unknown> }) => /ref_[0-9a-f]{32}/.exec(String(answer.headers['location']))![0]

describe('an introduction, from link to money', () => {
  let id: string

  test('the partner opens the link without an account and introduces a buyer', async () => {
    const plan = await harbourlight.call('POST', '/plans', {
      key: harbourlight.key,
      body: {
        name: 'Introduction partner',
        terms: {
          language: 1, currency: 'EUR', payment: { rule: 'after_quarter_end', days: 30 }, rounding: 'half_away_per_line',
          components: [{ id: 'qualified', trigger: 'referral.qualified', kind: 'flat', amountMinor: '40000' }, { id: 'year_one', trigger: 'opportunity.won', kind: 'percent', rate: { num: 15, den: 100 }, basis: 'first_year_revenue' }],
        },
      },
    })
    expect(plan.status, plan.text).toBe(201)
    expect((await put(`/partners/${brightline.id}/plan`, { planId: plan.json.id, from: '2026-11-01', why: 'Signed on the first.' })).status).toBe(200)

    const hub = await s.page(brightline.link)
    expect(hub.status).toBe(200)
    expect(hub.text).toContain('Introduce a buyer, <span dir="auto">Lena</span>')
    expect(hub.text).toContain('You earn €400 when it is qualified and 15\u00a0% of what they pay in year one.')
    expect(hub.text).not.toContain('<script')

    const sent = await introduce(brightline.link)
    expect(sent.status).toBe(303)
    id = idOf(sent)
    const receipt = await s.page(String(sent.headers['location']))
    expect(receipt.text).toContain('Ada Admin answers by tomorrow, Tuesday 17:00')
    expect((await get(`/referrals/${id}`)).standing).toBe('held')
  })

  test('the receipt is mailed, says who answers and by when, and can be answered', async () => {
    await s.runJobs()
    const mails = await get('/mails')
    const mail = await get(`/mails/${mails.items.find((m: { subject: string }) => m.subject === 'Received: your introduction of meridianfoods.de').id}`)
    expect(mail).toMatchObject({ to: 'lena@brightline.example', state: 'captured', replyTo: harbourlight.admin.email })
    expect(mail.text).toContain('Ada Admin answers by tomorrow, Tuesday 17:00')
    // Its one link is the partner's own, and no row holds it.
    expect(mail.text).toContain(`See where it stands:\n${testUrl}${brightline.link}/introductions/${id}\n`)
    const token = brightline.link.split('/')[2]!
    const kept = await read(harbourlight.ctx, (r) => r.q.selectFrom('mail').select(['body_text', 'body_html']).where('workspace_id', '=', r.workspace).execute())
    expect(kept.filter((row) => `${row.body_text}${row.body_html}`.includes(token))).toEqual([])
    expect((await s.page(new URL(/http\S+/.exec(mail.text)![0]).pathname)).text).toContain('Ada Admin')
  })

  test('a second click and a second telling have the effect of one; new words are kept', async () => {
    const doubleClick = await introduce(brightline.link)
    expect(idOf(doubleClick)).toBe(id)
    expect(String(doubleClick.headers['location'])).toMatch(/\?sent$/)
    const again = await introduce(brightline.link, { key: 'two', reason: 'They just lost a customer over late deliveries.' })
    expect(String(again.headers['location'])).toMatch(/\?again$/)
    expect(idOf(again)).toBe(id)
    expect((await get(`/referrals/${id}`)).messages.map((m: { body: string }) => m.body)).toEqual(['They just lost a customer over late deliveries.'])
    expect((await get('/referrals')).items).toHaveLength(1)
  })

  test('Today shows it with its clock', async () => {
    const today = await get('/today')
    expect(today.items).toHaveLength(1)
    expect(today.items[0]).toMatchObject({ action: 'Answer introduction', dueAt: '2026-11-24T16:00:00Z', isLate: false, partner: { name: 'Brightline Consulting' }, detail: 'from Lena Ortiz, Brightline Consulting' })
  })

  test('what may not be done yet says why', async () => {
    const { can } = await get(`/referrals/${id}`)
    expect(can.accept).toEqual({ allowed: true })
    expect(can.contacted).toEqual({ allowed: false, why: 'Accept the introduction first.' })
    const refused = await put(`/referrals/${id}/progress`, { step: 'contacted' })
    expect([refused.status, refused.json.code, refused.json.detail]).toEqual([409, 'referrals.cannot_progress', 'Accept the introduction first.'])
  })

  test('a question turns the clock to the partner, the reply turns it back', async () => {
    expect((await put(`/referrals/${id}/decision`, { answer: 'ask', question: 'How many vans do they run?' })).status).toBe(200)
    expect((await get('/today')).items).toHaveLength(0)
    const receipt = `${brightline.link}/introductions/${id}?sent`
    const status = await s.page(receipt)
    expect(status.text).not.toContain('Thank you')
    expect(status.text).toContain('Your turn')
    expect(status.text).toContain('How many vans do they run?')
    at('2026-11-23T15:00:00Z')
    expect((await s.page(`${brightline.link}/introductions/${id}/replies`, { body: 'Eleven.', key: 'r' })).status).toBe(303)
    expect((await s.page(`${brightline.link}/introductions/${id}/replies`, { body: 'Eleven.', key: 'r' })).status).toBe(303)
    expect((await get('/today')).items.map((i: { action: string }) => i.action)).toEqual(['Answer reply'])
    expect((await get(`/referrals/${id}`)).messages.filter((m: { body: string }) => m.body === 'Eleven.')).toHaveLength(1)
  })

  test('accepting settles the promise and makes the next one', async () => {
    at('2026-11-24T08:00:00Z')
    expect((await put(`/referrals/${id}/decision`, { answer: 'accept', ownerId: await memberId() })).status).toBe(200)
    expect((await s.page(`${brightline.link}/introductions/${id}?sent`)).text).not.toContain('answers by')
    expect((await get('/today')).items.map((i: { action: string; dueAt: string }) => [i.action, i.dueAt])).toEqual([['Contact the buyer', '2026-11-26T16:00:00Z']])
    expect((await put(`/referrals/${id}/decision`, { answer: 'accept', ownerId: await memberId() })).json.code).toBe('referrals.cannot_accept')
  })

  test('it qualifies only after a conversation and with a fit that the policy asks for', async () => {
    expect((await put(`/referrals/${id}/progress`, { step: 'qualified' })).json.code).toBe('referrals.no_conversation')
    await put(`/referrals/${id}/progress`, { step: 'contacted' })
    await put(`/referrals/${id}/progress`, { step: 'met', why: 'A good first talk.' })
    expect((await put(`/referrals/${id}/progress`, { step: 'qualified' })).json.code).toBe('referrals.not_icp')
    await put('/icp', { industries: ['Food'], countries: ['DE'], minEmployees: 50, maxEmployees: 1000 })
    const company = (await get(`/referrals/${id}`)).company.id
    expect((await harbourlight.call('PATCH', `/companies/${company}`, { key: harbourlight.key, body: { industry: 'Food', employees: 420, country: 'DE' } })).status).toBe(200)
    expect((await put(`/referrals/${id}/progress`, { step: 'qualified' })).status).toBe(200)
  })

  test('qualifying is owed at once, with its working, and the partner sees it', async () => {
    const page = await s.page(`${brightline.link}/earnings`)
    expect(page.text).toContain('€400.00')
    expect(page.text).toContain('paid by Sat, Jan 30, 2027')
  })

  test('it becomes an opportunity and is won; the share of the first year is owed in the same moment', async () => {
    at('2026-12-10T10:00:00Z')
    const linked = await put(`/referrals/${id}/opportunity`, { create: { name: 'Meridian Foods, route planning', amountMinor: '8400000', currency: 'EUR' } })
    expect(linked.status, linked.text).toBe(200)
    expect((await put(`/referrals/${id}/closing`, { outcome: 'won', closedOn: '2026-12-10' })).status).toBe(200)
    expect((await get(`/referrals/${id}`)).state).toBe('won')
    const page = await s.page(brightline.link)
    expect(page.text).toContain('€13,000.00')
    expect(page.text).toContain('Next payment, Sat, Jan 30, 2027')
  })

  test('opening it again takes the share back by a reversal; the ledger stays whole', async () => {
    expect((await harbourlight.call('DELETE', `/referrals/${id}/closing`, { key: harbourlight.key, body: { why: 'The order was withdrawn.' } })).status).toBe(200)
    await s.runJobs()
    expect((await get(`/referrals/${id}`)).state).toBe('opportunity')
    expect((await s.page(brightline.link)).text).toContain('€400.00')
    expect((await read(harbourlight.ctx, (r) => verifyLedger(r))).problems).toEqual([])
  })

  test('the timeline tells it', async () => {
    const types = (await get(`/events?subject=${id}`)).items.map((e: { type: string }) => e.type).toReversed()
    expect(types).toEqual(['referral.submitted', 'referral.repeated', 'referral.asked', 'referral.replied', 'referral.accepted', 'referral.contacted', 'referral.met', 'referral.qualified', 'referral.opportunity_linked', 'referral.won', 'referral.reopened'])
  })
})

describe('two claims on one buyer', () => {
  test('a rival introduction is kept, the receipt says the same, and a person decides', async () => {
    at('2026-12-14T09:00:00Z')
    const first = idOf(await introduce(brightline.link, { buyer: 'Castellan Logistics', key: 'c1' }))
    const answer = await introduce(norte.link, { buyer: 'castellan logistics gmbh', key: 'c2' })
    const second = idOf(answer)
    const words = async (link: string, id: string) => (await s.page(`${link}/introductions/${id}?sent`)).text.replace(/[\w.]+@[\w.]+|ref_\w+|Reference \w+|Lena|Tomás|Brightline Consulting|Studio Norte|castellan logistics( gmbh)?|value="[^"]*"|\/p\/[\w-]+/gi, '')
    expect(await words(norte.link, second)).toBe(await words(brightline.link, first))
    const today = async (id: string) => (await get('/today')).items.find((one: { subjectId: string }) => one.subjectId === id)?.detail
    expect(await today(second)).toMatch(/; two claims on one buyer$/)
    const rival = await get(`/referrals/${second}`)
    expect([rival.standing, rival.conflict.kind, rival.can.accept.why]).toEqual(['waiting', 'partner_partner', 'Two claims meet on this buyer. Decide the conflict first.'])
    expect((await put(`/conflicts/${rival.conflict.id}/decision`, { outcome: 'not_credited', why: 'Another introduction of this buyer came first.' })).status).toBe(200)
    expect((await s.page(`${norte.link}/introductions/${second}`)).text).toContain('Another introduction of this buyer came first.')
    expect((await put(`/conflicts/${rival.conflict.id}/decision`, { outcome: 'credited', why: 'Changed my mind.' })).json.code).toBe('coselling.already_decided')
  })

  test('crediting the second moves the hold, accepts it, and gives the first a case of its own', async () => {
    const first = idOf(await introduce(brightline.link, { buyer: 'Fenwick Clinics', key: 'f1' }))
    const second = idOf(await introduce(norte.link, { buyer: 'Fenwick Clinics', key: 'f2' }))
    const { conflict } = await get(`/referrals/${second}`)
    expect((await put(`/conflicts/${conflict.id}/decision`, { outcome: 'credited', why: 'They had met before.', ownerId: await memberId() })).status).toBe(200)
    expect(await get(`/referrals/${second}`)).toMatchObject({ state: 'accepted', standing: 'held' })
    expect(await get(`/referrals/${first}`)).toMatchObject({ state: 'submitted', standing: 'waiting', conflict: { kind: 'partner_partner', outcome: null } })
  })

  test('an open direct opportunity is noticed', async () => {
    const company = (await harbourlight.call('POST', '/companies', { key: harbourlight.key, body: { name: 'Oakhurst Dental', website: 'oakhurst.ie' } })).json.id
    await harbourlight.call('POST', '/opportunities', { key: harbourlight.key, body: { name: 'Oakhurst, all clinics', companyId: company, openedOn: '2026-11-02' } })
    const view = await get(`/referrals/${idOf(await introduce(brightline.link, { buyer: 'oakhurst.ie', key: 'o1' }))}`)
    expect(view.conflict.reasons).toEqual(['There is an open direct opportunity, “Oakhurst, all clinics”, since Mon, Nov 2, 2026.'])
    expect((await get('/today')).items.find((one: { subjectId: string }) => one.subjectId === view.id)?.detail).toMatch(/; the buyer may be ours already$/)
    expect(view.standing).toBe('waiting')
  })
})

describe('a buyer that may be one we know', () => {
  test('with a slip in the name it is another company until a person says so, and what it would bring is shown at once', async () => {
    const known = (await harbourlight.call('POST', '/companies', { key: harbourlight.key, body: { name: 'Kestenholz Molkerei', isCustomer: false } })).json.id
    await harbourlight.call('POST', '/opportunities', { key: harbourlight.key, body: { name: 'Kestenholz, depots', companyId: known, openedOn: '2026-11-03' } })
    const first = idOf(await introduce(norte.link, { buyer: 'Kestenholz Molkrei', key: 'slip' }))
    const view = await get(`/referrals/${first}`)
    expect(view.maybeSameAs[0].probability).toBeGreaterThan(0)
    expect(view.maybeSameAs).toMatchObject([{ company: { id: known }, speaksAgainst: ['There is an open direct opportunity, “Kestenholz, depots”, since Tue, Nov 3, 2026.'] }])
    expect(view.standing).toBe('held')
    expect((await s.page(`${norte.link}/introductions/${first}`)).text).not.toContain('Molkerei')
    await put(`/referrals/${first}/company`, { companyId: known })
    const after = await get(`/referrals/${first}`)
    expect([after.company.id, after.standing, after.conflict.reasons]).toEqual([known, 'waiting', ['There is an open direct opportunity, “Kestenholz, depots”, since Tue, Nov 3, 2026.']])
    expect(after.promise.kind).toBe('decide_conflict')
    // And it was a mistake: nothing speaks against the other one, so it is held again and waits for an answer.
    const other = (await harbourlight.call('POST', '/companies', { key: harbourlight.key, body: { name: 'Kirschgarten Konditorei' } })).json.id
    expect((await put(`/referrals/${first}/company`, { companyId: other })).status).toBe(200)
    expect(await get(`/referrals/${first}`)).toMatchObject({ company: { id: other }, standing: 'held', conflict: { outcome: 'credited' }, promise: { kind: 'answer_referral' }, can: { accept: { allowed: true } } })
    expect((await get('/conflicts?open=true')).items.filter((c: { referralId: string }) => c.referralId === first)).toEqual([])
  })
  test('that another partner holds: a case while it is unanswered, a refusal once it is accepted', async () => {
    const held = (await get(`/referrals/${idOf(await introduce(brightline.link, { buyer: 'Lindwurm Apotheken', key: 'lw' }))}`)).company.id
    const unanswered = idOf(await introduce(norte.link, { buyer: 'Drachenfels Pharma', key: 'df' }))
    expect((await put(`/referrals/${unanswered}/company`, { companyId: held })).status).toBe(200)
    expect(await get(`/referrals/${unanswered}`)).toMatchObject({ standing: 'waiting', conflict: { kind: 'partner_partner', outcome: null } })
    const accepted = idOf(await introduce(norte.link, { buyer: 'Drachenblut Labor', key: 'dl' }))
    await put(`/referrals/${accepted}/decision`, { answer: 'accept', ownerId: await memberId() })
    // Studio Norte has an introduction of that company under way by now, so a third partner's claim is what stands in the way.
    const other = (await get(`/referrals/${idOf(await introduce(brightline.link, { buyer: 'Nibelungen Logistik', key: 'nl' }))}`)).company.id
    const refused = await put(`/referrals/${accepted}/company`, { companyId: other })
    expect([refused.status, refused.json.code]).toEqual([409, 'referrals.claimed'])
    expect((await get(`/referrals/${accepted}`)).standing).toBe('held')
  })
  test('whose protection lapsed before we answered is accepted only while nobody else holds it, and is held again then', async () => {
    const before = s.now()
    const late = idOf(await introduce(norte.link, { buyer: 'Lohengrin Schwäne', key: 'lo' }))
    s.clock.now = before.add({ hours: 91 * 24 })
    const holder = idOf(await introduce(brightline.link, { buyer: 'Lohengrin Schwäne', key: 'lo2' }))
    const why = 'Brightline Consulting holds this buyer, since the protection of this introduction ended. Close that introduction first, or decline this one.'
    expect(await get(`/referrals/${late}`)).toMatchObject({ heldBy: 'Brightline Consulting', can: { accept: { allowed: false, why } } })
    expect((await put(`/referrals/${late}/decision`, { answer: 'accept', ownerId: await memberId() })).json).toMatchObject({ status: 409, code: 'referrals.cannot_accept', detail: why })
    await put(`/referrals/${holder}/decision`, { answer: 'decline', reason: 'other', why: 'They need boats.' })
    expect((await put(`/referrals/${late}/decision`, { answer: 'accept', ownerId: await memberId() })).status).toBe(200)
    expect(await get(`/referrals/${late}`)).toMatchObject({ state: 'accepted', standing: 'held', heldBy: null, heldUntil: s.now().add({ hours: 90 * 24 }).toString() })
    s.clock.now = before
  })
  test('whose protection lapsed before we answered moves along, and is credited with the company it is about now', async () => {
    const before = s.now()
    const late = idOf(await introduce(norte.link, { buyer: 'Rheingold Optik', key: 'rg' }))
    s.clock.now = before.add({ hours: 91 * 24 })
    const holder = idOf(await introduce(brightline.link, { buyer: 'Rheingold Optik', key: 'rg2' }))
    expect([(await get(`/referrals/${late}`)).standing, (await get(`/referrals/${holder}`)).standing]).toEqual(['released', 'held'])
    const free = (await harbourlight.call('POST', '/companies', { key: harbourlight.key, body: { name: 'Walkürenritt Reisen' } })).json.id
    await put(`/referrals/${late}/company`, { companyId: free })
    expect(await get(`/referrals/${late}`)).toMatchObject({ company: { id: free }, standing: 'released', conflict: null, can: { accept: { allowed: true } } })
    const rival = idOf(await introduce(brightline.link, { buyer: 'Walhall Möbel', key: 'wh' }))
    await put(`/referrals/${late}/company`, { companyId: (await get(`/referrals/${rival}`)).company.id })
    const { conflict } = await get(`/referrals/${late}`)
    expect(conflict).toMatchObject({ kind: 'partner_partner', outcome: null })
    expect((await put(`/conflicts/${conflict.id}/decision`, { outcome: 'credited', why: 'They asked for us first.', ownerId: await memberId() })).status).toBe(200)
    expect([await get(`/referrals/${late}`), await get(`/referrals/${rival}`), await get(`/referrals/${holder}`)]).toMatchObject([{ state: 'accepted', standing: 'held' }, { standing: 'waiting', conflict: { outcome: null } }, { standing: 'held' }])
    s.clock.now = before
  })
})

describe('what cannot be used', () => {
  test('the page keeps what was typed and says what is wrong at its field', async () => {
    const answer = await introduce(brightline.link, { buyer: 'someone@gmail.com', person: '', key: 'x' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Who should we talk to?')
    expect(answer.text).toContain('value="someone@gmail.com"')
    expect(answer.text).toContain('Not sent yet. What you wrote is still here.')
    const freeMail = await introduce(brightline.link, { buyer: 'someone@gmail.com', key: 'x' })
    expect(freeMail.text).toMatch(/gmail\.com is a private mail provider/)
  })

  test('links that do not work look all the same', async () => {
    const revoked = await harbourlight.call('POST', `/partners/${norte.id}/links`, { key: harbourlight.key, body: {} })
    await harbourlight.call('DELETE', `/partners/${norte.id}/links/${revoked.json.id}`, { key: harbourlight.key })
    const dead = new URL(revoked.json.url).pathname
    const pages = await Promise.all([dead, `${brightline.link}x`, brightline.link.slice(0, -1), '/p/nonsense', `${dead}/earnings`].map((path) => s.page(path)))
    for (const page of pages) expect([page.status, page.text]).toEqual([404, pages[0]!.text])
  })

  test('another partner’s introduction is not there', async () => {
    const own = (await get('/referrals')).items.find((f: { partner: { name: string } }) => f.partner.name === 'Brightline Consulting').id
    expect((await s.page(`${norte.link}/introductions/${own}`)).status).toBe(404)
    expect((await s.page(`${norte.link}/introductions/${own}/replies`, { body: 'Hello' })).status).toBe(404)
  })

  test('the ladder: nobody, a role that may not, a stranger, bad fields', async () => {
    const id = (await get('/referrals')).items[0].id
    const maven = await s.workspace('Maven')
    const body = { answer: 'accept' }
    expect((await s.call('PUT', `/referrals/${id}/decision`, { body })).status).toBe(401)
    const viewer = await s.call('PUT', `/referrals/${id}/decision`, { key: harbourlight.keys.viewer, body })
    expect([viewer.status, viewer.json.detail]).toEqual([403, 'Your role may not do this. An admin, a manager or a rep can.'])
    expect((await s.call('PUT', `/referrals/${id}/decision`, { key: maven.key, body: { answer: 'decline', reason: 'no_need' } })).status).toBe(404)
    const bad = await put(`/referrals/${id}/decision`, { answer: 'decline', reason: 'because' })
    expect([bad.status, bad.json.code, bad.json.fields[0].field]).toEqual([422, 'invalid', 'reason'])
    expect((await put(`/referrals/${id}/decision`, { answer: 'decline', reason: 'other' })).json.fields).toEqual([{ field: 'why', code: 'required', message: 'Say why, in a sentence the partner will read.' }])
  })
})

describe('an introduction follows its opportunity', () => {
  test('one whose buyer was introduced anew since is not opened again, by nobody and by no opportunity', async () => {
    at('2026-12-15T09:00:00Z')
    const first = idOf(await introduce(brightline.link, { buyer: 'Kaltenbach Kühlhaus', key: 'kk1' }))
    await put(`/referrals/${first}/decision`, { answer: 'accept', ownerId: await memberId() })
    expect((await put(`/referrals/${first}/closing`, { outcome: 'won', closedOn: '2026-12-15', deal: { amountMinor: '100000', currency: 'EUR' } })).status).toBe(200)
    const second = idOf(await introduce(brightline.link, { buyer: 'Kaltenbach Kühlhaus', key: 'kk2' }))
    expect(second).not.toBe(first)
    const { opportunity, can } = await get(`/referrals/${first}`)
    expect(can.reopen).toEqual({ allowed: false, why: 'The partner has introduced this buyer again since. That introduction goes on.' })
    expect((await harbourlight.call('DELETE', `/referrals/${first}/closing`, { body: { why: 'Signed by mistake.' } })).json.code).toBe('referrals.introduced_again')
    expect((await harbourlight.call('DELETE', `/opportunities/${opportunity.id}/closing`, { query: { why: 'Signed by mistake.' } })).status).toBe(200)
    await s.runJobs()
    expect([(await get(`/referrals/${first}`)).state, (await get(`/referrals/${second}`)).state]).toEqual(['won', 'submitted'])
  })

  test('a reaction that comes while both are being opened again waits for that, and does not close it once more', async () => {
    at('2026-12-15T09:00:00Z')
    const shownId = idOf(await introduce(brightline.link, { buyer: 'Rheingold Spedition', key: 'rg' }))
    const id = parseId('referral', shownId)!
    await put(`/referrals/${shownId}/decision`, { answer: 'accept', ownerId: await memberId() })
    expect((await put(`/referrals/${shownId}/closing`, { outcome: 'won', closedOn: '2026-12-15', deal: { amountMinor: '100000', currency: 'EUR' } })).status).toBe(200)
    const won = await read(harbourlight.ctx, (r) => r.q.selectFrom('event').selectAll().where('workspace_id', '=', r.workspace).where('type', '=', 'opportunity.won').orderBy('id', 'desc').executeTakeFirstOrThrow())
    const follow = referralReactions.find((reaction) => reaction.name === 'referrals.follow-opportunity')!
    let late: Promise<unknown> = Promise.resolve()
    await transact(harbourlight.ctx, async (tx) => {
      await reopenReferral(tx, id, 'Signed by mistake.')
      await tx.q.selectFrom('referral').select('id').where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().execute()
      late = Promise.resolve(follow.run({ ...harbourlight.ctx, now: s.now() }, { ...won, subjectId: won.subject_id } as never))
      late.catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 300)) // until it waits for the row
    })
    await late
    expect((await get(`/referrals/${shownId}`)).state).toBe('opportunity')
    const decisions = await read(harbourlight.ctx, (r) => r.q.selectFrom('referral_decision').select('kind').where('workspace_id', '=', r.workspace).where('referral_id', '=', id).orderBy('id').execute())
    expect(decisions.map((row) => row.kind)).toEqual(['accepted', 'opportunity', 'won', 'reopened'])
  })
})

describe('promises', () => {
  test('a reminder before, an escalation after, each once', async () => {
    at('2027-01-04T09:00:00Z')
    const id = idOf(await introduce(brightline.link, { buyer: 'Nordlys Seafood', key: 'n1' }))
    at('2027-01-05T12:00:00Z')
    await s.runJobs()
    at('2027-01-05T17:00:00Z')
    await s.runJobs()
    await s.runJobs()
    const subjects = (await get('/mails?limit=200')).items.map((m: { subject: string }) => m.subject)
    expect(subjects.filter((x: string) => x === 'Due soon: answer introduction, Nordlys Seafood')).toHaveLength(1)
    expect(subjects.filter((x: string) => x === 'Late: answer introduction, Nordlys Seafood')).toHaveLength(1)
    const late = await get(`/mails/${(await get('/mails?limit=200')).items.find((m: { subject: string }) => m.subject === 'Late: answer introduction, Nordlys Seafood').id}`)
    expect(late.text).toMatch(/^We promised it to Brightline Consulting by .*17:00, and it is late\.\n\nAnswer introduction: Nordlys Seafood\nFrom Lena Ortiz, Brightline Consulting\n\nOpen it:/)
    expect((await s.page(`${brightline.link}/introductions/${id}`)).text).toContain('late')
  })
})

test('a mail speaks of a page only to whoever has a link to it', async () => {
  const nobody = await harbourlight.call('POST', '/partners', { key: harbourlight.key, body: { name: 'Without Link', type: 'referral', timeZone: 'Europe/Berlin', ownerId: await memberId(), contacts: [{ name: 'Wim Zonder', email: 'wim@without.example' }] } })
  const theirs = await harbourlight.call('POST', '/referrals', { key: harbourlight.key, body: { partnerId: nobody.json.id, buyer: 'Lindenhof Apotheken', person: 'Eva Lind, eva@lindenhof.example', reason: 'They asked.', consent: true } })
  expect((await put(`/referrals/${theirs.json.id}/decision`, { answer: 'ask', question: 'Which town?' })).status).toBe(200)
  const asked = async (subject: string) => (await get(`/mails/${(await get('/mails?limit=200')).items.find((m: { subject: string }) => m.subject === subject).id}`)).text as string
  const text = await asked('A question about Lindenhof Apotheken')
  expect(text).not.toMatch(/your page|https?:/)
  expect(text).toMatch(/“Which town\?”\n\nReply to this mail to reach Ada Admin\./)
  await harbourlight.call('POST', `/partners/${nobody.json.id}/links`, { key: harbourlight.key, body: {} })
  at('2027-01-06T10:00:00Z')
  expect((await put(`/referrals/${theirs.json.id}/decision`, { answer: 'ask', question: 'Which street?' })).status).toBe(200)
  expect((await asked('A question about Lindenhof Apotheken')).match(/your page|https?:/g)).toEqual(['your page', expect.stringMatching(/^https?:$/)])
})
