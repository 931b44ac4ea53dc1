import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import { toSentDocument, type SentDocument } from '../../platform/files/index.ts'

/** The files of these disputes, each dispute's in the order in which they came. */
export async function filesOf(r: Reading, disputeIds: Id[]): Promise<Map<Id, SentDocument[]>> {
  if (disputeIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('dispute_file').selectAll().where('workspace_id', '=', r.workspace).where('dispute_id', '=', anyOf(disputeIds)).orderBy('dispute_id').orderBy('position').execute()
  return new Map([...Map.groupBy(rows, (row) => row.dispute_id)].map(([id, own]) => [id, own.map(toSentDocument)]))
}

/** One file of a dispute of this partner. Refuses what is not there and what is another's. */
export async function partnersFile(r: Reading, fileId: Id, partnerId: Id): Promise<SentDocument> {
  const row = await r.q
    .selectFrom('dispute_file as f').innerJoin('dispute as d', (j) => j.onRef('d.workspace_id', '=', 'f.workspace_id').onRef('d.id', '=', 'f.dispute_id')).selectAll('f')
    .where('f.workspace_id', '=', r.workspace).where('f.file_id', '=', fileId).where('d.partner_id', '=', partnerId).executeTakeFirst()
  if (!row) throw notFound('file')
  return toSentDocument(row)
}
