import { isObject, textAt, type Document, type Json } from './document.ts'

/** One comparison of a field, as a row of the form has it. */
export type Leaf = { field: string; op: string; value: string }
export type Simple = { leaves: Leaf[]; join: 'all' | 'any' }

/** How a field is compared; those with "not " stand inside of a `not`. */
export const ops = [
  { value: 'is', label: 'be' }, { value: 'not is', label: 'not be' }, { value: 'in', label: 'be one of' }, { value: 'not in', label: 'be none of' }, { value: 'atLeast', label: 'be at least' }, { value: 'below', label: 'be below' },
  { value: 'atMost', label: 'be at most' }, { value: 'above', label: 'be above' }, { value: 'before', label: 'be before' }, { value: 'notBefore', label: 'not be before' }, { value: 'sameAs', label: 'be the same as' },
]

function leafOf(condition: Json | undefined, not = ''): Leaf | undefined {
  if (!isObject(condition)) return undefined
  if (not === '' && Object.keys(condition).length === 1 && 'not' in condition) return leafOf(condition['not'], 'not ')
  const op = Object.keys(condition).find((key) => key !== 'field') ?? ''
  const value = condition[op]
  const isWhole = Object.keys(condition).length === 2 && typeof condition['field'] === 'string' && ops.some((one) => one.value === not + op)
  if (!isWhole || !(op === 'in' ? Array.isArray(value) && value.every((one) => typeof one === 'string' && !one.includes(',')) : typeof value === 'string')) return undefined
  return { field: textAt(condition, 'field'), op: not + op, value: Array.isArray(value) ? value.join(', ') : textAt(condition, op) }
}

function conditionOf({ field, op, value }: Leaf): Document {
  const bare = op.replace('not ', '')
  const plain: Document = { field, [bare]: bare === 'in' ? value.split(',').map((word) => word.trimStart()) : value }
  return op.startsWith('not ') ? { not: plain } : plain
}

/** Comparisons that all hold, or one of which does; undefined for anything deeper, which is written as JSON. */
export function simpleOf(condition: Json | undefined): Simple | undefined {
  const one = leafOf(condition)
  if (one) return { leaves: [one], join: 'all' }
  if (!isObject(condition) || Object.keys(condition).length !== 1) return undefined
  const join = 'any' in condition ? 'any' : 'all'
  const inner = condition[join]
  if (!Array.isArray(inner) || inner.length < 2) return undefined
  const leaves = inner.map((each) => leafOf(each))
  return leaves.every((leaf) => leaf !== undefined) ? { leaves, join } : undefined
}

/** The condition again; none where nothing is compared. */
export function ofSimple({ leaves, join }: Simple): Json | undefined {
  const [first, ...others] = leaves.map(conditionOf)
  return others.length > 0 && first ? { [join]: [first, ...others] } : first
}
