// A scorecard while it is edited. Ids stay when names change, so that earlier answers go on counting.
import type { Criterion } from './queries.ts'

export type Draft = { criteria: Criterion[]; why: string }

export const newCriterion = (criteria: Criterion[]): Criterion => {
  const taken = new Set(criteria.map((c) => c.id))
  let n = criteria.length + 1
  while (taken.has(`own_${n}`)) n += 1
  return { id: `own_${n}`, name: '', question: '', weight: 2, kind: 'assessed', measure: null, needsEvidence: false, steps: [emptyStep(0), emptyStep(1), emptyStep(3)] }
}
export const emptyStep = (points: number): Criterion['steps'][number] => ({ words: '', points, from: null, knocksOut: false })

/** The criterion of another kind, with what the kind needs. */
export function ofKind(criterion: Criterion, kind: Criterion['kind']): Criterion {
  if (kind === 'computed') return { ...criterion, kind, measure: criterion.measure ?? 'icp_count', needsEvidence: false, steps: criterion.steps.map((step, i) => ({ ...step, from: step.from ?? i * 10 })) }
  const { among: _, ...rest } = criterion
  return { ...rest, kind, measure: null, needsEvidence: kind === 'assessed' && criterion.needsEvidence, steps: criterion.steps.map((step) => ({ ...step, from: null })) }
}

/** Another figure; only the kind of customers says which ones count. */
export function ofMeasure({ among, ...criterion }: Criterion, measure: Criterion['measure']): Criterion {
  return { ...criterion, measure, ...(measure === 'base_kind' ? { among: among ?? { industries: [], sizes: [], places: [] } } : {}) }
}

export const replace = <T,>(items: T[], at: number, next: T): T[] => items.map((item, i) => (i === at ? next : item))
export const without = <T,>(items: T[], at: number): T[] => items.filter((_, i) => i !== at)
