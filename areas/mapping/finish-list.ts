// Guards against half-kept lists: rows, figures and the change of the list in use commit together, and the file goes in the same transaction.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { attempt } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { removeFile } from '../../platform/files/index.ts'
import { nameKey } from '../companies/index.ts'
import type { Rejected } from './collect-customers.ts'
import { listEnded } from './events.ts'
import { mixFor, mixOf } from './mix-rules.ts'
import { writeMix } from './mix-store.ts'
import { makeRoom, tellReady } from './put-in-use.ts'
import { changesBetween, figuresOf, keeps, keyOf, type Kept, type Sharing } from './rules.ts'
import { insertRows, listById, listInUse, lockList, removeRows, rowsOf, type CustomerRow, type ListRow, type NewCustomerRow } from './store.ts'

export type Found = { rows: NewCustomerRow[]; rejected: Rejected[]; rejectedCount: number; rowsRead: number }
const atATime = 5000

export const keptOf = (rows: Pick<CustomerRow, 'companyId' | 'band' | 'domain' | 'name' | 'relation'>[]): Kept[] =>
  rows.map((row) => ({ key: keyOf({ ...row, letters: nameKey(row.name) }), name: row.name, relation: row.relation }))

/** Makes a list the one in use. `since` is when this run began: another that began later goes on instead. */
export async function finishList(tx: Tx, id: Id, since: Temporal.Instant, found: Found): Promise<ListRow> {
  const list = await lockList(tx, id)
  if (list.state !== 'running' || !list.runningSince?.equals(since)) return list
  if (list.cancelAskedAt) return endList(tx, id, 'cancelled', null)
  const before = await listInUse(tx, list.partnerId)
  const earlier = before && !isHidden(before.sharing) && !isHidden(list.sharing) ? await rowsOf(tx, before.id) : []
  const comparable = before !== undefined && before.sharing === list.sharing && !isHidden(list.sharing) && list.sharing !== 'counts'
  const known = new Set(comparable ? keptOf(earlier).map((one) => one.key) : [])
  const kept = found.rows.filter((row) => keeps(list.sharing, row)).map((row) => ({ ...row, isNew: comparable && !known.has(keptOf([row])[0]!.key) }))
  for (let i = 0; i < kept.length; i += atATime) await insertRows(tx, id, kept.slice(i, i + atATime))
  await writeMix(tx, id, mixFor(list.sharing, mixOf(found.rows)))
  await insertProblems(tx, id, list.sharing, found.rejected)
  await makeRoom(tx, before)
  const figures = figuresOf(found.rows)
  const changes = before?.figures && !isHidden(list.sharing) && !isHidden(before.sharing) ? changesBetween({ at: (before.matchedAt ?? before.createdAt).toString(), figures: before.figures, rows: keptOf(earlier) }, { rows: keptOf(kept) }, comparable) : null
  await tx.q
    .updateTable('customer_list')
    .set({ state: 'ready', figures: JSON.stringify(figures), changes: changes && JSON.stringify(changes), rows_read: BigInt(found.rowsRead), rejected: BigInt(found.rejectedCount), matched_at: tx.now, finished_at: tx.now, file_id: null })
    .where('workspace_id', '=', tx.workspace).where('id', '=', id)
    .execute()
  await removeListFile(tx, list.fileId)
  await tellReady(tx, list, { figures, rejected: found.rejectedCount, before })
  return listById(tx, id)
}

/** Ends a list that never came into use; nothing of it is kept but that it was there. */
export async function endList(tx: Tx, id: Id, state: 'failed' | 'cancelled', problem: string | null): Promise<ListRow> {
  const list = await lockList(tx, id)
  if (list.finishedAt) return list
  await removeRows(tx, id)
  await tx.q.updateTable('customer_list').set({ state, finished_at: tx.now, problem, file_id: null }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
  await removeListFile(tx, list.fileId)
  await record(tx, listEnded(list, state, problem))
  return listById(tx, id)
}

/** The bytes; 0 where another list or import still has the same file. */
export async function removeListFile(tx: Tx, fileId: Id | null): Promise<number> {
  if (fileId === null) return 0
  try {
    await attempt(tx, () => removeFile(tx, fileId))
    return 1
  } catch (error) {
    if ((error as { code?: string }).code !== '23503') throw error
    return 0
  }
}

async function insertProblems(tx: Tx, id: Id, sharing: Sharing, rejected: Rejected[]): Promise<void> {
  const storable = (text: string) => text.replaceAll('\0', '').toWellFormed().slice(0, 500)
  for (let i = 0; i < rejected.length; i += atATime) {
    const rows = rejected.slice(i, i + atATime).map((one) => ({ row_no: one.n, column_name: one.column, reason: sharing === 'all' ? storable(one.reason) : 'It names no company.', cells: sharing === 'all' ? one.cells.map(storable) : null }))
    await sql`insert into customer_list_problem (workspace_id, list_id, row_no, column_name, reason, cells)
      select ${tx.workspace}::uuid, ${id}::uuid, x.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(row_no bigint, column_name text, reason text, cells jsonb)`.execute(tx.q)
  }
}

const isHidden = (sharing: Sharing): boolean => sharing === 'hidden'
