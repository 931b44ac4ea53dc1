import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { disputableUntil, mayAnswer, mayDispute, maySettle } from './dispute-rules.ts'
import { addUp, endedPeriods, holdsAfter, mayIssue, sayPeriod, spanOf } from './statement-rules.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

describe('periods', () => {
  test.each([
    ['2026-Q1', 'quarter', '2026-01-01', '2026-03-31', 'Q1 2026'], ['2026-Q4', 'quarter', '2026-10-01', '2026-12-31', 'Q4 2026'], ['2028-02', 'month', '2028-02-01', '2028-02-29', 'February 2028'], ['2026-12', 'month', '2026-12-01', '2026-12-31', 'December 2026'],
  ])('%s', (period, every, from, to, said) => {
    expect([spanOf(period), sayPeriod(period)]).toEqual([{ period, every, from, to }, said])
  })
  test.each([['quarter', '2026-10-01', ['2026-Q3', '2026-Q2']], ['quarter', '2027-01-31', ['2026-Q4', '2026-Q3']], ['month', '2026-03-31', ['2026-02', '2026-01']], ['month', '2027-01-01', ['2026-12', '2026-11']]] as const)('the last %ss that are over on %s', (every, today, periods) => {
    expect(endedPeriods(every, today, 2).map((span) => span.period)).toEqual(periods)
  })
  test.each([
    ['on its last day', '2026-09-30', null, 'Q3 2026 is not over yet.'], ['on the day after', '2026-10-01', null, undefined],
    ['after a later one', '2027-02-01', '2026-Q4', 'Q4 2026 was issued already. What Q3 2026 missed is told in the next statement.'],
  ])('issued %s', (_when, today, laterIssued, why) => {
    const may = mayIssue({ span: spanOf('2026-Q3'), today, laterIssued })
    expect(may.allowed ? undefined : may.why).toBe(why)
  })
})

describe('what a statement comes to', () => {
  test('adds up', () => {
    expect(addUp(100n, [{ amountMinor: 50n }, { amountMinor: -20n }], [{ amountMinor: 90n }, { amountMinor: -10n }])).toEqual({ openingMinor: 100n, earnedMinor: 50n, takenBackMinor: -20n, paidMinor: 80n, closingMinor: 50n })
  })

  const minor = fc.bigInt({ min: -1000n, max: 1000n })
  const on = fc.constantFrom('2026-10-30', '2027-01-30', '2027-04-30')
  test('what waits and what may be paid by some day are together the closing balance', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.array(fc.tuple(minor, minor, on), { maxLength: 6 }), fc.array(fc.tuple(on, minor), { maxLength: 3 })), { maxLength: 5 }), (periods) => {
      let [opening, holds] = [0n, { waitingMinor: 0n, schedule: [] as { on: string; amountMinor: bigint }[] }]
      for (const [told, paid] of periods) {
        const lines = told.map(([amountMinor, payableMinor, payableOn]) => ({ amountMinor, payableMinor, payableOn }))
        const payments = paid.map(([by, amountMinor]) => ({ on: by, amountMinor }))
        const { closingMinor } = addUp(opening, lines, payments)
        holds = holdsAfter(holds, lines, payments)
        expect(holds.waitingMinor + holds.schedule.reduce((sum, one) => sum + one.amountMinor, 0n)).toBe(closingMinor)
        opening = closingMinor
      }
    }))
  })
})

describe('disputes', () => {
  const until = disputableUntil(day('2026-10-05'))
  test.each([
    ['before any statement', null, '2031-01-01', null, true], ['on the day of the statement', until, '2026-10-05', null, true], ['on the thirtieth day', until, '2026-11-04', null, true], ['a day later', until, '2026-11-05', null, false],
    ['while one is open', until, '2026-10-06', { state: 'open', outcome: null }, false], ['while one is answered', until, '2026-10-06', { state: 'answered', outcome: null }, false], ['once it was upheld', until, '2026-10-06', { state: 'settled', outcome: 'upheld' }, false],
    ['once it was adjusted', null, '2026-10-06', { state: 'settled', outcome: 'adjusted' }, false], ['once it was withdrawn', until, '2026-10-06', { state: 'settled', outcome: 'withdrawn' }, true], ['withdrawn, and too late', until, '2026-11-05', { state: 'settled', outcome: 'withdrawn' }, false],
  ] as const)('a line may be disputed: %s', (_name, last, today, before, allowed) => {
    expect(mayDispute({ until: last, today: day(today), last: before }).allowed).toBe(allowed)
  })
  test.each([['open', true, true], ['answered', false, true], ['settled', false, false]] as const)('%s', (state, answer, settle) => {
    expect([mayAnswer({ state }).allowed, maySettle({ state }).allowed]).toEqual([answer, settle])
  })
})
