// How a partner says where the money goes: a link for one purpose, a confirming mail, a hold after a change, and nothing to read in the rows.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, showId } from '../../kernel/ids.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { capturingTransport, mailPart } from '../../platform/mail/index.ts'
import { stateOf } from '../../test/setup/story.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { mintPartnerLink, part as partners } from '../partners/index.ts'
import { part as ledger } from '../ledger/index.ts'
import { part as program } from '../program/index.ts'
import { part as referrals } from '../referrals/index.ts'
import { part } from './index.ts'
import { accountsOf } from './payee-store.ts'
import { bankForm, dutchIban, germanIban, giveDetail, linkIn, newPayee, ownAccount, settingsOf, type Payee } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
let ana: Payee
beforeAll(async () => {
  app = await testServer([mailPart(capturingTransport, 'alongside@localhost'), partners, program, ledger, part, referrals])
  app.clock.now = Temporal.Instant.from('2026-11-23T09:00:00Z')
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
  ana = await newPayee(maven)
})
afterAll(() => app?.close())

const payee = async (who = ana) => (await maven.call('GET', `/partners/${who.id}/payee`)).json
const mails = (to: string) => read(maven.ctx, (r) => r.q.selectFrom('mail').select(['subject', 'body_text']).where('workspace_id', '=', r.workspace).where('to_email', '=', to).orderBy('id').execute())

describe('the ladder', () => {
  const calls = () => [['GET', `/partners/${ana.id}/payee`], ['POST', `/partners/${ana.id}/payee/requests`, {}], ['DELETE', `/partners/${ana.id}/payee/hold`, { why: 'Called them.' }], ['GET', '/payout-settings'], ['PUT', '/payout-settings', settingsOf()]] as const
  test('401 without a credential, 403 for everybody but finance and admins', async () => {
    for (const [method, path, body] of calls()) {
      expect([path, (await app.call(method, path, { body })).status]).toEqual([path, 401])
      for (const role of ['manager', 'rep', 'viewer'] as const) expect([path, (await app.call(method, path, { key: maven.keys[role], body })).status]).toEqual([path, 403])
    }
    expect((await app.call('GET', `/partners/${ana.id}/payee`, { key: maven.keys.finance })).status).toBe(200)
  })
  test('a stranger’s 404', async () => {
    for (const [method, path, body] of calls().slice(0, 3)) {
      expect((await rival.call(method, path, { body })).status).toBe(404)
      expect((await maven.call(method, path.replace(ana.id, showId('partner', newId())), { body })).status).toBe(404)
    }
    expect((await maven.call('POST', `/partners/${ana.id}/payee/requests`, { body: { contactId: showId('contact', newId()) } })).status).toBe(404)
  })
  test.each([
    [{ country: 'XX' }, ['country']], [{ holdDays: 91 }, ['holdDays']], [{ withholding: [{ country: 'IN', percent: 101, words: '' }] }, ['withholding.0.percent', 'withholding.0.words']], [{ sepa: { ...ownAccount, iban: germanIban.replace('89', '88') } }, ['sepa.iban']],
    [{ sepa: { ...ownAccount, holder: 'سحر' } }, ['sepa.holder']], [{ ach: { holder: 'X Inc', origin: '1', routing: '021000022', bankName: 'Bank' } }, ['ach.routing']],
  ])('422 %j', async (more, fields) => {
    const answer = await maven.call('PUT', '/payout-settings', { body: settingsOf(more) })
    expect([answer.status, answer.json.fields?.map((f: { field: string }) => f.field)]).toEqual([422, fields])
  })
  test('settings are kept, our own number too, masked', async () => {
    expect((await maven.call('PUT', '/payout-settings', { body: settingsOf({ withholding: [{ country: 'IN', percent: 10, words: 'Section 195.' }] }) })).status).toBe(204)
    expect((await maven.call('GET', '/payout-settings')).json).toMatchObject({ country: 'DE', holdDays: 7, sepa: { holder: 'Harbourlight GmbH', lastFour: '2606', town: 'Lübeck' }, ach: null, withholding: [{ country: 'IN', percent: 10 }], can: { change: { allowed: true } } })
    expect((await maven.call('PUT', '/payout-settings', { body: { ...settingsOf(), sepa: undefined } })).status).toBe(204)
    expect((await maven.call('GET', '/payout-settings')).json.sepa.lastFour).toBe('2606')
    expect((await maven.eventTypes()).filter((type) => type === 'payout.settings_changed')).toHaveLength(2)
  })
})

