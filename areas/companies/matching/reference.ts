// A list of companies held in memory to look names up in: for files, without a database. The keys and the comparison are those of the
// recogniser. Keys and words are numbers in flat arrays, so that a million names take some hundred megabytes and no object each.
import { hashKey, lookupKeys, storedKeys, wholeKeys } from '../keys.ts'
import { parseName } from '../names.ts'
import { likenessOf, plainName, readName, type Likeness, type Reading } from './likeness.ts'

export type Entry = { id: string; name: string }
export type Found = { id: string; name: string; likeness: Likeness }
export type Reference = { size: number; find(query: string): Found[] }

/** Up to this many companies under one key are looked at; a word that more share says too little. The very same name always counts. */
const looks = 25
/** So many of the nearest are compared in full. */
const compared = 8
const mostOfOneName = 200

/** Entries with the same id are one company under several names. */
export function referenceOf(entries: Entry[], tick: (done: number) => void = () => {}): Reference {
  const { keys, words } = readAll(entries, tick)
  const index = indexOf(keys)
  return { size: entries.length, find: (query) => find({ entries, index, words }, query) }
}

/** Further names of companies of a list; `current` is how the list calls them. What it does not have, or has more than once, gets none. */
export function withAliases(entries: Entry[], aliases: { name: string; current: string }[]): Entry[] {
  const ids = new Map<string, Set<string>>()
  for (const { id, name } of entries) ids.set(plainName(name), (ids.get(plainName(name)) ?? new Set()).add(id))
  return [...entries, ...aliases.flatMap(({ name, current }) => {
    const [id, ...others] = ids.get(plainName(current)) ?? []
    return id === undefined || others.length > 0 || name === '' ? [] : [{ id, name }]
  })]
}

type Held = { entries: Entry[]; index: Index; words: Lists }

function find(held: Held, query: string): Found[] {
  const asked = readName(query)
  const alike = wholeKeys(asked.name).flatMap((key) => held.index.under(hashKey(key)).slice(0, mostOfOneName))
  // One company alone that is spelled like this: whoever else is near is not it.
  const ids = new Set(alike.map((place) => held.entries[place]!.id))
  const places = ids.size === 1 && isPlain(asked, held.entries[alike[0]!]!) ? new Set(alike) : new Set([...alike, ...near(held, query)])
  const own = new Set(asked.name.core.map(hashWord))
  const ranked = [...places].map((place) => ranks(held, own, asked, place)).sort((x, y) => y.rank - x.rank || x.place - y.place)
  const namesakes = new Set(ranked.filter(({ place, shared }) => shared.length === own.size && held.words.of(place).length === own.size).map(({ place }) => held.entries[place]!.id)).size
  return best(ranked.slice(0, compared).map(({ place, shared }) => {
    const entry = held.entries[place]!
    return { ...entry, likeness: likenessOf(asked, readName(entry.name), crowdOf(held, shared, ranked), namesakes) }
  }))
}

/** Said in the same words with the same legal form. */
function isPlain(asked: Reading, entry: Entry): boolean {
  const known = readName(entry.name)
  return known.form === asked.form && known.note === asked.note && known.name.words.join(' ') === asked.name.words.join(' ')
}

function near({ index }: Held, query: string): number[] {
  return lookupKeys(query).flatMap((key) => {
    const found = index.under(hashKey(key))
    return found.length <= looks ? found : []
  })
}

type Ranked = { place: number; shared: number[]; rank: number }

function ranks({ words }: Held, own: Set<number>, asked: Reading, place: number): Ranked {
  const known = words.of(place)
  const shared: number[] = []
  for (const word of known) if (own.has(word)) shared.push(word)
  const first = asked.name.core[0] !== undefined && known[0] === hashWord(asked.name.core[0])
  return { place, shared, rank: (2 * shared.length) / Math.max(1, own.size + known.length) + (first ? 0.3 : 0) }
}

/** How many companies among those that are near say all of the shared words. */
function crowdOf({ entries, words }: Held, shared: number[], near: Ranked[]): number {
  if (shared.length === 0) return looks
  const ids = new Set<string>()
  for (const { place } of near) {
    const known = words.of(place)
    if (shared.every((word) => known.includes(word))) ids.add(entries[place]!.id)
  }
  return ids.size
}

/** Each company once, by the name that is nearest. */
function best(found: Found[]): Found[] {
  const byId = new Map<string, Found>()
  for (const one of found) if (Number(byId.get(one.id)?.likeness.score ?? -1) < Number(one.likeness.score)) byId.set(one.id, one)
  return [...byId.values()]
}

const hashWord = (word: string): number => hashKey(word) % 4294967296

type Lists = { of(place: number): Uint32Array }

/** The keys and words of all names, read once. */
function readAll(entries: Entry[], tick: (done: number) => void): { keys: Growing; words: Lists } {
  const keys: Growing = { starts: new Uint32Array(entries.length + 1), values: new Float64Array(entries.length * 8), size: 0 }
  const starts = new Uint32Array(entries.length + 1)
  let hashes = new Uint32Array(entries.length * 4 + 16)
  let size = 0
  for (const [place, { name }] of entries.entries()) {
    for (const key of storedKeys(name)) {
      if (keys.size === keys.values.length) keys.values = grown(keys.values, new Float64Array(keys.size * 2))
      keys.values[keys.size++] = hashKey(key)
    }
    for (const word of parseName(name).core) {
      if (size === hashes.length) hashes = grown(hashes, new Uint32Array(size * 2))
      hashes[size++] = hashWord(word)
    }
    keys.starts[place + 1] = keys.size
    starts[place + 1] = size
    if (place % 10_000 === 0) tick(place / entries.length)
  }
  return { keys, words: { of: (place) => hashes.subarray(starts[place]!, starts[place + 1]!) } }
}

/** Values of each place, one after the other. */
type Growing = { starts: Uint32Array; values: Float64Array; size: number }

function grown<T extends Float64Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

type Index = { under(key: number): number[] }

/** The places under each key, in flat arrays filled in two passes. */
function indexOf({ starts: from, values, size }: Growing): Index {
  const buckets = 2 ** Math.max(10, Math.ceil(Math.log2(size + 1)))
  const bucketOf = (key: number): number => key % buckets
  const starts = new Uint32Array(buckets + 1)
  for (let i = 0; i < size; i += 1) starts[bucketOf(values[i]!) + 1]! += 1
  for (let i = 1; i <= buckets; i += 1) starts[i]! += starts[i - 1]!
  const next = starts.slice()
  const keys = new Float64Array(size)
  const places = new Uint32Array(size)
  for (let place = 0; place + 1 < from.length; place += 1)
    for (let i = from[place]!; i < from[place + 1]!; i += 1) {
      const at = next[bucketOf(values[i]!)]!++
      keys[at] = values[i]!
      places[at] = place
    }
  return {
    under(key) {
      const found: number[] = []
      const end = starts[bucketOf(key) + 1]!
      for (let i = starts[bucketOf(key)]!; i < end; i += 1) if (keys[i] === key) found.push(places[i]!)
      return found
    },
  }
}
