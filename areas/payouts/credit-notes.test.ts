// What is taken back of an invoice is on a credit note for it, once and never more than the invoice has, and is set off with its VAT.
import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import papaparse from 'papaparse'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId, parseId, showId } from '../../kernel/ids.ts'
import { transact } from '../../platform/db/transact.ts'
import { formWithFile } from '../../test/setup/form-with-file.ts'
import type { Json, TestServer } from '../../test/setup/server.ts'
import { shareOut, sumOf } from './credit-rules.ts'
import { earn, takeBack } from './test/earn.ts'
import { invoicedApp, openOffice, selfBilled, type Office } from './test/invoiced.ts'
import type { Payee } from './test/world.ts'
import { selfBill } from './write-invoice.ts'

describe('what is for which credit note', () => {
  const line = (lineId: string, about: string, minor: bigint) => ({ lineId, about, minor })
  test('an item that is taken back lowers the invoices that have it, the newest first; the rest is set off on its own', () => {
    const shares = shareOut([line('a', 'x', 50n), line('b', 'x', -130n), line('c', 'y', -10n)], [{ invoiceId: '1', about: 'x', minor: 100n }, { invoiceId: '2', about: 'x', minor: 20n }], new Map([['1', 100n], ['2', 20n]]))
    expect([shares.own, [...shares.credits]]).toEqual([[{ lineId: 'a', netMinor: 50n }, { lineId: 'b', netMinor: -10n }, { lineId: 'c', netMinor: -10n }], [['2', [{ lineId: 'b', netMinor: -20n }]], ['1', [{ lineId: 'b', netMinor: -100n }]]]])
  })
  test('nothing is lost or told twice, and no invoice is lowered below nothing', () => {
    const abouts = fc.constantFrom('x', 'y', 'z')
    fc.assert(fc.property(fc.array(fc.tuple(abouts, fc.bigInt(-900n, 900n).filter((minor) => minor !== 0n)), { maxLength: 20 }), fc.array(fc.tuple(fc.constantFrom('1', '2', '3'), abouts, fc.bigInt(1n, 900n)), { maxLength: 9 }), fc.bigInt(0n, 900n), (lines, parts, left) => {
      const invoiced = [...new Map(parts.map(([invoiceId, about, minor]) => [`${invoiceId} ${about}`, { invoiceId, about, minor }])).values()]
      const { own, credits } = shareOut(lines.map(([about, minor], i) => line(`l${i}`, about, minor)), invoiced, new Map([['1', left], ['2', 900n], ['3', 0n]]))
      expect(sumOf(own) + [...credits.values()].reduce((sum, one) => sum + sumOf(one), 0n)).toBe(lines.reduce((sum, [, minor]) => sum + minor, 0n))
      for (const [id, shares] of credits) expect(-sumOf(shares)).toBeLessThanOrEqual(id === '1' ? left : id === '2' ? 900n : 0n)
      for (const [id, shares] of credits) expect(-sumOf(shares)).toBeLessThanOrEqual(invoiced.filter((one) => one.invoiceId === id).reduce((sum, one) => sum + one.minor, 0n))
    }))
  })
})

let app: TestServer
let office: Office
beforeAll(async () => {
  app = await invoicedApp()
})
beforeEach(async () => void (office = await openOffice(app)))
afterEach(async () => expect(await office.verify()).toEqual([]))
afterAll(() => app?.close())

const pay = async () => {
  const payments = await office.sendOut(await office.make())
  for (const payment of payments) await office.outcome(payment, 'paid')
  return payments
}
/** What a reader of the statement's PDF sees, a line each. */
const pdfOf = async (id: string): Promise<string> => {
  const answer = await app.server.inject({ method: 'GET', url: `/api/v1/statements/${id}/statement.pdf`, headers: { authorization: `Bearer ${office.ws.key}` } })
  const operators = [...answer.rawPayload.toString('latin1').matchAll(/\/FlateDecode\n>>\nstream\n([^]*?)\nendstream/g)].map(([, packed = '']) => inflateSync(Buffer.from(packed, 'latin1')).toString('latin1')).filter((text) => text.includes('BT'))
  return operators.flatMap((page) => [...page.matchAll(/\((.*)\) Tj/g)].map(([, text]) => text)).join('\n').replaceAll('\x80', '€')
}
const nextPeriod = async () => {
  await office.travel('2027-01-05T09:00:00Z')
  await office.issue('2026-Q4')
}
const tellInvoice = (statement: string, number: string, amountMinor: string) => office.ask('POST', `/statements/${statement}/invoice`, { number, on: '2026-11-20', amountMinor })