describe('from the question to the account', () => {
  let page: string
  let confirmation: string

  test('finance asks; only the contact gets the link', async () => {
    const answer = await maven.call('POST', `/partners/${ana.id}/payee/requests`, { key: maven.keys.finance, body: {} })
    expect(answer.status, answer.text).toBe(201)
    page = await linkIn(maven, ana.email, /pays you/)
    expect(answer.text).not.toContain(page.split('/')[2])
    expect(page).toMatch(/^\/p\/[\w-]{48}\/payee$/)
  })
  test('the link opens this page and no other; the partner’s own link does not open it', async () => {
    expect((await app.page(page)).text).toContain('Account holder')
    expect((await app.page(`${page}/confirmation`)).status).toBe(404)
    const own = new URL((await mintPartnerLink(maven.ctx, ana.partnerId, { send: false })).url).pathname
    for (const path of [`${own}/payee`, `${own}/payee/confirmation`, page.replace('/payee', '')]) expect((await app.page(path)).status).toBe(404)
    for (const path of [`${own}/payee`, `${own}/payee/confirmation`]) expect((await app.page(path, bankForm())).status).toBe(404)
  })
  test('what cannot be is said at its field, and what was written is still there', async () => {
    const answer = await app.page(page, { ...bankForm('DE88370400440532013000', ''), key: 'a' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('id="iban-e"')
    expect(answer.text).toContain('value="DE88370400440532013000"')
    expect((await payee()).waiting).toEqual([])
  })
  test('what is said waits for the mail; a double click is one', async () => {
    for (const _ of [1, 2]) expect((await app.page(page, { ...bankForm(), key: 'b' })).headers.location).toBe(`${page}?sent=bank`)
    expect((await app.page(`${page}?sent=bank`)).text).toContain('One more step')
    expect(await payee()).toMatchObject({ bank: null, waiting: [{ kind: 'bank', said: 'IBAN of Netherlands ending in 4300, Nordlicht Beratung' }] })
    expect((await mails(ana.email)).filter((mail) => mail.subject.startsWith('Confirm'))).toHaveLength(1)
  })
  test('opening the confirming link changes nothing, its button does, once', async () => {
    confirmation = await linkIn(maven, ana.email, /^Confirm/)
    const before = await stateOf(app, maven)
    expect((await app.page(confirmation)).text).toContain('Yes, this is right')
    expect(await stateOf(app, maven)).toEqual(before)
    for (const _ of [1, 2]) expect((await app.page(confirmation, {})).status).toBe(303)
    expect((await app.page(confirmation)).text).toContain('Confirmed')
    expect(await payee()).toMatchObject({ bank: { bank: { kind: 'iban', lastFour: '4300' }, heldUntil: '2026-11-30' }, waiting: [], can: { releaseHold: { allowed: true } } })
    expect((await maven.eventTypes()).filter((type) => type.startsWith('payee.'))).toEqual(['payee.asked', 'payee.detail_given', 'payee.detail_confirmed'])
  })
  test('a hold whose day has come is none, and there is nothing to release', async () => {
    const before = app.clock.now
    app.clock.now = Temporal.Instant.from('2026-11-30T09:00:00Z')
    expect(await payee()).toMatchObject({ bank: { heldUntil: null }, can: { releaseHold: { allowed: false } } })
    expect((await maven.call('DELETE', `/partners/${ana.id}/payee/hold`, { body: { why: 'Called them.' } })).json).toMatchObject({ code: 'payouts.not_on_hold' })
    app.clock.now = before
  })
  test('a change is told to both sides, holds payments, and can be released with a reason', async () => {
    await giveDetail(app, maven, ana, bankForm(germanIban))
    expect(await payee()).toMatchObject({ bank: { bank: { lastFour: '3000' }, heldUntil: '2026-11-30' } })
    const told = (await mails(ana.email)).at(-1)!
    expect([told.subject, /ending in 4300/.test(told.body_text), /before Mon, Nov 30, 2026/.test(told.body_text)]).toEqual(['Changed: your bank details with Maven Labs', true, true])
    expect((await mails(maven.admin.email)).at(-1)).toMatchObject({ subject: expect.stringMatching(/: changed bank details$/), body_text: expect.stringContaining('Call them on a number that you know') })
    expect((await maven.call('DELETE', `/partners/${ana.id}/payee/hold`, { body: { why: ' ' } })).status).toBe(422)
    expect((await maven.call('DELETE', `/partners/${ana.id}/payee/hold`, { body: { why: 'Called Ines on the number of the contract.' } })).status).toBe(200)
    expect((await payee()).bank.heldUntil).toBeNull()
    const again = await maven.call('DELETE', `/partners/${ana.id}/payee/hold`, { body: { why: 'Once more.' } })
    expect([again.status, again.json.code]).toEqual([409, 'payouts.not_on_hold'])
  })
  test('of two that wait the newer one counts; the older link is dead', async () => {
    await maven.call('POST', `/partners/${ana.id}/payee/requests`, { body: {} })
    const newest = await linkIn(maven, ana.email, /pays you/)
    expect((await app.page(page)).status).toBe(404) // the earlier request of this contact ended
    await app.page(newest, { form: 'vat', number: 'DE123456789', mode: 'reverse_charge', key: '1' })
    const first = await linkIn(maven, ana.email, /^Confirm/)
    await app.page(newest, { form: 'vat', number: '', mode: 'small_business', key: '2' })
    const second = await linkIn(maven, ana.email, /^Confirm/)
    expect((await app.page(first)).text).toContain('This was replaced')
    expect((await app.page(first, {})).status).toBe(404)
    expect((await app.page(second, {})).status).toBe(303)
    expect((await payee()).vat.vat).toEqual({ number: null, mode: 'small_business' })
  })
  test('a tax form is signed with its number kept apart', async () => {
    await giveDetail(app, maven, ana, { form: 'tax', kind: 'w9', holder: 'Nordlicht Inc', classification: 'llc', street: '1 Main St', town: 'Austin TX', tin: '12-3456788', signature: 'Ines Nord', certify: 'yes' })
    expect((await payee()).tax).toMatchObject({ said: 'W-9 of Nordlicht Inc, signed 2026-11-23, number ending in 6788', tax: { form: 'w9', holdsUntil: null, lastFour: '6788' } })
  })
  test('asked and changed too often is refused in words', async () => {
    const busy = await newPayee(maven)
    for (let n = 0; n < 5; n += 1) expect((await maven.call('POST', `/partners/${busy.id}/payee/requests`, { body: {} })).status).toBe(201)
    expect((await maven.call('POST', `/partners/${busy.id}/payee/requests`, { body: {} })).json.code).toBe('payouts.asked_often')
    const link = await linkIn(maven, busy.email, /pays you/)
    for (let n = 0; n < 10; n += 1) expect((await app.page(link, { ...bankForm(), key: String(n) })).status).toBe(303)
    expect((await app.page(link, { ...bankForm(), key: 'x' })).text).toContain('Try again tomorrow')
  })
  test('from their own page a partner has the link mailed, and sees four digits', async () => {
    const own = await newPayee(maven)
    const page = new URL((await mintPartnerLink(maven.ctx, own.partnerId, { send: false })).url).pathname
    expect((await app.page(`${page}/earnings`)).text).toContain('We do not know your account yet')
    const answer = await app.page(`${page}/earnings/account-link`, {})
    expect([answer.status, answer.headers.location]).toEqual([303, `${page}/earnings?mailed`])
    expect((await app.page(`${page}/earnings?mailed`)).text).toContain(`on its way to ${own.email}`)
    await app.page(await linkIn(maven, own.email, /pays you/), { ...bankForm(), key: '1' })
    await app.page(await linkIn(maven, own.email, /^Confirm/), {})
    const text = (await app.page(`${page}/earnings`)).text
    expect([text.includes('ending in 4300'), text.includes(dutchIban.slice(4, 12))]).toEqual([true, false])
    for (let n = 0; n < 4; n += 1) await app.page(`${page}/earnings/account-link`, {})
    expect((await app.page(`${page}/earnings/account-link`, {})).headers.location).toBe(`${page}/earnings?often`)
  })
  test('the links end by themselves', async () => {
    const slow = await newPayee(maven)
    await maven.call('POST', `/partners/${slow.id}/payee/requests`, { body: {} })
    const link = await linkIn(maven, slow.email, /pays you/)
    await app.page(link, { ...bankForm(), key: '1' })
    const confirm = await linkIn(maven, slow.email, /^Confirm/)
    app.clock.now = app.now().add({ hours: 73 })
    expect([(await app.page(confirm, {})).status, (await app.page(link)).status, (await payee(slow)).waiting]).toEqual([404, 200, []])
    app.clock.now = app.now().add({ hours: 24 * 14 })
    expect((await app.page(link)).status).toBe(404)
    app.clock.now = Temporal.Instant.from('2026-11-23T09:00:00Z')
  })
  test('pressed ten times at once it is confirmed once', async () => {
    const quick = await newPayee(maven)
    await maven.call('POST', `/partners/${quick.id}/payee/requests`, { body: {} })
    await app.page(await linkIn(maven, quick.email, /pays you/), { ...bankForm(), key: '1' })
    const confirm = await linkIn(maven, quick.email, /^Confirm/)
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.page(confirm, {})))
    expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(303))
    const events = await read(maven.ctx, (r) => r.q.selectFrom('event').select('id').where('workspace_id', '=', r.workspace).where('type', '=', 'payee.detail_confirmed').where('partner_id', '=', quick.partnerId).execute())
    expect(events).toHaveLength(1)
  })
})

