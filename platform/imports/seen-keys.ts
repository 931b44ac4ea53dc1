/** Notes keys with the row in which each stood first, in about 20 bytes a key, so that millions fit. */
export type SeenKeys = { note(key: string, row: number): number | undefined; size(): number }

/** `note` returns the row of an earlier equal key, else notes this one. Keys are kept as 64-bit hashes: of a billion pairs none is confused in practice. */
export function createSeenKeys(): SeenKeys {
  let capacity = 1024
  let used = 0
  let low = new Uint32Array(capacity)
  let high = new Uint32Array(capacity)
  let rows = new Uint32Array(capacity)

  const place = (lowBits: number, highBits: number): number => {
    let slot = lowBits & (capacity - 1)
    while (rows[slot] !== 0 && (low[slot] !== lowBits || high[slot] !== highBits)) slot = (slot + 1) & (capacity - 1)
    return slot
  }
  const grow = () => {
    const [oldLow, oldHigh, oldRows] = [low, high, rows]
    capacity *= 2
    low = new Uint32Array(capacity)
    high = new Uint32Array(capacity)
    rows = new Uint32Array(capacity)
    for (let i = 0; i < oldRows.length; i++) {
      if (oldRows[i] === 0) continue
      const slot = place(oldLow[i]!, oldHigh[i]!)
      low[slot] = oldLow[i]!
      high[slot] = oldHigh[i]!
      rows[slot] = oldRows[i]!
    }
  }
  return {
    note(key, row) {
      if (used > capacity * 0.6) grow()
      const [lowBits, highBits] = hash(key)
      const slot = place(lowBits, highBits)
      if (rows[slot] !== 0) return rows[slot]
      low[slot] = lowBits
      high[slot] = highBits
      rows[slot] = row
      used += 1
      return undefined
    },
    size: () => used,
  }
}

/** cyrb53's mixing with both 32-bit halves kept; source: github.com/bryc/code, public domain. */
function hash(text: string): [number, number] {
  let h1 = 0xdeadbeef
  let h2 = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    h1 = Math.imul(h1 ^ code, 2654435761)
    h2 = Math.imul(h2 ^ code, 1597334677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
  return [h1 >>> 0, h2 >>> 0]
}
