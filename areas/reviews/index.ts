/**
 * Reviews: the quarterly talk about one partner: its numbers, notes, what follows, and at most five actions, each with an owner and a day.
 * Words: open (prepared, its numbers are live) → held (its numbers are frozen as they were that moment, with who was there and what was
 * concluded); an action is open until it is done or dropped, and one of ours is a promise while it is open.
 * Invariants: one review per partner and quarter (unique key); at most five actions, whoever adds them at once (check and unique key); a
 * review that was held never changes (trigger), its notes are corrected with a reason and the old ones stay readable.
 * No figure is worked out here: all of them come through the door of performance.
 */
import type { Part } from '../../platform/part.ts'
import { eraseWith, keptWhere } from '../partners/index.ts'
import { describePromises } from '../promises/index.ts'
import { actionRoutes } from './action-api.ts'
import { reviewRoutes } from './api.ts'
import { describeActionPromises } from './queries.ts'

export { addAction, changeAction } from './add-action.ts'
export { holdReview } from './hold-review.ts'
export { openReview } from './open-review.ts'
export { reopenAction, settleAction } from './settle-action.ts'
export { writeNotes } from './write-notes.ts'

describePromises(['do_action'], describeActionPromises)
eraseWith({ name: 'reviews', against: keptWhere(['review'], 'It was reviewed, and reviews are kept.') })

export const part: Part = { name: 'reviews', routes: [...reviewRoutes, ...actionRoutes] }
