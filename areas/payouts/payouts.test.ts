// From what is owed to what arrived: two people, files for the bank, the bank's word, and nothing ever twice.
import { sql } from 'kysely'
import papaparse from 'papaparse'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId, parseId, showId, type Id } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { part as events } from '../../platform/events/index.ts'
import { capturingTransport, mailPart } from '../../platform/mail/index.ts'
import { testServer, type Answer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { changePartner, part as partners } from '../partners/index.ts'
import { part as ledger, verifyLedger } from '../ledger/index.ts'
import { part as program } from '../program/index.ts'
import { part } from './index.ts'
import { earn, takeBack } from './test/earn.ts'
import { bankForm, dutchIban, germanIban, giveDetail, newPayee, ownAccount, settingsOf, type Payee } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let ben: Awaited<ReturnType<TestWorkspace['member']>>
let cleo: Awaited<ReturnType<TestWorkspace['member']>>
const today = '2026-11-24'

beforeAll(async () => {
  app = await testServer([events, mailPart(capturingTransport, 'alongside@localhost'), partners, program, ledger, part])
  app.clock.now = Temporal.Instant.from(`${today}T09:00:00Z`)
})
beforeEach(async () => {
  maven = await app.workspace('Maven Labs')
  ben = await maven.member('finance', 'Ben')
  cleo = await maven.member('finance', 'Cleo')
  await maven.call('PUT', '/payout-settings', { body: settingsOf() })
})
afterEach(async () => {
  expect((await read(maven.ctx, verifyLedger)).problems).toEqual([])
})
afterAll(() => app?.close())

type Who = { session: string }
const ask = (who: Who, method: string, path: string, body?: unknown): Promise<Answer> => app.call(method, path, { session: who.session, ...(body === undefined ? {} : { body }) })
const good = async (call: Promise<Answer>) => {
  const answer = await call
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.json
}
const refused = async (call: Promise<Answer>) => {
  const answer = await call
  return [answer.status, answer.json.code]
}
const preview = () => good(ask(ben, 'GET', '/payouts/preview'))
const make = async (who: Who = ben, more: object = {}) => (await good(ask(who, 'POST', '/payouts', more))).id as string
const approve = (id: string, who: Who = cleo) => ask(who, 'PUT', `/payouts/${id}/approval`, {})
const sendOut = (id: string, who: Who = ben) => ask(who, 'POST', `/payouts/${id}/files`)
const payments = async (query = '') => (await good(ask(ben, 'GET', `/payments?limit=200${query}`))).items
const results = (body: string, name = 'bank.csv') => app.call('POST', '/payment-results', { session: ben.session, headers: { 'content-type': 'text/csv' }, query: { name }, body })
const posted = async () => Object.fromEntries((await read(maven.ctx, (r) => sql<{ state: string; n: number }>`select state, count(*)::int as n from payment where workspace_id = ${r.workspace} group by 1`.execute(r.q))).rows.map((row) => [row.state, row.n]))

/** Somebody with an account and something to get. */
async function owed(amountMinor: string, form: Record<string, string> | null = bankForm(), name = 'Nordlicht'): Promise<Payee & { item: Id }> {
  const payee = await newPayee(maven, name)
  if (form) await giveDetail(app, maven, payee, form)
  return { ...payee, item: await earn(maven, payee.partnerId, amountMinor) }
}
/** Made by Ben, approved by Cleo, sent. */
async function sent(): Promise<string> {
  const id = await make()
  expect((await approve(id)).status).toBe(200)
  expect((await sendOut(id)).status).toBe(201)
  return id
}

describe('the ladder', () => {
  const calls = (payout: string, payment: string) => [
    ['GET', '/payouts'], ['GET', '/payouts/preview'], ['POST', '/payouts', {}], ['POST', '/payouts/again', { paymentIds: [payment] }], ['GET', `/payouts/${payout}`], ['PUT', `/payouts/${payout}/approval`, {}], ['PUT', `/payouts/${payout}/cancellation`, { why: 'x' }],
    ['POST', `/payouts/${payout}/files`], ['POST', `/payouts/${payout}/files/${showId('paymentFile', newId())}/downloads`], ['GET', '/payments'], ['GET', '/payments.csv'], ['POST', '/payments/1099-nec/downloads?year=2026'], ['PUT', `/payments/${payment}/withdrawal`, { why: 'x' }],
    ['PUT', `/payments/${payment}/outcome`, { outcome: 'paid', on: today }],
  ] as [string, string, unknown?][]

  test('401, 403, and a stranger’s 404', async () => {
    await owed('118000')
    const id = await make()
    const [payment] = await payments()
    const rival = await app.workspace('Rival')
    for (const [method, path, body] of calls(id, payment.id)) {
      expect([path, (await app.call(method, path, { body })).status]).toEqual([path, 401])
      for (const role of ['manager', 'rep', 'viewer'] as const) expect([path, (await app.call(method, path, { key: maven.keys[role], body })).status]).toEqual([path, 403])
      if (path.includes('_') || path.includes('again')) expect([path, (await rival.call(method, path, { session: rival.session, body })).status]).toEqual([path, 404])
    }
    expect((await rival.call('GET', '/payments')).json.items).toEqual([])
    expect((await rival.call('GET', '/payouts')).json.items).toEqual([])
  })
  test.each([
    ['POST', '/payouts', { upTo: '2026-02-30' }, 'upTo'], ['POST', '/payouts', { executionOn: '2026-11-23' }, 'executionOn'], ['POST', '/payouts', { upTo: '2027-11-23' }, 'upTo'], ['POST', '/payouts', { executionOn: '2027-11-23' }, 'executionOn'], ['POST', '/payouts/again', { paymentIds: [] }, 'paymentIds'],
    ['PUT', `/payments/${showId('payment', newId())}/outcome`, { outcome: 'lost', on: today }, 'outcome'], ['POST', '/payments/1099-nec/downloads?year=x', undefined, 'year'], ['POST', '/payouts', { include: [{ partnerId: showId('partner', newId()), currency: 'EUR', why: '' }] }, 'include.0.why'],
  ])('422 %s %s %j', async (method, path, body, field) => {
    const answer = await ask(ben, method, path, body)
    expect([answer.status, answer.json.fields?.[0]?.field], answer.text).toEqual([422, field])
  })
  test('software makes and approves nothing', async () => {
    await owed('118000')
    expect(await refused(maven.call('POST', '/payouts', { body: {} }))).toEqual([403, 'payouts.needs_person'])
    const id = await make()
    expect(await refused(maven.call('PUT', `/payouts/${id}/approval`, { body: {} }))).toEqual([403, 'payouts.needs_person'])
  })
  test('a partner that nobody knows, and nothing to pay', async () => {
    expect((await ask(ben, 'POST', '/payouts', { leaveOut: [{ partnerId: showId('partner', newId()), currency: 'EUR' }] })).status).toBe(404)
    expect(await refused(ask(ben, 'POST', '/payouts', {}))).toEqual([409, 'payouts.nothing_to_pay'])
  })
})

describe('the preview', () => {
  test('who, what, and why not', async () => {
    const paid = await owed('118000', bankForm(), 'A')
    const nowhere = await owed('40000', null, 'C')
    const paused = await owed('40000', bankForm(), 'D')
    await changePartner(maven.ctx, paused.partnerId, { state: 'paused' })
    const moved = await owed('40000', bankForm(), 'E')
    await giveDetail(app, maven, moved, bankForm(germanIban))
    const undone = await owed('40000', bankForm(), 'G')
    await takeBack(maven, undone.partnerId, undone.item)
    const seen = await preview()
    expect(seen.payments.map((p: { partner: { id: string } }) => p.partner.id)).toEqual([paid.id])
    expect(seen.payments[0]).toMatchObject({ amount: { amountMinor: '118000', currency: 'EUR' }, method: 'sepa', account: 'IBAN of Netherlands ending in 4300, Nordlicht Beratung', lines: 1, disputed: null })
    expect(seen.totals).toEqual([{ amount: { amountMinor: '118000', currency: 'EUR' }, payments: 1 }])
    expect(seen.executionOn).toBe('2026-11-25')
    const why = new Map(seen.notPaid.map((one: { partner: { id: string }; reasons: { code: string }[] }) => [one.partner.id, one.reasons.map((reason) => reason.code)]))
    expect([nowhere, paused, moved, undone].map((who) => why.get(who.id))).toEqual([['no_bank_detail'], ['partner_not_active'], ['bank_detail_on_hold'], ['nothing_left']])
  })
  test('what was previewed is what is made; what may be overruled needs a reason', async () => {
    await owed('118000')
    const paused = await owed('40000')
    await changePartner(maven.ctx, paused.partnerId, { state: 'paused' })
    const { fingerprint } = await preview()
    const late = await owed('100')
    expect(await refused(ask(ben, 'POST', '/payouts', { fingerprint }))).toEqual([409, 'payouts.preview_changed'])
    const id = await make(ben, { leaveOut: [{ partnerId: late.id, currency: 'EUR' }], include: [{ partnerId: paused.id, currency: 'EUR', why: 'The tail of the agreement.' }] })
    const made = await payments()
    expect(made.map((p: { amount: { amountMinor: string }; overruledWhy: string | null }) => [p.amount.amountMinor, p.overruledWhy]).sort()).toEqual([['118000', null], ['40000', 'The tail of the agreement.']])
    expect((await approve(id)).status).toBe(200)
  })
})

describe('two people', () => {
  test('whoever made it does not approve it, said by server and database', async () => {
    await owed('118000')
    const id = await make()
    expect((await good(ask(ben, 'GET', `/payouts/${id}`))).can.approve).toEqual({ allowed: false, why: 'Whoever made a payout does not approve it. Ask a second person from finance or an admin.' })
    expect(await refused(approve(id, ben))).toEqual([403, 'payouts.second_person'])
    await expect(transact(ben.ctx, (tx) => sql`update payout set state = 'approved', approved_by = made_by, approved_at = now() where workspace_id = ${tx.workspace}`.execute(tx.q))).rejects.toThrow('payout_two_people')
    expect(await refused(sendOut(id))).toEqual([409, 'payouts.not_approved'])
    await expect(transact(ben.ctx, (tx) => sql`update payout_payment set state = 'sent' where workspace_id = ${tx.workspace}`.execute(tx.q))).rejects.toThrow('check')
    expect(await posted()).toEqual({})
    expect((await approve(id)).status).toBe(200)
    expect(await posted()).toEqual({ in_transit: 1 })
    expect((await approve(id)).status).toBe(200)
    const third = await maven.member('admin', 'Dora')
    expect(await refused(approve(id, third))).toEqual([409, 'payouts.not_waiting'])
  })
  test.each<[string, (who: Payee & { item: Id }) => Promise<unknown>]>([
    ['the account', (who) => giveDetail(app, maven, who, bankForm(germanIban))], ['the partnership', (who) => changePartner(maven.ctx, who.partnerId, { state: 'ended' })], ['what is owed', (who) => takeBack(maven, who.partnerId, who.item)],
  ])('changed since: %s', async (_, change) => {
    await owed('118000', bankForm(), 'Fine')
    const who = await owed('40000', bankForm(), 'Changed')
    const id = await make()
    await change(who)
    const answer = await approve(id)
    // A reversal is a line of its own, for the next payout; this one is still owed what its lines say.
    if (_ === 'what is owed') return expect(answer.status).toBe(200)
    expect([answer.status, answer.json.code]).toEqual([409, 'payouts.changed_since'])
    expect(answer.json.detail).toContain('Changed')
    const [changed] = (await payments()).filter((p: { partner: { id: string } }) => p.partner.id === who.id)
    expect((await ask(ben, 'PUT', `/payments/${changed.id}/withdrawal`, { why: 'Changed.' })).status).toBe(200)
    expect((await approve(id)).status).toBe(200)
  })
  test('an account that changes after the approval is not sent to', async () => {
    const who = await owed('118000')
    const id = await make()
    await approve(id)
    await giveDetail(app, maven, who, bankForm(germanIban))
    expect(await refused(sendOut(id))).toEqual([409, 'payouts.changed_since'])
    const [payment] = await payments()
    await good(ask(ben, 'PUT', `/payments/${payment.id}/withdrawal`, { why: 'The account changed.' }))
    expect(await refused(sendOut(id))).toEqual([409, 'payouts.empty'])
    expect(await posted()).toEqual({ returned: 1 })
    await good(ask(ben, 'PUT', `/payouts/${id}/cancellation`, { why: 'Empty.' }))
    expect((await preview()).notPaid[0].reasons[0].code).toBe('bank_detail_on_hold')
  })
  test('called off, all of it is payable again', async () => {
    await owed('118000')
    const id = await make()
    expect((await preview()).notPaid[0].reasons[0].code).toBe('in_another_payout')
    await approve(id)
    for (const _ of [1, 2]) expect((await ask(ben, 'PUT', `/payouts/${id}/cancellation`, { why: 'Wrong quarter.' })).status).toBe(200)
    expect([(await preview()).totals[0].amount.amountMinor, await posted()]).toEqual(['118000', { returned: 1 }])
    expect(await refused(sendOut(id))).toEqual([409, 'payouts.not_approved'])
  })
  test.each([['a payment’s amount', `update payout_payment set amount_minor = amount_minor + 1, gross_minor = gross_minor + 1`], ['its account', `update payout_payment set bank_detail_id = gen_random_uuid()`], ['who made it', `update payout set made_by = gen_random_uuid()`], ['its day', `update payout set execution_on = '2027-01-01'`]])('the database keeps %s', async (_, change) => {
    await owed('118000')
    await make()
    await expect(transact(ben.ctx, (tx) => sql`${sql.raw(change)} where workspace_id = ${tx.workspace}`.execute(tx.q))).rejects.toThrow(/not changed|forward only/)
  })
})

describe('files', () => {
  test('one per method and currency, the same each time, with the number of each account once', async () => {
    await maven.call('PUT', '/payout-settings', { body: settingsOf({ ach: { holder: 'Harbourlight Inc', origin: '1123456789', routing: '021000021', bankName: 'JPMorgan Chase' } }) })
    await owed('118000')
    await owed('40000', { form: 'bank', kind: 'iban', holder: 'Atlas', owner: 'business', iban: 'AE070331234567890123456', bic: '' })
    const dollars = await newPayee(maven)
    await giveDetail(app, maven, dollars, { form: 'bank', kind: 'us', holder: 'Kestrel Inc', owner: 'business', routing: '121000358', account: '123456789', type: 'checking' })
    await earn(maven, dollars.partnerId, '55000', { currency: 'USD' })
    const id = await sent()
    const view = await good(ask(ben, 'GET', `/payouts/${id}`))
    expect(view.state).toBe('sent')
    expect(view.files.map((file: { method: string; total: object; payments: number }) => [file.method, file.total, file.payments]).sort()).toEqual([
      ['ach', { amountMinor: '55000', currency: 'USD' }, 1], ['csv', { amountMinor: '40000', currency: 'EUR' }, 1], ['sepa', { amountMinor: '118000', currency: 'EUR' }, 1]])
    for (const file of view.files) {
      const once = await ask(ben, 'POST', `/payouts/${id}/files/${file.id}/downloads`)
      expect([once.status, String(once.headers['content-disposition']).includes(file.reference)]).toEqual([200, true])
      expect((await ask(cleo, 'POST', `/payouts/${id}/files/${file.id}/downloads`)).text).toBe(once.text)
      expect(once.text).toContain({ sepa: dutchIban, csv: 'AE070331234567890123456', ach: '121000358123456789' }[file.method as 'sepa'])
      if (file.method === 'sepa') expect(once.text).toContain(`<IBAN>${ownAccount.iban}</IBAN>`)
    }
    expect((await maven.eventTypes()).filter((type) => type === 'payout.file_downloaded')).toHaveLength(6)
    expect((await sendOut(id)).status).toBe(201)
    expect((await good(ask(ben, 'GET', `/payouts/${id}`))).files).toHaveLength(3)
    expect((await maven.eventTypes()).filter((type) => type === 'payment.sent')).toHaveLength(3)
    expect(await refused(ask(ben, 'PUT', `/payouts/${id}/cancellation`, { why: 'x' }))).toEqual([409, 'payouts.cannot_cancel'])
  })
  test('without an account of ours the same goes out as a list', async () => {
    await maven.call('PUT', '/payout-settings', { body: settingsOf({ sepa: null }) })
    await owed('118000')
    const id = await sent()
    expect((await good(ask(ben, 'GET', `/payouts/${id}`))).files[0].method).toBe('csv')
  })
  test('no number stands in clear in the rows of a file', async () => {
    await owed('118000')
    await sent()
    const rows = await read(maven.ctx, (r) => sql<{ row: string }>`select f::text as row from payment_file f where workspace_id = ${r.workspace}`.execute(r.q))
    expect(rows.rows[0]!.row).not.toContain(dutchIban)
  })
})

describe('the whole story: paid, came back, sent again, paid', () => {
  test('with the bank’s statements, each read twice', async () => {
    const ana = await owed('118000', bankForm(), 'Ana')
    const bea = await owed('40000', bankForm(), 'Bea')
    const id = await sent()
    const [first, second] = [ana, bea].map((who) => who.id)
    const of = async (who: string | undefined) => (await payments(`&partner=${who}`)) as { id: string; reference: string; state: string; againAs: string | null; againOf: string | null; payoutId: string; paidOn: string | null; reason: string | null }[]
    const [a] = await of(first)
    const [b] = await of(second)
    const entry = (reference: string, amount: string, direction: string, more = '') => `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-25</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs>${more}</TxDtls></NtryDtls></Ntry>`
    const camt = (entries: string) => `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>${entries}</Stmt></BkToCstmrStmt></Document>`
    const statement = camt(entry(a!.reference, '1180.00', 'DBIT') + entry(b!.reference, '400.00', 'DBIT') + entry('SOMETHINGELSE', '9.99', 'DBIT'))
    app.clock.now = Temporal.Instant.from('2026-11-26T09:00:00Z')
    const read1 = await good(results(statement, 'statement.xml'))
    expect(read1).toMatchObject({ isRepeat: false, applied: 2, repeated: 0, unknown: 1, problems: [] })
    expect(await good(results(statement, 'statement.xml'))).toEqual({ ...read1, isRepeat: true })
    expect(await good(results(`${statement}\n`, 'the same with a line more.xml'))).toMatchObject({ isRepeat: false, applied: 0, repeated: 2 })
    expect([(await of(first))[0], await posted()]).toMatchObject([{ state: 'paid', paidOn: '2026-11-25' }, { paid: 2 }])
    // Each line says with what it was paid.
    const lineOf = async (who: string | undefined) => (await good(ask(ben, 'GET', `/commissions/${(await good(ask(ben, 'GET', `/commissions?partner=${who}`))).items[0].id}`))).payment
    const standing = async (payment: string, who: string | undefined) => (await good(ask(ben, 'GET', `/commissions?partner=${who}&payment=${payment}`))).total
    const standings = async (who: string | undefined) => [await standing('none', who), await standing('in_transit', who), await standing('paid', who)]
    expect(await lineOf(first)).toEqual({ payout: id, reference: a!.reference, state: 'paid', on: '2026-11-25' })

    expect(await lineOf(second)).toMatchObject({ reference: b!.reference, state: 'paid' })
    const back = camt(entry(b!.reference, '400.00', 'CRDT', '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>').replaceAll('2026-11-25', '2026-11-26'))
    expect(await good(results(back))).toMatchObject({ applied: 1 })
    expect([(await of(second))[0], await posted()]).toMatchObject([{ state: 'returned', reason: 'AC04' }, { paid: 1, returned: 1 }])
    expect(await lineOf(second)).toBeNull()
    expect([await standings(first), await standings(second)]).toEqual([[0, 0, 1], [1, 0, 0]])
    expect(await good(results(`${statement}\n\n`))).toMatchObject({ applied: 0, repeated: 2 }) // late news of the first debit
    const mails = await read(maven.ctx, (r) => r.q.selectFrom('mail').select('subject').where('workspace_id', '=', r.workspace).where('to_email', '=', bea.email).where('key', 'like', 'payment:%').orderBy('id').execute())
    expect(mails.map((mail) => mail.subject)).toEqual(['Paid: €400.00 from Maven Labs', 'A payment of €400.00 came back'])

    await giveDetail(app, maven, bea, bankForm(germanIban))
    const heldBack = await ask(ben, 'POST', '/payouts/again', { paymentIds: [b!.id] })
    expect([heldBack.status, heldBack.json.code, heldBack.json.detail]).toEqual([409, 'payouts.cannot_send_again', expect.stringContaining('on hold')])
    await good(ask(cleo, 'DELETE', `/partners/${bea.id}/payee/hold`, { why: 'Called Bea.' }))
    const again = (await good(ask(ben, 'POST', '/payouts/again', { paymentIds: [b!.id] }))).id as string
    expect(await refused(ask(cleo, 'POST', '/payouts/again', { paymentIds: [b!.id] }))).toEqual([409, 'payouts.cannot_send_again'])
    expect(await refused(approve(again, ben))).toEqual([403, 'payouts.second_person'])
    expect((await approve(again)).status).toBe(200)
    expect((await sendOut(again)).status).toBe(201)
    const both = await of(second)
    expect(both.map((p) => [p.state, p.againOf, p.againAs])).toEqual([['sent', b!.id, null], ['returned', null, both[0]!.id]])
    expect(await lineOf(second)).toEqual({ payout: again, reference: both[0]!.reference, state: 'in_transit', on: null })
    expect(await standings(second)).toEqual([0, 1, 0])
    expect(await good(results(`reference,outcome,on\n${both[0]!.reference},paid,2026-11-26\n`))).toMatchObject({ applied: 1 })
    expect(await posted()).toEqual({ paid: 2, returned: 1 })
    expect([(await of(second)).map((p) => p.state), (await preview()).payments]).toEqual([['paid', 'returned'], []])
    expect((await good(ask(ben, 'GET', `/payouts/${id}`))).payments).toEqual({ paid: 1, returned: 1 })

    // Its timeline tells each word of the bank, and that one went out again; the next payout's tells its own.
    type Told = { type: string; partnerId: string | null; why: string | null; payload: { on?: string; resultFileId?: string | null } }
    const timeline = async (payout: string) => ((await good(ask(ben, 'GET', `/events?subject=${payout}`))).items as Told[]).map((one) => [one.type, one.partnerId, one.payload.on ?? null, Boolean(one.payload.resultFileId), one.why]).toReversed()
    expect((await timeline(id)).map(([type]) => type)).toEqual(['payout.made', 'payout.approved', 'payout.sent', 'payment.paid', 'payment.paid', 'payment.returned', 'payment.scheduled'])
    expect((await timeline(id)).slice(3, 6)).toEqual([['payment.paid', first, '2026-11-25', true, null], ['payment.paid', second, '2026-11-25', true, null], ['payment.returned', second, '2026-11-26', true, 'AC04']])
    expect((await timeline(again)).map(([type]) => type)).toEqual(['payout.made', 'payout.approved', 'payout.sent', 'payment.paid'])
    expect((await good(ask(await maven.member('rep', 'Rhea'), 'GET', `/events?subject=${id}`))).items).toEqual([])

    const csv = papaparse.parse<Record<string, string>>((await ask(ben, 'GET', '/payments.csv')).text.trim(), { header: true }).data
    expect(csv.map((row) => [row['payment'], row['state'], row['amount'], row['account_ending'], row['again_of']])).toEqual(expect.arrayContaining([[a!.id, 'paid', '1180.00', '4300', ''], [b!.id, 'returned', '400.00', '4300', ''], [both[0]!.id, 'paid', '400.00', '3000', b!.id]]))
    app.clock.now = Temporal.Instant.from(`${today}T09:00:00Z`)
  })
  test('what contradicts is listed and changes nothing', async () => {
    await owed('118000')
    await make()
    const [p] = await payments()
    expect(await good(results(`reference,outcome\n${p.reference},paid\nNOBODY,paid\n`))).toMatchObject({ applied: 0, unknown: 1, problems: [{ row: 2, problem: `${p.reference}: This payment has not been sent yet.` }] })
    await approve(p.payoutId)
    await sendOut(p.payoutId)
    expect((await good(results(`reference,outcome,amount,currency\n${p.reference},paid,1180.01,EUR\n`))).problems[0].problem).toContain('€1,180.01 where €1,180.00 were sent')
    expect(await good(results(`reference,outcome,reason\n${p.reference},failed,RJCT\n`))).toMatchObject({ applied: 1 })
    expect((await good(results(`reference,outcome,on\n${p.reference},paid,2026-11-24\n`))).problems[0].problem).toContain('Ask the bank')
    expect(await refused(ask(ben, 'PUT', `/payments/${p.id}/outcome`, { outcome: 'paid', on: today }))).toEqual([409, 'payouts.cannot_settle'])
    expect(await refused(ask(ben, 'PUT', `/payments/${p.id}/withdrawal`, { why: 'x' }))).toEqual([409, 'payouts.payment_left'])
    expect(await refused(results('nothing'))).toEqual([422, 'payouts.result_columns'])
    expect(await refused(results('<html/>'))).toEqual([422, 'payouts.not_camt'])
  })
  test('a file booked as a whole pays all of it; another total is for a person', async () => {
    await owed('118000')
    await owed('40000')
    const id = await sent()
    const [file] = (await good(ask(ben, 'GET', `/payouts/${id}`))).files
    const booked = (amount: string) => `<Document><BkToCstmrDbtCdtNtfctn><Ntfctn><Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-24</Dt></BookgDt><NtryDtls><Btch><PmtInfId>${file.reference}</PmtInfId></Btch></NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`
    expect((await good(results(booked('1579.99')))).problems).toHaveLength(1)
    expect(await good(results(booked('1580.00')))).toMatchObject({ applied: 2 })
  })
  test('by hand, where no file says it', async () => {
    await owed('118000')
    await sent()
    const [p] = await payments()
    expect(await refused(ask(ben, 'PUT', `/payments/${p.id}/outcome`, { outcome: 'paid', on: '2026-12-24' }))).toEqual([422, 'payouts.outcome_ahead'])
    for (const _ of [1, 2]) expect((await ask(ben, 'PUT', `/payments/${p.id}/outcome`, { outcome: 'paid', on: today })).status).toBe(200)
    expect(await posted()).toEqual({ paid: 1 })
  })
})

describe('tax', () => {
  test('what is withheld, and the totals of the year', async () => {
    await maven.call('PUT', '/payout-settings', { body: settingsOf({ country: 'US', sepa: null }) })
    const kestrel = await newPayee(maven, 'Kestrel')
    await giveDetail(app, maven, kestrel, { form: 'bank', kind: 'us', holder: 'Dev Patel', owner: 'person', routing: '121000358', account: '123456789', type: 'checking' })
    await earn(maven, kestrel.partnerId, '250000', { currency: 'USD' })
    expect((await preview()).notPaid[0].reasons.map((reason: { code: string }) => reason.code)).toEqual(['no_tax_form'])
    await giveDetail(app, maven, kestrel, { form: 'tax', kind: 'w9', holder: 'Dev Patel', classification: 'individual', street: '1 Main St', town: 'Austin TX', tin: '078-05-1120', backup: 'yes', signature: 'Dev Patel', certify: 'yes' })
    const seen = await preview()
    expect(seen.payments[0]).toMatchObject({ gross: { amountMinor: '250000' }, withheld: { amountMinor: '60000' }, amount: { amountMinor: '190000', currency: 'USD' }, withholding: expect.stringContaining('24\u00a0%') })
    await sent()
    const [p] = await payments()
    expect(await good(results(`reference,outcome,on\n${p.reference},paid,2026-11-24\n`))).toMatchObject({ applied: 1 })
    const rows = papaparse.parse<Record<string, string>>((await ask(ben, 'POST', '/payments/1099-nec/downloads?year=2026')).text.trim(), { header: true }).data
    expect(rows).toEqual([expect.objectContaining({ partner: kestrel.id, recipient: 'Dev Patel', tin: '078051120', box_1_nonemployee_compensation: '2500.00', box_4_federal_tax_withheld: '600.00', is_reportable: 'true', payments: '1' })])
    expect((await ask(ben, 'POST', '/payments/1099-nec/downloads?year=2025')).text.trim().split('\r\n')).toHaveLength(1)
    expect((await maven.eventTypes()).filter((type) => type === 'payout.tax_year_downloaded')).toHaveLength(2)
  })
})

describe('many at once', () => {
  const counted = async () => ({ payments: (await payments()).filter((p: { state: string }) => p.state !== 'withdrawn').length, posted: await posted() })

  test('ten people make a payout of the same lines: one has them', async () => {
    for (const _ of [1, 2, 3]) await owed('118000')
    const makers = await Promise.all(Array.from({ length: 10 }, () => maven.member('finance')))
    const answers = await Promise.all(makers.map((who) => ask(who, 'POST', '/payouts', {})))
    expect(answers.map((answer) => answer.status).sort(), answers.map((a) => a.text).join()).toEqual([201, ...Array(9).fill(409)])
    expect(await counted()).toEqual({ payments: 3, posted: {} })
  })
  test('ten approve at once, ten send at once, all of it happens once', async () => {
    for (const _ of [1, 2, 3]) await owed('118000')
    const id = await make()
    const others = await Promise.all(Array.from({ length: 10 }, () => maven.member('finance')))
    const approvals = await Promise.all([...others, ben].map((who) => approve(id, who)))
    expect(approvals.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(approvals.filter((answer) => answer.status !== 200).every((answer) => [403, 409].includes(answer.status))).toBe(true)
    expect(await counted()).toEqual({ payments: 3, posted: { in_transit: 3 } })
    const files = await Promise.all(others.map((who) => sendOut(id, who)))
    expect(files.map((answer) => answer.status)).toEqual(Array(10).fill(201))
    expect((await good(ask(ben, 'GET', `/payouts/${id}`))).files).toHaveLength(1)
    expect((await maven.eventTypes()).filter((type) => ['payout.approved', 'payout.sent', 'payment.sent'].includes(type)).length).toBe(5)
  })
  test('the same file of results ten times at once, and another that says the same', async () => {
    for (const _ of [1, 2, 3]) await owed('118000')
    await sent()
    const body = `reference,outcome\n${(await payments()).map((p: { reference: string }) => `${p.reference},paid`).join('\n')}\n`
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => results(n < 10 ? body : `${body}\n`)))
    expect(answers.map((answer) => answer.status), answers.map((a) => a.text).join()).toEqual(Array(12).fill(201))
    expect(answers.filter((answer) => answer.json.applied === 3 && !answer.json.isRepeat)).toHaveLength(1)
    expect([await posted(), (await maven.eventTypes()).filter((type) => type === 'payment.paid').length]).toEqual([{ paid: 3 }, 3])
    expect(await read(maven.ctx, (r) => sql<{ n: number }>`select count(*)::int as n from mail where workspace_id = ${r.workspace} and key like 'payment:paid:%'`.execute(r.q).then((found) => found.rows[0]!.n))).toBe(3)
  })
  test('sent again by ten at once: once', async () => {
    await owed('118000')
    await sent()
    const [p] = await payments()
    await good(results(`reference,outcome\n${p.reference},returned\n`))
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => ask(n % 2 ? ben : cleo, 'POST', '/payouts/again', { paymentIds: [p.id] })))
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
    expect(answers.every((answer) => [201, 409].includes(answer.status)), answers.map((a) => a.text).join()).toBe(true)
    expect((await payments()).map((one: { state: string }) => one.state)).toEqual(['scheduled', 'returned'])
  })
  test('sent again, or paid by the next payout: one of them', async () => {
    await owed('118000')
    await sent()
    const [p] = await payments()
    await good(results(`reference,outcome\n${p.reference},returned\n`))
    const [again, next] = await Promise.all([ask(ben, 'POST', '/payouts/again', { paymentIds: [p.id] }), ask(cleo, 'POST', '/payouts', {})])
    expect([again.status, next.status].sort(), again.text + next.text).toEqual([201, 409])
  })
  test('cancelled and approved at once: one of them, and the ledger agrees', async () => {
    for (let n = 0; n < 5; n += 1) {
      await owed('118000')
      const id = await make()
      await Promise.all([approve(id), ask(ben, 'PUT', `/payouts/${id}/cancellation`, { why: 'Stop.' })])
      const view = await good(ask(ben, 'GET', `/payouts/${id}`))
      const live = (await read(maven.ctx, (r) => sql<{ n: number }>`select count(*)::int as n from payment p join payout_payment o on o.workspace_id = p.workspace_id and o.id = p.id where p.workspace_id = ${r.workspace} and o.payout_id = ${parseId('payout', id)} and p.state <> 'returned'`.execute(r.q))).rows[0]!.n
      expect([view.state, live]).toEqual(['cancelled', 0])
    }
  })
})
