// The worked cases through the public API, as a program would tell them: in order, shuffled, doubled, and with the database cut off in
// between. What the ledger then says is read back and asked the same questions as the language by itself.
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { part as companies } from '../../companies/index.ts'
import { part as ledger, verifyLedger } from '../../ledger/index.ts'
import { part as partners } from '../../partners/index.ts'
import { part as program } from '../index.ts'
import { due } from './due.ts'
import { fact, type Fact } from './facts.ts'
import { statementsOf, type Entry, type History } from './history.ts'
import { payouts } from './payouts.ts'
import { planDocument, type Plan } from './plan.ts'
import { cases, type Case } from './test/cases.ts'
import { furtherCases } from './test/further-cases.ts'
import { hardCases } from './test/hard-cases.ts'
import { harderCases } from './test/harder-cases.ts'
import { momentsIn, order } from './moments.ts'
import { showId } from '../../../kernel/ids.ts'
import { read } from '../../../platform/db/transact.ts'
import { testServer, type Json, type TestServer, type TestWorkspace } from '../../../test/setup/server.ts'

let app: TestServer
let ws: TestWorkspace
/** Which telling a partner was made for, by its shown id. */
const runOf = new Map<string, string>()
beforeAll(async () => {
  app = await testServer([companies, partners, program, ledger])
  ws = await app.workspace('Maven Labs', { currency: 'USD' })
})
afterAll(() => app?.close())

type Told = { plan: Plan; facts: Fact[]; partners: string[]; tell: (one: Fact) => Promise<Json>; nameOf: (shown: string) => string }

/** Partners of the case's names, on its plan from long ago on; `tell` sends one fact at the time at which it became known. */
async function begin({ plan: document, facts: raw, title }: Case, run: string): Promise<Told> {
  app.clock.now = Temporal.Instant.from('2020-01-02T09:00:00Z')
  const plan = planDocument.parse(document)
  const facts = raw.map((one) => fact.parse(one))
  const made = await ws.call('POST', '/plans', { body: { name: `${title} ${run}`.slice(-120), terms: plan } })
  expect(made.status, made.text).toBe(201)
  const named = new Set(facts.flatMap((one) => ['partner' in one ? one.partner : undefined, 'manager' in one ? one.manager : undefined, ...('partners' in one ? (one.partners ?? []).map((c) => c.partner) : [])]).filter((name) => name !== undefined))
  const ids = new Map<string, string>()
  for (const name of named) {
    const partner = await ws.call('POST', '/partners', { body: { name: `${name} ${title} ${run}`.slice(0, 110), type: 'referral', ownerId: showId('member', ws.admin.memberId), timeZone: plan.timeZone, contacts: [{ name: 'Cara', email: `cara.${ids.size}.${run}@example.com` }] } })
    expect(partner.status, partner.text).toBe(201)
    ids.set(name, partner.json.id)
    runOf.set(partner.json.id, run)
    expect((await ws.call('PUT', `/partners/${partner.json.id}/plan`, { body: { planId: made.json.id, from: '2020-01-01', why: 'The case' } })).status).toBe(200)
  }
  const id = (name: string) => `${run} ${name}`
  const as = (one: Fact): object => ({
    ...one, id: id(one.id), ...('of' in one && one.of ? { of: id(one.of) } : {}), ...('account' in one && one.account ? { account: id(one.account) } : {}),
    ...('partner' in one && one.partner ? { partner: ids.get(one.partner) } : {}), ...('manager' in one ? { manager: ids.get(one.manager) } : {}),
    ...('partners' in one && one.partners ? { partners: one.partners.map((c) => ({ ...c, partner: ids.get(c.partner) })) } : {}),
  })
  const names = new Map([...ids].map(([name, shown]) => [shown, name]))
  return { plan, facts, partners: [...names.keys()], nameOf: (shown) => names.get(shown) ?? shown, tell: (one) => ws.call('POST', '/facts', { body: { facts: [as(one)] } }) }
}

const knownAt = (plan: Plan, one: Fact) => momentsIn(plan.timeZone)(one.recordedAt ?? one.at)
const inOrder = ({ plan, facts }: Told) => facts.map((one) => ({ one, moment: knownAt(plan, one) })).sort((a, b) => order(a.moment, a.one.id, b.moment, b.one.id))

/** The lines of the ledger, newest first, of one partner or of all. */
async function linesOf(partner?: string): Promise<Json[]> {
  const lines: Json[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page = await ws.call('GET', '/commissions', { query: { limit: '200', ...(partner ? { partner } : {}), ...(after ? { after } : {}) } })
    lines.push(...page.json.items)
    after = page.json.next
  }
  return lines
}

