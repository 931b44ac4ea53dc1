import { describe, expect, test } from 'vitest'
import { checkTerms } from './check-terms.ts'
import { due, dueAndWhyNot, nothingHappened, payableBy, type Facts, type SimpleTerms, type SimpleVersion } from './rules.ts'
import { sayTerms, sayTermsInOneLine } from './say-terms.ts'

const flat = { id: 'qualified', trigger: 'referral.qualified', kind: 'flat', amountMinor: '40000' } as const
const percent = { id: 'won', trigger: 'opportunity.won', kind: 'percent', rate: { num: 15, den: 100 }, basis: 'first_year_revenue' } as const
const terms: SimpleTerms = { language: 1, currency: 'EUR', components: [flat, percent], payment: { rule: 'after_quarter_end', days: 30 }, rounding: 'half_away_per_line' }
const version = (over: Partial<SimpleTerms> = {}, number = 1): SimpleVersion => ({ id: `version-${number}`, planId: 'plan', planName: 'Referral', number, terms: { ...terms, ...over } })
const always = (over: Partial<SimpleTerms> = {}) => () => version(over)
const won = (amountMinor: bigint, currency = 'EUR', firstYearMinor?: bigint): Facts => ({ qualifiedOn: null, won: { closedOn: '2026-11-20', amountMinor, currency, firstYearMinor } })

describe('due', () => {
  test('nothing happened, nothing is due, and no reason is needed', () => {
    expect(dueAndWhyNot(nothingHappened, always())).toEqual({ lines: [], whyNot: [] })
  })

  test('a qualified introduction earns the flat amount in the currency of the plan', () => {
    expect(due({ qualifiedOn: '2026-11-03', won: null }, always())).toEqual([{
      component: 'qualified', amountMinor: 40000n, currency: 'EUR', planVersionId: 'version-1', clause: '€400.00 for each qualified introduction',
      basis: null, rate: null, earnedOn: '2026-11-03', payableOn: '2027-01-30',
      working: ['Qualified on Tue, Nov 3, 2026.', 'Plan Referral, version 1: €400.00 for each qualified introduction.',
        'Payable by Sat, Jan 30, 2027, 30 days after the end of the quarter.'],
    }])
  })

  test('a won opportunity earns its share in its own currency, and says the computation', () => {
    const [line] = due(won(8_400_000n, 'USD'), always())
    expect(line).toMatchObject({ component: 'won', amountMinor: 1_260_000n, currency: 'USD', basis: { amountMinor: 8_400_000n, currency: 'USD' }, rate: { num: 15n, den: 100n } })
    expect(line?.working).toContain('15\u00a0% of $84,000.00 is $12,600.00.')
  })

  test.each([
    ['exact', 8_400_000n, 'EUR', { num: 15, den: 100 }, 1_260_000n, '15\u00a0% of €84,000.00 is €12,600.00.'],
    ['half a cent goes up', 10n, 'EUR', { num: 15, den: 100 }, 2n, '15\u00a0% of €0.10 is €0.015, rounded to €0.02.'],
    ['0.57 % of 50.00, where floats say 28', 5000n, 'EUR', { num: 57, den: 10_000 }, 29n, '0.57\u00a0% of €50.00 is €0.285, rounded to €0.29.'],
    ['a third', 10_000n, 'EUR', { num: 1, den: 3 }, 3333n, '1/3 of €100.00 is €33.333333…, rounded to €33.33.'],
    ['no minor unit', 1_005n, 'JPY', { num: 10, den: 100 }, 101n, '10\u00a0% of ¥1,005 is ¥100.5, rounded to ¥101.'],
    ['three decimals', 12_345n, 'KWD', { num: 10, den: 100 }, 1_235n, 'rounded to KWD'],
    ['beyond 2^53', 9_007_199_254_740_993_00n, 'EUR', { num: 1, den: 100 }, 9_007_199_254_740_993n, '1\u00a0% of €9,007,199,254,740,993.00 is €90,071,992,547,409.93.'],
    ['all of it', 777n, 'EUR', { num: 1, den: 1 }, 777n, '100\u00a0% of €7.77 is €7.77.'],
  ])('percent: %s', (_name, amount, currency, rate, expected, sentence) => {
    const [line] = due(won(amount, currency), always({ components: [{ ...percent, rate }] }))
    expect(line?.amountMinor).toBe(expected)
    expect(line?.working.join(' ')).toContain(sentence)
  })

  test('the first year counts where it is known, else the whole amount', () => {
    expect(due(won(3_000_000n, 'EUR', 1_000_000n), always())[0]?.amountMinor).toBe(150_000n)
    expect(due(won(3_000_000n), always())[0]?.amountMinor).toBe(450_000n)
  })

  test('a limit holds for the currency of the plan and says so elsewhere', () => {
    const capped = always({ components: [{ ...percent, capMinor: '500000' }] })
    expect(due(won(8_400_000n), capped)[0]).toMatchObject({ amountMinor: 500_000n, basis: { amountMinor: 8_400_000n } })
    expect(due(won(8_400_000n), capped)[0]?.working).toContain('That is more than the limit of €5,000.00, so €5,000.00 is due.')
    expect(due(won(3_333_333n), capped)[0]?.amountMinor).toBe(500_000n)
    expect(due(won(8_400_000n, 'USD'), capped)[0]).toMatchObject({ amountMinor: 1_260_000n, currency: 'USD' })
    expect(due(won(8_400_000n, 'USD'), capped)[0]?.working).toContain('The limit of €5,000.00 is for amounts in EUR; this one is in USD.')
  })

  test.each([
    ['no plan', won(100n), () => undefined, 'Won on Fri, Nov 20, 2026. No plan was in force for the partner on that day.'],
    ['nothing for it in the plan', { qualifiedOn: '2026-11-03', won: null }, always({ components: [percent] }), 'Qualified on Tue, Nov 3, 2026. Plan Referral, version 1 pays nothing for that.'],
    ['an amount of zero', won(0n), always(), 'Won on Fri, Nov 20, 2026. The first year is worth €0.00, so there is nothing to take a share of.'],
    ['a negative amount', won(-100n), always(), 'Won on Fri, Nov 20, 2026. The first year is worth -€1.00, so there is nothing to take a share of.'],
    ['a currency that is none', won(100n, 'XXQ'), always(), 'Won on Fri, Nov 20, 2026. Its amount is not in a known currency, so no share of it can be computed.'],
    ['less than half a cent', won(3n), always(), 'Won on Fri, Nov 20, 2026. 15\u00a0% of €0.03 is €0.0045, rounded to €0.00. That rounds to nothing.'],
  ])('why not: %s', (_name, facts, versionAt, sentence) => {
    expect(dueAndWhyNot(facts, versionAt)).toEqual({ lines: [], whyNot: [sentence] })
  })

  test('each event is ruled by the version of its own day', () => {
    const versionAt = (on: string) => (on < '2026-10-01' ? undefined : on < '2026-11-15' ? version() : version({ components: [flat, { ...percent, rate: { num: 20, den: 100 } }] }, 2))
    const lines = due({ ...won(10_000n), qualifiedOn: '2026-11-14' }, versionAt)
    expect(lines.map((l) => [l.component, l.planVersionId, l.amountMinor])).toEqual([['qualified', 'version-1', 40000n], ['won', 'version-2', 2000n]])
  })

  test.each([['2026-01-01', '2026-04-30'], ['2026-03-31', '2026-04-30'], ['2026-04-01', '2026-07-30'], ['2028-02-29', '2028-04-30'], ['2026-12-31', '2027-01-30']])('earned %s is payable by %s', (on, by) => {
    expect(payableBy(on, terms)).toBe(by)
  })
})

