// Guards what leaves again: a document is kept under a name that ends as its bytes say, so that a page or a program does not pass for a picture.
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import { cleanLine } from '../../kernel/text.ts'
import type { Ctx, Tx } from '../db/context.ts'
import type { Download } from '../http/route.ts'
import { documentKindOf, documentKinds, endingOf, type DocumentKind } from './document-kinds.ts'
import { readFile } from './read-file.ts'
import { storeFile } from './store-file.ts'

/** `size` in bytes, where not all of it was kept. */
export type SentFile = { name: string; bytes: Uint8Array; size?: number }
/** `sha256` are the 32 bytes of the digest. */
export type Document = { name: string; contentType: string; bytes: Uint8Array; sha256: Buffer }
/** `said`: the kinds in words, as a sentence names them. */
export type DocumentRules = { kinds: readonly DocumentKind[]; mostBytes: number; said: string }

/** What was sent as a document. Refuses an empty file (files.empty), a large one (files.too_large) and one of another kind (files.kind), at `field`. */
export function readDocument(sent: SentFile, rules: DocumentRules, field = 'file'): Document {
  const called = nameOf(sent.name)
  const size = sent.size ?? sent.bytes.length
  if (size === 0) throw refuseField(field, 'files.empty', `“${called}” is empty.`)
  if (size > rules.mostBytes) throw refuseField(field, 'files.too_large', `“${called}” has ${sayBytes(size)}. A file may have at most ${sayBytes(rules.mostBytes)}.`)
  const kind = documentKindOf(sent.bytes, called)
  if (!kind || !rules.kinds.includes(kind)) throw refuseField(field, 'files.kind', `“${called}” cannot be taken. Send ${rules.said}; save anything else as PDF.`)
  const endings: readonly string[] = documentKinds[kind].endings
  const name = endings.includes(endingOf(called)) ? called : `${called}.${endings[0]}`
  return { name, contentType: documentKinds[kind].contentType, bytes: sent.bytes, sha256: createHash('sha256').update(sent.bytes).digest() }
}

/** One line without folders and without marks that turn the direction of reading; its end is kept where it is long. */
function nameOf(raw: string): string {
  const line = cleanLine(raw.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')).split(/[/\\]/).at(-1)?.trim() ?? ''
  const ending = endingOf(line)
  const most = 150
  if (line.length <= most) return line || 'file'
  return ending ? `${line.slice(0, most - ending.length - 1).toWellFormed()}.${ending}` : line.slice(0, most).toWellFormed()
}

/** 12 KB, 8 MB, 12.3 MB; rounded up, so that what is too large never reads like what is allowed. */
export const sayBytes = (bytes: number): string =>
  bytes <= 1000 * 1024 ? `${Math.ceil(bytes / 1024).toLocaleString('en-US')} KB` : `${(Math.ceil((bytes / 1024 ** 2) * 10) / 10).toLocaleString('en-US')} MB`

/** Keeps its bytes with whatever else the transaction of a verb writes, which has asked whether it may. */
export async function storeDocument(tx: Tx, document: Document): Promise<Id> {
  return (await storeFile(tx, { name: document.name, contentType: document.contentType, permission: 'asked' }, only(document.bytes), document.bytes.length)).id
}

/** A kept document to take along; whoever asks was let through before. */
export function documentDownload(ctx: Ctx, kept: { fileId: Id; name: string; contentType: string }): Download {
  return { fileName: kept.name, contentType: kept.contentType, content: Readable.from(readFile(ctx, kept.fileId)) }
}

/** A raw body as a file; what is beyond the limit is counted and let go. Refuses what is no raw body (files.not_raw). */
export async function sentFile(name: string, stream: unknown, mostBytes: number): Promise<SentFile> {
  if (!(stream instanceof Readable)) throw refuse('invalid', 'files.not_raw', 'Send the file itself as the body, with the content type application/octet-stream or its own.')
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length
    if (size <= mostBytes) parts.push(part)
  }
  return { name, bytes: Buffer.concat(parts), size }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
