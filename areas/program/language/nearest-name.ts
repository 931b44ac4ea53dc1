/** Which of the names was probably meant, in a sentence; the other sentence where none is near. */
export function sayNearest(word: string, names: string[], otherwise: string): string {
  const near = nearestName(word, names)
  return near ? `You probably meant “${near}”.` : otherwise
}

/** One that begins alike, or differs in a letter or two. */
function nearestName(word: string, names: string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const written = plain(word)
  if (written === '') return undefined
  const [best] = names.map((name) => ({ name, off: beginsAlike(written, plain(name)) ? 1 : lettersOff(written, plain(name)) }))
    .filter(({ name, off }) => off <= Math.max(1, Math.floor(Math.min(written.length, name.length) / 3))).sort((a, b) => a.off - b.off)
  return best?.name
}

const beginsAlike = (a: string, b: string): boolean => Math.min(a.length, b.length) >= 4 && (a.startsWith(b) || b.startsWith(a))

/** How many letters have to be put in, left out or changed (Levenshtein). */
function lettersOff(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j += 1) next.push(Math.min((row[j] ?? 0) + (letter === b[j] ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    row = next
  }
  return row.at(-1) ?? 0
}
