import { isAscii, isUtf8 } from 'node:buffer'
import { refuse, type Refusal } from '../../kernel/refusal.ts'

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

/** The encoding that the first bytes give away: a byte order mark, or the zero bytes of UTF-16. `undefined` when only the text can tell. */
export function sniffEncoding(head: Uint8Array): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  const sample = head.subarray(0, 4096)
  const zeros = [0, 0]
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i % 2]! += 1
  const half = sample.length / 2
  if (half >= 4 && zeros[1]! > half * 0.3 && zeros[0]! < half * 0.05) return 'utf-16le'
  if (half >= 4 && zeros[0]! > half * 0.3 && zeros[1]! < half * 0.05) return 'utf-16be'
  return undefined
}

/** Why these first bytes are no CSV at all, in words that help. */
export function notText(head: Uint8Array): Refusal | undefined {
  const refusal = (what: string) => refuse('invalid', 'imports.not_csv', `This is ${what}, not a CSV file. Open it where it came from, save it as CSV (UTF-8) and try again.`)
  const begins = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte)
  if (head.length === 0) return refuse('invalid', 'imports.empty', 'The file is empty.')
  if (begins(0x50, 0x4b, 0x03, 0x04)) return refusal('an Excel workbook or a zip archive')
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) return refusal('an old Excel workbook')
  if (begins(0x1f, 0x8b)) return refusal('a compressed file')
  if (begins(0x25, 0x50, 0x44, 0x46)) return refusal('a PDF')
  if (begins(0x89, 0x50, 0x4e, 0x47) || begins(0xff, 0xd8, 0xff)) return refusal('a picture')
  const start = Buffer.from(head.subarray(0, 200)).toString('latin1').trimStart().toLowerCase()
  if (/^<(!doctype|html|table|\?xml)/.test(start)) return refusal('a web page or XML')
  if (/^[[{]\s*["{]/.test(start)) return refusal('JSON')
  return undefined
}

export type Decoder = { push(bytes: Uint8Array): string; end(): string; encoding(): Encoding }

/**
 * Decodes chunk by chunk. Without a mark the choice between UTF-8 and Windows-1252 waits for the first chunk with a byte above 127:
 * up to there both read the same, and text that is valid UTF-8 by accident is rare.
 */
export function createDecoder(known: Encoding | undefined): Decoder {
  let chosen = known
  let decoder = known ? new TextDecoder(known) : undefined
  let held: Uint8Array = new Uint8Array(0)
  const decide = (bytes: Uint8Array, last: boolean): string => {
    const all = held.length > 0 ? Buffer.concat([held, bytes]) : bytes
    const cut = last ? 0 : openTail(all)
    const body = all.subarray(0, all.length - cut)
    held = all.subarray(all.length - cut)
    if (isAscii(body)) return Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1')
    chosen = isUtf8(body) ? 'utf-8' : 'windows-1252'
    decoder = new TextDecoder(chosen)
    held = new Uint8Array(0)
    return decoder.decode(all, { stream: true })
  }
  return {
    push: (bytes) => (decoder ? decoder.decode(bytes, { stream: true }) : decide(bytes, false)),
    end: () => (decoder ? decoder.decode() : decide(new Uint8Array(0), true) + (decoder as TextDecoder | undefined ?? new TextDecoder()).decode()),
    encoding: () => chosen ?? 'utf-8',
  }
}

/** How many bytes at the end begin a UTF-8 sequence that is not there yet. */
function openTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}
