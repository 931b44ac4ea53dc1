// A workspace with two people of finance and partners whose commissions are invoiced, for tests of VAT and credit notes.
import { expect } from 'vitest'
import { read } from '../../../platform/db/transact.ts'
import { part as events } from '../../../platform/events/index.ts'
import { part as files } from '../../../platform/files/index.ts'
import { capturingTransport, mailPart } from '../../../platform/mail/index.ts'
import { testServer, type Answer, type Json, type TestServer, type TestWorkspace } from '../../../test/setup/server.ts'
import { part as ledger, verifyLedger } from '../../ledger/index.ts'
import { mintPartnerLink, part as partners } from '../../partners/index.ts'
import { part as program } from '../../program/index.ts'
import { part as promises } from '../../promises/index.ts'
import { part } from '../index.ts'
import { bankForm, giveDetail, newPayee, settingsOf, type Payee } from './world.ts'

export const invoicedApp = (): Promise<TestServer> => testServer([events, files, mailPart(capturingTransport, 'alongside@localhost'), partners, promises, program, ledger, part])
export const selfBilled = { mode: 'self', agreedOn: '2026-06-01', address: 'Rua 1, Lisboa' }

export const good = async (call: Promise<Answer>): Promise<Json> => {
  const answer = await call
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.json
}

export type Office = Awaited<ReturnType<typeof openOffice>>
/** What people of finance do, in short words. */
export async function openOffice(app: TestServer) {
  app.clock.now = Temporal.Instant.from('2026-11-24T09:00:00Z')
  const ws: TestWorkspace = await app.workspace('Maven Labs')
  let [ben, cleo] = [await ws.member('finance', 'Ben'), await ws.member('finance', 'Cleo')]
  await good(ws.call('PUT', '/payout-settings', { body: settingsOf({ holdDays: 0 }) }))
  await good(ws.call('PUT', '/invoice-settings', { body: { name: 'Maven Labs GmbH', address: 'Kai 1\n20457 Hamburg', vatNumber: 'DE123456789', prefix: 'ML' } }))
  const ask = (method: string, path: string, body?: unknown, by: 'ben' | 'cleo' = 'ben') => good(app.call(method, path, { session: (by === 'ben' ? ben : cleo).session, ...(body === undefined ? {} : { body }) }))
  const paymentsIn = async (id: string): Promise<Json[]> => (await ask('GET', `/payments?payout=${id}`)).items
  return {
    app, ws, ask, paymentsIn,
    async payee(name: string, arrangement: object): Promise<Payee> {
      const payee = await newPayee(ws, name)
      await giveDetail(app, ws, payee, bankForm())
      await good(ws.call('PUT', `/partners/${payee.id}/invoicing`, { body: { from: '2026-07-01', ...arrangement } }))
      return payee
    },
    async issue(period: string): Promise<void> {
      await good(ws.call('PUT', `/statement-periods/${period}`))
      await app.runJobs()
    },
    /** Later, when sessions have ended. */
    async travel(to: string): Promise<void> {
      app.clock.now = Temporal.Instant.from(to)
      ;[ben, cleo] = [await ws.member('finance', 'Ben'), await ws.member('finance', 'Cleo')]
    },
    linkOf: async (who: Payee): Promise<string> => new URL((await mintPartnerLink(ws.ctx, who.partnerId, { send: false })).url).pathname,
    invoices: async (who: Payee): Promise<Json[]> => (await good(ws.call('GET', '/invoices', { query: { partner: who.id } }))).items,
    statements: async (who: Payee): Promise<Json[]> => (await good(ws.call('GET', '/statements', { query: { partner: who.id } }))).items,
    lines: async (who: Payee): Promise<Json[]> => (await good(ws.call('GET', '/commissions', { query: { partner: who.id } }))).items,
    preview: () => ask('GET', '/payouts/preview'),
    make: async (): Promise<string> => (await ask('POST', '/payouts', {})).id,
    async sendOut(id: string): Promise<Json[]> {
      await ask('PUT', `/payouts/${id}/approval`, {}, 'cleo')
      await ask('POST', `/payouts/${id}/files`)
      return paymentsIn(id)
    },
    outcome: (payment: Json, said: string) => ask('PUT', `/payments/${payment.id}/outcome`, { outcome: said, on: app.clock.now!.toString().slice(0, 10) }),
    again: async (payment: Json): Promise<string> => (await ask('POST', '/payouts/again', { paymentIds: [payment.id] })).id,
    balances: async (...kinds: string[]) => ((await good(ws.call('GET', '/ledger/trial-balance'))).currencies as Json[]).flatMap((c) => c.accounts.filter((a: Json) => kinds.includes(a.kind) && (a.debit ?? a.credit)).map((a: Json) => [a.kind, a.debit ? a.debit.amountMinor : `-${a.credit.amountMinor}`])).sort(),
    verify: async (): Promise<string[]> => (await read(ws.ctx, verifyLedger)).problems,
  }
}
