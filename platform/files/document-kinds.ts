// Guards what strangers send as a document: what it is follows from its bytes, never from what its sender calls it. Pure.

export const documentKinds = {
  pdf: { contentType: 'application/pdf', endings: ['pdf'] },
  png: { contentType: 'image/png', endings: ['png'] },
  jpeg: { contentType: 'image/jpeg', endings: ['jpg', 'jpeg', 'jpe'] },
  gif: { contentType: 'image/gif', endings: ['gif'] },
  webp: { contentType: 'image/webp', endings: ['webp'] },
  heic: { contentType: 'image/heic', endings: ['heic', 'heif'] },
  tiff: { contentType: 'image/tiff', endings: ['tif', 'tiff'] },
  csv: { contentType: 'text/csv', endings: ['csv', 'tsv'] },
  mail: { contentType: 'message/rfc822', endings: ['eml'] },
  outlook: { contentType: 'application/vnd.ms-outlook', endings: ['msg'] },
  xml: { contentType: 'application/xml', endings: ['xml'] },
  text: { contentType: 'text/plain', endings: ['txt', 'text', 'md', 'log'] },
} as const
export type DocumentKind = keyof typeof documentKinds

const ascii = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to)
/** How an Outlook message names its parts inside a compound file; other compound files, such as old Word documents, have none of it. */
const outlookPart = Buffer.from('__substg1.0_', 'utf16le')

/**
 * What a file is, by its first bytes; where it is text, its name says of which kind. Undefined for everything else. Sources: ISO 32000-1 annex H
 * (a PDF's header within 1,024 bytes), WHATWG MIME Sniffing, ISO/IEC 14496-12 (file type box), [MS-CFB] 2.2.
 */
export function documentKindOf(bytes: Uint8Array, name: string): DocumentKind | undefined {
  if (ascii(bytes, 0, 1024).includes('%PDF-')) return 'pdf'
  const head = ascii(bytes, 0, 16)
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (/^GIF8[79]a/.test(head)) return 'gif'
  if (/^RIFF.{4}WEBP/s.test(head)) return 'webp'
  if (/^.{4}ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)/s.test(head)) return 'heic'
  if (/^(II\*\0|MM\0\*)/.test(head)) return 'tiff'
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(outlookPart) ? 'outlook' : undefined
  return isText(bytes) ? textKind(ascii(bytes, 0, 200), endingOf(name)) : undefined
}

function textKind(head: string, ending: string): DocumentKind {
  if (/^(\xef\xbb\xbf)?\s*<\?xml\b/.test(head)) return 'xml'
  if (ending === 'eml' && /^[!-9;-~]+:/.test(head)) return 'mail'
  return ending === 'csv' || ending === 'tsv' ? 'csv' : 'text'
}

/** In any usual encoding: no byte that only occurs in what is not text, or the mark of UTF-16 in front. */
function isText(bytes: Uint8Array): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true
  return bytes.length > 0 && bytes.every((byte) => byte >= 0x20 ? byte !== 0x7f : byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d)
}

/** "report.PDF" → "pdf"; empty where it has none. */
export const endingOf = (name: string): string => /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? ''
