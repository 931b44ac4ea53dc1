// A document as a table of an area keeps it beside the file: what it is, who sent it and when. Each area has its own table; these columns are the same.
import { z } from 'zod'
import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../db/context.ts'
import { idOut, instantOut, shown } from '../http/shapes.ts'
import { storeDocument, type Document } from './documents.ts'

/** Sent by a person of the partner, or by one of ours on its behalf. */
export type SentDocument = { fileId: Id; name: string; contentType: string; size: number; sha256: Buffer; sentAt: Temporal.Instant; contactId: Id | null; memberId: Id | null }
type Columns = { file_id: Id; name: string; content_type: string; size_bytes: number; sha256: Buffer; sent_at: Temporal.Instant; contact_id: Id | null; member_id: Id | null }

/** Keeps its bytes and answers with the columns of the row that tells of it. */
export async function sentColumns(tx: Tx, document: Document): Promise<Columns> {
  const { actor } = tx
  return {
    file_id: await storeDocument(tx, document), name: document.name, content_type: document.contentType, size_bytes: document.bytes.length, sha256: document.sha256, sent_at: tx.now,
    contact_id: actor.kind === 'partner' ? actor.contactId : null, member_id: actor.kind === 'member' ? actor.id : null,
  }
}

export const toSentDocument = (row: Columns): SentDocument => ({
  fileId: row.file_id, name: row.name, contentType: row.content_type, size: row.size_bytes, sha256: row.sha256, sentAt: row.sent_at, contactId: row.contact_id, memberId: row.member_id,
})

export const sentDocumentOut = z.object({
  id: idOut('file'), name: z.string(), contentType: z.string().meta({ description: 'As its bytes say.' }), size: z.number().int().meta({ description: 'Bytes.' }), sentAt: instantOut, sentBy: z.string().nullable(),
})

/** As the API shows it; `names` are those of contacts and of members. */
export function showSentDocument(one: SentDocument, names: { contacts: Map<Id, string>; members: Map<Id, string> }): z.input<typeof sentDocumentOut> {
  const sentBy = (one.contactId && names.contacts.get(one.contactId)) ?? (one.memberId && names.members.get(one.memberId)) ?? null
  return { id: shown('file', one.fileId), name: one.name, contentType: one.contentType, size: one.size, sentAt: one.sentAt.toString(), sentBy }
}
