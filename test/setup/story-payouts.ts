// The part of the story about paying: one partner says how and is paid, another one's word waits for its confirmation.
import { read } from '../../platform/db/transact.ts'
import { withPersonalLink } from '../../platform/mail/index.ts'
import type { TestServer, TestWorkspace } from './server.ts'
import { good, tokenOf, type StoryPartner, type Words } from './story.ts'

/** The links of one contact of the second partner, both alive: to say how they are paid, and to confirm it. */
export type PayeeTokens = { request: string; confirmation: string }

export async function tellPayouts(app: TestServer, ws: TestWorkspace, words: Words, [first, second]: [StoryPartner, StoryPartner]): Promise<PayeeTokens> {
  const [maker, checker] = [await ws.member('finance', words('colleague')), await ws.member('finance', words('colleague'))]
  const call = async (session: string, method: string, path: string, body?: unknown) => good(await ws.call(method, path, { session, ...(body === undefined ? {} : { body }) })).json
  await call(maker.session, 'PUT', '/payout-settings', { country: 'DE', holdDays: 7, requiresTaxForm: false, withholding: [], sepa: { holder: words('payer'), iban: 'DE89370400440532013000', bic: null, town: 'Hamburg', country: 'DE' } })
  const say = async (partner: StoryPartner, confirms: boolean): Promise<PayeeTokens> => {
    await call(maker.session, 'POST', `/partners/${partner.id}/payee/requests`, {})
    const request = await newestToken(ws, 'payee:')
    const given = await app.page(`/p/${request}/payee`, { form: 'bank', kind: 'iban', holder: words('holder'), owner: 'business', iban: 'NL91ABNA0417164300', bic: '', key: words('key') })
    if (given.status !== 303) throw new Error(`${given.status}: ${given.text.slice(-2000)}`)
    const confirmation = await newestToken(ws, 'confirm:')
    if (confirms) await app.page(`/p/${confirmation}/payee/confirmation`, {})
    return { request, confirmation }
  }
  await say(first, true)
  await call(checker.session, 'DELETE', `/partners/${first.id}/payee/hold`, { why: words('why') })
  const upTo = Temporal.Now.plainDateISO('UTC').add({ days: 180 }).toString()
  const made = await call(maker.session, 'POST', '/payouts', { upTo, note: words('note') })
  await call(checker.session, 'PUT', `/payouts/${made.id}/approval`, { note: words('note') })
  await call(maker.session, 'POST', `/payouts/${made.id}/files`)
  const { items } = await call(maker.session, 'GET', '/payments')
  good(await ws.call('POST', '/payment-results', { session: maker.session, headers: { 'content-type': 'text/csv' }, query: { name: `${words('file')}.csv` }, body: `reference,outcome,reason\n${items[0].reference},failed,${words('bankword')}\n` }))
  await call(maker.session, 'POST', '/payouts/again', { paymentIds: [items[0].id] })
  return say(second, false)
}

/** The token in the newest mail of a kind. */
export async function newestToken(ws: TestWorkspace, key: string): Promise<string> {
  return read(ws.ctx, async (r) => {
    const row = await r.q.selectFrom('mail').select(['body_text', 'body_html', 'link_id', 'link_path']).where('workspace_id', '=', r.workspace).where('key', 'like', `${key}%`).orderBy('id', 'desc').executeTakeFirstOrThrow()
    return tokenOf(/https?:\/\/\S+/.exec((await withPersonalLink(r, row)).text)![0]).split('/')[0]!
  })
}
