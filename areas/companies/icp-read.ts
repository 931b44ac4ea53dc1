// A profile as it is stored, in either language, and what changed between two. Pure.
import { list } from '../../kernel/text.ts'
import { labelOf, sayCountry } from './icp-judge.ts'
import { defaultThresholds, type Criterion, type IcpRules, type Thresholds } from './icp-rules.ts'

/** The first language of profiles: an empty list or null asks for nothing. Still read where it is stored, and taken as a short form. */
export type ShortIcp = { industries: string[]; countries: string[]; minEmployees: number | null; maxEmployees: number | null }

const plainCriterion = { values: [], min: null, max: null, currency: null, mustHave: false, weight: 1, suggestedFrom: null }
/** With these, and equal weights, three criteria or fewer grade as the first language did: B for one that is near or unknown, C for one missed. */
const shortThresholds: Thresholds = { a: 100, b: 75, c: 50 }

export function fromShort({ industries, countries, minEmployees: min, maxEmployees: max }: ShortIcp): IcpRules {
  const size = min !== null && max !== null ? 'between' : min !== null ? 'at_least' : max !== null ? 'at_most' : undefined
  const criteria: Criterion[] = [
    ...(industries.length > 0 ? [{ ...plainCriterion, attribute: 'industry', test: 'words' as const, values: industries }] : []),
    ...(size ? [{ ...plainCriterion, attribute: 'employees', test: size, min, max } as const] : []),
    ...(countries.length > 0 ? [{ ...plainCriterion, attribute: 'country', test: 'one_of' as const, values: countries }] : []),
  ]
  return { criteria, thresholds: criteria.length > 0 ? shortThresholds : defaultThresholds, unknownCounts: 'half' }
}

export const readRules = (stored: IcpRules | ShortIcp): IcpRules => ('criteria' in stored ? stored : fromShort(stored))

/** The same text for profiles that ask for the same, in whatever order. */
export function canonical(rules: IcpRules): string {
  const criteria = rules.criteria.map((c) => JSON.stringify([c.attribute, c.test, [...c.values].sort(), c.min, c.max, c.currency, c.mustHave, c.weight, c.suggestedFrom])).sort()
  const { a, b, c } = rules.thresholds
  return JSON.stringify([criteria, a, b, c, rules.unknownCounts])
}

/** "industry has the words Food or Retail", "size at least 50". */
export function sayCriterion({ attribute, test, values, min, max, currency }: Criterion): string {
  const unit = attribute === 'revenue' && currency ? `${currency} ` : ''
  const n = (value: number | null) => `${unit}${(value ?? 0).toLocaleString('en-US')}`
  const label = labelOf(attribute)
  switch (test) {
    case 'one_of': return `${label} is ${list(attribute === 'country' ? values.map(sayCountry) : values, 'or')}`
    case 'words': return `${label} has the words ${list(values, 'or')}`
    case 'between': return `${label} from ${n(min)} to ${n(max)}`
    case 'at_least': return `${label} at least ${n(min)}`
    case 'at_most': return `${label} at most ${n(max)}`
    case 'known': return `${label} is known`
  }
}

const sayWeighed = (criterion: Criterion): string => `${sayCriterion(criterion)}, ${criterion.mustHave ? 'a must-have, ' : ''}weight ${criterion.weight}`

/** What a version changed against the one before, one sentence part for each; the first says what it asks for. */
export function sayChanges(before: IcpRules | undefined, after: IcpRules): string[] {
  const was = new Set((before?.criteria ?? []).map(sayWeighed))
  const is = new Set(after.criteria.map(sayWeighed))
  const changes = [...[...is].filter((one) => !was.has(one)).map((one) => `asks: ${one}`), ...[...was].filter((one) => !is.has(one)).map((one) => `no longer asks: ${one}`)]
  const { a, b, c } = after.thresholds
  const old = before?.thresholds
  if (!old || old.a !== a || old.b !== b || old.c !== c) changes.push(`A from ${a} %, B from ${b} %, C from ${c} %`)
  if (before ? before.unknownCounts !== after.unknownCounts : after.unknownCounts !== 'half') changes.push(`unknown counts ${after.unknownCounts}`)
  return changes
}
