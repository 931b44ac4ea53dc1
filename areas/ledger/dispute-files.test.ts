// What shows that a dispute is right, as files: from the partner's page and from staff, kept once, opened by those whose business it is.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, showId, type Id } from '../../kernel/ids.ts'
import { transact } from '../../platform/db/transact.ts'
import { part as filesPart } from '../../platform/files/index.ts'
import { formWithFile } from '../../test/setup/form-with-file.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as partners } from '../partners/index.ts'
import { createPlan, part as program, planDocument } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { part, recordFacts } from './index.ts'
import { partnerOn } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
let link: string
let otherLink: string
let lines: string[]
beforeAll(async () => {
  app = await testServer([filesPart, partners, promises, program, part])
  app.clock.now = Temporal.Instant.from('2026-10-05T08:00:00Z')
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
  const terms = planDocument.parse({ language: 2, name: 'Share', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'share', on: 'sale', pay: { percent: '10' } }], payout: { every: 'quarter', days: 30 } })
  const { id: planId } = await createPlan(maven.ctx, { name: 'Share', terms })
  const [own, other] = [await partnerOn(maven.ctx, { planId, from: '2026-01-01' }), await partnerOn(maven.ctx, { planId, from: '2026-01-01' })]
  link = await linkOf(own)
  otherLink = await linkOf(other)
  await recordFacts(maven.ctx, ['2000.00', '500.00', '300.00'].map((amount, n) => ({ kind: 'sale', id: `s${n}`, at: '2026-10-02', partner: showId('partner', own), account: `Account ${n}`, amount, currency: 'EUR' })))
  lines = (await maven.call('GET', '/commissions', { query: { partner: showId('partner', own) } })).json.items.map((line: Json) => line.id)
})
afterAll(() => app?.close())

const linkOf = async (partnerId: Id) => new URL((await maven.call('POST', `/partners/${showId('partner', partnerId)}/links`, { body: {} })).json.url).pathname
const pdf = '%PDF-1.7\nAgreed on 12 %'
type Sent = { name: string; content: string | Uint8Array<ArrayBuffer> }
const words = { key: 'k', reason: 'rate', body: 'We agreed on <12 %>', evidence: 'Mail of May' }

async function send(path: string, fields: Record<string, string>, sent: Sent[]) {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, value)
  for (const one of sent) form.append('files', new Blob([one.content], { type: 'image/png' }), one.name)
  const response = new Response(form)
  return app.server.inject({ method: 'POST', url: path, headers: { 'content-type': response.headers.get('content-type')! }, payload: Buffer.from(await response.arrayBuffer()) })
}
const dispute = (sent: Sent[], fields: Record<string, string> = words, line = lines[0], of = link) => send(`${of}/earnings/${line}/dispute`, fields, sent)
const add = (sent: Sent[], line = lines[0], of = link) => send(`${of}/earnings/${line}/evidence`, {}, sent)
const disputes = async () => (await maven.call('GET', '/disputes')).json.items as Json[]
const stored = () => transact(maven.ctx, async (tx) => (await tx.q.selectFrom('file').select('id').where('workspace_id', '=', tx.workspace).execute()).length)
const post = (id: string, name: string, body: string, credential = maven.keys.finance) => app.call('POST', `/disputes/${id}/files`, { key: credential, headers: { 'content-type': 'application/octet-stream' }, query: { name }, body })

