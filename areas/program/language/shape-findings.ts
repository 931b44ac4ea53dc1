// What zod says of a document that is no plan, as places and problems in plain words: of alternatives the one that came closest.
import type { z } from 'zod'
import { plainWords } from '../../../kernel/plain-words.ts'
import { error, type Finding } from './findings.ts'
import { sayNearest } from './nearest-name.ts'
import { namesAt } from './schema-names.ts'
import { hintFor, isMissing, sayKind, sayValue, valueAt } from './written.ts'

type Issue = z.core.$ZodIssue
type Said = { path: string[]; problem: string; remedy: string; stray?: string; missing?: string }
const shape = 'Change it to the shape that `alongside plan schema` prints.'

/** Asked for with a document, so that an issue has words only where its shape has some of its own. */
export const ownWords = { error: () => '' }

/** `schema` is what was asked for, `document` what was written. */
export function shapeFindings(schema: z.ZodType, document: unknown, issues: Issue[]): Finding[] {
  const all = issues.flatMap((issue) => said(issue, [], { schema, document }))
  // Alternatives of alternatives come to the same again.
  const found = [...new Map(all.map((one) => [JSON.stringify([one.path, one.problem]), one])).values()]
  return found.map(({ path, problem, remedy }) => error(path.join('.') || 'plan', problem, remedy))
}

type Around = { schema: z.ZodType; document: unknown }
function said(issue: Issue, above: PropertyKey[], around: Around): Said[] {
  const path = [...above, ...issue.path]
  const at = path.map(String)
  const written = valueAt(around.document, path)
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const found = issue.errors.map((issues) => withoutMissing(issues.flatMap((inner) => said(inner, path, around)))).sort((a, b) => strays(a) - strays(b) || depth(b) - depth(a) || a.length - b.length)
    if (found[0]) return found[0]
  }
  if (issue.code === 'unrecognized_keys') {
    const names = namesAt(around.schema, path)
    return issue.keys.map((key) => {
      const known = /^\d+$/.test(key) ? 'A comma parts entries here: write decimals with a point, such as 1.5.' : names.length > 0 && names.length <= 40 ? `Known here: ${names.join(', ')}.` : shape
      return { path: at, problem: `There is no “${key}” here.`, remedy: sayNearest(key, names, known), stray: key }
    })
  }
  if (path.join() === 'language') return [{ path: at, problem: isMissing(written) ? 'It does not say in which version of the language it is.' : written === '2' ? 'The version is a number, and this is text.' : `It is in version ${sayValue(written)} of the language, and this is version 2.`, remedy: 'Write "language": 2.' }]
  if (isMissing(written) && path.length > 0) return [{ path: at, problem: `“${at.at(-1) ?? ''}” is missing.`, remedy: `Add it; ${issue.message === '' ? '`alongside plan schema` says what it may be.' : issue.message}`, missing: at.at(-1) ?? '' }]
  if (issue.code === 'invalid_type') {
    const isQuoted = issue.expected === 'string' && (typeof written === 'number' || typeof written === 'boolean')
    return [{ path: at, problem: `It is ${sayKind(written)}, and ${isQuoted ? 'text' : sayExpected(issue.expected)} belongs here.`, remedy: isQuoted ? `Write it in quotes, so that no digit is lost: "${String(written)}".` : typeof written === 'string' && issue.expected === 'number' && /^\d+$/.test(written) ? `Write it without quotes: ${written}.` : issue.expected === 'array' ? 'Put it in brackets, which make a list of one: [ … ].' : shape }]
  }
  if (issue.code === 'invalid_value') {
    const names = issue.values.map(String)
    return [{ path: at, problem: `${sayValue(written)} is none of ${names.join(', ')}.`, remedy: sayNearest(String(written), names, 'Choose one of them.') }]
  }
  const words = issue.message || plainWords(issue as z.core.$ZodRawIssue) || 'It does not fit here.'
  return [{ path: at, problem: typeof written === 'object' ? words : `${sayValue(written)} does not belong here. ${words}`, remedy: hintFor(written) ?? shape }]
}

/** Where a name is not known, what is missing beside it is most likely that. */
function withoutMissing(all: Said[]): Said[] {
  const stray = new Set(all.filter((one) => one.stray !== undefined).map((one) => one.path.join('.')))
  return all.filter((one) => one.missing === undefined || !stray.has(one.path.slice(0, -1).join('.')))
}

const sayExpected = (expected: string): string => ({ object: 'a map of names and values', array: 'a list', string: 'text', number: 'a number', int: 'a whole number', boolean: 'true or false', record: 'a map of names and values' })[expected] ?? expected
const depth = (all: Said[]): number => Math.max(0, ...all.map((one) => one.path.length))
/** An alternative that lacks what was written there is farther than one that only has a wrong value. */
const strays = (all: Said[]): number => all.filter((one) => one.stray !== undefined).length
