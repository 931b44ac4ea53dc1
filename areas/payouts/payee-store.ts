import type { Selectable } from 'kysely'
import type { DB } from '../../db/tables.ts'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { Account } from './bank-file.ts'
import type { DetailKind, Shown, TaxSecret } from './payee-forms.ts'
import { unseal } from './seal.ts'

export type DetailRow<K extends DetailKind = DetailKind> = {
  id: Id; partnerId: Id; kind: K; shown: Shown[K]; givenBy: Id; givenAt: Temporal.Instant; confirmUntil: Temporal.Instant; confirmedAt: Temporal.Instant | null
  /** The day from which money may go there; null where it may at once. */
  heldUntil: string | null
  releasedAt: Temporal.Instant | null; replacedAt: Temporal.Instant | null
}

export function toDetail(row: Omit<Selectable<DB['payee_detail']>, 'sealed' | 'form_key' | 'released_by' | 'released_why' | 'workspace_id'>): DetailRow {
  return {
    id: row.id, partnerId: row.partner_id, kind: row.kind as DetailKind, shown: row.shown as Shown[DetailKind], givenBy: row.given_by, givenAt: row.given_at, confirmUntil: row.confirm_until,
    confirmedAt: row.confirmed_at, heldUntil: row.released_at ? null : row.held_until, releasedAt: row.released_at, replacedAt: row.replaced_at,
  }
}

const columns = ['id', 'partner_id', 'kind', 'shown', 'given_by', 'given_at', 'confirm_until', 'confirmed_at', 'held_until', 'released_at', 'replaced_at'] as const
export const isOf = <K extends DetailKind>(kind: K) => (detail: DetailRow): detail is DetailRow<K> => detail.kind === kind

/** What is in force or waits for its confirmation, by partner. */
export async function detailsOf(r: Reading, partnerIds: Id[]): Promise<DetailRow[]> {
  if (partnerIds.length === 0) return []
  const rows = await r.q.selectFrom('payee_detail').select(columns).where('workspace_id', '=', r.workspace).where('partner_id', '=', anyOf(partnerIds)).where('replaced_at', 'is', null).orderBy('id').execute()
  return rows.map(toDetail)
}

/** In force: confirmed and not replaced. */
export const inForce = <K extends DetailKind>(details: DetailRow[], partnerId: Id, kind: K): DetailRow<K> | undefined =>
  details.filter(isOf(kind)).find((detail) => detail.partnerId === partnerId && detail.confirmedAt !== null)

/** Until when money does not go there, null where it may on that day. */
export const heldOn = ({ heldUntil }: Pick<DetailRow, 'heldUntil'>, day: string): string | null => (heldUntil !== null && heldUntil > day ? heldUntil : null)

export async function detailById(r: Reading, id: Id): Promise<DetailRow | undefined> {
  const row = await r.q.selectFrom('payee_detail').select(columns).where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  return row && toDetail(row)
}

/** All that is in force or waits for one partner, locked in one order: of two who change it at once one comes after the other. */
export async function lockDetails(tx: Tx, partnerId: Id): Promise<DetailRow[]> {
  const rows = await tx.q.selectFrom('payee_detail').select(columns).where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).where('replaced_at', 'is', null).orderBy('id').forUpdate().execute()
  return rows.map(toDetail)
}

export const placeOf = (workspace: Id, id: Id, kind: DetailKind) => ({ workspace, id, what: `payee ${kind}` })

/** Accounts in clear, for a file, by the id of the detail. */
export async function accountsOf(r: Reading, detailIds: Id[]): Promise<Map<Id, { account: Account; shown: Shown['bank'] }>> {
  const rows = await r.q.selectFrom('payee_detail').select(['id', 'sealed', 'shown']).where('workspace_id', '=', r.workspace).where('id', '=', anyOf(detailIds)).where('kind', '=', 'bank').execute()
  return new Map(rows.map((row) => [row.id, { account: JSON.parse(unseal(placeOf(r.workspace, row.id, 'bank'), row.sealed)) as Account, shown: row.shown as Shown['bank'] }]))
}

/** Taxpayer numbers and addresses in clear, by partner. */
export async function taxSecretsOf(r: Reading, partnerIds: Id[]): Promise<Map<Id, TaxSecret>> {
  const rows = await r.q.selectFrom('payee_detail').select(['id', 'partner_id', 'sealed']).where('workspace_id', '=', r.workspace).where('partner_id', '=', anyOf(partnerIds)).where('kind', '=', 'tax')
    .where('confirmed_at', 'is not', null).where('replaced_at', 'is', null).execute()
  return new Map(rows.map((row) => [row.partner_id, JSON.parse(unseal(placeOf(r.workspace, row.id, 'tax'), row.sealed)) as TaxSecret]))
}
