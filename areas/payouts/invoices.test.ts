// Invoices for statements: the partner raises one and is paid once it is here, or we raise it under the next number.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, showId } from '../../kernel/ids.ts'
import { transact } from '../../platform/db/transact.ts'
import { capturingTransport, mailPart } from '../../platform/mail/index.ts'
import { part as events } from '../../platform/events/index.ts'
import { part as filesPart } from '../../platform/files/index.ts'
import { formWithFile } from '../../test/setup/form-with-file.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { mintPartnerLink, part as partners } from '../partners/index.ts'
import { part as ledger } from '../ledger/index.ts'
import { part as program } from '../program/index.ts'
import { part as promises } from '../promises/index.ts'
import { part } from './index.ts'
import { numberOf, vatOn, waitsForInvoice, type Arrangement } from './invoice-rules.ts'
import { earn } from './test/earn.ts'
import { bankForm, giveDetail, newPayee, settingsOf, type Payee } from './test/world.ts'
import { selfBill } from './write-invoice.ts'

describe('rules', () => {
  test.each([
    [10_000n, 'domestic', 1900, 1900n, 'VAT at 19\u00a0% is included.'], [10_000n, 'domestic', 750, 750n, 'VAT at 7.5\u00a0% is included.'], [-10_000n, 'domestic', 1900, -1900n, 'VAT at 19\u00a0% is included.'], [105n, 'domestic', 1000, 11n, 'VAT at 10\u00a0% is included.'], [-105n, 'domestic', 1000, -11n, 'VAT at 10\u00a0% is included.'],
    [10_000n, 'reverse_charge', 1900, 0n, expect.stringContaining('Reverse charge')], [10_000n, 'small_business', 1900, 0n, expect.stringContaining('small business')], [10_000n, 'outside_scope', 0, 0n, expect.stringContaining('outside its scope')],
  ] as const)('on %s, %s at %i: %s', (net, mode, rate, vat, sentence) => expect(vatOn(net, mode, rate)).toMatchObject({ vatMinor: vat, grossMinor: net + vat, sentence }))
  test.each([[1, 'SB-000001'], [42, 'SB-000042'], [1_234_567, 'SB-1234567']])('number %i is %s', (n, number) => expect(numberOf('SB', n)).toBe(number))
  const partner: Arrangement = { mode: 'partner', fromOn: '2026-07-01' }
  test.each([
    [1n, partner, undefined, true], [1n, partner, { to: '2026-09-30', isInvoiced: false }, true], [1n, partner, { to: '2026-09-30', isInvoiced: true }, false], [1n, partner, { to: '2026-06-30', isInvoiced: false }, false],
    [-1n, partner, undefined, false], [1n, { ...partner, mode: 'self' }, undefined, false], [1n, { ...partner, mode: 'none' }, undefined, false], [1n, undefined, undefined, false],
  ] as const)('%s under %o on %o waits: %s', (payableMinor, arrangement, statement, waits) => expect(waitsForInvoice({ payableMinor }, arrangement, statement)).toBe(waits))
})

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
let ben: Awaited<ReturnType<TestWorkspace['member']>>
let raises: Payee
let agrees: Payee
let second: Payee
let third: Payee
let token: string
beforeAll(async () => {
  app = await testServer([events, filesPart, mailPart(capturingTransport, 'alongside@localhost'), partners, promises, program, ledger, part])
  app.clock.now = Temporal.Instant.from('2026-11-24T09:00:00Z')
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
  ben = await maven.member('finance', 'Ben')
  await maven.call('PUT', '/payout-settings', { body: settingsOf() })
  ;[raises, agrees, second, third] = [await owed('Raises'), await owed('Agrees'), await owed('Second'), await owed('Third')]
  token = new URL((await mintPartnerLink(maven.ctx, raises.partnerId, { send: false })).url).pathname
})
afterAll(() => app?.close())

