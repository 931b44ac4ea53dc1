import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkBic, checkIban, checkOtherAccount, checkRouting, checkUsAccount, isSepaIban, lastFour } from './bank-numbers.ts'

const said = (checked: ReturnType<typeof checkIban>) => (checked.ok ? checked.value : checked.code)

describe('IBAN', () => {
  // The examples of the IBAN registry.
  test.each([
    ['DE89 3704 0044 0532 0130 00'], ['GB29 NWBK 6016 1331 9268 19'], ['FR14 2004 1010 0505 0001 3M02 606'], ['NL91 ABNA 0417 1643 00'], ['NO93 8601 1117 947'], ['MT84 MALT 0110 0001 2345 MTLC AST0 01S'],
    ['CH93 0076 2011 6238 5295 7'], ['AT61 1904 3002 3457 3201'], ['BE68 5390 0754 7034'], ['ES91 2100 0418 4502 0005 1332'], ['IT60 X054 2811 1010 0000 0123 456'], ['PL61 1090 1014 0000 0712 1981 2874'],
    ['PT50 0002 0123 1234 5678 9015 4'], ['AE07 0331 2345 6789 0123 456'], ['SA03 8000 0000 6080 1016 7519'], ['SE45 5000 0000 0583 9825 7466'], ['ie29 aibk 9311 5212 3456 78'],
  ])('%s', (iban) => expect(said(checkIban(iban))).toBe(iban.replaceAll(' ', '').toUpperCase()))

  test.each([
    ['DE89370400440532013001', 'iban_check'], ['DE8937040044053201300', 'iban_length'], ['DE893704004405320130000', 'iban_length'], ['ZZ89370400440532013000', 'iban_country'], ['US64SVBKUS6S3300958879', 'iban_country'],
    ['', 'iban_shape'], ['12345678', 'iban_shape'], ['DE89 3704 0044 0532 0130 0O', 'iban_check'], ['DE89370400440532013000\nDE89', 'iban_length'], ['<b>', 'iban_shape'], ['ДЕ89370400440532013000', 'iban_shape'],
  ])('refused: %s', (iban, code) => expect(said(checkIban(iban))).toBe(code))

  test('one wrong digit or two swapped are always noticed', () => {
    const iban = 'DE89370400440532013000'
    fc.assert(fc.property(fc.integer({ min: 2, max: 21 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const other = iban.slice(0, at) + String((Number(iban[at]) + by) % 10) + iban.slice(at + 1)
      expect(checkIban(other).ok).toBe(false)
    }))
    for (let at = 2; at < 21; at += 1)
      if (iban[at] !== iban[at + 1]) expect(checkIban(iban.slice(0, at) + iban[at + 1]! + iban[at]! + iban.slice(at + 2)).ok).toBe(false)
  })
  test('SEPA reaches some', () => expect(['DE89370400440532013000', 'CH9300762011623852957', 'AE070331234567890123456'].map(isSepaIban)).toEqual([true, true, false]))
})

test.each([['COBADEFFXXX', true], ['cobadeff', true], ['COBADEFFX', false], ['COBA1EFF', false], ['', false], ['COBADEFFXXXX', false]])('BIC %s', (bic, ok) => expect(checkBic(bic).ok).toBe(ok))

describe('routing number', () => {
  test.each([['021000021', true], ['011401533', true], ['091000019', true], ['121000358', true], ['0210-0002-1', true], ['021000022', false], ['000000000', false], ['02100002', false], ['991000029', false]])('%s', (number, ok) => {
    expect(checkRouting(number).ok).toBe(ok)
  })
  test('one wrong digit is always noticed', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const number = '021000021'
      expect(checkRouting(number.slice(0, at) + String((Number(number[at]) + by) % 10) + number.slice(at + 1)).ok).toBe(false)
    }))
  })
})

test('account numbers', () => {
  expect([said(checkUsAccount('1234-567890')), said(checkUsAccount('123')), said(checkUsAccount('1'.repeat(18))), said(checkOtherAccount('007 123456')), said(checkOtherAccount('12;34'))]).toEqual(['1234567890', 'account_shape', 'account_shape', '007123456', 'account_shape'])
  expect(lastFour('DE89370400440532013000')).toBe('3000')
})
