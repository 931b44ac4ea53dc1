import type { Reading } from '../../platform/db/context.ts'
import { judge, type Judged } from './judge.ts'
import { boardRows, type BoardFilter, type BoardRow } from './queries.ts'
import { wayStages } from './rules.ts'
import { compareScores } from './score-rules.ts'

export type Ranked = { row: BoardRow; judged: Judged; rank: number }

/**
 * The best candidates on the way, by the low end of their range and then its middle, knocked-out ones last: what is unknown is never
 * taken for good. Level ones share a rank. `of` is how many there are in all.
 */
export async function shortlist(r: Reading, filter: BoardFilter & { limit: number }): Promise<{ items: Ranked[]; of: number }> {
  const rows = await boardRows(r, { ...filter, stages: wayStages })
  const judged = await judge(r, rows)
  const sorted = rows.flatMap((row) => {
    const own = judged.get(row.id)
    return own ? [{ row, judged: own }] : []
  }).sort((a, b) => compareScores(a.judged.score, b.judged.score) || a.row.name.localeCompare(b.row.name, 'en'))
  const items: Ranked[] = []
  sorted.slice(0, filter.limit).forEach((one, i) => {
    const before = items[i - 1]
    items.push({ ...one, rank: before && compareScores(before.judged.score, one.judged.score) === 0 ? before.rank : i + 1 })
  })
  return { items, of: sorted.length }
}
