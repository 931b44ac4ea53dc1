// How likely two records with more than a name are one: name, address, telephone, website. Pure; the weights are in weights.ts.
import { compareAddresses } from '../addresses.ts'
import { logistic } from './fit.ts'
import { likelihoodOf } from './likelihood.ts'
import { likenessOf } from './likeness.ts'
import type { Entry } from './records.ts'
import { placeWeights } from './weights.ts'

export const placeFeatures = [
  'always', 'name', 'exactName', 'nothingShared', 'sameStreet', 'otherNumber', 'sameNumber', 'addressUnknown', 'samePhone', 'otherPhone', 'sameZip', 'otherZip', 'sameSite', 'otherSite', 'otherCountry',
  'nameAtAddress', 'nameAndPhone', 'addressAndPhone', 'nameElsewhere', 'numbersInName',
] as const
export type PlaceFeature = (typeof placeFeatures)[number]

/** Whether anything but the name is known of one of them. */
export const saysMore = (entry: Entry): boolean => entry.houseNumber !== null || entry.street.size > 0 || entry.phone !== null || entry.zip !== null || entry.domain !== null

export function placeLikeness(a: Entry, b: Entry): Record<PlaceFeature, number> {
  const names = likenessOf(a.name, b.name, 1)
  const name = likelihoodOf(names)
  const addressKnown = (a.houseNumber !== null || a.street.size > 0) && (b.houseNumber !== null || b.street.size > 0)
  const { street, number, zip, city } = compareAddresses(a, b)
  // Many cities have a main street.
  const sameStreet = street === true && city !== false
  const [sameNumber, otherNumber] = [number === true, number === false]
  const [sameZip, otherZip] = [zip === true, zip === false]
  const [samePhone, otherPhone] = compare(a.phone, b.phone)
  const [sameSite, otherSite] = compare(a.domain, b.domain)
  const [, otherCountry] = compare(a.country, b.country)
  const sameAddress = sameStreet && sameNumber
  const all: Record<PlaceFeature, number | boolean> = {
    always: 1, name, exactName: Number(names.score) >= 0.98, nothingShared: names.sharedCount === 0 && Number(names.score) < 0.5, sameStreet, otherNumber, sameNumber, addressUnknown: !addressKnown, samePhone, otherPhone, sameZip, otherZip, sameSite, otherSite, otherCountry,
    nameAtAddress: sameAddress ? names.score : 0, nameAndPhone: samePhone ? names.score : 0, addressAndPhone: sameAddress && samePhone, nameElsewhere: addressKnown && !sameAddress ? name : 0, numbersInName: names.number,
  }
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, Number(value)])) as Record<PlaceFeature, number>
}

/** From 0 to 1. Where neither says more than its name, the names decide. */
export function samePlace(a: Entry, b: Entry): number {
  if (!saysMore(a) && !saysMore(b)) return likelihoodOf(likenessOf(a.name, b.name, 1))
  const likeness = placeLikeness(a, b)
  return logistic(placeFeatures.reduce((sum, name) => sum + placeWeights[name] * likeness[name], 0))
}

const compare = (a: string | null, b: string | null): [boolean, boolean] => (a === null || b === null ? [false, false] : [a === b, a !== b])
