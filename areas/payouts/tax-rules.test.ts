import { describe, expect, test } from 'vitest'
import { decideWithholding, formHoldsUntil, formProblem, readTin, readVatNumber, reportedFromMinor, type TaxForm, type TaxSettings } from './tax-rules.ts'

const us: TaxSettings = { country: 'US', requiresTaxForm: false, rules: [] }
const germany: TaxSettings = { country: 'DE', requiresTaxForm: false, rules: [] }
const form = (more: Partial<TaxForm> = {}): TaxForm => ({ kind: 'w9', signedOn: '2026-02-01', country: 'US', isBackupWithheld: false, worksInUs: false, treatyPercent: null, ...more })
const w8 = (more: Partial<TaxForm> = {}) => form({ kind: 'w8ben', country: 'PT', ...more })

test.each([
  ['nobody needs one in Germany', germany, null, '2026-11-30', null], ['unless the vendor says so', { ...germany, requiresTaxForm: true }, null, '2026-11-30', 'no_tax_form'], ['a US payer does', us, null, '2026-11-30', 'no_tax_form'],
  ['a W-9 stays', us, form({ signedOn: '2001-01-01' }), '2026-11-30', null], ['a W-8 holds three years more', us, w8(), '2029-12-31', null], ['and no day longer', us, w8(), '2030-01-01', 'tax_form_expired'],
] as const)('a form: %s', (_, settings, given, on, expected) => expect(formProblem(settings, given, on)).toBe(expected))

describe('what is kept back', () => {
  test.each([
    ['of a German payer: nothing', germany, w8({ worksInUs: true }), 'PT', null], ['of a W-9: nothing', us, form(), 'US', null], ['of a W-9 with backup withholding', us, form({ isBackupWithheld: true }), 'US', [2400n, 10_000n]],
    ['of work abroad: nothing', us, w8(), 'PT', null], ['of work in the US', us, w8({ worksInUs: true }), 'PT', [3000n, 10_000n]], ['under a treaty', us, w8({ worksInUs: true, treatyPercent: 12.5 }), 'PT', [1250n, 10_000n]],
    ['under a treaty of zero', us, w8({ worksInUs: true, treatyPercent: 0 }), 'PT', null], ['by a rule of the vendor', { ...germany, rules: [{ country: 'IN', percent: 10, words: 'Section 195.' }] }, null, 'IN', [1000n, 10_000n]],
    ['a rule of the vendor for another country', { ...germany, rules: [{ country: 'IN', percent: 10, words: 'x' }] }, null, 'PT', null], ['a rule of zero outweighs', { ...us, rules: [{ country: 'PT', percent: 0, words: 'x' }] }, w8({ worksInUs: true }), 'PT', null],
  ] as const)('%s', (_, settings, given, country, expected) => {
    const kept = decideWithholding(settings as TaxSettings, given, country)
    expect(kept && [kept.rate.num, kept.rate.den]).toEqual(expected)
    if (kept) expect(kept.why).toMatch(/\.$/)
  })
})

test('forms end', () => expect([formHoldsUntil(form()), formHoldsUntil(w8({ signedOn: '2026-12-31' }))]).toEqual([null, '2029-12-31']))
test('1099-NEC thresholds', () => expect([reportedFromMinor(2025), reportedFromMinor(2026)]).toEqual([60_000n, 200_000n]))
test.each([
  ['DE 123 456 789', 'DE123456789'], ['atu12345678', 'ATU12345678'], ['NL123456789B01', 'NL123456789B01'], ['CHE-123.456.789 MWST', 'CHE123456789MWST'], ['EL123456789', 'EL123456789'], ['DE12345678', undefined], ['123', undefined], ['', undefined], ['JP1234567890123', 'JP1234567890123'], ["DE'; drop", undefined],
])('VAT number %s', (raw, expected) => expect(readVatNumber(raw)).toBe(expected))
test.each([['12-3456788', '123456788'], ['078-05-1120', '078051120'], ['000-12-3456', undefined], ['111111111', undefined], ['12345678', undefined]])('TIN %s', (raw, expected) => expect(readTin(raw)).toBe(expected))
