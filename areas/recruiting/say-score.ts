// A score in words: what speaks for a candidate, what against, and what nobody knows yet. Pure.
import { list } from '../../kernel/text.ts'
import type { Judged } from './judge.ts'
import type { Criterion, Part } from './score-rules.ts'

export type Reasons = { strong: string[]; weak: string[]; unknown: string[]; knockOuts: string[] }

const shareOf = (part: Part): number => part.low / part.most

/** Heaviest first: known at three quarters of its weight or more is strong, at a third or less weak; what knocks out is said as that alone. */
export function reasonsOf({ scorecard, score, sources }: Pick<Judged, 'scorecard' | 'score' | 'sources'>): Reasons {
  const byId = new Map(scorecard.criteria.map((criterion) => [criterion.id, criterion]))
  const parts = score.parts.toSorted((a, b) => b.most - a.most).flatMap((part) => {
    const criterion = byId.get(part.id)
    return criterion ? [{ part, criterion, words: wordsOf(criterion, sources.get(part.id)?.steps ?? []) }] : []
  })
  const known = parts.filter(({ part }) => part.isKnown)
  const say = ({ criterion, words }: (typeof parts)[number]) => `${criterion.name}: ${words}`
  return {
    strong: known.filter(({ part }) => shareOf(part) >= 0.75).map(say), weak: known.filter(({ part }) => shareOf(part) <= 1 / 3 && !score.knockOuts.some((out) => out.criterionId === part.id)).map(say),
    unknown: parts.filter(({ part }) => !part.isKnown).map(({ criterion }) => criterion.name), knockOuts: score.knockOuts.map((out) => `${out.name}: ${out.words}`),
  }
}

/** The words of one step, or of the different ones that were said. */
export function wordsOf(criterion: Criterion, steps: number[]): string {
  const words = [...new Set(steps.flatMap((step) => criterion.steps[step]?.words ?? []))]
  return words.length > 1 ? `${list(words.map((one) => `“${one}”`))}, averaged` : (words[0] ?? 'Unknown')
}
