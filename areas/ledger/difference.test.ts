// What is booked against what is due, where an early release had lost shares: of two components on one item only the last one's was kept.
import { expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { differenceOf, type DueNow, type Standing } from './difference.ts'

const [manager, version, line] = [newId(), newId(), newId()]
const due = (itemKey: string, amountMinor: bigint): DueNow =>
  ({ partnerId: manager, itemKey, component: 'override', currency: 'USD', amountMinor, payableMinor: amountMinor, earnedOn: '2026-01-10', payableOn: '2026-01-31', clause: '', planVersionId: version, working: ['20 % of it.'], heldUntil: null })

test('the line that stands is brought to its own, what was lost has a line, and then nothing is left to book', () => {
  const booked: Standing = { ...due('s', 500n), lastLineId: line, held: [], hasClawback: false }
  const now = [due('s', 2000n), due('s#bonus', 500n)]
  const found = differenceOf([booked], now)
  expect(found.map((one) => [one.itemKey, one.amountMinor, one.adjusts, one.working])).toEqual([
    ['s', 1500n, line, ['20 % of it.', '$20.00 is due now, $5.00 was booked.']], ['s#bonus', 500n, null, ['20 % of it.']],
  ])
  expect(differenceOf(now.map((one) => ({ ...one, lastLineId: line, held: [], hasClawback: false })), now)).toEqual([])
})
