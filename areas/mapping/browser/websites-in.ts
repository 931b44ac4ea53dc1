// Which websites a file names, without knowing its columns: in each line the first cell that is a website or a mail address. Pure.
import { parse } from 'tldts'

/** The text of a file in UTF-8, or in UTF-16 as spreadsheets write it. Throws in words for the page where it is a workbook. */
export function textOf(bytes: Uint8Array): string {
  const begins = (...first: number[]) => first.every((byte, i) => bytes[i] === byte)
  if (begins(0x50, 0x4b, 0x03, 0x04) || begins(0xd0, 0xcf, 0x11, 0xe0)) throw new Error('This is a workbook, not a CSV file. Open it, save it as CSV and choose that.')
  return new TextDecoder(begins(0xff, 0xfe) ? 'utf-16le' : begins(0xfe, 0xff) ? 'utf-16be' : 'utf-8').decode(bytes)
}

export type Websites = { domains: string[]; left: number }

/** Registrable domains in the same form as ours: lower case, punycode. `left`: lines that name none, the heading among them. */
export function websitesIn(text: string): Websites {
  const domains = new Set<string>()
  let left = 0
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '') continue
    const found = line.split(/[,;\t|]/).map((cell) => registrable(cell)).find((domain) => domain !== null)
    if (found) domains.add(found)
    else left += 1
  }
  return { domains: [...domains], left }
}

function registrable(cell: string): string | null {
  const written = cell.trim().replace(/^["']+|["']+$/g, '').trim()
  const place = written.slice(written.lastIndexOf('@') + 1)
  if (!/^(?:https?:\/\/)?[^\s/]+\.[^\s/.]{2,}(?:[/:?#].*)?$/i.test(place)) return null
  const url = URL.parse(/^https?:\/\//i.test(place) ? place : `http://${place}`)
  return url ? parse(url.hostname, { allowPrivateDomains: true, validateHostname: true }).domain : null
}