/** What the ledger holds for the partners of a telling, in the language's own words. That it holds none of it for others is asked once at the end. */
async function readBack({ plan, facts, partners, nameOf }: Told, run: string): Promise<History> {
  const own = (text: string) => text.slice(run.length + 1)
  const found = (await Promise.all(partners.map(linesOf))).flat()
  const lines = found.filter((line) => line.item?.startsWith(`${run} `)).sort((a, b) => (a.id < b.id ? 1 : -1))
  const entries: Entry[] = lines.toReversed().map((line) => ({
    because: own(line.fact), recordedAt: line.createdAt, partner: nameOf(line.partner.id), item: own(line.item), component: line.component, amountMinor: BigInt(line.amount.amountMinor), payableMinor: BigInt(line.payable.amountMinor), currency: line.amount.currency,
    earnedOn: line.earnedOn, payableOn: line.payableOn, statement: line.statement, isPrior: line.isPrior,
  }))
  const groups = [...Map.groupBy(entries, (entry) => [entry.partner, entry.item, entry.component].join('\n')).values()]
  const booked = groups.map((own) => ({ ...own.at(-1)!, seller: own.at(-1)!.partner, itemId: own.at(-1)!.item, itemDay: own.at(-1)!.earnedOn, currency: plan.currency, heldUntil: null, working: [], amountMinor: own.reduce((sum, e) => sum + e.amountMinor, 0n), payableMinor: own.reduce((sum, e) => sum + e.payableMinor, 0n) }))
  const pure = due(plan, facts)
  return { entries, rewardEntries: [], statements: statementsOf(entries), due: { ...pure, lines: booked.filter((line) => line.amountMinor !== 0n) } }
}

/** Two sellers of one item bring a line each to whoever is above both. */
const sumsOf = (lines: { partner: string; item: string; component: string; amountMinor: bigint; payableMinor: bigint }[]) =>
  [...Map.groupBy(lines, (line) => `${line.partner} ${line.item} ${line.component}`)].map(([key, own]) => `${key} ${own.reduce((sum, line) => sum + line.amountMinor, 0n)} ${own.reduce((sum, line) => sum + line.payableMinor, 0n)}`).sort()

describe.each([...cases, ...furtherCases, ...hardCases, ...harderCases].map((one, i) => ({ ...one, n: i })))('$id: $title', (one) => {
  test('in order: every answer, to the smallest unit', async () => {
    const run = `o${one.n}`
    const told = await begin(one, run)
    for (const { one: next, moment } of inOrder(told)) {
      app.clock.now = moment.instant
      expect((await told.tell(next)).json.results).toMatchObject([{ result: 'recorded' }])
    }
    const history = await readBack(told, run)
    expect(one.answers({ history, payouts: payouts(told.plan, told.facts, history), currency: told.plan.currency })).toEqual(one.expected)
    expect(history.entries.every((entry) => entry.amountMinor !== 0n || entry.payableMinor !== 0n)).toBe(true)
  })

  test.each([1, 2, 3])('shuffled and doubled, %i: the same is booked in the end', async (seed) => {
    const run = `s${one.n}.${seed}`
    const told = await begin(one, run)
    app.clock.now = Temporal.Instant.from('2031-01-01T00:00:00Z')
    for (const next of shuffled(told.facts, seed)) {
      const first = await told.tell(next)
      expect(first.json.results).toMatchObject([{ result: 'recorded' }])
      expect((await told.tell(next)).json).toEqual({ results: [{ id: expect.any(String), result: 'known', why: null }], commissions: [] })
    }
    expect(sumsOf((await readBack(told, run)).due.lines)).toEqual(sumsOf(due(told.plan, told.facts).lines))
  })
})

const cutOff = [{ which: 'the worked cases', some: cases.map((one, n) => ({ one, n })) }, { which: 'some further ones', some: furtherCases.filter((_, i) => i % 14 === 1).map((one, n) => ({ one, n: cases.length + n })) }]
test.each(cutOff)('with the database cut off in the middle of every telling of $which: whoever tells again until it is acknowledged has each fact once', async ({ some }) => {
  const keeper = new Client({ connectionString: inject('serverUrl') })
  await keeper.connect()
  const name = new URL(app.url).pathname.slice(1)
  try {
    for (const { n, one } of some) {
      const run = `c${n}`
      const told = await begin(one, run)
      app.clock.now = Temporal.Instant.from('2031-01-01T00:00:00Z')
      for (const [i, next] of told.facts.entries()) {
        const telling = told.tell(next).catch(() => undefined)
        await new Promise((resolve) => setTimeout(resolve, (n * 7 + i * 5) % 23))
        await keeper.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name like 'alongside%'", [name])
        await telling
        await expect.poll(async () => (await told.tell(next)).json?.results?.[0]?.result, { timeout: 10_000 }).toMatch(/recorded|known/)
      }
      expect(sumsOf((await readBack(told, run)).due.lines), one.id).toEqual(sumsOf(due(told.plan, told.facts).lines))
    }
  } finally {
    await keeper.end()
  }
}, 120_000)

test('the ledger that all of this left is whole, and has each item with a partner of its telling', async () => {
  // What was held in between is let go of, as within a minute.
  await ledger.everyMinute?.(ws.ctx)
  const lines = await linesOf()
  expect(lines.length).toBeGreaterThan(cases.length)
  expect(lines.filter((line) => !line.item?.startsWith(`${runOf.get(line.partner.id)} `))).toEqual([])
  expect(await read(ws.ctx, verifyLedger)).toMatchObject({ ok: true, problems: [] })
})

function shuffled(facts: Fact[], seed: number): Fact[] {
  const list = [...facts]
  let state = seed * 2_654_435
  for (let i = list.length - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    const at = state % (i + 1)
    ;[list[i], list[at]] = [list[at]!, list[i]!]
  }
  return list
}
