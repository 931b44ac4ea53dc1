import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { readDocument, sentColumns, type Document, type SentFile } from '../../platform/files/index.ts'
import { disputeFilesAdded } from './dispute-events.ts'
import { filesOf } from './dispute-file-store.ts'
import { evidenceRules, mayAddFile, mostFiles, tooManyFiles } from './dispute-rules.ts'
import { lockDispute, type DisputeRow } from './dispute-store.ts'

/**
 * Files that show that a dispute is right, kept as they came, by the partner or by us on its behalf. One that is there already is not added
 * again. Refuses a file that cannot be taken (readDocument), more than five (ledger.too_many_files) and a dispute that is past it (ledger.dispute_closed).
 */
export async function addDisputeFiles(ctx: Ctx, id: Id, sent: SentFile[]): Promise<{ id: Id; added: number }> {
  allow(ctx, 'disputes:write')
  const documents = evidenceIn(sent)
  return transact(ctx, async (tx) => ({ id, added: await keepFiles(tx, await lockDispute(tx, id), documents) }))
}

/** What was sent as evidence; refused as a whole where one of it is. */
export const evidenceIn = (sent: SentFile[]): Document[] => sent.map((one) => readDocument(one, evidenceRules, 'files'))

/** The dispute is locked. */
export async function keepFiles(tx: Tx, dispute: DisputeRow, documents: Document[]): Promise<number> {
  const before = (await filesOf(tx, [dispute.id])).get(dispute.id) ?? []
  const known = new Set(before.map((one) => one.sha256.toString('hex')))
  const fresh = documents.filter((one) => !known.has(one.sha256.toString('hex')) && known.add(one.sha256.toString('hex')))
  if (fresh.length === 0) return 0
  const may = mayAddFile(dispute, 0, tx.actor.kind === 'partner')
  if (!may.allowed) throw refuse('conflict', 'ledger.dispute_closed', may.why)
  if (before.length + fresh.length > mostFiles) throw refuse('conflict', 'ledger.too_many_files', tooManyFiles(before.length))
  for (const [n, one] of fresh.entries()) {
    await tx.q.insertInto('dispute_file').values({ workspace_id: tx.workspace, dispute_id: dispute.id, position: before.length + n + 1, ...(await sentColumns(tx, one)) }).execute()
  }
  await record(tx, disputeFilesAdded(dispute, fresh.length))
  return fresh.length
}
