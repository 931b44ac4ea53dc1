// What a person types becomes what is sent, and back, in any currency; what cannot be meant is said at its field.
import { describe, expect, test } from 'vitest'
import { toDraft, toPredictions } from './predictions-draft.ts'
import type { Predictions } from './queries.ts'

const around = (value: number, low: number | null = null, high: number | null = null) => ({ value, low, high })
const predictions: Predictions = {
  currency: 'EUR', activePartners: around(6, 4, 8), introductions: around(1.5), opportunityRate: around(0.6, 0.45, 0.75), wonRate: around(0.335), monthsToFirst: around(4), monthsToClose: 3, feeShare: 0.125, fixedCostMinor: '350000',
  firstYearValue: { valueMinor: '4000050', lowMinor: '2500000', highMinor: null }, stop: { measure: 'introductions', below: 0.4 },
}

describe('there and back', () => {
  test.each<[string, Partial<Predictions>]>([
    ['euros with cents', {}], ['yen', { currency: 'JPY' }], ['dinars of three digits', { currency: 'KWD' }], ['a stop in percent', { stop: { measure: 'won_rate', below: 0.125 } }],
    ['a stop in money', { stop: { measure: 'first_year_value', below: 1_234_500 } }], ['nothing at all', { introductions: around(0), firstYearValue: { valueMinor: '0', lowMinor: null, highMinor: null } }],
  ])('%s', (_, change) => expect(toPredictions(toDraft({ ...predictions, ...change }))).toEqual({ predictions: { ...predictions, ...change }, problems: null }))

  test('shares are typed in percent, amounts with commas', () => {
    expect(toDraft(predictions)).toMatchObject({ wonRate: { value: '33.5', low: '', high: '' }, firstYearValue: { value: '40,000.50', low: '25,000', high: '' }, feeShare: '12.5', fixedCost: '3,500' })
    expect(toDraft({ ...predictions, currency: 'JPY' }).firstYearValue.value).toBe('4,000,050')
  })
})

describe('what cannot be meant', () => {
  const draft = toDraft(predictions)
  test.each<[Partial<ReturnType<typeof toDraft>>, Record<string, string>]>([
    [{ introductions: { value: 'many', low: '', high: '' } }, { 'introductions.value': 'Write a number, such as 1.5.' }], [{ introductions: { value: '', low: '', high: '' } }, { 'introductions.value': 'Write a number, such as 1.5.' }],
    [{ introductions: { value: '2', low: '3', high: '1' } }, { 'introductions.low': 'The low end is above the number.', 'introductions.high': 'The high end is below the number.' }], [{ wonRate: { value: '130', low: '', high: '' } }, { 'wonRate.value': 'A share is 0 to 100 %.' }],
    [{ firstYearValue: { value: '40.005', low: '', high: '' } }, { 'firstYearValue.value': 'Write an amount, such as 40,000.00.' }], [{ fixedCost: '-5' }, { fixedCostMinor: 'Write an amount, such as 40,000.00.' }],
  ])('%j', (change, problems) => expect(toPredictions({ ...draft, ...change })).toEqual({ predictions: null, problems }))
  test('percent signs and thousands are read', () => {
    expect(toPredictions({ ...draft, wonRate: { value: '35 %', low: '', high: '' }, activePartners: { value: '1,200', low: '', high: '' } }).predictions).toMatchObject({ wonRate: { value: 0.35 }, activePartners: { value: 1200 } })
  })
})
