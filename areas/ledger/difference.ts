// Guards L8 for plans in language 2: posting = what is due under the facts known now − what is already booked.
import type { Id } from '../../kernel/ids.ts'
import { sayAmount } from '../program/index.ts'

/** `currency` is what it is counted in: of rewards perhaps a named unit. */
type Amount = {
  partnerId: Id; itemKey: string; component: string; currency: string; amountMinor: bigint; payableMinor: bigint
  earnedOn: string; payableOn: string; clause: string; planVersionId: Id
}
/**
 * What stands for one partner, item and component; `lastLineId` is the line booked last on it, `planVersionId` the version that line cites.
 * `held` is what of it a plan held when it was booked, until when; `hasClawback` where some of it was taken back after it was paid.
 */
export type Standing = Amount & { lastLineId: Id; held: { until: string; minor: bigint }[]; hasClawback: boolean }
/** `heldUntil` is the day on which the plan's hold is over, null without one. */
export type DueNow = Amount & { working: string[]; heldUntil: string | null }
/** `payableMinor` of the difference is payable by `payableOn`. `adjusts` is the line it follows on, null for the first; `stands` what it changes. */
export type Difference = DueNow & { adjusts: Id | null; stands: Standing | null }

const keyOf = (one: Pick<Standing, 'partnerId' | 'itemKey' | 'component'>): string => [one.partnerId, one.itemKey, one.component].join('\n')

/**
 * The lines that bring what is booked to what is due, sorted by partner, item and component; none when they agree. Another plan version
 * or currency takes back what stands and books anew, so that each line follows from the version it cites.
 */
export function differenceOf(standing: Standing[], due: DueNow[]): Difference[] {
  const booked = new Map(standing.map((one) => [keyOf(one), one]))
  const wanted = new Map(due.map((one) => [keyOf(one), one]))
  return [...new Set([...booked.keys(), ...wanted.keys()])].sort().flatMap((key): Difference[] => {
    const [before, after] = [booked.get(key), wanted.get(key)]
    if (!before) return after ? [{ ...after, adjusts: null, stands: null }] : []
    const stands = before.amountMinor !== 0n || before.payableMinor !== 0n
    if (!after) return stands ? [takenBack(before, 'It no longer follows from what is known.')] : []
    const same = before.planVersionId === after.planVersionId && before.currency === after.currency
    if (!same && stands) return [takenBack(before, 'Another version of the plan is in force for that day; it is booked again under that one.'), { ...after, adjusts: null, stands: null }]
    const [amountMinor, payableMinor] = [after.amountMinor - before.amountMinor, after.payableMinor - before.payableMinor]
    if (amountMinor === 0n && payableMinor === 0n) return []
    return [{ ...after, amountMinor, payableMinor, adjusts: same ? before.lastLineId : null, stands: same ? before : null, working: stands ? [...after.working, sayChange(before, after)] : after.working }]
  })
}

function takenBack(stands: Standing, because: string): Difference {
  const { lastLineId, held: _, hasClawback: __, ...before } = stands
  return { ...before, heldUntil: null, stands, amountMinor: -before.amountMinor, payableMinor: -before.payableMinor, adjusts: lastLineId, working: [because, `${say(before.amountMinor, before.currency)} is taken back.`] }
}

function sayChange(before: Standing, after: DueNow): string {
  const { currency } = after
  return before.amountMinor === after.amountMinor
    ? `${say(after.amountMinor, currency)} stays earned; ${say(after.payableMinor, currency)} of it may be paid now, ${say(before.payableMinor, currency)} before.`
    : `${say(after.amountMinor, currency)} is due now, ${say(before.amountMinor, currency)} was booked.`
}

const say = sayAmount