describe('raised by the partner', () => {
  let payee: Payee
  let items: string[]
  let original: Json
  let statement: string
  let page: string
  /** Two introductions are invoiced and paid; one is taken back and another one comes. */
  beforeEach(async () => {
    payee = await office.payee('Nordlicht', { mode: 'partner', vatPercent: 19 })
    items = [await earn(office.ws, payee.partnerId, '10001'), await earn(office.ws, payee.partnerId, '20002')]
    await office.issue('2026-Q3')
    await tellInvoice((await office.statements(payee))[0].id, 'R-1', '35704')
    original = (await office.invoices(payee))[0]
    await pay()
    await takeBack(office.ws, payee.partnerId, items[0]!)
    await nextPeriod()
    statement = (await office.statements(payee))[0].id
    page = `${await office.linkOf(payee)}/statements/2026-Q4`
  })
  const send = async (fields: Record<string, string>, file?: { name: string; content: string }) => {
    const answer = await app.server.inject({ method: 'POST', url: `${page}/credit-note`, ...(await formWithFile({ currency: 'EUR', statement, invoice: original.id, number: 'C-1', amount: '119.01', on: '2027-01-04', ...fields }, file && { field: 'file', ...file })) })
    expect(answer.statusCode, answer.payload.slice(0, 300)).toBe(303)
    return new URLSearchParams(String(answer.headers.location).split('?')[1]?.split('#')[0]).get('problem')
  }

  test('the page says for which invoice and how much; what is sent lowers VAT, is set off with the next payment, and the same again changes nothing', async () => {
    expect(original).toMatchObject({ vat: { amountMinor: '5701' }, left: { amountMinor: '30003' }, credits: null })
    const text = (await app.page(page)).text
    // 19 % of 300.03 is 57.01, of 200.02 is 38.00: 19.01 are taken back.
    expect(text).toContain('Please send us a credit note for it of €119.02, of which €19.01 VAT.')
    expect((await office.ask('GET', `/statements/${statement}/wanted-invoices`)).items).toMatchObject([{ raisedBy: 'partner', credits: { id: original.id, number: 'R-1' }, net: { amountMinor: '-10001' }, vat: { amountMinor: '-1901' }, gross: { amountMinor: '-11902' } }])
    expect(await send({})).toBe('The credit note must come to €119.02, as what was taken back does with VAT.')
    expect(await send({ amount: '119.02', number: 'R-1' })).toBe('This number was used for another statement. Each invoice has its own.')
    expect(await send({ amount: '119.02', number: '' })).toBe('Give the number of the credit note.')
    expect(await send({ amount: '119.02' }, { name: 'c.docx', content: 'PK\x03\x04' })).toContain('cannot be taken')
    expect((await office.invoices(payee)).length).toBe(1)
    for (let n = 0; n < 3; n += 1) expect(await send({ amount: '119.02' }, { name: 'C-1.pdf', content: '%PDF-1.7 credit' })).toBeNull()
    const [note, invoice] = await office.invoices(payee)
    expect(note).toMatchObject({ number: 'C-1', kind: 'partner', credits: { id: original.id, number: 'R-1' }, gross: { amountMinor: '-11902' }, files: [{ name: 'C-1.pdf' }] })
    expect([invoice.left.amountMinor, (await app.page(page)).text.includes('It takes back a part of invoice <b dir="auto">R-1</b>.')]).toEqual(['20002', true])
    expect(await office.balances('input_vat', 'vat_payable')).toEqual([['input_vat', '3800'], ['vat_payable', '1901']])
    expect((await office.preview()).payments).toEqual([])
    const journal = (await office.ws.call('GET', '/ledger/journal.csv', { query: { from: '2027-01-05', to: '2027-01-05' } })).text.split('\r\n').filter((row) => row.includes('VAT of a credit note'))
    expect([journal.length, journal.every((row) => row.includes(note.id)), journal.every((row) => row.includes(payee.id))]).toEqual([2, true, true])
    // A balance below zero is carried to what is earned next.
    await earn(office.ws, payee.partnerId, '40000')
    await office.travel('2027-04-05T09:00:00Z')
    await office.issue('2027-Q1')
    await tellInvoice((await office.statements(payee))[0].id, 'R-2', '47600')
    const [payment] = await pay()
    expect(payment).toMatchObject({ gross: { amountMinor: '29999' }, vat: { amountMinor: '5699' }, amount: { amountMinor: '35698' } })
    expect(await office.balances('vat_payable', 'clawback_receivable', 'paid')).toEqual([['paid', `-${35_704 + 35_698}`]])
  })

  test('the ladder, and each refusal in words', async () => {
    const body = { invoiceId: original.id, number: 'C-1', on: '2027-01-04', amountMinor: '11902' }
    const path = `/statements/${statement}/credit-notes`
    const rival = await app.workspace('Rival')
    for (const [method, route] of [['POST', path], ['GET', `/statements/${statement}/wanted-invoices`]] as const) {
      const options = method === 'POST' ? { body } : {}
      expect((await app.call(method, route, options)).status).toBe(401)
      for (const role of ['manager', 'rep', 'viewer'] as const) expect((await app.call(method, route, { ...options, key: office.ws.keys[role] })).status).toBe(403)
      expect((await rival.call(method, route, options)).status).toBe(404)
    }
    const tell = (more: object) => office.ws.call('POST', path, { body: { ...body, ...more } })
    expect((await tell({ number: '' })).json).toMatchObject({ status: 422, fields: [{ field: 'number' }] })
    expect((await tell({ amountMinor: '1' })).json).toMatchObject({ code: 'payouts.credit_note_amount', fields: [{ field: 'amount' }] })
    expect((await tell({ invoiceId: showId('invoice', newId()) })).status).toBe(404)
    expect((await office.ws.call('POST', `/statements/${(await office.statements(payee))[1].id}/credit-notes`, { body })).json).toMatchObject({ status: 409, code: 'payouts.no_credit_note_wanted' })
    const told = await tell({})
    expect(told.status).toBe(201)
    expect((await tell({ invoiceId: told.json.id, number: 'C-3' })).json).toMatchObject({ status: 409, code: 'payouts.no_credit_note_wanted' })
    expect([(await tell({})).status, (await tell({ number: 'C-2' })).json.code]).toEqual([201, 'payouts.credited_already'])
    expect((await office.ws.eventTypes()).filter((type) => type === 'invoice.credit_told').length).toBe(1)
  })

  test('stands in the files of the statement, as its invoice does, and changes no amount in them', async () => {
    const rowsOf = async (id: string) => papaparse.parse<Record<string, string>>((await office.ws.call('GET', `/statements/${id}/statement.csv`)).text, { header: true, skipEmptyLines: true }).data
    const before = await rowsOf(statement)
    expect(await pdfOf(statement)).not.toContain('Credit note')
    expect(await send({ amount: '119.02' })).toBeNull()
    const papers = (rows: Record<string, string>[]) => rows.filter((row) => row['number'] !== '').map((row) => [row['kind'], row['date'], row['number'], row['amount'], row['net'], row['vat'], row['total'], row['credits']])
    const after = await rowsOf(statement)
    expect(papers(after)).toEqual([['credit_note', '2027-01-04', 'C-1', '', '-100.01', '-19.01', '-119.02', 'R-1']])
    expect(after.filter((row) => row['number'] === '')).toEqual(before)
    expect(papers(await rowsOf((await office.statements(payee))[1].id))).toEqual([['invoice', '2026-11-20', 'R-1', '', '300.03', '57.01', '357.04', '']])
    const said = await pdfOf(statement)
    for (const part of ['Credit note', 'Your credit note C-1 of Mon, Jan 4, 2027', '-€119.02', 'Takes back a part of invoice R-1. Net -€100.01, VAT at 19\u00a0% -€19.01.']) expect(said).toContain(part)
    expect(await pdfOf((await office.statements(payee))[1].id)).toContain('Your invoice R-1 of Fri, Nov 20, 2026')
    expect(await pdfOf(statement)).toBe(said)
  })

  test('another partner’s link says nothing of it', async () => {
    const other = await office.payee('Other', { mode: 'partner', vatPercent: 19 })
    await earn(office.ws, other.partnerId, '500')
    page = `${await office.linkOf(other)}/statements/2026-Q4`
    expect((await app.server.inject({ method: 'POST', url: `${page}/credit-note`, ...(await formWithFile({ currency: 'EUR', statement, invoice: original.id, number: 'X', amount: '119.02', on: '2027-01-04' })) })).statusCode).toBe(404)
    expect((await office.invoices(payee)).length).toBe(1)
  })

  test('told ten times at once under ten numbers there is one, and the database lets no one take back more than there is', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => office.ws.call('POST', `/statements/${statement}/credit-notes`, { body: { invoiceId: original.id, number: `C-${n}`, on: '2027-01-04', amountMinor: '11902' } })))
    expect(answers.map((one) => one.status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)])
    expect((await office.invoices(payee)).length).toBe(2)
    const copy = (net: bigint, of = parseId('invoice', original.id)!) => transact(office.ws.ctx, (tx) => sql`
      insert into invoice (workspace_id, id, statement_id, credits_id, partner_id, invoicing_id, kind, number, issued_on, currency, net_minor, vat_minor, gross_minor, vat_mode, vat_rate, sentence, made_at)
      select workspace_id, ${newId()}, (select min(id::text)::uuid from statement where id <> i.statement_id and partner_id = i.partner_id), ${of}, partner_id, invoicing_id, kind, ${newId()}, issued_on, currency, ${net}::bigint, 0, ${net}::bigint, vat_mode, vat_rate, sentence, made_at from invoice i where id = ${parseId('invoice', original.id)!} and workspace_id = ${tx.workspace}`.execute(tx.q))
    await expect(copy(-20_003n)).rejects.toMatchObject({ code: '23514' })
    await expect(copy(20_002n)).rejects.toMatchObject({ code: '23514' })
    const note = (await office.invoices(payee))[0]!
    await expect(copy(-1n, parseId('invoice', note.id)!)).rejects.toMatchObject({ code: '23514', constraint: 'invoice_credits_check' })
  })

  test('a payment that comes back owes again what was set off in it, and is sent again with it', async () => {
    await send({ amount: '119.02' })
    await earn(office.ws, payee.partnerId, '40000')
    await office.travel('2027-04-05T09:00:00Z')
    await office.issue('2027-Q1')
    await tellInvoice((await office.statements(payee))[0].id, 'R-2', '47600')
    const [payment] = await office.sendOut(await office.make())
    await office.outcome(payment, 'returned')
    expect(await office.balances('vat_payable', 'in_transit')).toEqual([['vat_payable', '-5699']])
    const [again] = await office.sendOut(await office.again(payment))
    expect(again.amount).toEqual(payment.amount)
    await office.outcome(again, 'paid')
    expect(await office.balances('vat_payable', 'in_transit')).toEqual([])
  })
})

