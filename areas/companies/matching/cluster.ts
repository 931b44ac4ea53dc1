// Which records of one list are the same: pairs that share a key are compared, and clusters grow while they hold together on average. Pure.
import { nearKeys, storedKeys } from '../keys.ts'
import { recordKeys, type Entry } from './records.ts'

/** Records under one key beyond this many are not all compared with each other: each with those that follow it. In a long list, of a crowded key, with fewer. */
const neighbours = { usual: 60, longList: 4 }
const longFrom = 5000
const crowd = 25
/** So many pairs say whether two clusters are one. */
const looked = 30

export type Pair = { a: number; b: number; p: number }

/** All pairs worth a comparison, each once, with what the comparison says; those below `least` are left out. */
export function pairsOf(entries: Entry[], compare: (a: Entry, b: Entry) => number, least: number, tick: (done: number) => void = () => {}): Pair[] {
  const under = new Map<string, number[]>()
  for (const [place, entry] of entries.entries())
    for (const key of new Set([...storedKeys(entry.name.raw), ...recordKeys(entry)])) {
      const own = under.get(key)
      if (own) own.push(place)
      else under.set(key, [place])
    }
  const seen = new Set<number>()
  const pairs: Pair[] = []
  let done = 0
  const look = (a: number, b: number): void => {
    const id = a * entries.length + b
    if (a === b || seen.has(id)) return
    seen.add(id)
    const p = compare(entries[a]!, entries[b]!)
    if (p >= least) pairs.push({ a, b, p })
  }
  const isLong = entries.length > longFrom
  // With a letter less the two meet only where a crowd is, so the one is looked for under the keys of the other.
  if (isLong)
    for (const [place, entry] of entries.entries())
      for (const key of nearKeys(entry.name.raw)) {
        const places = under.get(key)
        if (places && places.length <= crowd) for (const other of places) look(Math.min(place, other), Math.max(place, other))
      }
  for (const places of under.values()) {
    const near = isLong && places.length > crowd ? neighbours.longList : neighbours.usual
    for (const [i, a] of places.entries()) for (const b of places.slice(i + 1, i + 1 + near)) look(a, b)
    done += 1
    if (done % 1000 === 0) tick(done / under.size)
  }
  return pairs
}

/**
 * The cluster of each record, as the place of its first one. The likeliest pairs are joined first; two clusters become one when their
 * members are the same on average with at least `threshold`, so that one bridge between two crowds is not enough.
 */
export function clustersOf(entries: Entry[], pairs: Pair[], threshold: number, compare: (a: Entry, b: Entry) => number): number[] {
  const clusterOf = entries.map((_, place) => place)
  const members = new Map(entries.map((_, place) => [place, [place]]))
  for (const { a, b } of pairs.filter(({ p }) => p >= threshold).sort((x, y) => y.p - x.p || x.a - y.a || x.b - y.b)) {
    const [first, second] = [clusterOf[a]!, clusterOf[b]!].sort((x, y) => x - y) as [number, number]
    if (first === second) continue
    const [left, right] = [members.get(first)!, members.get(second)!]
    if (left.length + right.length > 2 && holdsTogether(entries, left, right, compare) < threshold) continue
    for (const place of right) clusterOf[place] = first
    left.push(...right)
    members.delete(second)
  }
  return clusterOf
}

function holdsTogether(entries: Entry[], left: number[], right: number[], compare: (a: Entry, b: Entry) => number): number {
  const step = Math.max(1, Math.ceil((left.length * right.length) / looked))
  let [sum, count] = [0, 0]
  for (let at = 0; at < left.length * right.length; at += step) {
    sum += compare(entries[left[at % left.length]!]!, entries[right[Math.floor(at / left.length)]!]!)
    count += 1
  }
  return sum / count
}

/** Clusters in which everything is one that is joined by a chain of pairs. */
export function chained(size: number, pairs: Pair[]): number[] {
  const root = Array.from({ length: size }, (_, i) => i)
  const find = (i: number): number => (root[i] === i ? i : (root[i] = find(root[i]!)))
  for (const { a, b } of pairs) {
    const [x, y] = [find(a), find(b)]
    if (x !== y) root[Math.max(x, y)] = Math.min(x, y)
  }
  return root.map((_, i) => find(i))
}
