import type { Selectable } from 'kysely'
import type { DB } from '../../db/tables.ts'
import { showId, type Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { paging } from '../../platform/db/paging.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { Plan } from '../program/index.ts'
import { thousandths, type BackTestState } from './back-test-rules.ts'

export type BackTestRow = {
  id: Id; planId: Id | null; name: string; plan: Plan; from: string | null; to: string | null; onPlan: boolean; fileId: Id | null; fileName: string | null; bytesTotal: number; bytesDone: number; rowsRead: number; rejected: number
  isRead: boolean; state: BackTestState; sellersTotal: number | null; sellersDone: number; afterSeller: string | null; items: number; unused: number; createdAt: Temporal.Instant; createdBy: Id | null
  runningSince: Temporal.Instant | null; runningFrom: number; progressedAt: Temporal.Instant | null; finishedAt: Temporal.Instant | null; cancelAskedAt: Temporal.Instant | null; problem: string | null
}

export async function backTestById(r: Reading, id: Id): Promise<BackTestRow> {
  const row = await r.q.selectFrom('back_test').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('back-test')
  return toRow(row)
}

/** Held against anyone else who would move it on. */
export async function lockBackTest(tx: Tx, id: Id): Promise<BackTestRow> {
  const row = await tx.q.selectFrom('back_test').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound('back-test')
  return toRow(row)
}

/** Newest first, all or those of one plan. */
export async function backTestList(r: Reading, filter: { planId?: Id | undefined; limit: number; after?: string | undefined }): Promise<{ rows: BackTestRow[]; next: string | null }> {
  const { afterId, next } = paging('backTest', filter)
  const rows = await r.q
    .selectFrom('back_test').selectAll().where('workspace_id', '=', r.workspace)
    .$if(filter.planId !== undefined, (q) => q.where('plan_id', '=', filter.planId ?? ''))
    .$if(afterId !== undefined, (q) => q.where('id', '<', afterId ?? ''))
    .orderBy('id', 'desc').limit(filter.limit + 1)
    .execute()
  return { rows: rows.slice(0, filter.limit).map(toRow), next: next(rows) }
}

/** How far it is, in thousandths. */
export const farOf = (row: BackTestRow): number => (row.state === 'done' ? 1000 : thousandths({ ...row, hasFile: row.fileId !== null }))

/** A partner in a result: ours by the shown id, another by the name in the file. */
export const whoOf = (partnerId: Id): string => showId('partner', partnerId)

function toRow(row: Selectable<DB['back_test']>): BackTestRow {
  return {
    id: row.id, planId: row.plan_id, name: row.name, plan: row.terms as Plan, from: row.from_on, to: row.to_on, onPlan: row.on_plan, fileId: row.file_id, fileName: row.file_name, bytesTotal: Number(row.bytes_total),
    bytesDone: Number(row.bytes_done), rowsRead: Number(row.rows_read), rejected: Number(row.rejected), isRead: row.read_at !== null, state: row.state as BackTestState, sellersTotal: row.sellers_total, sellersDone: row.sellers_done,
    afterSeller: row.after_seller, items: Number(row.items), unused: Number(row.unused), createdAt: row.created_at, createdBy: row.created_by, runningSince: row.running_since, runningFrom: row.running_from,
    progressedAt: row.progressed_at, finishedAt: row.finished_at, cancelAskedAt: row.cancel_asked_at, problem: row.problem,
  }
}
