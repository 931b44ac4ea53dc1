import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newId, parseId, showId } from './ids.ts'
import { allocate, applyRate, decimal, digitsOf, formatMoney, formatRate, isCurrency, parseAmount } from './money.ts'
import { cleanLine, cleanText, count, list, parseEmail } from './text.ts'
import { businessDeadline, businessMinutes, defaultCalendar, isTimeZone, sayWhen } from './time.ts'

describe('ids', () => {
  test('are shown with what they name and read back only as that', () => {
    const id = newId()
    expect(parseId('referral', showId('referral', id))).toBe(id)
    expect(parseId('partner', showId('referral', id))).toBeUndefined()
    expect(parseId('referral', id)).toBeUndefined()
  })
  test('sort in the order they were made, also within a millisecond', () => {
    const made = Array.from({ length: 10_000 }, () => newId(1_700_000_000_000))
    expect([...made].sort()).toEqual(made)
    expect(new Set(made).size).toBe(made.length)
  })
})

describe('amounts', () => {
  test.each([
    ['1054', 'EUR', 105400n], ['1,054.50', 'EUR', 105450n], ['1.054,50', 'EUR', 105450n], ['€ 84 000', 'EUR', 8400000n], ['12,5', 'EUR', 1250n], ['USD 5', 'USD', 500n],
    ['1,234,567', 'EUR', 123456700n], ['1.234', 'EUR', 123400n], ['1.234', 'KWD', 1234n], ['100', 'JPY', 100n], ['1’000.50', 'CHF', 100050n], ['100.50', 'JPY', 'too_many_decimals'],
    ['0.005', 'EUR', 'too_many_decimals'], ['-5', 'EUR', 'negative'], ['(5.00)', 'EUR', 'negative'], ['abc', 'EUR', 'not_a_number'], ['', 'EUR', 'not_a_number'], ['1,2,3', 'EUR', 'not_a_number'],
    ['99999999999999999999', 'EUR', 'too_large'], ['0', 'EUR', 0n],
  ] as const)('%s %s', (text, currency, expected) => expect(parseAmount(text, currency)).toBe(expected))

  test('what is written out is read back', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.constantFrom('EUR', 'JPY', 'KWD'), (minor, currency) => {
      if (currency === 'KWD') return // a lone separator before three digits reads as thousands elsewhere, not here
      expect(parseAmount(decimal(minor, currency), currency)).toBe(minor)
    }))
  })
  test('a share is rounded once, halves away from zero', () => {
    expect(applyRate(5000n, { num: 57n, den: 10_000n })).toBe(29n)
    expect(applyRate(-250n, { num: 5n, den: 100n })).toBe(-13n)
    expect(applyRate(249n, { num: 1n, den: 2n })).toBe(125n)
  })
  test('shares add up to the whole', () => {
    expect(allocate(100001n, [50n, 30n, 20n])).toEqual([50001n, 30000n, 20000n])
    expect(allocate(10000n, [1n, 1n, 1n])).toEqual([3334n, 3333n, 3333n])
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.array(fc.bigInt({ min: 1n, max: 1000n }), { minLength: 1, maxLength: 9 }), (whole, weights) => {
      expect(allocate(whole, weights).reduce((a, b) => a + b, 0n)).toBe(whole)
    }))
  })
  test('is written as Intl writes it, in every currency and size', () => {
    const currencies = Intl.supportedValuesOf('currency').filter(isCurrency)
    fc.assert(fc.property(fc.constantFrom(...currencies), fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (currency, amountMinor) => {
      const digits = digitsOf(currency)
      const intl = new Intl.NumberFormat('en-US', { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits })
      expect(formatMoney({ amountMinor, currency })).toBe(intl.format(decimal(amountMinor, currency) as Intl.StringNumericLiteral))
    }), { numRuns: 2000 })
  })
  test('are said with their currency and all its digits', () => {
    expect([formatMoney({ amountMinor: 105450n, currency: 'EUR' }), formatMoney({ amountMinor: 5n, currency: 'JPY' }), formatMoney({ amountMinor: -1234n, currency: 'KWD' })]).toEqual(['€1,054.50', '¥5', '-KWD\u00a01.234'])
    expect(formatRate({ num: 125n, den: 1000n })).toBe('12.5\u00a0%')
  })
})

describe('business time', () => {
  const within = (from: string, days: number, calendar = defaultCalendar) => businessDeadline(Temporal.Instant.from(from), days, calendar).toZonedDateTimeISO(calendar.timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' })
  test.each([
    ['Monday morning', '2026-11-23T10:12+01:00', 1, '2026-11-24T17:00'], ['Friday afternoon', '2026-11-27T15:00+01:00', 1, '2026-11-30T17:00'],
    ['Friday after closing', '2026-11-27T17:00+01:00', 1, '2026-12-01T17:00'], ['Saturday', '2026-11-28T12:00+01:00', 1, '2026-12-01T17:00'], ['two days', '2026-11-26T09:00+01:00', 2, '2026-11-30T17:00'],
    ['into summer time', '2026-03-27T16:00+01:00', 1, '2026-03-30T17:00'],
  ])('%s', (_name, from, days, due) => expect(within(from, days)).toBe(due))
  test('holidays are no business days', () => expect(within('2026-12-24T10:00+01:00', 1, { ...defaultCalendar, holidays: ['2026-12-25'] })).toBe('2026-12-28T17:00'))
  test('minutes of work between two moments', () => {
    const minutes = (a: string, b: string) => businessMinutes(Temporal.Instant.from(a), Temporal.Instant.from(b), defaultCalendar)
    expect(minutes('2026-11-27T16:00+01:00', '2026-11-30T10:00+01:00')).toBe(120)
    expect(minutes('2026-11-30T10:00+01:00', '2026-11-27T16:00+01:00')).toBe(-120)
  })
  test('a moment is said as people say it', () => {
    const now = Temporal.Instant.from('2026-11-23T10:00+01:00')
    const say = (text: string) => sayWhen(Temporal.Instant.from(text), now, 'Europe/Berlin')
    expect(['2026-11-23T17:00+01:00', '2026-11-24T17:00+01:00', '2026-11-27T17:00+01:00', '2026-12-08T17:00+01:00', '2026-11-20T17:00+01:00'].map(say)).toEqual([
      'today, Monday 17:00', 'tomorrow, Tuesday 17:00', 'Friday 17:00', 'Tue, Dec 8, 2026, 17:00', 'Fri, Nov 20, 2026, 17:00'])
  })
  test('time zones', () => expect(['Europe/Berlin', 'Mars/Base', '+02:00'].map(isTimeZone)).toEqual([true, false, false]))
})

describe('text', () => {
  test('is kept without what a database or a mail header cannot take', () => {
    expect(cleanText(' a\u0000b\r\nc\u200b ')).toBe('ab\nc')
    expect(cleanLine('a\nb\t c')).toBe('a b c')
  })
  test('cleaning twice changes nothing and never throws', () => fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(cleanText(cleanText(text))).toBe(cleanText(text))
  })))
  test.each([['Ana@Meridian.DE ', 'ana@meridian.de'], ['ana@meridian', undefined], ['a b@c.de', undefined], ['ana@meridian.de\nBcc: x@y.z', undefined], ['jürgen@müller.de', 'jürgen@müller.de']])('%s', (text, email) => expect(parseEmail(text)).toBe(email))
  test('counts and lists', () => expect([count(1, 'case'), count(1200, 'case'), list(['a', 'b', 'c']), list(['a', 'b'], 'or')]).toEqual(['1 case', '1,200 cases', 'a, b and c', 'a or b']))
})
