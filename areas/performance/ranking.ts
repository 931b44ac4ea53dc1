import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { rateOf } from './figure-rules.ts'
import type { Span } from './period.ts'
import type { Program } from './program.ts'
import { topByRevenue } from './queries.ts'

/** What partners are ranked by: their results, not what they cost and not how well we keep our promises. */
export const rankings = ['referrals_submitted', 'met_icp', 'became_opportunity', 'won', 'revenue'] as const
export type Ranking = (typeof rankings)[number]
export type Place = { id: Id; rank: number | null }

export const largestTable = 50

/** The first partners in order of rank; those without a case of that measure come last and unranked. */
export async function ranking(r: Reading, program: Program, by: Ranking, of: { span: Span; currency: string }): Promise<Place[]> {
  const ids = by === 'revenue' ? await topByRevenue(r, of.span, of.currency, largestTable) : rankedIds(program, by)
  const ranked = new Set(ids)
  const others = [...program.byPartner.keys()].filter((id) => !ranked.has(id)).map((id) => ({ id, rank: null }))
  return [...ids.map((id, i) => ({ id, rank: i + 1 })), ...others].slice(0, largestTable)
}

function rankedIds(program: Program, by: Exclude<Ranking, 'revenue'>): Id[] {
  const scale = program.scales.get(by)
  return [...program.byPartner]
    .map(([id, counts]) => ({ id, rate: rateOf(by, counts) }))
    .filter(({ rate }) => rate.cases > 0)
    .map((p) => ({ ...p, score: scale ? scale.safe(p.rate) : p.rate.cases }))
    .sort((a, b) => b.score - a.score || b.rate.cases - a.rate.cases || (a.id < b.id ? -1 : 1))
    .map((p) => p.id)
}
