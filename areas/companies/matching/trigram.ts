// The plain matcher that ours must beat: shared groups of three letters, as PostgreSQL's pg_trgm counts them. Pure.
import type { Pair } from './cluster.ts'

/** Each word with two spaces before and one behind, cut into every run of three characters. */
export function trigrams(text: string): Set<string> {
  const found = new Set<string>()
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = `  ${word} `
    for (let i = 0; i + 3 <= padded.length; i += 1) found.add(padded.slice(i, i + 3))
  }
  return found
}

export function trigramSimilarity(a: string, b: string): number {
  const [x, y] = [trigrams(a), trigrams(b)]
  let shared = 0
  for (const gram of x) if (y.has(gram)) shared += 1
  return shared === 0 ? 0 : shared / (x.size + y.size - shared)
}

/** Those of each text that share some, with shared ÷ together, from `least` on. */
export function trigramPairs(texts: string[], least: number): Pair[] {
  const sets = texts.map(trigrams)
  const earlier = new Map<string, number[]>()
  const pairs: Pair[] = []
  for (const [b, own] of sets.entries()) {
    const shared = new Map<number, number>()
    for (const gram of own) {
      const places = earlier.get(gram)
      if (!places) {
        earlier.set(gram, [b])
        continue
      }
      for (const a of places) shared.set(a, (shared.get(a) ?? 0) + 1)
      places.push(b)
    }
    for (const [a, n] of shared) {
      const p = n / (own.size + sets[a]!.size - n)
      if (p >= least) pairs.push({ a, b, p })
    }
  }
  return pairs
}

/** The nearest text of a list for a query, with how near; `at` is -1 where none shares anything. The list is cut into groups once. */
export function trigramReference(texts: string[]): (query: string) => { at: number; p: number } {
  const sizes: number[] = []
  const places = new Map<string, number[]>()
  for (const [at, text] of texts.entries()) {
    const own = trigrams(text)
    sizes.push(own.size)
    for (const gram of own) {
      const known = places.get(gram)
      if (known) known.push(at)
      else places.set(gram, [at])
    }
  }
  return (query) => {
    const own = trigrams(query)
    const shared = new Map<number, number>()
    for (const gram of own) for (const at of places.get(gram) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1)
    let best = { at: -1, p: 0 }
    for (const [at, n] of shared) {
      const p = n / (own.size + sizes[at]! - n)
      if (p > best.p) best = { at, p }
    }
    return best
  }
}
