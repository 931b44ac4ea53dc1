import { describe, expect, test } from 'vitest'
import { previewPlan } from './preview-plan.ts'

const now = Temporal.Instant.from('2026-11-22T10:00:00Z')
const share = { id: 'first_year', on: 'invoice', pay: { percent: '15' }, window: { months: 12 }, payable: 'as_collected', clawback: { days: 365 } }
const plan = (components: unknown[], more: object = {}) => ({ language: 2, name: 'Draft', currency: 'EUR', components, payout: { every: 'quarter', days: 30 }, ...more })
const preview = (document: unknown) => previewPlan(document, now)
const exampleOf = (document: unknown) => {
  const { example } = preview(document)
  return example && [...example.facts, ...example.lines.map((line) => `${line.partner}: ${line.component} ${line.amount.amountMinor} ${line.amount.currency} by ${line.payableOn}`), ...(example.ifTheyLeave ? [example.ifTheyLeave] : [])]
}

describe('one made-up customer', () => {
  test('an invoice that is paid, and what is returned should they leave', () => {
    expect(exampleOf(plan([share]))).toEqual([
      'They are invoiced €10,000.00 without tax on Sun, Nov 22, 2026, and pay all of it.', 'The partner: first_year 150000 EUR by 2027-01-30', 'Should they leave after 90 days, €1,130.14 of it is returned.',
    ])
    expect(preview(plan([{ ...share, clawback: { months: 12, how: 'full' } }])).example?.ifTheyLeave).toBe('Should they leave after 90 days, €1,500.00 of it is returned.')
  })
  test('each thing that the plan pays for happens once, those above get their share, and a currency without minor units stays whole', () => {
    const above = { id: 'above', share: { of: 'introduction', percent: '10', to: { above: 1 } } }
    expect(exampleOf(plan([{ id: 'introduction', on: 'qualified', pay: { flat: '60000' } }, { id: 'sold', on: 'sale', pay: { percent: '12.5' } }, above], { currency: 'JPY' }))).toEqual([
      'An introduction is qualified on Sun, Nov 22, 2026.', 'They buy for ¥1,000,000 on Sun, Nov 22, 2026.',
      'The partner: introduction 60000 JPY by 2027-01-30', 'The partner: sold 125000 JPY by 2027-01-30', 'The partner above: above 6000 JPY by 2027-01-30',
    ].sort((a, b) => Number(a.includes(':')) - Number(b.includes(':'))))
  })
  test('points, a credit and what the customer gets are told beside money', () => {
    const document = plan([{ id: 'points', on: 'qualified', unit: 'points', pay: { flat: '1250' } }, { id: 'voucher', on: 'qualified', unit: { credit: 'gift card' }, pay: { flat: '25.00' } }, { id: 'welcome', on: 'sale', to: 'customer', pay: { percent: '1' } }, { id: 'sold', on: 'sale', pay: { percent: '10' } }])
    const { example } = preview(document)
    expect(example?.rewards.map((one) => [one.partner, one.component, one.said])).toEqual([['The partner', 'points', '1,250\u00a0points'], ['The partner', 'voucher', '€25.00 of gift card'], ['The customer', 'welcome', '€100.00']])
    expect(example?.lines.map((line) => line.component)).toEqual(['sold'])
    expect(example?.total.amountMinor).toBe(100_000n)
  })
  test('it is of the kind that conditions, tiers, lines and days ask for', () => {
    const where = { all: [{ field: 'product', is: 'cloud' }, { field: 'region', in: ['dach', 'uk'] }, { field: 'protected', is: 'yes' }] }
    expect(exampleOf(plan([{ id: 'cloud', on: 'invoice_line', where, from: '2027-03-01', basis: { lines: ['licence'] }, pay: { percentByTier: { silver: '20', gold: '25' } } }]))).toEqual([
      'The partner has tier silver.', 'They are invoiced €10,000.00 without tax on Mon, Mar 1, 2027 for licence, and pay all of it.', 'The partner: cloud 200000 EUR by 2027-04-30',
    ])
  })
  test('where nothing that is made up fits, it pays nothing and says so by having no line', () => {
    expect(preview(plan([{ ...share, where: { field: 'amount', atLeast: '50000' } }])).example?.lines).toEqual([])
  })
})

describe('what is wrong', () => {
  test('what changes nothing is a warning with place and remedy, and does not keep it from being published', () => {
    expect(preview(plan([share], { payout: { every: 'quarter', days: 30, below: 'forfeited' } }))).toMatchObject({
      problems: [], findings: [{ place: 'payout.below', level: 'warning', problem: expect.stringContaining('no minimum'), remedy: expect.stringContaining('Say a minimum') }],
    })
    expect(preview(plan([share], { payout: { every: 'quarter', days: 30, minimum: '50.00', below: 'forfeited' } }))).toMatchObject({ problems: [], findings: [], sentences: expect.arrayContaining([expect.stringContaining('less is lost')]) })
  })
  test('with the place and a remedy; then there is neither sentence nor example', () => {
    const bands = { over: 'quarter', mode: 'marginal', rows: [{ upTo: '1000.00', percent: '5' }] }
    expect(preview(plan([{ id: 'volume', on: 'sale', pay: { bands } }]))).toMatchObject({
      sentences: [], example: null, findings: [{ place: 'components.0.pay.bands.rows.0', level: 'error', remedy: 'Add a last band without an upper bound.' }], problems: [{ field: 'components.0.pay.bands.rows.0', code: 'program.plan' }],
    })
  })
  test('what only surprises is said beside the sentences', () => {
    const found = preview(plan([{ ...share, pay: { percent: '150' } }]))
    expect([found.sentences.length, found.findings.map((one) => one.level), found.problems]).toEqual([3, ['warning'], []])
  })
  test.each([null, [], 'plan', {}, { language: 3 }, { language: 1 }, { language: 2, components: [{}] }])('whatever is sent is answered: %j', (document) => {
    expect(preview(document).findings.length).toBeGreaterThan(0)
  })
})
