import { sql, type Selectable } from 'kysely'
import type { DB } from '../../db/tables.ts'
import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { Said } from './mix-rules.ts'
import { removeMix } from './mix-store.ts'
import type { Band, Changes, Figures, ListState, Relation, Sharing, Amount } from './rules.ts'

export type ListRow = {
  id: Id; partnerId: Id; source: 'staff' | 'link' | 'private'; sharing: Sharing; name: string; fileId: Id | null; sha256: Buffer | null; consentBy: string; consentContactId: Id | null; consentAt: Temporal.Instant; consentHow: string
  expiresOn: string; state: ListState; bytesTotal: number; bytesDone: number; rowsRead: number; rejected: number; customersTotal: number | null; customersDone: number; figures: Figures | null; matchedAt: Temporal.Instant | null; changes: Changes | null
  createdAt: Temporal.Instant; createdBy: Id | null; runningSince: Temporal.Instant | null; progressedAt: Temporal.Instant | null; finishedAt: Temporal.Instant | null; cancelAskedAt: Temporal.Instant | null; problem: string | null
  deletedAt: Temporal.Instant | null; deletedBy: Id | null; deletedWhy: string | null; deletedCounts: DeletedCounts | null
}
export type DeletedCounts = { rows: number; problems: number; files: number; left: number }
export type CustomerRow = Said & {
  n: number; name: string; domain: string | null; times: number; band: Band; companyId: Id | null; score: number | null; probability?: number | null; reasons: string[]
  relation: Relation; grade: 'A' | 'B' | 'C' | 'none' | null; openValue: Amount[]; wonValue: Amount[]; isNew: boolean; judgedAt: Temporal.Instant | null; judgedBy: Id | null
}

export async function listById(r: Reading, id: Id): Promise<ListRow> {
  const row = await r.q.selectFrom('customer_list').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('customer list')
  return toList(row)
}

/** Held against anyone else who would change it. */
export async function lockList(tx: Tx, id: Id): Promise<ListRow> {
  const row = await tx.q.selectFrom('customer_list').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  if (!row) throw notFound('customer list')
  return toList(row)
}

/** The list in use, if there is one. */
export async function listInUse(r: Reading, partnerId: Id): Promise<ListRow | undefined> {
  const row = await r.q.selectFrom('customer_list').selectAll().where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).where('state', '=', 'ready').executeTakeFirst()
  return row && toList(row)
}

/** Every list that a partner ever gave, newest first. */
export async function listsOf(r: Reading, partnerId: Id): Promise<ListRow[]> {
  const rows = await r.q.selectFrom('customer_list').selectAll().where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).orderBy('id', 'desc').limit(100).execute()
  return rows.map(toList)
}

export async function rowsOf(r: Reading, listId: Id): Promise<CustomerRow[]> {
  const rows = await r.q.selectFrom('customer_list_row').selectAll().where('workspace_id', '=', r.workspace).where('list_id', '=', listId).orderBy('n').execute()
  return rows.map(toCustomer)
}

export async function lockRow(tx: Tx, listId: Id, n: number): Promise<CustomerRow> {
  const row = await tx.q.selectFrom('customer_list_row').selectAll().where('workspace_id', '=', tx.workspace).where('list_id', '=', listId).where('n', '=', BigInt(n)).forNoKeyUpdate().executeTakeFirst()
  if (!row) throw notFound('customer')
  return toCustomer(row)
}

