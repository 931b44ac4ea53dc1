// How near two names are, and why, in words. Pure. The bands that follow from the score are in rules.ts.
import { list } from '../../kernel/text.ts'
import { edits } from './distance.ts'
import { isCutShort, isKnownWord, isOrdinal, isPlace, parseName, type ParsedName } from './names.ts'

export type Similarity = { score: number; reasons: string[] }

/** From 0, nothing in common, to 1, the same name. A pair of look-alike letters and honest ones is never more than 0.9. */
export function similarity(left: string, right: string): Similarity {
  const a = parseName(left)
  const b = parseName(right)
  const result = compare(a, b)
  if (a.suspicious === b.suspicious || result.score <= 0.9) return result
  return { score: 0.9, reasons: ['One of them is written with letters of another script that look alike.', ...result.reasons] }
}

function compare(a: ParsedName, b: ParsedName): Similarity {
  if (a.words.length === 0 || b.words.length === 0) return { score: 0, reasons: [] }
  if (same(a.words, b.words)) return a.legalForm === b.legalForm ? say(1, 'The names are the same.') : say(0.99, 'The names are the same but for the legal form.')
  if (same(sorted(a.words), sorted(b.words))) return say(0.98, 'The same words in another order.')
  const letters = a.letters === b.letters
  if (letters && same(sorted(a.fillers), sorted(b.fillers))) return say(0.98, 'The same letters, spaced in another way.')
  if (letters || same(sorted(a.core), sorted(b.core))) return differInFillers(a, b)
  const slips = edits(a.letters, b.letters, 2)
  const shorter = Math.min(a.letters.length, b.letters.length)
  const series = ordinalsOf(a).join(' ') !== ordinalsOf(b).join(' ')
  const words = compareWords(a, b, series)
  if (!series && slips <= (shorter >= 12 ? 2 : shorter >= 5 ? 1 : 0) && !wordsSwapped(a, b))
    return best(say(slips === 1 ? 0.9 - fillerGap(a, b) : 0.86 - fillerGap(a, b), slips === 1 ? 'One letter differs.' : 'Two letters differ.'), words)
  return words
}

/** "Emcor" and "Emcor Group" are one; "Meridian Holdings" and "Meridian International" may be two. */
function differInFillers(a: ParsedName, b: ParsedName): Similarity {
  const [onlyA, onlyB] = [without(a.fillers, b.fillers), without(b.fillers, a.fillers)]
  const said = list([...onlyA, ...onlyB].map((word) => `“${word}”`))
  if (onlyA.length === 0 || onlyB.length === 0) return say(a.letters.length >= 3 ? 0.95 : 0.85, `The same but for ${said}.`)
  return say(0.85, `The same but for the common words ${said}.`)
}

const fillerGap = (a: ParsedName, b: ParsedName): number => (same(sorted(a.fillers), sorted(b.fillers)) ? 0 : 0.04)

/** Word by word: what both say counts, what only one says or where they contradict each other takes away. */
function compareWords(a: ParsedName, b: ParsedName, series: boolean): Similarity {
  const left = a.core.map((word, index) => ({ word, weight: weightOf(word, index), index }))
  const right = b.core.map((word, index) => ({ word, weight: weightOf(word, index), index }))
  let onlyA = left
  const onlyB = [...right]
  const slipped: string[] = []
  let shared = 0
  let firstShared = false
  for (const mode of ['same', 'near'] as const)
    for (const x of onlyA) {
      const y = onlyB.find((other) => (mode === 'same' ? other.word === x.word : nearly(x.word, other.word)))
      if (!y) continue
      onlyA = onlyA.filter((other) => other !== x)
      onlyB.splice(onlyB.indexOf(y), 1)
      shared += Math.min(x.weight, y.weight) * (mode === 'same' ? 2 : 1.75)
      if (mode === 'near') slipped.push(`${x.word}/${y.word}`)
      if (x.index === 0 && y.index === 0) firstShared = true
    }
  const weight = (items: { weight: number }[]): number => items.reduce((sum, item) => sum + item.weight, 0)
  const whole = weight(left) + weight(right)
  const ratio = whole === 0 ? 0 : shared / whole
  const reasons = reasonsOf(slipped, onlyA.map((x) => x.word), onlyB.map((y) => y.word))
  if (series) return { score: Math.min(ratio, onlyOne(ordinalsOf(a), ordinalsOf(b)) ? 0.78 : 0.5), reasons: [...reasons, 'The numbers differ.'] }
  const left1 = weight(onlyA)
  const right1 = weight(onlyB)
  if (left1 > 0 && right1 > 0) return { score: Math.min(ratio, 0.89), reasons }
  const extra = [...onlyA, ...onlyB]
  // Only one says more: a part, a subsidiary, or the long form of the same name.
  if (extra.length > 0 && firstShared && slipped.length === 0) {
    const telling = Math.min(weight(left), weight(right)) >= 1
    if (extra.every((x) => isPlace(x.word))) return { score: telling ? 0.88 : 0.7, reasons }
    return { score: telling ? Math.max(0.74, Math.min(ratio, 0.9)) : Math.min(ratio, 0.7), reasons }
  }
  return { score: Math.min(ratio, 0.9), reasons }
}

const weightOf = (word: string, index: number): number => (isOrdinal(word, index) ? 0.3 : isPlace(word) ? 0.6 : isKnownWord(word) ? 0.5 : 1)

/** A slip of the pen, or one letter more at the end. Two words of the dictionary are two words. */
function nearly(a: string, b: string): boolean {
  if (a === `${b}s` || b === `${a}s` || isCutShort(a, b)) return true
  if (isKnownWord(a) && isKnownWord(b)) return false
  const shorter = Math.min(a.length, b.length)
  return shorter >= 5 && edits(a, b, 2) <= (shorter >= 9 ? 2 : 1) && !/\d/.test(a + b)
}

/** One letter makes another word of the dictionary: "Foods" and "Goods". */
function wordsSwapped(a: ParsedName, b: ParsedName): boolean {
  const [onlyA, onlyB] = [without(a.core, b.core), without(b.core, a.core)]
  return onlyA.length > 0 && onlyA.length === onlyB.length && onlyA.every(isKnownWord) && onlyB.every(isKnownWord)
}

function reasonsOf(slipped: string[], onlyA: string[], onlyB: string[]): string[] {
  const quote = (items: string[]): string => list(items.slice(0, 4).map((word) => `“${word}”`))
  return [
    ...(slipped.length > 0 ? [`Spelled differently: ${list(slipped)}.`] : []),
    ...(onlyA.length > 0 && onlyB.length > 0 ? [`One says ${quote(onlyA)}, the other ${quote(onlyB)}.`] : onlyA.length + onlyB.length > 0 ? [`Only one says ${quote([...onlyA, ...onlyB])}.`] : []),
  ]
}

const ordinalsOf = (name: ParsedName): string[] => name.words.filter(isOrdinal).sort()
const onlyOne = (a: string[], b: string[]): boolean => a.length === 0 || b.length === 0
const say = (score: number, reason: string): Similarity => ({ score, reasons: [reason] })
const best = (a: Similarity, b: Similarity): Similarity => (a.score >= b.score ? a : b)
const sorted = (items: string[]): string[] => [...items].sort()
const same = (a: string[], b: string[]): boolean => a.length === b.length && a.every((item, index) => item === b[index])
const without = (a: string[], b: string[]): string[] => a.filter((word) => !b.includes(word))