test('what is taken back before it was paid: its VAT waits for the credit note and never leaves', async () => {
  const payee = await office.payee('Nordlicht', { mode: 'partner', vatPercent: 20 })
  const item = await earn(office.ws, payee.partnerId, '10000')
  await earn(office.ws, payee.partnerId, '30000')
  await office.issue('2026-Q3')
  await tellInvoice((await office.statements(payee))[0].id, 'R-1', '48000')
  await takeBack(office.ws, payee.partnerId, item)
  expect((await office.preview()).payments).toMatchObject([{ gross: { amountMinor: '30000' }, vat: { amountMinor: '6000' } }])
  await pay()
  await nextPeriod()
  const [told] = await office.statements(payee)
  await office.ask('POST', `/statements/${told.id}/credit-notes`, { invoiceId: (await office.invoices(payee))[0].id, number: 'C-1', on: '2027-01-04', amountMinor: '12000' })
  expect([await office.balances('vat_payable', 'input_vat'), (await office.preview()).payments]).toEqual([[['input_vat', '6000']], []])
})

test('what a quarter earned is invoiced by itself and waits for that, though more of the one before was taken back', async () => {
  const payee = await office.payee('Nordlicht', { mode: 'partner', vatPercent: 10 })
  const item = await earn(office.ws, payee.partnerId, '90000')
  await office.issue('2026-Q3')
  await tellInvoice((await office.statements(payee))[0].id, 'R-1', '99000')
  await pay()
  await takeBack(office.ws, payee.partnerId, item)
  await earn(office.ws, payee.partnerId, '20000')
  await nextPeriod()
  const [told] = await office.statements(payee)
  expect((await office.ask('GET', `/statements/${told.id}/wanted-invoices`)).items).toMatchObject([{ credits: null, net: { amountMinor: '20000' }, gross: { amountMinor: '22000' } }, { credits: { number: 'R-1' }, gross: { amountMinor: '-99000' } }])
  await tellInvoice(told.id, 'R-2', '22000')
  await office.ask('POST', `/statements/${told.id}/credit-notes`, { invoiceId: (await office.invoices(payee)).at(-1)!.id, number: 'C-1', on: '2027-01-04', amountMinor: '99000' })
  expect((await office.invoices(payee)).at(-1)!.left.amountMinor).toBe('0')
  expect(await office.balances('vat_payable')).toEqual([['vat_payable', '7000']])
})

