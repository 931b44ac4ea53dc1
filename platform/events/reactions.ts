import type { Id } from '../../kernel/ids.ts'
import type { Ctx } from '../db/context.ts'

export type RecordedEvent = {
  id: Id; type: string; subjectId: Id; partnerId: Id | null; companyId: Id | null; at: Temporal.Instant; payload: Record<string, unknown>
}
/** What an area does a moment after a fact, as the system, in a transaction of its own. May run twice: make it idempotent. */
export type Reaction = { name: string; on: string[]; run: (ctx: Ctx, event: RecordedEvent) => Promise<void> }

const registered = new Map<string, Reaction>()
const byType = new Map<string, string[]>()

/** Called once at start for each area; a name is unique. */
export function registerReactions(reactions: Reaction[]): void {
  for (const reaction of reactions) {
    if (registered.has(reaction.name)) continue
    registered.set(reaction.name, reaction)
    for (const type of reaction.on) byType.set(type, [...(byType.get(type) ?? []), reaction.name])
  }
}

export const reactionsTo = (type: string): string[] => byType.get(type) ?? []
export const reactionNamed = (name: string): Reaction | undefined => registered.get(name)
