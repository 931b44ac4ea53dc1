/**
 * Events: the recorded fact of every change, in the same transaction: audit, timeline and trigger in one.
 * Invariants: append-only in the database, but that the reasons people wrote of somebody erased are taken out; ids and figures only, no names or addresses of people in a payload.
 */
import type { Part } from '../part.ts'
import { eventRoutes } from './api.ts'
import { reactTask } from './react.ts'

export { blankReasons } from './blank-reasons.ts'
export { findEventsByName } from './called.ts'
export { tellPartsOfCompanies } from './company-parts.ts'
export { countSince } from './count-since.ts'
export { guardEvents } from './guarded.ts'
export { record, recordAll } from './record.ts'
export { eventList, type EventRow } from './queries.ts'
export { tellPartsOf } from './subject-parts.ts'
export { registerReactions, type Reaction, type RecordedEvent } from './reactions.ts'

export const part: Part = { name: 'events', routes: eventRoutes, tasks: { react: reactTask } }
