// What zod says of a document that is no plan, as places and problems: of alternatives the one that came closest.
import type { z } from 'zod'
import { error, type Finding } from './findings.ts'

type Issue = z.core.$ZodIssue
const remedy = 'Change it to the shape that `alongside plan schema` prints.'

export const shapeFindings = (issues: Issue[]): Finding[] => issues.flatMap((issue) => nearest(issue, [])).map(({ path, message }) => error(path.join('.') || 'plan', message, remedy))

function nearest(issue: Issue, above: PropertyKey[]): { path: string[]; message: string }[] {
  const path = [...above, ...issue.path]
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ path: path.map(String), message: issue.message }]
  const found = issue.errors.map((issues) => issues.flatMap((inner) => nearest(inner, path)))
  const best = found.sort((a, b) => strays(a) - strays(b) || depth(b) - depth(a) || a.length - b.length)[0]
  return best ?? [{ path: path.map(String), message: issue.message }]
}

type Said = { path: string[]; message: string }[]
const depth = (said: Said): number => Math.max(0, ...said.map((one) => one.path.length))
/** An alternative that lacks what was written there is farther than one that only has a wrong value. */
const strays = (said: Said): number => said.filter((one) => one.message.startsWith('Unrecognized key')).length
