// One spelling for many: Unicode forms, case, accents and scripts, so that names can be compared letter by letter. Idempotent.

/** Longest name that is looked at; what follows says nothing more about who it is. */
export const longestName = 200

const pairs = (text: string): [string, string][] => text.split(' ').map((pair) => [pair.slice(0, 1), pair.slice(1)])

/** Letters that are no accented form of a Latin one. Cyrillic after the passport rule (ICAO 9303), Greek after ELOT 743, both simplified. */
const letters = new Map<string, string>([
  ...pairs('ßss æa œo øo đd ðd þth łl ıi ħh ŋn ĸk ſs əa ƒf'),
  ...pairs('аa бb вv гg дd еe жzh зz иi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ьэ эe юyu яya іi єe ґg ђdj јj љlj њnj ћc џdz ѕs ѓg ќk'),
  ...pairs('αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo'),
  ['ь', ''],
])
const foreign = new RegExp(`[${[...letters.keys()].join('')}]`, 'gu')
// Accents of Latin, Greek and Cyrillic, and vowel points of Arabic and Hebrew; other scripts write letters this way and keep them.
const marks = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/gu

/**
 * Lower case, without accents, umlauts in either spelling, in Latin letters where the script is Latin, Cyrillic or Greek: "MÜLLER Straße" and "Mueller Strasse"
 * → "muller strasse". Other scripts stay. What is no letter or digit stays too; see `words`.
 */
export function fold(raw: string): string {
  // eslint-disable-next-line no-control-regex -- the characters that need no other step
  const lower = /^[\x00-\x7f]*$/.test(raw) ? raw.toLowerCase() : raw
    .normalize('NFKC').toLowerCase().normalize('NFD').replace(marks, '').normalize('NFC')
    .replace(foreign, (letter) => letters.get(letter) ?? letter)
  return /[aou]e/.test(lower) ? lower.replace(/[a-z]{5,}/g, (word) => word.replace(/([aou])e+/g, '$1')) : lower
}

/** Letters of other scripts that look like Latin ones (from Unicode's confusables, the ones fraud is made of). */
const alike = new Map<string, string>(pairs('аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw ӏl ӀI ɑa ɡg ιi οo αa ʟl'))
const lessAlike = new Map<string, string>([...alike, ...pairs('вb кk мm нh тt гr пn ьb νv ρp κk τt υu εe ηn χx γy ωw βb')])

const latin = /\p{Script=Latin}/u
const lookAlikeScript = /[\p{Script=Cyrillic}\p{Script=Greek}]/u
export const isForeign = (word: string): boolean => lookAlikeScript.test(word)
export const hasMixedScripts = (word: string): boolean => isForeign(word) && latin.test(word)

/**
 * What a word pretends to be when it mixes Latin with look-alikes of another script, or is made of look-alikes only; undefined for an
 * honest word. A word of one foreign script must consist of perfect look-alikes, since most such words are honest.
 */
export function pretends(word: string): string | undefined {
  const lower = word.toLowerCase()
  if (!lookAlikeScript.test(lower)) return undefined
  const mixed = latin.test(lower)
  const map = mixed ? lessAlike : alike
  const plain = [...lower].map((letter) => map.get(letter) ?? letter).join('')
  if (mixed) return plain
  return /^[a-z0-9-]{3,}$/.test(plain) ? plain : undefined
}

/** The words of a folded text: runs of letters and digits. Apostrophes and dots inside abbreviations do not part words. */
export function words(folded: string): string[] {
  return folded
    .replace(/['’‘`´ʼ]/gu, '')
    .replace(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, ' ')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
}
