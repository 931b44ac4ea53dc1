/** A plan as the builder holds it: the JSON itself, so that what the form has no fields for stays as it is. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
export type Document = { [name: string]: Json }

export const isObject = (value: Json | undefined): value is Document => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands at a place such as "components.0.pay.percent". */
export function at(document: Json | undefined, place: string): Json | undefined {
  let value = document
  for (const key of place.split('.')) value = Array.isArray(value) ? value[Number(key)] : isObject(value) ? value[key] : undefined
  return value
}

export const textAt = (document: Json | undefined, place: string): string => {
  const value = at(document, place)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** The document with something else there; undefined takes it out, and an object that it leaves empty with it. */
export function put(document: Document, place: string, value: Json | undefined): Document {
  const next = set(document, place.split('.'), value)
  return isObject(next) ? next : {}
}

function set(before: Json | undefined, [key = '', ...rest]: string[], value: Json | undefined): Json | undefined {
  if (Array.isArray(before)) {
    const inner = rest.length === 0 ? value : set(before[Number(key)], rest, value)
    return inner === undefined ? before.filter((_, i) => i !== Number(key)) : Object.assign([...before], { [key]: inner })
  }
  const own: Document = isObject(before) ? before : {}
  const inner = rest.length === 0 ? value : set(own[key], rest, value)
  if (inner !== undefined) return { ...own, [key]: inner }
  const { [key]: _, ...others } = own
  return Object.keys(others).length === 0 ? undefined : others
}

export const componentsOf = (document: Document): Document[] => (Array.isArray(document['components']) ? document['components'].filter(isObject) : [])

/** A name that no component has yet: "share", "share_2". */
export function freeId(document: Document, wanted: string): string {
  const taken = new Set(componentsOf(document).map((one) => one['id']))
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? wanted : `${wanted}_${n}`
    if (!taken.has(id)) return id
  }
}

/** Whole numbers as numbers, as the language has them; anything else stays text, so that the check can say what is wrong with it. */
export const wholeOrText = (text: string): Json => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : text)

/** The words at a place, where they are texts. */
export const wordsAt = (document: Json | undefined, place: string): string[] => {
  const value = at(document, place)
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : typeof value === 'string' ? [value] : []
}

/** What a stored plan says although it is what holds anyway, by the last word of its place. */
const usual: Document = {
  to: 'credited', payable: 'when_earned', split: 'weights', owes: false, refunds: 'taken_back', rounding: 'half_away', below: 'carried', onRequest: false, forfeits: [], bound: 'reached', again: false, restarts: true, stops: true, everyMonths: 1, rebate: false,
  takenFromIt: false, after: 0, review: 'at_once', up: 'at_once', otherwise: '0', from: 'item', priority: 0, cut: 'in_proportion', rest: 'again',
}
export const saysNothing = (place: string, value: Json | undefined): boolean => {
  const key = place.split('.').at(-1) ?? place
  return value === undefined || (key in usual && JSON.stringify(usual[key]) === JSON.stringify(value))
}

/** The places in a value that none of `shown` shows, nor a part of it that is shown; what says nothing is not told. */
export function keptOf(value: Document, shown: string[], under = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = under + key
    if (shown.includes(place) || saysNothing(place, inner)) return []
    return isObject(inner) && shown.some((one) => one.startsWith(`${place}.`)) ? keptOf(inner, shown, `${place}.`) : [place]
  })
}
