// The database is cut off in the middle of every step of a payout, again and again. Whoever asks again until it is done has it done once.
import { Client } from 'pg'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { read } from '../../platform/db/transact.ts'
import { capturingTransport, mailPart } from '../../platform/mail/index.ts'
import { testServer, type Answer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as ledger, verifyLedger } from '../ledger/index.ts'
import { part as partners } from '../partners/index.ts'
import { part as program } from '../program/index.ts'
import { part } from './index.ts'
import { earn } from './test/earn.ts'
import { bankForm, giveDetail, newPayee, settingsOf } from './test/world.ts'

let app: TestServer
let maven: TestWorkspace
let keeper: Client
const partnersPaid = 6
beforeAll(async () => {
  app = await testServer([mailPart(capturingTransport, 'alongside@localhost'), partners, program, ledger, part])
  app.clock.now = Temporal.Instant.from('2026-11-24T09:00:00Z')
  maven = await app.workspace('Maven Labs')
  keeper = new Client({ connectionString: inject('serverUrl') })
  await keeper.connect()
})
afterAll(async () => {
  await keeper?.end()
  await app?.close()
})

/** Asks while the connections are cut after so many milliseconds, then asks again until there is an answer. */
async function cutOff(ask: () => Promise<Answer>, afterMs: number): Promise<Answer> {
  const first = ask().catch(() => undefined)
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  await keeper.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name like 'alongside%'", [new URL(app.url).pathname.slice(1)])
  await first
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await ask().catch(() => undefined)
    if (answer && answer.status < 500) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('no answer in fifty tries')
}

test('made, approved, sent, answered and sent again, each step cut off somewhere else', async () => {
  const [ben, cleo] = [await maven.member('finance', 'Ben'), await maven.member('finance', 'Cleo')]
  await maven.call('PUT', '/payout-settings', { body: settingsOf() })
  for (let n = 0; n < partnersPaid; n += 1) {
    const who = await newPayee(maven)
    await giveDetail(app, maven, who, bankForm())
    await earn(maven, who.partnerId, '118000')
  }
  const ask = (who: { session: string }, method: string, path: string, body?: unknown) => () => app.call(method, path, { session: who.session, ...(body === undefined ? {} : { body }) })
  const results = (body: string) => () => app.call('POST', '/payment-results', { session: ben.session, headers: { 'content-type': 'text/csv' }, query: { name: 'bank.csv' }, body })
  const newest = async () => (await ask(ben, 'GET', '/payouts')()).json.items[0].id as string
  for (let round = 0; round < 6; round += 1) {
    const after = (step: number) => (round * 7 + step * 5) % 31
    const made = await cutOff(ask(ben, 'POST', '/payouts', {}), after(0))
    expect([201, 409]).toContain(made.status) // the first one was done, and all is in it
    const id = await newest()
    expect((await cutOff(ask(cleo, 'PUT', `/payouts/${id}/approval`, {}), after(1))).status).toBe(200)
    expect((await cutOff(ask(ben, 'POST', `/payouts/${id}/files`), after(2))).status).toBe(201)
    const payments = (await ask(ben, 'GET', `/payments?payout=${id}`)()).json.items as { id: string; reference: string }[]
    expect(payments).toHaveLength(partnersPaid)
    const said = await cutOff(results(`reference,outcome\n${payments.map((p) => `${p.reference},paid`).join('\n')}\n`), after(3))
    expect([said.json.applied, said.json.repeated]).toEqual([partnersPaid, 0])
    const back = await cutOff(results(`reference,outcome\n${payments.map((p) => `${p.reference},returned`).join('\n')}\n`), after(4))
    expect(back.json.applied).toBe(partnersPaid)
    expect((await read(maven.ctx, verifyLedger)).problems).toEqual([])
  }
  const counts = (await read(maven.ctx, (r) => sql<{ payments: number; files: number; posted: number; events: number; mails: number }>`select (select count(*)::int from payout_payment where workspace_id = ${r.workspace}) as payments,
    (select count(*)::int from payment_file where workspace_id = ${r.workspace}) as files, (select count(*)::int from payment where workspace_id = ${r.workspace}) as posted,
    (select count(*)::int from event where workspace_id = ${r.workspace} and type = 'payment.paid') as events, (select count(*)::int from mail where workspace_id = ${r.workspace} and key like 'payment:%') as mails`.execute(r.q))).rows[0]
  const all = partnersPaid * 6
  expect(counts).toEqual({ payments: all, files: 6, posted: all, events: all, mails: all * 2 })
}, 120_000)
