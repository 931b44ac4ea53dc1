import type { Id, Noun } from '../../kernel/ids.ts'
import type { Reading } from '../db/context.ts'

/** Events of these types about these things also belong into the timeline of what they are a part of. */
export type Part = { ids: Id[]; types: string[] }
type Parts = (r: Reading, whole: Id) => Promise<Part[]>
const known = new Map<Noun, Parts>()

/** Called once at start by the area that knows what a thing consists of, such as a payout of payments. */
export function tellPartsOf(noun: Noun, of: Parts): void {
  known.set(noun, of)
}

export async function partsOfSubjects(r: Reading, subjects: { noun: Noun; id: Id }[]): Promise<Part[]> {
  const found: Part[] = []
  for (const { noun, id } of subjects) found.push(...((await known.get(noun)?.(r, id)) ?? []))
  return found.filter((part) => part.ids.length > 0)
}