describe('what is kept', () => {
  test('no number is readable in any row, event or mail', async () => {
    const client = await app.db.pool.connect()
    const { rows } = await client.query<{ name: string }>(`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`)
    for (const { name } of rows) {
      const found = await client.query(`begin; set local alongside.workspace = '${maven.id}'; select 1 from ${name} t where t::text ~ '${[dutchIban, germanIban, ownAccount.iban, '123456788', '12-3456788', '1 Main St'].join('|')}'; commit`) as unknown as { rowCount: number }[]
      expect([name, found[2]!.rowCount]).toEqual([name, 0])
    }
    client.release()
  })
  test('and each opens where it belongs', async () => {
    const bank = await read(maven.ctx, (r) => r.q.selectFrom('payee_detail').select('id').where('workspace_id', '=', r.workspace).where('partner_id', '=', ana.partnerId).where('kind', '=', 'bank').where('confirmed_at', 'is not', null).where('replaced_at', 'is', null).executeTakeFirstOrThrow())
    expect((await read(maven.ctx, (r) => accountsOf(r, [bank.id]))).get(bank.id)!.account).toEqual({ kind: 'iban', iban: germanIban, bic: null })
  })
  test.each([['what was said', `set shown = '{}'`], ['the number', `set sealed = 'x'`], ['when it was confirmed', 'set confirmed_at = now()'], ['that it was replaced', 'set replaced_at = now()']])('the database keeps %s', async (_, change) => {
    await expect(transact(maven.ctx, (tx) => sql`update payee_detail ${sql.raw(change)} where workspace_id = ${tx.workspace} and replaced_at is not null and confirmed_at is not null`.execute(tx.q))).rejects.toThrow('replaced, not changed')
  })
})
