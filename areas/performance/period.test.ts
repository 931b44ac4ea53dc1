import { describe, expect, test } from 'vitest'
import { Refusal } from '../../kernel/refusal.ts'
import { readPeriod, spanOf, type Period, type PeriodWish } from './period.ts'

const today = '2026-08-14'
const read = (wish: PeriodWish) => readPeriod(wish, today) as Period

describe('which days', () => {
  test.each([
    [{}, '2026-07-01', '2026-09-30', 'third quarter 2026', '2026-04-01', '2026-06-30', true],
    [{ period: '2026-Q1' }, '2026-01-01', '2026-03-31', 'first quarter 2026', '2025-10-01', '2025-12-31', false],
    [{ from: '2026-01-01', to: '2026-03-31' }, '2026-01-01', '2026-03-31', 'first quarter 2026', '2025-10-01', '2025-12-31', false],
    [{ from: '2026-08-01', to: '2026-08-10' }, '2026-08-01', '2026-08-10', 'Sat, Aug 1, 2026 to Mon, Aug 10, 2026', '2026-07-22', '2026-07-31', false],
    [{ from: '2026-08-01' }, '2026-08-01', '2026-08-14', 'Sat, Aug 1, 2026 to Fri, Aug 14, 2026', '2026-07-18', '2026-07-31', true],
    [{ from: '2024-02-29', to: '2024-02-29' }, '2024-02-29', '2024-02-29', 'Thu, Feb 29, 2024', '2024-02-28', '2024-02-28', false],
  ])('%j', (wish, from, to, name, before, beforeTo, isRunning) => {
    expect(read(wish)).toMatchObject({ from, to, name, previous: { from: before, to: beforeTo }, isRunning })
  })
  test('all time has nothing before it', () => expect(read({ period: 'all' })).toMatchObject({ to: today, name: 'all time', previous: null }))

  test.each([
    [{ from: '2026-08-02', to: '2026-08-01' }, 'performance.period_backwards'],
    [{ to: '2026-08-01' }, 'performance.period_open'],
    [{ period: '2026-Q1', from: '2026-08-01' }, 'performance.period_twice'],
  ])('%j is refused', (wish, code) => {
    const refusal = readPeriod(wish, today)
    expect(refusal).toBeInstanceOf(Refusal)
    expect((refusal as Refusal).code).toBe(code)
  })
})

test('days begin at midnight where the workspace is, on either side of a change of the clocks', () => {
  const span = spanOf({ from: '2026-10-01', to: '2026-12-31' }, 'Europe/Berlin')
  expect([span.start.toString(), span.end.toString()]).toEqual(['2026-09-30T22:00:00Z', '2026-12-31T23:00:00Z'])
  expect(spanOf({ from: '2026-10-01', to: '2026-10-01' }, 'America/Los_Angeles').start.toString()).toBe('2026-10-01T07:00:00Z')
})
