// One workspace with every kind of row in it, made through the API and the partner pages as people would.
import { businessTables } from '../stranger/catalogue.ts'
import { showId, type Id, type Noun } from '../../kernel/ids.ts'
import type { Answer, TestServer, TestWorkspace } from './server.ts'
import { tellMapping } from './story-mapping.ts'
import { tellPayouts, type PayeeTokens } from './story-payouts.ts'
import { tellRecruiting, type ApplyTokens } from './story-recruiting.ts'

export type Words = (kind: string, n?: number) => string
export type StoryPartner = { id: string; name: string; token: string; contact: string; referrals: string[] }
export type Story = { ws: TestWorkspace; payee: PayeeTokens; apply: ApplyTokens; words: Words; partners: StoryPartner[]; ended: { revoked: string; expired: string }; companies: string[] }

export const terms = (currency = 'EUR') => ({
  language: 1, currency,
  components: [
    { id: 'qualified', trigger: 'referral.qualified', kind: 'flat', amountMinor: '40000', clause: '§ 4.1' },
    { id: 'first_year', trigger: 'opportunity.won', kind: 'percent', rate: { num: 15, den: 100 }, basis: 'first_year_revenue', clause: '§ 4.2' },
  ],
  payment: { rule: 'after_quarter_end', days: 30 }, rounding: 'half_away_per_line',
})

/** A plan in language 2. */
export const sharePlan = (currency = 'EUR') => ({
  language: 2, name: 'Share', currency, timeZone: 'Europe/Berlin', components: [{ id: 'share', on: 'invoice', pay: { percent: '20' }, window: { months: 12 }, payable: 'as_collected' }], payout: { every: 'quarter', days: 30, minimum: '50.00' },
})

export const tokenOf = (url: string): string => url.split('/p/')[1]!
export const today = (): string => Temporal.Now.plainDateISO('UTC').toString()

/** The answer, which must be a success. */
export function good(answer: Answer): Answer {
  if (answer.status >= 400) throw new Error(`${answer.status}: ${answer.text.slice(0, 500)}`)
  return answer
}

/** A partner with one contact and a live link. */
export async function addPartner(ws: TestWorkspace, name: string, contact: { name: string; email: string }, planId?: string): Promise<StoryPartner> {
  const { id } = good(await ws.call('POST', '/partners', { session: ws.session, body: { name, type: 'referral', timeZone: 'Europe/Lisbon', contacts: [contact], startedOn: '2026-01-05' } })).json
  if (planId) good(await ws.call('PUT', `/partners/${id}/plan`, { body: { planId, from: '2026-01-05', why: 'As agreed at the start.' } }))
  const link = good(await ws.call('POST', `/partners/${id}/links`, { body: {} })).json
  return { id, name, token: tokenOf(link.url), contact: contact.name, referrals: [] }
}

/** An introduction through the partner's page; its shown id. */
export async function introduce(app: TestServer, partner: StoryPartner, form: { buyer: string; person: string; reason: string; key?: string; consent?: string }): Promise<string> {
  const answer = await app.page(`/p/${partner.token}/introductions`, { consent: 'yes', ...form })
  if (answer.status !== 303) throw new Error(`${answer.status}: ${answer.text.replace(/<style>[\s\S]*?<\/style>/, '').slice(0, 3000)}`)
  const id = /introductions\/(ref_[0-9a-f]{32})/.exec(String(answer.headers.location))![1]!
  partner.referrals.push(id)
  return id
}

/**
 * Three partners, twelve companies, introductions in every state, a conflict, a plan, money, imports, mails, keys, members. `words` says
 * how things are called, so that a test can find them again.
 */
