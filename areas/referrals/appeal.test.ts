// Imogen reads that Van Dijk is not hers, and sees it differently: it is looked at again, once, and by somebody else.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { areas } from '../../app/areas.ts'
import { showId } from '../../kernel/ids.ts'
import { part as events } from '../../platform/events/index.ts'
import { capturingTransport, mailPart } from '../../platform/mail/index.ts'
import { part as workspaces } from '../../platform/workspaces/index.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'

let s: TestServer
let ws: TestWorkspace
let other: TestWorkspace
type Partner = { id: string; link: string }
let fjord: Partner
let kestrel: Partner
let jonas: Awaited<ReturnType<TestWorkspace['member']>>

beforeAll(async () => {
  s = await testServer([events, workspaces, mailPart(capturingTransport, 'alongside@localhost'), ...areas])
  s.clock.now = Temporal.Instant.from('2026-11-23T09:12:00Z')
  ws = await s.workspace('Harbourlight')
  other = await s.workspace('Contoso')
  jonas = await ws.member('manager', 'Jonas Feld')
  fjord = await partner('Fjord & Partner', 'sigrid@fjord.example')
  kestrel = await partner('Kestrel Systems', 'imogen@kestrel.example')
})
afterAll(() => s?.close())

async function partner(name: string, email: string): Promise<Partner> {
  const { id } = (await ws.call('POST', '/partners', { session: ws.session, body: { name, type: 'referral', timeZone: 'Europe/Berlin', contacts: [{ name: email.split('@')[0], email }] } })).json
  return { id, link: new URL((await ws.call('POST', `/partners/${id}/links`, { body: {} })).json.url).pathname }
}
const get = async (path: string, session = ws.session) => (await ws.call('GET', path, { session })).json
const put = (path: string, body: unknown, session = ws.session) => ws.call('PUT', path, { session, body })
const introduce = async ({ link }: Partner, buyer: string) => /ref_[0-9a-f]{32}/.exec(String((await s.page(`${link}/introductions`, { buyer, person: 'Ana', reason: 'They plan on a whiteboard.', consent: 'yes', key: buyer })).headers.location))![0]
const appeal = ({ link }: Partner, id: string, why: string, key = 'one') => s.page(`${link}/introductions/${id}/appeal`, { why, key })
const page = async ({ link }: Partner, id: string) => (await s.page(`${link}/introductions/${id}`)).text
const mailsTo = async (to: string, subject: RegExp) => {
  const { items } = await get('/mails?limit=50')
  return Promise.all((items as { id: string; to: string; subject: string }[]).filter((one) => one.to === to && subject.test(one.subject)).map((one) => get(`/mails/${one.id}`)))
}
const decide = (id: string, outcome: string, session = ws.session) => put(`/conflicts/${id}/decision`, { outcome, why: 'We looked at the mails.', ownerId: showId('member', jonas.memberId) }, session)
async function refused(buyer: string): Promise<{ first: string; second: string; conflict: string }> {
  const [first, second] = [await introduce(fjord, buyer), await introduce(kestrel, buyer)]
  const conflict = (await get(`/referrals/${second}`)).conflict.id as string
  expect((await decide(conflict, 'not_credited')).status).toBe(200)
  return { first, second, conflict }
}

test('what was not credited is looked at again as a case of its own, with the partner’s words, ours, and a promise', async () => {
  const { second, conflict } = await refused('Van Dijk Groothandel')
  expect(await page(kestrel, second)).toContain('Ask us once, until Wed, Dec 23, 2026, and we look at it again.')
  const sent = await appeal(kestrel, second, 'They had a demo with us in October.')
  expect(String(sent.headers.location)).toMatch(/\?appealed$/)
  expect((await s.page(String(sent.headers.location))).text).toContain('We look at it again. You hear by tomorrow, Tuesday 17:00')
  const now = await get(`/referrals/${second}`)
  expect(now).toMatchObject({ state: 'submitted', standing: 'waiting', promise: { kind: 'decide_conflict' }, conflict: { kind: 'partner_partner', isAppeal: true, outcome: null, rule: 'Whose introduction came first holds the buyer.' }, can: { appeal: { allowed: false } } })
  expect(now.conflict.id).not.toBe(conflict)
  expect(now.conflict.reasons).toEqual(['Fjord & Partner holds this buyer, introduced on Mon, Nov 23, 2026; this introduction came on Mon, Nov 23, 2026.', 'Not credited on Mon, Nov 23, 2026: “We looked at the mails.”', 'The partner asks to look again: “They had a demo with us in October.”'])
  const events = (await get(`/events?subject=${second}`)).items as { type: string; subject: { id: string } }[]
  expect(events.filter((one) => one.type.startsWith('conflict.')).map((one) => [one.type, one.subject.id])).toEqual([['conflict.opened', now.conflict.id], ['conflict.decided', conflict], ['conflict.opened', conflict]])
  const mails = await mailsTo('imogen@kestrel.example', /^We look again/)
  expect(mails).toHaveLength(1)
  expect(JSON.stringify(mails)).not.toContain('Fjord')
  expect(await page(kestrel, second)).not.toContain('Fjord')
})

