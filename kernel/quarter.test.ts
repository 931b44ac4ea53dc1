import { expect, test } from 'vitest'
import { quarterBefore, quarterDays, quarterOf, quarterShape, sayQuarter } from './quarter.ts'

test.each([
  ['2026-Q1', '2026-01-01', '2026-03-31', '2025-Q4'], ['2028-Q1', '2028-01-01', '2028-03-31', '2027-Q4'], ['2026-Q2', '2026-04-01', '2026-06-30', '2026-Q1'],
  ['2026-Q3', '2026-07-01', '2026-09-30', '2026-Q2'], ['2026-Q4', '2026-10-01', '2026-12-31', '2026-Q3'],
])('%s goes from %s to %s and follows %s', (quarter, from, to, before) => {
  expect(quarterDays(quarter)).toEqual({ from, to })
  expect([quarterOf(from), quarterOf(to)]).toEqual([quarter, quarter])
  expect(quarterBefore(quarter)).toBe(before)
  expect(quarterBefore(quarter, 4)).toBe(`${Number(quarter.slice(0, 4)) - 1}${quarter.slice(4)}`)
  expect(quarter).toMatch(quarterShape)
})
test('a quarter is said as people say it', () => expect(sayQuarter('2026-Q3')).toBe('Q3 2026'))

test.each([['2026-11-24', '2026-Q3'], ['2027-01-01', '2026-Q4'], ['2026-12-31', '2026-Q3'], ['2026-05-31', '2026-Q1']])('on %s the last quarter that is over is %s', (today, quarter) => expect(quarterBefore(quarterOf(today))).toBe(quarter))
