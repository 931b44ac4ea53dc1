// A record of a list with whatever is known beside the name, as it is compared. Pure.
import { readDomain } from '../domains.ts'
import { fold, words } from '../fold.ts'
import { readPhone, readZip } from '../places.ts'
import { readName, type Reading } from './likeness.ts'

/** What a row says; what it does not say is empty. */
export type RawRecord = { id: string; name: string; address?: string; zip?: string; phone?: string; domain?: string; country?: string }
export type Entry = {
  id: string; name: Reading; country: string | null
  /** The words of the street and its number, without what an address ends with. */
  street: ReadonlySet<string>; houseNumber: string | null
  zip: string | null
  /** The last seven digits, which an area code in front does not change. */
  phone: string | null
  domain: string | null
}

const sameStreet = new Map('street=st avenue=ave av=ave boulevard=blvd road=rd drive=dr place=pl lane=ln court=ct parkway=pkwy highway=hwy square=sq north=n south=s east=e west=w suite=ste floor=fl strasse=str'.split(' ').map((pair) => pair.split('=') as [string, string]))
const general = new Set('st ave blvd rd dr pl ln ct pkwy hwy sq n s e w ste fl str apt unit room'.split(' '))

export function readRecord(raw: RawRecord): Entry {
  const address = words(fold(raw.address ?? '')).map((word) => sameStreet.get(word) ?? word)
  const houseNumber = address.find((word) => /^\d/.test(word)) ?? null
  const at = houseNumber === null ? 0 : address.indexOf(houseNumber) + 1
  const site = raw.domain ? readDomain(raw.domain) : undefined
  return {
    id: raw.id, name: readName(raw.name), country: raw.country?.trim().toUpperCase() || null, houseNumber,
    street: new Set(address.slice(at, at + 4).filter((word) => !general.has(word))),
    zip: readZip(raw.zip ?? ''), phone: readPhone(raw.phone ?? ''), domain: site && 'domain' in site ? site.domain : null,
  }
}

/** Keys under which two records of one place meet, beside those of the name. */
export function recordKeys(entry: Entry): string[] {
  const [street] = entry.street
  return [
    ...(entry.phone ? [`phone ${entry.phone}`] : []), ...(entry.domain ? [`site ${entry.domain}`] : []),
    ...(entry.houseNumber && street ? [`street ${entry.houseNumber} ${street}`] : []),
    ...(entry.zip && entry.name.name.core[0] ? [`zip ${entry.zip} ${entry.name.name.core[0]}`] : []),
  ]
}