test('whoever decided it the first time does not decide it again, neither way; somebody else does, and it moves', async () => {
  const { first, second } = await refused('Castellan Logistics')
  await appeal(kestrel, second, 'We met them first.')
  const { conflict } = await get(`/referrals/${second}`)
  expect(conflict.can.credit).toEqual({ allowed: false, why: 'You decided it the first time. An appeal is for somebody else: Jonas Feld.' })
  expect((await get('/conflicts?open=true')).items.find((one: { id: string }) => one.id === conflict.id)).toMatchObject({ isAppeal: true, can: { refuse: { allowed: false } } })
  for (const outcome of ['credited', 'not_credited']) expect((await decide(conflict.id, outcome)).json.code).toBe('coselling.same_judge')
  expect((await put(`/referrals/${second}/decision`, { answer: 'decline', reason: 'not_a_fit', why: null })).json.code).toBe('coselling.same_judge')
  expect((await get(`/referrals/${second}`, jonas.session)).conflict.can.credit).toEqual({ allowed: true })
  expect((await decide(conflict.id, 'credited', jonas.session)).status).toBe(200)
  expect([await get(`/referrals/${second}`), await get(`/referrals/${first}`)]).toMatchObject([{ state: 'accepted', standing: 'held', conflict: { decidedBy: 'Jonas Feld', outcome: 'credited' } }, { state: 'submitted', standing: 'waiting', conflict: { isAppeal: false, outcome: null } }])
})

test('once: the same words twice, ten at a time, and another try after the answer', async () => {
  const { second } = await refused('Oakhurst Dental')
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => appeal(kestrel, second, 'Please look.', n < 5 ? 'one' : `key ${n}`)))
  expect(answers.filter((one) => one.status === 303).length).toBeGreaterThanOrEqual(5)
  expect(answers.filter((one) => one.status !== 303).every((one) => one.status === 409 && one.text.includes('It has moved on meanwhile'))).toBe(true)
  const now = await get(`/referrals/${second}`)
  expect(now.messages.filter((one: { body: string }) => one.body === 'Please look.')).toHaveLength(1)
  expect((await decide(now.conflict.id, 'not_credited', jonas.session)).status).toBe(200)
  expect((await appeal(kestrel, second, 'Again, please.', 'two')).status).toBe(409)
  expect(await page(kestrel, second)).not.toContain('Ask us once')
  expect((await put(`/referrals/${second}/appeal`, { why: 'They called.' })).json).toMatchObject({ status: 409, code: 'referrals.cannot_appeal', detail: 'The partner asked once already, and it was looked at again.' })
})

test('the offer says nothing of a rival: what was declined for another reason is looked at again the same way, and held again', async () => {
  const id = await introduce(kestrel, 'Fenwick Clinics')
  await put(`/referrals/${id}/decision`, { answer: 'decline', reason: 'not_a_fit', why: null })
  expect(await page(kestrel, id)).toContain('Ask us once, until Wed, Dec 23, 2026, and we look at it again.')
  expect((await put(`/referrals/${id}/appeal`, { why: 'They have grown to 400 people.' })).status).toBe(200)
  expect(await get(`/referrals/${id}`)).toMatchObject({ state: 'submitted', standing: 'held', conflict: null, promise: { kind: 'answer_referral' }, messages: [{ fromPartner: true, author: 'Kestrel Systems', body: 'They have grown to 400 people.' }] })
  expect((await get(`/events?subject=${id}`)).items.map((one: { type: string }) => one.type)).toContain('referral.appealed')
})

test('opened again by us, it is forgotten by nobody: its clock runs and its buyer is held', async () => {
  const id = await introduce(kestrel, 'Bremen Brewery')
  await put(`/referrals/${id}/decision`, { answer: 'decline', reason: 'no_need', why: null })
  expect((await ws.call('DELETE', `/referrals/${id}/closing`, { session: ws.session, body: { why: 'A slip of the mouse.' } })).status).toBe(200)
  expect(await get(`/referrals/${id}`)).toMatchObject({ state: 'submitted', standing: 'held', promise: { kind: 'answer_referral' } })
  await put(`/referrals/${id}/decision`, { answer: 'accept', ownerId: showId('member', jonas.memberId) })
  await put(`/referrals/${id}/closing`, { outcome: 'lost', closedOn: '2026-12-24', why: null })
  await ws.call('DELETE', `/referrals/${id}/closing`, { session: ws.session, body: { why: 'They called back.' } })
  expect(await get(`/referrals/${id}`)).toMatchObject({ state: 'accepted', standing: 'held', promise: { kind: 'contact_buyer' } })
})

test('too late, empty, of another partner or another workspace', async () => {
  const { second } = await refused('Meridian Foods')
  expect(await appeal(kestrel, second, '  ')).toMatchObject({ status: 422, text: expect.stringContaining('Say what we should look at again.') })
  expect((await appeal(fjord, second, 'Mine.')).status).toBe(404)
  expect((await other.call('PUT', `/referrals/${second}/appeal`, { session: other.session, body: { why: 'x' } })).status).toBe(404)
  s.clock.now = s.clock.now!.add({ hours: 31 * 24 })
  expect(await page(kestrel, second)).not.toContain('Ask us once')
  expect((await appeal(kestrel, second, 'Now.')).status).toBe(409)
})
