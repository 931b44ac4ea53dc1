import type { Id } from '../../kernel/ids.ts'
import { notFound, refuse, type Can, no, yes } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { readDocument, sentColumns, type Document, type SentFile } from '../../platform/files/index.ts'
import { invoiceFilesOf } from './invoice-files.ts'
import type { InvoiceRow } from './invoice-store.ts'

export const mostInvoiceBytes = 10 * 1024 ** 2
const mostFiles = 5
const rules = { kinds: ['pdf', 'xml'], mostBytes: mostInvoiceBytes, said: 'the PDF, or the XML of an e-invoice' } as const

/** What was sent as the document of an invoice; refused where it is none. */
export const invoiceDocument = (sent: SentFile): Document => readDocument(sent, rules)

/**
 * The document of an invoice that the partner raised, from the partner or as we got it. Another one counts instead of the one before, which
 * is kept; the same again changes nothing. Refuses what is no document of an invoice (readDocument) and one that we made out ourselves (payouts.own_document).
 */
export async function addInvoiceFile(ctx: Ctx, invoiceId: Id, sent: SentFile): Promise<{ id: Id; added: number }> {
  if (ctx.actor.kind !== 'partner') allow(ctx, 'payouts:write')
  const document = invoiceDocument(sent)
  return transact(ctx, async (tx) => ({ id: invoiceId, added: await keepInvoiceFile(tx, invoiceId, document) }))
}

export function mayAddInvoiceFile({ kind }: Pick<InvoiceRow, 'kind'>, there: number): Can {
  if (kind === 'self') return no('We made it out ourselves; its document is here.')
  return there >= mostFiles ? no(`At most ${mostFiles} documents of one invoice are kept.`) : yes
}

export async function keepInvoiceFile(tx: Tx, invoiceId: Id, document: Document): Promise<number> {
  const row = await tx.q.selectFrom('invoice').select(['kind', 'partner_id']).where('workspace_id', '=', tx.workspace).where('id', '=', invoiceId).executeTakeFirst()
  if (!row || (tx.actor.kind === 'partner' && tx.actor.partnerId !== row.partner_id)) throw notFound('invoice')
  const before = (await invoiceFilesOf(tx, [invoiceId])).get(invoiceId) ?? []
  if (before.some((one) => one.sha256.equals(document.sha256))) return 0
  const may = mayAddInvoiceFile({ kind: row.kind === 'self' ? 'self' : 'partner' }, before.length)
  if (!may.allowed) throw refuse('conflict', row.kind === 'self' ? 'payouts.own_document' : 'payouts.too_many_documents', may.why)
  // Of two at once the second fails at its position, is tried again and finds the first.
  await tx.q.insertInto('invoice_file').values({ workspace_id: tx.workspace, invoice_id: invoiceId, position: before.length + 1, ...(await sentColumns(tx, document)) }).execute()
  await record(tx, { type: 'invoice.file_added', subject: { noun: 'invoice', id: invoiceId }, partnerId: row.partner_id, payload: { files: before.length + 1 } })
  return 1
}
