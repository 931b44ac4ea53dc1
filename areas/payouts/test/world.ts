import { showId } from '../../../kernel/ids.ts'
import { read } from '../../../platform/db/transact.ts'
import { withPersonalLink } from '../../../platform/mail/index.ts'
import type { TestServer, TestWorkspace } from '../../../test/setup/server.ts'
import { createPartner } from '../../partners/index.ts'

export type Payee = { id: string; partnerId: string; email: string }
export const germanIban = 'DE89370400440532013000'
export const dutchIban = 'NL91ABNA0417164300'
export const ownAccount = { holder: 'Harbourlight GmbH', iban: 'FR1420041010050500013M02606', bic: null, town: 'Lübeck', country: 'DE' }
export const settingsOf = (more: object = {}) => ({ country: 'DE', holdDays: 7, requiresTaxForm: false, withholding: [], sepa: ownAccount, ...more })

let made = 0
/** An active partner with one contact. */
export async function newPayee(ws: TestWorkspace, name = 'Nordlicht'): Promise<Payee> {
  const email = `ines${(made += 1)}@nordlicht.example`
  const { id: partnerId } = await createPartner(ws.ctx, {
    name: `${name} ${made}`, type: 'referral', state: 'active', ownerId: undefined, timeZone: 'Europe/Berlin', website: null, startedOn: '2026-01-01', contacts: [{ name: 'Ines', email, phone: null }],
  })
  return { id: showId('partner', partnerId), partnerId, email }
}

/** The address in the mail to somebody whose subject matches and whose link works still; with a clock that stands, several mails are of one moment. */
export async function linkIn(ws: TestWorkspace, to: string, subject: RegExp): Promise<string> {
  return read(ws.ctx, async (r) => {
    const rows = await r.q.selectFrom('mail').select(['subject', 'body_text', 'body_html', 'link_id', 'link_path', 'created_at']).where('workspace_id', '=', r.workspace).where('to_email', '=', to).orderBy('id', 'desc').execute()
    for (const row of rows.filter((mail) => subject.test(mail.subject)).toSorted((x, y) => Temporal.Instant.compare(y.created_at, x.created_at))) {
      const found = /https?:\/\/\S+/.exec((await withPersonalLink(r, row)).text)?.[0]
      if (found) return new URL(found).pathname
    }
    throw new Error(`no mail to ${to} about ${subject} with a link, but: ${rows.map((mail) => mail.subject).join(' | ')}`)
  })
}

/** Asks, says and confirms as people do: three pages and two mails. The hold on a first account is released, as after a call. */
export async function giveDetail(app: TestServer, ws: TestWorkspace, who: Payee, form: Record<string, string>): Promise<string> {
  app.clock.now = app.now().add({ seconds: 1 })
  const before = (await ws.call('GET', `/partners/${who.id}/payee`)).json.bank
  await ws.call('POST', `/partners/${who.id}/payee/requests`, { body: {} })
  const page = await linkIn(ws, who.email, /pays you/)
  const sent = await app.page(page, { key: `${Math.random()}`, ...form })
  if (sent.status !== 303) throw new Error(`${sent.status}: ${sent.text.replace(/<style>[\s\S]*?<\/style>/, '').slice(0, 2000)}`)
  const confirmation = await linkIn(ws, who.email, /^Confirm/)
  await app.page(confirmation, {})
  if (form['form'] === 'bank' && !before) await ws.call('DELETE', `/partners/${who.id}/payee/hold`, { body: { why: 'Called them on the number of the contract.' } })
  return page
}
export const bankForm = (iban = dutchIban, holder = 'Nordlicht Beratung') => ({ form: 'bank', kind: 'iban', holder, owner: 'business', iban, bic: '' })
