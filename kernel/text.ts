/** Free text as we keep it: NFC, no control characters except line breaks, trimmed. Null bytes would be refused by PostgreSQL. */
export function cleanText(raw: string): string {
  return raw
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    // eslint-disable-next-line no-control-regex -- that is the point
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f\u200b\u2060\ufeff]/g, (c) => (c === '\t' ? ' ' : ''))
    .trim()
}

/** One line: line breaks become spaces, runs of spaces become one. Safe for mail headers. */
export function cleanLine(raw: string): string {
  return cleanText(raw).replace(/\s+/g, ' ')
}

const emailShape = /^[^\s@<>"(),;:\\[\]]{1,64}@[^\s@<>"(),;:\\[\]]{1,253}\.[^\s@.]{2,63}$/u

/** The address in lower case when it has the shape of one, else undefined. */
export function parseEmail(raw: string): string | undefined {
  const line = cleanLine(raw).toLowerCase()
  return emailShape.test(line) ? line : undefined
}

/** "1 case", "3 cases". */
export function count(n: number | bigint, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-US')} ${Number(n) === 1 ? one : many}`
}

/** "15 %", on one line however narrow that is. */
export const sayPercent = (percent: string | number): string => `${percent}\u00a0%`

/** With its first letter in upper case, as a sentence begins. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** "a", "a and b", "a, b and c". */
export function list(words: string[], last = 'and'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}
