// Which websites a file names, without knowing its columns: in each line the first cell that is a website or a mail address. Pure.
import { parse } from 'tldts'

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
