import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'

export type InvoiceFile = { invoiceId: Id; fileId: Id; name: string; contentType: string; size: number; sha256: Buffer; sentAt: Temporal.Instant; contactId: Id | null; memberId: Id | null }

/** The documents of these invoices, the one that counts first. */
export async function invoiceFilesOf(r: Reading, invoiceIds: Id[]): Promise<Map<Id, InvoiceFile[]>> {
  if (invoiceIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('invoice_file').selectAll().where('workspace_id', '=', r.workspace).where('invoice_id', '=', anyOf(invoiceIds)).orderBy('invoice_id').orderBy('position', 'desc').execute()
  return Map.groupBy(rows.map((row): InvoiceFile => ({
    invoiceId: row.invoice_id, fileId: row.file_id, name: row.name, contentType: row.content_type, size: row.size_bytes, sha256: row.sha256, sentAt: row.sent_at, contactId: row.contact_id, memberId: row.member_id,
  })), (one) => one.invoiceId)
}
