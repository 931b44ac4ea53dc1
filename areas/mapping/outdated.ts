// What happened since a list was matched that it does not know of: its figures are frozen until it is matched again.
import type { Reading } from '../../platform/db/context.ts'
import { countSince } from '../../platform/events/index.ts'
import { mostCounted, showsFigures } from './rules.ts'
import type { ListRow } from './store.ts'

const ofCompanies = ['company.created', 'company.updated', 'company.merged', 'company.merge_undone', 'company.split']
const ofOpportunities = ['opportunity.created', 'opportunity.changed', 'opportunity.won', 'opportunity.lost', 'opportunity.reopened']
/** `companies` and `opportunities`: how often one was added or changed, up to `mostCounted`; `profile`: the ideal customer profile has a new version. Null where nothing happened. */
export type Outdated = { companies: number; opportunities: number; profile: boolean } | null

/** For each list, in order. What came while it was being matched counts, too. */
export async function outdatedOf(r: Reading, lists: ListRow[]): Promise<Outdated[]> {
  const asked = lists.filter((list) => list.state === 'ready' && list.matchedAt !== null && showsFigures(list.sharing))
  const counts = await countSince(r, asked.map((list) => startOf(list)), [...ofCompanies, ...ofOpportunities, 'icp.set'], mostCounted)
  return lists.map((list) => {
    const counted = counts[asked.indexOf(list)]
    if (!counted || counted.size === 0) return null
    const sum = (types: string[]) => Math.min(mostCounted, types.reduce((n, type) => n + (counted.get(type) ?? 0), 0))
    return { companies: sum(ofCompanies), opportunities: sum(ofOpportunities), profile: counted.has('icp.set') }
  })
}

function startOf({ runningSince, matchedAt, createdAt }: ListRow): Temporal.Instant {
  const done = matchedAt ?? createdAt
  return runningSince && Temporal.Instant.compare(runningSince, done) < 0 ? runningSince : done
}
