// A record of a list with whatever is known beside the name, as it is compared. Pure.
import { readAddress, type Address } from '../addresses.ts'
import { readDomain } from '../domains.ts'
import { readPhone } from '../places.ts'
import { readName, type Reading } from './likeness.ts'

/** What a row says; what it does not say is empty. */
export type RawRecord = { id: string; name: string; address?: string; zip?: string; city?: string; phone?: string; domain?: string; country?: string }
export type Entry = Address & {
  id: string; name: Reading; country: string | null
  /** The last seven digits, which an area code in front does not change. */
  phone: string | null
  domain: string | null
}

export function readRecord(raw: RawRecord): Entry {
  const site = raw.domain ? readDomain(raw.domain) : undefined
  return {
    id: raw.id, name: readName(raw.name), country: raw.country?.trim().toUpperCase() || null, ...readAddress({ street: raw.address, zip: raw.zip, city: raw.city }),
    phone: readPhone(raw.phone ?? ''), domain: site && 'domain' in site ? site.domain : null,
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
