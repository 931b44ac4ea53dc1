// What speaks for and against two names being one company, as numbers. Pure; `weights.ts` says how much each counts.
import { edits } from '../distance.ts'
import { longestName } from '../fold.ts'
import { isLegalForm } from '../legal-forms.ts'
import { isCutShort, isKnownWord, isOrdinal, isPlace, parseName, type ParsedName } from '../names.ts'
import { similarity } from '../similarity.ts'

export const features = [
  'always', 'score', 'identical', 'exact', 'filler', 'oneSlip', 'slips', 'sameLetters', 'jaccard', 'coverAsked', 'coverKnown', 'shared', 'sharedCount', 'rarestShared', 'rarestMore', 'rarestLess', 'contradict',
  'contradictRare', 'number', 'lead', 'first', 'sameForm', 'otherForm', 'register', 'crowd', 'alone', 'shortForm', 'shortFormCrowded', 'dropped', 'droppedCrowded', 'added', 'place', 'describing', 'rareExtra', 'sharedIfContradict', 'shell', 'vehicle', 'onlyVehicle', 'onlyNamesake', 'qualifier',
  'otherWording', 'otherFiller', 'otherNumber', 'onlyHeadDiffers',
] as const
export type Feature = (typeof features)[number]
/** What is true counts as one. */
export type Likeness = Record<Feature, number | boolean>

/**
 * A name as it is compared: as it is written (`raw`), without a short form in brackets behind it (`said`), its words, its kind of legal form
 * (empty where it says none), and the note behind it: that short form, or a register's.
 */
export type Reading = { raw: string; said: string; name: ParsedName; core: ReadonlySet<string>; form: string; note: string | null }

const formOf: Record<string, string> = { inc: 'corporation', incorporated: 'corporation', corp: 'corporation', corporation: 'corporation', co: 'company', company: 'company', ltd: 'limited', limited: 'limited' }
// Corporations are called one or the other, and stay with it; spelled out it is the same.
const spelledOut: Record<string, string> = { incorporated: 'inc', corporation: 'corp', company: 'co', limited: 'ltd', 'public limited company': 'plc', 'limited liability company': 'llc', 'limited partnership': 'lp', aktiengesellschaft: 'ag', 'societe anonyme': 'sa', 'naamloze vennootschap': 'nv' }
const inShort = (form: string): string => spelledOut[form] ?? form.replace(/\b(incorporated|corporation|company|limited)\b/g, (word) => spelledOut[word]!)
const isOtherWording = (one: string | null, other: string | null): boolean => one !== null && other !== null && one !== other && inShort(one) !== inShort(other)
// What a register of shares writes behind a name, which says nothing about whose it is.
const noRegister = new Set(['FI', 'NE'])

export function readName(whole: string): Reading {
  const raw = whole.slice(0, longestName)
  const [said, short] = withoutShortForm(raw)
  const name = parseName(said)
  const form = name.legalForm?.split(' ').reverse().find((word) => formOf[word])
  const register = /[/\\]\s*([a-z]{2})\s*[/\\]?\s*$/i.exec(raw)?.[1]?.toUpperCase() ?? null
  return { raw, said, name, core: new Set(name.core), form: name.legalForm ? (formOf[form ?? ''] ?? name.legalForm) : '', note: short ?? (register && noRegister.has(register) ? null : register) }
}

/** "Grayscale Bitcoin Trust (BTC)": capitals in brackets behind a name that is not in capitals are what it is called for short, unless they say what or where it is. */
function withoutShortForm(raw: string): [said: string, short: string | null] {
  if (!raw.trimEnd().endsWith(')')) return [raw, null]
  const [note = '', short = ''] = /\(([A-Z]{3,6})\)\s*$/.exec(raw) ?? []
  const [said, word] = [raw.slice(0, raw.length - note.length), short.toLowerCase()]
  return note === '' || !/\p{Ll}/u.test(said) || isKnownWord(word) || isPlace(word) || isLegalForm(word) ? [raw, null] : [said, short]
}

/**
 * `crowd`: how many companies, this one among them, say all that the two share; one that nobody else shares tells more than one that a
 * whole family of funds has. `namesakes`: how many say just what is asked, 0 where that is not known.
 */
