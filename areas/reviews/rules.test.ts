import { expect, test } from 'vitest'
import { Refusal } from '../../kernel/refusal.ts'
import { countingDay, decideDue, decideHeldOn, decideOpening, decideOwner, mayAddAction, mayBeSettledBy, mayHold } from './rules.ts'

const codeOf = (found: unknown) => (found instanceof Refusal ? found.code : undefined)

test.each([['2026-Q3', '2026-11-24', '2026-09-30'], ['2026-Q4', '2026-11-24', '2026-11-24'], ['2026-Q3', '2026-09-30', '2026-09-30']])('%s, seen on %s, goes by the hypothesis of %s', (quarter, today, day) => expect(countingDay(quarter, today)).toBe(day))

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