async function owed(name: string): Promise<Payee> {
  const payee = await newPayee(maven, name)
  await giveDetail(app, maven, payee, bankForm())
  await earn(maven, payee.partnerId, '118000')
  return payee
}
const arrange = (who: Payee, body: object, key = maven.keys.finance, of = maven) => of.call('PUT', `/partners/${who.id}/invoicing`, { body: { from: '2026-07-01', ...body }, key })
const preview = async () => (await app.call('GET', '/payouts/preview', { session: ben.session })).json
const reasons = async (who: Payee): Promise<string[]> => (await preview()).notPaid.filter((one: { partner: { id: string } }) => one.partner.id === who.id).flatMap((one: { reasons: { code: string }[] }) => one.reasons.map((reason) => reason.code))
const statementOf = async (who: Payee) => (await maven.call('GET', '/statements', { query: { partner: who.id } })).json.items[0]?.id as string
const invoices = async (who?: Payee) => (await maven.call('GET', '/invoices', { query: who ? { partner: who.id } : {} })).json.items
const tell = (statement: string, body: object, key = maven.keys.finance, of = maven) => of.call('POST', `/statements/${statement}/invoice`, { body: { number: 'R-1', on: '2026-11-20', amountMinor: '118000', ...body }, key })
const ours = { name: 'Maven Labs GmbH', address: 'Kai 1\n20457 Hamburg', vatNumber: 'DE 123 456 789', prefix: 'ml' }

test('401 without a credential, 403 for those who do not pay, 404 for another’s, 422 with the field', async () => {
  const statement = showId('statement', newId())
  for (const [method, path, body] of [['GET', `/partners/${raises.id}/invoicing`], ['PUT', `/partners/${raises.id}/invoicing`, { mode: 'none', from: '2026-07-01' }], ['GET', '/invoice-settings'], ['PUT', '/invoice-settings', ours], ['GET', '/invoices'], ['POST', `/statements/${statement}/invoice`, { number: 'R-1', on: '2026-11-20', amountMinor: '1' }], ['GET', `/invoices/${showId('invoice', newId())}/invoice.pdf`]] as const) {
    const options = body ? { body } : {}
    expect([path, (await app.call(method, path, options)).status]).toEqual([path, 401])
    for (const role of ['manager', 'rep', 'viewer'] as const) expect([path, role, (await app.call(method, path, { ...options, key: maven.keys[role] })).status]).toEqual([path, role, 403])
    if (/partners|statements|pdf/.test(path)) expect([path, (await rival.call(method, path, options)).status]).toEqual([path, 404])
  }
  expect((await arrange(raises, { mode: 'self' })).json).toMatchObject({ code: 'payouts.no_agreement', fields: [{ field: 'agreedOn' }] })
  expect((await arrange(raises, { mode: 'self', agreedOn: '2026-07-01' })).json).toMatchObject({ code: 'payouts.no_address', fields: [{ field: 'address' }] })
  expect((await arrange(raises, { mode: 'self', agreedOn: '2026-07-01', address: 'Here' })).json).toMatchObject({ code: 'payouts.no_invoice_settings', fields: [{ field: 'mode' }] })
  expect((await arrange(raises, { mode: 'sometimes' })).json).toMatchObject({ status: 422, fields: [{ field: 'mode' }] })
  expect((await maven.call('PUT', '/invoice-settings', { body: { ...ours, vatNumber: 'DE1' } })).json).toMatchObject({ code: 'payouts.vat_number', fields: [{ field: 'vatNumber' }] })
})

