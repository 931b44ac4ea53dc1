// The public page: open or not, for people and not for programs, nothing lost, nothing told of others, an answer promised and kept.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { areas } from '../../app/areas.ts'
import { showId } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { part as files } from '../../platform/files/index.ts'
import { part as imports } from '../../platform/imports/index.ts'
import { guessMapping } from '../../platform/imports/mapping.ts'
import { withPersonalLink } from '../../platform/mail/index.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { uuidOf } from '../../test/setup/story.ts'
import { candidateImport } from './import-candidates.ts'

let s: TestServer
let w: TestWorkspace
let path: string
const monday = Temporal.Instant.from('2026-11-23T09:00:00Z')

beforeAll(async () => {
  s = await testServer([files, imports, ...areas])
})
beforeEach(async () => {
  s.clock.now = monday
  w = await s.workspace('Harbourlight')
  await open({})
})
afterEach(() => {
  s.clock.now = undefined
})
afterAll(() => s?.close())

const put = (body: object, ws = w) => ws.call('PUT', '/application-page', { session: ws.session, body: { isOpen: true, ownerId: showId('member', ws.admin.memberId), ...body } })
async function open(body: object): Promise<void> {
  expect((await put(body)).status).toBe(204)
  path = new URL((await w.call('GET', '/application-page')).json.address).pathname
}
const form = { company: 'Brightline Consulting', website: 'brightline.de', person: 'Lena Ortiz', email: 'Lena@brightline.de', words: 'We work for food makers.', consent: 'yes', q_closeness: '3', q_capacity: '1' }
/** Opens the form as a person would, waits, and sends it. */
async function fresh(as = 'referral', seconds = 20): Promise<string> {
  const { text } = await s.page(`${path}?as=${as}`)
  s.clock.now = s.now().add({ seconds })
  return /name="token" value="([^"]+)"/.exec(text)![1]!
}
const send = async (fields: Record<string, string> = {}, type = 'referral') => s.page(path, { type, token: await fresh(type), ...form, ...fields })
const rows = <T>(text: string) => sqlIn<T>(w.ctx, text, [w.id])
const cards = async () => (await w.call('GET', '/candidates')).json.items as { id: string; name: string; application: object | null; dueAt: string | null; maybeSameAs: number }[]
const mails = () => rows<{ key: string; to_email: string; subject: string; body_text: string }>('select key, to_email, subject, body_text from mail where workspace_id = $1 order by id')
async function confirmPath(): Promise<string> {
  const text = await read(w.ctx, async (r) => (await withPersonalLink(r, await r.q.selectFrom('mail').select(['body_text', 'body_html', 'link_id', 'link_path']).where('workspace_id', '=', r.workspace).where('key', 'like', 'application:%').orderBy('id', 'desc').executeTakeFirstOrThrow())).text)
  return new URL(/https?:\/\/\S+/.exec(text)![0]).pathname
}

describe('the page', () => {
  test('is closed until somebody opens it; its address stays while open and is another one after', async () => {
    const shut = await s.workspace('Shut')
    expect((await shut.call('GET', '/application-page')).json).toMatchObject({ isOpen: false, address: null, owner: null, answerBusinessDays: 3 })
    const first = path
    await open({})
    expect(path).toBe(first)
    expect((await s.page(first)).status).toBe(200)
    await open({ newAddress: true })
    expect(path).not.toBe(first)
    expect((await s.page(first)).status).toBe(404)
    await put({ isOpen: false })
    expect((await s.page(path)).status).toBe(404)
    expect((await s.page(path, { type: 'referral', ...form })).status).toBe(404)
    expect(await cards()).toEqual([])
    expect((await rows<{ type: string }>("select type from event where workspace_id = $1 and type = 'application_page.set'")).length).toBe(3)
  })

  test('asks a manager to open it, and an owner who is there', async () => {
    expect((await s.call('PUT', '/application-page', { body: {} })).status).toBe(401)
    expect((await w.call('PUT', '/application-page', { key: w.keys.rep, body: { isOpen: true, ownerId: showId('member', w.admin.memberId) } })).status).toBe(403)
    expect((await w.call('PUT', '/application-page', { key: w.key, body: { isOpen: 'maybe', ownerId: 'x' } })).json.fields.map((f: { field: string }) => f.field)).toEqual(['isOpen', 'ownerId'])
    const other = await s.workspace('Contoso')
    expect((await put({ ownerId: showId('member', other.admin.memberId) })).status).toBe(404)
  })

  test('names seven ways in one line each, and asks what the scorecard of that type leaves to the applicant', async () => {
    const { text } = await s.page(path)
    expect(text.match(/\?as=/g)).toHaveLength(7)
    expect((await s.page(`${path}?as=referral`)).text).toContain('How do you meet the problem that we solve?')
    expect((await s.page(`${path}?as=marketplace`)).text).not.toContain('How do you meet the problem')
    expect(Buffer.byteLength((await s.page(`${path}?as=referral`)).text)).toBeLessThan(15_000)
    expect(text).not.toMatch(/<script|<img|src=/)
  })
})

