// The keys of thousands of questions, each once, in flat arrays: an object for each would cost more than looking it up. Pure.
import { looksFor } from './candidates.ts'
import { hashKey } from './keys.ts'

/** `each` tells, of the keys of which something is known by their place among the distinct ones, every question that asked. */
export type AskedKeys = { sought: { keys: string; looks: string; always: string }; each<T>(known: Map<number, T>, tell: (question: number, what: T) => void): void }

/** In the order of the index, so that neighbours are read from one page. */
export function askedKeys(keysOf: string[][]): AskedKeys {
  const size = keysOf.reduce((sum, own) => sum + own.length, 0)
  const [hashes, askers] = [new Float64Array(size), new Uint32Array(size)]
  const looks = new Map<number, number>()
  let at = 0
  for (const [i, own] of keysOf.entries())
    for (const key of own) {
      hashes[at] = hashKey(key)
      askers[at] = i
      looks.set(hashes[at]!, key.startsWith('n') ? -looksFor(key) : looksFor(key))
      at += 1
    }
  const distinct = Float64Array.from(looks.keys()).sort()
  const written = <T>(of: (key: number) => T): string => `{${Array.from(distinct, of).join()}}`
  return {
    sought: { keys: written((key) => key), looks: written((key) => Math.abs(looks.get(key)!)), always: written((key) => (looks.get(key)! < 0 ? 't' : 'f')) },
    each: (known, tell) => {
      const byHash = new Map([...known].map(([place, what]) => [distinct[place]!, what]))
      for (let k = 0; k < size; k += 1) {
        const what = byHash.get(hashes[k]!)
        if (what !== undefined) tell(askers[k]!, what)
      }
    },
  }
}
