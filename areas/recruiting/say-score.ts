// A score in words: what speaks for a candidate, what against, and what nobody knows yet. Pure.
import { list } from '../../kernel/text.ts'
import type { Judged, Source } from './judge.ts'
import type { Criterion, Part } from './score-rules.ts'

export type Reasons = { strong: string[]; weak: string[]; unknown: string[]; knockOuts: string[] }

const worst = (part: Part): number => part.low / part.most
const best = (part: Part): number => part.high / part.most

/** Heaviest first: known at three quarters of its weight or more is strong, at a third or less weak; what knocks out is said as that alone. */
export function reasonsOf({ scorecard, score, sources }: Pick<Judged, 'scorecard' | 'score' | 'sources'>): Reasons {
  const byId = new Map(scorecard.criteria.map((criterion) => [criterion.id, criterion]))
  const parts = score.parts.toSorted((a, b) => b.most - a.most).flatMap((part) => {
    const criterion = byId.get(part.id)
    return criterion ? [{ part, criterion, words: sayOf(criterion, sources.get(part.id)) ?? 'Unknown' }] : []
  })
  const known = parts.filter(({ part }) => part.isKnown)
  const say = ({ criterion, words }: (typeof parts)[number]) => `${criterion.name}: ${words}`
  return {
    strong: known.filter(({ part }) => worst(part) >= 0.75).map(say), weak: known.filter(({ part }) => best(part) <= 1 / 3 && !score.knockOuts.some((out) => out.criterionId === part.id)).map(say),
    unknown: parts.filter(({ part }) => !part.isKnown).map(({ criterion }) => criterion.name), knockOuts: score.knockOuts.map((out) => `${out.name}: ${out.words}`),
  }
}

/** What is known of a criterion in words; null where nothing is. A computed one of a kind says its figure too. */
export function sayOf(criterion: Criterion, source: Source | undefined): string | null {
  const { steps = [], possible = [], figure = null } = source ?? {}
  const isRange = possible.length > 1 && possible.length < criterion.steps.length
  const words = steps.length > 0 ? wordsOf(criterion, steps) : isRange ? `“${criterion.steps[possible[0]!]!.words}” to “${criterion.steps[possible.at(-1)!]!.words}”` : null
  return words !== null && criterion.measure === 'base_kind' && figure !== null ? `${words}, ${figure}` : words
}

/** The words of one step, or of the different ones that were said. */
export function wordsOf(criterion: Criterion, steps: number[]): string {
  const words = [...new Set(steps.flatMap((step) => criterion.steps[step]?.words ?? []))]
  return words.length > 1 ? `${list(words.map((one) => `“${one}”`))}, averaged` : (words[0] ?? 'Unknown')
}