describe('an application', () => {
  test('is a candidate at once, with what was said, a promise, a receipt and an event', async () => {
    const sent = await send()
    expect(sent.status).toBe(303)
    const receipt = await s.page(String(sent.headers.location))
    expect(receipt.text).toContain('answers by <strong>Thursday 17:00</strong>')
    const [card] = await cards()
    expect(card).toMatchObject({ name: 'Brightline Consulting', stage: 'identified', application: { isEmailConfirmed: false }, dueAt: '2026-11-26T16:00:00Z', contact: 'Lena Ortiz' })
    const seen = (await w.call('GET', `/candidates/${card!.id}`)).json
    expect(seen.applications).toMatchObject([{ person: 'Lena Ortiz', email: 'lena@brightline.de', words: 'We work for food makers.', isRepeat: false, answers: [{ criterionId: 'closeness', words: 'Solving it is a part of our work' }, { criterionId: 'capacity' }] }])
    expect(seen.criteria.filter((c: { from: string }) => c.from === 'applicant').map((c: { id: string }) => c.id)).toEqual(['closeness', 'capacity'])
    expect((await w.eventTypes()).filter((type) => /^(candidate|partner)/.test(type))).toEqual(['partner.created', 'candidate.added', 'candidate.applied'])
    const [mail] = await mails()
    expect(mail).toMatchObject({ to_email: 'lena@brightline.de', subject: 'Received: your application to Harbourlight' })
    expect(mail!.body_text).toContain('Ada Admin answers by Thursday 17:00')
    expect(mail!.body_text).toContain('You get this because somebody, we think you, applied')
    const today = (await w.call('GET', '/today')).json
    expect(today.items).toMatchObject([{ kind: 'answer_application', action: 'Answer application', headline: 'Brightline Consulting', detail: 'Lena Ortiz asks to be a partner, referral; e-mail not confirmed', subjectId: card!.id }])
  })

  test('the very same form twice, also at once, is one and gives the same receipt', async () => {
    const token = await fresh()
    const answers = await Promise.all([1, 2, 3, 4].map(() => s.page(path, { type: 'referral', token, ...form })))
    expect(new Set(answers.map((a) => a.headers.location)).size).toBe(1)
    expect(await cards()).toHaveLength(1)
    expect(await mails()).toHaveLength(1)
    expect(await rows('select id from application where workspace_id = $1')).toHaveLength(1)
  })

  test('another form of the same address or company while the first waits is kept on its card, and its receipt says nothing of the first', async () => {
    await send()
    s.clock.now = monday.add({ hours: 24 })
    const second = await send({ words: 'And we have a client for you.' })
    await send({ email: 'jonas@brightline.de', person: 'Jonas Weber', company: 'Brightline' })
    expect((await s.page(String(second.headers.location))).text).toContain('Friday 17:00')
    expect(await cards()).toHaveLength(1)
    expect(await mails()).toHaveLength(1)
    const seen = (await w.call('GET', `/candidates/${(await cards())[0]!.id}`)).json
    expect(seen.applications.map((a: { person: string; words: string; isRepeat: boolean }) => [a.person, a.isRepeat])).toEqual([['Lena Ortiz', false], ['Lena Ortiz', true], ['Jonas Weber', true]])
    expect(seen.applications[1].words).toBe('And we have a client for you.')
    expect((await w.eventTypes()).filter((type) => type === 'candidate.applied_again')).toHaveLength(2)
    expect((await cards())[0]!.dueAt).toBe('2026-11-26T16:00:00Z')
  })

  test('two forms of one company at the same moment make one card', async () => {
    const [a, b] = [await fresh(), await fresh()]
    const answers = await Promise.all([s.page(path, { type: 'referral', token: a, ...form }), s.page(path, { type: 'referral', token: b, ...form, email: 'weber@brightline.de' })])
    expect(answers.map((x) => x.status)).toEqual([303, 303])
    expect(await cards()).toHaveLength(1)
    expect(await rows('select id from application where workspace_id = $1')).toHaveLength(2)
  })

  test('private addresses of one mail provider are different people', async () => {
    await send({ website: '', email: 'lena@gmail.com' })
    await send({ website: '', email: 'tomas@gmail.com', company: 'Studio Norte' })
    expect(await cards()).toHaveLength(2)
  })

  test('may be the same as a partner we have; we see it, the applicant does not', async () => {
    await w.call('POST', '/partners', { session: w.session, body: { name: 'Brightline Consulting GmbH', type: 'referral', timeZone: 'Europe/Berlin', website: 'https://brightline.de', contacts: [{ name: 'Old', email: 'old@brightline.de' }] } })
    const { headers } = await send()
    expect((await cards())[0]).toMatchObject({ maybeSameAs: 1 })
    const said = (await s.page(String(headers.location))).text + (await mails()).map((m) => m.body_text).join()
    expect(said).not.toMatch(/GmbH|same as|old@/)
  })

  test.each<[Record<string, string>, RegExp]>([
    [{ company: ' ' }, /id="company-e">Write the name of your company/], [{ person: '' }, /id="person-e">Write your name/], [{ email: 'nobody' }, /id="email-e">This is not an e-mail address/], [{ consent: '' }, /id="consent-e">Without this we may not write to you/],
    [{ website: 'not a site' }, /id="website-e">/], [{ company: 'x'.repeat(200) }, /id="company-e">At most 160/], [{ fax: '123' }, /A hidden field was filled/], [{ token: 'x' }, /was not made by us/],
  ])('%j is shown again with the reason and everything that was written', async (fields, says) => {
    const answer = await send(fields)
    expect(answer.status).toBe(422)
    expect(answer.text).toMatch(says)
    expect(answer.text).toContain('We work for food makers.')
    expect(answer.text).toMatch(/name="q_closeness" value="3" checked/)
    expect(await cards()).toEqual([])
  })

  test('a form that is sent at once, or after a day, is shown again with a seal that works', async () => {
    for (const [seconds, says] of [[1, 'That was very quick'], [90_000, 'open for more than a day']] as const) {
      const again = await s.page(path, { type: 'referral', token: await fresh('referral', seconds), ...form })
      expect(again.status).toBe(422)
      expect(again.text).toContain(says)
      s.clock.now = s.now().add({ seconds: 10 })
      const token = /name="token" value="([^"]+)"/.exec(again.text)![1]!
      expect((await s.page(path, { type: 'referral', token, ...form, email: `a${seconds}@a${seconds}.de`, website: '' })).status).toBe(303)
    }
    expect(await cards()).toHaveLength(2)
  })

  test('of one address at most six a minute are taken', async () => {
    const ask = () => s.server.inject({ method: 'POST', url: path, remoteAddress: '203.0.113.9', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'type=referral' })
    const answers = []
    for (let n = 0; n < 8; n += 1) answers.push((await ask()).statusCode)
    expect(answers).toEqual([422, 422, 422, 422, 422, 422, 429, 429])
  })

  test('markup and mail headers in what is typed stay text', async () => {
    await send({ company: '<script>alert(1)</script>', person: 'Eve\r\nBcc: all@x.de', words: '<b>x</b>' })
    expect((await s.page(await confirmPath())).text).not.toContain('<script>alert')
    expect((await mails())[0]!.body_text).not.toMatch(/^Bcc/m)
    expect((await rows<{ to_name: string }>('select to_name from mail where workspace_id = $1'))[0]!.to_name).toBe('Eve Bcc: all@x.de')
  })
})

