// A score is a range: what is not known may be any step of its scale. Pure.
import type { SizeBand } from '../../kernel/sizes.ts'

export const criterionKinds = ['assessed', 'self_stated', 'computed'] as const
export type CriterionKind = (typeof criterionKinds)[number]
/** What account mapping can tell of a partner's customers: shares in percent of its list, counts in companies. */
export const measures = ['icp_share', 'icp_count', 'base_size', 'base_kind', 'open_opportunities'] as const
export type Measure = (typeof measures)[number]

/** Of which kind customers are counted: one of the values in each respect that names any. Places are countries (ISO 3166 alpha-2) or our regions. */
export type Among = { industries: string[]; sizes: SizeBand[]; places: string[] }

/** One step of a scale. `from` is the least figure of a computed one. */
export type Step = { words: string; points: number; from: number | null; knocksOut: boolean }
export type Criterion = { id: string; name: string; question: string; weight: number; kind: CriterionKind; measure: Measure | null; needsEvidence: boolean; among?: Among | undefined; steps: Step[] }

/** What is known of a criterion: a step from each who said one. More than one is averaged; none is unknown. */
export type Known = ReadonlyMap<string, readonly number[]>
/** What a criterion may be where it is not known which of several steps it is. */
export type Possible = ReadonlyMap<string, readonly number[]>
export type Part = { id: string; isKnown: boolean; low: number; high: number; most: number }
export type KnockOut = { criterionId: string; name: string; words: string }
/** All figures from 0 to 100, not rounded. `unknown` is the share of the weight of which nothing is known. */
export type Score = { low: number; high: number; unknown: number; knockOuts: KnockOut[]; parts: Part[] }

const mostPoints = (criterion: Criterion): number => Math.max(...criterion.steps.map((step) => step.points))

/**
 * The weighted mean of points, each as a share of the most that its scale gives: low with the worst step for what is unknown, high with
 * the best. A step that knocks out does so as soon as one person said it, whatever the others say; the range is told all the same.
 * Where only some steps are possible, low and high are among those, and they knock out only if all of them do. Only steps of the scale
 * count; with no criteria there is nothing to know, from 0 to 100.
 */
export function scoreOf(criteria: readonly Criterion[], known: Known, possible: Possible = new Map()): Score {
  const total = criteria.reduce((sum, criterion) => sum + criterion.weight, 0)
  const knockOuts: KnockOut[] = []
  const parts = criteria.map((criterion): Part => {
    const said = (known.get(criterion.id) ?? []).flatMap((index) => criterion.steps[index] ?? [])
    const left = said.length > 0 ? [] : (possible.get(criterion.id) ?? []).flatMap((index) => criterion.steps[index] ?? [])
    const out = left.every((step) => step.knocksOut) ? [...said, ...left].find((step) => step.knocksOut) : undefined
    if (out) knockOuts.push({ criterionId: criterion.id, name: criterion.name, words: out.words })
    const shares = (said.length > 0 ? said : left.length > 0 ? left : criterion.steps).map((step) => step.points / mostPoints(criterion))
    const most = (100 * criterion.weight) / total
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
    const [low, high] = said.length > 0 ? [mean, mean] : [Math.min(...shares), Math.max(...shares)]
    return { id: criterion.id, isKnown: said.length > 0 || (left.length > 0 && left.length < criterion.steps.length), low: low * most, high: high * most, most }
  })
  if (parts.length === 0) return { low: 0, high: 100, unknown: 100, knockOuts, parts }
  const sum = (pick: (part: Part) => number) => parts.reduce((all, part) => all + pick(part), 0)
  return { low: sum((part) => part.low), high: sum((part) => part.high), unknown: sum((part) => (part.isKnown ? 0 : part.most)), knockOuts, parts }
}

/** Whether a score comes before another: whoever is not knocked out, then the higher low end, then the higher middle. Zero where they are level. */
export function compareScores(a: Pick<Score, 'low' | 'high' | 'knockOuts'>, b: Pick<Score, 'low' | 'high' | 'knockOuts'>): number {
  const out = Number(a.knockOuts.length > 0) - Number(b.knockOuts.length > 0)
  return out || b.low - a.low || b.low + b.high - (a.low + a.high)
}

/** The step that a figure reaches: the last whose least figure it is not below. Undefined below the first. */
export function stepOfFigure(criterion: Criterion, figure: number): number | undefined {
  const reached = criterion.steps.flatMap((step, index) => (step.from !== null && figure >= step.from ? [{ index, from: step.from }] : []))
  return reached.sort((a, b) => b.from - a.from)[0]?.index
}

/** Every step that a figure between the two reaches; none where the lower one is below the first. */
export function stepsBetween(criterion: Criterion, low: number, high: number): number[] {
  const first = stepOfFigure(criterion, low)
  return first === undefined ? [] : criterion.steps.flatMap((step, index) => (index === first || (step.from !== null && step.from > low && step.from <= high) ? [index] : []))
}

/** So many customers of one kind; null where it is not known. */
export type MixCell = { industry: string | null; size: SizeBand | null; country: string | null; customers: number }
/** `mix` is left out where nobody asked for it or nothing is known of the kind of customers. */
export type CustomerBase = { mix?: readonly MixCell[] | undefined; listed: number; matched: number; customers: number; openOpportunities: number; inIcp: number; icpShare: number; asOf: Temporal.Instant }

/** The figure of a measure: companies, or percent for the share. */
export function figureOf(measure: Exclude<Measure, 'base_kind'>, base: CustomerBase): number {
  return { icp_share: base.icpShare * 100, icp_count: base.inIcp, base_size: base.listed, open_opportunities: base.openOpportunities }[measure]
}

/** "34 %", "120 companies". */
export function sayFigure(measure: Measure, figure: number): string {
  return measure === 'icp_share' ? `${Math.round(figure)} %` : `${Math.round(figure).toLocaleString('en-US')} ${figure === 1 ? 'company' : 'companies'}`
}

/** An answer that was given to a scale, with the words that its step had then. */
export type Answer = { step: number; words: string; evidence: string | null }
export type Answers = Record<string, Answer>

/** The step that an earlier answer means on today's scale: only where that step still says the same. */
export function stillMeans(criterion: Criterion, answer: Answer | undefined): number | undefined {
  return answer !== undefined && criterion.steps[answer.step]?.words === answer.words ? answer.step : undefined
}
