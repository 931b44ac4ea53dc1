// Where a company is reached, as far as lists say it: telephone, street, postal code and city. Pure.

/** The last seven digits, which an area code in front does not change; null for what is no number. */
export function readPhone(text: string): string | null {
  const digits = text.slice(0, longest).replace(/\D/g, '')
  return digits.length >= 7 ? digits.slice(-7) : null
}

/** Letters and digits of a postal code, at most the five that are the place. */
export const readZip = (text: string): string | null => text.slice(0, longest).toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, 5) || null

const longest = 100

/** As written; one column may hold more than it is called by. */
export type Place = { street?: string | null | undefined; zip?: string | null | undefined; city?: string | null | undefined; phone?: string | null | undefined }
export const saysWhere = ({ street, zip, city, phone }: Place): boolean => Boolean(street || zip || city || phone)

const kept = '(?:(?:main|company|billing|account|head office|office|organization|shipping) )?'
const columns = {
  street: new RegExp(`^${kept}(?:street|street address|address|address 1|address line 1|stra(?:ss|ß)e|adresse|anschrift|rue|calle)$`),
  zip: new RegExp(`^${kept}(?:zip|zip code|zipcode|postal code|postcode|post code|plz|postleitzahl|zip postal code)$`),
  city: new RegExp(`^${kept}(?:city|town|ort|stadt|ville|ciudad)$`),
  phone: new RegExp(`^${kept}(?:phone|phone number|telephone|telephone number|tel|telefon|telefonnummer)$`),
} as const

/** What we know, and where we know nothing what columns say that an import kept, whatever the file called them. */
export function placeOf(known: Place & { attributes?: Readonly<Record<string, unknown>> | null | undefined }): Place {
  const told = Object.entries(known.attributes ?? {}).map(([name, value]) => [name.toLowerCase().replace(/[^\p{L}\d]+/gu, ' ').trim(), String(value)] as const)
  const among = (names: RegExp): string | null => told.find(([name]) => names.test(name))?.[1] ?? null
  const hasAddress = Boolean(known.street || known.zip || known.city)
  const at = (field: 'street' | 'zip' | 'city'): string | null => (hasAddress ? known[field] ?? null : among(columns[field]))
  return { street: at('street'), zip: at('zip'), city: at('city'), phone: known.phone || among(columns.phone) }
}
