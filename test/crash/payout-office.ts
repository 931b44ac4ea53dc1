// Two people of finance, partners who said how they are paid, and what was asked of the app and heard from it.
import { bankForm, giveDetail, newPayee } from '../../areas/payouts/test/world.ts'
import { sessionCookie } from '../../platform/auth/authenticate.ts'
import type { TestServer, TestWorkspace } from '../setup/server.ts'
import { good, sharePlan } from '../setup/story.ts'
import { makeBank, type Bank, type Order } from './bank.ts'
import { ask, type Reply } from './network.ts'

export type What = 'facts' | 'issue' | 'invoice' | 'make' | 'again' | 'approve' | 'cancel' | 'send' | 'results'
/** One request, asked until it is answered; `about` is the payout or what the request is about. */
export type Asked = { what: What; about: string; send: (base: string) => Promise<Reply>; heard: 'yes' | 'no' | 'nothing'; silentAt: number; id: string; minor: number }
export type PayOffice = {
  ws: TestWorkspace
  maker: Headers
  checker: Headers
  /** Shown ids by the name on the account. */
  partners: Map<string, string>
  asked: Asked[]
  facts: { fact: { id: string }; asked: Asked }[]
  bank: Bank
  /** Partners whose commissions are invoiced with VAT, by whom. */
  invoiced: Map<string, 'self' | 'partner'>
  /** The months whose statements are issued one after the other. */
  months: string[]
  /** What the bank says in a file of results. */
  words: Map<Asked, { order: Order; became: NonNullable<Order['became']> }[]>
  /** What must not happen and was seen from outside. */
  faults: string[]
}
type Headers = Record<string, string>

const holders = ['Nordlicht Beratung', 'Studio Norte', 'Kestrel Systems']
const arrangements: Record<string, object> = { 'Studio Norte': { mode: 'self', vatPercent: 21, agreedOn: '2026-01-01', address: 'Calle 1, Vigo' }, 'Kestrel Systems': { mode: 'partner', vatPercent: 19 } }

export async function openPayOffice(app: TestServer): Promise<PayOffice> {
  const ws = await app.workspace('Maven')
  const [maker, checker] = [await ws.member('finance', 'Ben'), await ws.member('finance', 'Cleo')]
  const headers = ({ session }: { session: string }) => ({ cookie: `${sessionCookie}=${session}` })
  good(await ws.call('PUT', '/payout-settings', { body: { country: 'DE', holdDays: 0, requiresTaxForm: false, withholding: [], sepa: null } }))
  const { id: planId } = good(await ws.call('POST', '/plans', { body: { name: 'Share', terms: { ...sharePlan(), payout: { every: 'month', days: 30 } } } })).json
  good(await ws.call('PUT', '/invoice-settings', { body: { name: 'Maven GmbH', address: 'Kai 1', vatNumber: null, prefix: 'ML' } }))
  const thisMonth = Temporal.Now.plainDateISO('UTC').with({ day: 1 })
  const months = Array.from({ length: 10 }, (_, i) => thisMonth.subtract({ months: 10 - i }).toString().slice(0, 7))
  const [partners, invoiced] = [new Map<string, string>(), new Map<string, 'self' | 'partner'>()]
  for (const holder of holders) {
    const payee = await newPayee(ws, holder)
    good(await ws.call('PUT', `/partners/${payee.id}/plan`, { body: { planId, from: `${months[0]}-01`, why: 'Agreed.' } }))
    await giveDetail(app, ws, payee, bankForm(undefined, holder))
    partners.set(holder, payee.id)
    const arrangement = arrangements[holder]
    if (!arrangement) continue
    good(await ws.call('PUT', `/partners/${payee.id}/invoicing`, { body: { from: `${months[0]}-01`, ...arrangement } }))
    invoiced.set(payee.id, 'agreedOn' in arrangement ? 'self' : 'partner')
  }
  app.clock.now = undefined
  return { ws, maker: headers(maker), checker: headers(checker), partners, asked: [], facts: [], bank: makeBank(), invoiced, months, words: new Map(), faults: [] }
}

type Request = { who: Record<string, string>; method: string; path: string; body?: unknown; type?: string }
/** The same bytes under the same key however often it is asked. */
export function request(office: PayOffice, what: What, about: string, { who, method, path, body, type = 'application/json' }: Request, minor = 0): Asked {
  const headers = { ...who, 'idempotency-key': `${what}-request-${office.asked.length}`, ...(body === undefined ? {} : { 'content-type': type }) }
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  const one: Asked = { what, about, heard: 'nothing', silentAt: -1, id: '', minor, send: (base) => ask(base, method, `/api/v1${path}`, headers, text) }
  office.asked.push(one)
  return one
}

/** Asks, and notes what is heard; an app that is down or in the middle of the same request says nothing. Of the same request asked twice at once the one may be refused and the other done without an answer: what was done stays done, and a refusal counts only if it was asked for after every silence. */
export async function tell(base: string, one: Asked): Promise<Reply> {
  const since = performance.now()
  const hear = (heard: Asked['heard'], id = '') => {
    if (heard === 'nothing') one.silentAt = performance.now()
    if (one.heard !== 'yes') [one.heard, one.id] = heard === 'no' && one.silentAt >= since ? ['nothing', ''] : [heard, id]
  }
  try {
    const answer = await one.send(base)
    const isBusy = answer.status >= 500 || String(answer.json['code'] ?? '').startsWith('idempotency.')
    if (isBusy) hear('nothing')
    else hear(answer.status < 400 ? 'yes' : 'no', String(answer.json.id ?? ''))
    return answer
  } catch (silence) {
    hear('nothing')
    throw silence
  }
}

export const heardOf = (office: PayOffice, what: What): Asked[] => office.asked.filter((one) => one.what === what && one.heard === 'yes')
