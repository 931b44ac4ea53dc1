import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clawbackOf, heldUntil, isHeld } from './held-rules.ts'

const today = '2026-11-22'
const standing = (held: [string, bigint][]) => ({ held: held.map(([until, minor]) => ({ until, minor })) })

test.each([
  ['earned under a plan without a hold', 100n, null, null, null], ['earned, the hold is not over', 100n, '2026-12-01', null, '2026-12-01'], ['earned, the hold is over today', 100n, today, null, null], ['nothing that may be paid', 0n, '2026-12-01', null, null],
  ['taken back from what is held', -40n, '2026-12-01', standing([['2026-12-01', 100n]]), '2026-12-01'], ['all of it taken back', -100n, null, standing([['2026-12-01', 100n]]), '2026-12-01'],
  ['more than is held is taken back', -101n, null, standing([['2026-12-01', 100n]]), null], ['taken back from what was held once', -40n, null, standing([['2026-11-01', 100n]]), null],
  ['taken back from two parts: with the first', -120n, null, standing([['2026-12-05', 60n], ['2026-12-01', 60n]]), '2026-12-01'], ['earned again after it was taken back', 10n, '2026-12-01', standing([['2026-12-01', 0n]]), '2026-12-01'],
])('%s', (_name, payableMinor, until, stands, expected) => expect(heldUntil({ payableMinor, heldUntil: until, stands }, today)).toBe(expected))

test.each([
  ['nothing was paid', { payableMinor: 100n, clawbackMinor: 0n }, -40n, 0n], ['all was paid', { payableMinor: 0n, clawbackMinor: 0n }, -40n, 40n], ['a part was paid', { payableMinor: 30n, clawbackMinor: 0n }, -40n, 10n],
  ['some is owed already', { payableMinor: -10n, clawbackMinor: 10n }, -40n, 40n], ['it was wrong to take it back', { payableMinor: -40n, clawbackMinor: 40n }, 40n, -40n], ['a part of it was', { payableMinor: -40n, clawbackMinor: 40n }, 15n, -15n],
  ['more is earned than is owed', { payableMinor: -40n, clawbackMinor: 40n }, 50n, -40n], ['the payment came back meanwhile', { payableMinor: 60n, clawbackMinor: 40n }, -10n, -40n],
])('what is owed back where %s', (_name, unpaid, payableMinor, expected) => expect(clawbackOf(unpaid, payableMinor)).toBe(expected))

test('however lines follow on each other, what is owed back is what is below zero of what is not paid', () => {
  fc.assert(fc.property(fc.array(fc.bigInt(-500n, 500n), { maxLength: 12 }), (amounts) => {
    let [payableMinor, clawbackMinor] = [0n, 0n]
    for (const amount of amounts) {
      clawbackMinor += clawbackOf({ payableMinor, clawbackMinor }, amount)
      payableMinor += amount
      expect(clawbackMinor).toBe(payableMinor < 0n ? -payableMinor : 0n)
    }
  }))
})

const line = { payableMinor: 10n, heldUntil: null, isDisputed: false, isPaid: false }
test.each([
  ['free', line, false], ['held by its plan', { ...line, heldUntil: '2026-11-23' }, true], ['whose hold is over', { ...line, heldUntil: today }, false], ['disputed', { ...line, isDisputed: true }, true], ['disputed, that takes back', { ...line, payableMinor: -10n, isDisputed: true }, false],
  ['disputed, in a payment', { ...line, isDisputed: true, isPaid: true }, false],
])('a line %s', (_name, one, expected) => expect(isHeld(one, today)).toBe(expected))
