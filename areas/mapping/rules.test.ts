import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bandFor, changesBetween, figuresOf, isNarrower, keeps, mayAsk, mayDelete, mayJudge, mayMatchAgain, mayNarrow, relationOf, relations, sharings, standings, withForgotten, type Amount, type Mapped, type Sharing } from './rules.ts'
import { together } from './run-list.ts'
import type { MatchedCustomer } from './match-customers.ts'

const row = (part: Partial<Mapped> = {}): Mapped => ({ band: 'same', relation: 'prospect', grade: 'A', openValue: [], wonValue: [], ...part })
const unknown = row({ band: 'none', relation: 'unknown', grade: null })

describe('what a level keeps', () => {
  test.each<[Sharing, boolean, boolean, boolean]>([['all', true, true, true], ['hidden', true, true, true], ['overlap', true, false, false], ['counts', false, false, false]])('%s: known %s, uncertain %s, unknown %s', (sharing, same, maybe, none) => {
    expect([keeps(sharing, { band: 'same' }), keeps(sharing, { band: 'maybe' }), keeps(sharing, { band: 'none' })]).toEqual([same, maybe, none])
  })

  test('narrower only ever keeps less: what the narrower level keeps the wider one kept', () => {
    for (const from of sharings) for (const to of sharings) if (isNarrower(from, to)) for (const band of ['same', 'maybe', 'none'] as const) expect(keeps(from, { band }) || !keeps(to, { band }), `${from} → ${to}`).toBe(true)
    expect(sharings.filter((to) => isNarrower('all', to))).toEqual(['overlap', 'counts', 'hidden'])
    expect(sharings.filter((to) => isNarrower('overlap', to))).toEqual(['counts'])
    expect([...sharings.filter((to) => isNarrower('counts', to)), ...sharings.filter((to) => isNarrower('hidden', to))]).toEqual([])
  })
})

describe('which company it is', () => {
  const place = { sameWebsite: false, ours: null, theirs: null }
  test.each([
    [null, place, 'none'], [{ band: 'same', score: 1 }, place, 'same'], [{ band: 'same', score: 0.94 }, place, 'maybe'], [{ band: 'maybe', score: 0.9 }, place, 'maybe'], [{ band: 'maybe', score: 0.79 }, place, 'none'],
    [{ band: 'same', score: 1 }, { ...place, ours: 'DE', theirs: 'US' }, 'maybe'], [{ band: 'same', score: 1 }, { ...place, ours: 'DE', theirs: 'DE' }, 'same'], [{ band: 'same', score: 1 }, { sameWebsite: true, ours: 'DE', theirs: 'US' }, 'same'],
    [{ band: 'same', score: 1 }, { ...place, ours: 'DE', theirs: null }, 'same'], [{ band: 'same', score: 0.99, probability: 0.95 }, place, 'same'], [{ band: 'same', score: 0.99, probability: 0.6 }, place, 'maybe'],
  ] as const)('%j at %j is %s', (found, where, band) => expect(bandFor(found, where)).toBe(band))

  test.each([[null, 'unknown'], [{ isCustomer: true, hasWon: false, hasOpen: true }, 'customer'], [{ isCustomer: false, hasWon: true, hasOpen: true }, 'customer'], [{ isCustomer: false, hasWon: false, hasOpen: true }, 'open'], [{ isCustomer: false, hasWon: false, hasOpen: false }, 'prospect']] as const)('%j is %s', (company, relation) => expect(relationOf(company)).toBe(relation))
})

const mapped = fc.record({
  band: fc.constantFrom('same' as const, 'maybe' as const, 'none' as const), relation: fc.constantFrom(...relations), grade: fc.option(fc.constantFrom('A' as const, 'B' as const, 'C' as const, 'none' as const)),
  openValue: fc.array(fc.record({ amountMinor: fc.bigInt({ min: 0n, max: 10n ** 16n }).map(String), currency: fc.constantFrom('EUR', 'JPY') }), { maxLength: 2 }), wonValue: fc.constant<Amount[]>([]),
})

describe('figures', () => {
  test('are the sums of their cells, whatever is in the list', () => {
    fc.assert(fc.property(fc.array(mapped, { maxLength: 60 }), (rows) => {
      const figures = figuresOf(rows)
      expect(figures.cells.reduce((n, cell) => n + cell.companies, 0)).toBe(rows.length)
      expect(figures.customers).toBe(rows.length)
      expect(figures.inIcp).toBeLessThanOrEqual(figures.graded)
      expect(figures.graded).toBe(rows.filter((one) => one.grade !== null).length)
      for (const currency of ['EUR', 'JPY']) {
        const sum = (amounts: { amountMinor: string; currency: string }[]) => amounts.filter((one) => one.currency === currency).reduce((total, one) => total + BigInt(one.amountMinor), 0n)
        expect(sum(figures.cells.flatMap((cell) => cell.openValue))).toBe(sum(rows.flatMap((one) => one.openValue)))
      }
      expect(new Set(figures.cells.map((cell) => `${cell.relation} ${cell.grade}`)).size).toBe(figures.cells.length)
      for (const cell of figures.cells) expect(standings).toContain(cell.grade)
    }))
  })

  test('of what was forgotten stay when the rest is looked up again', () => {
    const before = figuresOf([row(), unknown, row({ band: 'none', relation: 'unknown', grade: 'B' })])
    expect(withForgotten(figuresOf([row({ relation: 'customer' })]), before)).toMatchObject({ customers: 3, known: 1, inIcp: 2, graded: 2 })
  })
})

