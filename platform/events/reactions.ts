import type { Id } from '../../kernel/ids.ts'
import type { Fact } from '../../kernel/event.ts'
import type { Ctx, Reading } from '../db/context.ts'

export type RecordedEvent = {
  id: Id; type: string; subjectId: Id; partnerId: Id | null; companyId: Id | null; at: Temporal.Instant; payload: Record<string, unknown>
}
/** What an area does a moment after a fact, as the system, in a transaction of its own. May run twice: make it idempotent. */
export type Reaction = {
  name: string; on: string[]; run: (ctx: Ctx, event: RecordedEvent) => Promise<void>
  /** Asked with the fact, in its transaction: where there is nothing to do no job is made. What makes a no wrong meanwhile must wait for that transaction. */
  concerns?: (r: Reading, fact: Fact) => Promise<boolean>
}

const registered = new Map<string, Reaction>()
const byType = new Map<string, Reaction[]>()

/** Called once at start with those of all areas; a name is unique. Another call replaces them, so that a process may serve one app after another. */
export function registerReactions(reactions: Reaction[]): void {
  registered.clear()
  byType.clear()
  for (const reaction of reactions) {
    if (registered.has(reaction.name)) continue
    registered.set(reaction.name, reaction)
    for (const type of reaction.on) byType.set(type, [...(byType.get(type) ?? []), reaction])
  }
}

export const reactionsTo = (type: string): Reaction[] => byType.get(type) ?? []
export const reactionNamed = (name: string): Reaction | undefined => registered.get(name)
