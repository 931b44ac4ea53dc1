// Which records of a list are the same, whatever the list is made of. Pure.
import { chained, clustersOf, pairsOf, type Pair } from './cluster.ts'
import type { Entry } from './records.ts'
import { samePlace, saysMore } from './same-place.ts'
import { trigramSimilarity } from './trigram.ts'

/** What counts as one: a company or place, or all companies of a group. */
export const kinds = ['company', 'group'] as const
export type Kind = (typeof kinds)[number]

/** From which value on two are one. */
const sameFrom: Record<'place' | Kind, number> = { place: 0.5, company: 0.4, group: 0.35 }
/** A list in which so many rows repeat a name letter by letter is one of mentions, such as filings or invoices. */
const mentions = 0.5
const worthKeeping = 0.05

/** In a list of mentions that says nothing but names, what is spelled nearly alike is one; in a list of records that would make one company of many. */
export function kindOf(entries: Entry[]): Kind {
  if (entries.some(saysMore)) return 'company'
  const counts = Map.groupBy(entries, (entry) => entry.name.name.letters)
  return entries.filter((entry) => counts.get(entry.name.name.letters)!.length > 2).length >= mentions * entries.length ? 'group' : 'company'
}

/** For each record the place of the first one that is the same. */
export function findSame(entries: Entry[], kind: Kind, least?: number, tick?: (done: number) => void): number[] {
  const compare = remembered(kind === 'group' ? nameLetters : entries.some(saysMore) ? samePlace : halfLetters)
  const from = least ?? sameFrom[kind === 'company' && entries.some(saysMore) ? 'place' : kind]
  const pairs: Pair[] = pairsOf(entries, compare, worthKeeping, tick)
  return kind === 'group' ? chained(entries.length, pairs.filter(({ p }) => p >= from)) : clustersOf(entries, pairs, from, compare)
}

const nameLetters = (a: Entry, b: Entry): number => trigramSimilarity(a.name.name.core.join(' '), b.name.name.core.join(' '))
/** Without anything but names the likelihood is careful, since a name may well be another's; the letters say what was only misspelled. */
const halfLetters = (a: Entry, b: Entry): number => (3 * samePlace(a, b) + nameLetters(a, b)) / 4

/** Two that are written alike are compared once. */
function remembered(compare: (a: Entry, b: Entry) => number): (a: Entry, b: Entry) => number {
  const known = new Map<string, number>()
  return (a, b) => {
    const key = `${writing(a)}\u0000${writing(b)}`
    const before = known.get(key)
    if (before !== undefined) return before
    const p = compare(a, b)
    if (known.size >= 1_000_000) known.clear()
    known.set(key, p)
    return p
  }
}
const writing = (one: Entry): string => [one.name.raw, one.houseNumber, [...one.street].join(' '), one.zip, one.city, one.phone, one.domain, one.country].join('|')
