// What other areas keep of somebody who only ever was a candidate, told by them at start, since they lie below this one.
import { sql } from 'kysely'
import type { DB } from '../../db/tables.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'

/** So much of something: `what` in the singular, such as "customer list"; its plural takes an s. */
export type Amount = { what: string; count: number }
export type Eraser = {
  name: string
  /** Why this one cannot be erased, in a sentence; null when nothing of this area speaks against it. */
  against?: (r: Reading, partnerId: Id) => Promise<string | null>
  /** What is there. After `erase` nothing of it is. */
  count?: (r: Reading, partnerId: Id) => Promise<Amount[]>
  erase?: (tx: Tx, partnerId: Id) => Promise<void>
}

/** Speaks against erasing whoever has a row in one of these tables of the area, with this reason. */
export const keptWhere = (tables: readonly (keyof DB)[], why: string): NonNullable<Eraser['against']> => async (r, partnerId) => {
  for (const table of tables) {
    const { rows } = await sql`select from ${sql.table(table)} where workspace_id = ${r.workspace}::uuid and partner_id = ${partnerId}::uuid limit 1`.execute(r.q)
    if (rows.length > 0) return why
  }
  return null
}

const erasers: Eraser[] = []

/** Called once at start by an area whose rows belong to partners. */
export function eraseWith(eraser: Eraser): void {
  if (!erasers.some((one) => one.name === eraser.name)) erasers.push(eraser)
}

export const everyEraser = (): readonly Eraser[] => erasers
