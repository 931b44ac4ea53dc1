import { describe, expect, test } from 'vitest'
import { at, freeId, put, saysNothing, wholeOrText, type Document } from './document.ts'
import { documentOf, presets } from './presets.ts'
import { translate } from './translate.ts'

const plan: Document = { language: 2, name: 'A', components: [{ id: 'share', on: 'sale', pay: { percent: '15' }, limits: { perItem: '100.00' } }], tiers: { rows: [] } }

describe('a document at its places', () => {
  test('one place changes, all else stays as it is', () => {
    const next = put(plan, 'components.0.pay.percent', '20')
    expect(at(next, 'components.0.pay.percent')).toBe('20')
    expect({ ...next, components: plan['components'] }).toEqual(plan)
    expect(at(plan, 'components.0.pay.percent')).toBe('15')
  })
  test('what is taken out leaves no empty husk, also of a list', () => {
    expect(put(plan, 'components.0.limits.perItem', undefined)['components']).toEqual([{ id: 'share', on: 'sale', pay: { percent: '15' } }])
    expect(put(plan, 'components.0', undefined)['components']).toEqual([])
  })
  test('whole numbers are numbers, anything else is left for the check to name', () => {
    expect([wholeOrText('12'), wholeOrText('twelve'), wholeOrText('')]).toEqual([12, 'twelve', ''])
  })
  test('a name is free, and what a stored plan says anyway is not said again', () => {
    expect([freeId(plan, 'share'), freeId(plan, 'above')]).toEqual(['share_2', 'above'])
    expect([saysNothing('to', 'credited'), saysNothing('to', 'protected'), saysNothing('forfeits', []), saysNothing('unknown', 'x')]).toEqual([true, false, true, false])
  })
})

describe('a plan of language 1, written in language 2', () => {
  test('the same content, under the same names', () => {
    const { document, notes } = translate({
      language: 1, currency: 'EUR', rounding: 'half_away_per_line', payment: { rule: 'after_quarter_end', days: 30 },
      components: [
        { id: 'qualified', trigger: 'referral.qualified', kind: 'flat', amountMinor: '40000', clause: '§ 4.1' },
        { id: 'first_year', trigger: 'opportunity.won', kind: 'percent', rate: { num: 125, den: 1000 }, basis: 'first_year_revenue', capMinor: '500000' },
      ],
    }, { name: 'Introduction partner', timeZone: 'Europe/Berlin' })
    expect(notes).toEqual([])
    expect(document).toEqual({
      language: 2, name: 'Introduction partner', currency: 'EUR', timeZone: 'Europe/Berlin', payout: { every: 'quarter', days: 30 },
      components: [
        { id: 'qualified', clause: '§ 4.1', on: 'qualified', pay: { flat: '400.00' } },
        { id: 'first_year', on: 'sale', pay: { percent: '12.5' }, limits: { perItem: '5000.00' } },
      ],
    })
  })
  test('a rate that is no short decimal is said', () => {
    const { document, notes } = translate({ language: 1, currency: 'JPY', rounding: 'half_away_per_line', payment: { rule: 'after_quarter_end', days: 0 }, components: [{ id: 'third', trigger: 'opportunity.won', kind: 'percent', rate: { num: 1, den: 3 }, basis: 'first_year_revenue' }] }, { name: 'B', timeZone: 'UTC' })
    expect(at(document, 'components.0.pay.percent')).toBe('33.333333')
    expect(notes).toEqual(['The rate of “third” was 1/3; 33.333333\u00a0% is the nearest that can be written.'])
  })
})

test('presets have no decimals where the currency has none', () => {
  for (const preset of presets) expect(JSON.stringify(documentOf(preset, { name: 'P', currency: 'JPY', timeZone: 'Asia/Tokyo', digits: 0 }))).not.toMatch(/\.00"/)
})
