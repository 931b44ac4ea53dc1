import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, showId } from '../../kernel/ids.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { read } from '../../platform/db/transact.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as partners, createPartner } from '../partners/index.ts'
import { decideAssignment, type Assignment } from './assignment.ts'
import { part, planInForce, plansInForce } from './index.ts'

let app: TestServer
let maven: TestWorkspace
let rival: TestWorkspace
beforeAll(async () => {
  app = await testServer([partners, part])
  app.clock.now = Temporal.Instant.from('2026-11-22T10:00:00Z')
  maven = await app.workspace('Maven Labs')
  rival = await app.workspace('Rival')
})
afterAll(() => app?.close())

const terms = {
  language: 1, currency: 'EUR', payment: { rule: 'after_quarter_end', days: 30 }, rounding: 'half_away_per_line',
  components: [
    { id: 'qualified', trigger: 'referral.qualified', kind: 'flat', amountMinor: '40000' },
    { id: 'won', trigger: 'opportunity.won', kind: 'percent', rate: { num: 15, den: 100 }, basis: 'first_year_revenue' },
  ],
}
const fewer = { ...terms, components: [terms.components[0]] }
const sentences = ['€400.00 for each qualified introduction', '15\u00a0% of what the customer pays in the first year', 'Paid within 30 days after the end of the quarter']
let names = 0
const aPlan = async (of = maven) => (await of.call('POST', '/plans', { body: { name: `Plan ${++names}`, terms } })).json as { id: string; planVersionId: string }
const aPartner = async (of = maven) => {
  const { id } = await createPartner(of.ctx, {
    name: `Nordlicht ${++names}`, type: 'referral', state: 'active', timeZone: 'Europe/Berlin', website: null, contacts: [{ name: 'Ines', email: `ines${names}@nordlicht.example`, phone: null }],
  })
  return { id, shown: showId('partner', id) }
}

describe('the ladder', () => {
  const plan = showId('plan', newId())
  const partner = showId('partner', newId())
  const writes: [string, string, unknown][] = [
    ['POST', '/plans', { name: 'X', terms }], ['POST', `/plans/${plan}/versions`, { terms }], ['PUT', `/partners/${partner}/plan`, { planId: plan, from: '2026-12-01' }],
  ]
  const reads = [['GET', '/plans', undefined], ['GET', `/plans/${plan}`, undefined], ['GET', `/partners/${partner}/plans`, undefined], ['POST', '/plans/preview', { terms }]] as [string, string, unknown][]

  test.each([...writes, ...reads])('%s %s: 401 without a credential', async (method, path, body) => {
    expect((await app.call(method, path, { body })).status).toBe(401)
  })
  test.each(writes)('%s %s: 403 for a rep and a viewer, who are told who can', async (method, path, body) => {
    for (const role of ['rep', 'viewer'] as const) {
      const answer = await app.call(method, path, { body, key: maven.keys[role] })
      expect([answer.status, answer.json.detail]).toEqual([403, 'Your role may not do this. An admin, a manager or finance can.'])
    }
  })
  test('another workspace’s plan and partner: there are none', async () => {
    const theirs = await aPlan(rival)
    const theirPartner = await aPartner(rival)
    const own = await aPlan()
    const ownPartner = await aPartner()
    expect((await maven.call('GET', `/plans/${theirs.id}`)).status).toBe(404)
    expect((await maven.call('POST', `/plans/${theirs.id}/versions`, { body: { terms } })).status).toBe(404)
    expect((await maven.call('GET', `/partners/${theirPartner.shown}/plans`)).status).toBe(404)
    expect((await maven.call('PUT', `/partners/${theirPartner.shown}/plan`, { body: { planId: own.id, from: '2026-12-01' } })).status).toBe(404)
    expect((await maven.call('PUT', `/partners/${ownPartner.shown}/plan`, { body: { planId: theirs.id, from: '2026-12-01' } })).status).toBe(404)
    expect((await maven.call('GET', '/plans')).json.items.map((p: { id: string }) => p.id)).not.toContain(theirs.id)
  })
  test.each([
    ['no name', { name: ' ', terms }, ['name']],
    ['another language', { name: 'X', terms: { ...terms, language: 3 } }, ['terms.language']],
    ['an unknown word', { name: 'X', terms: { ...terms, cap: 1 } }, ['terms']],
    ['a fractional amount', { name: 'X', terms: { ...terms, components: [{ ...terms.components[0], amountMinor: '400.00' }] } }, ['terms.components.0.amountMinor']],
    ['a number for an amount', { name: 'X', terms: { ...terms, components: [{ ...terms.components[0], amountMinor: 40000 }] } }, ['terms.components.0.amountMinor']],
    ['a fractional rate', { name: 'X', terms: { ...terms, components: [{ ...terms.components[1], rate: { num: 1.5, den: 100 } }] } }, ['terms.components.0.rate.num']],
    ['a rate over nothing', { name: 'X', terms: { ...terms, components: [{ ...terms.components[1], rate: { num: 1, den: 0 } }] } }, ['terms.components.0.rate.den']],
    ['more than all', { name: 'X', terms: { ...terms, components: [{ ...terms.components[1], rate: { num: 3, den: 2 } }] } }, ['terms.components.0.rate']],
    ['the same component twice, in no known currency', { name: 'X', terms: { ...terms, currency: 'XXX', components: [terms.components[0], terms.components[0]] } }, ['terms.currency', 'terms.components.1.id']],
    ['nothing to pay for', { name: 'X', terms: { ...terms, components: [] } }, ['terms.components']],
  ])('422 for %s', async (_name, body, fields) => {
    const answer = await maven.call('POST', '/plans', { body })
    expect([answer.status, answer.json.fields?.map((f: { field: string }) => f.field)]).toEqual([422, fields])
  })
})

