// Mail that cannot be delivered: it is never lost in silence, and never sent twice.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import { mintLink, revokeLink } from '../../platform/links/links.ts'
import { mailPart, queueMail, smtpTransport, type Transport } from '../../platform/mail/index.ts'
import { part as events } from '../../platform/events/index.ts'
import { startMailSink, type MailSink } from '../setup/mail-sink.ts'
import { testServer, type TestServer, type TestWorkspace } from '../setup/server.ts'

let sink: MailSink
let transport: Transport
let app: TestServer
let maven: TestWorkspace

beforeAll(async () => {
  sink = await startMailSink()
  transport = smtpTransport(sink.url)
  app = await testServer([events, mailPart(transport, 'alongside@maven.example')])
})
beforeEach(async () => {
  app.clock.now = undefined
  maven = await app.workspace()
})
afterAll(async () => {
  await app?.close()
  transport?.close()
  await sink?.close()
})

const about = newId()
async function send(to: string, name = 'Ana'): Promise<string> {
  return transact(maven.ctx, async (tx) => {
    const key = `test:${newId()}`
    await queueMail(tx, { key, to: { email: to, name }, subject: 'Received: your introduction', paragraphs: ['Thank you.'], why: 'You introduced somebody.', subjectId: about })
    return (await tx.q.selectFrom('mail').select('id').where('workspace_id', '=', tx.workspace).where('key', '=', key).executeTakeFirstOrThrow()).id
  })
}
const mailOf = (id: string) => read(maven.ctx, (r) => r.q.selectFrom('mail').select(['state', 'problem', 'attempts', 'sent_at']).where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirstOrThrow())
const bounces = () => read(maven.ctx, (r) => r.q.selectFrom('event').select(['subject_id', 'payload']).where('workspace_id', '=', r.workspace).where('type', '=', 'mail.bounced').execute())
const copies = (id: string) => sink.taken.filter((mail) => mail.messageId.includes(id)).length

/** Runs what is due, and on for some days of retries. A job that asks to be tried again throws. */
async function runForDays(days = 3): Promise<void> {
  for (let hour = 0; hour <= days * 24; hour += 6) {
    app.clock.now = Temporal.Now.instant().add({ hours: hour })
    await app.runJobs().catch(() => {})
  }
}

test('a mail that arrives is sent once, however often its job runs', async () => {
  const id = await send('ana@brightline.example')
  await runForDays()
  expect(await mailOf(id)).toMatchObject({ state: 'sent', attempts: 1, problem: null })
  await transact(maven.ctx, (tx) => addJob(tx, { task: 'send-mail', payload: { workspace: maven.id, mail: id } }))
  await runForDays()
  expect(copies(id)).toBe(1)
})

