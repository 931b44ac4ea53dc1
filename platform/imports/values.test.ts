import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimal } from '../../kernel/money.ts'
import { amountEvidence, amountIn, type DecimalSign } from './amounts.ts'
import { dateEvidence, parseDate, type DateOrder } from './dates.ts'
import { createSeenKeys } from './seen-keys.ts'

describe('dates', () => {
  test.each<[string, DateOrder | undefined, string]>([
    ['2017-03-01', undefined, '2017-03-01'],
    ['2017-3-1', undefined, '2017-03-01'],
    ['2017/03/01', undefined, '2017-03-01'],
    ['20170301', undefined, '2017-03-01'],
    ['2017-03-01T23:59:59Z', undefined, '2017-03-01'],
    ['2017-03-01 10:22', undefined, '2017-03-01'],
    ['1.3.2017', undefined, '2017-03-01'],
    ['01.03.17', 'mdy', '2017-03-01'],
    ['31/12/2017', undefined, '2017-12-31'],
    ['12/31/2017', undefined, '2017-12-31'],
    ['3/4/2017', 'dmy', '2017-04-03'],
    ['3/4/2017', 'mdy', '2017-03-04'],
    ['3/4/2017 1:05 PM', 'mdy', '2017-03-04'],
    ['5/5/2017', undefined, '2017-05-05'],
    ['3/4/2017', undefined, 'ambiguous'],
    ['30 Nov 2026', undefined, '2026-11-30'],
    ['Nov 30, 2026', undefined, '2026-11-30'],
    ['3. März 2026', undefined, '2026-03-03'],
    ['24-Dec-25', undefined, '2025-12-24'],
    ['17/03/01', 'ymd', '2017-03-01'],
    ['2024-02-29', undefined, '2024-02-29'],
    ['2023-02-29', undefined, 'no_such_day'],
    ['2017-13-01', undefined, 'no_such_day'],
    ['12/31/2017', 'dmy', 'no_such_day'],
    ['0000-00-00', undefined, 'no_such_day'],
    ['42735', undefined, 'not_a_date'],
    ['soon', undefined, 'not_a_date'],
    ['30 Foo 2026', undefined, 'not_a_date'],
  ])('%j with order %s is %s', (text, order, expected) => {
    expect(parseDate(text, order)).toBe(expected)
  })

  test.each<[string[], string | undefined]>([
    [['1/2/2024', '25/12/2024'], 'dmy'],
    [['1/2/2024', '12/25/2024'], 'mdy'],
    [['1/2/2024', '5/5/2024'], 'ask'],
    [['25/12/2024', '12/25/2024'], 'mixed'],
    [['2024-01-02', '1.2.2024', '5/5/2024'], undefined],
  ])('%j are written %s', (texts, verdict) => {
    const evidence = dateEvidence()
    for (const text of texts) evidence.add(text)
    expect(evidence.verdict()).toBe(verdict)
  })
})

describe('amounts', () => {
  test.each<[string, string, DecimalSign | undefined, bigint | string]>([
    ['1054', 'USD', undefined, 105400n],
    ['1,054.50', 'USD', undefined, 105450n],
    ['1.054,50 €', 'EUR', undefined, 105450n],
    ['1.054', 'EUR', undefined, 105400n],
    ['1.054', 'USD', '.', 'too_many_decimals'],
    ['1.054', 'EUR', ',', 105400n],
    ['1.500', 'USD', '.', 150n],
    ['12.50', 'USD', '.', 1250n],
    ['12,50', 'EUR', ',', 1250n],
    ['12,5', 'EUR', ',', 1250n],
    ['12.', 'EUR', '.', 1200n],
    ['0.05', 'USD', '.', 5n],
    ['1,234,567.89', 'USD', '.', 123456789n],
    ['1,054', 'USD', '.', 105400n],
    ['1,05', 'USD', '.', 'not_a_number'],
    ['1.054.000', 'EUR', ',', 105400000n],
    ['1.234,5', 'EUR', '.', 'not_a_number'],
    ['12.505', 'KWD', '.', 12505n],
    ['12.5', 'KWD', undefined, 12500n],
    ['1500', 'JPY', undefined, 1500n],
    ['1500.00', 'JPY', undefined, 1500n],
    ['1500.50', 'JPY', '.', 'too_many_decimals'],
    ['-5', 'USD', undefined, 'negative'],
    ['(5.00)', 'USD', '.', 'negative'],
    ['10.999', 'USD', '.', 'too_many_decimals'],
    ['Rs.500', 'INR', undefined, 'not_a_number'],
    ['$ 1,234.00', 'USD', '.', 123400n],
    ['abc', 'USD', undefined, 'not_a_number'],
    ['1e5', 'USD', undefined, 'not_a_number'],
    ['99999999999999999999', 'USD', undefined, 'too_large'],
  ])('%j %s with sign %s is %s', (text, currency, sign, expected) => {
    expect(amountIn(text, currency, sign)).toBe(expected)
  })

  test.each<[string[], string | undefined]>([
    [['1054', '12.50'], '.'],
    [['1.054,50'], ','],
    [['1.054', '2,134'], undefined],
    [['1.054.000'], ','],
    [['12.50', '12,50'], 'mixed'],
  ])('%j show the sign %s', (texts, verdict) => {
    const evidence = amountEvidence()
    for (const text of texts) evidence.add(text)
    expect(evidence.verdict()).toBe(verdict)
  })
})

test('with the sign known, every exact amount is read back, plain or grouped', () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'), fc.constantFrom<DecimalSign>('.', ','), fc.boolean(), (minor, currency, sign, grouped) => {
    const [whole = '', fraction] = decimal(minor, currency).split('.')
    const shown = grouped ? whole.replace(/\B(?=(\d{3})+$)/g, sign === '.' ? ',' : '.') : whole
    expect(amountIn(fraction === undefined ? shown : `${shown}${sign}${fraction}`, currency, sign)).toBe(minor)
  }))
})

test('a key is seen once, also among a hundred thousand', () => {
  const seen = createSeenKeys()
  for (let n = 1; n <= 100_000; n++) expect(seen.note(`006${n}`, n)).toBeUndefined()
  expect(seen.note('00677777', 100_001)).toBe(77_777)
  expect(seen.size()).toBe(100_000)
})
