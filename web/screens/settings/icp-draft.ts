import type { Schemas } from '../../api/client.ts'
import { linesOf } from '../../parts/words-input.tsx'
import { sayCountry, type Icp } from '../companies/queries.ts'

export type Criterion = Schemas['IcpCriterion']
export type Test = Criterion['test']
/** A criterion as its fields hold it: texts, and values as lines. */
export type DraftCriterion = Omit<Criterion, 'values' | 'min' | 'max' | 'currency'> & { values: string; min: string; max: string; currency: string }
export type Draft = { criteria: DraftCriterion[]; a: string; b: string; c: string; unknownCounts: Icp['unknownCounts'] }

export const testWords: Record<Test, string> = { one_of: 'is one of', words: 'has the words', between: 'is from … to …', at_least: 'is at least', at_most: 'is at most', known: 'is known' }
export const newCriterion: DraftCriterion = { attribute: 'industry', test: 'words', values: '', min: '', max: '', currency: '', mustHave: false, weight: 3, suggestedFrom: null }

export const toDraftCriterion = ({ values, min, max, currency, ...criterion }: Criterion): DraftCriterion => ({
  ...criterion, values: (criterion.attribute === 'country' ? values.map(sayCountry) : values).join('\n'), min: min?.toString() ?? '', max: max?.toString() ?? '', currency: currency ?? '',
})

export const toDraft = ({ criteria, thresholds: { a, b, c }, unknownCounts }: Pick<Icp, 'criteria' | 'thresholds' | 'unknownCounts'>): Draft =>
  ({ criteria: criteria.map(toDraftCriterion), a: String(a), b: String(b), c: String(c), unknownCounts })

const number = (text: string): number | null => (text.trim() === '' ? null : Number(text.replace(/[\s,']/g, '')))
/** What stands in fields that are not shown is not sent. */
const uses = { values: ['one_of', 'words'], min: ['between', 'at_least'], max: ['between', 'at_most'] }

export function toBody({ criteria, a, b, c, unknownCounts }: Draft) {
  return {
    criteria: criteria.map(({ values, min, max, currency, ...criterion }) => ({
      ...criterion, values: uses.values.includes(criterion.test) ? linesOf(values) : [], min: uses.min.includes(criterion.test) ? number(min) : null, max: uses.max.includes(criterion.test) ? number(max) : null,
      currency: criterion.attribute === 'revenue' && criterion.test !== 'known' ? currency.trim().toUpperCase() || null : null,
    })),
    thresholds: { a: number(a) ?? 0, b: number(b) ?? 0, c: number(c) ?? 0 }, unknownCounts,
  }
}
export type Body = ReturnType<typeof toBody>