export type NewCustomerRow = Omit<CustomerRow, 'judgedAt' | 'judgedBy'> & { judgedAt?: Temporal.Instant | null; judgedBy?: Id | null }
export async function insertRows(tx: Tx, listId: Id, rows: NewCustomerRow[]): Promise<void> {
  if (rows.length === 0) return
  const stored = rows.map((row) => ({
    n: row.n, name: row.name, domain: row.domain, country: row.country, industry: row.industry, employees: row.employees, our_industry: row.ourIndustry, our_employees: row.ourEmployees, our_country: row.ourCountry, times: row.times, band: row.band, company_id: row.companyId, score: row.score === null ? null : Math.round(row.score * 1000), probability: row.probability == null ? null : Math.round(row.probability * 1000),
    reasons: row.reasons, relation: row.relation, grade: row.grade, open_value: row.openValue, won_value: row.wonValue, is_new: row.isNew, judged_at: row.judgedAt?.toString() ?? null, judged_by: row.judgedBy ?? null,
  }))
  await sql`insert into customer_list_row (workspace_id, list_id, n, name, domain, country, industry, employees, our_industry, our_employees, our_country, times, band, company_id, score, probability, reasons, relation, grade, open_value, won_value, is_new, judged_at, judged_by)
    select ${tx.workspace}::uuid, ${listId}::uuid, x.* from jsonb_to_recordset(${JSON.stringify(stored)}::jsonb) as x(n bigint, name text, domain text, country text, industry text, employees integer, our_industry text, our_employees integer, our_country text, times integer,
      band text, company_id uuid, score integer, probability integer, reasons jsonb, relation text, grade text, open_value jsonb, won_value jsonb, is_new boolean, judged_at timestamptz, judged_by uuid)`.execute(tx.q)
}

/** Everything that a list holds of the partner's customers, or of those that we do not know all but their kinds. How many rows there were. */
export async function removeRows(tx: Tx, listId: Id, only: { unknown?: boolean } = {}): Promise<{ rows: number; problems: number }> {
  const rows = Number((await tx.q.deleteFrom('customer_list_row').where('workspace_id', '=', tx.workspace).where('list_id', '=', listId).$if(Boolean(only.unknown), (q) => q.where('band', '<>', 'same')).executeTakeFirst()).numDeletedRows)
  const problems = Number((await tx.q.deleteFrom('customer_list_problem').where('workspace_id', '=', tx.workspace).where('list_id', '=', listId).executeTakeFirst()).numDeletedRows)
  if (!only.unknown) await removeMix(tx, listId)
  return { rows, problems }
}

export function toList(row: Selectable<DB['customer_list']>): ListRow {
  return {
    id: row.id, partnerId: row.partner_id, source: row.source as ListRow['source'], sharing: row.sharing as Sharing, name: row.name, fileId: row.file_id, sha256: row.sha256, consentBy: row.consent_by, consentContactId: row.consent_contact_id,
    consentAt: row.consent_at, consentHow: row.consent_how, expiresOn: row.expires_on, state: row.state as ListState, bytesTotal: Number(row.bytes_total), bytesDone: Number(row.bytes_done), rowsRead: Number(row.rows_read), rejected: Number(row.rejected),
    customersTotal: row.customers_total, customersDone: row.customers_done, figures: row.figures as Figures | null, matchedAt: row.matched_at, changes: row.changes as Changes | null, createdAt: row.created_at, createdBy: row.created_by,
    runningSince: row.running_since, progressedAt: row.progressed_at, finishedAt: row.finished_at, cancelAskedAt: row.cancel_asked_at, problem: row.problem, deletedAt: row.deleted_at, deletedBy: row.deleted_by, deletedWhy: row.deleted_why,
    deletedCounts: row.deleted_counts as DeletedCounts | null,
  }
}

export function toCustomer(row: Selectable<DB['customer_list_row']>): CustomerRow {
  return {
    n: Number(row.n), name: row.name, domain: row.domain, country: row.country, industry: row.industry, employees: row.employees, ourIndustry: row.our_industry, ourEmployees: row.our_employees, ourCountry: row.our_country, times: row.times, band: row.band as Band, companyId: row.company_id, score: row.score === null ? null : row.score / 1000, probability: row.probability === null ? null : row.probability / 1000,
    reasons: row.reasons as string[], relation: row.relation as Relation, grade: row.grade as CustomerRow['grade'], openValue: row.open_value as Amount[], wonValue: row.won_value as Amount[], isNew: row.is_new, judgedAt: row.judged_at, judgedBy: row.judged_by,
  }
}
