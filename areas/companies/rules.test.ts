import { describe, expect, test } from 'vitest'
import { readCountry } from './countries.ts'
import { decideBand } from './rules.ts'
import { scoreOf } from './score.ts'

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
