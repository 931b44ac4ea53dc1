// Every list that is asked for words: it has what bears them, as they are written, and nothing else.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sharePlan } from '../test/setup/story.ts'
import { wholeApp } from '../test/setup/whole-app.ts'
import type { TestServer, TestWorkspace } from '../test/setup/server.ts'

let app: TestServer
let maven: TestWorkspace
const made = new Map<string, string[]>()
const good = async (call: Promise<{ status: number; json: { id: string }; text: string }>) => {
  const answer = await call
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.json.id
}
const around = (value: number) => ({ value })
const predictions = {
  currency: 'EUR', activePartners: around(6), introductions: { value: 1.5, low: 1, high: 2 }, opportunityRate: around(0.6), wonRate: around(0.35), firstYearValue: { valueMinor: '4000000' }, monthsToFirst: around(4), monthsToClose: 4,
  fixedCostMinor: '400000', feeShare: 0.12, stop: { measure: 'introductions', below: 0.5 },
}

/** Words in which `like` would see more than is written. */
const odd = String.raw`Ölmühle 50%_off \ Söhne`
const plain = 'Ölmühle 50 off Söhne'

beforeAll(async () => {
  app = await wholeApp()
  maven = await app.workspace()
  const ownerId = `mem_${maven.admin.memberId.replaceAll('-', '')}`
  for (const [i, name] of [odd, plain].entries()) {
    const keep = (path: string, id: string) => void (name === odd && made.set(path, [...(made.get(path) ?? []), id]))
    const partner = await good(maven.call('POST', '/partners', { body: { name, type: 'referral', ownerId, timeZone: 'Europe/Berlin', startedOn: '2026-01-05', contacts: [{ name: 'Ana', email: `ana${i}@partner.example` }] } }))
    keep('/partners', partner)
    const candidate = await good(maven.call('POST', '/candidates', { body: { name: `${name} Beratung`, type: 'referral', ownerId, contact: { name: 'Bo', email: `bo${i}@candidate.example` } } }))
    keep('/candidates', candidate)
    // Whoever may become a partner is among the partners.
    keep('/partners', candidate)
    keep('/opportunities', await good(maven.call('POST', '/opportunities', { body: { name: `${name}, routes`, currency: 'EUR' } })))
    keep('/referrals', await good(maven.call('POST', '/referrals', { body: { partnerId: partner, buyer: `Buyer ${i} Mills`, person: 'Kim Kern', reason: 'They asked.', consent: true } })))
    keep('/plans', await good(maven.call('POST', '/plans', { body: { name, terms: sharePlan() } })))
    keep('/hypotheses', await good(maven.call('POST', '/hypotheses', { session: maven.session, body: { type: 'referral', segment: name, bestPlaced: 'They.', whyRecommend: 'So.', gainFinancial: 'A fee.', gainStrategic: 'A practice.', gainReputational: 'A name.', reviewOn: '2027-09-30', predictions } })))
    keep('/reviews', await good(maven.call('POST', '/reviews', { body: { partnerId: partner, quarter: '2026-Q1' } })))
  }
})
afterAll(() => app?.close())

for (const path of ['/partners', '/candidates', '/opportunities', '/referrals', '/plans', '/hypotheses', '/reviews'])
  test(`${path} finds words as they are written, in any case, and none that are not there`, async () => {
    const found = async (q: string) => {
      const answer = await maven.call('GET', path, { query: { q } })
      expect(answer.status, answer.text).toBe(200)
      return (answer.json.items as { id: string }[]).map((one) => one.id).sort()
    }
    const odds = [...made.get(path)!].sort()
    expect(await found('50%_off')).toEqual(odds)
    expect(await found(String.raw`\ söhne`)).toEqual(odds)
    expect(await found('ölmühle 50')).toHaveLength(odds.length * 2)
    for (const none of ['%%', '__', 'Kaltenbach']) expect(await found(none), none).toEqual([])
  })
