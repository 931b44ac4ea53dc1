import { describe, expect, test } from 'vitest'
import { average, figure, noAmounts, noCounts, scaleOf, type Counts } from './figure-rules.ts'
import { sayGrade } from './case-rows.ts'
import { sayTimeToClose, type Group } from './say-time-to-close.ts'
import type { LogRank } from './survival.ts'

const counts: Counts = { submitted: 12, decided: 12, metIcp: 9, opportunities: 7, closed: 5, won: 3, due: 49, kept: 47 }
const eur = (euros: bigint) => ({ amountMinor: euros * 100n, currency: 'EUR' })

describe('a figure', () => {
  test.each([
    ['referrals_submitted', '12', '12', 12], ['met_icp', '75 %', '9 of 12', 0.75], ['became_opportunity', '58 %', '7 of 12', 7 / 12], ['won', '60 %', '3 of 5', 0.6], ['promises_kept', '96 %', '47 of 49', 47 / 49],
  ] as const)('%s: %s, %s', (key, said, saidCases, value) => expect(figure(key, counts, noAmounts)).toMatchObject({ key, said, saidCases, value }))
  test('without cases it says so and is not zero', () => expect(figure('won', noCounts, noAmounts)).toMatchObject({ value: null, said: 'no cases', saidCases: '0 of 0' }))
  test('money is said per currency and never added up', () => {
    const amounts = { ...noAmounts, revenue: { amounts: [eur(186_400n), { amountMinor: 500n, currency: 'JPY' }], cases: 4 } }
    expect(figure('revenue', counts, amounts)).toMatchObject({ value: null, said: '€186,400.00 and ¥500', saidCases: '4', cases: 4 })
    expect(figure('revenue', counts, noAmounts)).toMatchObject({ said: 'none', cases: 0 })
  })
})

describe('the program beside it', () => {
  test('a count is for each partner', () => expect(average(figure('referrals_submitted', { ...noCounts, submitted: 41 }, noAmounts), 10)).toMatchObject({ said: '4.1 each', value: 4.1, partners: 10 }))
  test('a rate is over all', () => expect(average(figure('met_icp', counts, noAmounts), 10)).toMatchObject({ said: '75 %' }))
  test('money is for each partner, in whole minor units', () => {
    const whole = figure('revenue', counts, { ...noAmounts, revenue: { amounts: [{ amountMinor: 1000n, currency: 'EUR' }], cases: 2 } })
    expect(average(whole, 3)).toMatchObject({ said: '€3.33 each', amounts: [{ amountMinor: 333n, currency: 'EUR' }] })
  })
  test('no partners at all', () => expect(average(figure('referrals_submitted', noCounts, noAmounts), 0).said).toBe('no partners'))
})

test('no cases, no range; with cases it says what the program counts for', () => {
  const scale = scaleOf([{ counted: 9, cases: 12 }])
  expect(scale.likely({ counted: 0, cases: 0 })).toBeNull()
  expect(scale.likely({ counted: 9, cases: 12 })).toMatchObject({ priorCases: 10, said: expect.stringMatching(/^\d\d–\d\d %$/) })
})

test.each([
  ['B', 'C', 'Grade B when it was qualified.'], [null, 'C', 'The company has grade C now.'], [null, 'none', 'The company fits none of our grades.'], [null, null, 'The company has no grade yet.'],
])('grade %s then, %s now', (then, now, sentence) => expect(sayGrade(then, now)).toBe(sentence))

describe('time to close, in words', () => {
  const group = (name: string, cases: number, won: number, days: number | null): Group => ({ name, cases, won, lost: 0, open: cases - won, median: { days, low: null, high: null } })
  const test_ = (p: number): LogRank => ({ statistic: 1, p, observed: [1, 1], expected: [1, 1] })
  test.each([
    [group('Brightline', 19, 12, 41), group('Direct', 212, 140, 58), test_(0.11), 'not_clear', "Half of Brightline's opportunities close within 41 days, against 58 direct.", 'With 19 cases the difference is not clear yet (p = 0.11).'],
    [group('Brightline', 190, 120, 41), group('Direct', 212, 140, 58), test_(0.11), 'not_clear', "Half of Brightline's opportunities close within 41 days, against 58 direct.", 'With 190 cases there is no clear difference (p = 0.11).'],
    [group('Partners', 190, 120, 41.5), group('Direct', 212, 140, 58), test_(0.0004), 'clear', "Half of the partners' opportunities close within 41.5 days, against 58 direct.", 'With 190 cases the difference is clear (p < 0.001).'],
    [group('Brightline', 4, 1, null), group('Direct', 212, 140, 58), test_(0.5), 'too_early', "Fewer than half of Brightline's opportunities have been won so far. Half of the direct opportunities close within 58 days.", "It is too early to compare: only 1 of Brightline's 4 cases was won so far."],
    [group('Brightline', 30, 20, 41), group('Direct', 3, 2, 58), test_(0.5), 'too_early', "Half of Brightline's opportunities close within 41 days, against 58 direct.", 'It is too early to compare: only 2 of the 3 direct cases were won so far.'],
    [group('Brightline', 0, 0, null), group('Direct', 3, 2, 58), null, 'nothing', 'Brightline has sourced no opportunities yet, so there is nothing to compare.', ''],
    [group('Brightline', 9, 6, 41), group('Direct', 0, 0, null), null, 'nothing', 'There are no direct opportunities, so there is nothing to compare.', "Half of Brightline's opportunities close within 41 days."],
  ])('%#', (own, direct, logRank, verdict, finding, certainty) => expect(sayTimeToClose(own, direct, logRank)).toEqual({ verdict, finding, certainty }))
})
