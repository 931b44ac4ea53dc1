import type { Selectable } from 'kysely'
import type { DB } from '../../db/tables.ts'
import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { sealFor } from '../../platform/auth/index.ts'
import type { Wish } from './psi-steps.ts'

export const { seal: sealKey, unseal: unsealKey } = sealFor('private mapping', { code: 'mapping.other_secret', message: 'The key of this comparison was sealed under another secret than this installation has now. Take the question back and ask again.' })

export const privateStates = ['preparing', 'open', 'computing', 'done', 'failed', 'withdrawn', 'declined', 'expired'] as const
export type PrivateState = (typeof privateStates)[number]
export type PrivateRow = {
  id: Id; partnerId: Id; contactId: Id; wish: Wish; note: string | null; state: PrivateState; ours: number | null; theirs: number | null; found: number | null; sealedKey: string | null; askedAt: Temporal.Instant; askedBy: Id | null
  expiresAt: Temporal.Instant; answeredAt: Temporal.Instant | null; finishedAt: Temporal.Instant | null; problem: string | null; listId: Id | null
}

export async function privateById(r: Reading, id: Id): Promise<PrivateRow> {
  const row = await r.q.selectFrom('private_mapping').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('comparison')
  return toPrivate(row)
}

export async function lockPrivate(tx: Tx, id: Id): Promise<PrivateRow> {
  const row = await tx.q.selectFrom('private_mapping').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  if (!row) throw notFound('comparison')
  return toPrivate(row)
}

/** The newest of a partner. */
export async function newestPrivate(r: Reading, partnerId: Id): Promise<PrivateRow | undefined> {
  const row = await r.q.selectFrom('private_mapping').selectAll().where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row && toPrivate(row)
}

/** The pieces of one kind in their order. */
export async function piecesOf(r: Reading, id: Id, kind: 'question' | 'answer' | 'list'): Promise<Uint8Array[]> {
  const rows = await r.q.selectFrom('private_mapping_piece').select('bytes').where('workspace_id', '=', r.workspace).where('mapping_id', '=', id).where('kind', '=', kind).orderBy('n').execute()
  return rows.map((row) => Uint8Array.from(row.bytes))
}

export async function keepPieces(tx: Tx, id: Id, kind: 'question' | 'answer' | 'list', pieces: Uint8Array[]): Promise<void> {
  for (const [n, bytes] of pieces.entries()) await tx.q.insertInto('private_mapping_piece').values({ workspace_id: tx.workspace, mapping_id: id, kind, n, bytes: Buffer.from(bytes) }).execute()
}

/** Key, pieces and which company stood where: nothing of a comparison that ended can be worked out again. */
export async function forgetPrivate(tx: Tx, id: Id): Promise<void> {
  await tx.q.deleteFrom('private_mapping_piece').where('workspace_id', '=', tx.workspace).where('mapping_id', '=', id).execute()
  await tx.q.deleteFrom('private_mapping_item').where('workspace_id', '=', tx.workspace).where('mapping_id', '=', id).execute()
}

function toPrivate(row: Selectable<DB['private_mapping']>): PrivateRow {
  return {
    id: row.id, partnerId: row.partner_id, contactId: row.contact_id, wish: row.wish as Wish, note: row.note, state: row.state as PrivateState, ours: row.ours, theirs: row.theirs, found: row.found, sealedKey: row.sealed_key, askedAt: row.asked_at,
    askedBy: row.asked_by, expiresAt: row.expires_at, answeredAt: row.answered_at, finishedAt: row.finished_at, problem: row.problem, listId: row.list_id,
  }
}
