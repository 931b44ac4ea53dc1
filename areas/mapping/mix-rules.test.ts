import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOf, saySize, sizeBandOf, sizeBands } from '../../kernel/sizes.ts'
import { coarse, dimensions, fewestAlike, mixFor, mixOf, mixShown, nothingTold, type MixCell, type Said } from './mix-rules.ts'
import { sharings, type Band } from './rules.ts'

const row = (part: Partial<Said> & { band?: Band } = {}): Said & { band: Band } => ({ band: 'none', industry: null, employees: null, country: null, ourIndustry: null, ourEmployees: null, ourCountry: null, ...part })
const total = (cells: MixCell[]) => cells.reduce((n, cell) => n + cell.customers, 0)
const values = (cells: MixCell[], customers = total(cells)) => Object.fromEntries(mixShown(cells, customers, 50).map((one) => [one.dimension, [one.values.map(({ value, customers: n }) => `${value} ${n}`).join(', '), one.unknown, one.fromUs]]))

describe('sizes', () => {
  test.each([[0, '1-9'], [9, '1-9'], [10, '10-49'], [49, '10-49'], [50, '50-249'], [249, '50-249'], [250, '250-999'], [999, '250-999'], [1000, '1000-4999'], [4999, '1000-4999'], [5000, '5000+'], [2_000_000, '5000+']] as const)('%i people are %s', (employees, band) => {
    expect(sizeBandOf(employees)).toBe(band)
    const { from, below } = boundsOf(band)
    expect(employees >= from && (below === null || employees < below)).toBe(true)
  })
  test('are said in words', () => expect(sizeBands.map(saySize)).toEqual(['Under 10 people', '10 to 49 people', '50 to 249 people', '250 to 999 people', '1,000 to 4,999 people', '5,000 people or more']))
})

describe('what is counted', () => {
  test('our word comes before that of the list, and it is said whose it is', () => {
    const cells = mixOf([
      row({ band: 'same', industry: 'Foods', employees: 12, country: 'DE', ourIndustry: 'Food', ourEmployees: 420 }), row({ industry: ' food ', country: 'DE' }), row({ industry: 'FOOD', employees: 8 }), row({ industry: ' ' }), row(),
    ])
    expect(values(cells)).toEqual({ industry: ['Food 3', 2, 1], size: ['1-9 1, 250-999 1', 3, 1], country: ['DE 2', 3, 0] })
  })

  test('nothing known is unknown, of however many', () => expect(values([nothingTold(40)], 50)).toEqual({ industry: ['', 50, 0], size: ['', 50, 0], country: ['', 50, 0] }))

  test('of very many industries the rarest are not told apart from what is unknown', () => {
    const cells = mixOf(Array.from({ length: 260 }, (_, i) => row({ industry: `Industry ${i}`, country: 'DE' })).concat(row({ industry: 'Industry 259' })))
    const [industry, , country] = mixShown(cells, 261, 500)
    expect([industry!.values.length, industry!.values[0], industry!.unknown, country!.unknown]).toEqual([200, { value: 'Industry 259', customers: 2, fromUs: 0 }, 60, 1])
  })

  test('values beyond those listed are counted as others', () => {
    const [industry] = mixShown(mixOf(['A', 'A', 'B', 'C'].map((one) => row({ industry: one }))), 4, 1)
    expect(industry).toEqual({ dimension: 'industry', unknown: 0, fromUs: 0, values: [{ value: 'A', customers: 2, fromUs: 0 }], others: 2 })
  })
})

describe('what a level tells', () => {
  const food = Array.from({ length: 6 }, (_, i) => row({ industry: 'Food', country: i < 5 ? 'DE' : 'LU', employees: 20 }))
  const ours = row({ band: 'same', ourIndustry: 'Tobacco', ourEmployees: 30, ourCountry: 'DE' })
  test.each([
    ['all', { industry: ['Food 6, Tobacco 1', 0, 1], size: ['10-49 7', 0, 1], country: ['DE 6, LU 1', 0, 1] }],
    ['hidden', { industry: ['Food 6, Tobacco 1', 0, 1], size: ['10-49 7', 0, 1], country: ['DE 6, LU 1', 0, 1] }],
    ['overlap', { industry: ['Food 5, Tobacco 1', 1, 1], size: ['10-49 6', 1, 1], country: ['DE 6', 1, 1] }],
    ['counts', { industry: ['Food 5', 2, null], size: ['10-49 5', 2, null], country: ['DE 5', 2, null] }],
  ] as const)('%s', (sharing, told) => expect(values(mixFor(sharing, mixOf([...food, ours])))).toEqual(told))

  test('what three of five respects have in common is told as far as enough share it', () => {
    const told = coarse(mixOf([...Array.from({ length: 4 }, (_, i) => row({ industry: 'Food', employees: [5, 20, 100, 500][i]!, country: 'DE' })), row({ industry: 'Food', country: 'FR' }), row({ industry: 'Print', country: 'DE' })]))
    expect(values(told)).toEqual({ industry: ['Food 5', 1, 0], size: ['', 6, 0], country: ['', 6, 0] })
  })

  const said = fc.record({
    band: fc.constantFrom<Band>('same', 'maybe', 'none'), industry: fc.option(fc.constantFrom('Food', 'food', 'Print', 'Law')), employees: fc.option(fc.constantFrom(3, 30, 300)), country: fc.option(fc.constantFrom('DE', 'FR')),
    ourIndustry: fc.constant(null), ourEmployees: fc.constant(null), ourCountry: fc.option(fc.constant('NL')),
  })
  const list = fc.array(said, { maxLength: 80 })
  test('every customer is counted once at every level, and never more is told of a value than there is', () => {
    fc.assert(fc.property(list, fc.constantFrom(...sharings), (rows, sharing) => {
      const cells = mixOf(rows)
      const kept = mixFor(sharing, cells)
      expect(total(kept)).toBe(rows.length)
      for (const [i, one] of mixShown(kept, rows.length, 500).entries()) {
        const whole = mixShown(cells, rows.length, 500)[i]!
        expect(one.values.reduce((n, value) => n + value.customers, 0) + one.unknown).toBe(rows.length)
        for (const value of one.values) expect(value.customers).toBeLessThanOrEqual(whole.values.find((w) => w.value.toLowerCase() === value.value.toLowerCase())!.customers)
      }
    }))
  })

  test('of those that are not kept nothing is told that fewer than five have in common, in whatever order a list is narrowed', () => {
    fc.assert(fc.property(list, fc.boolean(), (rows, byOverlap) => {
      const start = mixOf(rows)
      const kept = mixFor('counts', byOverlap ? mixFor('overlap', start) : start)
      for (const cell of kept) if (dimensions.some((dimension) => cell[dimension] !== null)) expect(cell.customers).toBeGreaterThanOrEqual(fewestAlike)
      for (const cell of mixFor('overlap', start)) if (!cell.isKnown && dimensions.some((dimension) => cell[dimension] !== null)) expect(cell.customers).toBeGreaterThanOrEqual(fewestAlike)
    }))
  })
})
