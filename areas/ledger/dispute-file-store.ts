import type { Selectable } from 'kysely'
import type { DB } from '../../db/tables.ts'
import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'

export type DisputeFile = { disputeId: Id; fileId: Id; name: string; contentType: string; size: number; sha256: Buffer; sentAt: Temporal.Instant; contactId: Id | null; memberId: Id | null }

/** The files of these disputes, each dispute's in the order in which they came. */
export async function filesOf(r: Reading, disputeIds: Id[]): Promise<Map<Id, DisputeFile[]>> {
  if (disputeIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('dispute_file').selectAll().where('workspace_id', '=', r.workspace).where('dispute_id', '=', anyOf(disputeIds)).orderBy('dispute_id').orderBy('position').execute()
  return Map.groupBy(rows.map(toFile), (one) => one.disputeId)
}

/** One file of a dispute of this partner. Refuses what is not there and what is another's. */
export async function partnersFile(r: Reading, fileId: Id, partnerId: Id): Promise<DisputeFile> {
  const row = await r.q
    .selectFrom('dispute_file as f').innerJoin('dispute as d', (j) => j.onRef('d.workspace_id', '=', 'f.workspace_id').onRef('d.id', '=', 'f.dispute_id')).selectAll('f')
    .where('f.workspace_id', '=', r.workspace).where('f.file_id', '=', fileId).where('d.partner_id', '=', partnerId).executeTakeFirst()
  if (!row) throw notFound('file')
  return toFile(row)
}

const toFile = (row: Selectable<DB['dispute_file']>): DisputeFile => ({
  disputeId: row.dispute_id, fileId: row.file_id, name: row.name, contentType: row.content_type, size: row.size_bytes, sha256: row.sha256, sentAt: row.sent_at, contactId: row.contact_id, memberId: row.member_id,
})
