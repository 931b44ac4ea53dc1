// What of a line is held, and what it changes in what a partner owes back; pure.

/** What a line adds to what may be paid, or is held, beside what it changes in what is owed back. */
export const openMinor = (line: { payableMinor: bigint; clawbackMinor: bigint }): bigint => line.payableMinor + line.clawbackMinor

/** What is booked, and what of the same item and component a plan held when that was booked. */
type Holding = { payableMinor: bigint; heldUntil: string | null; stands: { held: { until: string; minor: bigint }[] } | null }

/**
 * Until when a line is held by its plan, null where it is free when it is booked. What is earned is held until the plan's hold is over; what
 * takes back is held with what it takes back from, as long as that is enough, and otherwise set off at once.
 */
export function heldUntil({ payableMinor, heldUntil: until, stands }: Holding, today: string): string | null {
  if (payableMinor > 0n) return until !== null && until > today ? until : null
  const held = stands?.held.filter((one) => one.until > today) ?? []
  if (payableMinor === 0n || held.length === 0 || held.reduce((sum, one) => sum + one.minor, payableMinor) < 0n) return null
  return held.map((one) => one.until).reduce((first, day) => (day < first ? day : first))
}

/** Of one partner, item and component: what of it is in no payment, and what of that is owed back. */
export type Unpaid = { payableMinor: bigint; clawbackMinor: bigint }

/** By how much a line changes what is owed back: what is taken back beyond what is not paid yet was paid. */
export function clawbackOf(unpaid: Unpaid, payableMinor: bigint): bigint {
  const left = unpaid.payableMinor + payableMinor
  return (left < 0n ? -left : 0n) - unpaid.clawbackMinor
}

/** Whether a line's money is held now: while its plan holds it, and what is earned while it is disputed. What is in a payment has left. */
export function isHeld(line: { payableMinor: bigint; heldUntil: string | null; isDisputed: boolean; isPaid: boolean }, today: string): boolean {
  if (line.isPaid) return false
  return (line.heldUntil !== null && line.heldUntil > today) || (line.isDisputed && line.payableMinor > 0n)
}
