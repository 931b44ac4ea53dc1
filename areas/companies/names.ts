// How the name of a company is read for comparison: words, legal form, look-alike letters, keys. Pure.
import { parse as parseHost } from 'tldts'
import { fold, hasMixedScripts, isForeign, longestName, pretends, words } from './fold.ts'
import { withoutLegalForm } from './legal-forms.ts'
import { joinLetters } from './letters.ts'
import { fillers, knownWords, places, sameWords, stopWords } from './word-lists.ts'

export type ParsedName = {
  /** All that is left after folding, in order, without legal form, articles and the like. */
  words: string[]
  /** The words without fillers such as "Group"; the whole name when nothing else is there. */
  core: string[]
  /** The core as it was written, in one piece: what two spacings of a name share. */
  letters: string
  /** What fillers there were. */
  fillers: string[]
  legalForm: string | null
  /** Letters of another script were among Latin ones. */
  suspicious: boolean
}

const remember = 20_000
const seen = new Map<string, ParsedName>()

/** Reads a name; never throws, an empty one has no words. Results are remembered, since the same names come again and again. */
export function parseName(raw: string): ParsedName {
  const name = raw.length > longestName ? raw.slice(0, longestName) : raw
  const known = seen.get(name)
  if (known) return known
  const parsed = parse(name)
  if (seen.size >= remember) seen.clear()
  seen.set(name, parsed)
  return parsed
}

// "/ADR", "/DE/", "(The)" and "Class A" are notes of registers, not of the company.
const form = String.raw`(?<=\b(?:inc|corp|corporation|co|ltd|limited|plc|llc|lp|n\.?v|s\.?a|group|trust)\.?)`
const afterForm = new RegExp(String.raw`${form}\s*(?:[/\\]\s*[a-z]{2,3}\s*[/\\]?|\([a-z]{2}\))\s*$`, 'iu')
const notes = /\s*[/\\]\s*(?:[a-z]{2,3}|new|adr|ads)\s*[/\\]\s*$|\s*[/\\]\s*(?:adr|ads|new|fi)\s*$|\s+[/\\]\s*$|\(the\)|,\s*the\s*$|\(?\bclass [a-c]\b\)?|[®™©]/giu

function parse(name: string): ParsedName {
  const { text, suspicious } = honest(noted(spokenOf(name)))
  const spoken = fold(text).replace(/[&+]/g, ' and ')
  const { rest, form } = withoutLegalForm(joinLetters(words(spoken)))
  const all = rest.map((raw) => ({ raw, word: sameWords.get(raw) ?? raw }))
  const telling = all.filter(({ word }, index) => !stopWords.has(word) || (index > 0 && all.length < 2))
  const kept = telling.length > 0 ? telling : all
  const strong = kept.filter(({ word }) => !fillers.has(word))
  const core = strong.length > 0 ? strong : kept
  return {
    words: kept.map(({ word }) => word), core: core.map(({ word }) => word), letters: core.map(({ raw }) => raw).join(''),
    fillers: strong.length > 0 ? kept.filter(({ word }) => fillers.has(word)).map(({ word }) => word) : [], legalForm: form, suspicious,
  }
}

/** A company of which only the website is known is called by it: "meridian-foods.co.uk" reads "meridian foods". */
function spokenOf(name: string): string {
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name)) return name
  const host = parseHost(name, { allowPrivateDomains: true })
  return host.isIcann || host.isPrivate ? (host.domainWithoutSuffix ?? name).replaceAll('-', ' ') : name
}

/** The text with look-alike letters replaced by what they pretend to be, and whether there were any. */
function honest(name: string): { text: string; suspicious: boolean } {
  const parts = name.split(/([^\p{L}\p{N}\p{M}]+)/u)
  const mixed = parts.some(hasMixedScripts)
  // A word that is foreign letters only may be honest; it is when another word beside it is.
  const allForeign = !mixed && parts.some(isForeign) && parts.every((part) => !isForeign(part) || pretends(part) !== undefined)
  if (!mixed && !allForeign) return { text: name, suspicious: false }
  return { text: parts.map((part) => pretends(part) ?? part).join(''), suspicious: true }
}

function noted(name: string): string {
  const stripped = name.replace(notes, ' ').replace(notes, ' ').replace(afterForm, ' ')
  return /[\p{L}\p{N}]/u.test(stripped) ? stripped : name
}

/** The name as it is sorted and searched by prefix: "Müller & Söhne GmbH" → "muller sohne". Never empty for a name with letters. */
export function nameKey(raw: string): string {
  return parseName(raw).words.join(' ')
}

/** "aberdeen" → "abrdn": the first letter, and of what follows the consonants. */
export const withoutVowels = (word: string): string => word.slice(0, 1) + word.slice(1).replace(/[aeiou]/g, '')
/** One of the two is the other without its vowels, as "abrdn" is of "aberdeen". */
export function isCutShort(a: string, b: string): boolean {
  if (a.length === b.length || a[0] !== b[0] || a.length < 4 || b.length < 4) return false
  return a.length < b.length ? withoutVowels(b) === a : withoutVowels(a) === b
}
export const isKnownWord = (word: string): boolean => knownWords.has(word)
export const isPlace = (word: string): boolean => places.has(word)
/** Numbers, Roman numerals after the first word, and single letters tell companies of a series apart. */
export const isOrdinal = (word: string, index: number): boolean => /^\d/.test(word) || (index > 0 && (/^(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})$/.test(word) || /^[a-z]$/.test(word)))
