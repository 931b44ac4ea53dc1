import { expect, test } from 'vitest'
import { Refusal } from '../../kernel/refusal.ts'
import { countingDay, decideDue, decideHeldOn, decideOpening, decideOwner, firstDayOf, lastDayFrom, mayAddAction, mayBeSettledBy, mayHold, quarterBefore, quarterOf } from './rules.ts'

const codeOf = (found: unknown) => (found instanceof Refusal ? found.code : undefined)

test.each([['2026-Q1', '2026-01-01', '2026-03-31'], ['2026-Q2', '2026-04-01', '2026-06-30'], ['2026-Q3', '2026-07-01', '2026-09-30'], ['2028-Q1', '2028-01-01', '2028-03-31'], ['2026-Q4', '2026-10-01', '2026-12-31']])('%s goes from %s to %s', (quarter, from, to) => {
  expect([firstDayOf(quarter), lastDayFrom(from), quarterOf(from), quarterOf(to)]).toEqual([from, to, quarter, quarter])
})

test.each([['2026-11-24', '2026-Q3'], ['2027-01-01', '2026-Q4'], ['2026-12-31', '2026-Q3'], ['2026-05-31', '2026-Q1']])('on %s the last quarter that is over is %s', (today, quarter) => expect(quarterBefore(today)).toBe(quarter))

test.each([['2026-07-01', '2026-11-24', '2026-09-30'], ['2026-10-01', '2026-11-24', '2026-11-24'], ['2026-07-01', '2026-09-30', '2026-09-30']])('a quarter from %s, seen on %s, goes by the hypothesis of %s', (from, today, day) => expect(countingDay(from, today)).toBe(day))

test.each<[string, string, string | undefined]>([['active', '2026-Q3', undefined], ['ended', '2026-Q4', undefined], ['paused', '2020-Q1', undefined], ['active', '2027-Q1', 'reviews.quarter_future'], ['candidate', '2026-Q3', 'reviews.candidate']])('a partner that is %s, over %s: %s', (partnerState, quarter, code) => {
  expect(codeOf(decideOpening({ partnerState, quarter, today: '2026-11-24' }))).toBe(code)
})

test.each<[string, string | undefined]>([['2026-11-24', undefined], ['2026-07-01', undefined], ['2026-11-25', 'reviews.held_future'], ['2026-06-30', 'reviews.held_before']])('a talk on %s: %s', (heldOn, code) => {
  expect(codeOf(decideHeldOn({ heldOn, firstDay: '2026-07-01', today: '2026-11-24' }))).toBe(code)
})

test('a held one is not held again, and the sixth action is not taken', () => {
  expect(mayHold({ state: 'held', heldOn: '2026-10-08', actions: 0 })).toEqual({ allowed: false, why: 'It was held on Thu, Oct 8, 2026, and its numbers stay as they were.' })
  expect([4, 5, 6].map((actions) => mayAddAction({ state: 'held', heldOn: '2026-10-08', actions }).allowed)).toEqual([true, false, false])
})

test.each<[string | null, string | null, string | undefined]>([['m', null, undefined], [null, 'Lena Ortiz', undefined], [null, null, 'reviews.no_owner'], ['m', 'Lena Ortiz', 'reviews.two_owners']])('owned by %s and %s: %s', (ownerId, ownerWords, code) => {
  expect(codeOf(decideOwner({ ownerId, ownerWords }))).toBe(code)
})

test('a day that has passed is no day to do something by', () => expect(['2026-11-23', '2026-11-24'].map((day) => codeOf(decideDue(day, '2026-11-24')))).toEqual(['reviews.due_past', undefined]))

test.each([[true, false, true], [false, true, true], [false, false, false]])('owner: %s, writes: %s, so settles: %s', (isOwner, mayWrite, allowed) => expect(mayBeSettledBy({ isOwner, mayWrite }).allowed).toBe(allowed))
