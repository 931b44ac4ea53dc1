import { newId, type Id } from '../../kernel/ids.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { Ctx } from '../db/context.ts'
import { read, transact } from '../db/transact.ts'
import { record } from '../events/record.ts'
import { fileById } from '../files/index.ts'
import { addJob } from '../jobs/add-job.ts'
import { allowedKind, type Asked } from './preview-import.ts'
import { scanFile } from './scan-file.ts'

/**
 * Starts an import as a job; `inline` leaves the running to the caller. Refuses while something is open that only a person can decide
 * (imports.undecided, with the options at fault). Decisions about words of the file are kept for later imports.
 */
export async function startImport(ctx: Ctx, asked: Asked, how: { inline?: boolean } = {}): Promise<{ id: Id }> {
  const kind = allowedKind(ctx, asked.kind)
  const file = await read(ctx, (r) => fileById(r, asked.fileId))
  const scan = await scanFile(ctx, asked.fileId, kind, asked)
  if (scan.questions.length > 0)
    throw new Refusal('invalid', 'imports.undecided', 'Some things about this file must be decided first; each says what. Nothing was imported.',
      scan.questions.map((q) => ({ field: q.option, code: 'imports.undecided', message: q.message })))
  return transact(ctx, async (tx) => {
    const id = newId(tx.now.epochMilliseconds)
    const decisions = scan.choices.flatMap((c) => (c.meaning === null ? [] : [{ value: c.value, meaning: c.meaning }]))
    if (kind.choices && decisions.length > 0) await kind.choices.decide(tx, decisions)
    const { actor } = tx
    await tx.q
      .insertInto('import')
      .values({
        workspace_id: tx.workspace, id, kind: kind.kind, state: 'waiting', file_id: file.id, file_name: file.name, bytes_total: BigInt(file.size),
        mapping: JSON.stringify(scan.mapping), columns: JSON.stringify(scan.layout.columns),
        options: JSON.stringify({ encoding: asked.options.encoding, delimiter: scan.layout.delimiter, header: scan.layout.header, settings: scan.settings }),
        started_by: JSON.stringify('id' in actor && 'role' in actor ? { kind: actor.kind, id: actor.id, role: actor.role } : { kind: 'system' }), created_at: tx.now,
      })
      .execute()
    await record(tx, { type: 'import.started', subject: { noun: 'import', id }, payload: { kind: kind.kind, fileId: file.id } })
    if (!how.inline) await addJob(tx, { task: 'imports.run', payload: { workspace: tx.workspace, import: id }, key: `imports.run:${id}` })
    return { id }
  })
}
