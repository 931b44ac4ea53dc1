import { describe, expect, test } from 'vitest'
import { isCountry } from './countries.ts'
import { readBank, readTax, readVat } from './payee-forms.ts'

const iban = { kind: 'iban', holder: 'Brightline Consulting', owner: 'business', iban: 'DE89 3704 0044 0532 0130 00', bic: '' }
const w9 = { kind: 'w9', holder: 'Kestrel Inc', classification: 'c_corporation', street: '1 Main St', town: 'Austin, TX 78701', tin: '12-3456788', signature: 'Dev Patel', certify: 'yes' }
const fields = (read: object) => ('problems' in read ? Object.keys(read.problems as object) : 'read')

describe('bank details', () => {
  test('what is shown has four digits and no more', () => {
    const read = readBank(iban)
    expect(read).toEqual({ shown: { kind: 'iban', holder: 'Brightline Consulting', isBusiness: true, country: 'DE', ibanCountry: 'DE', lastFour: '3000' }, secret: '{"kind":"iban","iban":"DE89370400440532013000","bic":null}' })
  })
  test.each([
    ['an IBAN', {}, 'read'], ['with a BIC', { bic: 'cobadeffxxx' }, 'read'], ['a wrong BIC', { bic: 'x' }, ['bic']], ['nobody’s', { holder: ' ' }, ['holder']], ['a name no bank reads', { holder: 'سحر' }, ['holder']], ['a very long name', { holder: 'x'.repeat(71) }, ['holder']],
    ['a wrong IBAN', { iban: 'DE88370400440532013000' }, ['iban']], ['US', { kind: 'us', routing: '021000021', account: '12345678', type: 'savings' }, 'read'], ['a wrong routing number', { kind: 'us', routing: '021000022', account: '1' }, ['routing', 'account']],
    ['elsewhere', { kind: 'other', account: '0071234567', bic: 'BOTKJPJT', country: 'jp' }, 'read'], ['elsewhere without a bank', { kind: 'other', account: '0071234567' }, ['country', 'bic']], ['nothing at all', { holder: '', iban: '' }, ['holder', 'iban']],
  ])('%s', (_, more, expected) => expect(fields(readBank({ ...iban, ...more } as Record<string, string>))).toEqual(expected))
})

describe('tax forms', () => {
  test.each([
    ['a W-9', {}, 'read'], ['without a number', { tin: '' }, ['tin']], ['not signed', { signature: '', certify: '' }, ['signature', 'certify']], ['no class', { classification: 'x' }, ['classification']],
    ['a W-8BEN', { kind: 'w8ben', country: 'pt', tin: '', treaty: '12,5 %' }, 'read'], ['a W-8BEN of the US', { kind: 'w8ben', country: 'US' }, ['country']], ['a treaty of too much', { kind: 'w8bene', country: 'PT', treaty: '31' }, ['treaty']], ['nothing', Object.fromEntries(Object.keys(w9).map((k) => [k, ''])), ['holder', 'classification', 'street', 'town', 'tin', 'signature', 'certify']],
  ])('%s', (_, more, expected) => expect(fields(readTax({ ...w9, ...more } as Record<string, string>, '2026-11-26'))).toEqual(expected))
  test('number and address are kept apart', () => {
    const read = readTax({ ...w9, backup: 'yes' }, '2026-11-26')
    expect(read).toEqual({
      shown: { kind: 'w9', holder: 'Kestrel Inc', classification: 'c_corporation', country: 'US', signedOn: '2026-11-26', signedBy: 'Dev Patel', lastFour: '6788', isBackupWithheld: true, worksInUs: false, treatyPercent: null },
      secret: '{"tin":"123456788","street":"1 Main St","town":"Austin, TX 78701"}',
    })
  })
})

test.each([
  [{ mode: 'reverse_charge', number: 'DE 123 456 789' }, 'read'], [{ mode: 'reverse_charge', number: '' }, ['number']], [{ mode: 'small_business', number: '' }, 'read'], [{ mode: '', number: 'DE12' }, ['mode', 'number']],
])('VAT %j', (typed, expected) => expect(fields(readVat(typed))).toEqual(expected))
test('countries', () => expect(['DE', 'JP', 'XK', 'ZZ', 'de', 'XX', 'Q1', 'UK', ''].map(isCountry)).toEqual([true, true, true, false, false, false, false, false, false]))