describe('plans', () => {
  test('are created, published again and read back with their sentences; partners stay on their version', async () => {
    const plan = await aPlan()
    const partner = await aPartner()
    expect((await maven.call('PUT', `/partners/${partner.shown}/plan`, { body: { planId: plan.id, from: '2026-11-22' } })).json).toEqual({ planVersionId: plan.planVersionId, version: 1, from: '2026-11-22', changed: true })
    const again = await maven.call('POST', `/plans/${plan.id}/versions`, { body: { terms: Object.fromEntries(Object.entries(terms).reverse()) } })
    expect([again.status, again.json]).toEqual([201, { id: plan.id, planVersionId: plan.planVersionId, version: 1 }])
    expect((await maven.call('POST', `/plans/${plan.id}/versions`, { body: { terms: fewer } })).json).toMatchObject({ id: plan.id, version: 2 })
    const seen = (await maven.call('GET', `/plans/${plan.id}`, { key: maven.keys.viewer })).json
    expect(seen).toMatchObject({
      versions: [{ number: 2, terms: fewer, sentences: [sentences[0], sentences[2]], publishedBy: null }, { number: 1, terms, sentences, inOneLine: 'You earn €400 when it is qualified and 15\u00a0% of what they pay in year one.' }],
      partners: [{ partner: { id: partner.shown }, version: 1, from: '2026-11-22' }],
      can: { publish: { allowed: false, why: 'An admin, a manager or finance can change plans.' } },
    })
    expect((await maven.call('GET', '/plans')).json.items.find((p: { id: string }) => p.id === plan.id)).toMatchObject({ version: 2, partners: 1, sentences: [sentences[0], sentences[2]] })
    expect(await read(maven.ctx, async (r) => [(await planInForce(r, partner.id, '2026-11-21'))?.number, (await planInForce(r, partner.id, '2026-11-22'))?.number, (await plansInForce(r, [partner.id], '2030-01-01')).get(partner.id)?.number])).toEqual([undefined, 1, 1])
  })

  test('a name is taken once, whatever its case, also by two at once', async () => {
    const answers = await Promise.all(['Gold', 'gold', 'GOLD'].map((name) => maven.call('POST', '/plans', { body: { name, terms } })))
    expect(answers.map((a) => a.status).sort()).toEqual([201, 409, 409])
    expect(answers.find((a) => a.status === 409)?.json.code).toBe('program.plan_name_taken')
    expect((await rival.call('POST', '/plans', { body: { name: 'Gold', terms } })).status).toBe(201)
  })

  test('ten publish at once: versions are numbered without gap or twin', async () => {
    const plan = await aPlan()
    await Promise.all(Array.from({ length: 10 }, (_, i) => maven.call('POST', `/plans/${plan.id}/versions`, { body: { terms: { ...terms, payment: { rule: 'after_quarter_end', days: i } } } })))
    expect((await maven.call('GET', `/plans/${plan.id}`)).json.versions.map((v: { number: number }) => v.number)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  })

  test('a draft is read as sentences, or told what is wrong, and nothing is kept', async () => {
    expect((await maven.call('POST', '/plans/preview', { body: { terms } })).json).toMatchObject({ sentences, problems: [] })
    expect((await maven.call('POST', '/plans/preview', { body: { terms: { ...terms, components: [] } } })).json).toMatchObject({ sentences: [], problems: [{ field: 'components', message: 'A plan pays for at least one thing. Add a flat amount or a percentage.' }] })
  })

  test('a repeated request with an idempotency key makes one plan', async () => {
    const body = { name: 'Once', terms }
    const headers = { 'idempotency-key': 'plan-once-0001' }
    const first = await maven.call('POST', '/plans', { body, headers })
    const second = await maven.call('POST', '/plans', { body, headers })
    expect([first.status, second.status, second.json]).toEqual([201, 201, first.json])
  })
})

describe('a partner’s plan', () => {
  test('from a day on; the one before ends there; the same again changes nothing; all of it is recorded', async () => {
    const [one, two] = [await aPlan(), await aPlan()]
    const partner = await aPartner()
    const put = (planId: string, from: string, why?: string) => maven.call('PUT', `/partners/${partner.shown}/plan`, { body: { planId, from, why } })
    await put(one.id, '2026-11-22')
    expect((await put(one.id, '2026-12-01')).json.changed).toBe(false)
    await put(two.id, '2027-01-01')
    const past = await put(one.id, '2026-11-01')
    expect([past.status, past.json.fields]).toEqual([422, [{ field: 'why', code: 'program.why_needed', message: 'This day is in the past, so amounts that are booked may change. Say why, so that everybody can read it later.' }]])
    expect((await put(two.id, '2032-01-01')).json.fields[0].code).toBe('program.from_too_far')
    expect((await put(one.id, '2026-02-30')).status).toBe(422)
    const list = () => maven.call('GET', `/partners/${partner.shown}/plans`).then((a) => a.json.items.map((p: { plan: { id: string }; from: string; until: string | null; isInForce: boolean }) => [p.plan.id === one.id ? 'one' : 'two', p.from, p.until, p.isInForce]))
    expect(await list()).toEqual([['two', '2027-01-01', null, false], ['one', '2026-11-22', '2027-01-01', true]])
    await put(two.id, '2026-11-01', 'the contract says so')
    expect(await list()).toEqual([['two', '2026-11-01', null, true]])
    const rows = await read(maven.ctx, (r) => r.q.selectFrom('partner_plan').select(['starts_on', 'ends_on', 'replaced_at']).where('workspace_id', '=', r.workspace).where('partner_id', '=', partner.id).execute())
    expect(rows.filter((row) => row.replaced_at).length).toBe(3)
    const events = await read(maven.ctx, (r) => r.q.selectFrom('event').selectAll().where('workspace_id', '=', r.workspace).where('partner_id', '=', partner.id).where('type', '=', 'partner.plan_assigned').execute())
    expect(events.map((e) => [(e.payload as { from: string }).from, (e.payload as { backDated: boolean }).backDated, e.why]).sort()).toEqual([['2026-11-01', true, 'the contract says so'], ['2026-11-22', false, null], ['2027-01-01', false, null]])
  })

  test('twenty put it on plans at once: one a day holds, nobody is refused', async () => {
    const plans = [await aPlan(), await aPlan(), await aPlan()]
    const partner = await aPartner()
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => maven.call('PUT', `/partners/${partner.shown}/plan`, { body: { planId: plans[i % 3]?.id, from: `2026-12-${10 + (i % 7)}` } })))
    expect(answers.map((a) => a.status)).toEqual(Array.from({ length: 20 }, () => 200))
    const { items } = (await maven.call('GET', `/partners/${partner.shown}/plans`)).json
    expect(items[0].until).toBeNull()
    for (const [i, item] of items.slice(1).entries()) expect(item.until).toBe(items[i].from)
  })

  const at = (startsOn: string, endsOn: string | null, planVersionId = 'v1'): Assignment => ({ id: startsOn, planVersionId, startsOn, endsOn, why: null })
  test.each([
    ['the first', [], '2026-12-01', [], null],
    ['the one before ends', [at('2026-01-01', null)], '2026-12-01', ['2026-01-01'], ['2026-01-01', '2026-12-01']],
    ['on the same day', [at('2026-12-01', null)], '2026-12-01', ['2026-12-01'], null],
    ['one that ended before is left alone', [at('2026-01-01', '2026-06-01')], '2026-12-01', [], null],
    ['one that ends on that day is left alone', [at('2026-01-01', '2026-12-01')], '2026-12-01', [], null],
    ['those meant for later fall away', [at('2026-01-01', '2027-01-01'), at('2027-01-01', null)], '2026-12-01', ['2026-01-01', '2027-01-01'], ['2026-01-01', '2026-12-01']],
  ] as [string, Assignment[], string, string[], [string, string] | null][])('decideAssignment: %s', (_name, holding, from, replaced, kept) => {
    const change = decideAssignment(holding, { planVersionId: 'v2', from, why: null }, '2026-11-22')
    if (change === 'unchanged' || change instanceof Refusal) throw new Error('expected a change')
    expect(change.replaced.map((a) => a.startsOn)).toEqual(replaced)
    expect(change.kept && [change.kept.startsOn, change.kept.endsOn]).toEqual(kept)
  })

  test('decideAssignment: after any decisions, each day is ruled by the last one that starts on or before it, and by no other', () => {
    const day = (n: number) => Temporal.PlainDate.from('2026-01-01').add({ days: n }).toString()
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom('a', 'b', 'c')), { maxLength: 12, size: 'max' }), (decisions) => {
      let rows: Assignment[] = []
      for (const [from, planVersionId] of decisions) {
        const change = decideAssignment(rows, { planVersionId, from: day(from), why: 'because' }, '2026-01-20')
        if (change instanceof Refusal) throw change
        if (change === 'unchanged') continue
        rows = [...rows.filter((row) => !change.replaced.includes(row)), ...(change.kept ? [change.kept] : []), at(day(from), null, planVersionId)]
      }
      for (let n = 0; n <= 41; n++) {
        const holding = rows.filter((row) => row.startsOn <= day(n) && (row.endsOn === null || day(n) < row.endsOn)).map((row) => row.planVersionId)
        const last = decisions.findLast(([from]) => from <= n)
        expect(holding).toEqual(last ? [last[1]] : [])
      }
    }), { numRuns: 500 })
  })
})