test('where the partner raises invoices, a payment waits for the statement’s; told on the page, it must come to what the statement does', async () => {
  expect(await reasons(raises)).toEqual([])
  expect((await arrange(raises, { mode: 'partner' })).status).toBe(204)
  expect(await reasons(raises)).toEqual(['no_invoice'])
  await maven.call('PUT', '/statement-periods/2026-Q3')
  await app.runJobs()
  expect(await reasons(raises)).toEqual(['no_invoice'])
  const page = (await app.page(`${token}/statements/2026-Q3`)).text
  expect(page).toContain('This is paid once we have your invoice of €1,180.00.')
  const statement = await statementOf(raises)
  const send = async (form: object) => {
    const answer = await app.page(`${token}/statements/2026-Q3/invoice`, { currency: 'EUR', statement, number: 'R-7', amount: '1180.00', on: '2026-11-20', ...form })
    expect(answer.status, answer.text.slice(0, 500)).toBe(303)
    return String(answer.headers.location)
  }
  const wrong = await send({ amount: '1000.00' })
  expect(new URLSearchParams(wrong.split('?')[1]?.split('#')[0]).get('problem')).toBe('The invoice must come to €1,180.00, as the statement does.')
  expect((await app.page(wrong.split('#')[0]!)).text).toContain('The invoice must come to €1,180.00')
  expect(await send({ number: '' })).toContain('problem=')
  expect((await app.page(`${token}/statements/2026-Q3/invoice`, { currency: 'EUR', statement: await statementOf(agrees), number: 'R-7', amount: '1180.00', on: '2026-11-20' })).status).toBe(404)
  expect((await app.page(`${token}/statements/2026-Q3/invoice`, { currency: 'XXQ', statement, number: 'R-7', amount: '1180.00', on: '2026-11-20' })).status).toBe(404)
  expect(decodeURIComponent((await app.page(`${token}/statements/2026-Q3/invoice`, { currency: 'JPY', statement, number: 'R-7', amount: '1180.5', on: '2026-11-20' })).headers['location'] ?? '')).toContain('such+as+1250.')
  expect(await invoices()).toEqual([])
  expect(await send({})).toBe(`${token}/statements/2026-Q3`)
  await send({})
  expect(await invoices(raises)).toMatchObject([{ kind: 'partner', number: 'R-7', gross: { amountMinor: '118000' }, vat: { amountMinor: '0' }, vatMode: 'outside_scope' }])
  expect((await app.page(`${token}/statements/2026-Q3`)).text).toContain('Your invoice <b dir="auto">R-7</b>')
  expect(await reasons(raises)).toEqual([])
  expect((await preview()).payments.map((one: { partner: { id: string } }) => one.partner.id)).toContain(raises.id)
  expect((await maven.eventTypes()).filter((type) => type.startsWith('invoice.'))).toEqual(['invoice.arranged', 'invoice.told'])
})

test('we can enter it as well; a second one, another total and a statement that wants none are refused', async () => {
  const statement = await statementOf(raises)
  expect((await tell(statement, { number: 'R-8' })).json).toMatchObject({ status: 409, code: 'payouts.invoiced_already' })
  expect((await tell(await statementOf(agrees), {})).json).toMatchObject({ status: 409, code: 'payouts.no_invoice_wanted' })
  await arrange(second, { mode: 'partner', vatPercent: 19 })
  const own = await statementOf(second)
  expect((await tell(own, { amountMinor: '118000' })).json).toMatchObject({ code: 'payouts.invoice_amount', fields: [{ field: 'amount', message: 'The invoice must come to €1,404.20, as the statement does with VAT.' }] })
  expect((await tell(own, { number: 'S-1', amountMinor: '140420' })).status).toBe(201)
  expect(await invoices(second)).toMatchObject([{ net: { amountMinor: '118000' }, vat: { amountMinor: '22420' }, gross: { amountMinor: '140420' }, sentence: 'VAT at 19\u00a0% is included.' }])
})

