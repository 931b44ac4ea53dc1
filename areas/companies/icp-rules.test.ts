import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRules } from './icp-check-rules.ts'
import type { CompanyFacts } from './icp-judge.ts'
import { canonical, fromShort, readRules, sayChanges, type ShortIcp } from './icp-read.ts'
import { defaultThresholds, fitOf, gradeCompany, noRules, sayGrade, type Criterion, type IcpRules } from './icp-rules.ts'

const short: ShortIcp = { industries: ['Food', 'Retail trade'], countries: ['DE', 'AT'], minEmployees: 50, maxEmployees: 1000 }
const profile = fromShort(short)
const meridian: CompanyFacts = { industry: 'Food', employees: 420, country: 'DE' }
const year = 2026
const rank = { none: 0, C: 1, B: 2, A: 3 }
const ask = (attribute: string, test: Criterion['test'], more: Partial<Criterion> = {}): Criterion => ({ attribute, test, values: [], min: null, max: null, currency: null, mustHave: false, weight: 1, suggestedFrom: null, ...more })
const rules = (criteria: Criterion[], more: Partial<IcpRules> = {}): IcpRules => ({ ...noRules, criteria, ...more })

describe('the grade by a profile of the first language', () => {
  test.each<[string, Partial<CompanyFacts>, string, string]>([
    ['all three met', {}, 'A', 'food industry, 420 people, Germany'],
    ['written differently', { industry: 'FOOD & Beverage' }, 'A', 'FOOD & Beverage industry, 420 people, Germany'],
    ['industry unknown', { industry: null }, 'B', '420 people, Germany; unknown: industry'],
    ['a little too small', { employees: 41 }, 'B', 'food industry, Germany, 41 people, just below 50'],
    ['a little too big', { employees: 1200 }, 'B', 'food industry, Germany, 1,200 people, just above 1,000'],
    ['a neighbouring industry', { industry: 'Wholesale trade' }, 'B', '420 people, Germany, wholesale trade industry, which is near'],
    ['another country', { country: 'US' }, 'C', 'food industry, 420 people, United States, not one of our countries'],
    ['one met, two unknown', { industry: null, employees: null }, 'C', 'Germany; unknown: industry and size'],
    ['one met, two missed', { employees: 3, country: 'US' }, 'none', 'food industry, 3 people, below 50, United States, not one of our countries'],
    ['nothing known', { industry: null, employees: null, country: null }, 'none', 'unknown: industry, size and country'],
  ])('%s', (_case, facts, grade, said) => {
    const graded = gradeCompany(profile, { ...meridian, ...facts }, year)
    expect(graded.grade).toBe(grade)
    expect(sayGrade(graded)).toBe(said)
  })

  test('is what it was before criteria had weights', () => {
    const before = (met: number, open: number, missed: number) => (missed + open === 0 ? 'A' : met > 0 && missed === 0 && open === 1 ? 'B' : met > 0 && missed <= 1 ? 'C' : 'none')
    const facts = fc.record({ industry: fc.constantFrom(null, 'Food', 'Steel', 'Wholesale trade'), employees: fc.constantFrom(null, 3, 45, 420, 1100, 5000), country: fc.constantFrom(null, 'DE', 'US') })
    const asked = fc.record({ industries: fc.constantFrom([], short.industries), countries: fc.constantFrom([], short.countries), minEmployees: fc.constantFrom(null, 50), maxEmployees: fc.constantFrom(null, 1000) })
    fc.assert(fc.property(asked, facts, (stored, company) => {
      const { grade, findings } = fitOf(readRules(stored), company, year)
      const n = (...standings: string[]) => findings.filter(({ finding }) => standings.includes(finding.standing)).length
      expect(grade).toBe(findings.length === 0 ? 'none' : before(n('met'), n('near', 'unknown'), n('missed')))
    }))
  })

  test('a profile that asks for nothing grades nobody', () => {
    expect(gradeCompany(noRules, meridian, year)).toEqual({ grade: 'none', reasons: ['The profile asks for nothing yet.'], unknown: [] })
  })
})

