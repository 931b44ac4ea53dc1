// Partners who introduce buyers and staff who decide on them, over the network, noting what they were told.
import { setTimeout as sleep } from 'node:timers/promises'
import { sharePlan, terms, tokenOf, today } from '../setup/story.ts'
import { ask, from, startAll, type Clients, type Reply } from './network.ts'

export type Submission = { buyer: string; partner: string; how: 'page' | 'api'; key: string; id: string | undefined }
export type Step = 'accept' | 'contacted' | 'met' | 'qualified' | 'unqualify' | 'won' | 'reopen'
/** What was asked of an introduction, and what was heard: yes, no, or nothing. */
export type Deed = { step: Step; heard: 'yes' | 'no' | 'nothing' }
export type Office = {
  key: string
  workspace: string
  partners: { id: string; token: string; name: string }[]
  submissions: Submission[]
  deeds: Map<string, Deed[]>
  /** Told to a plan in language 2: the facts, in the order in which they were first told, and which were acknowledged. */
  seller: string
  facts: { fact: { id: string }; heard: boolean }[]
}

export const call = (base: string, key: string, method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<Reply> =>
  ask(base, method, `/api/v1${path}`, { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more }, body === undefined ? undefined : JSON.stringify(body))

async function must(reply: Promise<Reply>): Promise<Reply> {
  const answer = await reply
  if (answer.status >= 400) throw new Error(`${answer.status}: ${JSON.stringify(answer.json)}`)
  return answer
}

/** The first run by hand: workspace, key, profile, plan, partners with their links. */
export async function openOffice(base: string): Promise<Office> {
  const setup = await fetch(`${base}/api/v1/setup`, {
    method: 'POST', headers: { ...from(), 'content-type': 'application/json' },
    body: JSON.stringify({ workspaceName: 'Maven', currency: 'EUR', timeZone: 'Europe/Berlin', name: 'Ada Admin', email: 'ada@maven.example' }),
  })
  if (setup.status !== 201) throw new Error(`setup: ${setup.status} ${await setup.text()}`)
  const session = await setup.json() as { workspaces: { id: string; memberId: string }[] }
  const cookie = setup.headers.getSetCookie()[0]!.split(';')[0]!
  const minted = await must(ask(base, 'POST', '/api/v1/keys', { cookie, 'content-type': 'application/json' }, JSON.stringify({ name: 'crash', role: 'admin' })))
  const key = (minted.json as unknown as { token: string }).token
  const ownerId = session.workspaces[0]!.memberId
  await must(call(base, key, 'PUT', '/icp', { industries: [], countries: [], minEmployees: 10, maxEmployees: null }))
  const plan = await must(call(base, key, 'POST', '/plans', { name: 'Introduction partner', terms: terms() }))
  const partners: Office['partners'] = []
  for (const name of ['Brightline', 'Norte', 'Kestrel', 'Fjord']) {
    const { json } = await must(call(base, key, 'POST', '/partners', { name, type: 'referral', ownerId, timeZone: 'Europe/Berlin', startedOn: '2026-01-05', contacts: [{ name: `Ana ${name}`, email: `ana@${name.toLowerCase()}.de` }] }))
    await must(call(base, key, 'PUT', `/partners/${json.id}/plan`, { planId: plan.json.id, from: '2026-01-05', why: 'Agreed.' }))
    const link = await must(call(base, key, 'POST', `/partners/${json.id}/links`, {}))
    partners.push({ id: json.id, name, token: tokenOf((link.json as unknown as { url: string }).url) })
  }
  const share = await must(call(base, key, 'POST', '/plans', { name: 'Share', terms: sharePlan() }))
  const seller = (await must(call(base, key, 'POST', '/partners', { name: 'Sund', type: 'reseller', ownerId, timeZone: 'Europe/Berlin', startedOn: '2026-01-05', contacts: [{ name: 'Ana Sund', email: 'ana@sund.de' }] }))).json.id
  await must(call(base, key, 'PUT', `/partners/${seller}/plan`, { planId: share.json.id, from: '2026-01-05', why: 'Agreed.' }))
  const office: Office = { key, workspace: session.workspaces[0]!.id, partners, submissions: [], deeds: new Map(), seller, facts: [] }
  // Six have come as far as a meeting: what is decided about them next is about money.
  for (let n = 0; n < 6; n += 1) {
    const submission = newSubmission(office, partners[n % partners.length]!.id, 'api')
    submission.id = (await must(submit(base, office, submission))).json.id
    for (const step of ['accept', 'contacted', 'met'] as const) {
      await must(act(base, office, submission.id, step))
      office.deeds.set(submission.id, [...(office.deeds.get(submission.id) ?? []), { step, heard: 'yes' }])
    }
  }
  return office
}

function newSubmission(office: Office, partner: string, how: Submission['how']): Submission {
  const n = office.submissions.length
  const submission: Submission = { buyer: `${nameOf(n)}${n}.${how === 'page' ? 'de' : 'com'}`, partner, how, key: `request-${n}`, id: undefined }
  office.submissions.push(submission)
  return submission
}

const submit = (base: string, office: Office, submission: Submission): Promise<Reply> =>
  call(base, office.key, 'POST', '/referrals', { partnerId: submission.partner, buyer: submission.buyer, person: 'Kim Kern, kim@buyer.de', reason: 'They outgrew their spreadsheets.', consent: true }, { 'idempotency-key': submission.key })

/** How many decisions were answered with a yes. */
export const decisionsHeard = (office: Office): number => [...office.deeds.values()].flat().filter((deed) => deed.heard === 'yes').length

const letters = 'bcdfghjklmnpqrstvwz'
/** A name of its own: two that differ in one letter might be one company. */
const nameOf = (n: number) => Array.from({ length: 5 }, (_, i) => letters[Math.floor(((n * 7919 + 104_729 * i) % 1_000_003) / (i + 1)) % letters.length]! + 'aeiou'[(n + i * 3) % 5]!).join('')

/** Works until stopped or until nobody answers. `random` in [0, 1). */
export function startClients(base: string, office: Office, random: () => number): Clients {
  const pick = <T>(some: T[]): T => some[Math.floor(random() * some.length)]!
  const throughPage = async () => {
    const partner = pick(office.partners)
    const submission = newSubmission(office, partner.id, 'page')
    const form = new URLSearchParams({ buyer: submission.buyer, person: 'Kim Kern, kim@buyer.de', reason: 'They outgrew their spreadsheets.', consent: 'yes', key: submission.key })
    const answer = await ask(base, 'POST', `/p/${partner.token}/introductions`, { 'content-type': 'application/x-www-form-urlencoded' }, form.toString())
    if (answer.status === 303) submission.id = /ref_[0-9a-f]{32}/.exec(answer.location)![0]
  }
  // Software repeats what was not answered, with the same key, until it is.
  const throughApi = async () => {
    const submission = office.submissions.find((s) => s.how === 'api' && !s.id) ?? newSubmission(office, pick(office.partners).id, 'api')
    const answer = await submit(base, office, submission)
    if (answer.status === 201) submission.id = answer.json.id
  }
  // Invoices, and now and then a payment or a refund of one; told again until it is acknowledged.
  const tellFacts = async () => {
    const waiting = office.facts.find((one) => !one.heard)
    const one = waiting ?? { fact: nextFact(office, random), heard: false }
    if (!waiting) office.facts.push(one)
    const answer = await call(base, office.key, 'POST', '/facts', { facts: [one.fact] })
    if (answer.status === 200) one.heard = true
    await sleep(random() * 10)
  }
  const decide = async (share: (n: number) => boolean) => {
    const known = office.submissions.filter((s, n) => s.id && share(n))
    // Some go all the way and back, over and over; the newest take their first steps.
    const id = known.length > 0 ? pick(random() < 0.7 ? known.slice(0, 3) : known.slice(-3)).id! : undefined
    if (!id) return void (await sleep(15))
    const step = nextStep((await call(base, office.key, 'GET', `/referrals/${id}`)).json as unknown as View, random)
    if (!step) return void (await sleep(5))
    const deed: Deed = { step, heard: 'nothing' }
    office.deeds.set(id, [...(office.deeds.get(id) ?? []), deed])
    const answer = await act(base, office, id, step)
    if (answer.status < 500) deed.heard = answer.status < 400 ? 'yes' : 'no'
  }
  return startAll([throughPage, throughPage, throughApi, tellFacts, () => decide((n) => n % 2 === 0), () => decide((n) => n % 2 === 1)])
}

function nextFact(office: Office, random: () => number): { id: string } {
  const n = office.facts.length
  const invoices = office.facts.filter(({ fact }) => fact.id.startsWith('invoice'))
  const some = invoices[Math.floor(random() * invoices.length)]?.fact.id
  if (some && random() < 0.5) return random() < 0.7 ? { id: `payment-${n}`, kind: 'payment', at: today(), of: some, amount: '30.00' } as { id: string } : { id: `refund-${n}`, kind: 'refund', at: today(), of: some, amount: '1.00' } as { id: string }
  return { id: `invoice-${n}`, kind: 'invoice', at: today(), partner: office.seller, account: `buyer-${n % 7}`, amount: `${100 + (n % 50)}.37`, currency: 'EUR' } as { id: string }
}

type View = { state: string; qualifiedAt: string | null; company: { id: string } }

function nextStep(referral: View, random: () => number): Step | undefined {
  const after: Record<string, Step> = { submitted: 'accept', accepted: 'contacted', contacted: 'met', met: 'qualified', qualified: 'won', opportunity: 'won' }
  if (referral.state === 'won') return random() < 0.5 ? 'reopen' : undefined
  if (referral.qualifiedAt && /qualified|opportunity/.test(referral.state) && random() < 0.3) return 'unqualify'
  return after[referral.state]
}

async function act(base: string, office: Office, id: string, step: Step): Promise<Reply> {
  const to = (method: string, path: string, body: unknown) => call(base, office.key, method, `/referrals/${id}${path}`, body)
  if (step === 'accept') {
    const members = await call(base, office.key, 'GET', '/members')
    return to('PUT', '/decision', { answer: 'accept', ownerId: (members.json as unknown as { items: { id: string }[] }).items[0]!.id })
  }
  if (step === 'qualified') {
    const { company } = (await call(base, office.key, 'GET', `/referrals/${id}`)).json as unknown as View
    await call(base, office.key, 'PATCH', `/companies/${company.id}`, { employees: 200 })
  }
  if (step === 'won') return to('PUT', '/closing', { outcome: 'won', closedOn: today(), deal: { amountMinor: String(100_000 + (Number.parseInt(id.slice(-6), 16) % 900_000)), currency: 'EUR' } })
  if (step === 'reopen') return to('DELETE', '/closing', { why: 'Not signed after all.' })
  if (step === 'unqualify') return to('DELETE', '/qualification', { why: 'It was too early.' })
  return to('PUT', '/progress', { step })
}
