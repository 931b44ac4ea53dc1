import { quarterDays, sayQuarter } from '../../kernel/quarter.ts'
import { no, refuse, refuseField, yes, type Can, type Refusal } from '../../kernel/refusal.ts'
import { sayDate } from '../../kernel/time.ts'

export const reviewStates = ['open', 'held'] as const
export type ReviewState = (typeof reviewStates)[number]
/** What follows for the partner. */
export const conclusions = ['grow', 'keep', 'fix', 'fit_conversation'] as const
export type Conclusion = (typeof conclusions)[number]
export const actionStates = ['open', 'done', 'dropped'] as const
export type ActionState = (typeof actionStates)[number]
export const actionOutcomes = ['done', 'dropped'] as const
export type ActionOutcome = (typeof actionOutcomes)[number]
/** More than so many are not done. */
export const mostActions = 5

/** The day on which somebody belongs to a hypothesis decides which one stands on the review: the last of the quarter, or today while it runs. */
export function countingDay(quarter: string, today: string): string {
  const { to } = quarterDays(quarter)
  return to < today ? to : today
}

const day = (text: string) => sayDate(Temporal.PlainDate.from(text))

/** Whoever is or was in the program, over a quarter that has begun. */
export function decideOpening({ partnerState, quarter, today }: { partnerState: string; quarter: string; today: string }): Refusal | undefined {
  if (quarterDays(quarter).from > today) return refuseField('quarter', 'reviews.quarter_future', `${sayQuarter(quarter)} has not begun. Give the quarter under way or one before it.`)
  if (partnerState === 'candidate') return refuse('conflict', 'reviews.candidate', 'A candidate has nothing to review yet. It is reviewed once it is a partner.')
  return undefined
}

export type ReviewFacts = { state: ReviewState; heldOn: string | null; actions: number }
const heldWords = ({ heldOn }: ReviewFacts) => `It was held on ${heldOn ? day(heldOn) : 'another day'}, and its numbers stay as they were.`

export const mayHold = (f: ReviewFacts): Can => (f.state === 'held' ? no(heldWords(f)) : yes)
export const mayAddAction = (f: ReviewFacts): Can => (f.actions >= mostActions ? no('There are five already, and more are not done. Change one of them instead.') : yes)

/** A talk that took place: not ahead, and not before its quarter. */
export function decideHeldOn({ heldOn, firstDay, today }: { heldOn: string; firstDay: string; today: string }): Refusal | undefined {
  if (heldOn > today) return refuseField('heldOn', 'reviews.held_future', 'This day lies ahead. A review is held once the talk took place.')
  if (heldOn < firstDay) return refuseField('heldOn', 'reviews.held_before', `This day comes before the quarter. Give one from ${day(firstDay)} on.`)
  return undefined
}

/** What can be said of an action that is changed or settled. */
export const mayChangeAction = (state: ActionState): Can => (state === 'open' ? yes : no(`It is ${state} already.`))
export const mayReopenAction = (state: ActionState): Can => (state === 'open' ? no('It is open.') : yes)
/** Who runs the program settles any action, everybody else their own. */
export function mayBeSettledBy({ isOwner, mayWrite }: { isOwner: boolean; mayWrite: boolean }): Can {
  return isOwner || mayWrite ? yes : no('Whoever owns this action, an admin or a manager can say what became of it.')
}

export type OwnerSaid = { ownerId: string | null; ownerWords: string | null }
/** One owner: a member of ours, or somebody at the partner in words. */
export function decideOwner({ ownerId, ownerWords }: OwnerSaid): Refusal | undefined {
  if (ownerId !== null && ownerWords !== null) return refuseField('ownerWords', 'reviews.two_owners', 'One owner: one of us, or somebody at the partner.')
  return ownerId === null && ownerWords === null ? refuseField('ownerId', 'reviews.no_owner', 'Say who does it: one of us, or somebody at the partner.') : undefined
}

export const decideDue = (dueOn: string, today: string): Refusal | undefined => (dueOn < today ? refuseField('dueOn', 'reviews.due_past', 'This day has passed. Give today or one that lies ahead.') : undefined)
