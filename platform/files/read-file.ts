import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Ctx, Reading } from '../db/context.ts'
import { read } from '../db/transact.ts'

export type FileRow = { id: Id; name: string; contentType: string; size: number; sha256: Buffer }

/** A stored file; one that never arrived whole does not exist. */
export async function fileById(r: Reading, id: Id): Promise<FileRow> {
  const row = await r.q
    .selectFrom('file')
    .select(['id', 'name', 'content_type', 'size_bytes', 'sha256'])
    .where('workspace_id', '=', r.workspace).where('id', '=', id).where('complete', '=', true)
    .executeTakeFirst()
  if (!row?.sha256) throw notFound('file')
  return { id: row.id, name: row.name, contentType: row.content_type, size: Number(row.size_bytes), sha256: row.sha256 }
}

/** The bytes, a chunk at a time; each is read in a snapshot of its own, so that a long import holds none open. */
export async function* readFile(ctx: Ctx, id: Id): AsyncGenerator<Buffer> {
  await read(ctx, (r) => fileById(r, id))
  for (let number = 0; ; number++) {
    const chunk = await read(ctx, (r) =>
      r.q.selectFrom('file_chunk').select('bytes').where('workspace_id', '=', r.workspace).where('file_id', '=', id).where('number', '=', number).executeTakeFirst())
    if (!chunk) return
    yield chunk.bytes
  }
}
