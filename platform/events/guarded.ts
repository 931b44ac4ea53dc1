import { may, type Actor, type Permission } from '../../kernel/actor.ts'

const guarded = new Map<string, Permission>()

/** Events whose type begins with one of these words are shown only to who has the permission, in timelines too. Areas say so when they are loaded. */
export function guardEvents(words: string[], permission: Permission): void {
  for (const word of words) guarded.set(word, permission)
}

/** The first words of types that this one may not read. */
export const hiddenFrom = (actor: Actor): string[] => [...guarded].filter(([, permission]) => !may(actor, permission)).map(([word]) => word)
