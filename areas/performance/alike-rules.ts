// Partners with the very same numbers are kept together: ten thousand have a few hundred different ones, which are worked out once.
import type { Id } from '../../kernel/ids.ts'
import { noCounts, type Counts } from './figure-rules.ts'

/** Who has these numbers, and how many, with those who were erased and of whom only our promises are counted. */
export type Alike = { counts: Counts; ids: Id[]; times: number }

/** What was counted by partner in two parts, as one. No part has a partner twice; a number that both have is added up. */
export function bothOf(some: Alike[], others: Alike[]): Alike[] {
  const placeOf = new Map<Id, number>()
  const groupAt: number[] = []
  for (const [group, { ids }] of others.entries()) for (const id of ids) placeOf.set(id, groupAt.push(group) - 1)
  const met = new Uint8Array(groupAt.length)
  const all: Alike[] = []
  const add = (counts: Counts, ids: Id[], erased: number) => void (ids.length + erased > 0 && all.push({ counts, ids, times: ids.length + erased }))
  for (const { counts, ids, times } of some) {
    const byGroup = new Map<number, Id[]>()
    for (const id of ids) {
      const place = placeOf.get(id)
      const group = place === undefined ? -1 : groupAt[place]!
      if (place !== undefined) met[place] = 1
      const own = byGroup.get(group)
      if (own) own.push(id)
      else byGroup.set(group, [id])
    }
    for (const [group, own] of byGroup) add(group < 0 ? counts : sumOf(counts, others[group]!.counts), own, 0)
    add(counts, [], times - ids.length)
  }
  let place = 0
  for (const { counts, ids, times } of others) add(counts, ids.filter(() => met[place++] === 0), times - ids.length)
  return all
}

/** The numbers of some partners, by id; who has no case is not among them. */
export function countsFor(all: Alike[], some: Iterable<Id>): Map<Id, Counts> {
  const sought = new Set(some)
  return new Map(all.flatMap(({ ids, counts }) => ids.filter((id) => sought.has(id)).map((id) => [id, counts] as const)))
}

export const addCounts = (all: Pick<Alike, 'counts' | 'times'>[]): Counts => all.reduce((sum, { counts, times }) => sumOf(sum, counts, times), noCounts)

function sumOf(one: Counts, other: Counts, times = 1): Counts {
  const sum = { ...one }
  for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += other[key] * times
  return sum
}
