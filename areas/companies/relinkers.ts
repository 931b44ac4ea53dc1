// What other areas hang on a company, told by them at start, since they lie below this one.
import type { RawBuilder } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'

/** A table of the area whose rows a merge may change. `key` names its columns without the workspace. */
export type Watched = {
  table: string; key: string[]
  /** Which of its rows, as `t`, belong to these companies. */
  scope: (ids: Id[]) => RawBuilder<boolean>
  /** What its rows are called where it is said how many move, such as "introductions"; left out where nobody counts them. */
  what?: string
  /** Which of them are counted, where not all. */
  counted?: (ids: Id[]) => RawBuilder<boolean>
}
/** A row with an id that a merge changed: columns before and after; null where it was made or taken away. */
export type Changed = { table: string; id: Id; before: Record<string, unknown> | null; after: Record<string, unknown> | null }
export type Pair = { from: Id; into: Id }
/** Ids that a split takes along. */
export type Chosen = { opportunityIds: Id[]; referralIds: Id[] }
export type Relinker = {
  name: string; tables: Watched[]
  /** Why the two cannot be merged now; null when nothing of this area speaks against it. */
  against?: (r: Reading, pair: Pair) => Promise<Refusal | null>
  /** Moves all that hangs on `from` to `into`. Both are locked, and `from` counts as absorbed. */
  move: (tx: Tx, pair: Pair) => Promise<void>
  /** Moves what was chosen, and what belongs together with it. Refuses what is not of `from`. */
  moveChosen?: (tx: Tx, pair: Pair, chosen: Chosen) => Promise<void>
  /** Why a merge cannot be taken back now. */
  againstUndo?: (r: Reading, pair: Pair, changed: Changed[]) => Promise<Refusal | null>
}

const relinkers: Relinker[] = []

/** Called once at start by an area whose rows name companies. */
export function relinkWith(relinker: Relinker): void {
  if (!relinkers.some((one) => one.name === relinker.name)) relinkers.push(relinker)
}

export const everyRelinker = (): readonly Relinker[] => relinkers
