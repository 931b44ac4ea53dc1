// Blocking keys: two spellings of one name share at least one, so that a lookup is a handful of index searches whatever the size.
import { isKnownWord, parseName, type ParsedName } from './names.ts'

/** 53 bits of a text (cyrb53, public domain, github.com/bryc): a collision costs a look at one company too many. */
export function hashKey(text: string): number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0)
}

/** Keys of the whole name: same words in any order, same letters in any spacing. */
export function wholeKeys(name: ParsedName): string[] {
  return name.letters === '' ? [] : unique([`n${name.letters}`, `n${[...name.core].sort().join('')}`])
}

/** Halves: one slip leaves one of them as it was (pigeonhole). Names under five letters have none. */
const front = (length: number, letters: string): string => `p${length}:${letters.slice(0, length >> 1)}`
const back = (length: number, letters: string): string => `s${length}:${letters.slice(-(length - (length >> 1)))}`
const shortest = 5

/** The words worth a search of their own: the first and the longest that are no everyday words, and the first two together. */
function wordKeys(name: ParsedName): string[] {
  const rare = name.core.filter((word) => word.length >= 3 && !isKnownWord(word))
  const longest = [...rare].sort((x, y) => y.length - x.length)[0]
  const singles = unique([rare[0], longest].filter((word) => word !== undefined)).map((word) => `t${word}`)
  return name.core.length >= 2 ? [...singles, `b${name.core[0]} ${name.core[1]}`] : [...singles, ...name.core.map((word) => `t${word}`)]
}

/** What a company is filed under for one of its names. About six. */
export function storedKeys(raw: string): string[] {
  const name = parseName(raw)
  const { letters } = name
  const halves = letters.length >= shortest ? [front(letters.length, letters), back(letters.length, letters)] : []
  return unique([...wholeKeys(name), ...halves, ...wordKeys(name)])
}

/** Where to look for a name. More than it is filed under: a letter may be missing, be one too many, or be swapped across the middle. */
export function lookupKeys(raw: string): string[] {
  const name = parseName(raw)
  const { letters } = name
  const n = letters.length
  const halves: string[] = []
  if (n >= shortest - 1) {
    for (const length of [n - 1, n, n + 1]) halves.push(front(length, letters), back(length, letters))
    const middle = n >> 1
    const swapped = `${letters.slice(0, middle - 1)}${letters[middle]}${letters[middle - 1]}${letters.slice(middle + 1)}`
    halves.push(front(n, swapped), back(n, swapped))
  }
  return unique([...wholeKeys(name), ...halves, ...wordKeys(name), ...name.core.slice(0, 1).map((word) => `t${word}`)])
}

const unique = (items: string[]): string[] => [...new Set(items)]
