// The weighing of names in a thread of its own, so that a long list holds up no request; the database is asked from here.
import { keepThread } from '../../platform/jobs/kept-thread.ts'
import type { LookedUp, LookUp } from './look-up.ts'
import type { How, Linked } from './recognising.ts'
import type { Sought } from './score.ts'

export type Step = { done: false; value: LookUp } | { done: true; value: Linked[] }
export type Asked = { id: number; sought: Sought[]; how: How } | { id: number; found: LookedUp }
/** Kept for as long as a list takes, and stopped by whoever began it. */
export type Aside = { recognising(sought: Sought[], how: How): { next(found?: LookedUp): Promise<Step> }; stop(): void }

export function recogniseAside(): Aside {
  const thread = keepThread(new URL('./recognise-worker.ts', import.meta.url))
  let ids = 0
  return {
    recognising: (sought, how) => {
      const id = ++ids
      return { next: (found) => thread.ask<Step>(found ? { id, found } : { id, sought, how }) }
    },
    stop: () => thread.stop(),
  }
}