test('a personal link is in the mail that arrives and nowhere else; one that was revoked meanwhile is left out', async () => {
  const [subjectId, holderId] = [newId(), newId()]
  const withLink = () => transact(maven.ctx, async (tx) => {
    const key = `test:${newId()}`
    await queueMail(tx, { key, to: { email: 'ana@brightline.example', name: 'Ana' }, subject: 'Accepted', paragraphs: ['Good news.'], link: { label: 'See where it stands', subjectId, holderId, path: '/introductions/1' }, why: 'You introduced somebody.' })
    return (await tx.q.selectFrom('mail').select('id').where('workspace_id', '=', tx.workspace).where('key', '=', key).executeTakeFirstOrThrow()).id
  })
  const arrived = (id: string) => sink.taken.find((mail) => mail.messageId.includes(id))!.raw.replaceAll(/=\r\n/g, '')
  const without = await withLink()
  const { id: linkId, token } = await transact(maven.ctx, (tx) => mintLink(tx, { subjectId, holderId }))
  const live = await withLink()
  await app.runJobs()
  expect(arrived(without)).not.toContain('See where it stands')
  expect(arrived(live)).toContain(`/p/${token}/introductions/1`)
  expect((await maven.call('GET', `/mails/mail_${live.replaceAll('-', '')}`)).json.text).toBe('Good news.\n\n--\nYou introduced somebody.')
  const late = await withLink()
  await transact(maven.ctx, (tx) => revokeLink(tx, subjectId, linkId))
  await app.runJobs()
  expect(arrived(late)).toContain('Good news.')
  expect(arrived(late)).not.toMatch(/See where it stands|personal-link|\/p\//)
})

test.each([['bounce@gone.example', '550'], ['full@brightline.example', '552']])('refused for good (%s): failed at once, told on the timeline without an address, and can be sent again by a person', async (to, code) => {
  const id = await send(to)
  await runForDays()
  const mail = await mailOf(id)
  expect(mail).toMatchObject({ state: 'failed', attempts: 1 })
  expect(mail.problem).toContain(code)
  expect(await bounces()).toEqual([{ subject_id: id, payload: { about, problem: expect.stringContaining(code) } }])
  expect(JSON.stringify(await bounces())).not.toContain(to)
  expect(sink.attempts(to)).toBeGreaterThan(0)
  const shown = (await maven.call('GET', '/mails', { query: { state: 'failed' } })).json.items[0]
  expect(shown).toMatchObject({ to, state: 'failed' })
  expect((await maven.call('POST', `/mails/${shown.id}/delivery`)).status).toBe(202)
  await runForDays()
  expect(await mailOf(id)).toMatchObject({ state: 'failed', attempts: 2 })
})

test('refused for the moment: tried again later, then sent once', async () => {
  const id = await send('busy@brightline.example')
  await app.runJobs().catch(() => {})
  expect(await mailOf(id)).toMatchObject({ state: 'queued', attempts: 1 })
  await runForDays()
  expect(await mailOf(id)).toMatchObject({ state: 'sent', attempts: 3 })
  expect(copies(id)).toBe(1)
})

test('the connection ends before the mail went over: tried again, sent once', async () => {
  const id = await send('cut-early@brightline.example')
  await runForDays()
  expect(await mailOf(id)).toMatchObject({ state: 'sent', attempts: 2 })
  expect(copies(id)).toBe(1)
})

test('the connection ends when the mail is over and no answer came: unsure, and never sent twice', async () => {
  const id = await send('cut@brightline.example')
  await runForDays()
  expect(await mailOf(id)).toMatchObject({ state: 'unsure', attempts: 1 })
  expect(copies(id)).toBe(1)
})

test('the connection ends in the middle of the mail: unsure, since nobody can tell, and never twice', async () => {
  const id = await send('cut-half@brightline.example')
  await runForDays()
  expect(await mailOf(id)).toMatchObject({ state: 'unsure', attempts: 1 })
  expect(copies(id)).toBeLessThanOrEqual(1)
})

test('the process dies while handing over: the next one finds it, marks it unsure and does not send it', async () => {
  const id = await send('ana@brightline.example')
  await transact(maven.ctx, (tx) => tx.q.updateTable('mail').set({ state: 'sending' }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute())
  await runForDays()
  expect(await mailOf(id)).toMatchObject({ state: 'unsure' })
  expect(copies(id)).toBe(0)
})

test('no mail server answers for a week: failed, with the reason', async () => {
  const dead = smtpTransport('smtp://127.0.0.1:9')
  const other = await testServer([mailPart(dead, 'alongside@maven.example')])
  try {
    const ws = await other.workspace()
    await transact(ws.ctx, (tx) => queueMail(tx, { key: 'x', to: { email: 'ana@brightline.example', name: 'Ana' }, subject: 'x', paragraphs: ['x'], why: 'x', subjectId: about }))
    for (let attempt = 0; attempt < 24; attempt += 1) {
      other.clock.now = Temporal.Now.instant().add({ hours: 24 * (attempt + 1) })
      await other.runJobs().catch(() => {})
    }
    const [mail] = await read(ws.ctx, (r) => r.q.selectFrom('mail').select(['state', 'problem', 'attempts']).where('workspace_id', '=', r.workspace).execute())
    expect(mail).toMatchObject({ state: 'failed', attempts: 20, problem: expect.stringContaining('ECONNREFUSED') })
  } finally {
    await other.close()
    dead.close()
  }
})

test.each([
  ['our sender', 'smtp://127.0.0.1', 'nobody@maven.example'],
  ['our password', 'smtp://user:wrong@127.0.0.1', 'alongside@maven.example'],
])('the server refuses %s: no fault of the address, so the mail waits for the operator', async (_, url, from) => {
  const misset = smtpTransport(`${url}:${sink.port}`)
  const other = await testServer([mailPart(misset, from)])
  try {
    const ws = await other.workspace()
    await transact(ws.ctx, (tx) => queueMail(tx, { key: 'x', to: { email: 'ana@brightline.example', name: 'Ana' }, subject: 'x', paragraphs: ['x'], why: 'x', subjectId: about }))
    await other.runJobs().catch(() => {})
    const [mail] = await read(ws.ctx, (r) => r.q.selectFrom('mail').select(['state', 'problem']).where('workspace_id', '=', r.workspace).execute())
    expect(mail).toMatchObject({ state: 'queued', problem: expect.stringMatching(/.+/) })
  } finally {
    await other.close()
    misset.close()
  }
})

test.each([
  ['line breaks', 'Ana\r\nBcc: everybody@evil.example', 'ana@brightline.example'],
  ['quotes and brackets', '"Ana" <ceo@evil.example>,', 'ana@brightline.example'],
  ['right to left', 'אנה סילבה \u202Eelpmaxe', 'ana@brightline.example'],
])('a name with %s reaches nobody else', async (_, name, to) => {
  const id = await send(to, name)
  await runForDays(0)
  const [mail] = sink.taken.filter((taken) => taken.messageId.includes(id))
  expect(mail?.to).toBe(to)
  expect(mail?.raw).not.toMatch(/^bcc:/im)
  expect(mail?.raw.match(/^to:/gim)).toHaveLength(1)
})
