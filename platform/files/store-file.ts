// Guards rule 1 for uploads: a file counts as stored only when its last byte, size and digest are committed.
import { createHash } from 'node:crypto'
import type { Permission } from '../../kernel/actor.ts'
import { newId, type Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { cleanLine } from '../../kernel/text.ts'
import { allow, type Ctx } from '../db/context.ts'
import { transact } from '../db/transact.ts'
import { addJob } from '../jobs/add-job.ts'

export const chunkBytes = 1024 * 1024
const gibibyte = 1024 ** 3
const purgeAfterHours = 24

/** `sha256` in hex. */
export type StoredFile = { id: Id; size: number; sha256: string }

/**
 * Stores a stream in chunks of 1 MB, each in a short transaction of its own; memory stays at a chunk or two. What did not arrive whole
 * is removed. `permission` is asked for instead of importing, where a file is for something else, and nothing where the verb around it has asked. Refuses more than `maxBytes` (files.too_large) and a stream that breaks off (files.broken_off).
 */
export async function storeFile(ctx: Ctx, file: { name: string; contentType: string; permission?: Permission | 'asked' }, stream: AsyncIterable<Uint8Array>, maxBytes = gibibyte): Promise<StoredFile> {
  if (file.permission !== 'asked') allow(ctx, file.permission ?? 'imports:write')
  // A replay could not compare the bytes that were sent, so an idempotency key has no meaning here.
  const own: Ctx = { ...ctx, idempotency: undefined }
  const id = newId(ctx.now.epochMilliseconds)
  await transact(own, async (tx) => {
    await tx.q
      .insertInto('file')
      .values({
        workspace_id: tx.workspace, id, name: cleanLine(file.name).slice(0, 200) || 'file', content_type: cleanLine(file.contentType).slice(0, 100),
        created_by: 'id' in tx.actor ? tx.actor.id : null, created_at: tx.now,
      })
      .execute()
    await addJob(tx, { task: 'files.purge', payload: { workspace: tx.workspace, file: id }, key: `files.purge:${id}`, runAt: tx.now.add({ hours: purgeAfterHours }) })
  })
  try {
    const digest = createHash('sha256')
    let size = 0
    let number = 0
    for await (const bytes of chunksOf(stream)) {
      size += bytes.length
      if (size > maxBytes) throw refuse('too_large', 'files.too_large', `The file is larger than ${megabytes(maxBytes)}. Split it, or use the command line on the server. Nothing was kept.`)
      digest.update(bytes)
      await transact(own, (tx) => tx.q.insertInto('file_chunk').values({ workspace_id: tx.workspace, file_id: id, number, bytes }).execute())
      number += 1
    }
    const sha256 = digest.digest()
    await transact(own, (tx) =>
      tx.q.updateTable('file').set({ complete: true, size_bytes: BigInt(size), sha256 }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute())
    return { id, size, sha256: sha256.toString('hex') }
  } catch (error) {
    await removeFile(own, id).catch(() => {}) // the purge job will
    if (['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'].includes((error as { code?: string }).code ?? '')) throw refuse('invalid', 'files.broken_off', 'The upload broke off before its end. Nothing was kept.')
    throw error
  }
}

/** Removes a file with its bytes. */
export async function removeFile(ctx: Ctx, id: Id): Promise<void> {
  await transact(ctx, (tx) => tx.q.deleteFrom('file').where('workspace_id', '=', tx.workspace).where('id', '=', id).execute())
}

/** A day after an upload began: what is still incomplete never will be whole. */
export async function purgeFile(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  await transact(ctx, (tx) =>
    tx.q.deleteFrom('file').where('workspace_id', '=', tx.workspace).where('id', '=', String(payload['file'])).where('complete', '=', false).execute())
}

/** The stream cut into equal chunks, so that a file reads the same however it arrived. */
async function* chunksOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = []
  let held = 0
  for await (const part of stream) {
    let from = 0
    while (held + part.length - from >= chunkBytes) {
      const take = chunkBytes - held
      yield Buffer.concat([...parts, part.subarray(from, from + take)])
      from += take
      parts = []
      held = 0
    }
    if (from < part.length) {
      parts.push(part.subarray(from))
      held += part.length - from
    }
  }
  if (held > 0) yield Buffer.concat(parts)
}

const megabytes = (bytes: number) => `${Math.floor(bytes / 1024 ** 2).toLocaleString('en-US')} MB`
