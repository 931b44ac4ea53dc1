import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCountry } from './countries.ts'
import { decideBand, gradeCompany, sayGrade, type CompanyFacts, type IcpRules } from './rules.ts'
import { scoreOf } from './score.ts'

const profile: IcpRules = { industries: ['Food', 'Retail trade'], countries: ['DE', 'AT'], minEmployees: 50, maxEmployees: 1000 }
const meridian: CompanyFacts = { industry: 'Food', employees: 420, country: 'DE' }

describe('the grade', () => {
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
    const graded = gradeCompany(profile, { ...meridian, ...facts })
    expect(graded.grade).toBe(grade)
    expect(sayGrade(graded)).toBe(said)
  })

  test('a profile that asks for nothing grades nobody', () => {
    expect(gradeCompany({ industries: [], countries: [], minEmployees: null, maxEmployees: null }, meridian)).toMatchObject({ grade: 'none' })
  })

  test('what is not asked for does not count', () => {
    expect(gradeCompany({ ...profile, industries: [], minEmployees: null, maxEmployees: null }, { industry: null, employees: null, country: 'AT' })).toEqual({ grade: 'A', reasons: ['Austria'], unknown: [] })
  })

  test('learning a fact that fits never lowers the grade, and a grade always says something', () => {
    const rank = ['none', 'C', 'B', 'A']
    const facts = fc.record({ industry: fc.option(fc.constantFrom('Food', 'Steel')), employees: fc.option(fc.nat(3000)), country: fc.option(fc.constantFrom('DE', 'US')) })
    fc.assert(fc.property(facts, fc.constantFrom('industry', 'employees', 'country'), (company, key) => {
      const before = gradeCompany(profile, { ...company, [key]: null })
      const after = gradeCompany(profile, { ...company, [key]: meridian[key as 'industry'] })
      expect(rank.indexOf(after.grade)).toBeGreaterThanOrEqual(rank.indexOf(before.grade))
      expect(before.reasons.length + before.unknown.length).toBe(3)
    }))
  })
})

describe('whose company it is', () => {
  const one = (companyId: string, score: number, hasCrmId = false, isCustomer = false) => ({ companyId, name: companyId, score, reasons: [], standing: { hasCrmId, isCustomer } })

  test.each([
    ['nobody', [], 'none', undefined],
    ['a weak likeness', [one('a', 0.6)], 'none', undefined],
    ['a slip of the pen is noticed, not joined', [one('a', 0.9)], 'maybe', undefined],
    ['a clear one', [one('a', 0.95), one('b', 0.8)], 'same', 'a'],
    ['two alike that cannot be told apart', [one('a', 0.95), one('b', 0.95)], 'maybe', undefined],
    ['two of one name: the CRM’s', [one('a', 0.99), one('b', 0.99, true)], 'same', 'b'],
    ['two of one name: the customer', [one('a', 0.99), one('b', 0.99, false, true)], 'same', 'b'],
  ] as const)('%s', (_case, scored, band, best) => {
    const decided = decideBand([...scored])
    expect([decided.band, decided.best?.companyId]).toEqual([band, best])
  })

  const known = { name: 'Meridian Foods GmbH', aliases: ['Harbourlight'], domains: ['meridian-foods.com'], pretends: [] }
  test.each([
    ['the website', { domain: 'meridian-foods.com', name: 'Something else' }, 1],
    ['another ending', { domain: 'meridian-foods.de' }, 0.88],
    ['the name with another website', { domain: 'mf-group.eu', name: 'Meridian Foods' }, 0.9],
    ['the name', { name: 'Meridian Foods' }, 0.99],
    ['a former name', { name: 'Harbourlight' }, 1],
    ['a look-alike', { domain: 'xn--meridan-foods-abc.com', lookAlikeOf: 'meridian-foods.com' }, 0.9],
    ['somebody else', { domain: 'contoso.com' }, 0],
  ])('%s', (_case, sought, score) => {
    const found = scoreOf(sought, known)
    expect(found.score, JSON.stringify(found)).toBeCloseTo(score, 2)
  })

  test('a website spelled like the name is the company while no other website is known', () => {
    expect(scoreOf({ domain: 'meridianfoods.de' }, { ...known, domains: [] }).score).toBeGreaterThan(0.92)
    expect(scoreOf({ domain: 'acme.de' }, { name: 'Acme', aliases: [], domains: [], pretends: [] }).score).toBe(0.88)
    expect(scoreOf({ domain: 'ibm.de' }, { name: 'International Business Machines', aliases: [], domains: ['ibm.com'], pretends: [] }).score).toBe(0.88)
    expect(scoreOf({ name: 'IBM' }, { name: 'International Business Machines', aliases: [], domains: ['ibm.com'], pretends: [] }).score).toBe(0.82)
  })
})

describe('a country', () => {
  test.each([['DE', 'DE'], ['germany', 'DE'], ['Deutschland', 'DE'], ['United States', 'US'], ['USA', 'US'], ['U.S.A.', 'US'], ['UK', 'GB'], ['Philipines', 'PH'], ['Korea', 'KR'], ['Österreich', 'AT'], ['España', 'ES'], ['XX', undefined], ['Remote', undefined], ['', undefined]])('%s', (text, code) => {
    expect(readCountry(text)).toBe(code)
  })
})
