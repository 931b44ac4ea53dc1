// What is wrong with a profile, field by field, before it is saved or tried. Pure.
import type { FieldProblem } from '../../kernel/refusal.ts'
import { columnOf, labelOf } from './icp-judge.ts'
import type { Criterion, IcpRules, IcpTest } from './icp-rules.ts'
import { readRegion } from './regions.ts'

const lists: IcpTest[] = ['one_of', 'words', 'known']
const ranges: IcpTest[] = ['between', 'at_least', 'at_most', 'known']
/** Which tests make sense of an attribute; an imported column takes all of them. */
const attributeTests: Readonly<Record<string, IcpTest[]>> = {
  industry: lists, technology: lists, country: ['one_of', 'known'], region: ['one_of', 'known'], employees: ranges, age: ranges, revenue: ranges,
}
export const testsOf = (attribute: string): IcpTest[] => attributeTests[attribute] ?? ['one_of', 'words', 'between', 'at_least', 'at_most', 'known']

/** `columns` are the imported columns that some company has. Countries were read before. */
export function checkRules({ criteria, thresholds: { a, b, c } }: IcpRules, columns: ReadonlySet<string>): FieldProblem[] {
  const problems = criteria.flatMap((criterion, i) => checkOne(criterion, columns, (field, code, message) => ({ field: `criteria.${i}.${field}`, code: `companies.icp_${code}`, message })))
  for (const [i, one] of criteria.entries()) {
    const other = criteria.slice(0, i).find((earlier) => overlap(earlier, one))
    if (other) problems.push({ field: `criteria.${i}.${one.values.length > 0 ? 'values' : 'attribute'}`, code: 'companies.icp_overlap', message: `Another criterion asks for the same ${labelOf(one.attribute)}, which would count twice.` })
  }
  if (b > a) problems.push({ field: 'thresholds.b', code: 'companies.icp_thresholds', message: 'B cannot ask for more than A.' })
  if (c > b) problems.push({ field: 'thresholds.c', code: 'companies.icp_thresholds', message: 'C cannot ask for more than B.' })
  return problems
}

function checkOne({ attribute, test, values, min, max, currency }: Criterion, columns: ReadonlySet<string>, problem: (field: string, code: string, message: string) => FieldProblem): FieldProblem[] {
  const column = columnOf(attribute)
  if (column === undefined ? !(attribute in attributeTests) : !columns.has(column)) return [problem('attribute', 'attribute', column === undefined ? `There is no attribute “${attribute}”.` : `No company has an imported column “${column}”.`)]
  if (!testsOf(attribute).includes(test)) return [problem('test', 'test', `This cannot be asked of ${labelOf(attribute)}.`)]
  const found: FieldProblem[] = []
  if ((test === 'one_of' || test === 'words') && values.length === 0) found.push(problem('values', 'values_empty', 'Name at least one.'))
  if (attribute === 'region') for (const name of values.filter((value) => readRegion(value) !== value)) found.push(problem('values', 'region', `“${name}” is not a region that we know.`))
  if ((test === 'between' || test === 'at_least') && min === null) found.push(problem('min', 'number_missing', 'Give a number.'))
  if ((test === 'between' || test === 'at_most') && max === null) found.push(problem('max', 'number_missing', 'Give a number.'))
  if (test === 'between' && min !== null && max !== null && min > max) found.push(problem('max', 'range', 'The upper end is below the lower.'))
  if (attribute === 'revenue' && test !== 'known' && currency === null) found.push(problem('currency', 'currency_missing', 'A revenue needs its currency.'))
  return found
}

/** Whether one company could be counted twice for one and the same thing. */
function overlap(a: Criterion, b: Criterion): boolean {
  if (a.attribute !== b.attribute || (a.test === 'known') !== (b.test === 'known')) return false
  if (a.test === 'known') return true
  const isList = (one: Criterion) => one.test === 'one_of' || one.test === 'words'
  if (isList(a) !== isList(b)) return false
  if (isList(a)) return a.values.some((value) => b.values.some((other) => value.toLowerCase() === other.toLowerCase()))
  return a.currency === b.currency && lowest(a) <= highest(b) && lowest(b) <= highest(a)
}
const lowest = (one: Criterion): number => (one.test === 'at_most' ? -Infinity : (one.min ?? -Infinity))
const highest = (one: Criterion): number => (one.test === 'at_least' ? Infinity : (one.max ?? Infinity))
