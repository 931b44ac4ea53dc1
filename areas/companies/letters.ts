/** Single letters in a row are one abbreviation: "J. M. Smucker", "J.M. Smucker" and "JM Smucker" → jm smucker. */
export function joinLetters(words: string[]): string[] {
  const out: string[] = []
  let run = ''
  for (const word of [...words, '']) {
    if (word.length === 1 && /\p{L}/u.test(word)) {
      run += word
      continue
    }
    if (run) out.push(run)
    run = ''
    if (word) out.push(word)
  }
  return out
}
