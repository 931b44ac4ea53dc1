// What is wrong with a value, in plain words, wherever the shape itself does not say it better.
import type { z } from 'zod'

type Issue = z.core.$ZodRawIssue

const expected: Record<string, string> = {
  string: 'This must be text.', number: 'This must be a number.', int: 'This must be a whole number.', boolean: 'This must be true or false.', array: 'This must be a list.',
  tuple: 'This must be a list.', object: 'This must be an object with named fields.', record: 'This must be an object with named fields.', date: 'This must be a date.',
}

/** Undefined for what only the shape can say. */
export function plainWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': return issue.input === undefined ? 'This is missing.' : (expected[issue.expected] ?? 'This is of the wrong kind.')
    case 'invalid_value': return issue.input === undefined ? `This is missing. ${oneOf(issue.values)}` : oneOf(issue.values)
    case 'too_big': return sayLimit('At most', issue.origin, issue.maximum)
    case 'too_small': return issue.origin === 'string' && issue.minimum === 1 ? 'This is empty.' : sayLimit('At least', issue.origin, issue.minimum)
    case 'invalid_format': return 'This does not have the right form.'
    case 'not_multiple_of': return `This must be a multiple of ${issue.divisor}.`
    case 'unrecognized_keys': return `There is no field called ${issue.keys.map((key) => `“${key}”`).join(' or ')} here.`
    case 'invalid_union': return issue.input === undefined ? 'This is missing.' : 'This fits none of the forms that it may have.'
    default: return undefined
  }
}

const oneOf = (values: unknown[]): string => `It must be ${values.length > 1 ? 'one of ' : ''}${values.map(String).join(', ')}.`

function sayLimit(limit: 'At most' | 'At least', origin: string, n: number | bigint): string {
  const many = n.toLocaleString('en-US')
  if (origin === 'string') return `${limit} ${many} ${n === 1 ? 'character' : 'characters'}.`
  if (origin === 'array' || origin === 'set') return `${limit} ${many} ${n === 1 ? 'entry' : 'entries'}.`
  return `${limit} ${many}.`
}
