/**
 * Promises: clocks on us, never on the partner. A partner is told when we will answer; Today is the queue of what is due.
 * Words: a promise is made, runs, and ends once: kept, broken (settled after it was due) or void (no longer applies).
 * Invariants: at most one promise of a kind runs on a subject (unique index); it ends once and stays ended.
 */
import { eraseWith } from '../partners/index.ts'
import { promisesEraser } from './erase.ts'
import type { Part } from '../../platform/part.ts'
import { promiseRoutes } from './api.ts'
import { giveNotice } from './schedules.ts'

export { makePromise } from './make-promise.ts'
export { handOver, settlePromises, voidPromises } from './settle-promise.ts'
export { nextPromises, openPromiseCount, promisesKept, type OpenPromise } from './queries.ts'
export { describePromises, type PromiseLine } from './today.ts'
export { promiseKindShape } from './contract.ts'
export { promiseVerb, type PromiseKind } from './rules.ts'

eraseWith(promisesEraser)

export const part: Part = { name: 'promises', routes: promiseRoutes, everyMinute: giveNotice }