export async function tellStory(app: TestServer, words: Words): Promise<Story> {
  const ws = await app.workspace(words('vendor'))
  const call = async (method: string, path: string, body?: unknown) => good(await ws.call(method, path, { session: ws.session, ...(body === undefined ? {} : { body }) })).json
  for (const role of ['manager', 'rep', 'finance', 'viewer'] as const) await ws.member(role, words('colleague'))
  await call('POST', '/members', { email: `${words('invited')}@vendor.example`, name: words('invited'), role: 'rep' })
  const rep = await ws.member('rep', words('colleague'))
  const ownerId = showId('member', rep.memberId)
  await call('PUT', '/icp', { industries: ['Food'], countries: ['DE'], minEmployees: 10, maxEmployees: 5000 })

  await call('PUT', '/stages', { stages: [{ stage: 'Prospecting', state: 'open' }, { stage: words('stage'), state: 'lost' }] })

  const rows = Array.from({ length: 12 }, (_, n) => [words('company'), `crm-${words('crm')}`, `${words('domain')}.com`, 'Food', 200 + n, 'DE'].join(','))
  const file = good(await ws.call('POST', '/files', { headers: { 'content-type': 'text/csv' }, query: { name: `${words('file')}.csv` }, body: `Name,Account ID,Website,Industry,Employees,Country\n${rows.join('\n')}\nBroken ${words('rejected')},x-1,broken.example,Food,many,DE\n` })).json
  await call('POST', '/imports', { fileId: file.id, kind: 'companies', mapping: { name: 'Name', crmId: 'Account ID', website: 'Website', industry: 'Industry', employees: 'Employees', country: 'Country' } })
  await app.runJobs()
  const companies = rows.map((row) => row.split(',')[2]!)
  const companyId = async (domain: string) => (await ws.call('GET', '/companies/lookup', { query: { q: domain } })).json.items[0].company.id as string

  const plan = await call('POST', '/plans', { name: words('plan'), terms: terms() })
  const partners: StoryPartner[] = []
  for (let n = 0; n < 3; n += 1)
    partners.push(await addPartner(ws, words('partner'), { name: words('contact'), email: `${words('mailbox')}@partner.example` }, n < 2 ? plan.id : undefined))
  const [first, second] = partners as [StoryPartner, StoryPartner]
  await call('POST', `/partners/${first.id}/contacts`, { name: words('contact'), email: `${words('mailbox')}@partner.example`, phone: words('phone') })

  const ended = { revoked: '', expired: '' }
  for (const how of ['revoked', 'expired'] as const) {
    const link = await call('POST', `/partners/${first.id}/links`, { send: how === 'expired' })
    ended[how] = tokenOf(link.url)
    if (how === 'revoked') good(await ws.call('DELETE', `/partners/${first.id}/links/${link.id}`))
    else await app.db.pool.query(`begin; set local alongside.workspace = '${ws.id}'; update link set expires_at = now() - interval '1 minute' where id = '${uuidOf(link.id)}'; commit`)
  }

  const send = (partner: StoryPartner, n: number) => introduce(app, partner, { buyer: companies[n]!, person: `${words('person')}, ${words('reach')}@buyer.example`, reason: words('reason') })
  const accept = (id: string) => call('PUT', `/referrals/${id}/decision`, { answer: 'accept', ownerId, why: words('why') })
  const step = (id: string, name: string) => call('PUT', `/referrals/${id}/progress`, { step: name, why: words('why') })
  const upTo = async (n: number, ...steps: string[]) => {
    const id = await send(first, n)
    await accept(id)
    for (const name of steps) await step(id, name)
    return id
  }
  await send(first, 0)
  await upTo(1)
  await upTo(2, 'contacted')
  await upTo(3, 'contacted', 'met')
  await upTo(4, 'contacted', 'met', 'qualified')
  const deal = { name: words('deal'), amountMinor: '8400000', currency: 'EUR', product: words('product') }
  const open = await upTo(5, 'contacted', 'met', 'qualified')
  await call('PUT', `/referrals/${open}/opportunity`, { create: deal })
  for (const [n, outcome] of [[6, 'won'], [7, 'lost']] as const) {
    const id = await upTo(n, 'contacted', 'met', 'qualified')
    await call('PUT', `/referrals/${id}/closing`, { outcome, closedOn: today(), deal: { ...deal, name: words('deal') }, why: words('why') })
  }
  const declined = await send(first, 8)
  await call('PUT', `/referrals/${declined}/decision`, { answer: 'decline', reason: 'other', why: words('why') })
  const asked = await send(first, 9)
  await call('PUT', `/referrals/${asked}/decision`, { answer: 'ask', question: words('question') })
  good(await app.page(`/p/${first.token}/introductions/${asked}/replies`, { body: words('answer'), key: words('key') }))
  await send(second, 0)
  await call('POST', '/opportunities', { name: words('deal'), companyId: await companyId(companies[10]!), amountMinor: '1200000', currency: 'EUR', product: words('product'), repName: words('rep'), crmId: words('crm'), stage: 'Prospecting' })
  await send(second, 10)
  const won = await send(second, 11)
  await accept(won)
  for (const name of ['contacted', 'met', 'qualified']) await step(won, name)
  await call('PUT', `/referrals/${won}/closing`, { outcome: 'won', closedOn: today(), deal: { ...deal, name: words('deal') } })
  const share = await call('POST', '/plans', { name: words('plan'), terms: { ...sharePlan(), components: [...sharePlan().components, { id: 'points', on: 'invoice', unit: 'points', pay: { flat: '10' } }] } })
  await call('PUT', `/partners/${partners[2]!.id}/plan`, { planId: share.id, from: '2026-01-05', why: words('why') })
  const invoice = `inv-${words('fact')}`
  await call('POST', '/facts', { facts: [
    { id: invoice, kind: 'invoice', at: '2026-11-02', partner: partners[2]!.id, account: words('account'), product: words('product'), amount: '1200.00', currency: 'EUR' },
    { id: `pay-${invoice}`, kind: 'payment', at: '2026-11-09', of: invoice, amount: '600.00' },
    { id: `spring-${invoice}`, kind: 'invoice', at: '2026-05-04', partner: partners[2]!.id, account: words('account'), amount: '500.00', currency: 'EUR' },
    { id: `summer-${invoice}`, kind: 'invoice', at: '2026-08-03', partner: partners[2]!.id, account: words('account'), amount: '900.00', currency: 'EUR' },
    { id: `early-${invoice}`, kind: 'refund', at: '2026-11-10', of: `unknown-${words('fact')}`, amount: 'all' },
    { id: `bad-${invoice}`, kind: 'sale', at: '2026-11-10', partner: partners[2]!.id, amount: words('amount'), currency: 'EUR' },
  ] })
  const billed = (await call('GET', `/commissions?item=${encodeURIComponent(invoice)}`)).items[0]
  await call('POST', `/commissions/${billed.id}/corrections`, { how: 'lowered', why: words('why'), lowerBy: { amount: '100.00', on: '2026-11-12' } })
  await call('POST', `/referrals/${won}/messages`, { body: words('message') })
  const past = good(await ws.call('POST', '/back-tests/files', { headers: { 'content-type': 'text/csv' }, query: { name: `${words('file')}.csv` }, body: `id,partner,closed on,amount,account\n1,${words('partner')},2026-02-03,100,${words('account')}\n2,${words('rejected')},never,1,x\n` })).json
  await call('POST', '/back-tests', { terms: { ...sharePlan(), name: words('plan') }, plan: share.id, file: past.id })
  await call('PUT', '/ledger/account-codes', { codes: [{ kind: 'paid', code: words('code') }] })
  const { items: starts } = await call('GET', '/hypotheses/presets')
  const { reviewOn: _reviewOn, needs: _needs, economics: _economics, ...start } = starts.find((one: { type: string }) => one.type === 'referral')
  const hypothesis = await call('POST', '/hypotheses', { ...start, segment: words('segment'), bestPlaced: words('placed'), whyRecommend: words('recommend'), gainFinancial: words('gain'), gainStrategic: words('gain'), gainReputational: words('gain'), reviewOn: '2999-01-04' })
  await call('PUT', `/hypotheses/${hypothesis.id}/decision`, { to: 'testing', why: words('why') })
  await call('PUT', `/partners/${first.id}/hypothesis`, { hypothesisId: hypothesis.id, why: words('why') })
  const [year, month] = today().split('-') as [string, string]
  const quarter = `${year}-Q${Math.ceil(Number(month) / 3)}`
  for (const [partner, isHeld] of [[first, true], [second, false]] as const) {
    const review = await call('POST', '/reviews', { partnerId: partner.id, quarter })
    await call('PUT', `/reviews/${review.id}/notes`, { notes: words('notes'), version: 0 })
    await call('POST', `/reviews/${review.id}/actions`, { words: words('action'), ownerId, dueOn: '2999-01-04' })
    const action = await call('POST', `/reviews/${review.id}/actions`, { words: words('action'), ownerWords: words('owner'), dueOn: '2999-01-04' })
    if (isHeld) await call('PUT', `/reviews/${review.id}/held`, { heldOn: today(), attendees: words('attendees'), conclusion: 'keep', why: words('why') })
    if (isHeld) await call('PUT', `/review-actions/${action.id}/outcome`, { outcome: 'dropped', why: words('why') })
  }
  const payee = await tellPayouts(app, ws, words, [first, second])
  await call('PUT', '/invoice-settings', { name: words('payer'), address: words('address'), vatNumber: null, prefix: 'SB' })
  await call('PUT', `/partners/${partners[2]!.id}/invoicing`, { mode: 'partner', from: '2026-04-01', vatPercent: 19 })
  await call('PUT', '/statement-periods/2026-Q2')
  await app.runJobs()
  const told = (await call('GET', `/statements?partner=${partners[2]!.id}`)).items[0]
  const raised = await call('POST', `/statements/${told.id}/invoice`, { number: words('number'), on: '2026-07-05', amountMinor: String((Number(told.earned.amountMinor) * 119) / 100) })
  good(await ws.call('POST', `/invoices/${raised.id}/files`, { headers: { 'content-type': 'application/pdf' }, query: { name: `${words('file')}.pdf` }, body: `%PDF-1.7 ${words('invoice')}` }))
  await call('PUT', `/partners/${partners[2]!.id}/invoicing`, { mode: 'self', from: '2026-07-01', agreedOn: '2026-06-01', address: words('address') })
  await call('PUT', `/partners/${second.id}/invoicing`, { mode: 'partner', from: '2026-07-01' })
  await call('PUT', '/statement-periods/2026-Q3')
  const earned = (await call('GET', `/commissions?partner=${first.id}`)).items[0]
  const disputed = await call('POST', '/disputes', { commissionId: earned.id, reason: 'amount', body: words('disputed'), evidence: words('evidence') })
  good(await ws.call('POST', `/disputes/${disputed.id}/files`, { headers: { 'content-type': 'application/octet-stream' }, query: { name: `${words('file')}.txt` }, body: words('evidence') }))
  await tellMapping(app, ws, words, partners, companies)
  const apply = await tellRecruiting(app, ws, words)

  const [survivor, absorbed, alike] = [words('company'), words('company'), words('company')]
  const into = await call('POST', '/companies', { name: survivor, website: `${words('domain')}.com` })
  const other = await call('POST', '/companies', { name: absorbed, website: `${words('domain')}.com` })
  await call('POST', `/companies/${into.id}/merges`, { otherId: other.id, why: words('why') })
  for (const name of [`${alike} handelshaus`, `${alike} handelhaus`]) await call('POST', '/companies', { name })
  if ((await call('GET', '/companies/duplicates')).total === 0) throw new Error('the story has no possible duplicates')
  await app.runJobs()
  return { ws, payee, apply, words, partners, ended, companies }
}