describe('what changed', () => {
  const was = { at: '2026-05-01T00:00:00Z', figures: figuresOf([row(), unknown]), rows: [{ key: 'c 1', name: 'Meridian', relation: 'prospect' as const }, { key: 'd a.example', name: 'Arden', relation: 'unknown' as const }] }
  test('came, went and moved', () => {
    expect(changesBetween(was, { rows: [{ key: 'c 1', name: 'Meridian', relation: 'customer' }, { key: 'n zenith', name: 'Zenith', relation: 'unknown' }] }, true)).toMatchObject({ came: 1, went: 1, moved: 1, wentNames: ['Arden'], before: { customers: 2, known: 1 } })
  })
  test('cannot be said where only counts were kept', () => expect(changesBetween(was, { rows: [] }, false)).toMatchObject({ comparable: false, came: 0, went: 0, wentNames: [] }))
})

describe('who may', () => {
  const ready = { state: 'ready', sharing: 'all' } as const
  const facts = { introduces: { allowed: true } as const, isAsked: false, isIntroduced: false }
  test.each([
    [row(), ready, facts, true], [row({ relation: 'customer' }), ready, facts, false], [row({ band: 'maybe', relation: 'unknown' }), ready, facts, false], [row(), { ...ready, sharing: 'counts' as const }, facts, false],
    [row(), { ...ready, state: 'replaced' as const }, facts, false], [row(), ready, { ...facts, isAsked: true }, false], [row(), ready, { ...facts, isIntroduced: true }, false], [row(), ready, { ...facts, introduces: { allowed: false as const, why: 'The partnership is paused.' } }, false],
  ])('%#: a partner is asked: %s', (of, list, known, allowed) => {
    const may = mayAsk(of, list, known)
    expect(may.allowed).toBe(allowed)
    if (!may.allowed) expect(may.why).toMatch(/^[A-Z].*\.$/)
  })
  test('a list that only counts is neither judged nor matched again, and can be deleted', () => {
    const counts = { state: 'ready', sharing: 'counts' } as const
    expect([mayJudge(counts).allowed, mayMatchAgain(counts).allowed, mayNarrow(counts).allowed, mayDelete(counts).allowed]).toEqual([false, false, false, true])
    expect([mayDelete({ ...counts, state: 'running' }).allowed, mayDelete({ ...counts, state: 'deleted' }).allowed, mayDelete({ ...counts, state: 'failed' }).allowed]).toEqual([false, false, true])
  })
})

test('twenty spellings of one are one customer, and two websites stay two', async () => {
  const customer = (name: string, domain: string | null = null) => ({ name, domain, lookAlikeOf: undefined, letters: name.toLowerCase(), country: null, industry: null, employees: null })
  const at = (n: number, name: string, match: Partial<MatchedCustomer> = {}, domain: string | null = null) => ({ collected: { customer: customer(name, domain), n, times: 1 }, match: { ...unknown, companyId: null, score: 0, reasons: [], ourIndustry: null, ourEmployees: null, ourCountry: null, ...match } })
  const ours = { band: 'same' as const, relation: 'prospect' as const, companyId: 'm', score: 1 }
  const given = [
    at(2, 'Meridian Foods GmbH', ours), at(3, 'MERIDIAN FOODS', ours), at(4, 'Meridien Foods', ours), at(5, 'Zenith Optics Holding'), at(6, 'Zenith Optics Holdings'), at(7, 'Zenith Optik Holding'),
    at(8, 'Arden', {}, 'arden.example'), at(9, 'Arden', {}, 'arden-print.example'),
  ]
  const rows = await together(given.map((one) => one.collected), given.map((one) => one.match))
  expect(rows.find((one) => one.companyId === 'm')).toMatchObject({ n: 2, times: 3 })
  expect(rows.filter((one) => one.name === 'Arden')).toHaveLength(2)
  expect(rows.filter((one) => one.name.startsWith('Zenith')).length).toBeLessThan(3)
  expect(rows.reduce((n, one) => n + one.times, 0)).toBe(given.length)
})
