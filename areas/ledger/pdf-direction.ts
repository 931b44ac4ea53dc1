// In which order words stand on a line where some run from right to left; pure. The letters of a word are put in order by its typeface.
// Source: Unicode Standard Annex 9, on whole words: a number or sign goes with its neighbours where they agree, else with the line.

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
const strong = /\p{L}/u

export const hasRightToLeft = (text: string): boolean => rightToLeft.test(text)

/** What is drawn in one go, and whether a space comes before it from the left. */
export type Word = { text: string; isApart: boolean }
type Placed = Token & { side: 'left' | 'right' }
type Token = { text: string; isAfterSpace: boolean; side: 'left' | 'right' | null }

/** The words of a line as they are drawn from left to right. A line whose first letter runs to the left does so itself. */
export function inDrawnOrder(line: string): Word[] {
  const tokens = line.split(' ').flatMap(tokensOf)
  const base = tokens.find((token) => token.side)?.side ?? 'left'
  const sided = tokens.map((token, i): Placed => {
    const before = tokens.slice(0, i).findLast((one) => one.side)?.side ?? base
    const after = tokens.slice(i + 1).find((one) => one.side)?.side ?? base
    return { ...token, side: token.side ?? (before === after ? before : base) }
  })
  const runs = sided.reduce<Placed[][]>((all, token) => {
    const last = all.at(-1)
    if (last?.[0]?.side === token.side) last.push(token)
    else all.push([token])
    return all
  }, [])
  const drawn = (base === 'right' ? runs.toReversed() : runs).flatMap((run) => (run[0]?.side === 'right' ? run.toReversed() : run))
  // Between two words that are drawn beside each other is a space where there is one between them, or between their runs.
  const begins = new Map(runs.flatMap((run) => run.map((token) => [token, run[0]] as const)))
  const isSpaced = (one: Placed, other: Placed): boolean => {
    const later = sided.indexOf(one) > sided.indexOf(other) ? one : other
    return begins.get(one) === begins.get(other) ? later.isAfterSpace : begins.get(later)?.isAfterSpace === true
  }
  return drawn.map((token, i) => ({ text: token.text, isApart: i > 0 && isSpaced(drawn[i - 1] ?? token, token) }))
}

/** A word with what stands before and after its letters apart: a comma after a name is of the sentence. */
function tokensOf(word: string): Token[] {
  const [, before = '', middle = '', after = ''] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}\p{M}]*)$/u.exec(word) ?? []
  const parts = rightToLeft.test(word) ? [before, middle, after].filter((part) => part !== '') : [word]
  return parts.map((text, i) => ({ text, isAfterSpace: i === 0, side: rightToLeft.test(text) ? 'right' : strong.test(text) ? 'left' : null }))
}