describe('its document', () => {
  const sendForm = async (path: string, fields: Record<string, string>, file?: { name: string; content: string | Uint8Array<ArrayBuffer> }) => {
    const answer = await app.server.inject({ method: 'POST', url: path, ...(await formWithFile(fields, file && { field: 'file', ...file })) })
    expect(answer.statusCode, answer.payload.slice(0, 400)).toBe(303)
    return new URLSearchParams(String(answer.headers.location).split('?')[1]?.split('#')[0]).get('problem')
  }
  const page = () => `${token}/statements/2026-Q3`
  const one = async () => (await invoices(raises))[0]
  const post = (id: string, name: string, body: string, key = maven.keys.finance) => app.call('POST', `/invoices/${id}/files`, { key, headers: { 'content-type': 'application/pdf' }, query: { name }, body })

  test('is sent from the page; another one counts instead, the one before is kept, and the same again changes nothing', async () => {
    expect((await app.page(page())).text).toContain('Send its file')
    const send = (file?: { name: string; content: string | Uint8Array<ArrayBuffer> }) => one().then((invoice) => sendForm(`${page()}/invoice/file`, { currency: 'EUR', id: invoice.id }, file))
    expect(await send()).toBe('Choose the file first.')
    expect(await send({ name: 'invoice.docx', content: 'PK\x03\x04' })).toBe('“invoice.docx” cannot be taken. Send the PDF, or the XML of an e-invoice; save anything else as PDF.')
    expect(await send({ name: 'invoice.pdf', content: new Uint8Array(11 * 1024 ** 2) })).toBe('The file is too large. It may have at most 10 MB.')
    expect((await one()).files).toEqual([])
    for (let n = 0; n < 2; n += 1) expect(await send({ name: 'R-7.pdf', content: '%PDF-1.7 wrong one' })).toBeNull()
    expect(await send({ name: 'R-7.pdf', content: '%PDF-1.7 right one' })).toBeNull()
    expect((await one()).files).toMatchObject([{ name: 'R-7.pdf', size: 18, contentType: 'application/pdf', sentBy: expect.any(String) }, { name: 'R-7.pdf', size: 18 }])
    const address = /\/invoice-files\/file_[0-9a-f]{32}/.exec((await app.page(page())).text)![0]
    const got = await app.page(`${token}${address}`)
    expect([got.text, got.headers['content-disposition']]).toEqual(['%PDF-1.7 right one', "attachment; filename*=UTF-8''R-7.pdf"])
    const other = new URL((await mintPartnerLink(maven.ctx, agrees.partnerId, { send: false })).url).pathname
    expect((await app.page(`${other}${address}`)).status).toBe(404)
    expect((await app.server.inject({ method: 'POST', url: `${other}/statements/2026-Q3/invoice/file`, ...(await formWithFile({ currency: 'EUR', id: (await one()).id }, { field: 'file', name: 'x.pdf', content: '%PDF-1.7 theirs' })) })).statusCode).toBe(404)
  })

  test('comes with the invoice, which is refused as a whole where its file is', async () => {
    await arrange(third, { mode: 'partner' })
    const link = new URL((await mintPartnerLink(maven.ctx, third.partnerId, { send: false })).url).pathname
    const fields = { currency: 'EUR', statement: await statementOf(third), number: 'T-1', amount: '1180.00', on: '2026-11-20' }
    expect(await sendForm(`${link}/statements/2026-Q3/invoice`, fields, { name: 'T-1.zip', content: 'PK\x03\x04' })).toContain('“T-1.zip” cannot be taken.')
    expect(await sendForm(`${link}/statements/2026-Q3/invoice`, fields, { name: 'T-1.pdf', content: new Uint8Array(11 * 1024 ** 2) })).toContain('too large')
    expect(await invoices(third)).toEqual([])
    for (let n = 0; n < 2; n += 1) expect(await sendForm(`${link}/statements/2026-Q3/invoice`, fields, { name: 'T-1.xml', content: '<?xml version="1.0"?><Invoice/>' })).toBeNull()
    expect(await invoices(third)).toMatchObject([{ number: 'T-1', files: [{ name: 'T-1.xml', contentType: 'application/xml' }] }])
  })

  test('through the API: the ladder, and staff add and fetch what came by mail', async () => {
    const { id, files } = await one()
    expect([(await app.call('POST', `/invoices/${id}/files`, { query: { name: 'a.pdf' } })).status, (await app.call('GET', `/invoices/${id}/files/${files[0].id}`)).status]).toEqual([401, 401])
    for (const role of ['manager', 'rep', 'viewer'] as const) expect([(await post(id, 'a.pdf', '%PDF-', maven.keys[role])).status, (await app.call('GET', `/invoices/${id}/files/${files[0].id}`, { key: maven.keys[role] })).status]).toEqual([403, 403])
    expect([(await post(id, 'a.pdf', '%PDF-', rival.key)).status, (await rival.call('GET', `/invoices/${id}/files/${files[0].id}`)).status, (await maven.call('GET', `/invoices/${id}/files/${showId('file', newId())}`)).status]).toEqual([404, 404, 404])
    expect((await post(id, 'a.pdf', 'words')).json).toMatchObject({ status: 422, code: 'files.kind', fields: [{ field: 'file' }] })
    expect((await maven.call('POST', `/invoices/${id}/files`, { query: { name: 'a.pdf' } })).json).toMatchObject({ status: 422, code: 'files.not_raw' })
    expect([(await post(id, 'mail.pdf', '%PDF-1.7 by mail')).json, (await post(id, 'mail.pdf', '%PDF-1.7 by mail')).json]).toEqual([{ added: 1 }, { added: 0 }])
    const got = await maven.call('GET', `/invoices/${id}/files/${(await one()).files[0].id}`)
    expect([got.text, got.headers['content-type'], got.headers['x-content-type-options']]).toEqual(['%PDF-1.7 by mail', 'application/pdf', 'nosniff'])
    for (const n of [4, 5]) await post(id, `${n}.pdf`, `%PDF-1.7 ${n}`)
    expect((await post(id, '6.pdf', '%PDF-1.7 6')).json).toMatchObject({ status: 409, code: 'payouts.too_many_documents' })
    expect((await one()).can.addFile).toEqual({ allowed: false, why: 'At most 5 documents of one invoice are kept.' })
  })
})