describe('a plan in words', () => {
  test('sentences', () => {
    expect(sayTerms(terms)).toEqual(['€400.00 for each qualified introduction', '15\u00a0% of what the customer pays in the first year', 'Paid within 30 days after the end of the quarter'])
    expect(sayTerms({ ...terms, components: [{ ...percent, capMinor: '500000' }, { ...flat, trigger: 'opportunity.won' }], payment: { rule: 'after_quarter_end', days: 0 } })).toEqual([
      '15\u00a0% of what the customer pays in the first year, at most €5,000.00 for each customer who pays in EUR', '€400.00 for each customer won', 'Paid at the end of the quarter'])
  })

  test.each([
    [[flat, percent], 'You earn €400 when it is qualified and 15\u00a0% of what they pay in year one.'],
    [[{ ...flat, amountMinor: '40050' }], 'You earn €400.50 when it is qualified.'],
    [[flat, { ...flat, id: 'customer', trigger: 'opportunity.won', amountMinor: '100000' }, { ...percent, rate: { num: 125, den: 1000 }, capMinor: '500000' }],
      'You earn €400 when it is qualified, €1,000 when they become a customer and 12.5\u00a0% of what they pay in year one (at most €5,000).'],
  ] as [SimpleTerms['components'], string][])('one line %#', (components, line) => {
    expect(sayTermsInOneLine({ ...terms, components })).toBe(line)
  })
})

describe('checkTerms', () => {
  test('a good plan has no problem', () => expect(checkTerms(terms)).toEqual([]))

  test.each([
    [{ currency: 'EUX' }, 'currency', 'program.unknown_currency'],
    [{ components: [] }, 'components', 'program.no_components'],
    [{ components: [flat, flat] }, 'components.1.id', 'program.component_repeated'],
    [{ components: [{ ...flat, amountMinor: '0' }] }, 'components.0.amountMinor', 'program.flat_amount_zero'],
    [{ components: [{ ...flat, amountMinor: '999999999999999999' }] }, 'components.0.amountMinor', 'program.flat_amount_too_large'],
    [{ components: [{ ...percent, rate: { num: 0, den: 100 } }] }, 'components.0.rate', 'program.rate_zero'],
    [{ components: [{ ...percent, rate: { num: 101, den: 100 } }] }, 'components.0.rate', 'program.rate_too_high'],
    [{ components: [flat, { ...percent, capMinor: '0' }] }, 'components.1.capMinor', 'program.cap_zero'],
  ] as [Partial<SimpleTerms>, string, string][])('%j', (over, field, code) => {
    expect(checkTerms({ ...terms, ...over }).map((p) => [p.field, p.code])).toEqual([[field, code]])
  })
})
