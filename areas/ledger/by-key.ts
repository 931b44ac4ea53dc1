import { sql } from 'kysely'
import type { Tx } from '../../platform/db/context.ts'
import { send } from '../../platform/db/transact.ts'

const known = new WeakSet<Tx['pending']>()

/**
 * From here on this transaction looks rows up by their keys. A connection keeps the plan of a statement, perhaps from when there were only a
 * few rows: one that goes through a whole table would get slower with every fact.
 */
export function lookUpByKey(tx: Tx): void {
  if (known.has(tx.pending)) return
  known.add(tx.pending)
  send(tx, sql`set local enable_seqscan = off`)
}