describe('one criterion', () => {
  const kestrel: CompanyFacts = {
    industry: 'Software & Services', employees: 120, country: 'CH', foundedYear: 2011, annualRevenueMinor: 1_250_000_000n, annualRevenueCurrency: 'EUR',
    attributes: { technologies: 'Salesforce; HubSpot', 'Funding stage': 'Series B', Seats: '1,400', empty: '' },
  }
  test.each<[Criterion, string, string]>([
    [ask('industry', 'one_of', { values: ['software and services'] }), 'met', 'software & Services industry'],
    [ask('industry', 'one_of', { values: ['Software'] }), 'near', 'software & Services industry, which is near'],
    [ask('industry', 'words', { values: ['Software'] }), 'met', 'software & Services industry'],
    [ask('region', 'one_of', { values: ['Nordics', 'DACH'] }), 'met', 'Switzerland, in DACH'],
    [ask('region', 'one_of', { values: ['European Union'] }), 'missed', 'Switzerland, not in European Union'],
    [ask('age', 'at_least', { min: 10 }), 'met', '15 years old'],
    [ask('age', 'at_most', { max: 14 }), 'near', '15 years old, just above 14'],
    [ask('revenue', 'between', { min: 1_000_000, max: 12_500_000, currency: 'EUR' }), 'met', 'EUR 12,500,000 of annual revenue'],
    [ask('revenue', 'at_least', { min: 20_000_000, currency: 'EUR' }), 'missed', 'EUR 12,500,000 of annual revenue, below 20,000,000'],
    [ask('revenue', 'at_least', { min: 1, currency: 'USD' }), 'unknown', 'annual revenue in USD, since we know it in EUR'],
    [ask('technology', 'one_of', { values: ['hubspot'] }), 'met', 'uses HubSpot'],
    [ask('technology', 'one_of', { values: ['Zoho'] }), 'missed', 'uses Salesforce, HubSpot, not one of ours'],
    [ask('column:Funding stage', 'one_of', { values: ['Series A', 'Series B'] }), 'met', 'Funding stage: Series B'],
    [ask('column:Seats', 'at_least', { min: 1000 }), 'met', 'Seats 1,400'],
    [ask('column:Seats', 'known'), 'met', 'Seats known'],
    [ask('column:empty', 'known'), 'unknown', 'empty'],
    [ask('column:constructor', 'known'), 'unknown', 'constructor'],
  ])('%o', (criterion, standing, say) => {
    expect(fitOf(rules([criterion]), kestrel, year).findings[0]?.finding).toMatchObject({ standing, say })
  })

  test('a must-have: missed gives no fit, unknown and near allow at most B, and all of it is said', () => {
    const must = rules([ask('country', 'one_of', { values: ['DE'], mustHave: true }), ask('industry', 'words', { values: ['Food'], weight: 5 })], { thresholds: { a: 80, b: 60, c: 40 } })
    expect(gradeCompany(must, meridian, year).grade).toBe('A')
    expect(gradeCompany(must, { ...meridian, country: 'US' }, year)).toMatchObject({ grade: 'none', reasons: ['food industry', 'United States, not one of our countries', 'no fit without country, a must-have'] })
    expect(gradeCompany(must, { ...meridian, country: null }, year)).toEqual({ grade: 'B', reasons: ['food industry', 'at most B while a must-have is open: country is unknown'], unknown: ['country'] })
    const size = rules([ask('employees', 'at_least', { min: 500, mustHave: true }), ask('industry', 'words', { values: ['Food'], weight: 5 })])
    expect(gradeCompany(size, meridian, year)).toMatchObject({ grade: 'B', reasons: ['food industry', '420 people, just below 500', 'at most B while a must-have is open: size is only near'] })
  })
})

// Each criterion stands on a fact of its own, so that one can be met, missed or unknown without the others.
const facts = ['met', 'near', 'missed', 'unknown'] as const
const worth = { met: 100, near: 45, missed: 1, unknown: null }
const arbitrary = fc.array(fc.record({ standing: fc.constantFrom(...facts), mustHave: fc.boolean(), weight: fc.integer({ min: 1, max: 5 }) }), { minLength: 1, maxLength: 6 })
const levels = fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 })).map((all) => all.sort((x, y) => y - x)).map(([a = 1, b = 1, c = 1]) => ({ a, b, c }))
const setting = fc.record({ thresholds: levels, unknownCounts: fc.constantFrom('half' as const, 'nothing' as const) })
type Given = { standing: (typeof facts)[number]; mustHave: boolean; weight: number }
const gradeOf = (given: Given[], more: Partial<IcpRules>, order = given.map((_, i) => i)) =>
  gradeCompany(rules(order.map((i) => ask(`column:${i}`, 'at_least', { min: 50, mustHave: given[i]!.mustHave, weight: given[i]!.weight })), more), { industry: null, employees: null, country: null, attributes: Object.fromEntries(given.map((one, i) => [i, worth[one.standing]])) }, year)