describe('confirming the address', () => {
  test('opening the link changes nothing, the button does, once', async () => {
    await send()
    const link = await confirmPath()
    expect((await s.page(link)).text).toContain('Yes, this is my address')
    expect((await cards())[0]).toMatchObject({ application: { isEmailConfirmed: false } })
    for (let n = 0; n < 2; n += 1) expect((await s.page(link, {})).status).toBe(303)
    expect((await s.page(link)).text).toContain('Your address is confirmed')
    expect((await cards())[0]).toMatchObject({ application: { isEmailConfirmed: true } })
    expect((await w.eventTypes()).filter((type) => type === 'candidate.email_confirmed')).toHaveLength(1)
  })

  test('a link of another kind does not open it, and it opens nothing else', async () => {
    await send()
    const own = (await confirmPath()).split('/')[2]!
    for (const other of [`/p/${own}`, `/p/${own}/earnings`, `/apply/${own}`, `/p/${path.split('/')[2]}/application`, `/p/${path.split('/')[2]}`]) expect((await s.page(other)).status, other).toBe(404)
  })
})

describe('answering', () => {
  const answer = (id: string, to: string, why?: string) => w.call('PUT', `/candidates/${id}/stage`, { session: w.session, body: { expected: 'identified', to, ...(why ? { why } : {}) } })
  const outcome = () => rows<{ outcome: string | null }>("select outcome from promise where workspace_id = $1 and kind = 'answer_application'")

  test.each(['contacted', 'in_conversation', 'declined', 'not_now'])('%s in time keeps the promise', async (to) => {
    await send()
    const { id } = (await cards())[0]!
    expect((await answer(id, to, 'We looked.')).status).toBe(200)
    expect(await outcome()).toEqual([{ outcome: 'kept' }])
    expect((await w.call('GET', '/today')).json.items).toEqual([])
  })

  test('a day late it is broken, and somebody was told before', async () => {
    await send()
    s.clock.now = Temporal.Instant.from('2026-11-27T09:00:00Z')
    await s.runJobs()
    expect((await mails()).map((m) => m.subject)).toContain('Late: answer application, Brightline Consulting')
    await answer((await cards())[0]!.id, 'contacted')
    expect(await outcome()).toEqual([{ outcome: 'broken' }])
  })

  test.each([['declined', 'we will not start a partnership'], ['not_now', 'You need not apply again'.toLowerCase()]])('%s sends one decent mail that does not carry our reason', async (to, says) => {
    await send()
    const { id } = (await cards())[0]!
    await answer(id, to, 'Their customers are hairdressers.')
    const last = (await mails()).at(-1)!
    expect(last).toMatchObject({ to_email: 'lena@brightline.de', subject: 'Your application to Harbourlight' })
    expect(last.body_text.toLowerCase()).toContain(says)
    expect(last.body_text).toContain('You get this because you applied to be a partner of Harbourlight.')
    expect(last.body_text).not.toContain('hairdressers')
    expect(await mails()).toHaveLength(2)
  })

  test('everybody who applied hears, also where the partnership is ended in the directory, and each once', async () => {
    await send()
    await send({ email: 'jonas@brightline.de', person: 'Jonas Weber' })
    await send({ words: 'Once more.' })
    const { id } = (await cards())[0]!
    expect((await w.call('PATCH', `/partners/${id}`, { session: w.session, body: { state: 'ended', why: 'By hand.' } })).status).toBe(200)
    expect((await mails()).filter((m) => m.subject === 'Your application to Harbourlight').map((m) => m.to_email).sort()).toEqual(['jonas@brightline.de', 'lena@brightline.de'])
    expect(await outcome()).toEqual([{ outcome: 'kept' }])
    expect((await w.call('GET', `/candidates/${id}`)).json.stage).toBe('declined')
  })

  test('somebody who never applied gets no mail', async () => {
    const { id } = (await w.call('POST', '/candidates', { session: w.session, body: { name: 'Studio Norte', type: 'referral', contact: { name: 'Tomás', email: 'tomas@norte.es' } } })).json
    await answer(id, 'declined', 'No fit.')
    expect(await mails()).toEqual([])
  })

  test('after the answer the same company may apply anew', async () => {
    await send()
    await answer((await cards())[0]!.id, 'declined', 'No.')
    s.clock.now = monday.add({ hours: 24 * 200 })
    expect((await send()).status).toBe(303)
    expect(await rows('select id from application where workspace_id = $1 and repeat_of is null')).toHaveLength(2)
    expect((await cards()).filter((card) => card.application)).toMatchObject([{ maybeSameAs: 1 }])
  })

  test('becomes a partner in one step, with contact, application, assessments and timeline', async () => {
    await send()
    const { id } = (await cards())[0]!
    await w.call('POST', `/candidates/${id}/assessments`, { session: w.session, body: { version: 0, answers: [{ criterionId: 'trust', step: 2, evidence: 'Met their CEO.' }] } })
    expect((await w.call('GET', `/candidates/${id}`)).json.can.makePartner).toEqual({ allowed: true })
    await answer(id, 'active')
    expect((await w.call('GET', `/partners/${id}`)).json).toMatchObject({ state: 'active', contacts: [{ name: 'Lena Ortiz', email: 'lena@brightline.de' }], can: { mintLink: { allowed: true }, introduce: { allowed: true } } })
    expect((await w.call('GET', `/candidates/${id}`)).json).toMatchObject({ stage: 'active', assessments: [{}], applications: [{}] })
    expect(await rows(`select 1 from event where workspace_id = $1 and partner_id = '${uuidOf(id)}'`)).toHaveLength(6)
  })
})

