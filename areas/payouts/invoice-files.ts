import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import { toSentDocument, type SentDocument } from '../../platform/files/index.ts'

/** The documents of these invoices, the one that counts first. */
export async function invoiceFilesOf(r: Reading, invoiceIds: Id[]): Promise<Map<Id, SentDocument[]>> {
  if (invoiceIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('invoice_file').selectAll().where('workspace_id', '=', r.workspace).where('invoice_id', '=', anyOf(invoiceIds)).orderBy('invoice_id').orderBy('position', 'desc').execute()
  return new Map([...Map.groupBy(rows, (row) => row.invoice_id)].map(([id, own]) => [id, own.map(toSentDocument)]))
}