describe('whatever the profile', () => {
  test('meeting one more criterion never lowers the grade, and nothing is better than met', () => {
    fc.assert(fc.property(arbitrary, setting, fc.nat(), (given, more, pick) => {
      const at = pick % given.length
      const met = given.map((one, i) => (i === at ? { ...one, standing: 'met' as const } : one))
      expect(rank[gradeOf(met, more).grade]).toBeGreaterThanOrEqual(rank[gradeOf(given, more).grade])
    }))
  })

  test('the order of criteria does not matter', () => {
    fc.assert(fc.property(arbitrary, setting, (given, more) => {
      const turned = gradeOf(given, more, given.map((_, i) => i).reverse())
      const graded = gradeOf(given, more)
      expect([turned.grade, [...turned.unknown].sort(), turned.reasons.length]).toEqual([graded.grade, [...graded.unknown].sort(), graded.reasons.length])
    }))
  })

  test('every criterion is said, and an unknown must-have never passes for A', () => {
    fc.assert(fc.property(arbitrary, setting, (given, more) => {
      const graded = gradeOf(given, more)
      expect(graded.reasons.length + graded.unknown.length).toBeGreaterThanOrEqual(given.length)
      expect(graded.unknown).toHaveLength(given.filter((one) => one.standing === 'unknown').length)
      if (given.some((one) => one.mustHave && one.standing === 'unknown')) expect(graded.grade).not.toBe('A')
    }))
  })
})

describe('what is wrong with a profile', () => {
  const faults = (criteria: Criterion[], thresholds = defaultThresholds) => checkRules(rules(criteria, { thresholds }), new Set(['Seats'])).map((one) => `${one.field} ${one.code.replace('companies.icp_', '')}`)
  test.each<[Criterion[], string[]]>([
    [[ask('colour', 'known')], ['criteria.0.attribute attribute']],
    [[ask('column:Colour', 'known')], ['criteria.0.attribute attribute']],
    [[ask('column:Seats', 'at_least', { min: 3 })], []],
    [[ask('industry', 'at_least', { min: 3 })], ['criteria.0.test test']],
    [[ask('industry', 'one_of')], ['criteria.0.values values_empty']],
    [[ask('region', 'one_of', { values: ['Narnia'] })], ['criteria.0.values region']],
    [[ask('employees', 'between', { min: 3 })], ['criteria.0.max number_missing']],
    [[ask('employees', 'between', { min: 30, max: 3 })], ['criteria.0.max range']],
    [[ask('revenue', 'at_least', { min: 3 })], ['criteria.0.currency currency_missing']],
    [[ask('industry', 'one_of', { values: ['Food'] }), ask('industry', 'words', { values: ['food', 'Steel'] })], ['criteria.1.values overlap']],
    [[ask('employees', 'between', { min: 1, max: 50 }), ask('employees', 'at_least', { min: 50 })], ['criteria.1.attribute overlap']],
    [[ask('employees', 'between', { min: 1, max: 49 }), ask('employees', 'at_least', { min: 50 })], []],
  ])('%o', (criteria, expected) => {
    expect(faults(criteria)).toEqual(expected)
  })

  test('thresholds fall from A to C', () => {
    expect(faults([], { a: 50, b: 60, c: 70 })).toEqual(['thresholds.b thresholds', 'thresholds.c thresholds'])
  })
})

test('two profiles that ask for the same are the same, and a change is told in words', () => {
  const other = rules([...profile.criteria].reverse().map((one) => ({ ...one, values: [...one.values].reverse() })), { thresholds: profile.thresholds })
  expect(canonical(other)).toBe(canonical(profile))
  const after = rules([...profile.criteria.slice(0, 2), ask('age', 'at_least', { min: 5, mustHave: true, weight: 3 })])
  expect(sayChanges(profile, after)).toEqual(['asks: age at least 5, a must-have, weight 3', 'no longer asks: country is Germany or Austria, weight 1', 'A from 80 %, B from 60 %, C from 40 %'])
})