test('self-billed: the credit note has the next number, names its invoice, is there as PDF and once, however often it is made out', async () => {
  const payee = await office.payee('Agrees', { ...selfBilled, vatPercent: 19 })
  const item = await earn(office.ws, payee.partnerId, '10001')
  await earn(office.ws, payee.partnerId, '20002')
  await office.issue('2026-Q3')
  await pay()
  await takeBack(office.ws, payee.partnerId, item)
  await earn(office.ws, payee.partnerId, '50000')
  await nextPeriod()
  const told = parseId('statement', (await office.statements(payee))[0].id)!
  await Promise.all([1, 2, 3].map(() => transact(office.ws.ctx, (tx) => selfBill(tx, told))))
  const all = await office.invoices(payee)
  expect(all.map((one) => [one.number, one.net.amountMinor, one.vat.amountMinor, one.credits?.number ?? null])).toEqual([['ML-000003', '-10001', '-1901', 'ML-000001'], ['ML-000002', '50000', '9500', null], ['ML-000001', '30003', '5701', null]])
  const pdf = () => app.server.inject({ method: 'GET', url: `/api/v1/invoices/${all[0]!.id}/invoice.pdf`, headers: { authorization: `Bearer ${office.ws.keys.finance}` } })
  const [one, other] = [(await pdf()).rawPayload, (await pdf()).rawPayload]
  expect([one.subarray(0, 5).toString(), one.equals(other)]).toEqual(['%PDF-', true])
  const page = `${await office.linkOf(payee)}/statements/2026-Q4`
  expect((await app.page(page)).text).toContain('We made out credit note <b>ML-000003</b> for you, -€119.02. It takes back a part of invoice <b dir="auto">ML-000001</b>.')
  expect((await app.page(`${page}/invoices/${all[0]!.id}`)).status).toBe(200)
  const [payment] = await pay()
  expect(payment).toMatchObject({ gross: { amountMinor: '39999' }, vat: { amountMinor: '7599' }, amount: { amountMinor: '47598' } })
  expect(await office.balances('vat_payable', 'input_vat')).toEqual([['input_vat', '13300']])
})
