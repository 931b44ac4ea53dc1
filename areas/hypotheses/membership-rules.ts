import { refuseField, type Refusal } from '../../kernel/refusal.ts'
import type { Id } from '../../kernel/ids.ts'

/** A hypothesis that a partner belongs to from a day up to but not including another. Days are "YYYY-MM-DD". */
export type Membership = { id: Id; hypothesisId: Id; startsOn: string; endsOn: string | null; why: string | null }
export type MembershipWish = { hypothesisId: Id | null; from: string; why: string | null }
export type MembershipChange = { replaced: Membership[]; kept: Membership | null }

/**
 * From the day wanted the partner belongs to the hypothesis wanted, or to none, and to no other: at most one at a time. What it
 * introduced before stays with the hypothesis of that day. A day in the past moves introductions between verdicts, so it needs a reason.
 */
export function decideMembership(holding: Membership[], wanted: MembershipWish, today: string): MembershipChange | 'unchanged' | Refusal {
  if (wanted.from > today) return refuseField('from', 'hypotheses.from_future', 'A partner belongs to a hypothesis from today or from a day before. Give an earlier day.')
  const replaced = holding.filter((one) => one.endsOn === null || one.endsOn > wanted.from)
  const [only] = replaced
  if (!only && wanted.hypothesisId === null) return 'unchanged'
  if (only && replaced.length === 1 && only.endsOn === null && only.startsOn <= wanted.from && only.hypothesisId === wanted.hypothesisId) return 'unchanged'
  if (wanted.from < today && !wanted.why) return refuseField('why', 'hypotheses.why_needed', 'This day is in the past, so what was introduced since then counts elsewhere. Say why.')
  const before = replaced.find((one) => one.startsOn < wanted.from)
  return { replaced, kept: before ? { ...before, endsOn: wanted.from } : null }
}
