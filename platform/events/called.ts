import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../db/context.ts'

/** Ids of what is called so, at most some hundreds. */
export type Called = (r: Reading, words: string) => Promise<Id[]>
const finders: Called[] = []

/** Called at start by an area whose things events are about: an event holds ids alone, and people look for it by a name. */
export function findEventsByName(called: Called): void {
  finders.push(called)
}

export async function idsCalled(r: Reading, words: string): Promise<Id[]> {
  return (await Promise.all(finders.map((called) => called(r, words)))).flat()
}
