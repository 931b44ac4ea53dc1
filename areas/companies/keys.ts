// Blocking keys: two spellings of one name share at least one, so that a lookup is a handful of index searches whatever the size.
import { isKnownWord, parseName, withoutVowels, type ParsedName } from './names.ts'

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

/**
 * Two thirds of the letters, with their number: one slip leaves two of three thirds as they were (pigeonhole), wherever it is. Cut for
 * a name of `length` letters; `letters` may be one shorter or longer, when one is missing or too many in the third that is left out.
 */
function thirds(length: number, letters: string): string[] {
  const [one, two] = [Math.floor(length / 3), Math.floor((2 * length) / 3)]
  const tail = (from: number): string => letters.slice(letters.length - (length - from))
  return [`h1${length}:${letters.slice(0, two)}`, `h2${length}:${letters.slice(0, one)}${tail(two)}`, `h3${length}:${tail(one)}`]
}
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
  return unique([...wholeKeys(name), ...(letters.length >= shortest ? thirds(letters.length, letters) : []), ...wordKeys(name)])
}

/** Where to look for a name that is not filed as it is written: a letter missing, one too many, another one, or two swapped; a word more or less. */
export function nearKeys(raw: string): string[] {
  const name = parseName(raw)
  const { letters } = name
  const n = letters.length
  const parts = n >= shortest - 1 ? [n - 1, n, n + 1].filter((length) => length >= shortest).flatMap((length) => thirds(length, letters)) : []
  // Two letters swapped across a cut spoil two thirds; swapped back, the whole is as it is filed.
  const unswapped = n >= shortest ? [Math.floor(n / 3), Math.floor((2 * n) / 3)].map((cut) => thirds(n, swapAt(letters, cut))[1] ?? '') : []
  return unique([...parts, ...unswapped, ...wordKeys(name), ...name.core.slice(0, 1).flatMap((word) => [`t${word}`, ...(word.length >= 5 ? [`t${withoutVowels(word)}`] : [])])])
}

/** Everywhere. */
export const lookupKeys = (raw: string): string[] => unique([...wholeKeys(parseName(raw)), ...nearKeys(raw)])

const swapAt = (letters: string, cut: number): string => `${letters.slice(0, cut - 1)}${letters[cut] ?? ''}${letters[cut - 1] ?? ''}${letters.slice(cut + 1)}`
/** For a handful, which a set takes longer to hold than to look through. */
const unique = (items: string[]): string[] => items.filter((item, i) => items.indexOf(item) === i)
