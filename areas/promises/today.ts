import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { OpenPromise } from './queries.ts'
import type { PromiseKind } from './rules.ts'

/** What a promise is about, said by the area that made it. `path` is its page in the staff app where it has none of its own. */
export type PromiseLine = { noun: 'referral' | 'dispute' | 'partner' | 'reviewAction'; headline: string; detail: string; path?: string }
type Describe = (r: Reading, promises: OpenPromise[]) => Promise<Map<Id, PromiseLine>>

const describers = new Map<PromiseKind, Describe>()

/** An area says once, at start, how the promises it makes are shown in Today and in reminders. */
export function describePromises(kinds: PromiseKind[], describe: Describe): void {
  for (const kind of kinds) describers.set(kind, describe)
}

/** The lines of these promises, by promise id; each area is asked once. */
export async function promiseLines(r: Reading, promises: OpenPromise[]): Promise<Map<Id, PromiseLine>> {
  const groups = Map.groupBy(promises, (promise) => describers.get(promise.kind))
  const lines = new Map<Id, PromiseLine>()
  for (const [describe, group] of groups)
    if (describe) for (const [id, line] of await describe(r, group)) lines.set(id, line)
  return lines
}