describe('on the partner’s page', () => {
  test.each([
    ['of another kind', [{ name: 'terms.docx', content: 'PK\x03\x04' }], '“terms.docx” cannot be taken. Send a PDF, a picture, a CSV or text file, or a mail (.eml, .msg); save anything else as PDF.'],
    ['too large', [{ name: 'a.pdf', content: pdf }, { name: 'scan.pdf', content: `${pdf}${'x'.repeat(9 * 1024 ** 2)}` }], '“scan.pdf” has 9.1 MB. A file may have at most 8 MB.'],
    ['one too many', Array.from({ length: 6 }, (_, n) => ({ name: `${n}.txt`, content: `page ${n}` })), 'At most 5 files.'],
    ['more than a form may send', [{ name: 'film.pdf', content: new Uint8Array(42 * 1024 ** 2) }], 'Together the files are too large. At most 5, each of up to 8 MB.'],
  ])('a file %s is refused beside the field; what was written stays in the form, and nothing is kept', async (_, sent, sentence) => {
    const answer = await dispute(sent)
    expect(answer.statusCode).toBe(422)
    for (const said of [sentence, 'Not sent yet. What you wrote is still here.', 'We agreed on &lt;12 %&gt;</textarea>', 'value="Mail of May"', 'value="rate" checked', '<details open>', 'value="k"']) expect(answer.payload).toContain(said)
    expect([await disputes(), await stored()]).toEqual([[], 0])
  })

  test('what is missing is said and files are asked for once more', async () => {
    const answer = await dispute([{ name: 'a.pdf', content: pdf }], { ...words, body: '' })
    expect([answer.statusCode, answer.payload.includes('Choose them once more.'), await stored()]).toEqual([422, true, 0])
  })

  test('sent twice it is one dispute with each file once, under a name that says what it is', async () => {
    const sent = [{ name: 'terms.pdf', content: pdf }, { name: 'again.pdf', content: pdf }, { name: '"><b>page.html', content: '<script>alert(1)</script>' }]
    const clicks = await Promise.all([dispute(sent), dispute(sent)])
    expect(clicks.map((click) => [click.statusCode, click.headers['location']])).toEqual(Array(2).fill([303, `${link}/earnings/${lines[0]}?sent`]))
    expect(await disputes()).toMatchObject([{ files: [{ name: 'terms.pdf', contentType: 'application/pdf', size: pdf.length, sentBy: 'Ines' }, { name: '"><b>page.html.txt', contentType: 'text/plain' }] }])
    expect(await stored()).toBe(2)
    expect((await maven.eventTypes()).filter((type) => type.startsWith('dispute'))).toEqual(['dispute.opened', 'dispute.files_added'])
  })

  test('the partner sees and fetches what was sent, as a file and nothing else; another’s link finds none of it', async () => {
    const page = (await app.page(`${link}/earnings/${lines[0]}`)).text
    expect(page).toContain('&quot;&gt;&lt;b&gt;page.html.txt')
    const addresses = [...page.matchAll(/\/evidence\/(file_[0-9a-f]{32})/g)].map(([, id]) => id)
    const [first, second] = await Promise.all(addresses.map((id) => app.page(`${link}/evidence/${id}`)))
    expect([first!.status, first!.text, first!.headers['content-type'], first!.headers['content-disposition'], first!.headers['x-content-type-options']]).toEqual([200, pdf, 'application/pdf', "attachment; filename*=UTF-8''terms.pdf", 'nosniff'])
    expect(second!.headers['content-type']).toMatch(/^text\/plain/)
    for (const path of [`${otherLink}/evidence/${addresses[0]}`, `${link}/evidence/${showId('file', newId())}`, `${link}/evidence/x`]) expect([path, (await app.page(path)).status]).toEqual([path, 404])
  })

  test('more can be added while an answer is owed, up to five', async () => {
    expect((await add([])).payload).toContain('Choose a file first.')
    expect((await add([{ name: 'x.zip', content: 'PK\x03\x04' }])).payload).toContain('“x.zip” cannot be taken.')
    expect((await add([{ name: 'film.mov', content: new Uint8Array(42 * 1024 ** 2) }])).payload).toContain('Together the files are too large.')
    expect((await add([{ name: 'mail.eml', content: 'From: x\r\n\r\nHello' }, { name: 'terms.pdf', content: pdf }])).headers['location']).toBe(`${link}/earnings/${lines[0]}?added`)
    expect((await app.page(`${link}/earnings/${lines[0]}?added`)).text).toContain('<b>Added.</b>')
    expect((await add([1, 2, 3].map((n) => ({ name: `${n}.csv`, content: `a,b\n${n},${n}` })))).payload).toContain('At most 5 files; 3 are here already.')
    expect((await disputes())[0].files.map((file: Json) => file.name)).toEqual(['terms.pdf', '"><b>page.html.txt', 'mail.eml'])
    expect((await add([{ name: 'mine.pdf', content: '%PDF-1.7 other' }], lines[0], otherLink)).statusCode).toBe(404)
    expect((await add([{ name: 'mine.pdf', content: '%PDF-1.7 other' }], lines[1])).statusCode).toBe(404)
  })

  test('a form without a file, as from an old page, still is a dispute', async () => {
    const { payload, headers } = await formWithFile({ ...words, key: 'other' })
    expect((await app.server.inject({ method: 'POST', url: `${link}/earnings/${lines[1]}/dispute`, headers, payload })).statusCode).toBe(303)
  })
})

