import type { BusinessCalendar } from '../../kernel/time.ts'
import { businessDeadline } from '../../kernel/time.ts'

export const promiseKinds = ['answer_referral', 'contact_buyer', 'answer_reply', 'decide_conflict', 'answer_dispute', 'answer_application', 'do_action'] as const
export type PromiseKind = (typeof promiseKinds)[number]
export type PromisePolicy = { answerBusinessDays: number; contactBusinessDays: number; applicationBusinessDays: number }

const disputeBusinessDays = 5

/** Kinds whose time the policy says; an agreed action has a day of its own. */
export type TimedKind = Exclude<PromiseKind, 'do_action'>

/** When a promise of this kind, made now, is due: the close of the Nth business day after receipt (PRODUCT: answer 1, first contact 2; an application 3; a dispute 5). */
export function dueAt(kind: TimedKind, madeAt: Temporal.Instant, policy: PromisePolicy, calendar: BusinessCalendar): Temporal.Instant {
  const days: Record<TimedKind, number> = {
    answer_referral: policy.answerBusinessDays, answer_reply: policy.answerBusinessDays, decide_conflict: policy.answerBusinessDays,
    contact_buyer: policy.contactBusinessDays, answer_dispute: disputeBusinessDays, answer_application: policy.applicationBusinessDays,
  }
  return businessDeadline(madeAt, days[kind], calendar)
}

/** The close of business on a day agreed; of today, when that has passed, the end of the day. */
export function dueOnDay(day: string, madeAt: Temporal.Instant, calendar: BusinessCalendar): Temporal.Instant {
  const at = (plainTime: string) => Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: calendar.timeZone, plainTime }).toInstant()
  return Temporal.Instant.compare(at(calendar.closes), madeAt) > 0 ? at(calendar.closes) : at('23:59')
}

/** Settled in time is kept, a moment late is broken: we are measured too. */
export function outcomeOf(due: Temporal.Instant, settledAt: Temporal.Instant): 'kept' | 'broken' {
  return Temporal.Instant.compare(settledAt, due) <= 0 ? 'kept' : 'broken'
}

/** The owner is reminded when a quarter of the time is left, at least two hours before the end. */
export function remindAt(made: Temporal.Instant, due: Temporal.Instant): Temporal.Instant {
  const quarter = (due.epochMilliseconds - made.epochMilliseconds) / 4
  return Temporal.Instant.fromEpochMilliseconds(Math.round(due.epochMilliseconds - Math.max(quarter, 2 * 3_600_000)))
}

export const promiseVerb: Record<PromiseKind, string> = {
  answer_referral: 'Answer introduction', contact_buyer: 'Contact the buyer', answer_reply: 'Answer reply', decide_conflict: 'Decide conflict', answer_dispute: 'Answer dispute',
  answer_application: 'Answer application', do_action: 'Do what we agreed',
}