test('columns of candidates are known by what people call them, “E-Mail” among them', () => {
  const map = (...names: string[]) => guessMapping(candidateImport.fields, names.map((name) => ({ name, samples: [] })))
  expect(map('Company name', 'Website', 'Partner type', 'Contact', 'E-Mail', 'Source', 'Why')).toEqual({ name: 'Company name', website: 'Website', type: 'Partner type', contact: 'Contact', email: 'E-Mail', source: 'Source', note: 'Why' })
  expect(map('Firma', 'Webseite', 'Ansprechpartner', 'E-Mail-Adresse', 'Quelle', 'Notiz')).toEqual({ name: 'Firma', website: 'Webseite', contact: 'Ansprechpartner', email: 'E-Mail-Adresse', source: 'Quelle', note: 'Notiz' })
  expect(map('Entreprise', 'Site web', 'Interlocuteur', 'Courriel')).toEqual({ name: 'Entreprise', website: 'Site web', contact: 'Interlocuteur', email: 'Courriel' })
})

test('candidates from a file go through the verb of one; what cannot be used is rejected with its reason, and the same file again adds nobody', async () => {
  const file = `Company,Website,Partner type,Contact,Email,Source,Notes
Fjord & Partner,fjordpartner.no,Consulting,Sigrid Aas,sigrid@fjordpartner.no,Fair,They plan depots
Kestrel Systems,kestrel.io,technology,,,Webinar,
Brightline,brightline.de,friend,,,,
Norte,,,Tomás,,,
Mercato,not a site,referral,,,,
Kestrel,www.kestrel.io,tech,,,,
`
  const load = async () => {
    const { id } = (await w.call('POST', '/files', { headers: { 'content-type': 'text/csv' }, query: { name: 'candidates.csv' }, body: file })).json
    const started = (await w.call('POST', '/imports', { body: { fileId: id, kind: 'candidates', mapping: { name: 'Company', website: 'Website', type: 'Partner type', contact: 'Contact', email: 'Email', source: 'Source', note: 'Notes' } } })).json
    await s.runJobs()
    return (await w.call('GET', `/imports/${started.id}`)).json
  }
  expect(await load()).toMatchObject({ state: 'done', created: 3, rejected: 3 })
  expect((await cards()).map((card) => `${card.name} ${card.maybeSameAs}`).sort()).toEqual(['Fjord & Partner 0', 'Kestrel 1', 'Kestrel Systems 0'])
  expect(await load()).toMatchObject({ created: 0, unchanged: 3, rejected: 3 })
  expect(await cards()).toHaveLength(3)
})