export function likenessOf(asked: Reading, known: Reading, crowd: number, namesakes = 0): Likeness {
  const a = asked.name.core
  const b = turned(a, known.name.core)
  const more = classed(a).filter(({ word }) => !says(known, word))
  const less = classed(b).filter(({ word }) => !says(asked, word))
  const shared = classed(a).filter(({ word }) => says(known, word))
  const [both, subset, superset] = [more.length > 0 && less.length > 0, more.length === 0 && less.length > 0, more.length > 0 && less.length === 0]
  const score = similarity(asked.said, known.said).score
  const slips = edits(asked.name.letters, known.name.letters, 4)
  const [sharedSum, moreSum, lessSum] = [sum(shared), sum(more), sum(less)]
  const lead = a.findIndex((word, i) => !isSameWord(word, b[i]))
  const sameForm = asked.form === known.form
  const alone = crowd <= 1
  const first = isSameWord(a[0], b[0])
  const extra = [...more, ...less]
  return {
    always: 1, score, identical: unspaced(asked.raw) === unspaced(known.raw), exact: score >= 0.98, filler: score >= 0.92 && score < 0.98,
    oneSlip: slips === 1 && extra.length > 0, slips: Math.min(slips, 5) / Math.max(4, Math.min(asked.name.letters.length, known.name.letters.length)), sameLetters: asked.name.letters === known.name.letters,
    jaccard: ratio(sharedSum, sharedSum + moreSum + lessSum), coverAsked: ratio(sharedSum, sharedSum + moreSum), coverKnown: ratio(sharedSum, sharedSum + lessSum),
    shared: sharedSum, sharedCount: Math.min(shared.length, 6) / 6, rarestShared: most(shared), rarestMore: most(more), rarestLess: most(less),
    contradict: both, contradictRare: both ? Math.max(most(more), most(less)) : 0, number: extra.some((one) => one.is === 'ordinal'),
    lead: Math.min(lead < 0 ? a.length : lead, 4) / 4, first, sameForm, otherForm: !sameForm && asked.form !== '' && known.form !== '',
    register: asked.note !== null && known.note !== null && asked.note !== known.note,
    crowd: Math.log(Math.max(1, crowd)), alone, shortForm: subset && alone && first && asked.form === '' && known.form !== '', shortFormCrowded: subset && !alone && asked.form === '' && known.form !== '',
    dropped: superset && sameForm && alone && first, droppedCrowded: superset && sameForm && !alone, added: subset && sameForm && alone,
    place: extra.some((one) => one.is === 'place'), describing: !both && extra.length > 0 && extra.every((one) => one.is === 'describing'), rareExtra: !both && extra.some((one) => one.is === 'rare'),
    sharedIfContradict: both ? Math.min(shared.length, 6) / 6 : 0, shell: extra.some((one) => one.word === 'acquisition'),
    vehicle: extra.some((one) => vehicles.has(one.word)), onlyVehicle: extra.length > 0 && extra.every((one) => vehicles.has(one.word)), onlyNamesake: extra.length === 0 && namesakes === 1,
    qualifier: extra.some((one) => qualifiers.has(one.word)),
    otherWording: isOtherWording(asked.name.legalForm, known.name.legalForm), otherFiller: sorted(asked.name.fillers) !== sorted(known.name.fillers),
    otherNumber: isOtherNumber(a, b), onlyHeadDiffers: isOtherHead(a, b),
  }
}

const isSameWord = (one: string | undefined, other: string | undefined): boolean => one === other || (one !== undefined && other !== undefined && isCutShort(one, other))
const says = (name: Reading, word: string): boolean => name.core.has(word) || name.name.core.some((other) => isCutShort(word, other))
/** "J. B. Hunt" and "Hunt J B Transport": registers put the surname first. */
const turned = (a: string[], b: string[]): string[] => (a.length >= 2 && a[0] !== a[1] && a[0] === b[1] && a[1] === b[0] ? [...a.slice(0, 2), ...b.slice(2)] : b)
const sorted = (words: string[]): string => (words.length < 2 ? (words[0] ?? '') : [...words].sort().join(' '))
/** Numbers of a series on both sides, and other ones. */
function isOtherNumber(a: string[], b: string[]): boolean {
  const [one, other] = [sorted(a.filter(isOrdinal)), sorted(b.filter(isOrdinal))]
  return one !== '' && other !== '' && one !== other
}
/** So many words at the end are told apart from others by themselves: a fund under another manager. */
const tail = 3
const isOtherHead = (a: string[], b: string[]): boolean => a.length > tail && b.length > tail && Array.from({ length: tail }, (_, i) => a.at(-1 - i) === b.at(-1 - i)).every(Boolean) && a[0] !== b[0]
/** What tells one bank or insurer from the next. */
const qualifiers = new Set(['first', 'second', 'third', 'new', 'old', 'national', 'united', 'american', 'community', 'citizens', 'peoples', 'great'])
/** How money is put together, which a fund may change and stay the same. */
const vehicles = new Set(['fund', 'trust', 'etf', 'portfolio'])
const weights = { rare: 1, place: 0.6, describing: 0.5, ordinal: 0.3 } as const
type Classed = { word: string; is: keyof typeof weights }
const classed = (words: string[]): Classed[] => words.map((word, index) => ({ word, is: isOrdinal(word, index) ? 'ordinal' : isPlace(word) ? 'place' : isKnownWord(word) ? 'describing' : 'rare' }))
const sum = (words: Classed[]): number => words.reduce((total, one) => total + weights[one.is], 0)
const most = (words: Classed[]): number => words.reduce((max, one) => Math.max(max, weights[one.is]), 0)
const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
/** As it is written, but for case and what is no letter or digit. */
export const plainName = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
const unspaced = (text: string): string => plainName(text).replaceAll(' ', '')