describe('through the API', () => {
  let id: string
  test('401, 403, 404 of another workspace, 422 with the field', async () => {
    id = (await disputes()).find((one) => one.commission.id === lines[0]).id
    const fileId = (await disputes()).find((one) => one.id === id).files[0].id
    expect((await app.call('POST', `/disputes/${id}/files`, { query: { name: 'a.txt' } })).status).toBe(401)
    expect((await app.call('GET', `/disputes/${id}/files/${fileId}`)).status).toBe(401)
    for (const role of ['rep', 'viewer'] as const) expect([(await post(id, 'a.txt', 'x', maven.keys[role])).status, (await app.call('GET', `/disputes/${id}/files/${fileId}`, { key: maven.keys[role] })).status]).toEqual([403, 403])
    expect([(await post(id, 'a.txt', 'x', rival.key)).status, (await rival.call('GET', `/disputes/${id}/files/${fileId}`)).status, (await maven.call('GET', `/disputes/${id}/files/${showId('file', newId())}`)).status]).toEqual([404, 404, 404])
    const other = (await disputes()).find((one) => one.id !== id).id
    expect((await maven.call('GET', `/disputes/${other}/files/${fileId}`)).status).toBe(404)
    expect((await post(id, 'a.zip', 'PK\x03\x04')).json).toMatchObject({ status: 422, code: 'files.kind', fields: [{ field: 'files' }] })
    expect((await post(id, 'a.txt', 'x'.repeat(8 * 1024 ** 2 + 1))).json).toMatchObject({ status: 422, code: 'files.too_large' })
    expect((await post(id, 'a.txt', '')).json).toMatchObject({ status: 422 })
    expect((await maven.call('POST', `/disputes/${id}/files`, { query: { name: 'a.txt' } })).json).toMatchObject({ status: 422, code: 'files.not_raw' })
  })

  test('staff add what came by mail, also after the answer, and fetch it; settled it is closed', async () => {
    expect((await post(id, 'from mail.txt', 'We did agree.')).json).toEqual({ added: 1 })
    expect((await post(id, 'from mail.txt', 'We did agree.')).json).toEqual({ added: 0 })
    await maven.call('PUT', `/disputes/${id}/answer`, { body: { answer: 'We look into it.' } })
    expect((await add([{ name: 'late.pdf', content: '%PDF-1.7 late' }])).payload).toContain('It was answered already. Send what you still have by mail.')
    expect((await post(id, 'later.txt', 'One more.')).json).toEqual({ added: 1 })
    const shown = (await maven.call('GET', `/disputes/${id}`)).json
    expect([shown.files.length, shown.can.addFile]).toEqual([5, { allowed: false, why: 'At most 5 files; 5 are here already.' }])
    const got = await maven.call('GET', `/disputes/${id}/files/${shown.files[3].id}`)
    expect([got.status, got.text, got.headers['content-disposition']]).toEqual([200, 'We did agree.', "attachment; filename*=UTF-8''from%20mail.txt"])
    await maven.call('PUT', `/disputes/${id}/settlement`, { body: { outcome: 'upheld', why: 'It stands.' } })
    expect((await maven.call('GET', `/disputes/${id}`)).json.can.addFile).toEqual({ allowed: false, why: 'It is settled.' })
    expect((await post(id, 'too late.txt', 'And another.')).json).toMatchObject({ status: 409, code: 'ledger.dispute_closed' })
    await expect(transact(maven.ctx, (tx) => tx.q.deleteFrom('file').where('workspace_id', '=', tx.workspace).execute())).rejects.toThrow()
  })
})
