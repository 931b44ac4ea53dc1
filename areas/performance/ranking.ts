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
  const places = by === 'revenue' ? (await topByRevenue(r, of.span, of.currency, largestTable)).map((id, i) => ({ id, rank: i + 1 })) : ranked(program, by)
  const placed = new Set(places.map((place) => place.id))
  const others = places.length >= largestTable ? [] : program.alike.flatMap(({ ids }) => ids.filter((id) => !placed.has(id)).map((id) => ({ id, rank: null })))
  return [...places, ...others].slice(0, largestTable)
}

/** Partners with the same cases share a rank. There are few different ones to sort, and only the first places are wanted. */
function ranked(program: Program, by: Exclude<Ranking, 'revenue'>): Place[] {
  const scale = program.scales.get(by)
  const rated = program.alike.map(({ counts, ids }) => ({ ids, rate: rateOf(by, counts) })).filter(({ rate }) => rate.cases > 0)
  const same = [...Map.groupBy(rated, ({ rate }) => `${rate.counted}/${rate.cases}`).values()]
    .map((own) => ({ own, score: scale ? scale.safe(own[0]!.rate) : own[0]!.rate.cases, cases: own[0]!.rate.cases }))
    .sort((a, b) => b.score - a.score || b.cases - a.cases)
  const places: Place[] = []
  for (const { own } of same) {
    if (places.length >= largestTable) break
    const rank = places.length + 1
    for (const id of own.flatMap((one) => one.ids).sort()) places.push({ id, rank })
  }
  return places
}
