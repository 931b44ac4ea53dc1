import type { Id } from '../../kernel/ids.ts'
import { refuseField, type Refusal } from '../../kernel/refusal.ts'

/** A plan version that a partner is on from a day up to but not including another. Days are "YYYY-MM-DD". */
export type Assignment = { id: Id; planVersionId: Id; startsOn: string; endsOn: string | null; why: string | null }
export type Wanted = { planVersionId: Id; from: string; why: string | null }
/** Which rows no longer hold, and which part of one is kept. */
export type Change = { replaced: Assignment[]; kept: Assignment | null }

const furthestYears = 5

/**
 * From the day wanted, the plan wanted holds and nothing else: the plan before ends there, plans meant for later fall away. A day in
 * the past changes amounts that were booked, so it needs a reason; they are then corrected by reversals, never in place.
 */
export function decideAssignment(holding: Assignment[], wanted: Wanted, today: string): Change | 'unchanged' | Refusal {
  if (wanted.from > Temporal.PlainDate.from(today).add({ years: furthestYears }).toString())
    return refuseField('from', 'program.from_too_far', `A plan starts within ${furthestYears} years from now. Give an earlier day.`)
  const replaced = holding.filter((a) => a.endsOn === null || a.endsOn > wanted.from)
  const [only] = replaced
  if (only && replaced.length === 1 && only.endsOn === null && only.startsOn <= wanted.from && only.planVersionId === wanted.planVersionId) return 'unchanged'
  if (wanted.from < today && !wanted.why)
    return refuseField('why', 'program.why_needed', 'This day is in the past, so amounts that are booked may change. Say why, so that everybody can read it later.')
  const before = replaced.find((a) => a.startsOn < wanted.from)
  return { replaced, kept: before ? { ...before, endsOn: wanted.from } : null }
}
