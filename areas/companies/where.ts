// Whether a buyer and a company that we know are in one place, as far as both say it, and how to say so without saying where. Pure.
import { compareAddresses, readAddress, type Address } from './addresses.ts'
import { placeOf, readPhone, saysWhere, type Place } from './places.ts'

type Known = Place & { attributes?: Readonly<Record<string, unknown>> | null }
/** Null where one of the two does not say it. `address` is a street with its number, or a post office box. */
export type SamePlace = { address: boolean | null; city: boolean | null; zip: boolean | null; phone: boolean | null }
export const nowhere: SamePlace = { address: null, city: null, zip: null, phone: null }

type Read = Address & { phone: string | null }
/** The same place is compared with several companies. */
const seen = new WeakMap<object, Read>()

export function samePlaceAs(sought: Place, known: Known): SamePlace {
  if (!saysWhere(sought)) return nowhere
  const [one, other] = [readPlace(sought, () => sought), readPlace(known, () => placeOf(known))]
  const { street, number, box, zip, city } = compareAddresses(one, other)
  // Many cities have a main street.
  const isElsewhere = city === false || (city === null && zip === false && one.zip?.slice(0, 2) !== other.zip?.slice(0, 2))
  const address = box ?? (street === null && number === null ? null : street === true && number !== false ? number : false)
  return { address: address === true && isElsewhere ? false : address, city, zip, phone: one.phone === null || other.phone === null ? null : one.phone === other.phone }
}

function readPlace(of: object, place: () => Place): Read {
  const before = seen.get(of)
  if (before) return before
  const said = place()
  const read = { ...readAddress(said), phone: readPhone(said.phone ?? '') }
  seen.set(of, read)
  return read
}

/** Of two with the very same name the one that is there comes first. */
export const nearnessOf = ({ address, city, zip, phone }: SamePlace): number => {
  const told = [address, city, zip, phone].filter((one) => one !== null)
  return told.filter(Boolean).length - told.filter((one) => !one).length
}

/** In words; nothing where nothing can be compared. */
export function sayWhere({ address, city, zip, phone }: SamePlace): string[] {
  const [isThere, isElsewhere] = [address === true, address === false]
  return [
    ...(isThere ? [city ? 'They have the same street and city.' : 'They have the same street and house number.'] : []),
    ...(city === null || isThere ? [] : [city ? `They are in the same city${isElsewhere ? ', at other addresses' : ''}.` : 'They are in other cities.']),
    ...(isElsewhere && city === null ? ['They have other addresses.'] : []),
    ...(phone === null ? [] : [phone ? 'They have the same telephone number.' : 'They have other telephone numbers.']),
    ...(zip === null ? [] : [zip ? 'They have the same postal code.' : 'They have other postal codes.']),
  ]
}
