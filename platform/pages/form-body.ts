// Guards memory against what a form sends, and what was written in it against a file that is too large.
import { refuse } from '../../kernel/refusal.ts'

/** A form with files as it came; `isCut` where only what came before the limit is there. */
export type FormBody = { bytes: Buffer; isCut: boolean }

/** A browser shows an answer only after it sent everything, so this much of a form that is too large is read and let go. */
const mostReadBytes = 512 * 1024 ** 2

/** Reads a form up to its limit. Refuses more (too_large), unless what came before is wanted. */
export async function takeForm(stream: AsyncIterable<Buffer>, mostBytes: number, takesCut: boolean): Promise<FormBody> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream) {
    if (size < mostBytes) parts.push(part.subarray(0, mostBytes - size))
    size += part.length
    if (size > mostBytes && (!takesCut || size > mostReadBytes)) throw refuse('too_large', 'too_large', 'What was sent is too large. Nothing was changed.')
  }
  return { bytes: Buffer.concat(parts), isCut: size > mostBytes }
}

/** The whole parts of a form that was cut, as a form. Source: RFC 2046, 5.1.1. */
export function wholeParts(bytes: Buffer, contentType: string): Buffer {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? []
  const boundary = `--${quoted ?? plain ?? ''}`
  const last = bytes.lastIndexOf(`\r\n${boundary}\r\n`)
  return Buffer.concat([bytes.subarray(0, Math.max(last, 0)), Buffer.from(last > 0 ? `\r\n${boundary}--\r\n` : `${boundary}--\r\n`)])
}