test('self-billing: each statement has its invoice under the next number, with both sides, VAT and agreement, as PDF', async () => {
  expect((await maven.call('PUT', '/invoice-settings', { body: ours })).status).toBe(204)
  await giveDetail(app, maven, agrees, { form: 'vat', number: 'PT501964843', mode: 'reverse_charge' })
  expect((await arrange(agrees, { mode: 'self', agreedOn: '2026-06-01', address: 'Rua 1, Lisboa' })).status).toBe(204)
  const statement = await statementOf(agrees)
  const bill = () => transact(maven.ctx, (tx) => selfBill(tx, statement.replace(/^stm_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')))
  await Promise.all([bill(), bill(), bill()])
  const [invoice] = await invoices(agrees)
  expect([(await invoices(agrees)).length, invoice]).toMatchObject([1, { kind: 'self', number: 'ML-000001', gross: { amountMinor: '118000' }, vatMode: 'reverse_charge' }])
  const pdf = async () => app.server.inject({ method: 'GET', url: `/api/v1/invoices/${invoice.id}/invoice.pdf`, headers: { authorization: `Bearer ${maven.keys.finance}` } })
  const [one, other] = [(await pdf()).rawPayload, (await pdf()).rawPayload]
  expect([one.subarray(0, 5).toString(), one.equals(other)]).toEqual(['%PDF-', true])
  const link = new URL((await mintPartnerLink(maven.ctx, agrees.partnerId, { send: false })).url).pathname
  expect((await app.page(`${link}/statements/2026-Q3`)).text).toContain('ML-000001')
  expect((await app.page(`${link}/statements/2026-Q3/invoices/${invoice.id}`)).status).toBe(200)
  expect((await app.page(`${token}/statements/2026-Q3/invoices/${invoice.id}`)).status).toBe(404)
})

test('by itself when statements are issued, and no number is left out, also where one fails', async () => {
  const ws = await app.workspace('Numbers')
  await ws.call('PUT', '/invoice-settings', { body: ours })
  for (let n = 0; n < 5; n += 1) {
    const payee = await newPayee(ws, `P${n}`)
    await earn(ws, payee.partnerId, '50000')
    await arrange(payee, { mode: 'self', agreedOn: '2026-06-01', address: 'Somewhere' }, ws.keys.finance, ws)
  }
  await ws.call('PUT', '/statement-periods/2026-Q3')
  await app.runJobs()
  await expect(transact(ws.ctx, async (tx) => {
    await tx.q.updateTable('invoice_sequence').set((e) => ({ last: e('last', '+', 1) })).where('workspace_id', '=', tx.workspace).execute()
    throw new Error('on the way')
  })).rejects.toThrow('on the way')
  const { json } = await ws.call('GET', '/invoices')
  expect(json.items.map((one: { number: string }) => one.number).sort()).toEqual(Array.from({ length: 5 }, (_, i) => `ML-00000${i + 1}`))
})