export const uuidOf = (shown: string): Id => shown.replace(/^[a-z]+_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

const nounOf: Record<string, Noun> = {
  member: 'member', api_key: 'key', link: 'link', event: 'event', mail: 'mail', file: 'file', import: 'import', partner: 'partner', contact: 'contact', company: 'company', company_merge: 'companyMerge', company_pair: 'companyPair', promise: 'promise', plan: 'plan',
  plan_version: 'planVersion', ledger_account: 'account', journal: 'journal', commission_line: 'commission', reward_line: 'reward', opportunity: 'opportunity', claim: 'claim', conflict: 'conflict', referral: 'referral',
  referral_message: 'message', plan_fact: 'fact', fact_tray: 'trayed', statement: 'statement', dispute: 'dispute', back_test: 'backTest', invoice: 'invoice', invoicing: 'invoicing', commission_correction: 'correction',
  payout: 'payout', payout_payment: 'payment', payment_file: 'paymentFile', result_file: 'resultFile', payee_detail: 'payeeDetail', payee_request: 'payeeRequest',
  customer_list: 'customerList', list_request: 'listRequest', introduction_ask: 'introductionAsk', private_mapping: 'privateMapping',
  hypothesis: 'hypothesis', hypothesis_decision: 'hypothesisDecision',
  review: 'review', review_action: 'reviewAction',
  scorecard: 'scorecard', assessment: 'assessment', application: 'application', candidacy_move: 'move',
}

/** Every shown id of the workspace by its prefix, and every bare id in its rows. */
export async function idsOf(app: TestServer, ws: TestWorkspace): Promise<{ byPrefix: Map<string, string[]>; bare: Set<string> }> {
  const byPrefix = new Map<string, string[]>()
  const bare = new Set<string>()
  const add = (shown: string) => byPrefix.set(shown.split('_')[0]!, [...(byPrefix.get(shown.split('_')[0]!) ?? []), shown])
  const client = await app.db.pool.connect()
  try {
    for (const table of await businessTables(client)) {
      await client.query(`begin; set local role alongside_app; set local alongside.workspace = '${ws.id}'`)
      const { rows } = await client.query<{ row: string; id: string | null }>(`select t::text as row, to_jsonb(t)->>'id' as id from ${table} t`)
      await client.query('commit')
      for (const { row, id } of rows) {
        for (const [uuid] of row.matchAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g)) bare.add(uuid)
        if (id && nounOf[table]) add(showId(nounOf[table], id))
      }
    }
    const identities = await client.query<{ noun: Noun; id: string }>(
      `select 'person' as noun, person_id as id from identity.membership where workspace_id = $1 union all select 'session', s.id from identity.session s join identity.membership m using (person_id) where m.workspace_id = $1`, [ws.id])
    for (const { noun, id } of identities.rows) {
      add(showId(noun, id))
      bare.add(id)
    }
  } finally {
    client.release()
  }
  add(showId('workspace', ws.id))
  return { byPrefix, bare }
}

/** One value for all rows of the workspace: two equal ones mean that nothing changed. `except` leaves tables out. */
export async function stateOf(app: TestServer, ws: TestWorkspace, except: string[] = []): Promise<Record<string, string>> {
  const client = await app.db.pool.connect()
  try {
    const state: Record<string, string> = {}
    for (const table of await businessTables(client)) {
      if (except.includes(table)) continue
      await client.query(`begin; set local role alongside_app; set local alongside.workspace = '${ws.id}'`)
      const { rows } = await client.query<{ state: string }>(`select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as state from ${table} t`)
      await client.query('commit')
      state[table] = rows[0]!.state
    }
    const own = await client.query<{ state: string }>('select md5(w::text) as state from identity.workspace w where id = $1', [ws.id])
    return { ...state, workspace: own.rows[0]!.state }
  } finally {
    client.release()
  }
}
