// Where a company is reached, as far as lists say it: telephone and postal code. Ours come with an import, as columns that are kept. Pure.

/** The last seven digits, which an area code in front does not change; null for what is no number. */
export function readPhone(text: string): string | null {
  const digits = text.replace(/\D/g, '')
  return digits.length >= 7 ? digits.slice(-7) : null
}

/** Letters and digits of a postal code, at most the five that are the place. */
export const readZip = (text: string): string | null => text.toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, 5) || null

export type Place = { phone?: string | null | undefined; zip?: string | null | undefined }

const calls = /^(?:(?:main|company|billing|account|head office|office|organization) )?(?:phone|phone number|telephone|telephone number|tel|telefon|telefonnummer)$/
const codes = /^(?:(?:main|company|billing|shipping|head office|office|organization) )?(?:zip|zip code|zipcode|postal code|postcode|post code|plz|postleitzahl|zip postal code)$/

/** From the columns that an import kept, whatever the file called them. */
export function placeIn(attributes: Readonly<Record<string, unknown>> | null | undefined): Place {
  const columns = Object.entries(attributes ?? {}).map(([name, value]) => [name.toLowerCase().replace(/[^a-z]+/g, ' ').trim(), String(value)] as const)
  const first = (names: RegExp): string => columns.find(([name]) => names.test(name))?.[1] ?? ''
  return { phone: readPhone(first(calls)), zip: readZip(first(codes)) }
}
